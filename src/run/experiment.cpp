// SPDX-License-Identifier: MIT
#include "run/experiment.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <span>
#include <sstream>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/number_list.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "data/locate.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "record/provenance.hpp"
#include "run/command_line.hpp"
#include "run/owner.hpp"
#include "run/signals.hpp"
#include "simd/known_answers.hpp"
#include "simd/target.hpp"

namespace verigan::run {
namespace {

// The options every experiment has, beside its own.
struct CommonOptions {
  Common common;
  std::string preset, out, config, data, progress;
  std::uint64_t threads = 1;
  LoopSettings loop;

  void declare(Options& options, Preset chosen) {
    *this = {};
    common.preset = chosen;
    preset = preset_name(chosen);
    out = "results";
    progress = "auto";
    options.choice("preset", preset, {"smoke", "quick", "paper"},
                   "how much work: seconds, about a minute, what the papers did");
    options.whole("seed", common.seed, 0, 0xffffffffU, "where all chance comes from");
    options.whole("threads", threads, 1, 1024, "threads; the result does not depend on them",
                  Part::environment);
    options.text("out", out, "results go to a folder below this one", Part::environment);
    options.text("config", config, "TOML file of options; the command line wins over it",
                 Part::environment);
    options.text("data", data, "folder of image files, for experiments that learn images",
                 Part::environment);
    options.never("data", "nothing is learnt from image files");
    options.choice("progress", progress, {"auto", "bar", "plain", "machine", "none"},
                   "how progress is shown on standard error", Part::environment);
    options.number("checkpoint-every", loop.checkpoint_seconds, kNotNegative,
                   "seconds between checkpoints", Part::environment);
    options.whole("digest-every", loop.digest_every, 0, 1000000000,
                  "steps between rows of digests.csv; 0: a thousandth of all, at least 10",
                  Part::environment);
    options.whole("stop-at", loop.stop_at, 0, 1000000000,
                  "step after which to stop, the state saved; 0: none", Part::environment);
  }
};

class Program {
 public:
  Program(Experiment& experiment, std::span<const char* const> arguments)
      : experiment_(experiment), arguments_(arguments) {}

  int main() {
    simd::require_known_answers();
    std::vector<std::string> words(arguments_.begin() + 1, arguments_.end());
    const CommandLine line = parse_command_line(words, declare());
    if (line.help) return help(line);
    if (line.version) return version();
    if (line.describe) return describe();
    if (line.plan) return plan(line);
    if (!line.plan_of.empty()) return plan_of(line.plan_of);
    if (line.columns) return columns(line);
    const std::string config = resolve_config(line);
    return run(config, line.resume_across);
  }

 private:
  // An option that is asked for in addition to those of a plan's runs.
  struct Further {
    std::string value, source;  // source: "--steps", "my.toml: steps"
    bool typed = true;
    bool set_by_plan = false;
  };
  using FurtherOptions = std::map<std::string, Further>;

  Declare declare() {
    return [this](Options& options, Preset preset) {
      options_.declare(options, preset);
      experiment_.declare(options, preset);
    };
  }

  // Sets every option and lets the experiment prepare.
  Options set_options(const CommandLine& line, const record::Object& file) {
    Options options = resolve(line, file, declare());
    options_.common.data.reset();
    if (!options_.data.empty()) options_.common.data = options_.data;
    experiment_.warnings.clear();
    experiment_.prepare(options_.common);
    for (const auto& [name, value] : line.typed) options.require_effect(name, "--" + name);
    return options;
  }

  // Sets every option and returns the text of config.toml.
  std::string resolve_config(const CommandLine& line) {
    const record::Object file = config_file(line);
    const Options options = set_options(line, file);
    resolved_ = options.resolved();
    refuse_idle_keys(line, file, options);
    return toml_text(resolved_);
  }

  // A run's config.toml holds all its options. So a file may give one that has no effect the value it
  // has without the file; another is refused.
  void refuse_idle_keys(const CommandLine& line, record::Object file, const Options& options) {
    record::Object idle;
    for (const auto& [name, value] : file)
      if (!options.has_effect(name)) idle[name] = options.value(name);
    if (idle.empty()) return;
    for (const auto& [name, value] : idle) file.erase(name);
    const Options without = set_options(line, file);
    for (const auto& [name, value] : idle)
      if (without.value(name) != value)
        without.require_effect(name, line.typed.at("config") + ": " + name);
  }

  int help(const CommandLine& line) {
    const auto typed = line.typed.find("preset");
    const Preset preset = typed == line.typed.end() ? Preset::quick : preset_of(typed->second);
    std::printf("%s: %s\n\n%s\nUsage: %s [--OPTION VALUE …]\n\n%s", experiment_.name().c_str(),
                experiment_.title().c_str(), experiment_.science().c_str(),
                experiment_.name().c_str(), options_help(declare(), preset).c_str());
    std::printf("\nDefaults are those of the preset %s.\n", preset_name(preset).c_str());
    return 0;
  }

  int version() const {
    std::printf("%s\n", record::version_line(experiment_.name() + " of verigan").c_str());
    return 0;
  }

  int describe() const {
    std::printf("%s",
                record::json_text({{"name", experiment_.name()}, {"title", experiment_.title()}}).c_str());
    return 0;
  }

  // "metrics.csv: step,epoch,…", a line for each table that the run asked for would leave.
  int columns(const CommandLine& line) {
    for (const char* option : {"out", "progress"})
      require(!line.typed.contains(option), "--", option,
              " has no effect with --columns, which runs nothing");
    resolve(line, config_file(line), declare());
    std::string out;
    for (const Schema& schema : experiment_.tables()) {
      out += schema.file + ": ";
      for (const Column& column : schema.columns)
        out += (&column == schema.columns.data() ? "" : ",") + column.name;
      out += (schema.further ? ',' + *schema.further + "…" : "") + '\n';
    }
    std::printf("%s", out.c_str());
    return 0;
  }

  int plan(CommandLine line) {
    std::vector<std::uint64_t> seeds;
    if (const auto typed = line.typed.extract("seed")) seeds = whole_numbers(typed.mapped(), "--seed");
    FurtherOptions further = further_options(line);
    if (!seeds.empty()) further.erase("seed");  // a file's, which the command line wins over
    for (const char* option : {"out", "progress"})
      if (const auto given = further.find(option); given != further.end())
        throw Error(given->second.source + " has no effect with --plan, which runs nothing");
    const Preset preset = options_.common.preset;
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
        config = resolve_config(parse_command_line(words, declare()));
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
    std::printf("%s", out.c_str());
    return 0;
  }

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
      const CommandLine asked = parse_command_line(line, declare());
      bool by_chance = true;
      try {
        by_chance = set_options(asked, {}).has_effect("seed");
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

  // For the driver: the plan of runs that it has put together, one JSON object of options a line.
  int plan_of(const std::string& file) {
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
        const Options options = set_options(line, {});
        config = toml_text(options.resolved());
        cost = cost_of(options);
        images = options.has_effect("data");
      } catch (const Error& error) {
        const std::string said = error.what();
        throw Error(said.starts_with("--") ? said.substr(2) : said);
      }
      out += planned_line(config, experiment_.label(), words, cost, images);
    }
    std::fputs(out.c_str(), stdout);
    return 0;
  }

  // What is no option, and what the driver sets itself.
  void refuse_foreign(const CommandLine& line) {
    Options options;
    declare()(options, Preset::quick);
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
    const Options options = resolve(line, file, declare());  // refuses names and values
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
    CommandLine line = parse_command_line(words, declare());
    FurtherOptions effective;
    for (auto& [option, given] : further) {
      if (line.typed.insert({option, given.value}).second) {
        effective[option] = given;
        continue;
      }
      require(!given.typed, "--", option, " cannot be given with --plan, the plan sets it");
      given.set_by_plan = true;
    }
    const Options options = resolve(line, {}, declare());
    learns_images_ = options.has_effect("data");
    std::erase_if(effective, [&](const auto& entry) { return !options.has_effect(entry.first); });
    return effective;
  }

  int run(const std::string& config, bool across) {
    if (options_.threads > 1) restart_with_short_waits(arguments_.data());
    for (const record::Need& need : experiment_.needs())
      throw Error(message("--", need.option, " is not given, expected the folder of a finished run of ",
                          need.folder.empty() ? need.asks.front() : need.folder));
    const std::string outdated = set_outdated_aside(config);
    Folder folder(options_.out, experiment_.name(), config, record::build().commit, across);
    const std::string label = experiment_.label();
    Progress progress(progress_mode(options_.progress),
                      experiment_.name() + (label.empty() ? "" : ' ' + label));
    for (const std::string& warning : experiment_.warnings) progress.note(warning);
    if (!outdated.empty()) progress.note(outdated);
    for (const std::string& sentence : folder.messages()) progress.note(sentence);
    if (folder.state() == Folder::State::finished) {
      progress.note("nothing to do, the run is finished and its files are as they were");
    } else {
      set_threads(static_cast<int>(options_.threads));
      Run run(folder, progress, config, options_.loop, experiment_.tables());
      try {
        experiment_.run(run, options_.common);
      } catch (const Stopped& stopped) {
        progress.end(message("stopped after step ", stopped.step));
        std::printf("%s\n", folder.path().c_str());
        return 0;
      }
      using Verdict = Folder::Twin::Verdict;
      const Folder::Twin twin = finish(folder, run.close(), run.diagnosis());
      progress.end("done");
      if (twin.verdict == Verdict::confirmed)
        std::fprintf(stderr, "%s: confirmed: another process finished this run in the meantime, with the "
                             "same bytes\n", experiment_.name().c_str());
      if (twin.verdict == Verdict::differs) return report_difference(twin, folder);
    }
    std::printf("%s\n", folder.path().c_str());
    return 0;
  }

  // A run made from what another run left when it was not yet what it is now. Returns what was done.
  std::string set_outdated_aside(const std::string& config) const {
    const std::filesystem::path folder =
        std::filesystem::path(options_.out) / folder_name(experiment_.name(), config);
    if (experiment_.inputs().empty() || !std::filesystem::exists(folder / record::kManifestName)) return {};
    if (!damage(folder).empty() || record::read_manifest(folder).inputs == experiment_.inputs()) return {};
    return message("it was made from another result of ", experiment_.inputs().begin()->second.run,
                   "; set aside as ", quarantine(folder).filename().string(), ", running again");
  }

  int report_difference(const Folder::Twin& twin, const Folder& folder) const {
    std::fprintf(stderr,
                 "%s: differs: %s. Another process finished this run in the meantime, and equal runs give "
                 "equal bytes; both are kept, as %s and %s\n",
                 experiment_.name().c_str(), twin.difference.c_str(), folder.final_path().c_str(),
                 folder.path().c_str());
    return 1;
  }

  Folder::Twin finish(Folder& folder, const std::vector<std::string>& results,
                      const std::optional<record::RecordedDiagnosis>& diagnosis) const {
    record::Manifest manifest;
    manifest.diagnosis = diagnosis;
    manifest.experiment = experiment_.name();
    manifest.preset = options_.preset;
    manifest.title = experiment_.title();
    manifest.finished = true;
    manifest.config = resolved_;
    manifest.seed = static_cast<std::int64_t>(options_.common.seed);
    manifest.files = record::hash_files(folder.path());
    manifest.files.erase(kUnfinished);
    manifest.result_files = results;
    manifest.result_hash = record::result_hash(manifest.files, results);
    manifest.seconds = folder.seconds();
    manifest.started = folder.started();
    manifest.provenance =
        record::provenance(simd::simd_target(), static_cast<int>(options_.threads), arguments_);
    if (folder.commits().size() > 1) {
      std::string earlier;
      for (std::size_t i = 0; i + 1 < folder.commits().size(); ++i)
        earlier += (i == 0 ? "" : " ") + folder.commits()[i];
      manifest.provenance["earlier_commits"] = earlier;
    }
    manifest.provenance["node"] = this_node();
    manifest.dataset = experiment_.dataset();
    manifest.inputs = experiment_.inputs();
    record::write_manifest(folder.path(), manifest);
    return folder.finish();
  }

  Experiment& experiment_;
  std::span<const char* const> arguments_;
  CommonOptions options_;
  record::Object resolved_;
  bool learns_images_ = false;  // of the run last planned
};

}  // namespace

int run_program(Experiment& experiment, int argc, const char* const* argv) {
  const std::string name = experiment.name();
  return run_main(name, [&] {
    try {
      return Program(experiment, {argv, static_cast<std::size_t>(argc)}).main();
    } catch (const Interrupted& interrupted) {
      std::fprintf(stderr, "%s: interrupted; what is done is saved, the same command goes on\n",
                   name.c_str());
      return 128 + interrupted.signal;
    }
  });
}

}  // namespace verigan::run
