// SPDX-License-Identifier: MIT
#include "drive/sweep.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/number_list.hpp"
#include "drive/child.hpp"
#include "drive/needs.hpp"
#include "record/file.hpp"
#include "record/value.hpp"

namespace verigan::drive {
namespace {

constexpr std::size_t kMostRuns = 1000000;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  if (text.ends_with(at)) parts.emplace_back();
  return parts;
}

const CatalogueExperiment& find(const Catalogue& catalogue, const Sweep& sweep) {
  std::vector<std::string> names;
  for (const CatalogueExperiment& entry : catalogue.experiments) {
    if (entry.name == sweep.experiment) return entry;
    names.push_back(entry.name);
  }
  throw Error(message(sweep.source, ": unknown experiment '", sweep.experiment, "'",
                      expected_names(sweep.experiment, names)));
}

/// "alpha=0.1 seed=3": the options in which the runs differ.
std::string label_of(const RunOptions& options, const std::set<std::string>& varying) {
  std::string text;
  for (const auto& [name, value] : options)
    if (varying.contains(name)) text += (text.empty() ? "" : " ") + name + "=" + value;
  return text;
}

}  // namespace

std::vector<RunOptions> Sweep::runs() const {
  std::size_t count = std::max<std::size_t>(seeds.size(), 1);
  for (const Axis& axis : cross) count *= axis.values.size();
  const std::size_t together = zip.empty() ? 1 : zip.front().values.size();
  count *= together;
  require(count <= kMostRuns, source, ": ", count, " runs, expected at most ", kMostRuns);
  std::vector<RunOptions> all;
  for (std::size_t i = 0; i < count; ++i) {
    RunOptions options = fixed;
    std::size_t left = i;
    const std::size_t pair = left % together;
    left /= together;
    for (auto axis = cross.rbegin(); axis != cross.rend(); ++axis) {
      options.emplace_back(axis->option, axis->values[left % axis->values.size()]);
      left /= axis->values.size();
    }
    std::reverse(options.begin() + static_cast<std::ptrdiff_t>(fixed.size()), options.end());
    for (const Axis& axis : zip) options.emplace_back(axis.option, axis.values[pair]);
    if (!seeds.empty()) options.emplace_back("seed", std::to_string(seeds[left]));
    all.push_back(std::move(options));
  }
  return all;
}

Sweep sweep_of(const std::string& experiment, const std::vector<std::string>& words) {
  Sweep sweep{experiment, experiment, experiment, {}, {}, {}, {}};
  std::set<std::string> seen;
  for (std::size_t i = 0; i < words.size(); ++i) {
    require(words[i].starts_with("--") && words[i].size() > 2, "unexpected argument '", words[i],
            "', options start with --");
    std::string name = words[i].substr(2), value;
    if (const auto equals = name.find('='); equals != name.npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else {
      require(++i < words.size(), "--", name, " needs a value");
      value = words[i];
    }
    require(seen.insert(name).second, "--", name, " is given 2 times, expected once");
    require(!value.empty(), "--", name, " needs a value");
    if (name == "seed") {
      sweep.seeds = whole_numbers(value, "--seed");
    } else if (value.find(',') == value.npos || value.find('(') != value.npos) {  // normal(0,1)
      sweep.fixed.emplace_back(name, value);
    } else {
      sweep.cross.push_back({name, split(value, ',')});
    }
  }
  return sweep;
}

std::vector<record::PlannedRun> read_plan(const std::filesystem::path& file) {
  return record::parse_plan(record::read_file(file));
}

std::vector<record::PlannedRun> plan_of(const Sweep& sweep, const Catalogue& catalogue) {
  const CatalogueExperiment& experiment = find(catalogue, sweep);
  std::vector<RunOptions> runs = sweep.runs();
  std::string lines;
  for (const RunOptions& options : runs) {
    record::Object object;
    for (const auto& [name, value] : options) object[name] = value;
    std::string text = record::json_text(object);
    std::erase(text, '\n');
    lines += text + '\n';
  }
  const Capture answer = run_and_capture(
      {catalogue.programs / experiment.program, {"--plan-of", "/dev/stdin"}, lines});
  if (answer.status != 0) {
    std::string said = answer.last_errors.empty() ? message("exit code ", answer.status)
                                                  : answer.last_errors.back();
    if (said.starts_with(sweep.experiment + ": ")) said.erase(0, sweep.experiment.size() + 2);
    throw Error(sweep.source + ": " + said);
  }
  std::vector<record::PlannedRun> planned = record::parse_plan(answer.output);
  require(planned.size() == runs.size(), sweep.source, ": ", sweep.experiment, " planned ",
          planned.size(), " of ", runs.size(), " runs");
  std::map<std::string, std::set<std::string>> values;
  for (const RunOptions& options : runs)
    for (const auto& [name, value] : options) values[name].insert(value);
  std::set<std::string> varying;
  for (const auto& [name, found] : values)
    if (found.size() > 1) varying.insert(name);
  for (std::size_t i = 0; i < runs.size(); ++i)
    if (!varying.empty()) planned[i].label = label_of(runs[i], varying);
  return with_needs(planned, catalogue);  // two spellings of one value make the same run
}

}  // namespace verigan::drive
