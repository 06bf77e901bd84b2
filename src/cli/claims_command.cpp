// SPDX-License-Identifier: MIT
// verigan claims: what the source documents say happened, and what the results say of it.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/catalogue.hpp"
#include "drive/run_check.hpp"
#include "report/claims.hpp"

namespace verigan::cli {

Action claims_command(Arguments& arguments) {
  struct Request {
    std::string results = "results";
    bool json = false;
  };
  auto request = std::make_shared<Request>();
  arguments.add("--results", request->results, "Folder with the results").shows_default();
  arguments.flag("--json", request->json, "Print JSON");
  return [request] {
    require(std::filesystem::is_directory(request->results), "--results ", request->results,
            ": no such folder, expected results");
    for (const drive::DamagedRun& run : drive::damaged_runs(request->results, record::load_plan(request->results)))
      throw Error(message(run.folder, ": ", run.why,
                          "; changed runs are no evidence, `verigan reproduce` makes them again"));
    const auto claims = report::judged_claims(drive::program_folder(), request->results);
    if (request->json)
      std::puts(claims.dump(1).c_str());
    else
      std::fputs(report::claims_text(claims).c_str(), stdout);
    return 0;
  };
}

}  // namespace verigan::cli
