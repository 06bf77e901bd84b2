// SPDX-License-Identifier: MIT
#include "gan/diagnosis.hpp"

#include "core/check.hpp"

namespace verigan::gan {

Diagnosis diagnose(const TrainingHistory& history) {
  for (const Snapshot& reading : history.readings)
    require(reading.silent.size() == history.layers.size(), "a reading of ", reading.silent.size(),
            " layers, expected ", history.layers.size());
  Diagnosis diagnosis;
  diagnosis.findings = find_troubles(history);
  diagnosis.verdict = judge(history, diagnosis.findings);
  diagnosis.measured = measured(history);
  return diagnosis;
}

std::vector<std::string> Diagnosis::text() const {
  std::vector<std::string> lines{verdict.headline()};
  if (!verdict.advice.empty()) lines.push_back(verdict.advice);
  const auto line = [](const Finding& f) {
    const std::string name(trouble_name(f.trouble));
    return f.present ? message("diagnosis: ", name, " since step ", f.since, ": ", f.evidence)
                     : message("diagnosis: in passing, steps ", f.since, " to ", f.last, ": ", name, ": ",
                               f.evidence);
  };
  for (const bool present : {true, false})
    for (const Finding& f : findings)
      if (f.present == present) lines.push_back(line(f));
  lines.push_back("measured: " + measured);
  return lines;
}

}  // namespace verigan::gan
