// SPDX-License-Identifier: MIT
// Results that somebody altered: reproduce, report and check, with a program of the real harness.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "drive/child.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/npy.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "support/text.hpp"

using namespace verigan;
using tests::contains, tests::joined;
namespace fs = std::filesystem;

namespace {

/// A folder of programs, `counting` the only experiment, with a figure, and what it reproduced.
class Bench {
 public:
  Bench() {
    fs::create_directories(root_ / "bin");
    fs::copy_file(VERIGAN_PROGRAM, root_ / "bin/verigan");
    fs::copy_file(COUNTING, root_ / "bin/counting");
    fs::copy_file(VERIGAN_FAKES "/fake_figure.sh", root_ / "bin/figure_f01");
    record::write_file(root_ / "bin/catalogue.json", R"({
      "experiments": [{"name": "counting", "title": "Counting"}], "tables": [],
      "figures": [{"id": "F01", "program": "figure_f01", "experiments": ["counting"], "title": "One"}]})");
    REQUIRE(reproduce().status == 0);
    for (const auto& entry : fs::directory_iterator(out() / "counting")) runs_.push_back(entry.path());
    std::sort(runs_.begin(), runs_.end());
    REQUIRE(runs_.size() == 2);
  }
  fs::path out() const { return root_ / "results"; }
  const fs::path& run(std::size_t i = 0) const { return runs_[i]; }
  std::string name(std::size_t i = 0) const { return "counting/" + runs_[i].filename().string(); }

  drive::Capture call(std::vector<std::string> words) const {
    return drive::run_and_capture({root_ / "bin/verigan", std::move(words)});
  }
  drive::Capture reproduce() const {
    return call({"reproduce", "--only", "counting", "--preset", "smoke", "--jobs", "2", "--out",
                 out().string()});
  }
  drive::Capture report() const { return call({"report", "--out", out().string()}); }
  drive::Capture check(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"check", out().string()});
    return call(more);
  }
  std::string page() const { return record::read_file(out() / "report/index.html"); }
  std::string hash(std::size_t i = 0) const { return record::read_manifest(run(i)).result_hash; }

 private:
  tests::TemporaryFolder folder_;
  fs::path root_ = folder_.path();
  std::vector<fs::path> runs_;
};

void alter_a_loss(const fs::path& run) {
  std::string text = record::read_file(run / "metrics.csv");
  const std::size_t digit = text.find_last_of("123456789");
  text[digit] = text[digit] == '9' ? '8' : static_cast<char>(text[digit] + 1);
  record::write_file(run / "metrics.csv", text);
}

void edit(const fs::path& file, const std::string& from, const std::string& to) {
  std::string text = record::read_file(file);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  record::write_file(file, text.replace(at, from.size(), to));
}

struct Damage {
  const char *what, *said;
  std::function<void(const fs::path& run)> make;
};

const std::vector<Damage>& damages() {
  static const std::vector<Damage> all{
      {"a loss altered by hand", "metrics.csv has changed", alter_a_loss},
      {"samples deleted", "samples.npy is missing",
       [](const fs::path& run) { fs::remove(run / "samples.npy"); }},
      {"a table cut short", "metrics.csv has changed",
       [](const fs::path& run) { fs::resize_file(run / "metrics.csv", 30); }},
      {"a picture that enters no hash of results", "grid.png has changed",
       [](const fs::path& run) { record::write_file(run / "grid.png", "x"); }},
      {"another option in the manifest", "manifest.json has other options than config.toml",
       [](const fs::path& run) { edit(run / "manifest.json", "\"rate\": 3.9", "\"rate\": 3.5"); }},
      {"another seed in the manifest", "manifest.json has another seed",
       [](const fs::path& run) {
         record::Manifest manifest = record::read_manifest(run);
         manifest.seed = 5;
         record::write_manifest(run, manifest);
       }},
      {"a manifest of another experiment", "its place is not mounting/",
       [](const fs::path& run) {
         record::Manifest manifest = record::read_manifest(run);
         manifest.experiment = "mounting";
         record::write_manifest(run, manifest);
       }},
      {"a manifest that is none", "damaged manifest",
       [](const fs::path& run) { record::write_file(run / "manifest.json", "{"); }},
      {"a manifest deleted", "manifest.json",
       [](const fs::path& run) { fs::remove(run / "manifest.json"); }},
  };
  return all;
}

}  // namespace

TEST_CASE("altered results are found by check and report, and made again by reproduce") {
  const Bench bench;
  const std::string hash = bench.hash();
  const auto quiet = [&] {
    CHECK(bench.check().status == 0);
    CHECK(bench.report().status == 0);
    CHECK_FALSE(contains(bench.page(), "damaged"));
    CHECK(contains(bench.reproduce().output, "Nothing to do: all 2 runs are finished"));
  };
  quiet();
  int n = 0;
  for (const Damage& damage : damages()) {
    INFO(damage.what);
    damage.make(bench.run());

    const auto check = bench.check();
    CHECK(check.status == 1);
    CHECK(contains(check.output, "DAMAGED    " + bench.name() + ": "));
    CHECK(contains(check.output, damage.said));
    const auto json = nlohmann::json::parse(bench.check({"--json"}).output);
    CHECK(json.at("good") == false);
    CHECK(json.at("damaged").size() == 1);
    CHECK(json.at("damaged")[0].at("run") == bench.name());

    const auto report = bench.report();
    CHECK(report.status == 1);
    CHECK(contains(joined(report.last_errors), bench.name() + ": "));
    CHECK(contains(joined(report.last_errors), damage.said));
    CHECK(contains(bench.page(), ">damaged</span>"));
    CHECK(contains(bench.page(), "1 of 2"));

    const auto again = bench.reproduce();
    CHECK(again.status == 0);
    const std::string said = verigan::tests::unwrapped(joined(again.last_errors));
    CHECK(contains(said, "DAMAGED counting"));
    CHECK(contains(said, damage.said));
    CHECK(contains(said, "set aside as " + bench.name() + ".changed-" + std::to_string(++n) +
                             ", running again"));
    CHECK(bench.hash() == hash);
    CHECK(fs::exists(bench.run().string() + ".changed-" + std::to_string(n)));
    quiet();
  }
}

TEST_CASE("what was drawn from the runs is held against what was drawn") {
  const Bench bench;
  const fs::path picture = bench.out() / "figures/F01.png";
  const std::string drawn = record::read_file(picture);
  record::write_file(picture, "somebody drew here");
  CHECK(contains(bench.check().output, "CHANGED    figures/F01.png has changed since it was made"));
  CHECK(bench.report().status == 1);
  CHECK(contains(bench.page(), "figures/F01.png has changed since it was made"));
  CHECK(bench.reproduce().status == 0);
  CHECK(record::read_file(picture) == drawn);
  CHECK(bench.check().status == 0);
  CHECK(bench.report().status == 0);
  record::write_file(bench.out() / "plan.json", "{");
  CHECK(bench.report().status == 2);
  const auto again = bench.reproduce();
  CHECK(again.status == 0);
  CHECK(contains(joined(again.last_errors), "plan.json: damaged"));
  CHECK(bench.check().status == 0);
}

TEST_CASE("check repeats runs and compares them bit for bit") {
  const Bench bench;
  const auto same = bench.check({"--rerun", "2", "--seed", "4"});
  CHECK(same.status == 0);
  for (const std::size_t i : {0U, 1U}) CHECK(contains(same.output, "same       " + bench.name(i)));
  CHECK(contains(same.output, "2 runs repeated, drawn by --seed 4"));

  // Samples of another run, in a manifest that agrees with them: only the run itself can tell.
  auto samples = record::read_npy(bench.run(1) / "samples.npy");
  samples.values[7] = std::nextafter(samples.values[7], 2.0F);
  record::write_npy(bench.run(1) / "samples.npy", samples.values, samples.shape);
  record::Manifest manifest = record::read_manifest(bench.run(1));
  manifest.files = record::hash_files(bench.run(1));
  manifest.result_hash = record::result_hash(manifest.files, manifest.result_files);
  record::write_manifest(bench.run(1), manifest);
  CHECK(bench.check().status == 0);
  const auto forged = bench.check({"--rerun", "9"});
  CHECK(forged.status == 1);
  CHECK(contains(forged.output, "same       " + bench.name(0)));
  CHECK(contains(forged.output, "DIFFERS    " + bench.name(1) + ": samples.npy differs"));
  const auto json = nlohmann::json::parse(bench.check({"--rerun", "9", "--json"}).output);
  CHECK(json.at("good") == false);
  CHECK(json.at("repeated").size() == 2);
  for (const auto& run : json.at("repeated")) CHECK(run.at("same") == (run.at("run") == bench.name(0)));

  // The draw is the seed's, and every run's turn comes.
  std::set<std::string> drawn;
  for (int seed = 0; seed < 8; ++seed) {
    const std::vector<std::string> words{"--rerun", "1", "--json", "--seed", std::to_string(seed)};
    const auto one = nlohmann::json::parse(bench.check(words).output).at("repeated");
    CHECK(one == nlohmann::json::parse(bench.check(words).output).at("repeated"));
    REQUIRE(one.size() == 1);
    drawn.insert(one[0].at("run"));
  }
  CHECK(drawn.size() == 2);
}

TEST_CASE("check finds runs wherever they are, and says what it does not know") {
  const Bench bench;
  record::write_file(bench.run() / "notes.txt", "mine");
  fs::create_directories(bench.out() / "counting/0123456789ab.partial");
  const auto noted = bench.check();
  CHECK(noted.status == 0);
  CHECK(contains(noted.output, "unknown    " + bench.name() + ": notes.txt"));
  CHECK(contains(noted.output, "unfinished counting/0123456789ab.partial"));
  CHECK(bench.call({"check", (bench.out() / "counting").string()}).status == 0);
  CHECK(bench.call({"check", bench.run().string()}).status == 0);
  CHECK(bench.call({"check", bench.run().string() + "/"}).status == 0);
  CHECK(bench.call({"check", bench.run().string(), "--rerun", "1"}).status == 0);

  fs::copy(bench.run(1), bench.out() / "counting/copy", fs::copy_options::recursive);
  CHECK(contains(bench.check().output, "counting/copy: its place is not " + bench.name(1)));
  fs::remove_all(bench.out() / "counting/copy");
  fs::remove_all(bench.run(1));
  const auto missing = bench.check();
  CHECK(missing.status == 1);
  CHECK(contains(missing.output, "MISSING    " + bench.name(1)));
}

TEST_CASE("check: users' mistakes end with one line and exit code 2") {
  const Bench bench;
  const auto line = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "check");
    const auto capture = bench.call(words);
    CHECK(capture.status == 2);
    CHECK(capture.last_errors.size() == 1);
    return joined(capture.last_errors);
  };
  CHECK(contains(line({"/nowhere/at/all"}), "/nowhere/at/all: no such folder"));
  CHECK(contains(line({(bench.out() / "figures").string()}), "no run there"));
  CHECK(contains(line({}), "DIR is required"));
  CHECK(contains(line({bench.out().string(), "--rerun", "-1"}), "--rerun"));
  CHECK(contains(line({bench.out().string(), "--rerun", "x"}), "--rerun 'x', expected a whole number"));
  CHECK(contains(line({bench.out().string(), "--rerun", "1", "--jobs", "0"}), "--jobs"));
  CHECK(contains(line({bench.out().string(), "--seed", "3"}), "--seed requires --rerun"));
}
