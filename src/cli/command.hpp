// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace CLI {
class App;
}

// A subcommand of `verigan` declares its options on the app it is given and returns what to do when
// chosen; the number it returns is the exit code. User mistakes are thrown as verigan::Error.
namespace verigan::cli {

using Action = std::function<int()>;

Action check_command(CLI::App& app);
Action claims_command(CLI::App& app);
Action doctor_command(CLI::App& app);
Action list_command(CLI::App& app);
Action report_command(CLI::App& app);
Action reproduce_command(CLI::App& app);
Action solve_command(CLI::App& app);
Action stability_command(CLI::App& app);
Action theory_command(CLI::App& app);
Action verify_command(CLI::App& app);
Action version_command(CLI::App& app);

}  // namespace verigan::cli
