// SPDX-License-Identifier: MIT
// verigan verify: every row of the theorem catalogue on random instances, as a table and as JSON.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/claim_check.hpp"
#include "cli/command.hpp"
#include "cli/verify.hpp"
#include "core/check.hpp"
#include "core/terminal.hpp"
#include "verification/catalogue.hpp"

namespace verigan::cli {
namespace {

constexpr const char* kFooter =
    R"(Every row is one statement, checked on random instances. Of each instance the two sides are computed
along different ways, with a bound on the error of each; the tolerance is their sum. Where a row chooses
something (the chance of a claim about samples, a threshold) it says "Chosen". The table shows, for all
instances: the largest residual and its own tolerance; below them the least that an inequality had to
spare (slack; negative: it failed) and the largest tolerance.

What is exercised: rows call the library, not copies of it. --list names the functions outside
src/theory; inside it, divergences, optimal discriminators, game values, MMD of normals, samplers and
finite games. Of training T60 and T61 hold layers, running statistics and losses against their
definitions, T20 and T64 a discriminator's labels, T34, T38, T68 and T70 to T72 the metrics. By unit tests only: Adam and SGD,
initialisation, the composition of batches, the step of the two players, averages, checkpoints, data.
tests/mutations changes one line of the library at a time and shows which row or test fails.

A claim compares two expressions of the quantities of `verigan theory --divergence` (and alpha) by <=, <,
>=, > or ==. Where it fails, the smallest counterexample found is printed as a command.)";

}  // namespace

Action verify_command(Arguments& arguments) {
  auto request = std::make_shared<VerifyRequest>();
  arguments.add("--instances", request->instances, "Random instances of each theorem")
      .shows_default();
  arguments.add("--seed", request->seed, "Seed of the instances")
      .shows_default();
  arguments.add("--instance", request->instance, "Only the instance of this number, from 0")
      .between(0, theory::kMostInstances);
  arguments.add("--only", request->only, "Theorems to verify, e.g. T04,T08").separated_by(',');
  arguments.add("--json", request->json, "Also write the table to this file");
  arguments.flag("--list", request->list, "List the theorems and stop");
  auto claim = std::make_shared<std::string>();
  auto families = std::make_shared<std::vector<std::string>>();
  arguments.add("--claim", *claim,
                 "Try a statement of your own on random pairs instead: 'jsd <= jeffreys/8'");
  arguments.add("--families", *families, "With --claim: families to draw from, e.g. normal,laplace")
      .separated_by(',');
  arguments.footer(kFooter);
  return [request, claim, families, &arguments] {
    for (const char* option : {"--list", "--claim", "--instances"})
      require(!arguments.given("--instance") || !arguments.given(option), option,
              " has no effect with --instance, expected one of the two");
    for (const char* option : {"--instances", "--seed", "--json"})
      require(!request->list || !arguments.given(option), option,
              " has no effect with --list, which verifies nothing");
    request->progress = can_redraw(stderr);
    if (arguments.given("--claim")) {
      for (const char* option : {"--only", "--list"})
        require(!arguments.given(option), option, " has no effect with --claim, expected one of the two");
      return verify_claim(*claim, {request->instances, request->seed, *families}, request->json,
                          request->progress, stdout);
    }
    require(families->empty(), "--families has no effect without --claim, expected both");
    return verify_theorems(verification::catalogue(), *request, stdout);
  };
}

}  // namespace verigan::cli
