// SPDX-License-Identifier: MIT
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "random/philox_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include <algorithm>

#include "random/philox.hpp"
#include "simd/target.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

using random::Key;
using Words = hn::ScalableTag<std::uint64_t>;  // each lane a Philox block; a word is its lower half
using WordVector = hn::Vec<Words>;

constexpr std::size_t kBuffer = 2 * HWY_MAX_BYTES / sizeof(float);

/// One round: the 64-bit products leave the low word in place, where the next multiplication, which
/// reads lower halves alone, expects it.
HWY_INLINE void philox_round(WordVector& w0, WordVector& w1, WordVector& w2, WordVector& w3,
                             std::uint32_t key0, std::uint32_t key1) {
  const Words d;
  const hn::Repartition<std::uint32_t, Words> halves;
  const auto p0 = hn::MulEven(hn::BitCast(halves, w0), hn::Set(halves, 0xd2511f53));
  const auto p1 = hn::MulEven(hn::BitCast(halves, w2), hn::Set(halves, 0xcd9e8d57));
  w0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), w1), hn::Set(d, key0));
  w2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), w3), hn::Set(d, key1));
  w1 = p1;
  w3 = p0;
}

/// Blocks number … number + lanes − 1. Even lanes hold the first half of them in order, odd lanes the
/// second half, so that interleaving two vectors puts whole blocks in order.
HWY_INLINE void philox_lanes(Key key, std::uint64_t step, std::uint64_t number, WordVector& w0,
                             WordVector& w1, WordVector& w2, WordVector& w3) {
  const Words d;
  const std::size_t half = hn::Lanes(d) / 2;
  const auto lane = hn::Iota(d, 0);
  const auto odd = hn::And(lane, hn::Set(d, 1));
  const auto offset = hn::Add(hn::ShiftRight<1>(lane),
                              hn::And(hn::Sub(hn::Zero(d), odd), hn::Set(d, half)));
  const auto block = hn::Add(hn::Set(d, number), offset);
  w0 = hn::Set(d, step);
  w1 = hn::Set(d, step >> 32);
  w2 = block;
  w3 = hn::ShiftRight<32>(block);
  for (int round = 0; round < 10; ++round) {
    philox_round(w0, w1, w2, w3, key[0], key[1]);
    key[0] += 0x9e3779b9;
    key[1] += 0xbb67ae85;
  }
}

/// Two words in one lane: `lower` in its lower half, `upper` in the upper.
HWY_INLINE hn::Vec<WideLanes::DI> pair(WordVector lower, WordVector upper) {
  const Words d;
  const auto low = hn::And(lower, hn::Set(d, 0xffffffff));
  return hn::BitCast(WideLanes::DI(), hn::Or(low, hn::ShiftLeft<32>(upper)));
}

// Both write the 4 · lanes values of the blocks from `number` on.
struct Uniforms {
  HWY_INLINE void operator()(Key key, std::uint64_t step, std::uint64_t number, float* out) const {
    const Words d;
    const Floats df;
    auto w0 = hn::Zero(d), w1 = w0, w2 = w0, w3 = w0;
    philox_lanes(key, step, number, w0, w1, w2, w3);
    const auto v01 = hn::BitCast(d, uniform_lanes(WideLanes(), pair(w0, w1)));
    const auto v23 = hn::BitCast(d, uniform_lanes(WideLanes(), pair(w2, w3)));
    hn::StoreU(hn::BitCast(df, hn::InterleaveLower(d, v01, v23)), df, out);
    hn::StoreU(hn::BitCast(df, hn::InterleaveUpper(d, v01, v23)), df, out + hn::Lanes(df));
  }
};
struct Normals {
  HWY_INLINE void operator()(Key key, std::uint64_t step, std::uint64_t number, float* out) const {
    const Words d;
    const Floats df;
    auto w0 = hn::Zero(d), w1 = w0, w2 = w0, w3 = w0;
    philox_lanes(key, step, number, w0, w1, w2, w3);
    Vector first = hn::Zero(df), second = first;  // values 0, 2 and values 1, 3 of each block
    normal_lanes(WideLanes(), pair(w0, w2), pair(w1, w3), first, second);
    hn::StoreU(hn::InterleaveLower(df, first, second), df, out);
    hn::StoreU(hn::InterleaveUpper(df, first, second), df, out + hn::Lanes(df));
  }
};

template <class Values>
HWY_INLINE void fill(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out,
                     Values values) {
  const std::size_t whole = 2 * hn::Lanes(Floats());  // what `values` writes at once
  HWY_ALIGN float buffer[kBuffer];
  std::size_t i = 0;
  if (const std::size_t skip = first % 4; skip != 0 && !out.empty()) {
    values(key, step, first / 4, buffer);
    i = std::min(out.size(), whole - skip);
    std::copy_n(buffer + skip, i, out.data());
  }
  for (; i + whole <= out.size(); i += whole) values(key, step, (first + i) / 4, out.data() + i);
  if (i < out.size()) {
    values(key, step, (first + i) / 4, buffer);
    std::copy_n(buffer, out.size() - i, out.data() + i);
  }
}

void fill_uniforms(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out) {
  fill(key, step, first, out, Uniforms());
}
void fill_normals(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out) {
  fill(key, step, first, out, Normals());
}

}  // namespace

random::Fills random_fills() { return {fill_uniforms, fill_normals}; }
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace verigan::random {

Fills fills(simd::Target target) {
  switch (target) {
#if HWY_TARGETS & HWY_AVX2
    case simd::Target::avx2: return simd::N_AVX2::random_fills();
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd::Target::avx512: return simd::N_AVX3::random_fills();
#endif
#if HWY_TARGETS & HWY_NEON
    case simd::Target::neon: return simd::N_NEON::random_fills();
#endif
#if HWY_TARGETS & HWY_SVE
    case simd::Target::sve: return simd::N_SVE::random_fills();
#endif
    default: return {spec::fill_uniforms, spec::fill_normals};
  }
}

}  // namespace verigan::random
#endif
