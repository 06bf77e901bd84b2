// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "core/arguments.hpp"

// A subcommand of `verigan` declares its options on the arguments it is given and returns what to do when
// chosen; the number it returns is the exit code. User mistakes are thrown as verigan::Error.
namespace verigan::cli {

using Action = std::function<int()>;

Action bisect_command(Arguments& arguments);
Action check_command(Arguments& arguments);
Action claims_command(Arguments& arguments);
Action collect_command(Arguments& arguments);
Action compare_command(Arguments& arguments);
Action diagnose_command(Arguments& arguments);
Action doctor_command(Arguments& arguments);
Action export_command(Arguments& arguments);
Action list_command(Arguments& arguments);
Action merge_command(Arguments& arguments);
Action paper_command(Arguments& arguments);
Action plan_command(Arguments& arguments);
Action replay_command(Arguments& arguments);
Action report_command(Arguments& arguments);
Action reproduce_command(Arguments& arguments);
Action score_command(Arguments& arguments);
Action show_command(Arguments& arguments);
Action solve_command(Arguments& arguments);
Action stability_command(Arguments& arguments);
Action status_command(Arguments& arguments);
Action submit_command(Arguments& arguments);
Action sweep_command(Arguments& arguments);
Action tail_command(Arguments& arguments);
Action theory_command(Arguments& arguments);
Action verify_command(Arguments& arguments);
Action version_command(Arguments& arguments);
Action work_command(Arguments& arguments);

}  // namespace verigan::cli
