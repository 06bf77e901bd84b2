// SPDX-License-Identifier: MIT
// What an experiment declares of its tables (--columns) is what docs/results.md says and what the made-up
// results of the tests hold. That runs leave what they declare is seen to by the harness.
#include <algorithm>
#include <map>
#include <sstream>

#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/made_up_results.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
namespace fs = std::filesystem;

namespace {

using Declared = std::map<std::string, std::string>;  // file → columns, separated by commas

std::vector<std::string> experiments() {
  std::vector<std::string> names;
  std::istringstream in(EXPERIMENTS);
  for (std::string name; in >> name;) names.push_back(name);
  return names;
}

Declared declared(const std::string& experiment, std::vector<std::string> options) {
  const TemporaryFolder folder;
  options.insert(options.begin(), {std::string(PROGRAM_FOLDER) + "/" + experiment, "--columns"});
  Process process(options, folder.path());
  const int code = process.wait();
  INFO(process.err());
  REQUIRE(code == 0);
  Declared tables;
  std::istringstream lines(process.out());
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    tables[line.substr(0, colon)] = line.substr(colon + 2);
  }
  REQUIRE_FALSE(tables.empty());
  return tables;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

/// What is missing of the tables in a document, a line each.
std::vector<std::string> undocumented(const Declared& tables, const std::string& document) {
  std::vector<std::string> missing;
  for (auto [file, columns] : tables) {
    if (columns.ends_with("…")) columns = columns.substr(0, columns.rfind(','));
    if (file == "diagnosis.csv") {  // the document gives them in two parts, around what they are
      const std::size_t part = columns.find(",true_mean");
      if (part != std::string::npos) {
        if (document.find("`" + columns.substr(part + 1) + "`") == std::string::npos)
          missing.push_back(file + ": " + columns.substr(part + 1));
        columns = columns.substr(0, part);
      }
    }
    if (document.find("`" + columns + "`") == std::string::npos || document.find(file) == std::string::npos)
      missing.push_back(file + ": " + columns);
  }
  return missing;
}

}  // namespace

TEST_CASE("docs/results.md gives the columns of every table of every experiment") {
  const std::string document =
      without_blanks(record::read_file(fs::path(VERIGAN_SOURCE_DIR) / "docs" / "results.md"));
  const std::vector<std::string> names = experiments();
  REQUIRE(names.size() >= 18);
  for (const std::string& name : names) {
    std::vector<std::vector<std::string>> variants{{}};
    if (name == "gmmn")
      variants = {{"--target", "normal"}, {"--target", "circle"}, {"--target", "images"}};
    if (name == "discriminator_strength") variants = {{"--frozen", "4"}};
    for (const auto& options : variants) {
      INFO(name);
      CHECK(undocumented(declared(name, options), document) == std::vector<std::string>{});
    }
  }
  CHECK(undocumented({{"metrics.csv", "step,epoch,d_lost"}}, document).size() == 1);
}

TEST_CASE("what depends on options is declared by them") {
  CHECK(declared("mode_collapse", {}).contains("frames.csv"));
  CHECK_FALSE(declared("mode_collapse", {"--mixture", "grid"}).contains("frames.csv"));
  CHECK_FALSE(declared("discriminator_strength", {}).contains("frozen.csv"));
  Process process({std::string(PROGRAM_FOLDER) + "/mode_collapse", "--columns", "--out", "x"}, "/tmp");
  CHECK(process.wait() == 2);
  CHECK(process.err().find("--out has no effect with --columns") != std::string::npos);
}

TEST_CASE("made-up results have the tables that experiments declare") {
  const TemporaryFolder folder;
  tests::make_up_results(folder.path());
  const std::vector<std::string> names = experiments();
  std::size_t tables = 0;
  for (const auto& experiment : fs::directory_iterator(folder.path())) {
    const std::string name = experiment.path().filename().string();
    if (std::ranges::count(names, name) == 0) continue;
    std::map<std::string, Declared> known;  // by the options that tables may depend on
    for (const auto& run : fs::directory_iterator(experiment.path())) {
      const std::string config = record::read_file(run.path() / "config.toml");
      std::string variant;
      std::istringstream lines(config);
      for (std::string line; std::getline(lines, line);)
        if (line.starts_with("target = ") || line.starts_with("mixture") || line.starts_with("frozen"))
          variant += line;
      if (!known.contains(variant))
        known[variant] = declared(name, {"--config", (run.path() / "config.toml").string()});
      for (const auto& file : fs::directory_iterator(run.path())) {
        if (file.path().extension() != ".csv") continue;
        const std::string text = record::read_file(file.path());
        INFO(name << ' ' << variant << ' ' << file.path().filename());
        CHECK(known[variant][file.path().filename().string()] == text.substr(0, text.find('\n')));
        ++tables;
      }
    }
  }
  CHECK(tables > 100);
}
