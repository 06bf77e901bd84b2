// SPDX-License-Identifier: MIT
#include "analysis/program.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::analysis {

int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body) {
  const std::string name = std::filesystem::path(argv[0]).filename().string();
  const auto complain = [&](const std::exception& error, int status) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
    return status;
  };
  std::string results, out;
  CLI::App app{description, name};
  app.add_option("--results", results, "Folder with the results")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--out", out, "Folder to write to")->required();
  try {
    app.parse(argc, argv);
    record::make_folder(out);
    body({results, out});
    return 0;
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? app.exit(error) : complain(error, 2);
  } catch (const Error& error) {
    return complain(error, 2);
  } catch (const std::exception& error) {
    return complain(error, 1);
  }
}

}  // namespace verigan::analysis
