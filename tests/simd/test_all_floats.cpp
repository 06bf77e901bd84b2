// SPDX-License-Identifier: MIT
#include <array>
#include <mutex>
#include <thread>

#include "core/parallel.hpp"
#include "simd/accuracy.hpp"
#include "simd/bits.hpp"
#include "support/catch.hpp"
#include "support/fused.hpp"

// All 2³² floats through every elementary function: the promised ulps, and the same bits on every
// target. Minutes, hence labelled slow; the sweeps of test_simd are the everyday check.
using namespace verigan;
using namespace verigan::test;

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;

using Map = void(std::span<const float>, std::span<float>);
constexpr std::array<Map*, 7> kMaps = {simd::exp,  simd::log, simd::softplus, simd::sigmoid,
                                       simd::tanh, simd::sin, simd::cos};

struct Worst {
  double error = 0;
  float where = 0;
};

void inputs(std::size_t chunk, std::vector<float>& in) {
  for (std::size_t i = 0; i < kChunk; ++i) {
    in[i] = std::bit_cast<float>(static_cast<std::uint32_t>(chunk * kChunk + i));
  }
}

}  // namespace

TEST_CASE("all floats: the promised ulps, and the same bits on every target") {
  set_threads(static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  const auto functions = elementary_functions();
  const auto targets = simd::available_targets();
  for (std::size_t f = 0; f < functions.size(); ++f) {
    std::vector<std::uint64_t> first_hashes;
    for (const simd::Target target : targets) {
      simd::set_target(target);
      std::vector<std::uint64_t> hashes(kChunk);
      std::mutex mutex;
      Worst worst;
      parallel_for(hashes.size(), [&](std::size_t chunk) {
        std::vector<float> in(kChunk), out(kChunk);
        inputs(chunk, in);
        kMaps[f](in, out);
        std::uint64_t hash = 14695981039346656037u;  // FNV-1a over words
        for (const float y : out) hash = (hash ^ std::bit_cast<std::uint32_t>(y)) * 1099511628211u;
        hashes[chunk] = hash;
        if (target != targets.front()) return;
        Worst here;
        for (std::size_t i = 0; i < kChunk; ++i) {
          const double error = ulp_error(out[i], functions[f].truth(static_cast<double>(in[i])));
          if (error > here.error) here = {error, in[i]};
        }
        const std::scoped_lock lock(mutex);
        if (here.error > worst.error) worst = here;
      });
      if (target == targets.front()) {
        first_hashes = hashes;
        WARN(functions[f].name << ": " << worst.error << " ulp at " << worst.where);
        CHECK(worst.error <= functions[f].max_ulp);
      }
      INFO(functions[f].name << " on " << simd::name(target));
      CHECK(hashes == first_hashes);
    }
  }
  simd::set_target(targets.front());
  set_threads(1);
}

TEST_CASE("the portable multiply-add is the processor's on a thousand million random triples") {
  if (!simd::kFusedInstruction) return;
  constexpr std::size_t kPieces = 1000;
  set_threads(static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  std::vector<std::uint64_t> wrong(kPieces);
  parallel_for(kPieces, [&](std::size_t i) {
    wrong[i] = tests::wrong_random_fusions(i << 32, 1'000'000);
  });
  CHECK(wrong == std::vector<std::uint64_t>(kPieces));
}
