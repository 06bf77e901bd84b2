// SPDX-License-Identifier: MIT
// Folders of real runs, gathered; one of them by a machine that computes wrongly.
#include "drive/merge.hpp"

#include <filesystem>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "drive/sweep.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

namespace {

namespace fs = std::filesystem;
using namespace verigan;
using drive::Merged;

/// One run of `counting` in `out`, made by `host`; returns its folder.
fs::path make(const fs::path& out, const std::string& host, int seed) {
  const Variable node("SLURMD_NODENAME", host);
  const auto capture = drive::run_and_capture(
      {COUNTING, {"--preset", "smoke", "--seed", std::to_string(seed), "--start", "low", "--out",
                  out.string(), "--progress", "none"}, {}});
  REQUIRE(capture.status == 0);
  return capture.output.substr(0, capture.output.find('\n'));
}

/// What a machine leaves that computes a digit wrongly, and does not know it.
void compute_wrongly(const fs::path& run) {
  std::string text = record::read_file(run / "metrics.csv");
  char& digit = text[text.size() - 3];
  digit = digit == '5' ? '6' : '5';
  record::write_file(run / "metrics.csv", text);
  record::Manifest manifest = record::read_manifest(run);
  manifest.files = record::hash_files(run);
  manifest.result_hash = record::result_hash(manifest.files, manifest.result_files);
  record::write_manifest(run, manifest);
}

struct Places {
  TemporaryFolder folder;
  fs::path a = folder / "a", b = folder / "b", c = folder / "c", all = folder / "all";
};

}  // namespace

TEST_CASE("folders are gathered whole, and equal duplicates confirmed") {
  const Places at;
  make(at.a, "n1", 1);
  make(at.a, "n1", 2);
  make(at.b, "n2", 2);
  const fs::path third = make(at.b, "n2", 3);
  const Merged merged = drive::merge({at.a, at.b}, at.all);
  CHECK(merged.runs == 3);
  CHECK(merged.copied == 3);
  CHECK(merged.confirmed == 1);
  CHECK(merged.differ.empty());
  CHECK(merged.damaged.empty());
  CHECK(record::differences(at.all / third.lexically_relative(at.b)).empty());
  CHECK(drive::merge({at.a, at.b}, at.all).copied == 0);  // again: nothing to do
}

TEST_CASE("a machine that computes wrongly is outvoted and named") {
  const Places at;
  make(at.a, "n1", 1);
  const fs::path wrong = make(at.b, "n2", 1);
  make(at.c, "n3", 1);
  compute_wrongly(wrong);
  const Merged merged = drive::merge({at.b, at.a, at.c}, at.all);
  REQUIRE(merged.differ.size() == 1);
  CHECK(merged.differ[0].file == "metrics.csv");
  CHECK(merged.differ[0].byte == record::read_file(wrong / "metrics.csv").size() - 3);
  CHECK(merged.differ[0].suspects == std::vector<std::string>{"n2"});
  // What is kept is what most have.
  const auto kept = record::read_manifest(at.all / wrong.lexically_relative(at.b));
  CHECK(std::get<std::string>(kept.provenance.at("host")) == "n1");
  // Where two stand against each other, what others confirmed of them decides.
  make(at.a, "n1", 2);
  make(at.c, "n3", 2);
  fs::remove_all(at.c / wrong.lexically_relative(at.b));
  const Merged fewer = drive::merge({at.b, at.a, at.c}, at.folder / "fewer");
  REQUIRE(fewer.differ.size() == 1);
  CHECK(fewer.differ[0].suspects == std::vector<std::string>{"n2"});
  CHECK(fewer.hosts.at("n1").compared == 2);
  CHECK(fewer.hosts.at("n1").alone == 1);
  CHECK(fewer.hosts.at("n3").alone == 0);
  fs::remove_all(at.c);
  // Of two nobody can say.
  const Merged two = drive::merge({at.a, at.b}, at.folder / "two");
  REQUIRE(two.differ.size() == 1);
  CHECK(two.differ[0].suspects == std::vector<std::string>{"n1", "n2"});
}

TEST_CASE("damaged runs are left out, and missing and failed ones named") {
  const Places at;
  const fs::path run = make(at.a, "n1", 1);
  record::write_file(run / "metrics.csv", "x");
  const std::string folder = run.lexically_relative(at.a).generic_string();
  record::save_sweep(at.a, "s", {{"counting", folder, "one", {}, 1},
                                 {"counting", "counting/000000000000", "two", {}, 1},
                                 {"counting", "counting/111111111111", "three", {}, 1}});
  record::make_folder(at.a / "logs");
  record::write_file(at.a / "logs/counting-111111111111.log", "no memory\n");
  const Merged merged = drive::merge({at.a}, at.all);
  REQUIRE(merged.damaged.size() == 1);
  CHECK(merged.damaged[0] == run.string() + ": metrics.csv has changed");
  CHECK(merged.missing == std::vector<std::string>{folder, "counting/000000000000"});
  CHECK(merged.failed == std::vector<std::string>{"counting/111111111111"});
  CHECK_THROWS_WITH(drive::merge({at.folder / "none"}, at.all),
                    (at.folder / "none").string() + ": no such folder, expected results");
}
