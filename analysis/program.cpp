// SPDX-License-Identifier: MIT
#include "analysis/program.hpp"

#include <CLI/CLI.hpp>

#include "core/check.hpp"
#include "core/program.hpp"
#include "core/option_mistake.hpp"
#include "record/file.hpp"
#include "record/provenance.hpp"

namespace verigan::analysis {
namespace {

std::map<std::string, std::string> parse_where(const std::vector<std::string>& words) {
  std::map<std::string, std::string> where;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    require(equals != std::string::npos && equals > 0, "--where ", word, ", expected OPTION=VALUE");
    const bool is_new = where.insert({word.substr(0, equals), word.substr(equals + 1)}).second;
    require(is_new, "--where ", word, ": ", word.substr(0, equals), " is given twice");
  }
  return where;
}

}  // namespace

int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body) {
  const std::string name = std::filesystem::path(argv[0]).filename().string();
  std::string results, out;
  std::vector<std::string> where;
  CLI::App app{description, name};
  app.set_version_flag("--version", record::version_line(name));
  app.add_option("--results", results, "Folder with the results")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--out", out, "Folder to write to")->required();
  app.add_option("--where", where, "OPTION=VALUE: only runs that have this value, or no such option")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return run_main(name, [&] {
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return app.exit(error);  // --help
      throw Error(option_mistake(error.what()));
    }
    const Folders folders{results, out, parse_where(where), {}};
    record::make_folder(out);
    body(folders);
    for (const auto& [option, value] : folders.where)
      require(folders.known.contains(option), "--where ", option, "=", value,
              ": no run has an option of this name");
    return 0;
  });
}

}  // namespace verigan::analysis
