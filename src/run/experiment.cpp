// SPDX-License-Identifier: MIT
#include "run/experiment.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <span>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "record/manifest.hpp"
#include "record/provenance.hpp"
#include "run/command_line.hpp"
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
  double checkpoint_seconds = 20.0;

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
                  Part::surroundings);
    options.text("out", out, "results go to a folder below this one", Part::surroundings);
    options.text("config", config, "TOML file of options; the command line wins over it",
                 Part::surroundings);
    options.text("data", data, "folder of image files, for experiments that learn images",
                 Part::surroundings);
    options.choice("progress", progress, {"auto", "bar", "plain", "machine", "none"},
                   "how progress is shown on standard error", Part::surroundings);
    options.number("checkpoint-every", checkpoint_seconds, kNotNegative,
                   "seconds between checkpoints", Part::surroundings);
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
    if (line.plan) return plan(line);
    const std::string config = resolve_config(line);
    return run(config);
  }

 private:
  Declare declare() {
    return [this](Options& options, Preset preset) {
      options_.declare(options, preset);
      experiment_.declare(options, preset);
    };
  }

  // Sets every option and returns the text of config.toml.
  std::string resolve_config(const CommandLine& line) {
    const Options options = resolve(line, declare());
    if (!options_.data.empty()) options_.common.data = options_.data;
    experiment_.prepare(options_.common);
    resolved_ = options.resolved();
    return toml_text(resolved_);
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

  int plan(const CommandLine& line) {
    resolve(line, declare());
    const Preset preset = options_.common.preset;
    for (const Planned& planned : experiment_.plan(preset)) {
      std::vector<std::string> words{"--preset", preset_name(preset)};
      words.insert(words.end(), planned.arguments.begin(), planned.arguments.end());
      // Whatever else was asked for holds for each of the runs.
      for (const auto& [option, value] : line.typed) {
        if (option == "preset" || option == "out" || option == "progress") continue;
        const std::string word = "--" + option;
        require(std::find(words.begin(), words.end(), word) == words.end(), word,
                " cannot be given with --plan, the plan sets it");
        words.insert(words.end(), {word, value});
      }
      const std::string config = resolve_config(parse_command_line(words, declare()));
      const nlohmann::ordered_json out = {{"experiment", experiment_.name()},
                                          {"folder", folder_name(experiment_.name(), config)},
                                          {"label", planned.label},
                                          {"args", words},
                                          {"cost", planned.cost}};
      std::printf("%s\n", out.dump().c_str());
    }
    return 0;
  }

  int run(const std::string& config) {
    if (options_.threads > 1) restart_with_short_waits(arguments_.data());
    Folder folder(options_.out, experiment_.name(), config, record::build().commit);
    const std::string label = experiment_.label();
    Progress progress(progress_mode(options_.progress),
                      experiment_.name() + (label.empty() ? "" : ' ' + label));
    for (const std::string& remark : folder.remarks()) progress.note(remark);
    if (folder.state() == Folder::State::finished) {
      progress.note("nothing to do, the run is finished and its files are as they were");
    } else {
      set_threads(static_cast<int>(options_.threads));
      Run run(folder, progress, config, options_.checkpoint_seconds);
      experiment_.run(run, options_.common);
      finish(folder, run.close(), run.diagnosis());
      progress.end("done");
    }
    std::printf("%s\n", folder.path().c_str());
    return 0;
  }

  void finish(Folder& folder, const std::vector<std::string>& results,
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
    manifest.dataset = experiment_.dataset();
    record::write_manifest(folder.path(), manifest);
    folder.finish();
  }

  Experiment& experiment_;
  std::span<const char* const> arguments_;
  CommonOptions options_;
  record::Object resolved_;
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
