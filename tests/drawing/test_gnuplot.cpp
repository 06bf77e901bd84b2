// SPDX-License-Identifier: MIT
#include "drawing/gnuplot.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <fstream>

#include "core/check.hpp"
#include "record/png.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/fake_gnuplot.hpp"
#include "support/variable.hpp"

using namespace verigan;
using drawing::draw;
using drawing::Format;
using drawing::Page;

namespace {

const std::vector<Page> kBoth{{Format::svg, "size 300,200", "plot x with lines title 'α line'\n"},
                              {Format::png, "size 300,200", "plot $d with lines\n"}};
const std::string kData = drawing::data_block("$d", {{0, 1, 2}, {1, 4, 2}}, 3);

bool has_gnuplot() {
  const bool has = std::system("command -v gnuplot >/dev/null 2>&1") == 0;
  if (!has) WARN("gnuplot is not installed: nothing was drawn");
  return has;
}

std::string complaint() {
  const std::string text = error_of([] { draw(kData, kBoth); });
  CHECK(is_one_line(text));
  return text;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("each page becomes a whole picture, in memory") {
  if (!has_gnuplot()) return;
  const drawing::Drawing drawing = draw(kData, kBoth);
  REQUIRE(drawing.pictures.size() == 2);
  CHECK(contains(drawing.pictures[0], "α line"));
  CHECK(drawing.messages.empty());
  const TemporaryFolder folder;
  std::ofstream(folder / "p.png", std::ios::binary) << drawing.pictures[1];
  const record::Picture picture = record::read_png(folder / "p.png");
  CHECK(picture.width == 300);
  CHECK(std::ranges::count_if(picture.pixels, [](auto value) { return value < 128; }) > 500);
}

TEST_CASE("nothing the user has set reaches gnuplot") {
  if (!has_gnuplot()) return;
  const auto usual = draw(kData, kBoth).pictures;
  const TemporaryFolder home;
  std::ofstream(home / ".gnuplot") << "set logscale y\nset title 'HOSTILE'\n";
  std::filesystem::create_directories(home / "gnuplot");
  std::ofstream(home / "gnuplot/gnuplotrc") << "set title 'HOSTILE'\n";
  std::ofstream(home / "broken") << "set nonsense\n";
  const Variable variables[] = {{"HOME", home.path().string()},
                                {"XDG_CONFIG_HOME", home.path().string()},
                                {"GNUTERM", "qt"},
                                {"GNUPLOT_LIB", (home / "broken").string()},
                                {"GNUPLOT_FONTPATH", "/nowhere"},
                                {"GDFONTPATH", "/nowhere"},
                                {"LC_ALL", "de_DE.UTF-8"},
                                {"LC_NUMERIC", "de_DE.UTF-8"}};
  CHECK(draw(kData, kBoth).pictures == usual);
  for (const char* terminal : {"wxt", "x11", "no such terminal"}) {
    const Variable term("GNUTERM", terminal);
    CHECK(draw(kData, kBoth).pictures == usual);
  }
  // Nor variables nobody thought of; a temporary folder is not asked for.
  const FakeGnuplot spy("env >&2; exec $GNUPLOT \"$@\"");
  const Variable temporary("TMPDIR", "/nowhere"), other("SOMETHING_ELSE", "1");
  const std::string seen = draw(kData, kBoth).messages;
  CHECK(contains(seen, "LC_ALL=C.UTF-8\n"));
  for (const char* word : {"GNUTERM", "GNUPLOT_", "GDFONT", "XDG_CONFIG", "de_DE", "TMPDIR",
                           "SOMETHING_ELSE"})
    CHECK_FALSE(contains(seen, word));
}

TEST_CASE("a gnuplot that fails, dies or is not there is one line with its last words") {
  {
    const FakeGnuplot fake("exit 127");
    CHECK(complaint() == "gnuplot failed with exit code 127");
  }
  {
    const FakeGnuplot fake("echo >&2 first; echo >&2 '  line 3: invalid command'; echo >&2; exit 1");
    CHECK(contains(complaint(), "exit code 1: "));
    CHECK(contains(complaint(), "line 3: invalid command"));
    CHECK_FALSE(contains(complaint(), "first"));
  }
  {
    const FakeGnuplot fake("kill -9 $$");
    CHECK(complaint() == "gnuplot was ended by signal 9 (Killed)");
  }
  {
    const FakeGnuplot fake("exec 0<&-; exit 0");  // it reads nothing
    CHECK(complaint() == "gnuplot left picture 1 of 2 unfinished");
  }
  const Variable path("PATH", "/nowhere");
  CHECK(contains(complaint(), "gnuplot was not found"));
}

TEST_CASE("mistakes in the commands are reported in gnuplot's own words") {
  if (!has_gnuplot()) return;
  const std::string text =
      error_of([] { draw("", {{Format::svg, "size 300,200", "plot x with nonsense\n"}}); });
  CHECK(is_one_line(text));
  CHECK(contains(text, "gnuplot failed with exit code 1: line "));
}

// What a full disk or a limit leaves: a beginning, and no complaint of gnuplot's.
TEST_CASE("a picture that was cut short is not handed out") {
  if (!has_gnuplot()) return;
  const auto cut = [](const std::string& number, const std::string& bytes) {
    return "script=$(cat)\nset -- $(echo \"$script\" | sed -n \"s/^set output '\\(.*\\)'/\\1/p\")\n"
           "echo \"$script\" | $GNUPLOT -d\n"
           "part=$(mktemp); head -c -" + bytes + " $" + number + " >$part\ncat $part >$" + number +
           "; rm $part";
  };
  {
    const FakeGnuplot fake(cut("1", "0"));
    CHECK(error_of([] { draw(kData, kBoth); }).empty());  // the fake itself draws
  }
  for (const char* bytes : {"9", "40", "900"}) {
    INFO(bytes);
    const FakeGnuplot svg(cut("1", bytes));
    CHECK(complaint() == "gnuplot left picture 1 of 2 unfinished");
  }
  for (const char* bytes : {"1", "12", "900"}) {
    INFO(bytes);
    const FakeGnuplot png(cut("2", bytes));
    CHECK(complaint() == "gnuplot left picture 2 of 2 unfinished");
  }
}

TEST_CASE("a gnuplot that reads nothing of a long script ends nobody by SIGPIPE") {
  const auto handler = std::signal(SIGPIPE, SIG_DFL);
  const FakeGnuplot fake("exit 3");
  std::vector<double> many(200'000, 0.5);
  const std::string text =
      error_of([&] { draw(drawing::data_block("$d", {many, many}, 7), kBoth); });
  std::signal(SIGPIPE, handler);
  CHECK(text == "gnuplot failed with exit code 3");
}

TEST_CASE("text and numbers arrive as they are") {
  CHECK(drawing::quoted("it's α\nline") == "'it''s α line'");
  CHECK(drawing::data_block("$x", {{1, NAN}, {-0.25, INFINITY}}, 7) ==
        "$x << END\n1 -0.25 \nNaN NaN \nEND\n");
}
