// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "kit/evenly_spaced.hpp"
#include "theory/density.hpp"

namespace verigan::kit {

/// The n values of x from the first quantile `tail` of the two densities to the last 1 − tail: where at least
/// one of them lives.
inline std::vector<double> places_of(const theory::Density& p, const theory::Density& q, double tail,
                                     std::size_t n) {
  const auto end = [tail](const theory::Density& density, bool left) {
    return density.quantile(left ? theory::Mass{0, tail} : theory::Mass{1, -tail}).value();
  };
  return evenly_spaced(std::min(end(p, true), end(q, true)), std::max(end(p, false), end(q, false)), n);
}

/// The moment on a way at which `distance`, its first value, is first down to the share
/// 1 − stage/(stages − 1) of it; for the last stage the end.
template <class Moments, class Distance>
std::size_t stage_of(const Moments& way, std::uint64_t stage, std::uint64_t stages, Distance distance) {
  if (stage + 1 == stages) return way.size() - 1;
  const double share = 1 - static_cast<double>(stage) / static_cast<double>(stages - 1);
  std::size_t at = 0;
  while (at + 1 < way.size() && distance(way[at]) > share * distance(way.front())) ++at;
  return at;
}

}  // namespace verigan::kit
