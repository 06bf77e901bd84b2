// SPDX-License-Identifier: MIT
// `verigan solve` as a user meets it.
#include <cmath>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

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

TEST_CASE("solve: table and JSON tell the same, whatever the payoffs") {
  const Bench bench;
  for (const char* payoffs : {"3,-1\n-2,4\n-1e10,-1e10\n", "1e9,0\n0,1\n", "5e-324,0\n0,5e-324\n",
                              "1e-200,0\n0,1e-200\n", "1.7e308,-1.7e308\n-1.7e308,1.7e308\n",
                              "0,0\n-1,-2\n"}) {
    INFO(payoffs);
    const auto json = bench.json(payoffs);
    const std::string table = bench.solve(payoffs).text;
    CHECK(json["exact"] == true);
    const double value = std::stod(table.substr(table.find("value") + 5));
    CHECK(value == Approx(json["value"].get<double>()).epsilon(1e-14).margin(0));
    CHECK(table.find("to the row player, exact") != std::string::npos);
    CHECK((table.find("no other equilibrium") == std::string::npos) ==
          json["several_equilibria"].get<bool>());
    std::size_t at = table.find("Row player");
    for (const double p : json["row_strategy"]) {
      if (p == 0) continue;
      at = table.find("\n  ", at) + 1;  // number of the row, then its probability
      std::istringstream line(table.substr(at));
      double number = 0, shown = 0;
      line >> number >> shown;
      CHECK(shown == Approx(p).epsilon(1e-11).margin(0));
    }
  }
  const auto penalised = bench.json("3,-1\n-2,4\n-1e10,-1e10\n");
  CHECK(penalised["value"] == 1);
  CHECK(penalised["row_strategy"] == nlohmann::json({0.6, 0.4, 0.0}));
}

TEST_CASE("solve: what is not proved is not claimed") {
  const Bench bench;
  std::string payoffs;  // no structure, so some 55 actions of each player are in play
  for (int i = 0; i < 110; ++i)
    for (int j = 0; j < 110; ++j) {
      std::ostringstream cell;
      cell << std::setprecision(17) << std::sin(1 + 110 * i + j + 0.001 * i * j);
      payoffs += cell.str() + (j < 109 ? "," : "\n");
    }
  const auto json = bench.json(payoffs);
  CHECK(json["exact"] == false);
  CHECK(json["several_equilibria"].is_null());
  CHECK(json["exploitability"].get<double>() < 1e-8);
  const std::string table = bench.solve(payoffs).text;
  CHECK(table.find("exact") == std::string::npos);
  CHECK(table.find("in doubles") != std::string::npos);
  CHECK(table.find("Whether there are other equilibria is not known") != std::string::npos);
}

TEST_CASE("solve: a matrix is the same however a program writes it") {
  const Bench bench;
  const auto expected = bench.json("3,-2\n-5,4\n");
  for (const char* payoffs :
       {"\xEF\xBB\xBF" "3,-2\r\n-5,4\r\n", "3;-2\r-5;4\r", "3 -2\n -5   4\n", "3\t-2\n-5\t4\n",
        "sep=;\n3,0;-2,0\n-5,0;4,0\n", "# rows play\n\"3\",\"-2\"\n\n-5,4 # win\n"}) {
    INFO(payoffs);
    CHECK(bench.json(payoffs) == expected);
  }
  const Outcome tiny = bench.solve("1e-400,1\n1,0\n", "--json 2>&1 >/dev/null | cat");
  CHECK(tiny.text == "verigan: warning: " + bench.file +
                         ":1: 1e-400 in column 1 is too small for a double, taken as 0\n");
}

TEST_CASE("solve: mistakes are one line with file, line and column, exit code 2") {
  const Bench bench;
  for (const char* payoffs : {"", "\n\n", "# nothing\n", "1,2\n3\n", "1,x\n", "1,\n", "1,nan\n",
                              "inf,2\n", "a,b\n1,2\n", ",0\n0,1\n", "1,,2\n", "1 2\n3\n"}) {
    const Outcome found = bench.solve(payoffs);
    INFO(payoffs << found.text);
    CHECK(found.code == 2);
    CHECK(found.one_line());
    CHECK(found.text.find("game.csv") != std::string::npos);
  }
  CHECK(bench.solve("1,2\n3\n").text.find("game.csv:2: 1 payoffs, expected 2") !=
        std::string::npos);
  CHECK(bench.solve("1,2\n3,x\n").text.find("game.csv:2: 'x' in column 2") != std::string::npos);
  CHECK(bench.solve("a,b\n1,2\n").text.find("game.csv:1: 'a' in column 1 is not a number, expected "
                                            "numbers from the first row on") != std::string::npos);
  CHECK(bench.solve("1,2\n3,\n").text.find("game.csv:2: the cell in column 2 is empty") !=
        std::string::npos);
  CHECK(bench.solve("1,2\n3,inf\n").text.find("game.csv:2: 'inf' in column 2") != std::string::npos);
  CHECK(bench.solve({"\xFF\xFE" "1\0", 4}).text.find("game.csv:1: UTF-16") != std::string::npos);
  CHECK(bench.solve("1\n", "--select most").code == 2);
  CHECK(bench.solve("1\n", "--select max-entropi").text.find("'max-entropy'?") != std::string::npos);
  CHECK(verigan_command("solve").code == 2);
  CHECK(verigan_command("solve --matrix /nowhere/game.csv").one_line());
  CHECK(verigan_command("solve --matrix /").code == 2);
}
