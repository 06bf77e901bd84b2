// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "core/arguments.hpp"

// A subcommand of `verigan` declares its options on the arguments it is given and returns what to do when
// chosen; the number it returns is the exit code. User mistakes are thrown as verigan::Error.
namespace verigan::cli {

using Action = std::function<int()>;

Action check_command(Arguments& arguments);
Action claims_command(Arguments& arguments);
Action doctor_command(Arguments& arguments);
Action list_command(Arguments& arguments);
Action report_command(Arguments& arguments);
Action reproduce_command(Arguments& arguments);
Action score_command(Arguments& arguments);
Action solve_command(Arguments& arguments);
Action stability_command(Arguments& arguments);
Action theory_command(Arguments& arguments);
Action verify_command(Arguments& arguments);
Action version_command(Arguments& arguments);

}  // namespace verigan::cli
