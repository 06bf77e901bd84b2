// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

// How long the rest will take: what each kind of work takes where it was measured once (paces.cpp), times how
// much slower or faster this machine has been so far.
namespace verigan::drive {

class TimeLeft {
 public:
  /// Seconds that `cost` units of work of a kind took where they were measured; of a kind that was not, one a
  /// unit. The kind of a run is its experiment, "EXPERIMENT smoke" of the preset smoke, whose runs are made of
  /// other things than steps.
  static double expected(const std::string& kind, double cost);

  /// `cost` units of work of this kind took `seconds`.
  void observe(const std::string& kind, double cost, double seconds);

  struct Work {
    std::string kind;
    double cost = 0;  // what is left of it
  };
  /// Seconds until all is done: `running` now, one a slot, then `waiting` in their order on `slots`
  /// slots. A kind not observed yet is expected to be as much slower or faster than where it was measured as
  /// all others together are; nothing, while nothing has been observed.
  std::optional<double> estimate(const std::vector<Work>& running, const std::vector<Work>& waiting,
                                 std::size_t slots) const;

 private:
  struct Pace {
    double expected = 0, seconds = 0;
  };
  std::map<std::string, Pace> paces_;
};

}  // namespace verigan::drive
