// SPDX-License-Identifier: MIT
#pragma once

#include <boost/math/policies/policy.hpp>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "theory/density.hpp"

// What the sources of the families share; not part of the public interface.
namespace verigan::theory::parts {

inline constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kTiny = std::numeric_limits<double>::min();
inline constexpr double kSqrtHalf = 0.70710678118654752440084436210484904;
inline constexpr double kHalfLn2Pi = 0.91893853320467274178032973640561764;

// Special functions at the edge of their range return limits instead of throwing.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

inline void check_location(const char* family, const char* what, const Exact& x) {
  require(std::abs(x.value()) <= 1e100, family, ": ", what, " = ", x.value(),
          ", expected a number within ±1e100");
}
inline void check_scale(const char* family, const char* what, const Exact& x) {
  require(x.value() >= 1e-100 && x.value() <= 1e100, family, ": ", what, " = ", x.value(),
          ", expected a positive number in [1e-100, 1e100]");
}

}  // namespace verigan::theory::parts
