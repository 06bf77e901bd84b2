// SPDX-License-Identifier: MIT
// sweep, plan, status, collect, work, merge, submit, show and tail, as they are typed, with an
// experiment that counts.
#include <poll.h>

#include <csignal>
#include <filesystem>
#include <sstream>

#include "core/check.hpp"
#include "drive/bundles.hpp"
#include "drive/child.hpp"
#include "drive/results.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

namespace {

namespace fs = std::filesystem;
using namespace verigan;
using drive::Capture;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder of programs: verigan, `counting`, and `failing`, which never comes to an end.
class Bench {
 public:
  Bench() {
    fs::create_directories(root_ / "bin");
    fs::copy_file(VERIGAN_PROGRAM, root_ / "bin/verigan");
    fs::copy_file(COUNTING, root_ / "bin/counting");
    record::write_file(root_ / "bin/catalogue.json",
                       R"({"experiments": [{"name": "counting", "title": "A logistic map"}],
                           "tables": [], "figures": []})");
  }
  fs::path root() const { return root_; }
  fs::path out() const { return root_ / "results"; }

  drive::Command command(const std::string& line) const {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return {root_ / "bin/verigan", words, {}};
  }
  Capture call(const std::string& line) const { return run_and_capture(command(line)); }
  /// `verigan WORDS`, with --out to out().
  Capture sweep(const std::string& line) const { return call(line + " --out " + out().string()); }
  std::string refused(const std::string& line) const {
    const Capture capture = sweep(line);
    CHECK(capture.status == 2);
    return capture.last_errors.empty() ? "" : capture.last_errors.back();
  }
  record::Table collected() const {
    const fs::path csv = root_ / "all.csv";
    call("collect " + out().string() + " --csv " + csv.string());
    return record::Table::parse(record::read_file(csv), csv.string());
  }

 private:
  TemporaryFolder folder_;
  fs::path root_ = folder_.path();
};

constexpr const char* kTwelve = "counting --preset smoke --rate 3.5,3.7,3.9 --start low --seed 1-4";

}  // namespace

TEST_CASE("a sweep lists its runs, makes each once, and continues where something is missing") {
  const Bench bench;
  const Capture list = bench.sweep(std::string("sweep ") + kTwelve + " --list");
  CHECK(list.status == 0);
  CHECK(contains(list.output, "rate=3.7 seed=2"));
  CHECK(contains(list.output, "12 runs, 12 of them to do"));
  CHECK_FALSE(fs::exists(bench.out()));

  const Capture first = bench.sweep(std::string("sweep ") + kTwelve + " --jobs 2");
  CHECK(first.status == 0);
  CHECK(contains(first.output, "12 of 12 runs are done"));
  const record::Table all = bench.collected();
  CHECK(all.rows() == 12);
  CHECK(all.names()[1] == "rate");
  CHECK(all.names()[2] == "seed");
  CHECK(all.numbers("x").size() == 12);
  const auto manifest = record::read_manifest(bench.out() / all.texts("folder").front());
  CHECK(record::Value(all.texts("host").front()) == manifest.provenance.at("host"));

  const std::string folder = all.texts("folder")[5];
  fs::remove_all(bench.out() / folder);
  const Capture missing = bench.call("collect " + bench.out().string() + " --csv " +
                                     (bench.root() / "all.csv").string());
  CHECK(missing.status == 1);
  const fs::path left = bench.root() / "all.missing.jsonl";
  CHECK(bench.sweep("sweep " + left.string()).status == 0);
  CHECK(fs::exists(bench.out() / folder / "manifest.json"));
  CHECK(bench.collected().rows() == 12);
  CHECK_FALSE(fs::exists(left));
}

TEST_CASE("a file of a sweep is planned and estimated") {
  const Bench bench;
  const fs::path file = bench.root() / "small.toml";
  record::write_file(file, "experiment = \"counting\"\nseeds = \"1-3\"\n[fixed]\npreset = \"smoke\"\n"
                           "start = \"low\"\n[cross]\nsteps = [10, 20]\n");
  const Capture plan = bench.sweep("plan " + file.string());
  CHECK(plan.status == 0);
  CHECK(contains(plan.output, "6 runs"));
  const Capture estimate = bench.sweep("plan " + file.string() + " --estimate --jobs 2");
  CHECK(estimate.status == 0);
  CHECK(contains(estimate.output, "6 runs: "));
  CHECK(contains(estimate.output, " MB each"));
  record::write_file(file, "experiment = \"counting\"\n[cross]\nstpes = [10]\n");
  CHECK(contains(bench.refused("plan " + file.string()),
                 "small.toml: unknown key 'stpes', did you mean 'steps'?"));
  CHECK(contains(bench.refused("sweep cuonting"), "did you mean 'counting'?"));
  CHECK(contains(bench.refused("sweep counting --rate 9"), "rate = 9, expected a number in (0, 4]"));
  CHECK(contains(bench.refused("sweep counting --seed 4-1"), "--seed '4-1', expected whole numbers"));
  CHECK(contains(bench.refused("sweep " + file.string() + " --rate 3"), "a file says all"));
}

TEST_CASE("an interrupted sweep saves what is done, and status says how its runs stand") {
  const Bench bench;
  const std::string line = "sweep counting --preset smoke --start low --seed 1-2 --pause 0.05 "
                           "--checkpoint-every 0 --jobs 1 --out " + bench.out().string();
  drive::Child sweep(bench.command(line));
  const auto standing = [&](drive::Standing wanted) {
    for (const auto& run : drive::standings(bench.out()))
      if (run.standing == wanted) return true;
    return false;
  };
  while (!standing(drive::Standing::running)) REQUIRE_FALSE(sweep.ended());
  const Capture during = bench.call("status " + bench.out().string());
  CHECK(contains(during.output, "running  counting seed="));
  CHECK(contains(during.output, "2 runs: 1 running, 1 waiting"));
  sweep.signal(SIGINT);
  while (!sweep.ended()) sweep.read();
  CHECK(sweep.status() == 130);
  CHECK(contains(bench.call("status " + bench.out().string()).output, "2 runs: 2 waiting"));
  CHECK(bench.call(line).status == 0);
  CHECK(contains(bench.call("status " + bench.out().string() + " --all").output, "2 runs: 2 done"));
  CHECK(contains(bench.call("status " + bench.out().string() + " --json").output, "\"done\": 2"));
  CHECK(bench.call("status " + bench.root().string() + "/none").status == 2);
}

TEST_CASE("a failed run keeps the end of its log until it succeeds") {
  const Bench bench;
  record::make_folder(bench.out());
  fs::permissions(bench.out(), fs::perms::owner_all);
  record::write_file(bench.out() / "counting", "a file where a folder is wanted");
  const Capture failed = bench.sweep("sweep counting --preset smoke --start low --seed 1");
  CHECK(failed.status == 1);
  const Capture status = bench.call("status " + bench.out().string());
  CHECK(contains(status.output, "failed   counting"));
  CHECK(contains(status.output, "1 runs: 1 failed"));
  fs::remove(bench.out() / "counting");
  CHECK(bench.sweep("sweep counting --preset smoke --start low --seed 1").status == 0);
  CHECK(fs::is_empty(bench.out() / "logs"));
}

TEST_CASE("workers share bundles, and one that gets a signal gives its bundle back") {
  const Bench bench;
  const auto lay_out = [&](const std::string& words) {
    const Capture plan = drive::run_and_capture({COUNTING, {"--plan-of", "/dev/stdin"}, words});
    REQUIRE(plan.status == 0);
    const auto runs = record::parse_plan(plan.output);
    record::save_sweep(bench.out(), "by_hand", runs);
    return drive::lay_out(bench.out(), runs, std::vector<double>(runs.size(), 1), 2);
  };
  std::string words;
  for (int seed = 1; seed <= 6; ++seed)
    words += message(R"({"preset": "smoke", "start": "low", "pause": "0.02", "seed": ")", seed, "\"}\n");
  REQUIRE(lay_out(words) == 3);

  const Variable job("SLURM_ARRAY_JOB_ID", "7");
  const Variable task("SLURM_ARRAY_TASK_ID", "0");
  drive::Child first(bench.command("work " + bench.out().string()));
  while (drive::count_bundles(bench.out()).doing == 0) REQUIRE_FALSE(first.ended());
  CHECK(fs::exists(bench.out() / "work/doing/B000001.7_0"));
  first.signal(SIGTERM);
  while (!first.ended()) first.read();
  CHECK(first.status() == 143);
  CHECK(drive::count_bundles(bench.out()).todo == 3);

  const Capture second = bench.call("work " + bench.out().string() + " --jobs 2");
  CHECK(second.status == 0);
  CHECK(contains(second.output, "7_0: 3 bundles done, 0 runs failed"));
  CHECK(bench.collected().rows() == 6);
  CHECK(contains(bench.call("status " + bench.out().string()).output, "0 bundles to do, 0 being done, 3 done"));
  // The same runs, made elsewhere, have the same bits.
  const fs::path local = bench.root() / "local";
  CHECK(bench.call("sweep counting --preset smoke --start low --seed 1-6 --out " + local.string()).status == 0);
  const Capture merged = bench.call("merge " + bench.out().string() + " " + local.string() + " --out " +
                                    (bench.root() / "merged").string() + " --audit 50 --seed 1");
  CHECK(merged.status == 0);
  CHECK(contains(merged.output, "6 runs, 6 copied; 6 duplicates confirmed, 0 runs differ"));
  CHECK(contains(merged.output, ", drawn by --seed 1: 3 confirmed"));
}

TEST_CASE("submit prints a script to read, and without Slurm says what would run here") {
  const Bench bench;
  const Variable path("PATH", "/usr/bin/nowhere");
  const Capture dry = bench.sweep(std::string("submit ") + kTwelve +
                                  " --dry-run --partition main --time 1:00:00 --array-limit 2 --bundle 1");
  CHECK(dry.status == 0);
  for (const char* line : {"#SBATCH --array=0-0%2\n", "#SBATCH --requeue\n", "#SBATCH --partition=main\n",
                           "#SBATCH --signal=B:USR1@60\n", "#SBATCH --time=1:00:00\n"})
    CHECK(contains(dry.output, line));
  CHECK(contains(dry.output, "exec " + (bench.root() / "bin/verigan").string() + " work " +
                                 bench.out().string() + "\n"));
  CHECK_FALSE(fs::exists(bench.out() / "work"));
  // Of a short limit a task still has the greater part to work.
  for (const auto& [limit, lead] : {std::pair{"1", "15"}, {"2:00", "30"}, {"0:1:00", "15"}, {"0-1", "60"},
                                    {"1-00:00:10", "60"}, {"0:10", "5"}, {"4", "60"}})
    CHECK(contains(bench.sweep(std::string("submit ") + kTwelve + " --dry-run --time " + limit).output,
                   std::string("#SBATCH --signal=B:USR1@") + lead + "\n"));
  CHECK(contains(bench.refused(std::string("submit ") + kTwelve),
                 "sbatch not found, expected Slurm's commands on PATH; here `verigan sweep"));
}

TEST_CASE("one run is shown and followed") {
  const Bench bench;
  REQUIRE(bench.sweep("sweep counting --preset smoke --start low --seed 3").status == 0);
  const std::string run = (bench.out() / bench.collected().texts("folder").front()).string();
  const Capture shown = bench.call("show " + run);
  CHECK(shown.status == 0);
  for (const char* part : {"counting: A logistic map", "Configuration", "  seed  ", "Summary", "metrics.csv"})
    CHECK(contains(shown.output, part));
  const Capture tail = bench.call("tail " + run);
  CHECK(tail.status == 0);
  CHECK(std::count(tail.output.begin(), tail.output.end(), '\n') == 11);  // the header and ten rows
  CHECK(contains(tail.output, "\n20 "));
  CHECK(bench.call("tail " + run + " --table none.csv").status == 2);
  CHECK(bench.call("show " + run + "0").status == 2);
}
