// SPDX-License-Identifier: MIT
// reproduce --preset smoke by the real programs: every run, table and figure, and the report. What other
// tests make up is held against the files there are then: no file, column, option or number of a summary
// may be made up that no run leaves.
#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "drive/catalogue.hpp"
#include "drive/child.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/png.hpp"
#include "support/catch.hpp"
#include "support/made_up_results.hpp"
#include "support/svg_layout.hpp"
#include "support/temporary_folder.hpp"
#include "support/text.hpp"

using namespace verigan;
using namespace verigan::tests;
namespace fs = std::filesystem;

namespace {

/// Bars of light by label in place of digits, in the files MNIST has.
void write_images(const fs::path& folder) {
  const auto word = [](std::size_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
                       static_cast<char>(n)};
  };
  record::make_folder(folder);
  for (const auto& [name, count] : {std::pair<std::string, std::size_t>{"train", 1280}, {"t10k", 320}}) {
    std::string images = word(0x803) + word(count) + word(28) + word(28), labels = word(0x801) + word(count);
    for (std::size_t n = 0; n < count; ++n) {
      labels += static_cast<char>(n % 10);
      for (std::size_t i = 0; i < 28 * 28; ++i)
        images += static_cast<char>(i / 28 / 2 == 2 + n % 10 ? 200 + n % 50 : i % 7);
    }
    record::write_file(folder / (name + "-images-idx3-ubyte"), images);
    record::write_file(folder / (name + "-labels-idx1-ubyte"), labels);
  }
}

/// One reproduction for all that looks at it.
struct Smoke {
  TemporaryFolder folder;
  drive::Catalogue catalogue = drive::load_catalogue(VERIGAN_PROGRAMS);
  fs::path out = folder.path() / "results";
  drive::Capture first;

  Smoke() {
    write_images(folder.path() / "images");
    first = reproduce();
  }
  drive::Capture verigan(std::vector<std::string> words) const {
    return drive::run_and_capture({catalogue.programs / "verigan", std::move(words)});
  }
  drive::Capture reproduce() const {
    return verigan({"reproduce", "--preset", "smoke", "--jobs", "2", "--out", out.string(), "--data",
                    (folder.path() / "images").string()});
  }
  std::string file(const fs::path& name) const { return record::read_file(out / name); }
};

const Smoke& smoke() {
  static const Smoke kSmoke;
  return kSmoke;
}

std::vector<fs::path> runs_in(const fs::path& results) {
  std::vector<fs::path> runs;
  for (const auto& entry : fs::recursive_directory_iterator(results))
    if (entry.path().filename() == record::kManifestName) runs.push_back(entry.path().parent_path());
  return runs;
}

/// What the runs of an experiment leave: "metrics.csv: d_loss", "summary: mmd2", "option: alpha".
std::map<std::string, std::set<std::string>> left_by(const fs::path& results) {
  std::map<std::string, std::set<std::string>> left;
  for (const fs::path& run : runs_in(results)) {
    const record::Manifest manifest = record::read_manifest(run);
    std::set<std::string>& names = left[manifest.experiment];
    for (const auto& [name, value] : manifest.config) names.insert("option: " + name);
    for (const auto& entry : fs::directory_iterator(run)) {
      const std::string file = entry.path().filename().string();
      if (file == record::kManifestName) continue;
      if (file == "summary.json") {
        const auto summary = nlohmann::json::parse(record::read_file(entry.path()));
        for (const auto& [key, value] : summary.items()) names.insert("summary: " + key);
      } else if (entry.path().extension() == ".csv") {
        const auto table = record::read_csv(entry.path());
        for (const std::string& column : table.names()) names.insert(file + ": " + column);
      } else {
        // Pictures are numbered by epoch.
        names.insert(file.substr(0, file.find_first_of("0123456789")) + entry.path().extension().string());
      }
    }
  }
  return left;
}

}  // namespace

TEST_CASE("every run, table and figure of the preset smoke, and the report") {
  const drive::Capture& first = smoke().first;
  INFO(joined(first.last_errors));
  REQUIRE(first.status == 0);
  CHECK(contains(first.output, "Report: "));
  const std::string report = smoke().file("report/index.html");
  for (const auto& entry : smoke().catalogue.tables) {
    INFO(entry.id);
    CHECK(record::read_csv(smoke().out / "tables" / (entry.id + ".csv")).rows() > 0);
    CHECK(contains(report, entry.title));
  }
  std::set<std::string> ids;
  for (const auto& entry : smoke().catalogue.figures) {
    INFO(entry.id);
    const std::string svg = smoke().file("figures/" + entry.id + ".svg");
    boost::property_tree::ptree tree;
    std::istringstream stream(svg);
    CHECK_NOTHROW(boost::property_tree::read_xml(stream, tree));
    CHECK(svg.size() < 1'500'000);
    CHECK(layout_faults(svg) == std::vector<std::string>{});
    for (std::size_t at = 0; (at = svg.find(" id='", at)) != std::string::npos; ++at)  // none twice, anywhere
      CHECK(ids.insert(svg.substr(at + 5, svg.find('\'', at + 5) - at - 5)).second);
    const record::Picture png = record::read_png(smoke().out / "figures" / (entry.id + ".png"));
    CHECK(png.width == 2000);
    CHECK(std::ranges::count_if(png.pixels, [](auto value) { return value < 128; }) > 10'000);
    const auto caption = nlohmann::json::parse(smoke().file("figures/" + entry.id + ".json"));
    CHECK(caption.at("title") == entry.title);
    CHECK(caption.at("experiments").size() == entry.experiments.size());
    CHECK(caption.at("preset") == "smoke");
    CHECK_FALSE(caption.at("runs").empty());
    for (const auto& [run, hash] : caption.at("runs").items())
      CHECK(hash == record::read_manifest(smoke().out / run).result_hash);
    CHECK(contains(report, "<figure id=\"" + entry.id + "\">"));
    CHECK(contains(report, entry.title));
  }
  const auto runs = runs_in(smoke().out);
  CHECK(contains(report, message(runs.size(), " of ", runs.size())));
  for (const fs::path& run : runs) CHECK(contains(report, record::read_manifest(run).result_hash));
  std::set<std::string> ran;
  for (const fs::path& run : runs) ran.insert(record::read_manifest(run).experiment);
  for (const auto& entry : smoke().catalogue.experiments) CHECK(ran.contains(entry.name));

  CHECK(contains(smoke().reproduce().output, message("Nothing to do: all ", runs.size(), " runs")));
  const drive::Capture check = smoke().verigan({"check", smoke().out.string(), "--rerun", "1", "--data",
                                                (smoke().folder.path() / "images").string()});
  CHECK(check.status == 0);
  CHECK(contains(check.output, "same  "));
  const drive::Capture claims = smoke().verigan({"claims", "--results", smoke().out.string(), "--json"});
  CHECK(claims.status == 0);
  CHECK(nlohmann::json::parse(claims.output).size() == 24);
}

TEST_CASE("what other tests make up has no file, column, option or number that no run leaves") {
  REQUIRE(smoke().first.status == 0);
  const TemporaryFolder made_up;
  make_up_results(made_up.path(), {.rows = 20, .samples = 20, .epochs = 1});
  const auto real = left_by(smoke().out);
  for (const auto& [experiment, names] : left_by(made_up.path())) {
    INFO(experiment);
    REQUIRE(real.contains(experiment));
    for (const std::string& name : names) {
      INFO(name);
      const bool colour = name == "summary: saturation";  // smoke learns no image in colour
      CHECK((colour || real.at(experiment).contains(name)));
    }
  }
}
