// SPDX-License-Identifier: MIT
// Fifty SIGKILLs at random moments, over experiments of four kinds: whatever is killed whenever, and on
// however many threads it continues, the bytes of its results are those of a run that was left in peace.
#include <chrono>
#include <random>
#include <thread>

#include "experiments/bench.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words some, const Words& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

struct Subject {
  const char* experiment;
  Words options;
};

const Subject kSubjects[] = {
    {"alpha_toy", {"--steps", "200", "--samples", "500"}},
    {"mode_collapse", {"--preset", "smoke", "--every", "10"}},
    {"gmmn", {"--target", "normal", "--steps", "400"}},
    {"learnt_discriminator", {"--preset", "smoke", "--steps", "300"}}};

}  // namespace

TEST_CASE("fifty random kills over four experiments change no byte") {
  std::mt19937 draw(20260101);
  int kills = 0, resumed = 0;
  for (const Subject& subject : kSubjects) {
    INFO(subject.experiment);
    const Bench peace, bench;
    const auto begin = std::chrono::steady_clock::now();
    const auto whole = peace.run(subject.experiment, subject.options + Words{"--progress", "none"});
    const std::chrono::duration<double> length = std::chrono::steady_clock::now() - begin;
    REQUIRE(whole.code == 0);
    for (int here = 0, tries = 0; here < 13 && kills < 50; ++tries) {
      REQUIRE(tries < 100);
      Process process(bench.command(subject.experiment,
                                    subject.options + Words{"--checkpoint-every", "0.01", "--threads",
                                                            tries % 3 == 0 ? "2" : "1"}),
                      bench.folder().path());
      std::this_thread::sleep_for(length *
                                  std::uniform_real_distribution<double>(0, 0.5)(draw));
      if (!process.running()) {  // done before the signal: from the beginning
        REQUIRE(process.wait() == 0);
        std::filesystem::remove_all(bench.folder() / "results");
        continue;
      }
      process.send(SIGKILL);
      process.wait();
      resumed += process.err().find("continues") != std::string::npos;
      ++here;
      ++kills;
    }
    const auto rest = bench.run(subject.experiment, subject.options);
    INFO(rest.err);
    REQUIRE(rest.code == 0);
    CHECK(rest.hash() == whole.hash());
    for (const char* name : {"digests.csv", "metrics.csv", "quality.csv", "modes.csv"}) {
      INFO(name);
      REQUIRE(std::filesystem::exists(rest.folder() / name) ==
              std::filesystem::exists(whole.folder() / name));
      if (std::filesystem::exists(whole.folder() / name))
        CHECK(record::read_file(rest.folder() / name) == record::read_file(whole.folder() / name));
    }
  }
  CHECK(kills == 50);
  CHECK(resumed >= 10);
}
