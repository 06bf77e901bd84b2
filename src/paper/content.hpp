// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <memory>
#include <string>
#include <vector>

#include "paper/records.hpp"
#include "paper/tex.hpp"

// What the paper says, from its committed data (docs/paper.md) and from the library: numbers, tables,
// figures.
namespace verigan::paper {

struct Data {
  /// Throws Error naming the file that is missing or damaged.
  explicit Data(const std::filesystem::path& folder);
  Data(Data&&) noexcept;
  ~Data();

  Records runs;       // runs.csv: a row a run
  Records course;     // course.csv: JSD and blindness through the trainings of alpha_toy
  Records published;  // published.csv, the table of that name
  Records speed;      // speed.csv, measured by hand on the machine that its rows name
  std::unique_ptr<nlohmann::json> claims, theorems;  // of `verigan claims --json` and `verigan verify --json`

  Records experiment(const std::string& name) const { return where(runs, {{"experiment", name}}); }
};

/// Every number that the text may use.
std::vector<Macro> numbers(const Data& data);

/// LaTeX by the name of its file, without ending.
std::map<std::string, std::string> tables(const Data& data);
std::map<std::string, std::string> figures(const Data& data);

}  // namespace verigan::paper
