// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "run/command_line.hpp"
#include "run/experiment.hpp"
#include "run/settings.hpp"

// The runs of an experiment before they are made, a JSON object a line (record/plan.hpp).
namespace verigan::run {

/// --plan: the runs of the preset that `settings` last resolved, with the options of `line` added to those
/// runs on which they have an effect, and with its seeds ("1-5,9") in place of the preset's. Throws Error for
/// an option that has an effect on none of them.
std::string plan_of_preset(Experiment& experiment, Settings& settings, const CommandLine& line);

/// --plan-of, for the driver: the runs of `file`, a JSON object of options a line. Throws Error.
std::string plan_of_file(Experiment& experiment, Settings& settings, const std::string& file);

}  // namespace verigan::run
