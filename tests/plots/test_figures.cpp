// SPDX-License-Identifier: MIT
// Every figure of the catalogue, drawn from a small made-up result, and the report that holds them.
#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/runs.hpp"
#include "drive/catalogue.hpp"
#include "drive/child.hpp"
#include "drive/display.hpp"
#include "record/file.hpp"
#include "record/png.hpp"
#include "support/catch.hpp"
#include "support/fake_gnuplot.hpp"
#include "support/made_up_results.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace verigan::tests;
namespace fs = std::filesystem;

namespace {

// What figures work out of the made-up numbers. Whether each is drawn whole of real ones is seen by
// tests/reproduction.
const std::map<std::string, std::vector<std::string>> kWorkedOut{
    {"F02", {"Step 0, TV 0.68", "Step 30, TV 0.00"}},
    {"F03", {"Step 0: D* wrong in 6.7 % of cases", "TV 0.87", "Step 20", "50.0 %"}},
    {"F12", {"2.3", "99 %", "0.020", "0.016"}},
    {"F16", {"0.074", "0.010", "0.50"}},
    {"F17", {"kth-simple", "Fréchet 20.0, IS 8.00", "dcgan", "Fréchet 2.5, IS 9.75"}},
    {"F18", {"kth-complete", "Fréchet 90.0, IS 1.00"}},
    {"F19", {"Inception score, digits", "base", "sigmoid"}},
    {"F20", {"tanh", "sigmoid", "saturation 0.300"}},
    {"F24", {"minimax", "hinge"}},
    {"F23", {"87.5 % show it, Fréchet 31.0", "97.5 % show it, Fréchet 6.0"}},
    {"F27", {"MMD² 0.0023", "covered 80 %"}},
};

// Everything between tags, in order.
std::string words(const boost::property_tree::ptree& tree) {
  std::string text = tree.data();
  for (const auto& [name, child] : tree) text += words(child);
  return text;
}

struct Drawn {
  TemporaryFolder folder;
  drive::Catalogue catalogue = drive::load_catalogue(VERIGAN_PROGRAMS);

  explicit Drawn(const MadeUp& options = {.rows = 120, .samples = 60, .epochs = 2}) {
    make_up_results(folder.path(), options);
  }
  drive::Capture draw(const std::string& program) const {
    const fs::path out = folder.path() / (program.starts_with("table") ? "tables" : "figures");
    return drive::run_and_capture({catalogue.programs / program,
                                 {"--results", folder.path().string(), "--out", out.string()}});
  }
  void draw_whole(const std::string& program) const {
    const auto capture = draw(program);
    INFO(program << (capture.last_errors.empty() ? "" : capture.last_errors.front()));
    REQUIRE(capture.status == 0);
    CHECK(capture.last_errors.empty());  // gnuplot has no complaint
  }
  std::string file(const std::string& name) const {
    return record::read_file(folder.path() / name);
  }
  long runs() const {
    long count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
      count += entry.path().filename() == "manifest.json";
    return count;
  }
  std::string report() const {
    REQUIRE(drive::run_and_capture(
                {catalogue.programs / "verigan", {"report", "--out", folder.path().string()}})
                .status == 0);
    return file("report/index.html");
  }
};

}  // namespace

TEST_CASE("figures show what they work out of the runs, and name the runs they are made of") {
  const Drawn drawn;
  for (const auto& entry : drawn.catalogue.figures) {
    if (!kWorkedOut.contains(entry.id)) continue;
    INFO(entry.id);
    drawn.draw_whole(entry.program);
    boost::property_tree::ptree tree;
    std::istringstream stream(drawn.file("figures/" + entry.id + ".svg"));
    REQUIRE_NOTHROW(boost::property_tree::read_xml(stream, tree));
    const std::string text = words(tree);
    for (const auto& label : kWorkedOut.at(entry.id)) {
      INFO(label);
      CHECK(text.find(label) != std::string::npos);
    }
    const auto caption = nlohmann::json::parse(drawn.file("figures/" + entry.id + ".json"));
    CHECK(caption.at("preset") == "quick");
    CHECK(caption.at("seeds") ==
          (entry.id == "F16" ? nlohmann::json::array({1, 2}) : nlohmann::json::array({1})));
    for (const auto& [folder, hash] : caption.at("runs").items())
      CHECK(hash == record::read_manifest(drawn.folder.path() / folder).result_hash);
  }
}

TEST_CASE("the report says what failed and what was found wrong, and fetches nothing") {
  const Drawn drawn;
  for (const auto& entry : drawn.catalogue.tables) REQUIRE(drawn.draw(entry.program).status == 0);
  drawn.draw_whole("figure_f04");
  const std::string report = drawn.report();
  const auto has = [&](const std::string& part) { return report.find(part) != std::string::npos; };
  CHECK(has("<figure id=\"F04\">"));
  for (const char* part : {"<b>T01</b>", "<b>T04</b>", "<b>T08</b>", "KL(p‖q) ≥ 0 for p &lt; q",
                           "class=\"holds\">holds", "class=\"fails\">fails", "2 of 3"})
    CHECK(has(part));
  const long runs = drawn.runs();
  CHECK(has(drive::duration_text(12.5 * static_cast<double>(runs))));
  // What was found wrong: 16 runs of mode_collapse, the minimax ones with findings.
  for (const char* part : {"What came of 16 trainings: ", "<b>lost modes</b>", "500–2000",
                           "1 of 8 modes covered", "in passing: dead units"})
    CHECK(has(part));
  CHECK(has("<dt>compiler</dt><dd>made up</dd>"));
  CHECK_FALSE(has("Fashion"));
  // Nothing is fetched and nothing runs.
  CHECK_FALSE(has("<script"));
  CHECK_FALSE(has("<link"));
  CHECK_FALSE(has("@import"));
  for (std::size_t at = 0; (at = report.find("src=", at)) != std::string::npos; ++at)
    if (!report.substr(at).starts_with("src=\"data:")) FAIL("a source outside: " << report.substr(at, 60));
  CHECK_FALSE(has("url(http"));
  for (std::size_t at = 0; (at = report.find("href=\"http", at)) != std::string::npos; ++at)
    FAIL("a link outside: " << report.substr(at, 60));
  CHECK(drawn.report() == report);
}

TEST_CASE("the ring through training is a moving picture, and a film where there is an ffmpeg") {
  const Drawn drawn({.rows = 20, .samples = 60, .epochs = 1});
  const fs::path figures = drawn.folder.path() / "figures", bin = drawn.folder.path() / "bin";
  const std::string path = std::getenv("PATH");
  const auto companions = [&] {
    REQUIRE(drawn.draw("figure_f15").status == 0);
    CHECK_FALSE(fs::exists(figures / ".F15_modes"));
    return nlohmann::json::parse(drawn.file("figures/F15.json"))
        .at("companions")
        .get<std::vector<std::string>>();
  };
  const auto with_ffmpeg = [&](const std::string& script) {
    record::make_folder(bin);
    record::write_file(bin / "ffmpeg", "#!/bin/sh\n" + script);
    fs::permissions(bin / "ffmpeg", fs::perms::owner_all);
    ::setenv("PATH", (bin.string() + ":" + path).c_str(), 1);
    const auto found = companions();
    ::setenv("PATH", path.c_str(), 1);
    return found;
  };
  // One that writes how many frames it was given, and one that cannot.
  using Names = std::vector<std::string>;
  const std::string count = "for last; do :; done\nls $(dirname \"$8\") | wc -l > \"$last\"\n";
  CHECK(with_ffmpeg(count) == Names{"F15_modes.png", "F15_modes.mp4"});
  CHECK(std::stoi(drawn.file("figures/F15_modes.mp4")) == 6);
  const std::string report = drawn.report();
  for (const char* link : {"../figures/F15_modes.png\"", "../figures/F15_modes.mp4\""})
    CHECK(report.find(link) != std::string::npos);
  CHECK(with_ffmpeg("exit 1\n") == Names{"F15_modes.png"});
  CHECK_FALSE(fs::exists(figures / "F15_modes.mp4"));

  const std::string bytes = drawn.file("figures/F15_modes.png");
  CHECK(bytes.size() < 1'500'000);
  const std::size_t control = bytes.find("acTL");
  REQUIRE(control != std::string::npos);
  CHECK(static_cast<int>(bytes[control + 7]) == 6);  // frames
  const record::Picture first = record::read_png(figures / "F15_modes.png");
  CHECK(first.width == 984);
  CHECK(std::ranges::count_if(first.pixels, [](auto value) { return value < 128; }) > 1000);

  // Runs made before there were frames are drawn without.
  for (const auto& run : analysis::load_runs(drawn.folder.path(), "mode_collapse"))
    fs::remove(run.folder / "frames.csv");
  REQUIRE(drawn.draw("figure_f15").status == 0);
  CHECK_FALSE(nlohmann::json::parse(drawn.file("figures/F15.json")).contains("companions"));
}

TEST_CASE("a substitute for MNIST is named in the report and in the captions of its figures") {
  const Drawn drawn({.rows = 60, .samples = 60, .epochs = 1, .dataset = "fashion-mnist"});
  for (const char* program : {"figure_f11", "figure_f13", "figure_f14", "figure_f27"}) drawn.draw_whole(program);
  CHECK(drawn.report().find("trained on Fashion-MNIST") != std::string::npos);
  for (const char* id : {"F13", "F14", "F27"})
    CHECK(drawn.file(std::string("figures/") + id + ".json").find("Fashion-MNIST") !=
          std::string::npos);
  CHECK(drawn.file("figures/F11.json").find("Fashion") == std::string::npos);
}

TEST_CASE("a gnuplot that fails is one line and exit code 2, and earlier pictures stay as they were") {
  const Drawn drawn({.rows = 20, .samples = 20, .epochs = 1});
  const std::vector<std::string> files{"F04.svg", "F04.png", "F04.json", "F15.svg", "F15_modes.png"};
  const auto pictures = [&] {
    std::vector<std::string> bytes;
    for (const std::string& name : files) bytes.push_back(drawn.file("figures/" + name));
    return bytes;
  };
  for (const char* program : {"figure_f04", "figure_f15"}) REQUIRE(drawn.draw(program).status == 0);
  const auto before = pictures();
  // One that says why, one that dies, one that leaves nothing and calls that a success.
  for (const auto& [lines, why] : {std::pair{"echo 'unknown terminal' >&2; exit 1", "unknown terminal"},
                                   {"kill -9 $$", "signal 9"},
                                   {"cat >/dev/null", "unfinished"}}) {
    const FakeGnuplot fake(lines);
    for (const char* program : {"figure_f04", "figure_f15"}) {
      INFO(program << " " << lines);
      const auto capture = drawn.draw(program);
      CHECK(capture.status == 2);
      REQUIRE(capture.last_errors.size() == 1);
      CHECK(capture.last_errors.front().find(why) != std::string::npos);
      CHECK(pictures() == before);
    }
  }
}

TEST_CASE("a figure without its results is one line and exit code 2, and leaves no picture") {
  const Drawn drawn({.rows = 20, .samples = 20, .epochs = 1});
  for (const auto& run : analysis::load_runs(drawn.folder.path(), "alpha_toy"))
    record::write_file(run.folder / "samples.npy", "cut");
  const auto capture = drawn.draw("figure_f12");
  CHECK(capture.status == 2);
  REQUIRE(capture.last_errors.size() == 1);
  CHECK(capture.last_errors.front().find("samples.npy") != std::string::npos);
  CHECK_FALSE(fs::exists(drawn.folder.path() / "figures/F12.svg"));
}
