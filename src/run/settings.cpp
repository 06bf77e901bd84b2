// SPDX-License-Identifier: MIT
#include "run/settings.hpp"

#include "core/check.hpp"

namespace verigan::run {

void CommonOptions::declare(Options& options, Preset chosen) {
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
  options.text("from", from,
               "folder of a finished run to go on from, with its settings but those that are given; needs --steps +N "
               "or --epochs +N",
               Part::environment);
  options.never("from", "no training is gone on with");
  options.implied("from-result", from_result);
  options.choice("progress", progress, {"auto", "bar", "plain", "machine", "none"},
                 "how progress is shown on standard error", Part::environment);
  options.number("checkpoint-every", loop.checkpoint_seconds, kNotNegative,
                 "seconds between checkpoints", Part::environment);
  options.whole("digest-every", loop.digest_every, 0, 1000000000,
                "steps between rows of digests.csv; 0: a thousandth of all, at least 10",
                Part::environment);
  options.text("live", loop.live, "PNG file that shows the training, drawn again each second", Part::environment);
  options.whole("stop-at", loop.stop_at, 0, 1000000000,
                "step after which to stop, the state saved; 0: none", Part::environment);
}

Declare Settings::declare() {
  return [this](Options& options, Preset preset) {
    common_.declare(options, preset);
    experiment_.declare(options, preset);
  };
}

void Settings::go_on_from(CommandLine& line, record::Object& file) {
  from_.reset();
  const auto typed = line.typed.find("from");
  if (typed == line.typed.end()) return;
  Options options;
  declare()(options, common_.common.preset);
  options.require_effect("from", "--from");
  from_ = read_continued(typed->second, experiment_.name());
  if (!file.contains("from-result")) line = extended(line, *from_);  // a configuration of a run has all
  record::Object all = from_->config;
  for (const auto& [name, value] : file) all[name] = value;
  file = std::move(all);
}

Options Settings::set(const CommandLine& asked, const record::Object& asked_file) {
  CommandLine line = asked;
  record::Object file = asked_file;
  go_on_from(line, file);
  Options options = resolve(line, file, declare());
  if (from_) {
    const auto named = asked_file.find("from-result");
    require(named == asked_file.end() || named->second == record::Value(from_->text()), "--from ",
            from_->folder.string(), " is ", from_->text(), ", expected ", common_.from_result);
    common_.from_result = from_->text();
  }
  require(from_ || common_.from_result.empty(), "--from is not given, expected the folder of the run ",
          common_.from_result);
  common_.common.data.reset();
  if (!common_.data.empty()) common_.common.data = common_.data;
  experiment_.warnings.clear();
  experiment_.prepare(common_.common);
  for (const auto& [name, value] : line.typed) options.require_effect(name, "--" + name);
  // What makes no checkpoints makes no steps that could be watched.
  if (!common_.loop.live.empty()) {
    options.require_effect("checkpoint-every", "--live");
    require(common_.loop.live.ends_with(".png"), "--live ", common_.loop.live, ", expected a name that ends in .png");
  }
  return options;
}

std::string Settings::resolve_config(const CommandLine& line) {
  const record::Object file = config_file(line);
  const Options options = set(line, file);
  resolved_ = options.resolved();
  refuse_idle_keys(line, file, options);
  return toml_text(resolved_);
}

// A run's config.toml holds all its options. So a file may give one that has no effect the value it
// has without the file; another is refused.
void Settings::refuse_idle_keys(const CommandLine& line, record::Object file, const Options& options) {
  record::Object idle;
  for (const auto& [name, value] : file)
    if (!options.has_effect(name)) idle[name] = options.value(name);
  if (idle.empty()) return;
  for (const auto& [name, value] : idle) file.erase(name);
  const Options without = set(line, file);
  for (const auto& [name, value] : idle)
    if (without.value(name) != value)
      without.require_effect(name, line.typed.at("config") + ": " + name);
}

}  // namespace verigan::run
