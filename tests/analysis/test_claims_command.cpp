// SPDX-License-Identifier: MIT
// verigan claims as a user calls it, on made-up results, and the report that opens with it.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/check.hpp"
#include "core/text.hpp"
#include "drive/child.hpp"
#include "record/file.hpp"
#include "report/claims.hpp"
#include "support/catch.hpp"
#include "support/made_up_results.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace verigan::tests;
namespace fs = std::filesystem;

namespace {

drive::Capture claims(std::vector<std::string> args) {
  args.insert(args.begin(), "claims");
  return drive::run_and_capture({VERIGAN_PROGRAM, args});
}

}  // namespace

TEST_CASE("verigan claims lists all 24 with what they rest on, as JSON and in 80 columns") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  const auto json = claims({"--results", folder.path().string(), "--json"});
  REQUIRE(json.status == 0);
  const auto rows = nlohmann::json::parse(json.output);
  REQUIRE(rows.size() == 24);
  std::set<std::string> words;
  for (const auto& row : rows) {
    for (const char* key : {"id", "claim", "rule", "amended", "statistic", "seeds", "effect", "low",
                            "high", "verdict", "runs", "reason"}) {
      CAPTURE(row.at("id"), key);
      CHECK(row.contains(key));
    }
    words.insert(row.at("verdict").get<std::string>());
    if (row.at("verdict") != "supported" && row.at("verdict") != "contradicted")
      CHECK_FALSE(row.at("reason").get<std::string>().empty());
  }
  // One seed of the toys, two of the games: nothing is decided, and the words say so.
  CHECK(words == std::set<std::string>{"too few seeds", "not tested"});
  CHECK(rows[0].at("runs").size() == 10);

  const auto text = claims({"--results", folder.path().string()});
  REQUIRE(text.status == 0);
  std::istringstream lines(text.output);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    CHECK(width(line) <= 80);
  }
  CHECK(count > 100);
  for (const auto& row : rows) {
    const std::string start = message("\n", row.at("id").get<std::string>(), "  ");
    CHECK(text.output.find(start) != std::string::npos);
  }
  CHECK(text.output.find("24 claims: ") != std::string::npos);
  CHECK(text.output.find("amended: ") != std::string::npos);
}

TEST_CASE("verigan claims refuses what is no folder of results, in one line") {
  const auto capture = claims({"--results", "/nowhere"});
  CHECK(capture.status == 2);
  REQUIRE(capture.last_errors.size() == 1);
  CHECK(capture.last_errors.front().find("/nowhere: no such folder") != std::string::npos);
}

TEST_CASE("the report opens with the claims") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(drive::run_and_capture({VERIGAN_PROGRAM, {"report", "--out", folder.path().string()}}).status == 0);
  const std::string page = record::read_file(folder.path() / "report/index.html");
  const auto register_at = page.find("<h2 id=\"claims\">"), figures_at = page.find("<h2 id=\"figures\">");
  REQUIRE(register_at != std::string::npos);
  CHECK(register_at < figures_at);
  for (const char* id : {"<b>C01</b>", "<b>C13</b>", "<b>C24</b>"})
    CHECK(page.find(id) != std::string::npos);
  CHECK(page.find("there is no finished run of inception_score_bias") != std::string::npos);
}

TEST_CASE("effects, parts and what is unknown are printed as they are") {
  const auto rows = nlohmann::ordered_json::parse(R"([{"id": "C01", "claim": "a < b", "source": "LC",
    "experiments": ["e"], "rule": "r", "amended": "why", "premises": ["p"], "fewest_seeds": 5,
    "statistic": "nats", "seeds": 7, "effect": -0.01234, "low": "-inf", "high": "inf",
    "verdict": "contradicted", "reason": "", "presets": ["quick"],
    "parts": [{"part": "C_α", "statistic": "s", "seeds": 6, "effect": 1.5, "low": 1, "high": 2,
               "verdict": "inconclusive", "reason": "too wide", "parts": []}],
    "runs": ["0123456789abcdef"]}])");
  const std::string text = report::claims_text(rows);
  for (const char* part : {"C01  contradicted    7      −0.0123    −∞         ∞", "amended: why",
                           "premise: p", "· C_α: inconclusive, 1.5 [1, 2], 6 seeds (too wide)",
                           "runs: 0123456789ab"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  const std::string page = report::claims_section(rows);
  CHECK(page.find("a &lt; b") != std::string::npos);
  CHECK(page.find("<span class=\"fails\">contradicted</span>") != std::string::npos);
  CHECK(page.find("C<sub>α</sub>") != std::string::npos);
}
