// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/claims/evidence.hpp"
#include "statistics/verdict.hpp"

// The register of claims: what the source documents say happened, and the rule, set before the runs,
// by which it is judged. One claim is one file, cNN.cpp, and one line of register.cpp. A contradicted
// claim is a result, not a failure.
namespace verigan::analysis {

/// A claim. `judge` sees finished runs only, those of fresh seeds if the rule was amended, and is not
/// called while there are none.
struct Claim {
  std::string id;      // "C01"
  std::string claim;   // in the words of the source, shortened
  std::string source;  // "LC §IV toy"
  std::vector<std::string> experiments;  // whose runs it rests on
  std::string rule;                      // the statistic and what it must be
  std::string amended = {};              // what was changed after results were seen, and why
  std::vector<std::string> premises = {};  // what must hold for the claim to be tested at all
  statistics::Verdict (*judge)(const Evidence& evidence) = nullptr;
  std::size_t fewest_seeds = statistics::kFewestSeeds;
};

/// Rules amended after results were seen are judged on seeds from this one on.
inline constexpr std::int64_t kFirstFreshSeed = 101;

/// All 24, in order.
const std::vector<Claim>& claims();

/// A verdict with what it rests on.
struct Judged {
  const Claim* claim = nullptr;
  statistics::Verdict verdict;
  std::vector<std::string> runs;     // result hashes
  std::vector<std::string> presets;  // of those runs
};

/// Judges a claim by the results in a folder; never throws for runs that are absent.
Judged judge(const Claim& claim, const std::filesystem::path& results);

// One function a claim, each in its file.
Claim c01();
Claim c02();
Claim c03();
Claim c04();
Claim c05();
Claim c06();
Claim c07();
Claim c08();
Claim c09();
Claim c10();
Claim c11();
Claim c12();
Claim c13();
Claim c14();
Claim c15();
Claim c16();
Claim c17();
Claim c18();
Claim c19();
Claim c20();
Claim c21();
Claim c22();
Claim c23();
Claim c24();

}  // namespace verigan::analysis
