// SPDX-License-Identifier: MIT
// The driver against programs that honour the protocol and do nothing but count.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "record/hash.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "support/terminal.hpp"
#include "support/text.hpp"

namespace {

namespace fs = std::filesystem;
using verigan::message;
using verigan::drive::Capture;
using verigan::drive::Child;
using verigan::drive::Command;
using verigan::tests::contains, verigan::tests::joined;

std::string contents(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A folder of programs with its own verigan, two fake experiments and two fake figures.
class Bench {
 public:
  Bench() {
    fs::create_directories(root_ / "bin");
    fs::copy_file(VERIGAN_PROGRAM, root_ / "bin/verigan");
    for (const char* experiment : {"count_a", "count_b"})
      fs::copy_file(VERIGAN_FAKES "/fake_experiment.sh", root_ / "bin" / experiment);
    for (const char* figure : {"figure_f01", "figure_f02"})
      fs::copy_file(VERIGAN_FAKES "/fake_figure.sh", root_ / "bin" / figure);
    std::ofstream(root_ / "bin/catalogue.json") << R"({
      "experiments": [{"name": "count_a", "title": "A"}, {"name": "count_b", "title": "B"}],
      "tables": [],
      "figures": [{"id": "F01", "program": "figure_f01", "experiments": ["count_a"], "title": "One"},
                  {"id": "F02", "program": "figure_f02", "experiments": ["count_a", "count_b"], "title": "Two"}]})";
    runs("r1 r2");
    pause("0");
  }
  void runs(const char* names) const { setenv("FAKE_RUNS", names, 1); }
  void pause(const char* seconds) const { setenv("FAKE_PAUSE", seconds, 1); }
  fs::path out() const { return root_ / "results"; }
  /// Of a run of the preset smoke, in out().
  static std::string folder(const std::string& experiment, const std::string& run) {
    const std::string config = "preset = \"smoke\"\nrun = \"" + run + "\"\nseed = 7\n";
    return experiment + "/" + verigan::record::sha256(config).substr(0, 12);
  }
  std::string log() const { return contents(out() / "log"); }
  std::string report() const { return contents(out() / "report/index.html"); }
  std::size_t logged(const std::string& line) const {
    std::istringstream lines(log());
    std::size_t count = 0;
    for (std::string l; std::getline(lines, l);) count += l == line;
    return count;
  }

  Command reproduce(std::vector<std::string> more = {}) const {
    std::vector<std::string> args{"reproduce"};
    if (more.empty()) more = {"--only", "count_a,count_b"};
    const std::pair<const char*, std::string> defaults[] = {
        {"--preset", "smoke"}, {"--jobs", "2"}, {"--out", out().string()}};
    for (const auto& [name, value] : defaults)
      if (std::find(more.begin(), more.end(), name) == more.end())
        args.insert(args.end(), {name, value});
    args.insert(args.end(), more.begin(), more.end());
    return {root_ / "bin/verigan", args};
  }
  Capture run(std::vector<std::string> more = {}) const { return run_and_capture(reproduce(more)); }

  // Starts a reproduction and waits until `lines` numbers are counted.
  std::unique_ptr<Child> start_until(std::size_t lines) const {
    auto child = std::make_unique<Child>(reproduce());
    for (int i = 0; i < 600; ++i) {
      const std::string text = log();
      if (std::count(text.begin(), text.end(), '\n') >= static_cast<long>(lines)) return child;
      poll(nullptr, 0, 20);
    }
    FAIL("nothing was counted: " << log());
    return child;
  }
  static int wait(Child& child) {
    for (int i = 0; i < 600 && !child.ended(); ++i) {
      child.read();
      poll(nullptr, 0, 20);
    }
    REQUIRE(child.ended());
    return child.status();
  }
  std::string every_number_once() const {
    for (const char* run : {"r1", "r2"})
      for (int i = 1; i <= 5; ++i)
        if (const auto count = logged(message(run, " ", i)); count != 2)
          return message(run, " ", i, " counted ", count, " times");
    return "yes";
  }

 private:
  verigan::tests::TemporaryFolder folder_;
  fs::path root_ = folder_.path();
};

}  // namespace

TEST_CASE("a reproduction runs everything once, and a second call does nothing") {
  const Bench bench;
  const Capture first = bench.run();
  CHECK(first.status == 0);
  CHECK(bench.every_number_once() == "yes");
  CHECK(bench.logged("F01") == 1);
  CHECK(bench.logged("F02") == 1);
  CHECK(contains(first.output, "Report: " + (bench.out() / "report/index.html").string()));
  for (const char* part :
       {"Title of F01", "Title of F02", "Caption of F02, p &lt; 1.", "count_b r2", "4 of 4"})
    CHECK(contains(bench.report(), part));

  const std::string log = bench.log();
  const Capture second = bench.run();
  CHECK(second.status == 0);
  CHECK(contains(second.output, "Nothing to do: all 4 runs are finished"));
  CHECK(std::count(second.output.begin(), second.output.end(), '\n') == 1);
  CHECK(second.last_errors.empty());
  CHECK(bench.log() == log);
}

TEST_CASE("runs whose data are not there are skipped by name, and nothing else changes") {
  const Bench bench;
  bench.runs("r1 unfed r2");
  const Capture first = bench.run();
  CHECK(first.status == 0);
  CHECK(bench.every_number_once() == "yes");
  CHECK(contains(bench.report(), "<li>count_a unfed: no &lt;fodder&gt; here</li>"));
  CHECK(contains(bench.report(), "4 of 4"));
  CHECK(contains(bench.run().output, "Nothing to do: all 4 runs are finished"));
  CHECK(contains(verigan::tests::unwrapped(joined(bench.run({"--only", "count_b"}).last_errors)), "SKIPPED count_b unfed: no <fodder> here"));
  bench.runs("r1 r2");
  CHECK(bench.run().status == 0);
  CHECK_FALSE(contains(bench.report(), "unfed"));
}

TEST_CASE("--only FIGURE ends with that figure's file, made now or before") {
  const Bench bench;
  for (int i = 0; i < 2; ++i) {
    const std::string said = bench.run({"--only", "F02"}).output;
    INFO(said);
    CHECK(said.ends_with("\nF02: " + (bench.out() / "figures/F02.png").string() + "\n"));
    CHECK_FALSE(contains(said, "F01: "));
  }
}

TEST_CASE("only the figures whose runs or program changed are drawn again") {
  const Bench bench;
  REQUIRE(bench.run().status == 0);
  fs::remove_all(bench.out() / bench.folder("count_b", "r1"));
  REQUIRE(bench.run().status == 0);  // the same result again: nothing to draw
  CHECK(bench.logged("F01") == 1);
  CHECK(bench.logged("F02") == 1);
  bench.runs("r1 r2 r3");
  REQUIRE(bench.run({"--only", "count_b"}).status == 0);
  CHECK(bench.logged("F01") == 1);
  CHECK(bench.logged("F02") == 2);
  REQUIRE(bench.run().status == 0);  // count_a gets its r3
  CHECK(bench.logged("F01") == 2);
  CHECK(bench.logged("F02") == 3);
  fs::remove(bench.out() / "figures/F01.png");
  REQUIRE(bench.run().status == 0);
  CHECK(bench.logged("F01") == 3);
  CHECK(bench.logged("F02") == 3);
}

TEST_CASE("a failed run is shown with its last lines, the others go on, and it is tried again") {
  const Bench bench;
  bench.runs("r1 bad r2");
  const Capture first = bench.run();
  CHECK(first.status == 1);
  CHECK(contains(joined(first.last_errors), "the loss is not a number"));
  CHECK(contains(joined(first.last_errors), "verigan: failed: count_a bad, count_b bad"));
  CHECK(bench.every_number_once() == "yes");
  CHECK(contains(bench.report(), "4 of 6"));
  CHECK(contains(bench.report(), "not finished"));
  CHECK(bench.run().status == 1);
  CHECK(bench.logged("bad 2") == 2);  // once in each experiment: it went on from there
}

TEST_CASE("a run that ends well without a result, and a plan that cannot be made, are failures") {
  const Bench bench;
  bench.runs("silent");
  const Capture silent = bench.run({"--only", "count_a"});
  CHECK(silent.status == 1);
  CHECK(contains(joined(silent.last_errors), "it ended well but left no result"));
  bench.runs("none");
  const Capture none = bench.run({"--only", "count_a"});
  CHECK(none.status == 1);
  CHECK(contains(joined(none.last_errors), "count_a: no data"));
}

TEST_CASE("Ctrl-C lets the runs save their state and says how to go on; the next call continues") {
  const Bench bench;
  bench.pause("0.2");
  auto driver = bench.start_until(3);
  kill(driver->pid(), SIGINT);
  CHECK(Bench::wait(*driver) == 130);
  CHECK(contains(joined(driver->last_lines()),
                 "Interrupted with 0 of 4 runs finished; the same command continues from here."));
  const std::string log = bench.log();
  poll(nullptr, 0, 600);
  CHECK(bench.log() == log);  // nobody went on counting
  bench.pause("0");
  CHECK(bench.run().status == 0);
  CHECK(bench.every_number_once() == "yes");
}

TEST_CASE("a terminal that closes lets the runs save their state, and the next call continues") {
  const Bench bench;
  bench.pause("0.2");
  auto driver = bench.start_until(3);
  for (int i = 0; i < 3; ++i) {  // itself, and by its shell
    kill(driver->pid(), SIGHUP);
    poll(nullptr, 0, 50);
  }
  CHECK(Bench::wait(*driver) == 128 + SIGHUP);
  CHECK(contains(joined(driver->last_lines()), "Interrupted with 0 of 4 runs finished"));
  CHECK(bench.logged("r1 saved") + bench.logged("r2 saved") == 2);  // both that ran
  bench.pause("0");
  CHECK(bench.run().status == 0);
  CHECK(bench.every_number_once() == "yes");
}

TEST_CASE("progress is drawn again on a terminal that can, and nowhere else") {
  const auto shown = [](const char* kind) {
    const Variable term("TERM", kind);
    const Bench bench;
    const Command command = bench.reproduce();
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.args.begin(), command.args.end());
    OnTerminal process(words);
    const std::string text = process.shown();
    CHECK(process.wait() == 0);
    CHECK(contains(text, "Report: "));
    return text;
  };
  CHECK(moves_cursor(shown("xterm")));
  CHECK_FALSE(moves_cursor(shown("dumb")));
  CHECK_FALSE(moves_cursor(shown("")));
}

TEST_CASE("a reproduction whose last line is lost says so") {
  const Bench bench;
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  for (int i = 0; i < 2; ++i) {  // "Report: …", then "Nothing to do: …"
    Child driver(bench.reproduce(), full);
    CHECK(Bench::wait(driver) == 1);
    CHECK(contains(joined(driver.last_lines()),
                   "verigan: cannot write to standard output: No space left on device"));
  }
  ::close(full);
  // Closed, it is not taken for the first file opened, which would be the folder's lock.
  std::string line = bench.reproduce().program.string();
  for (const std::string& word : bench.reproduce().args) line += " '" + word + "'";
  const Capture closed = run_and_capture(Command{"/bin/sh", {"-c", line + " >&-"}});
  CHECK(closed.status == 1);
  CHECK(contains(joined(closed.last_errors), "standard output: Bad file descriptor"));
  CHECK(contents(bench.out() / ".stamps/lock").empty());
}

TEST_CASE("runs die with a driver that is killed outright; the next call continues") {
  const Bench bench;
  bench.pause("0.2");
  auto driver = bench.start_until(3);
  kill(driver->pid(), SIGKILL);
  CHECK(Bench::wait(*driver) == 128 + SIGKILL);
  poll(nullptr, 0, 400);  // the number being counted is still written
  const std::string log = bench.log();
  poll(nullptr, 0, 600);
  CHECK(bench.log() == log);
  bench.pause("0");
  CHECK(bench.run().status == 0);
  CHECK(bench.every_number_once() == "yes");
}

TEST_CASE("two reproductions of one folder are refused") {
  const Bench bench;
  bench.pause("0.2");
  auto driver = bench.start_until(1);
  const Capture other = bench.run();
  CHECK(other.status == 2);
  CHECK(contains(joined(other.last_errors), "another reproduction is at work there"));
  kill(driver->pid(), SIGTERM);
  CHECK(Bench::wait(*driver) == 143);
}

TEST_CASE("users' mistakes end with one line and exit code 2") {
  const Bench bench;
  const auto line = [&](std::vector<std::string> args) {
    const Capture capture = bench.run(std::move(args));
    CHECK(capture.status == 2);
    CHECK(capture.last_errors.size() == 1);
    return joined(capture.last_errors);
  };
  CHECK(contains(line({"--only", "F99"}),
                 "--only F99: unknown, expected one of count_a, count_b, F01, F02, theorems"));
  CHECK(contains(line({"--only", "cuont_b"}), "unknown, did you mean 'count_b'? expected one of"));
  CHECK(contains(line({"--jobs", "0"}), "--jobs"));
  CHECK(contains(line({"--preset", "huge"}), "huge"));
  CHECK(contains(line({"--data", "/nowhere/at/all"}), "/nowhere/at/all"));
  CHECK(contains(line({"--only", "count_a", "--data", bench.out().parent_path().string()}),
                 "has no effect: nothing of what is chosen learns from image files"));
  CHECK(contains(line({"--out", "/dev/null/results"}), "/dev/null/results"));
  CHECK(contains(line({"--out", std::string(300, 'x')}), "File name too long"));
  const Capture report = run_and_capture(
      Command{bench.reproduce().program, {"report", "--out", std::string(300, 'x')}});
  CHECK(report.status == 2);
  REQUIRE(report.last_errors.size() == 1);
  CHECK(contains(report.last_errors.front(), "xx: File name too long"));
  fs::create_symlink("nowhere", bench.out().parent_path() / "dangling");
  CHECK(contains(line({"--out", (bench.out().parent_path() / "dangling").string()}),
                 "dangling is a link to nowhere, which does not exist"));
}
