// SPDX-License-Identifier: MIT
// The table of who draws where: its rows stand apart, and it is the only one.
#include "random/addresses.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "core/check.hpp"
#include "support/catch.hpp"

using namespace verigan;
using random::Draws;
using random::Purpose;
namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("no two draws of one program have an address in common") {
  // (program, purpose, number of the stream, step) → who drew there
  std::map<std::tuple<std::string, Purpose, std::uint64_t, std::uint64_t>, std::string> taken;
  std::size_t draws = 0;
  for (const Draws& row : random::draws::kAll) {
    REQUIRE(row.lane < row.lanes);
    REQUIRE(row.slots > 0);
    for (std::uint64_t run = 0; run < 4; ++run)
      for (std::uint64_t t = 0; t < 40; ++t)
        for (std::uint64_t slot = 0; slot < row.slots; ++slot) {
          const auto [at, is_new] = taken.insert(
              {{row.program, row.purpose, row.lanes * run + row.lane, row.step(t, slot)}, row.who});
          INFO(row.who << " and " << at->second << ", run " << run << ", step " << t);
          CHECK(is_new);
          ++draws;
        }
  }
  CHECK(draws > 3000);
}

TEST_CASE("a row's stream is that of its lane, and a run beyond its range is refused") {
  const Draws row{"somebody", "a test", Purpose::test, 8, 3, 2};
  CHECK(row.step(5, 1) == 11);
  for (const std::uint32_t run : {0U, 1U, 77U})
    CHECK(row.stream(9, run).word(4, 6) == random::Stream(9, Purpose::test, 8 * run + 3).word(4, 6));
  CHECK_NOTHROW(row.stream(9, (1U << 29) - 1));
  CHECK_THROWS_AS(row.stream(9, 1U << 29), Error);
}

TEST_CASE("measuring the generator does not draw the noise of fresh data") {
  // Steps 0 and 1 of (seed, evaluate, run 0) are where Toy::fill(0) draws its points and their noise.
  std::set<std::uint32_t> fresh;
  for (const std::uint64_t step : {0U, 1U})
    for (std::uint64_t i = 0; i < 200; ++i)
      fresh.insert(random::Stream(3, Purpose::evaluate).word(step, i));
  for (const Draws& row : {random::draws::kGradient, random::draws::kProbe})
    for (std::uint64_t t = 0; t < 3; ++t)
      for (std::uint64_t slot = 0; slot < row.slots; ++slot)
        for (std::uint64_t i = 0; i < 200; ++i)
          if (fresh.contains(row.stream(3).word(row.step(t, slot), i)))
            FAIL(row.who << " draws at " << t << ", " << slot << ", " << i << " what fresh data draw");
}

TEST_CASE("a discriminator trained compared with a GAN begins with weights of its own") {
  using namespace random::draws;
  const auto first = [](const random::Stream& stream) { return stream.word(0, 0); };
  std::set<std::uint32_t> words;
  for (const Draws& row : {kGeneratorWeights, kDiscriminatorWeights})
    for (const std::uint32_t run : {0U, 1U}) words.insert(first(row.stream(3, run)));
  words.insert(first(kLoneWeights.stream(3, kBesideGan)));
  words.insert(first(kLoneWeights.stream(3, kBesideGan + 1)));
  CHECK(words.size() == 6);
}

TEST_CASE("trainings and what measures them take their streams from the table alone") {
  std::size_t files = 0;
  for (const char* folder : {"src/gan", "src/judge", "src/run", "src/nn"})
    for (const auto& entry : fs::directory_iterator(fs::path(VERIGAN_SOURCE_DIR) / folder)) {
      const std::string text = contents(entry.path());
      INFO(entry.path());
      CHECK(text.find("Purpose::") == std::string::npos);
      ++files;
    }
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(VERIGAN_SOURCE_DIR) / "experiments")) {
    if (!entry.is_regular_file()) continue;
    INFO(entry.path());
    CHECK(contents(entry.path()).find("Purpose::evaluate") == std::string::npos);
    ++files;
  }
  CHECK(files > 90);
}
