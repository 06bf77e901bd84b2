// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "simd/vector_math.hpp"

// Errors of the elementary functions in units in the last place of the true value, against the C
// library's double precision (good to about 1e-16: 2⁻²⁹ of a float's ulp).
namespace verigan::test {

struct Elementary {
  std::string name;
  float (*ours)(float);
  double (*truth)(double);
  double max_ulp;  // what simd/vector_math.hpp promises
};

inline double true_softplus(double x) {
  return std::fmax(x, 0.0) + std::log1p(std::exp(-std::fabs(x)));
}
inline double true_sigmoid(double x) {
  const double t = std::exp(-std::fabs(x));
  return x < 0 ? t / (1 + t) : 1 / (1 + t);
}

inline std::vector<Elementary> elementary_functions() {
  return {{"exp", simd::exp, [](double x) { return std::exp(x); }, 0.8},
          {"log", simd::log, [](double x) { return std::log(x); }, 0.85},
          {"softplus", simd::softplus, true_softplus, 1.6},
          {"sigmoid", simd::sigmoid, true_sigmoid, 1.6},
          {"tanh", simd::tanh, [](double x) { return std::tanh(x); }, 1.5},
          {"sin", simd::sin, [](double x) { return std::sin(x); }, 1.7},
          {"cos", simd::cos, [](double x) { return std::cos(x); }, 1.7}};
}

/// Size of one ulp of a float at |truth|, denormals included.
inline double ulp_at(double truth) {
  const double magnitude = std::fabs(truth);
  if (magnitude < 0x1p-126) return 0x1p-149;
  return std::ldexp(1.0, std::ilogb(magnitude) - 23);
}

/// |computed − truth| in ulps; infinite when one of them is NaN or infinite and the other is not.
/// Overflow is judged after rounding: beyond the largest float by half an ulp, +∞ is right.
inline double ulp_error(float computed, double truth) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (std::isnan(truth) || std::isnan(computed)) {
    return std::isnan(truth) && std::isnan(computed) ? 0.0 : infinity;
  }
  const float rounded = static_cast<float>(truth);
  if (std::isinf(rounded) || std::isinf(computed)) return rounded == computed ? 0.0 : infinity;
  return std::fabs(static_cast<double>(computed) - truth) / ulp_at(truth);
}

}  // namespace verigan::test
