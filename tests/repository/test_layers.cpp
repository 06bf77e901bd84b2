// SPDX-License-Identifier: MIT
// Holds every #include "folder/…" against the table of docs/architecture.md, which is the only place
// where the layers are written down.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace fs = std::filesystem;
using Layers = std::map<std::string, std::set<std::string>>;

namespace {

std::string trim(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> split(const std::string& line, char at) {
  std::vector<std::string> parts;
  std::istringstream in(line);
  for (std::string part; std::getline(in, part, at);) parts.push_back(trim(part));
  return parts;
}

/// Rows "| folder | what | a, b |"; "everything above" is every folder of an earlier row and
/// "everything in src but drive, report, cli" those without these three.
Layers read_layers(const fs::path& document) {
  Layers layers;
  std::set<std::string> above;
  std::ifstream in(document);
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> cells = split(line, '|');
    if (cells.size() < 4 || cells[1] == "folder" || cells[1].starts_with("---")) continue;
    std::set<std::string>& may = layers[cells[1]];
    if (cells[3] == "everything above" || cells[3].starts_with("everything in src but ")) {
      may = above;
      if (cells[3] != "everything above")
        for (const std::string& name : split(cells[3].substr(22), ',')) may.erase(name);
    } else if (cells[3] != "–") {
      for (const std::string& name : split(cells[3], ',')) may.insert(name);
    }
    may.insert(cells[1]);
    above.insert(cells[1]);
  }
  return layers;
}

/// One line for each include that the table does not allow.
std::vector<std::string> violations(const Layers& layers, const std::string& folder,
                                    const std::string& name, std::istream& source) {
  std::vector<std::string> found;
  for (std::string line; std::getline(source, line);) {
    if (!line.starts_with("#include \"")) continue;
    const std::string target = line.substr(10, line.find('/', 10) - 10);
    if (layers.contains(target) && !layers.at(folder).contains(target))
      found.push_back(name + ": " + line);
  }
  return found;
}

}  // namespace

TEST_CASE("every include follows the table of docs/architecture.md") {
  const fs::path root = VERIGAN_SOURCE_DIR;
  const Layers layers = read_layers(root / "docs" / "architecture.md");
  REQUIRE(layers.size() >= 13);
  std::vector<std::string> found;
  int files = 0;
  for (const auto& [folder, may] : layers) {
    const fs::path inside = fs::exists(root / "src" / folder) ? root / "src" / folder : root / folder;
    INFO("folder " << folder);
    REQUIRE(fs::exists(inside));
    for (const auto& entry : fs::recursive_directory_iterator(inside)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".hpp" && extension != ".cpp") continue;
      ++files;
      std::ifstream source(entry.path());
      for (const std::string& row :
           violations(layers, folder, fs::relative(entry.path(), root).string(), source))
        found.push_back(row);
    }
  }
  REQUIRE(files > 20);
  for (const std::string& row : found) UNSCOPED_INFO(row);
  REQUIRE(found.empty());
}

/// One line for each arrow "a, b ─► c" of the diagram, between folders, that the table does not allow.
std::vector<std::string> false_arrows(const Layers& layers, std::istream& document, int& arrows) {
  std::vector<std::string> found;
  const std::string arrow = "─►";
  bool inside = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("```")) inside = !inside;
    if (!inside) continue;
    for (auto at = line.find(arrow); at != std::string::npos; at = line.find(arrow)) {
      const std::string rest = line.substr(at + arrow.size());
      for (const std::string& from : split(line.substr(0, at), ','))
        for (const std::string& to : split(rest.substr(0, rest.find(arrow)), ',')) {
          const auto row = layers.find(to.substr(0, to.find(' ')));
          if (row == layers.end() || !layers.contains(from)) continue;
          ++arrows;
          if (!row->second.contains(from)) found.push_back(from + " ─► " + to);
        }
      line = rest;
    }
  }
  return found;
}

TEST_CASE("no arrow of the diagram is against the table") {
  const fs::path document = fs::path(VERIGAN_SOURCE_DIR) / "docs" / "architecture.md";
  const Layers layers = read_layers(document);
  std::ifstream in(document);
  int arrows = 0;
  const auto found = false_arrows(layers, in, arrows);
  for (const std::string& row : found) UNSCOPED_INFO(row);
  REQUIRE(found.empty());
  REQUIRE(arrows >= 18);
  std::istringstream wrong("```\ncore ─► gan ─► metrics, run (all)\n```\n");
  REQUIRE(false_arrows(layers, wrong, arrows) == std::vector<std::string>{"gan ─► metrics"});
}

TEST_CASE("every folder of src stands in the table") {
  const fs::path root = VERIGAN_SOURCE_DIR;
  const Layers layers = read_layers(root / "docs" / "architecture.md");
  for (const auto& entry : fs::directory_iterator(root / "src")) {
    INFO(entry.path().filename().string());
    if (entry.is_directory()) REQUIRE(layers.contains(entry.path().filename().string()));
  }
}

TEST_CASE("an include upwards is found") {
  const Layers layers = {{"core", {"core"}}, {"gan", {"core", "gan"}}};
  std::istringstream wrong("#include \"gan/trainer.hpp\"\n");
  std::istringstream right("#include \"core/check.hpp\"\n#include <vector>\n");
  REQUIRE(violations(layers, "core", "core/x.hpp", wrong).size() == 1);
  REQUIRE(violations(layers, "gan", "gan/x.hpp", right).empty());
}
