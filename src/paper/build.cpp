// SPDX-License-Identifier: MIT
#include "paper/build.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "paper/content.hpp"
#include "record/file.hpp"

namespace verigan::paper {
namespace {

namespace fs = std::filesystem;

constexpr double kTooWide = 5;  // points
// 2026-12-01, so that no PDF knows when it was made.
constexpr const char* kEpoch = "1796083200";

void copy_text(const fs::path& from, const fs::path& to) {
  record::write_file(to, record::read_file(from));
}

}  // namespace

void write_parts(const fs::path& source, const fs::path& out) {
  require(fs::is_directory(source / "data"), source.string(),
      ": no folder 'data', expected the paper's source");
  const Data data(source / "data");
  record::make_folder(out / "tables");
  record::make_folder(out / "figures");
  record::write_file(out / "numbers.tex", macros_text(numbers(data)));
  for (const auto& [name, text] : tables(data)) record::write_file(out / "tables" / (name + ".tex"), text);
  for (const auto& [name, text] : figures(data)) record::write_file(out / "figures" / (name + ".tex"), text);
  for (const char* name : {"verigan.tex", "references.bib"}) copy_text(source / name, out / name);
}

fs::path find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const fs::path program = fs::path(folder) / name; access(program.c_str(), X_OK) == 0) return program;
  return {};
}

void typeset(const fs::path& out) {
  const fs::path latexmk = find_program("latexmk");
  require(!latexmk.empty() && !find_program("pdflatex").empty(),
          "latexmk and pdflatex are not installed, expected LaTeX: scripts/install_dependencies --paper");
  setenv("SOURCE_DATE_EPOCH", kEpoch, 1);
  setenv("FORCE_SOURCE_DATE", "1", 1);
  const drive::Capture made = drive::run_and_capture(
      {latexmk, {"-cd", "-pdf", "-norc", "-silent", "-interaction=nonstopmode", "-halt-on-error",
                 (out / "verigan.tex").string()}, {}});
  if (made.status == 0) return;
  std::string words;
  std::istringstream log(fs::exists(out / "verigan.log") ? record::read_file(out / "verigan.log") : "");
  for (std::string line; std::getline(log, line) && words.empty();)
    if (line.starts_with("!")) words = ": " + line;
  throw Error(message("latexmk failed with exit code ", made.status, words, "; see ",
      (out / "verigan.log").string()));
}

std::vector<std::string> complaints(const std::string& log) {
  std::vector<std::string> found;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const bool undefined = line.starts_with("LaTeX Warning:") && line.find("undefined") != std::string::npos;
    const bool missing = line.find("Missing character") != std::string::npos;
    const std::string wide = "Overfull \\hbox (";
    const bool overfull = line.starts_with(wide) && std::atof(line.c_str() + wide.size()) > kTooWide;
    if (undefined || missing || overfull || line.starts_with("Package natbib Warning: Citation"))
        found.push_back(line);
  }
  return found;
}

void bundle(const fs::path& source, const fs::path& out) {
  const fs::path tar = find_program("tar");
  require(!tar.empty(), "tar is not installed, expected it for --arxiv");
  const fs::path folder = out / "arxiv";
  fs::remove_all(folder);
  for (const char* part : {"tables", "figures"}) {
    record::make_folder(folder / part);
    for (const auto& file : fs::directory_iterator(out / part)) copy_text(file.path(),
        folder / part / file.path().filename());
  }
  for (const char* name : {"verigan.tex", "references.bib", "numbers.tex", "verigan.bbl"})
      copy_text(out / name, folder / name);
  record::make_folder(folder / "anc");
  for (const auto& file : fs::directory_iterator(source / "data"))
    if (file.is_regular_file()) copy_text(file.path(), folder / "anc" / file.path().filename());
  const drive::Capture packed = drive::run_and_capture(
      {tar, {"--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "-C",
          folder.string(), "-czf",
             (out / "verigan-arxiv.tar.gz").string(), "."}, {}});
  require(packed.status == 0, "tar failed with exit code ", packed.status);
}

}  // namespace verigan::paper
