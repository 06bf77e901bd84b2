// SPDX-License-Identifier: MIT
// Singles bound what floats do: the same formulas in floats stay within the error, and near enough
// to it that the bound is worth having.
#include <functional>

#include "random/stream.hpp"
#include "simd/vector_math.hpp"
#include "support/catch.hpp"
#include "verification/single.hpp"

using namespace verigan;
using verification::Single;
using verification::Sum;

namespace {

const random::Stream kStream(5, random::Purpose::test);

float number(std::uint64_t step, std::uint64_t index, double size = 3) {
  return static_cast<float>(size * (2 * kStream.uniform_double(step, index) - 1));
}
Single exactly(float x) { return static_cast<double>(x); }

/// The largest |float − double| / error over many draws of (a, b).
double worst_ratio(const std::function<float(float, float)>& in_floats,
                   const std::function<Single(Single, Single)>& in_singles) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const float a = number(1, i), b = number(2, i);
    const Single bound = in_singles(exactly(a), exactly(b));
    const double error = std::abs(static_cast<double>(in_floats(a, b)) - bound.value);
    worst = std::max(worst, error / bound.error);
  }
  return worst;
}

}  // namespace

TEST_CASE("single: errors of one and of several operations are bounded, and not by far") {
  const auto check = [](const auto& formula, double at_least) {
    const double worst = worst_ratio([&](float a, float b) { return formula(a, b); },
                                     [&](Single a, Single b) { return formula(a, b); });
    CHECK(worst <= 1);
    CHECK(worst > at_least);
  };
  check([](auto a, auto b) { return a + b; }, 0.9);
  check([](auto a, auto b) { return a - b; }, 0.9);
  check([](auto a, auto b) { return a * b; }, 0.9);
  check([](auto a, auto b) { return a / b; }, 0.9);
  using std::sqrt;
  check([](auto a, auto b) { return sqrt(a * a + b * b); }, 0.4);
  check([](auto a, auto b) { return (a - b) * (a + b) / (a * b + b); }, 0.3);
}

TEST_CASE("single: the functions of vector_math are within the errors stated there") {
  using Function = float (*)(float);
  using OfSingle = Single (*)(Single);
  const std::pair<Function, OfSingle> functions[] = {{simd::tanh, verification::tanh},
                                                     {simd::sigmoid, verification::sigmoid},
                                                     {simd::softplus, verification::softplus},
                                                     {simd::exp, verification::exp}};
  for (const auto& [in_floats, in_singles] : functions) {
    // Of a number that is not exact either.
    const double worst = worst_ratio([f = in_floats](float a, float b) { return f(a * b); },
                                     [f = in_singles](Single a, Single b) { return f(a * b); });
    CHECK(worst <= 1);
    CHECK(worst > 0.3);
  }
}

TEST_CASE("single: a sum's bound holds for products in any order, fused or not") {
  double worst = 0;
  for (std::uint64_t trial = 0; trial < 300; ++trial) {
    const std::size_t n = 1 + trial % 40;
    Sum<Single> sum;
    Sum<double> exact;
    float forwards = 0, backwards = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const float a = number(3 + trial, 2 * k), b = number(3 + trial, 2 * k + 1);
      sum.add(exactly(a), exactly(b));
      exact.add(static_cast<double>(a), static_cast<double>(b));
      forwards = std::fma(a, b, forwards);
    }
    for (std::size_t k = n; k-- > 0;)
      backwards += number(3 + trial, 2 * k) * number(3 + trial, 2 * k + 1);
    const Single total = sum.total();
    CHECK(total.value == exact.total());
    for (const float found : {forwards, backwards})
      worst = std::max(worst, std::abs(static_cast<double>(found) - total.value) / total.error);
  }
  CHECK(worst <= 1);
  CHECK(worst > 0.3);
}
