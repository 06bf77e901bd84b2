// SPDX-License-Identifier: MIT
// Runs that differ in more than is told apart: every table shows them apart, every figure refuses them
// by name, and neither takes what is no run.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "analysis/grouping.hpp"
#include "core/check.hpp"
#include "drive/catalogue.hpp"
#include "drive/child.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/made_up_results.hpp"
#include "support/svg_layout.hpp"
#include "support/temporary_folder.hpp"
#include "support/text.hpp"

using namespace verigan;
using namespace verigan::tests;
namespace fs = std::filesystem;

namespace {

const char* const kAdded = "discount";  // an option that no experiment has

struct Results {
  TemporaryFolder folder;
  drive::Catalogue catalogue = drive::load_catalogue(VERIGAN_PROGRAMS);

  Results() {
    make_up_results(folder.path(), {.rows = 40, .samples = 20, .epochs = 1});
    fs::remove(folder.path() / "plan.json");
  }

  drive::Capture run(const std::string& program, std::vector<std::string> where = {}) const {
    std::vector<std::string> words{"--results", folder.path().string(), "--out",
                                   (folder.path() / "out").string()};
    for (const std::string& word : where) words.insert(words.end(), {"--where", word});
    return drive::run_and_capture({catalogue.programs / program, words});
  }
  std::string complaint(const std::string& program, std::vector<std::string> where = {}) const {
    const auto capture = run(program, where);
    CHECK(capture.status == 2);
    REQUIRE(capture.last_errors.size() == 1);
    return capture.last_errors.front();
  }
  record::Table table(const std::string& id) const {
    REQUIRE(run("table_" + id).status == 0);
    return record::read_csv(folder.path() / "out" / (id + ".csv"));
  }
  /// Every run of every experiment once more, at another value of one option.
  void double_runs() const {
    std::vector<fs::path> runs;
    for (const auto& experiment : fs::directory_iterator(folder.path()))
      if (experiment.is_directory())
        for (const auto& one : fs::directory_iterator(experiment))
          if (one.is_directory()) runs.push_back(one.path());  // no table, no figure
    for (const fs::path& one : runs) {
      const fs::path other = one.string() + "b";
      fs::copy(one, other);
      set(one, kAdded, 0.25);
      set(other, kAdded, 0.5);
    }
  }
  static void set(const fs::path& one, const std::string& option, const record::Value& value) {
    record::Manifest manifest = record::read_manifest(one);
    manifest.config[option] = value;
    record::write_manifest(one, manifest);
  }
};

}  // namespace

TEST_CASE("every table shows runs of unlike options apart, with the numbers each has alone") {
  const Results results;
  std::map<std::string, std::vector<std::vector<std::string>>> alone;
  const auto columns = [](const record::Table& table) {
    std::vector<std::vector<std::string>> all;
    for (const std::string& name : table.names())
      if (name != "options") all.push_back(table.texts(name));
    return all;
  };
  for (const auto& entry : results.catalogue.tables) {
    INFO(entry.id);
    const record::Table table = results.table(entry.id);
    CHECK(table.texts("options") == std::vector<std::string>(table.rows()));
    alone[entry.id] = columns(table);
  }
  results.double_runs();
  for (const auto& entry : results.catalogue.tables) {
    INFO(entry.id);
    const record::Table table = results.table(entry.id);
    const auto options = table.texts("options");
    std::set<std::vector<std::string>> once, twice;  // rows, those of the doubled runs by variant
    for (const auto& [rows, of] : {std::pair{&once, alone.at(entry.id)}, {&twice, columns(table)}})
      for (std::size_t i = 0; i < of.front().size(); ++i) {
        std::vector<std::string> row;
        for (const auto& column : of) row.push_back(column[i]);
        rows->insert(row);
      }
    CHECK(once == twice);
    // Rows that rest on no run are what papers print.
    const auto printed = static_cast<std::size_t>(std::ranges::count(options, ""));
    CHECK((printed == 0 || entry.id == "published"));
    CHECK(table.rows() - printed == 2 * (alone.at(entry.id).front().size() - printed));
    for (const char* value : {"discount 0.25", "discount 0.5"})
      CHECK(2 * static_cast<std::size_t>(std::ranges::count(options, value)) == table.rows() - printed);
  }
}

TEST_CASE("every figure refuses runs of unlike options by name, and draws those chosen") {
  const Results results;
  results.double_runs();
  for (const auto& entry : results.catalogue.figures) {
    INFO(entry.id);
    const std::string words = results.complaint(entry.program);
    CHECK(std::ranges::any_of(entry.experiments,
                              [&](const auto& name) { return words.find(name + ": runs") < 99; }));
    CHECK(contains(words, "differ in discount (0.25, 0.5)"));
    CHECK(contains(words, "--where discount=0.25"));
    CHECK_FALSE(fs::exists(results.folder.path() / "out" / (entry.id + ".svg")));
  }
  CHECK(results.run("figure_f13", {"discount=0.5"}).status == 0);
  CHECK(fs::exists(results.folder.path() / "out/F13.svg"));
}

TEST_CASE("two learning rates under one share of real data are two rows and no curve") {
  const Results results;
  const auto runs = analysis::load_runs(results.folder.path(), "alpha_mnist");
  const fs::path slow = runs[0].folder.string() + "b";
  fs::copy(runs[0].folder, slow);
  Results::set(runs[0].folder, "learning-rate", 1e-3);
  Results::set(slow, "learning-rate", 5e-4);
  const record::Table table = results.table("alpha_mnist");
  CHECK(table.rows() == 6);  // α = 0.1 twice
  CHECK(table.numbers("runs") == std::vector<double>(6, 1));
  const auto options = table.texts("options");
  CHECK(std::ranges::count(options, "learning-rate 0.001") == 1);
  CHECK(std::ranges::count(options, "learning-rate 5e-04") == 1);
  CHECK(contains(results.complaint("figure_f13"),
                 "alpha_mnist: runs of alpha 0.1 differ in learning-rate (5e-04, 0.001)"));
  CHECK(contains(results.complaint("table_alpha_mnist", {"learning-rate=7"}),
                 "--where learning-rate=7: no such run of alpha_mnist"));
  CHECK(contains(results.complaint("table_alpha_mnist", {"rate=7"}),
                 "--where rate=7: no run has an option of this name"));
  CHECK(contains(results.complaint("table_alpha_mnist", {"rate"}), "expected OPTION=VALUE"));
}

TEST_CASE("seeds are put together, with their spread; other images are not") {
  const Results results;
  auto runs = analysis::load_runs(results.folder.path(), "alpha_toy");
  std::erase_if(runs, [](const auto& run) { return run.text("dataset") != "circle"; });  // row 0 first
  const fs::path second = runs[0].folder.string() + "b";
  fs::copy(runs[0].folder, second);
  record::Manifest manifest = record::read_manifest(second);
  manifest.seed = 2;
  manifest.config["seed"] = std::int64_t{2};
  record::write_manifest(second, manifest);
  record::Object summary = runs[0].summary;
  summary["mmd2"] = 0.0043;
  record::write_file(second / "summary.json", record::json_text(summary));
  const record::Table table = results.table("alpha_toy");
  REQUIRE(table.rows() == 11);
  CHECK(table.numbers("runs")[0] == 2);
  CHECK(table.numbers("mmd2")[0] == Approx((kMmd2 + 0.0043) / 2));
  CHECK(std::stod(table.texts("mmd2_sd")[0]) ==
        Approx((0.0043 - kMmd2) / std::sqrt(2)).epsilon(1e-5));
  CHECK(std::stod(table.texts("d_loss_sd")[0]) == 0);
  CHECK(table.texts("mmd2_sd")[1].empty());  // of one run nothing is known
  REQUIRE(results.run("figure_f12").status == 0);
  const std::string points = record::read_file(results.folder.path() / "out/F12.svg");
  CHECK(contains(points, "3.3 ± 1.4"));
  CHECK(layout_faults(points) == std::vector<std::string>{});
  REQUIRE(results.run("figure_f11").status == 0);  // a band about the mean

  auto matching = analysis::load_runs(results.folder.path(), "gmmn");
  std::erase_if(matching, [](const auto& run) { return run.text("target") != "circle"; });
  fs::copy(matching[0].folder, matching[0].folder.string() + "b");
  record::Manifest other = matching[0].manifest;
  other.seed = 2;
  other.config["seed"] = std::int64_t{2};
  record::write_manifest(matching[0].folder.string() + "b", other);
  record::Object changed = matching[0].summary;
  changed["coverage"] = 0.6;
  record::write_file(matching[0].folder.string() + "b/summary.json", record::json_text(changed));
  const record::Table gmmn = results.table("gmmn");
  const auto runs_of = gmmn.numbers("runs");
  const auto row = static_cast<std::size_t>(std::ranges::find(runs_of, 2.0) - runs_of.begin());
  REQUIRE(row < gmmn.rows());
  CHECK(std::stod(gmmn.texts("coverage")[row]) == Approx((matching[0].number("coverage") + 0.6) / 2).epsilon(1e-3));
  CHECK(std::stod(gmmn.texts("coverage_sd")[row]) ==
        Approx(std::abs(matching[0].number("coverage") - 0.6) / std::sqrt(2)).epsilon(1e-4));
  REQUIRE(results.run("figure_f27").status == 0);
  CHECK(contains(record::read_file(results.folder.path() / "out/F27.svg"), " ± "));
  manifest.dataset = "fashion-mnist";
  record::write_manifest(second, manifest);
  CHECK(results.table("alpha_toy").rows() == 12);
  CHECK(contains(results.complaint("figure_f11"), "differ in images (fashion-mnist, not set)"));
}

TEST_CASE("copies of a run are refused, folders set aside are no runs") {
  const Results results;
  auto runs = analysis::load_runs(results.folder.path(), "alpha_toy");
  std::erase_if(runs, [](const auto& run) { return run.text("dataset") != "circle"; });  // row 0 first
  fs::copy(runs[0].folder, runs[0].folder.string() + ".changed-1");
  CHECK(results.table("alpha_toy").numbers("runs")[0] == 1);
  fs::copy(runs[0].folder, runs[0].folder.string() + " (copy)");
  for (const char* program : {"table_alpha_toy", "figure_f12"})
    CHECK(contains(results.complaint(program), "are of the same options and seed"));
}
