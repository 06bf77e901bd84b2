// SPDX-License-Identifier: MIT
// verigan: ask for exact quantities of GAN theory, verify the theorem catalogue, reproduce experiments.
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/names.hpp"
#include "core/option_mistake.hpp"
#include "core/program.hpp"
#include "record/provenance.hpp"

namespace {

struct Entry {
  const char* name;
  const char* help;
  verigan::cli::Action (*add)(CLI::App&);
};

// One line per subcommand.
constexpr Entry kCommands[] = {
    {"check", "Hold a folder of results against its manifests, and repeat some of its runs", verigan::cli::check_command},
    {"claims", "Judge the claims of the source documents by the results", verigan::cli::claims_command},
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

/// A first word that is no command is named before anything else is looked at.
void refuse_unknown_command(int argc, char** argv) {
  if (argc >= 2 && argv[1][0] == '-') return;
  std::vector<std::string_view> names;
  for (const Entry& entry : kCommands) names.push_back(entry.name);
  if (argc < 2) throw verigan::Error("no command" + verigan::expected_names("", names));
  for (const std::string_view name : names)
    if (name == argv[1]) return;
  throw verigan::Error(verigan::message("unknown command '", argv[1], "'",
                                        verigan::expected_names(argv[1], names)));
}

/// CLI11 reads an empty word as 0 and does not say what it expected.
void expect_numbers(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    const std::string type = option->get_type_name();
    const bool whole = type.starts_with("INT") || type.starts_with("UINT");
    if (!whole && !type.starts_with("FLOAT")) continue;
    option->check([option, whole, natural = type.starts_with("UINT")](const std::string& word) {
      double real = 0;
      long long integer = 0;
      const bool read = whole ? CLI::detail::lexical_cast(word, integer) && (!natural || integer >= 0)
                              : CLI::detail::lexical_cast(word, real);
      if (word.empty() || !read)
        throw verigan::Error(verigan::message(option->get_name(), " '", word, "', expected a ",
                                              whole ? "whole " : "", "number",
                                              natural ? " of at least 0" : ""));
      return std::string();
    });
  }
}

/// What CLI11 did not expect, with the option that was perhaps meant.
std::string unexpected(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands())
    for (const CLI::Option* option : command->get_options()) names.push_back(option->get_name());
  const std::string first = app.remaining(true).front();
  if (!first.starts_with("-")) return "unexpected argument '" + first + "'";
  return "unknown option " + first + verigan::expected_names(first.substr(0, first.find('=')), names);
}

int run(int argc, char** argv) {
  CLI::App app{"verigan: checkable theory and repeatable experiments of generative adversarial networks",
               "verigan"};
  app.require_subcommand(1);
  app.set_version_flag("--version", verigan::record::version_line("verigan"));
  verigan::cli::Action chosen;
  for (const Entry& entry : kCommands) {
    CLI::App* command = app.add_subcommand(entry.name, entry.help);
    command->callback([&chosen, action = entry.add(*command)] { chosen = action; });
    expect_numbers(*command);
  }
  refuse_unknown_command(argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    throw verigan::Error(unexpected(app));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    throw verigan::Error(verigan::option_mistake(error.what()));
  }
  return chosen();
}

}  // namespace

int main(int argc, char** argv) {
  return verigan::run_main("verigan", [&] { return run(argc, argv); });
}
