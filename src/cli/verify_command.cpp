// SPDX-License-Identifier: MIT
// verigan verify: every row of the theorem catalogue on random instances, as a table and as JSON.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/verify.hpp"
#include "core/check.hpp"
#include "core/terminal.hpp"
#include "verification/catalogue.hpp"

namespace verigan::cli {

Action verify_command(CLI::App& app) {
  auto request = std::make_shared<VerifyRequest>();
  app.add_option("--instances", request->instances, "Random instances of each theorem")
      ->capture_default_str();
  app.add_option("--seed", request->seed, "Seed of the instances")
      ->capture_default_str();
  app.add_option("--only", request->only, "Theorems to verify, e.g. T04,T08")->delimiter(',');
  app.add_option("--json", request->json, "Also write the table to this file");
  app.add_flag("--list", request->list, "List the theorems and stop");
  return [request, &app] {
    for (const char* option : {"--instances", "--seed", "--json"})
      require(!request->list || app.count(option) == 0, option,
              " has no effect with --list, which verifies nothing");
    request->progress = can_redraw(stderr);
    return verify_theorems(verification::catalogue(), *request, stdout);
  };
}

}  // namespace verigan::cli
