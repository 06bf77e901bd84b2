// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>

#include "analysis/claims/claim.hpp"
#include "core/check.hpp"

namespace verigan::analysis {
namespace {

using statistics::Outcome;
using statistics::Question;
using statistics::Verdict;

Verdict refused(Outcome outcome, const std::string& reason) {
  return statistics::refuse({}, outcome, reason);
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// Why there is nothing to judge; empty if there is something.
std::string missing(const Claim& claim, const Evidence& evidence) {
  for (const std::string& experiment : claim.experiments)
    if (evidence.all(experiment) == 0)
      return message("there is no finished run of ", experiment);
  return {};
}

/// The seeds that the fewest of the claim's experiments have.
std::size_t seeds_of(const Claim& claim, const Evidence& evidence) {
  std::size_t fewest = SIZE_MAX;
  for (const std::string& experiment : claim.experiments)
    fewest = std::min(fewest, evidence.seeds(experiment));
  return fewest;
}

Verdict verdict_of(const Claim& claim, const Evidence& evidence) {
  if (const std::string why = missing(claim, evidence); !why.empty())
    return refused(Outcome::not_tested, why);
  const std::size_t seeds = seeds_of(claim, evidence);
  if (seeds == 0)
    return refused(Outcome::too_few_seeds,
                   message("no run of ", joined(claim.experiments), " has a seed of ",
                           kFirstFreshSeed, " or above, which an amended rule is judged on"));
  return claim.judge(evidence);
}

/// A run that is damaged takes one claim's verdict, not the whole register.
Verdict safe_verdict_of(const Claim& claim, const Evidence& evidence) {
  try {
    return verdict_of(claim, evidence);
  } catch (const Error& error) {
    return refused(Outcome::not_measurable, error.what());
  }
}

}  // namespace

const std::vector<Claim>& claims() {
  static const std::vector<Claim> all{c01(), c02(), c03(), c04(), c05(), c06(), c07(), c08(),
                                      c09(), c10(), c11(), c12(), c13(), c14(), c15(), c16(),
                                      c17(), c18(), c19(), c20(), c21(), c22(), c23(), c24()};
  return all;
}

Judged judge(const Claim& claim, const std::filesystem::path& results) {
  const Evidence evidence(results, claim.amended.empty() ? INT64_MIN : kFirstFreshSeed);
  Judged judged{&claim, safe_verdict_of(claim, evidence), {}, {}};
  judged.runs.assign(evidence.hashes().begin(), evidence.hashes().end());
  judged.presets.assign(evidence.presets().begin(), evidence.presets().end());
  return judged;
}

}  // namespace verigan::analysis
