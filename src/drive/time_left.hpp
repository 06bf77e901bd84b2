// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

// How long the rest will take, learnt from what has been done so far.
namespace verigan::drive {

class TimeLeft {
 public:
  /// `cost` units of work of this kind took `seconds`.
  void observe(const std::string& kind, double cost, double seconds);

  struct Work {
    std::string kind;
    double cost = 0;  // what is left of it
  };
  /// Seconds until all is done: `running` now, one a slot, then `waiting` in their order on `slots`
  /// slots. A kind not observed yet is taken to go at the pace of all others; nothing, while
  /// nothing has been observed.
  std::optional<double> estimate(const std::vector<Work>& running, const std::vector<Work>& waiting,
                                 std::size_t slots) const;

 private:
  struct Pace {
    double cost = 0, seconds = 0;
  };
  std::map<std::string, Pace> paces_;
};

}  // namespace verigan::drive
