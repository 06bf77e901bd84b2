// SPDX-License-Identifier: MIT
// What is easily done wrong is done in one place, and nowhere next to it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace fs = std::filesystem;

namespace {

struct Rule {
  const char* words;                // of source
  std::vector<std::string> places;  // files that may have them
};

const std::vector<Rule> kRules{
    // Files are written whole, by record/file.
    {"ofstream", {}},
    {"fopen(", {"src/record/hash.cpp"}},
    {"O_CREAT", {"src/record/file.cpp", "src/record/growing_file.cpp", "src/cli/reproduce_command.cpp"}},  // there: a lock, empty
    // gnuplot is run apart from the user's settings.
    {"posix_spawn", {"src/drawing/process.cpp"}},
    {"popen(", {}},
    {"std::system(", {"plots/animation.cpp"}},  // ffmpeg
    {"\"gnuplot\"", {"src/drawing/gnuplot.cpp"}},
    // One answer to what a terminal can.
    {"isatty", {"src/core/terminal.cpp"}},
    {"TIOCGWINSZ", {"src/core/terminal.cpp"}},
    {"\\033[", {"src/core/terminal.cpp", "src/core/terminal.hpp"}}};

struct Source {
  std::string name, text;
};

std::vector<Source> sources() {
  const fs::path root = VERIGAN_SOURCE_DIR;
  std::vector<Source> found;
  for (const char* folder : {"src", "experiments", "analysis", "plots"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".cpp" && ending != ".hpp") continue;
      std::ifstream in(entry.path());
      found.push_back({fs::relative(entry.path(), root).string(),
                       {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
    }
  return found;
}

bool has(const Source& source, const std::string& words) {
  return source.text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("files, gnuplot and terminals are each dealt with in one place") {
  const std::vector<Source> all = sources();
  REQUIRE(all.size() > 300);
  for (const Rule& rule : kRules)
    for (const Source& source : all) {
      INFO(source.name << ": " << rule.words);
      const bool may = std::ranges::find(rule.places, source.name) != rule.places.end();
      CHECK((may || !has(source, rule.words)));
    }
}

TEST_CASE("every main() is run_main's, which loses no output and no complaint") {
  int programs = 0;
  for (const Source& source : sources()) {
    if (!has(source, "\nint main(")) continue;
    INFO(source.name);
    CHECK((has(source, "run_main(") || has(source, "run_program(")));
    ++programs;
  }
  CHECK(programs > 40);
}
