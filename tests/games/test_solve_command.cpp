// SPDX-License-Identifier: MIT
// `verigan solve` as a user meets it.
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/command.hpp"
#include "support/temporary_folder.hpp"

namespace {

struct Bench {
  verigan::tests::TemporaryFolder folder;
  std::string file = (folder.path() / "game.csv").string();

  Outcome solve(const std::string& payoffs, const std::string& options = "") const {
    std::ofstream(file, std::ios::binary) << payoffs;
    return verigan_command("solve --matrix " + file + " " + options);
  }
  nlohmann::json json(const std::string& payoffs, const std::string& options = "") const {
    const Outcome found = solve(payoffs, "--json " + options);
    INFO(found.text);
    REQUIRE(found.code == 0);
    return nlohmann::json::parse(found.text);
  }
};

}  // namespace

TEST_CASE("solve: the JSON object holds value, strategies and exploitability") {
  const Bench bench;
  const auto found = bench.json("3,-2\r\n# a comment\n\n -5 , 4\n");
  CHECK(found["value"].get<double>() == Approx(1.0 / 7).epsilon(1e-14));
  CHECK(found["row_strategy"].size() == 2);
  CHECK(found["row_strategy"][0].get<double>() == Approx(9.0 / 14).epsilon(1e-14));
  CHECK(found["column_strategy"][0].get<double>() == Approx(3.0 / 7).epsilon(1e-14));
  CHECK(found["exploitability"].get<double>() >= 0);
  CHECK(found["exploitability"].get<double>() < 5e-9);
  CHECK(found["several_equilibria"] == false);
  CHECK(found["select"] == "any");
  const auto wide = bench.json("1,1,1\n1,1,1\n", "--select max-entropy");
  CHECK(wide["several_equilibria"] == true);
  CHECK(wide["column_strategy"][2].get<double>() == Approx(1.0 / 3).epsilon(1e-9));
}

TEST_CASE("solve: the terminal form says whether there are several equilibria") {
  const Bench bench;
  CHECK(bench.solve("0,-1,1\n1,0,-1\n-1,1,0\n").text.find("There is no other equilibrium") !=
        std::string::npos);
  const Outcome several = bench.solve("1,-1\n1,-1\n-1,1\n");
  CHECK(several.text.find("The row player has other optimal strategies") != std::string::npos);
  CHECK(several.text.find("--select max-entropy") != std::string::npos);
  CHECK(bench.solve("1,1\n1,1\n", "--select max-entropy").text.find("of largest entropy") !=
        std::string::npos);
}

TEST_CASE("solve: mistakes are one line with file, line and column, exit code 2") {
  const Bench bench;
  for (const char* payoffs : {"", "\n\n", "# nothing\n", "1,2\n3\n", "1,x\n", "1,\n", "1,nan\n",
                              "inf,2\n", "a,b\n1,2\n", "1;2\n", "1 2\n"}) {
    const Outcome found = bench.solve(payoffs);
    INFO(payoffs << found.text);
    CHECK(found.code == 2);
    CHECK(found.one_line());
    CHECK(found.text.find("game.csv") != std::string::npos);
  }
  CHECK(bench.solve("1,2\n3\n").text.find("game.csv:2: 1 payoffs, expected 2") !=
        std::string::npos);
  CHECK(bench.solve("1,2\n3,x\n").text.find("game.csv:2: 'x' in column 2") != std::string::npos);
  CHECK(bench.solve("1\n", "--select most").code == 2);
  CHECK(bench.solve("1\n", "--select max-entropi").text.find("'max-entropy'?") != std::string::npos);
  CHECK(verigan_command("solve").code == 2);
  CHECK(verigan_command("solve --matrix /nowhere/game.csv").one_line());
  CHECK(verigan_command("solve --matrix /").code == 2);
}
