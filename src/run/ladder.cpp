// SPDX-License-Identifier: MIT
#include "run/ladder.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace verigan::run {

namespace fs = std::filesystem;

std::vector<std::uint64_t> ladder(std::uint64_t total, std::size_t bytes) {
  constexpr std::uint64_t kApart = 50;
  constexpr std::size_t kMostBytes = std::size_t{32} << 20;
  std::vector<std::uint64_t> steps;
  for (int j = 1; j < 64 && total >> j >= kApart; ++j) {
    if (j > 1 && (steps.size() + 2) * bytes > kMostBytes) break;
    steps.push_back(total >> j);
    if (j > 1) steps.push_back(total - (total >> j));
  }
  std::ranges::sort(steps);
  steps.erase(std::ranges::unique(steps).begin(), steps.end());
  return steps;
}

fs::path rung(std::uint64_t step) {
  char name[48];
  std::snprintf(name, sizeof name, "%09llu.safetensors", static_cast<unsigned long long>(step));
  return fs::path("checkpoints") / name;
}

std::vector<std::uint64_t> rungs(const fs::path& folder) {
  std::vector<std::uint64_t> steps;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder / "checkpoints", none)) {
    const std::string name = entry.path().stem().string();
    std::uint64_t step = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), step);
    if (read.ec == std::errc{} && entry.path().filename() == rung(step).filename())
      steps.push_back(step);
  }
  std::ranges::sort(steps);
  return steps;
}

}  // namespace verigan::run
