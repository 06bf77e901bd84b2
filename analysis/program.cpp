// SPDX-License-Identifier: MIT
#include "analysis/program.hpp"

#include <CLI/CLI.hpp>

#include "core/check.hpp"
#include "core/program.hpp"
#include "core/option_mistake.hpp"
#include "record/file.hpp"
#include "record/provenance.hpp"

namespace verigan::analysis {

int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body) {
  const std::string name = std::filesystem::path(argv[0]).filename().string();
  std::string results, out;
  CLI::App app{description, name};
  app.set_version_flag("--version", record::version_line(name));
  app.add_option("--results", results, "Folder with the results")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--out", out, "Folder to write to")->required();
  return run_main(name, [&] {
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return app.exit(error);  // --help
      throw Error(option_mistake(error.what()));
    }
    record::make_folder(out);
    body({results, out});
    return 0;
  });
}

}  // namespace verigan::analysis
