// SPDX-License-Identifier: MIT
#include "cli/doctor.hpp"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "golden/golden.hpp"
#include "record/hash.hpp"
#include "simd/gemm.hpp"
#include "simd/known_answers.hpp"
#include "simd/peak.hpp"
#include "simd/target.hpp"

namespace verigan::cli {
namespace {

int processors() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/// Y = XW of a hidden layer: batch 256, 512 → 512. The best of what fits into a tenth of a second.
double product_gflops() {
  using Clock = std::chrono::steady_clock;
  constexpr std::size_t M = 256, K = 512, N = 512;
  Matrix<float> x(M, K), w(K, N), y(M, N);
  for (std::size_t i = 0; i < M; ++i) std::ranges::fill(x.row(i), 0.5F);
  for (std::size_t k = 0; k < K; ++k) std::ranges::fill(w.row(k), 0.25F);
  double best = 0;
  const auto end = Clock::now() + std::chrono::milliseconds(100);
  do {
    const auto start = Clock::now();
    simd::gemm_nn(x, w, y);
    const std::chrono::duration<double> spent = Clock::now() - start;
    best = std::max(best, 2e-9 * M * K * N / spent.count());
  } while (Clock::now() < end);
  return best;
}

GoldenRun golden_run(simd::Target target, int threads, const std::vector<golden::Line>& expected) {
  simd::set_target(target);
  set_threads(threads);
  const std::vector<golden::Line> computed = golden::compute();
  std::string list;
  for (const golden::Line& line : computed) list += line.digest + "  " + line.name + '\n';
  return {std::string(simd::name(target)), threads, record::sha256(list),
          golden::differences(computed, expected)};
}

}  // namespace

bool Examination::golden_matches() const {
  return std::ranges::all_of(runs, [](const GoldenRun& run) { return run.differences.empty(); });
}

Examination examine(int threads) {
  const simd::Target target = simd::target();
  const int threads_before = verigan::threads();
  Examination result;
  result.arithmetic = float_environment();
  result.known_answers = simd::known_answers() == simd::kKnownAnswers;
  result.fuses = simd::fuses_rightly();
  result.target = simd::name(target);
  result.processors = processors();
  set_threads(1);
  result.peak_gflops = simd::fma_peak_gflops();
  result.product_gflops = product_gflops();
  result.golden = record::sha256(golden::built_in_list());
  const auto expected = golden::read_list(golden::built_in_list());
  for (const simd::Target each : simd::available_targets()) {
    result.targets.emplace_back(simd::name(each));
    result.runs.push_back(golden_run(each, 1, expected));
    if (threads > 1 && each == target) {
      result.runs.push_back(golden_run(each, threads, expected));
    }
  }
  simd::set_target(target);
  set_threads(threads_before);
  return result;
}

}  // namespace verigan::cli
