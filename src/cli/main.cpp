// SPDX-License-Identifier: MIT
// verigan: ask for exact quantities of GAN theory, verify the theorem catalogue, reproduce experiments.
#include "cli/command.hpp"
#include "core/arguments.hpp"
#include "core/program.hpp"
#include "record/provenance.hpp"

using namespace verigan;

namespace {

struct Entry {
  const char* name;
  const char* help;
  cli::Action (*add)(Arguments&);
};

// One line per subcommand.
constexpr Entry kCommands[] = {
    {"check", "Hold a folder of results against its manifests, and repeat some of its runs", cli::check_command},
    {"claims", "Judge the claims of the source documents by the results", cli::claims_command},
    {"doctor", "Check that this machine gives the results of every other, and how fast", cli::doctor_command},
    {"list", "List experiments, figures and theorems", cli::list_command},
    {"report", "Write the report again from the results", cli::report_command},
    {"reproduce", "Run all experiments, draw all figures, write the report", cli::reproduce_command},
    {"score", "Score samples of images against real ones", cli::score_command},
    {"solve", "Find an equilibrium of a zero-sum matrix game of your own", cli::solve_command},
    {"stability", "Say what two players do near the equilibrium of a small game", cli::stability_command},
    {"theory", "Print exact quantities of a pair of densities, with error bounds", cli::theory_command},
    {"verify", "Check the theorem catalogue on random instances", cli::verify_command},
    {"version", "Print the version", cli::version_command},
};

int run(int argc, char** argv) {
  Arguments arguments("verigan", "verigan: checkable theory and repeatable experiments of generative "
                                 "adversarial networks");
  arguments.version(record::version_line("verigan"));
  cli::Action chosen;
  for (const Entry& entry : kCommands) {
    Arguments& command = arguments.command(entry.name, entry.help);
    command.when_chosen([&chosen, action = entry.add(command)] { chosen = action; });
  }
  if (const auto answered = arguments.parse(argc, argv)) return *answered;
  return chosen();
}

}  // namespace

int main(int argc, char** argv) {
  return run_main("verigan", [&] { return run(argc, argv); });
}
