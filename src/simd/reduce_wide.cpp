// SPDX-License-Identifier: MIT
#include "simd/reduce.hpp"

#include <algorithm>
#include <cmath>

#include "simd/fma.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/reduce_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

constexpr std::size_t kChains = 16;

template <class T>
T combine(T (&chain)[kChains]) {
  for (std::size_t half = kChains / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) chain[i] = chain[i] + chain[i + half];
  }
  return chain[0];
}

// A vector holds 4, 8 or 16 neighbouring chains; where it holds fewer than 16, the array is passed over
// once for each group of chains.
template <class D, class Step>
HWY_INLINE void chains(D d, std::size_t n, hn::TFromD<D> (&chain)[kChains], Step step) {
  const std::size_t whole = n / kChains * kChains;
  for (std::size_t lane = 0; lane < kChains; lane += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (std::size_t i = lane; i < whole; i += kChains) sum = step(sum, i);
    hn::StoreU(sum, d, chain + lane);
  }
}

struct Add {
  const float* x;
  HWY_INLINE hn::Vec<hn::CappedTag<float, kChains>> operator()(
      hn::Vec<hn::CappedTag<float, kChains>> sum, std::size_t i) const {
    return hn::Add(sum, hn::LoadU(hn::CappedTag<float, kChains>(), x + i));
  }
};
struct AddProduct {
  const float *x, *y;
  HWY_INLINE hn::Vec<hn::CappedTag<float, kChains>> operator()(
      hn::Vec<hn::CappedTag<float, kChains>> sum, std::size_t i) const {
    const hn::CappedTag<float, kChains> d;
    return hn::MulAdd(hn::LoadU(d, x + i), hn::LoadU(d, y + i), sum);
  }
};
struct AddDouble {
  const float* x;
  HWY_INLINE hn::Vec<hn::CappedTag<double, kChains>> operator()(
      hn::Vec<hn::CappedTag<double, kChains>> sum, std::size_t i) const {
    const hn::CappedTag<double, kChains> d;
    return hn::Add(sum, hn::PromoteTo(d, hn::LoadU(hn::Rebind<float, decltype(d)>(), x + i)));
  }
};

float sum(std::span<const float> x) {
  float chain[kChains];
  chains(hn::CappedTag<float, kChains>(), x.size(), chain, Add{x.data()});
  for (std::size_t i = x.size() / kChains * kChains; i < x.size(); ++i) chain[i % kChains] += x[i];
  return combine(chain);
}

float dot(std::span<const float> x, std::span<const float> y) {
  float chain[kChains];
  chains(hn::CappedTag<float, kChains>(), x.size(), chain, AddProduct{x.data(), y.data()});
  for (std::size_t i = x.size() / kChains * kChains; i < x.size(); ++i) {
    chain[i % kChains] = fma(x[i], y[i], chain[i % kChains]);
  }
  return combine(chain);
}

double sum_in_double(std::span<const float> x) {
  double chain[kChains];
  chains(hn::CappedTag<double, kChains>(), x.size(), chain, AddDouble{x.data()});
  for (std::size_t i = x.size() / kChains * kChains; i < x.size(); ++i) {
    chain[i % kChains] += static_cast<double>(x[i]);
  }
  return combine(chain);
}

/// Four vectors of columns starting at x; their chains hide each other's latency.
HWY_INLINE void sum_columns(const float* x, std::size_t ld, std::size_t rows, Vector& a, Vector& b,
                            Vector& c, Vector& e) {
  const Floats d;
  const std::size_t N = hn::Lanes(d);
  for (std::size_t i = 0; i < rows; ++i) {
    const float* p = x + i * ld;
    a = hn::Add(a, hn::LoadU(d, p));
    b = hn::Add(b, hn::LoadU(d, p + N));
    c = hn::Add(c, hn::LoadU(d, p + 2 * N));
    e = hn::Add(e, hn::LoadU(d, p + 3 * N));
  }
}

void column_sums(MatrixView<const float> x, std::span<float> out, bool accumulate) {
  const Floats d;
  const std::size_t N = hn::Lanes(d);
  if (!accumulate) std::fill(out.begin(), out.end(), 0.0f);
  std::size_t j = 0;
  for (; j + 4 * N <= x.cols; j += 4 * N) {
    float* p = out.data() + j;
    Vector a = hn::LoadU(d, p), b = hn::LoadU(d, p + N);
    Vector c = hn::LoadU(d, p + 2 * N), e = hn::LoadU(d, p + 3 * N);
    sum_columns(x.data + j, x.ld, x.rows, a, b, c, e);
    hn::StoreU(a, d, p);
    hn::StoreU(b, d, p + N);
    hn::StoreU(c, d, p + 2 * N);
    hn::StoreU(e, d, p + 3 * N);
  }
  for (; j + N <= x.cols; j += N) {
    Vector a = hn::LoadU(d, out.data() + j);
    for (std::size_t i = 0; i < x.rows; ++i) a = hn::Add(a, hn::LoadU(d, x.data + i * x.ld + j));
    hn::StoreU(a, d, out.data() + j);
  }
  if (const std::size_t rest = x.cols - j; rest > 0) {
    Vector a = load_first(d, out.data() + j, rest);
    for (std::size_t i = 0; i < x.rows; ++i) {
      a = hn::Add(a, load_first(d, x.data + i * x.ld + j, rest));
    }
    store_first(a, d, out.data() + j, rest);
  }
}

}  // namespace

void install_reduce(Kernels& kernels) {
  kernels.sum = sum;
  kernels.sum_in_double = sum_in_double;
  kernels.dot = dot;
  kernels.column_sums = column_sums;
}
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
