// SPDX-License-Identifier: MIT
#include "report/diagnosis.hpp"

#include <map>

#include "core/check.hpp"
#include "report/html.hpp"

namespace verigan::report {
namespace {

/// "12 LEARNT, 30 NOT LEARNT".
std::string counts(const std::vector<DiagnosedRun>& runs) {
  std::map<std::string, std::size_t> found;
  for (const DiagnosedRun& run : runs)
    ++found[run.diagnosis.verdict.empty() ? "without a verdict" : run.diagnosis.verdict];
  std::string text;
  for (const auto& [verdict, count] : found) text += message(text.empty() ? "" : ", ", count, " ", verdict);
  return text;
}

}  // namespace

std::string diagnosis_section(const std::vector<DiagnosedRun>& runs) {
  const std::string heading = "<h2 id=\"diagnosis\">Diagnosis</h2>\n";
  if (runs.empty()) return heading + "<p class=\"soft\">No training yet.</p>\n";
  HtmlTable verdicts{{{"run"}, {"verdict"}, {"why"}, {"what to try"}}, {}},
      findings{{{"run"}, {"finding"}, {"steps", true}, {"evidence"}}, {}};
  for (const auto& [name, diagnosis] : runs) {
    const bool good = diagnosis.verdict == "LEARNT";
    if (!diagnosis.verdict.empty())
      verdicts.rows.push_back({escaped(name),
                               std::string("<span class=\"") + (good ? "holds" : "") + "\"><b>" +
                                   escaped(diagnosis.verdict) + "</b></span>",
                               escaped(diagnosis.reason), escaped(diagnosis.advice)});
    for (const auto& f : diagnosis.findings)
      findings.rows.push_back({escaped(name),
                               (f.present ? "<b>" : "in passing: ") + escaped(f.name) + (f.present ? "</b>" : ""),
                               message(f.since, "–", f.last), escaped(f.evidence)});
  }
  std::string text = heading + "<p>What came of " + message(runs.size(), " trainings: ", escaped(counts(runs)), ".") +
                     "</p>\n";
  if (!verdicts.rows.empty()) text += "<div class=\"card wide\">\n" + html(verdicts) + "</div>\n";
  text +=
      "<p>Every training is looked at about fifty times: the generator's gradient, the "
      "discriminator's logits and accuracy, units that never wake, the losses, the modes of mixtures, how points "
      "lie about a curve, what a classifier says of images, and, where the data density is known, how far the "
      "generated one is from it. Rules with fixed thresholds make findings of them; below those at the end, and "
      "what was found in passing.</p>\n";
  if (!findings.rows.empty()) text += "<div class=\"card wide\">\n" + html(findings) + "</div>\n";
  return text;
}

}  // namespace verigan::report
