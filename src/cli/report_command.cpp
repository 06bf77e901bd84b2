// SPDX-License-Identifier: MIT
// verigan report: writes the report again, from what is there.
#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/derived.hpp"
#include "drive/run_check.hpp"
#include "report/report.hpp"

namespace verigan::cli {

Action report_command(Arguments& arguments) {
  auto out = std::make_shared<std::string>("results");
  arguments.add("--out", *out, "Folder with the results").shows_default();
  return [out] {
    require(std::filesystem::is_directory(*out), "--out ", *out,
            ": no such folder, expected results");
    const drive::Changes changes{drive::damaged_runs(*out, record::load_plan(*out)),
                                 drive::changed_files(*out)};
    report::write_report(*out, drive::load_catalogue(drive::program_folder()), changes);
    for (const drive::DamagedRun& run : changes.runs)
      std::fprintf(stderr, "verigan: %s: %s\n", run.folder.c_str(), run.why.c_str());
    for (const std::string& file : changes.files)
      std::fprintf(stderr, "verigan: %s\n", file.c_str());
    if (!changes.none())
      std::fputs("verigan: the report says so; `verigan reproduce` makes them again\n", stderr);
    std::puts(report::report_file(*out).c_str());
    return changes.none() ? 0 : 1;
  };
}

}  // namespace verigan::cli
