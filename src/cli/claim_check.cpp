// SPDX-License-Identifier: MIT
#include "cli/claim_check.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/terminal.hpp"
#include "record/file.hpp"

namespace verigan::cli {

namespace {

using namespace theory;

/// The command that shows the counterexample again.
std::string command(const Claim& claim, const ClaimInstance& at) {
  std::string more;
  for (const std::string& key : claim.keys()) more += (more.empty() ? " --divergence " : ",") + key;
  return "verigan theory --p '" + at.p + "' --q '" + at.q + "' --alpha " + at.alpha.text() + more;
}

nlohmann::ordered_json number(double x) {
  if (std::isfinite(x)) return x;
  return std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

nlohmann::ordered_json json_of(const Claim& claim, const ClaimOptions& options,
                               const ClaimOutcome& outcome) {
  nlohmann::ordered_json document{{"claim", claim.text()},
                                  {"seed", options.seed},
                                  {"instances", outcome.instances},
                                  {"failed", outcome.failed},
                                  {"undecided", outcome.undecided},
                                  {"verdict", outcome.failed > 0 ? "fails" : "not refuted"},
                                  {"counterexample", nullptr}};
  if (!outcome.counterexample) return document;
  const ClaimInstance& at = *outcome.counterexample;
  document["counterexample"] = {{"p", at.p},
                                {"q", at.q},
                                {"alpha", at.alpha.value()},
                                {"left", number(outcome.sides.left.value)},
                                {"left_error", number(outcome.sides.left.error)},
                                {"right", number(outcome.sides.right.value)},
                                {"right_error", number(outcome.sides.right.error)},
                                {"command", command(claim, at)}};
  return document;
}

}  // namespace

int verify_claim(const std::string& text, const ClaimOptions& options, const std::string& json,
                 bool progress, std::FILE* out) {
  const Claim claim(text);
  if (!json.empty()) record::require_writable(json);
  const ClaimOutcome outcome = check_claim(claim, options, [progress](long done, long total) {
    if (!progress) return;
    if (done == total) std::fputs(kEraseLine, stderr);
    else if (done % std::max(1L, total / 100) == 0)
      std::fprintf(stderr, "%s%ld/%ld pairs", kEraseLine, done, total);
  });
  if (!json.empty())
    record::write_file(json, json_of(claim, options, outcome).dump(1) + '\n');
  std::fprintf(out, "%s\n", text.c_str());
  if (outcome.failed == 0) {
    std::fprintf(out, "  not refuted: held for %ld of %ld random pairs, seed %llu (no proof)\n",
                 outcome.instances - outcome.undecided, outcome.instances,
                 static_cast<unsigned long long>(options.seed));
  } else {
    std::fprintf(out, "  FAILS for %ld of %ld random pairs, seed %llu\n", outcome.failed,
                 outcome.instances, static_cast<unsigned long long>(options.seed));
  }
  if (outcome.undecided > 0)
    std::fprintf(out, "  undecided for %ld: the sides differ by less than their errors\n",
                 outcome.undecided);
  if (!outcome.counterexample) return 0;
  const ClaimSides& at = outcome.sides;
  std::fprintf(out, "  a counterexample, made small:\n");
  std::fprintf(out, "    left  %.16g (error ≤ %.1e)\n", at.left.value, at.left.error);
  std::fprintf(out, "    right %.16g (error ≤ %.1e)\n", at.right.value, at.right.error);
  std::fprintf(out, "    %s\n", command(claim, *outcome.counterexample).c_str());
  return 1;
}

}  // namespace verigan::cli
