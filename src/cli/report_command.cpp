// SPDX-License-Identifier: MIT
// verigan report: writes the report again, from what is there.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/report.hpp"
#include "core/check.hpp"

namespace verigan::cli {

Action report_command(CLI::App& app) {
  auto out = std::make_shared<std::string>("results");
  app.add_option("--out", *out, "Folder with the results")->capture_default_str();
  return [out] {
    require(std::filesystem::is_directory(*out), "--out ", *out,
            ": no such folder, expected results");
    write_report(*out, load_catalogue(program_folder()));
    std::puts(report_file(*out).c_str());
    return 0;
  };
}

}  // namespace verigan::cli
