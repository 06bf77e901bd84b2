// SPDX-License-Identifier: MIT
// The fuzz targets without a fuzzer, for the ordinary build:  fuzz_replay CORPUS MUTANTS [TARGET …]
// Gives every file of CORPUS/TARGET to its target, MUTANTS random changes of them, always the same ones,
// and inputs of a megabyte: each seed again and again, and behind each seed one character again and again.
#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/program.hpp"
#include "fuzz/fuzz.hpp"
#include "record/file.hpp"

namespace verigan::fuzz {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMegabyte = 1000000;

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string bytes = pick(seeds_);
    for (std::size_t n = 1 + below(4); n > 0; --n) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
  const std::string& pick(const std::vector<std::string>& of) { return of[below(of.size())]; }

  void change(std::string& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    switch (below(7)) {
      case 0: bytes.resize(at); break;
      case 1: bytes.insert(at, 1, static_cast<char>(below(256))); break;
      case 2: bytes.erase(at, 1 + below(8)); break;
      case 3:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ 1 << below(8));
        break;
      case 4:
        if (at < bytes.size()) bytes[at] = "09-+.,;\"'\\()[]{}\n\0\xff= "[below(22)];
        break;
      case 5: bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(32))); break;
      default: {
        const std::string& other = pick(seeds_);
        bytes = bytes.substr(0, at) + other.substr(below(other.size() + 1));
      }
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937_64 random_{1};
};

std::vector<std::string> corpus(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  require(!files.empty(), folder.string(), ": no seeds, expected a file or more");
  std::vector<std::string> seeds;
  for (const fs::path& file : files) seeds.push_back(record::read_file(file));
  return seeds;
}

void replay(const Target& target, const fs::path& folder, std::size_t mutants) {
  const std::vector<std::string> seeds = corpus(folder / target.name);
  std::size_t accepted = 0, inputs = 0;
  const auto give = [&](const std::string& bytes) {
    accepted += check_input(target, bytes);
    ++inputs;
  };
  for (const std::string& seed : seeds) give(seed);
  require(accepted > 0, folder.string(), "/", target.name, ": every seed is refused, expected one that is not");
  give("");
  Mutator mutator(seeds);
  for (std::size_t i = 0; i < mutants; ++i) give(mutator.next());
  for (const std::string& seed : seeds) {
    if (seed.empty()) continue;
    std::string large;
    while (large.size() < kMegabyte) large += seed;
    give(large);
    for (const char c : std::string("(-[{\"'\\,;. \n\t09aeE#=*^+\0\xff", 25))
      if (&seed == &seeds.front()) give(seed + std::string(kMegabyte, c));
  }
  std::printf("%-12s %zu seeds, %zu inputs, %zu accepted\n", target.name, seeds.size(), inputs, accepted);
}

int run(const std::vector<std::string>& words) {
  require(words.size() >= 2, "usage: fuzz_replay CORPUS MUTANTS [TARGET …]");
  const std::size_t mutants = std::stoul(words[1]);
  if (words.size() == 2)
    for (const Target& one : targets()) replay(one, words[0], mutants);
  for (std::size_t i = 2; i < words.size(); ++i) replay(target(words[i]), words[0], mutants);
  return 0;
}

}  // namespace
}  // namespace verigan::fuzz

int main(int argc, char** argv) {
  return verigan::run_main("fuzz_replay", [&] {
    return verigan::fuzz::run(std::vector<std::string>(argv + 1, argv + argc));
  });
}
