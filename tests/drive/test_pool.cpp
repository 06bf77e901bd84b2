// SPDX-License-Identifier: MIT
// Programs side by side: shells that say what they do.
#include "drive/pool.hpp"

#include <poll.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <map>
#include <thread>

#include "core/check.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace verigan;
using namespace verigan::drive;

Command shell(const std::string& script) { return {"/bin/sh", {"-c", script}, {}}; }

Job job(const std::string& name, const std::string& script, double cost = 1) {
  return {name, "kind", shell(script), cost, {}, {}, {}};
}

Outcome run(std::vector<Job> jobs, unsigned slots,
            const std::function<void(const Display::State&)>& watch = {}) {
  Display display;
  return run_jobs(std::move(jobs), slots, display, watch);
}

}  // namespace

TEST_CASE("a child hands out its progress, its last lines and its exit code") {
  const Capture capture = run_and_capture(
      shell("echo '@progress 3 4 at work' >&2; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i >&2; done; "
            "echo result; exit 7"));
  CHECK(capture.status == 7);
  CHECK(capture.output == "result\n");
  CHECK(capture.last_errors.size() == 10);
  CHECK(capture.last_errors.front() == "3");
  CHECK(capture.last_errors.back() == "12");
  Child child(shell("echo '@progress 3 4 at work' >&2; read line"));
  while (!child.ended()) child.read();
  CHECK(child.reported());
  CHECK(child.done() == 0.75);
  CHECK(child.text() == "at work");
  CHECK(child.status() == 1);  // its standard input is empty
}

TEST_CASE("a job begins when those it comes after have ended, and fails with them") {
  const TemporaryFolder folder;
  const std::string file = (folder / "made").string();
  Job maker = job("maker", "sleep 0.3; echo whole >" + file), reader = job("reader", "grep whole " + file, 9);
  maker.folder = "makers/1";
  reader.after = {"makers/1", "makers/done before"};
  CHECK(run({reader, maker}, 2).finished == 2);  // the costliest would have been first
  maker.command = shell("exit 3");
  reader.folder = "readers/1";
  Job last = job("last", "true");
  last.after = {"readers/1"};
  const Outcome outcome = run({reader, last, maker, job("other", "true")}, 1);
  CHECK(outcome.finished == 1);
  REQUIRE(outcome.failures.size() == 3);
  CHECK(outcome.failures[1].last_lines == std::vector<std::string>{"not begun: it needs maker"});
  CHECK(outcome.failures[2].last_lines == std::vector<std::string>{"not begun: it needs reader"});
}

TEST_CASE("a child reads what it is given, and one that cannot be run ends with 127") {
  const std::string text(300000, 'x');
  CHECK(run_and_capture({"/usr/bin/wc", {"-c"}, text}).output == "300000\n");
  const Capture none = run_and_capture({"/nowhere/at/all", {}, {}});
  CHECK(none.status == 127);
  CHECK(none.last_errors.back() == "/nowhere/at/all: No such file or directory");
}

TEST_CASE("a child that is no longer wanted is killed with all that it started") {
  const TemporaryFolder folder;
  const std::string file = (folder / "pid").string();
  {
    Child child(shell("sleep 1000 & echo $! > " + file + ".new; mv " + file + ".new " + file + "; wait"));
    while (!fs::exists(file)) REQUIRE_FALSE(child.ended());
  }
  const pid_t started = std::stoi(record::read_file(file));
  // The kernel removes it when its last parent has looked; until then it is a zombie.
  const auto gone = [&] {
    const fs::path status = "/proc/" + std::to_string(started) + "/stat";
    return !fs::exists(status) || record::read_file(status).find(") Z ") != std::string::npos;
  };
  while (!gone()) std::this_thread::yield();
  CHECK(gone());
}

TEST_CASE("jobs go the costliest first, as many at a time as there are slots") {
  const TemporaryFolder folder;
  const std::string log = (folder / "log").string();
  std::vector<Job> jobs;
  for (const double cost : {1.0, 3.0, 2.0})
    jobs.push_back(job(message(cost), message("echo ", cost, " >> ", log), cost));
  const Outcome outcome = run(jobs, 1);
  CHECK(outcome.finished == 3);
  CHECK(record::read_file(log) == "3\n2\n1\n");

  // Two that wait for each other end only if both run.
  const std::string a = (folder / "a").string(), b = (folder / "b").string();
  const auto meet = [](const std::string& mine, const std::string& other) {
    return "touch " + mine + "; while [ ! -e " + other + " ]; do sleep 0.01; done";
  };
  CHECK(run({job("a", meet(a, b)), job("b", meet(b, a)), job("c", "true")}, 2).finished == 3);
}

TEST_CASE("a failed job is reported with its last lines and stops no other") {
  std::vector<Job> jobs{job("bad", "echo the loss is not a number >&2; exit 3", 2), job("good", "true"),
                        job("empty", "true")};
  std::string told;
  jobs[0].failed = [&](const Failure& failure) { told = failure.last_lines.back(); };
  jobs[2].finish = [] { return false; };
  const Outcome outcome = run(jobs, 1);
  CHECK(outcome.finished == 1);
  REQUIRE(outcome.failures.size() == 2);
  CHECK(outcome.failures[0].name == "bad");
  CHECK(outcome.failures[0].status == 3);
  CHECK(told == "the loss is not a number");
  CHECK(outcome.failures[1].status == -1);
  CHECK(outcome.failures[1].last_lines.back() == "it ended well but left no result");
}

TEST_CASE("a signal is handed on, no further job is begun, and a near time limit is a request to end") {
  for (const int number : {SIGTERM, SIGUSR1}) {
    const TemporaryFolder folder;
    const std::string ready = (folder / "ready").string(), saved = (folder / "saved").string();
    std::vector<Job> jobs{
        job("first", "trap 'touch " + saved + "; exit 143' TERM; touch " + ready +
                         "; while :; do sleep 0.01; done", 2),
        job("second", "touch " + (folder / "second").string())};
    bool sent = false;
    const Outcome outcome = run(jobs, 1, [&](const Display::State&) {
      if (sent || !fs::exists(ready)) return;
      raise(number);
      sent = true;
    });
    CHECK(outcome.signal == number);
    CHECK(fs::exists(saved));
    CHECK_FALSE(fs::exists(folder / "second"));
    CHECK(outcome.failures.empty());  // it obeyed
  }
}
