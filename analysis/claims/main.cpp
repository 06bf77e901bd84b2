// SPDX-License-Identifier: MIT
// verigan_claims --results DIR: every claim of the register judged by the results there, as JSON on
// standard output, for `verigan claims` and the report.
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/claims/claim.hpp"
#include "core/arguments.hpp"
#include "core/check.hpp"
#include "core/program.hpp"

using namespace verigan;
using namespace verigan::analysis;
using nlohmann::ordered_json;

namespace {

/// JSON has no infinities: "inf" and "-inf"; null for what is unknown.
ordered_json number(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return x;
}

void add_verdict(ordered_json& row, const statistics::Verdict& verdict) {
  row["statistic"] = verdict.statistic;
  row["seeds"] = verdict.seeds;
  row["effect"] = number(verdict.effect.value);
  row["low"] = number(verdict.effect.low);
  row["high"] = number(verdict.effect.high);
  row["verdict"] = outcome_name(verdict.outcome);
  row["reason"] = verdict.reason;
  row["parts"] = ordered_json::array();
  for (const statistics::Verdict& part : verdict.parts) {
    ordered_json one{{"part", part.part}};
    add_verdict(one, part);
    row["parts"].push_back(std::move(one));
  }
}

ordered_json json_of(const Judged& judged) {
  const Claim& claim = *judged.claim;
  ordered_json row{{"id", claim.id},           {"claim", claim.claim},
                   {"source", claim.source},   {"experiments", claim.experiments},
                   {"rule", claim.rule},       {"amended", claim.amended},
                   {"premises", claim.premises}, {"fewest_seeds", claim.fewest_seeds}};
  add_verdict(row, judged.verdict);
  row["presets"] = judged.presets;
  row["runs"] = judged.runs;
  return row;
}

int print_claims(const std::string& results) {
  ordered_json rows = ordered_json::array();
  for (const Claim& claim : claims()) rows.push_back(json_of(judge(claim, results)));
  std::puts(rows.dump(1).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string results;
  Arguments arguments("verigan_claims",
                      "Judges the register of claims by the results in a folder; prints JSON");
  arguments.add("--results", results, "Folder with the results")
      .required()
      .existing_folder();
  return run_main("verigan_claims", [&] {
    if (const auto answered = arguments.parse(argc, argv)) return *answered;
    return print_claims(results);
  });
}
