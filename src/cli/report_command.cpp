// SPDX-License-Identifier: MIT
// verigan report: writes the report again, from what is there.
#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/derived.hpp"
#include "cli/report.hpp"
#include "cli/run_check.hpp"
#include "core/check.hpp"

namespace verigan::cli {

Action report_command(Arguments& arguments) {
  auto out = std::make_shared<std::string>("results");
  arguments.add("--out", *out, "Folder with the results").shows_default();
  return [out] {
    require(std::filesystem::is_directory(*out), "--out ", *out,
            ": no such folder, expected results");
    const Changes changes{damaged_runs(*out, load_plan(*out)), changed_files(*out)};
    write_report(*out, load_catalogue(program_folder()), changes);
    for (const DamagedRun& run : changes.runs)
      std::fprintf(stderr, "verigan: %s: %s\n", run.folder.c_str(), run.why.c_str());
    for (const std::string& file : changes.files)
      std::fprintf(stderr, "verigan: %s\n", file.c_str());
    if (!changes.none())
      std::fputs("verigan: the report says so; `verigan reproduce` makes them again\n", stderr);
    std::puts(report_file(*out).c_str());
    return changes.none() ? 0 : 1;
  };
}

}  // namespace verigan::cli
