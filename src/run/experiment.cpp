// SPDX-License-Identifier: MIT
#include "run/experiment.hpp"

#include <cstdio>
#include <optional>
#include <span>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "core/text.hpp"
#include "data/locate.hpp"
#include "record/manifest.hpp"
#include "record/provenance.hpp"
#include "run/command_line.hpp"
#include "run/owner.hpp"
#include "run/planning.hpp"
#include "run/settings.hpp"
#include "run/signals.hpp"
#include "run/tensorboard.hpp"
#include "simd/known_answers.hpp"
#include "simd/target.hpp"

namespace verigan::run {
namespace {

class Program {
 public:
  Program(Experiment& experiment, std::span<const char* const> arguments)
      : experiment_(experiment), arguments_(arguments), settings_(experiment) {}

  int main() {
    simd::require_known_answers();
    std::vector<std::string> words(arguments_.begin() + 1, arguments_.end());
    const CommandLine line = parse_command_line(words, settings_.declare());
    if (line.help) return help(line);
    if (line.version) return print(record::version_line(experiment_.name() + " of verigan") + '\n');
    if (line.describe)
      return print(record::json_text({{"name", experiment_.name()}, {"title", experiment_.title()}}));
    if (line.plan) return print(plan_of_preset(experiment_, settings_, line));
    if (!line.plan_of.empty()) return print(plan_of_file(experiment_, settings_, line.plan_of));
    if (line.columns) return print(columns(line));
    const std::string config = settings_.resolve_config(line);
    return run(config, line);
  }

 private:
  int help(const CommandLine& line) {
    const auto typed = line.typed.find("preset");
    const Preset preset = typed == line.typed.end() ? Preset::quick : preset_of(typed->second);
    constexpr std::size_t kColumns = 80;
    std::printf("%s\n%s\nUsage: %s [--OPTION VALUE …]\n\n%s",
                reflowed(experiment_.name() + ": " + experiment_.title(), kColumns).c_str(),
                reflowed(experiment_.science(), kColumns).c_str(), experiment_.name().c_str(), options_help(settings_.declare(), preset).c_str());
    std::printf("\nDefaults are those of the preset %s.\n", preset_name(preset).c_str());
    return 0;
  }

  static int print(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    return 0;
  }

  // "metrics.csv: step,epoch,…", a line for each table that the run asked for would leave.
  std::string columns(const CommandLine& line) {
    for (const char* option : {"out", "progress"})
      require(!line.typed.contains(option), "--", option,
              " has no effect with --columns, which runs nothing");
    resolve(line, config_file(line), settings_.declare());
    std::string out;
    for (const Schema& schema : experiment_.tables()) {
      out += schema.file + ": ";
      for (const Column& column : schema.columns)
        out += (&column == schema.columns.data() ? "" : ",") + column.name;
      out += (schema.further ? ',' + *schema.further + "…" : "") + '\n';
    }
    return out;
  }

  int run(const std::string& config, const CommandLine& line) {
    if (options_.threads > 1) restart_with_short_waits(arguments_.data());
    for (const record::Need& need : experiment_.needs())
      throw Error(message("--", need.option, " is not given, expected the folder of a finished run of ",
                          need.folder.empty() ? need.asks.front() : need.folder));
    const std::string outdated = set_outdated_aside(config);
    Folder folder(options_.out, experiment_.name(), config, record::build().commit,
                  line.resume_across);
    const std::string label = experiment_.label();
    Progress progress(progress_mode(options_.progress),
                      experiment_.name() + (label.empty() ? "" : ' ' + label));
    for (const std::string& warning : experiment_.warnings) progress.note(warning);
    if (!outdated.empty()) progress.note(outdated);
    for (const std::string& sentence : folder.messages()) progress.note(sentence);
    std::optional<Tensorboard> tensorboard;
    if (line.tensorboard)
      tensorboard.emplace(tensorboard_folder(options_.out, folder_name(experiment_.name(), config)));
    if (folder.state() == Folder::State::finished) {
      if (tensorboard) tensorboard->follow(folder.path());
      progress.note("nothing to do, the run is finished and its files are as they were");
    } else {
      set_threads(static_cast<int>(options_.threads));
      Run run(folder, progress, config, options_.loop, experiment_.tables());
      if (tensorboard) run.follow(&*tensorboard);
      if (settings_.from()) run.begin_at(settings_.from()->checkpoint());
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

  record::Inputs inputs() const {
    record::Inputs inputs = experiment_.inputs();
    if (const auto& from = settings_.from()) inputs["from"] = {from->run, from->result_hash};
    return inputs;
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
    manifest.config = settings_.resolved();
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
    if (!manifest.dataset.empty())  // so that the run can be made again without --data
      manifest.provenance["data"] =
          std::filesystem::absolute(options_.common.data ? std::filesystem::path(*options_.common.data)
                                                         : data::data_folder({}))
              .string();
    manifest.inputs = inputs();
    record::write_manifest(folder.path(), manifest);
    return folder.finish();
  }

  Experiment& experiment_;
  std::span<const char* const> arguments_;
  Settings settings_;
  const CommonOptions& options_ = settings_.common();
};

}  // namespace

int run_program(Experiment& experiment, int argc, const char* const* argv) {
  const std::string name = experiment.name();
  return run_main(name, [&] {
    try {
      return Program(experiment, {argv, static_cast<std::size_t>(argc)}).main();
    } catch (const Interrupted& interrupted) {
      std::fprintf(stderr, "%s: interrupted; what is done is saved, the same command continues\n",
                   name.c_str());
      return 128 + interrupted.signal;
    }
  });
}

}  // namespace verigan::run
