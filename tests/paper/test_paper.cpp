// SPDX-License-Identifier: MIT
// The paper: no number is typed in, every macro is known and used, and the PDF comes out the same twice.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/check.hpp"
#include "paper/build.hpp"
#include "paper/content.hpp"
#include "paper/plot.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using verigan::tests::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

const fs::path kSource = fs::path(VERIGAN_SOURCE_DIR) / "paper";

/// The text without comments.
std::string text_of(const std::string& tex) {
  std::istringstream lines(tex);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    std::size_t end = 0;
    while (end < line.size() && (line[end] != '%' || (end > 0 && line[end - 1] == '\\'))) ++end;
    text += line.substr(0, end) + "\n";
  }
  return text;
}

void remove_all(std::string& text, const std::string& what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) text.erase(at,
      what.size());
}

/// Digits that are typed in, each with what is about it.
std::vector<std::string> typed_digits(const std::string& tex) {
  std::string text = text_of(tex);
  const std::size_t begin = text.find("\\begin{document}");
  if (begin != std::string::npos) text.erase(0, begin);
  text = std::regex_replace(text, std::regex("\\s+"), " ");  // a line may break anywhere
  text = std::regex_replace(text,
      std::regex("\\\\(label|ref|eqref|cite[a-z]*|input|figuretext|pair)\\{[^}]*\\}"), "");
  text = std::regex_replace(text, std::regex("\\\\setlength\\{[^}]*\\}\\{[^}]*\\}"), "");
  std::ifstream list(fs::path(VERIGAN_SOURCE_DIR) / "tests/paper/allowed_digits.txt");
  for (std::string line; std::getline(list, line);)
    if (!line.empty() && !line.starts_with('#')) remove_all(text, line);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (std::isdigit(static_cast<unsigned char>(text[i])))
      found.push_back(text.substr(i < 30 ? 0 : i - 30, 50));
  return found;
}

std::set<std::string> commands_in(const std::string& tex) {
  const std::string text = text_of(tex);
  std::set<std::string> names;
  const std::regex command("\\\\([A-Z][A-Za-z]*)");
  for (std::sregex_iterator at(text.begin(), text.end(), command), end; at != end; ++at)
      names.insert((*at)[1]);
  return names;
}

bool has_latex() { return !paper::find_program("latexmk").empty() && !paper::find_program("pdflatex").empty(); }

}  // namespace

TEST_CASE("no digit of the paper's prose is typed in") {
  CHECK(typed_digits(record::read_file(kSource / "verigan.tex")) == std::vector<std::string>{});
  CHECK(typed_digits("\\begin{document} a loss of 0.7 nats, \\cite{lin2018}").size() == 2);
  CHECK(typed_digits("\\begin{document} % 0.7\n$\\alpha=\\frac12$ \\LnTwo").empty());
}

TEST_CASE("every number's macro is used, and every macro that is used is known") {
  std::set<std::string> known{"JS", "JSD", "E", "S", "Vert", "Bigl", "Bigr", "L", "H"};
  const std::set<std::string> used = commands_in(record::read_file(kSource / "verigan.tex"));
  for (const paper::Macro& macro : paper::numbers(paper::Data(kSource / "data"))) {
    INFO(macro.name);
    CHECK(used.contains(macro.name));
    CHECK_FALSE(macro.text.empty());
    CHECK_FALSE(macro.origin.empty());
    CHECK(known.insert(macro.name).second);
  }
  for (const std::string& name : used) {
    INFO(name);
    CHECK(known.contains(name));
  }
}

TEST_CASE("numbers have the digits that their interval leaves") {
  using paper::by_interval;
  CHECK(by_interval({0.123456, 0.1, 0.147}) == "0.12");
  CHECK(by_interval({0.123456, 0.1220, 0.1250}) == "0.1235");  // a half-width of 0.0015: two digits of it
  CHECK(by_interval({123.4, 83.4, 163.4}) == "123");
  CHECK(paper::with_interval({0.5, 0.46, 0.54}) == "0.50 [0.46, 0.54]");
  CHECK(paper::significant(0.000012345, 2) == "\\ensuremath{1.2\\times10^{-5}}");
  CHECK(paper::significant(-0.0210, 2) == "\\ensuremath{-0.021}");
  CHECK(paper::significant(INFINITY, 2) == "\\ensuremath{\\infty}");
  CHECK(paper::significant(0, 2) == "0");
  CHECK(paper::fixed(-0.0001, 2) == "0.00");
  CHECK(paper::escaped("α ≥ 50 % of a_b") == "$\\alpha$ $\\ge$ 50 \\% of a\\_b");
}

TEST_CASE("data that are missing or damaged are named") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(paper::write_parts(folder.path(), folder.path() / "out"), Error);
  record::write_file(folder.path() / "a.csv", "x,y\n1,two\n");
  const paper::Records records = paper::read_records(folder.path() / "a.csv");
  CHECK(records.at(0).number("x") == 1);
  CHECK_THROWS_WITH(records.at(0).number("y"), "a.csv: 'two' in column 'y', expected a number");
  CHECK_THROWS_WITH(records.at(0).text("z"), "a.csv: no column 'z'");
  CHECK(paper::where(records, {{"x", "2"}}).empty());
}

TEST_CASE("LaTeX's complaints are found") {
  CHECK(paper::complaints("fine\nOverfull \\hbox (4.9pt too wide) in paragraph\n").empty());
  CHECK(paper::complaints("Overfull \\hbox (5.1pt too wide) in paragraph\n").size() == 1);
  CHECK(paper::complaints("LaTeX Warning: Reference `a' on page 1 undefined on input line 3.\n").size() == 1);
}

TEST_CASE("without LaTeX there is one clear line") {
  const TemporaryFolder folder;
  Process process({"/usr/bin/env", "PATH=" + folder.path().string(), VERIGAN_PROGRAM, "paper", "--source",
      kSource.string(), "--out",
                   (folder.path() / "out").string()},
                  folder.path());
  CHECK(process.wait() == 2);
  CHECK(process.err() ==
        "verigan: latexmk and pdflatex are not installed, expected LaTeX: scripts/install_dependencies --paper\n");
}

TEST_CASE("the PDF is the same twice, and LaTeX has no complaints") {
  if (!has_latex()) {
    WARN("LaTeX is not installed: the PDF is not built");
    return;
  }
  const TemporaryFolder folder;
  std::string first;
  for (const char* name : {"first", "second"}) {
    const fs::path out = folder.path() / name;
    Process process({VERIGAN_PROGRAM, "paper", "--source", kSource.string(), "--out", out.string(),
        "--arxiv"}, folder.path());
    const int code = process.wait();
    INFO(process.err());
    REQUIRE(code == 0);
    const std::string pdf = record::read_file(out / "verigan.pdf");
    CHECK(pdf.starts_with("%PDF-"));
    CHECK(pdf.size() > 100000);
    CHECK((first.empty() || first == pdf));
    first = pdf;
    for (const char* file : {"verigan.tex", "verigan.bbl", "numbers.tex", "tables/claims.tex",
        "figures/rates.tex", "anc/runs.csv"})
      CHECK(fs::exists(out / "arxiv" / file));
  }
}
