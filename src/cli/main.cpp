// SPDX-License-Identifier: MIT
// verigan: ask for exact quantities of GAN theory, verify the theorem catalogue, reproduce experiments.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/command.hpp"
#include "core/check.hpp"

namespace {

struct Entry {
  const char* name;
  const char* help;
  verigan::cli::Action (*add)(CLI::App&);
};

// One line per subcommand.
constexpr Entry kCommands[] = {
    {"doctor", "Check that this machine gives the results of every other, and how fast", verigan::cli::doctor_command},
    {"list", "List experiments, figures and theorems", verigan::cli::list_command},
    {"report", "Write the report again from the results", verigan::cli::report_command},
    {"reproduce", "Run all experiments, draw all figures, write the report", verigan::cli::reproduce_command},
    {"solve", "Find an equilibrium of a zero-sum matrix game of your own", verigan::cli::solve_command},
    {"stability", "Say what two players do near the equilibrium of a small game", verigan::cli::stability_command},
    {"theory", "Print exact quantities of a pair of densities, with error bounds", verigan::cli::theory_command},
    {"verify", "Check the theorem catalogue on random instances", verigan::cli::verify_command},
    {"version", "Print the version", verigan::cli::version_command},
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"verigan: checkable theory and repeatable experiments of generative adversarial networks",
               "verigan"};
  app.require_subcommand(1);
  verigan::cli::Action chosen;
  for (const Entry& entry : kCommands) {
    CLI::App* command = app.add_subcommand(entry.name, entry.help);
    command->callback([&chosen, action = entry.add(*command)] { chosen = action; });
  }
  try {
    app.parse(argc, argv);
    return chosen();
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    std::fprintf(stderr, "verigan: %s\n", error.what());
    return 2;
  } catch (const verigan::Error& error) {
    std::fprintf(stderr, "verigan: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "verigan: %s\n", error.what());
    return 1;
  }
}
