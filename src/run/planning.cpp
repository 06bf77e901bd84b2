// SPDX-License-Identifier: MIT
#include "run/planning.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/number_list.hpp"
#include "data/locate.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/plan.hpp"

namespace verigan::run {
namespace {

class Planner {
 public:
  Planner(Experiment& experiment, Settings& settings) : experiment_(experiment), settings_(settings) {}

  std::string of_preset(CommandLine line) {
    std::vector<std::uint64_t> seeds;
    if (const auto typed = line.typed.extract("seed")) seeds = whole_numbers(typed.mapped(), "--seed");
    FurtherOptions further = further_options(line);
    if (!seeds.empty()) further.erase("seed");  // a file's, which the command line wins over
    for (const char* option : {"out", "progress"})
      if (const auto given = further.find(option); given != further.end())
        throw Error(given->second.source + " has no effect with --plan, which runs nothing");
    const Preset preset = settings_.common().common.preset;
    std::string out;
    std::set<std::string> used;
    for (const Planned& planned : reseeded(experiment_.plan(preset), preset, seeds, further)) {
      std::vector<std::string> words{"--preset", preset_name(preset)};
      words.insert(words.end(), planned.arguments.begin(), planned.arguments.end());
      for (const auto& [option, given] : effective_options(words, further)) {
        words.insert(words.end(), {"--" + option, given.value});
        used.insert(option);
      }
      std::string config;
      try {
        config = settings_.resolve_config(parse_command_line(words, settings_.declare()));
      } catch (const data::MissingData& missing) {
        out += record::plan_line({experiment_.name(), "", planned.label, words,
                                  static_cast<double>(planned.cost), learns_images_, {}, missing.what()}) +
               '\n';
        continue;
      }
      out += planned_line(config, planned.label, words, static_cast<double>(planned.cost), learns_images_);
    }
    for (const auto& [option, given] : further)
      if (!used.contains(option))
        throw Error(given.source + (given.set_by_plan ? " has no effect on any run of the plan, which sets it itself"
                                                      : " has no effect on any run of the plan") +
                    "; expected to be left out");
    return out;
  }

  std::string of_file(const std::string& file) {
    std::istringstream lines(record::read_file(file));
    std::string out;
    for (std::string text; std::getline(lines, text);) {
      CommandLine line;
      std::vector<std::string> words;
      for (const auto& [name, value] : record::parse_json(text, file)) {
        const auto* typed = std::get_if<std::string>(&value);
        require(typed != nullptr, file, ": ", name, ": expected a text");
        line.typed[name] = *typed;
        words.insert(words.end(), {"--" + name, *typed});
      }
      refuse_foreign(line);
      std::string config;
      double cost = 1;
      bool images = false;
      try {
        const Options options = settings_.set(line, {});
        config = toml_text(options.resolved());
        cost = cost_of(options);
        images = options.has_effect("data");
      } catch (const Error& error) {
        const std::string said = error.what();
        throw Error(said.starts_with("--") ? said.substr(2) : said);
      }
      out += planned_line(config, experiment_.label(), words, cost, images);
    }
    return out;
  }

 private:
  // An option that is requested in addition to those of a plan's runs.
  struct Further {
    std::string value, source;  // source: "--steps", "my.toml: steps"
    bool typed = true;
    bool set_by_plan = false;
  };
  using FurtherOptions = std::map<std::string, Further>;

  // Its folder is not known before the runs are that it needs.
  std::string planned_line(const std::string& config, const std::string& label,
                           const std::vector<std::string>& words, double cost, bool images) const {
    const std::vector<record::Need> needs = experiment_.needs();
    const bool known = std::ranges::none_of(needs, [](const auto& need) { return need.folder.empty(); });
    return record::plan_line({experiment_.name(), known ? folder_name(experiment_.name(), config) : "", label,
                              words, cost, images, needs}) +
           '\n';
  }

  // The plan with other seeds, seed by seed; runs that draw nothing stay as they are.
  std::vector<Planned> reseeded(const std::vector<Planned>& runs, Preset preset,
                                const std::vector<std::uint64_t>& seeds, FurtherOptions further) {
    if (seeds.empty()) return runs;
    std::vector<Planned> settings, without_chance, all;
    std::set<std::vector<std::string>> seen;
    for (Planned planned : runs) {
      auto& words = planned.arguments;
      if (const auto seed = std::ranges::find(words, "--seed"); seed != words.end())
        words.erase(seed, seed + 2);
      if (!seen.insert(words).second) continue;
      std::vector<std::string> line{"--preset", preset_name(preset)};
      line.insert(line.end(), words.begin(), words.end());
      for (const auto& [option, given] : effective_options(line, further))
        line.insert(line.end(), {"--" + option, given.value});
      const CommandLine asked = parse_command_line(line, settings_.declare());
      bool by_chance = true;
      try {
        by_chance = settings_.set(asked, {}).has_effect("seed");
      } catch (const data::MissingData&) {  // it will be skipped
      }
      if (by_chance) planned.label = experiment_.label();
      (by_chance ? settings : without_chance).push_back(std::move(planned));
    }
    for (const std::uint64_t seed : seeds)
      for (Planned planned : settings) {
        planned.label += (planned.label.empty() ? "seed " : " seed ") + std::to_string(seed);
        planned.arguments.insert(planned.arguments.end(), {"--seed", std::to_string(seed)});
        all.push_back(std::move(planned));
      }
    all.insert(all.end(), without_chance.begin(), without_chance.end());
    return all;
  }

  // What is no option, and what the driver sets itself.
  void refuse_foreign(const CommandLine& line) {
    Options options;
    settings_.declare()(options, Preset::quick);
    std::vector<std::string> names;
    for (const Options::Row& row : options.rows())
      if (row.name != "out" && row.name != "config" && row.name != "progress" && row.name != "threads")
        names.push_back(row.name);
    for (const auto& [name, value] : line.typed)
      require(std::ranges::find(names, name) != names.end(), "unknown key '", name, "'",
              expected_names(name, names));
  }

  // Relative to other runs of the experiment: steps, or what stands for them.
  static double cost_of(const Options& options) {
    for (const char* name : {"steps", "epochs"})
      for (const Options::Row& row : options.rows())
        if (const auto value = row.get(); row.name == name)
          if (const auto* whole = std::get_if<std::int64_t>(&value); whole != nullptr && *whole > 0)
            return static_cast<double>(*whole);
    return 1;
  }

  // Those of the command line and of the file that it names, which it wins over.
  FurtherOptions further_options(const CommandLine& line) {
    const record::Object file = config_file(line);
    const Options options = resolve(line, file, settings_.declare());  // refuses names and values
    FurtherOptions further;
    for (const auto& [name, value] : file)
      further[name] = {word(options.value(name)), line.typed.at("config") + ": " + name, false};
    for (const auto& [name, value] : line.typed) further[name] = {value, "--" + name};
    for (const char* name : {"preset", "config"}) further.erase(name);
    return further;
  }

  // A value as it is typed.
  static std::string word(const record::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    return record::number_text(std::get<double>(value));
  }

  // Those among the `further` options that have an effect on the run that `words` ask for; what the plan
  // sets itself is noted in them.
  FurtherOptions effective_options(const std::vector<std::string>& words, FurtherOptions& further) {
    CommandLine line = parse_command_line(words, settings_.declare());
    FurtherOptions effective;
    for (auto& [option, given] : further) {
      if (line.typed.insert({option, given.value}).second) {
        effective[option] = given;
        continue;
      }
      require(!given.typed, "--", option, " cannot be given with --plan, the plan sets it");
      given.set_by_plan = true;
    }
    const Options options = resolve(line, {}, settings_.declare());
    learns_images_ = options.has_effect("data");
    std::erase_if(effective, [&](const auto& entry) { return !options.has_effect(entry.first); });
    return effective;
  }

  Experiment& experiment_;
  Settings& settings_;
  bool learns_images_ = false;  // of the run last planned
};

}  // namespace

std::string plan_of_preset(Experiment& experiment, Settings& settings, const CommandLine& line) {
  return Planner(experiment, settings).of_preset(line);
}

std::string plan_of_file(Experiment& experiment, Settings& settings, const std::string& file) {
  return Planner(experiment, settings).of_file(file);
}

}  // namespace verigan::run
