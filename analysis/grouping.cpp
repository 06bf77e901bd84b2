// SPDX-License-Identifier: MIT
#include "analysis/grouping.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/check.hpp"

namespace verigan::analysis {
namespace {

/// Every option of a run but its seed, and but which run each input was, which has a seed of its own.
record::Object options_of(const Run& run) {
  record::Object options = run.manifest.config;
  options.erase("seed");
  for (const auto& [option, input] : run.manifest.inputs) options.erase(option + "-run");
  if (!run.manifest.dataset.empty()) options["images"] = run.manifest.dataset;
  return options;
}

record::Value value_of(const record::Object& options, const std::string& name) {
  const auto found = options.find(name);
  return found == options.end() ? record::Value{std::string("not set")} : found->second;
}

/// "alpha 0.1, dataset line".
std::string text_of(const record::Object& options) {
  std::string text;
  for (const auto& [name, value] : options)
    text += message(text.empty() ? "" : ", ", name, " ", value_text(value));
  return text;
}

record::Object chosen(const record::Object& options, const auto& names) {
  record::Object some;
  for (const std::string& name : names) some[name] = value_of(options, name);
  return some;
}

using Groups = std::map<record::Object, std::vector<const Run*>>;

Groups groups_by(const std::vector<Run>& runs, const auto& names) {
  Groups groups;
  for (const Run& run : runs) groups[chosen(options_of(run), names)].push_back(&run);
  return groups;
}

/// The options of which runs of one group have more than one value.
std::set<std::string> differing(const std::vector<const Run*>& group) {
  const record::Object first = options_of(*group.front());
  std::set<std::string> names;
  for (const Run* run : group) {
    const record::Object options = options_of(*run);
    for (const auto* object : {&first, &options})
      for (const auto& [name, value] : *object)
        if (value_of(first, name) != value_of(options, name)) names.insert(name);
  }
  return names;
}

void refuse_copies(const std::vector<const Run*>& group) {
  std::map<std::pair<record::Object, std::int64_t>, const Run*> seen;
  for (const Run* run : group) {
    const auto [other, is_new] = seen.insert({{options_of(*run), run->manifest.seed}, run});
    require(is_new, other->second->folder.string(), " and ", run->folder.string(),
            " are of the same options and seed, expected one of them");
  }
}

/// Whether --where NAME=VALUE leaves the run; one without such an option is left.
bool holds(const Run& run, const std::string& name, const std::string& value) {
  const record::Object options = options_of(run);
  if (name == "seed") return std::to_string(run.manifest.seed) == value;
  return !options.contains(name) || value_text(options.at(name)) == value;
}

}  // namespace

std::vector<Variant> variants(const std::vector<Run>& runs, const Options& told_apart) {
  std::set<std::string> names;
  for (const auto& [key, group] : groups_by(runs, told_apart)) {
    refuse_copies(group);
    names.merge(differing(group));
  }
  std::vector<Variant> all;
  for (const auto& [key, group] : groups_by(runs, names)) {
    Variant variant{text_of(key), {}};
    for (const Run* run : group) variant.runs.push_back(*run);
    all.push_back(std::move(variant));
  }
  return all;
}

std::vector<Run> alike(std::vector<Run> runs, const Options& told_apart) {
  for (const auto& [key, group] : groups_by(runs, told_apart)) {
    refuse_copies(group);
    const std::set<std::string> names = differing(group);
    if (names.empty()) continue;
    std::string all;
    for (const std::string& name : names) {
      std::set<record::Value> values;
      for (const Run* run : group) values.insert(value_of(options_of(*run), name));
      all += (all.empty() ? "" : ", ") + name + " (";
      for (const record::Value& value : values)
        all += (value == *values.begin() ? "" : ", ") + value_text(value);
      all += ")";
    }
    const std::string& name = *names.begin();
    throw Error(message(group.front()->manifest.experiment, ": runs",
                        key.empty() ? "" : " of " + text_of(key), " differ in ", all,
                        ", expected one variant; choose with --where ", name, "=",
                        value_text(value_of(options_of(*group.front()), name))));
  }
  return runs;
}

std::vector<Run> load_runs(const Folders& folders, const std::string& experiment) {
  std::vector<Run> runs = load_runs(folders.results, experiment);
  for (const auto& [name, value] : folders.where) {
    const auto has = [&](const Run& run) {
      return name == "seed" || options_of(run).contains(name);
    };
    if (!std::ranges::any_of(runs, has)) continue;
    folders.known.insert(name);
    std::erase_if(runs, [&](const Run& run) { return !holds(run, name, value); });
    require(std::ranges::any_of(runs, has), "--where ", name, "=", value, ": no such run of ",
            experiment);
  }
  return runs;
}

std::vector<Run> load_alike(const Folders& folders, const std::string& experiment,
                            const Options& told_apart) {
  return alike(load_runs(folders, experiment), told_apart);
}

std::vector<Variant> load_variants(const Folders& folders, const std::string& experiment,
                                   const Options& told_apart) {
  return variants(load_runs(folders, experiment), told_apart);
}

std::string value_text(const record::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&value)) return record::number_text(*number);
  std::string list;
  for (const double x : std::get<std::vector<double>>(value)) {
    if (!list.empty()) list += ',';
    list += record::number_text(x);
  }
  return list;
}

}  // namespace verigan::analysis
