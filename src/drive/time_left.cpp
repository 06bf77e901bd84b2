// SPDX-License-Identifier: MIT
#include "drive/time_left.hpp"

#include <algorithm>

namespace verigan::drive {

void TimeLeft::observe(const std::string& kind, double cost, double seconds) {
  paces_[kind].expected += expected(kind, cost);
  paces_[kind].seconds += seconds;
}

std::optional<double> TimeLeft::estimate(const std::vector<Work>& running,
                                         const std::vector<Work>& waiting,
                                         std::size_t slots) const {
  Pace all;
  for (const auto& [kind, pace] : paces_) {
    all.expected += pace.expected;
    all.seconds += pace.seconds;
  }
  if (!(all.expected > 0) || slots == 0) return std::nullopt;
  const auto seconds = [&](const Work& work) {
    const auto found = paces_.find(work.kind);
    const Pace& pace = found != paces_.end() && found->second.expected > 0 ? found->second : all;
    return expected(work.kind, work.cost) * pace.seconds / pace.expected;
  };
  std::vector<double> free_at(std::max(slots, running.size()), 0.0);
  for (std::size_t i = 0; i < running.size(); ++i) free_at[i] = seconds(running[i]);
  for (const Work& work : waiting)
    *std::min_element(free_at.begin(), free_at.end()) += seconds(work);
  return *std::max_element(free_at.begin(), free_at.end());
}

}  // namespace verigan::drive
