// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "record/manifest.hpp"

namespace verigan::report {

struct DiagnosedRun {
  std::string name;  // "alpha_toy circle α=0.5"
  record::RecordedDiagnosis diagnosis;
};

/// The report's section on what came of trainings: the verdicts first, in plain words, then what was found.
std::string diagnosis_section(const std::vector<DiagnosedRun>& runs);

}  // namespace verigan::report
