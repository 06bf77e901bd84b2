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
    {"bisect", "Find the step, layer and number at which two runs part", cli::bisect_command},
    {"check", "Hold a folder of results against its manifests, and repeat some of its runs", cli::check_command},
    {"claims", "Judge the claims of the source documents by the results", cli::claims_command},
    {"collect", "Write one row for each run of a folder into a table", cli::collect_command},
    {"compare", "Say how two runs, or two folders of runs, differ", cli::compare_command},
    {"diagnose", "Say what came of a training made elsewhere, by its losses", cli::diagnose_command},
    {"doctor", "Check that this machine gives the results of every other, and how fast", cli::doctor_command},
    {"export", "Write a trained generator as ONNX or for PyTorch", cli::export_command},
    {"list", "List experiments, figures and theorems", cli::list_command},
    {"merge", "Gather folders of results, and compare runs that several have bit for bit", cli::merge_command},
    {"paper", "Make the paper from its committed data", cli::paper_command},
    {"plan", "List the runs of a sweep, with their cost", cli::plan_command},
    {"replay", "Make a finished run, or a part of it, again and compare every bit", cli::replay_command},
    {"report", "Write the report again from the results", cli::report_command},
    {"reproduce", "Run all experiments, draw all figures, write the report", cli::reproduce_command},
    {"score", "Score samples of images against real ones", cli::score_command},
    {"show", "Print one run's configuration, numbers, diagnosis and files", cli::show_command},
    {"solve", "Find an equilibrium of a zero-sum matrix game of your own", cli::solve_command},
    {"stability", "Say what two players do near the equilibrium of a small game", cli::stability_command},
    {"status", "Say how the runs of a folder stand", cli::status_command},
    {"submit", "Hand a sweep to Slurm, as one job array", cli::submit_command},
    {"sweep", "Run a sweep here", cli::sweep_command},
    {"tail", "Follow the numbers of a run under way", cli::tail_command},
    {"theory", "Print exact quantities of a pair of densities, with error bounds", cli::theory_command},
    {"verify", "Check the theorem catalogue on random instances", cli::verify_command},
    {"version", "Print the version", cli::version_command},
    {"work", "Do bundles of runs that `verigan submit` laid out", cli::work_command},
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
