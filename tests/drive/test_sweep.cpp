// SPDX-License-Identifier: MIT
// Sweeps as files and words, and their plans by a real program that counts.
#include "drive/sweep.hpp"

#include <filesystem>
#include <set>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace verigan;
using drive::RunOptions;

drive::Sweep read(const std::string& text) {
  const tests::TemporaryFolder folder;
  record::write_file(folder.path() / "my.toml", text);
  fs::current_path(folder.path());
  return drive::read_sweep("my.toml");
}

}  // namespace

TEST_CASE("a sweep crosses its lists, keeps zipped ones together, and goes seed by seed") {
  const drive::Sweep sweep = read(R"(
experiment = "counting"
seeds = "4-5"
[fixed]
steps = 10
[cross]
rate = [0.1, 0.3]
start = ["low"]
[zip]
pause = [0, 1]
fail = [7, 8]
)");
  CHECK(sweep.name == "my");
  CHECK(sweep.experiment == "counting");
  const auto runs = sweep.runs();
  REQUIRE(runs.size() == 8);
  CHECK(runs[0] == RunOptions{{"steps", "10"}, {"rate", "0.1"}, {"start", "low"}, {"fail", "7"},
                              {"pause", "0"}, {"seed", "4"}});
  CHECK(runs[1] == RunOptions{{"steps", "10"}, {"rate", "0.1"}, {"start", "low"}, {"fail", "8"},
                              {"pause", "1"}, {"seed", "4"}});
  CHECK(runs[2][1].second == "0.3");
  CHECK(runs[4][5].second == "5");
  CHECK(std::set(runs.begin(), runs.end()).size() == 8);
}

TEST_CASE("words behind an experiment are a sweep: lists are crossed, single values fixed") {
  const drive::Sweep sweep =
      drive::sweep_of("counting", {"--rate", "0.1,0.3", "--seed=1-2", "--law", "normal(0,1)"});
  CHECK(sweep.fixed == RunOptions{{"law", "normal(0,1)"}});
  CHECK(sweep.runs().size() == 4);
  CHECK(sweep.runs()[1] == RunOptions{{"law", "normal(0,1)"}, {"rate", "0.3"}, {"seed", "1"}});
  CHECK_THROWS_WITH(drive::sweep_of("x", {"rate", "1"}), "unexpected argument 'rate', options start with --");
  CHECK_THROWS_WITH(drive::sweep_of("x", {"--rate"}), "--rate needs a value");
  CHECK_THROWS_WITH(drive::sweep_of("x", {"--a", "1", "--a", "2"}), "--a is given 2 times, expected once");
}

TEST_CASE("a file that is no sweep is refused with the key and what was expected") {
  const auto refusal = [](const std::string& text) {
    try {
      read(text);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  const std::string start = "experiment = \"counting\"\n";
  CHECK(refusal("") == "my.toml: no experiment, expected experiment = \"NAME\"");
  CHECK(refusal("expriment = \"x\"") ==
        "my.toml: unknown key 'expriment', did you mean 'experiment'? expected one of title, "
        "experiment, seeds, fixed, cross, zip");
  CHECK(refusal(start + "[cross]\nrate = 0.1") ==
        "my.toml: cross.rate: expected a list of values in brackets");
  CHECK(refusal(start + "[cross]\nrate = []") ==
        "my.toml: cross.rate: an empty list, expected at least one value");
  CHECK(refusal(start + "[fixed]\nrate = [1]") == "my.toml: fixed.rate: expected a number or a text");
  CHECK(refusal(start + "[fixed]\nrate = 1\n[cross]\nrate = [1]") ==
        "my.toml: rate is in two tables, expected in one");
  CHECK(refusal(start + "[fixed]\nseed = 1") == "my.toml: seed: expected seeds = \"1-20\" above the tables");
  CHECK(refusal(start + "[zip]\na = [1, 2]\nb = [1]") ==
        "my.toml: zip.b has 1 values, expected 2 as zip.a has");
  CHECK(refusal(start + "seeds = \"5-1\"").starts_with("my.toml: seeds '5-1', expected whole numbers"));
  CHECK(refusal(start + "cross = 3").starts_with("my.toml: cross: expected a table"));
  CHECK(refusal(start + "[cross").starts_with("my.toml line 2: "));
}

TEST_CASE("a plan has each run's folder, and the program's words where it refuses") {
  const drive::Catalogue catalogue{fs::path(COUNTING).parent_path(), {{"counting", "counting", ""}}, {}, {}};
  const auto runs = plan_of(drive::sweep_of("counting", {"--rate", "3.5,3.9,3.90", "--seed", "1-2",
                                                         "--preset", "smoke"}), catalogue);
  REQUIRE(runs.size() == 4);  // 3.9 twice
  CHECK(runs[0].label == "rate=3.5 seed=1");
  CHECK(runs[0].folder.starts_with("counting/"));
  // The folder is where the run then is.
  const tests::TemporaryFolder folder;
  auto args = runs[0].args;
  args.insert(args.end(), {"--out", folder.path().string(), "--progress", "none"});
  REQUIRE(drive::run_and_capture({COUNTING, args, {}}).status == 0);
  CHECK(fs::exists(folder.path() / runs[0].folder / "manifest.json"));

  const auto refused = [&](const std::vector<std::string>& words) {
    try {
      plan_of(drive::sweep_of("counting", words), catalogue);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  CHECK(refused({"--stpes", "1,2"}).starts_with(
      "counting: unknown key 'stpes', did you mean 'steps'? expected one of preset, seed, "));
  CHECK(refused({"--rate", "1,99"}).starts_with("counting: rate = 99, expected "));
  CHECK(refused({"--out", "x"}).starts_with("counting: unknown key 'out', expected one of "));
  CHECK_THROWS_WITH(plan_of(drive::sweep_of("conting", {}), catalogue),
                    "conting: unknown experiment 'conting', did you mean 'counting'? expected one of counting");
}
