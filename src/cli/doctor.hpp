// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/environment.hpp"

// What `verigan doctor` finds out about this machine and this build.
namespace verigan::cli {

/// One computation of the golden list.
struct GoldenRun {
  std::string target;
  int threads = 1;
  std::string digest;                    ///< SHA-256 of the list it gave
  std::vector<std::string> differences;  ///< from the list built into the program
};

struct Examination {
  FloatEnvironment arithmetic;
  bool known_answers = false;
  bool fuses = false;                ///< a·b + c is rounded once where C libraries are known to fail
  std::string target;                ///< SIMD target in use
  std::vector<std::string> targets;  ///< those available, the best first
  int processors = 1;                ///< that this process may use
  double peak_gflops = 0;            ///< fused multiply–adds of one thread, in registers
  double product_gflops = 0;         ///< a matrix product on one thread
  std::string golden;                ///< SHA-256 of tests/golden/golden.txt
  std::vector<GoldenRun> runs;       ///< every target, and the one in use on `threads`

  bool golden_matches() const;
  bool healthy() const { return arithmetic.exact() && known_answers && fuses && golden_matches(); }
};

/// Looks at everything; takes about a second on an idle machine. Changes the SIMD target and the number of threads while
/// it runs and puts them back.
Examination examine(int threads);

}  // namespace verigan::cli
