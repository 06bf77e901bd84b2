// SPDX-License-Identifier: MIT
// Every option of every experiment counts or is refused: a run with another value of it leaves another result,
// or ends at once with "has no effect here". Experiments that find no images are left out, and said so.
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>

#include "core/names.hpp"
#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace verigan;
using Words = std::vector<std::string>;
using tests::contains;

namespace {

// "  --alpha NUMBER  …" of --help → kind.
std::map<std::string, std::string> kinds_of(const std::string& help) {
  std::map<std::string, std::string> kinds;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, kind;
    if (line.starts_with("  --") && words >> name >> kind) kinds[name.substr(2)] = kind;
  }
  return kinds;
}

std::map<std::string, std::string> config_of(const Bench::Outcome& run) {
  std::map<std::string, std::string> config;
  std::istringstream lines(record::read_file(run.folder() / "config.toml"));
  for (std::string line; std::getline(lines, line);)
    if (const std::size_t at = line.find(" = "); at != std::string::npos) {
      std::string value = line.substr(at + 3);
      if (value.starts_with("\"")) value = value.substr(1, value.size() - 2);
      config[line.substr(0, at)] = value;
    }
  return config;
}

// Other values of that kind, likelier ones first.
Words others(const std::string& kind, const std::string& value) {
  Words words;
  double x = 0;
  if (contains(kind, "|")) {
    std::istringstream choices(kind);
    for (std::string one; std::getline(choices, one, '|');)
      if (one != value) words.push_back(one);
  } else if (record::parse_number(value, x) && kind == "N") {
    for (const double other : {x + 1, x - 1, 2 * x, std::floor(x / 2), x + 100})
      if (other >= 0 && other != x) words.push_back(record::number_text(other));
  } else if (record::parse_number(value, x) && kind == "NUMBER") {
    for (const double other : {0.75 * x, 1.5 * x, -x, 0.3, 0.1})
      if (other != x) words.push_back(record::number_text(other));
  }
  return words;
}

enum class Found { counts, refused, idle, unknown };

Found look(const Bench& bench, const std::string& program, const Words& base, const std::string& hash,
           const std::string& option, const Words& values) {
  Found found = Found::unknown;
  for (const std::string& value : values) {
    Words words = base;
    words.insert(words.end(), {"--" + option, value});
    const auto run = bench.run(program, words);
    if (run.code == 0 && run.hash() != hash) return Found::counts;
    if (run.code == 0) found = Found::idle;
    if (contains(run.err, "has no effect here")) return Found::refused;
  }
  return found;
}

}  // namespace

TEST_CASE("every option changes the result or is refused") {
  std::istringstream programs(EXPERIMENTS);
  std::size_t counted = 0, refused = 0;
  for (std::string program; programs >> program;) {
    const Bench bench;
    const Words base{"--preset", "smoke", "--progress", "none"};
    const auto first = bench.run(program, base);
    if (first.code != 0) {
      WARN(program << " left out: " << first.err);
      continue;
    }
    const auto kinds = kinds_of(bench.run(program, {"--preset", "smoke", "--help"}).out);
    REQUIRE(kinds.size() >= 10);
    for (const auto& [option, value] : config_of(first)) {
      const auto kind = kinds.find(option);
      if (option == "preset" || kind == kinds.end()) continue;
      const Words values = others(kind->second, value);
      if (values.empty()) continue;
      const Found found = look(bench, program, base, first.hash(), option, values);
      INFO(program << " --" << option << " is accepted and changes nothing");
      CHECK(found != Found::idle);
      counted += found == Found::counts;
      refused += found == Found::refused;
    }
  }
  CHECK(counted > 60);
  CHECK(refused > 3);
  std::printf("%zu options change the result, %zu are refused\n", counted, refused);
}
