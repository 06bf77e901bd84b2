// SPDX-License-Identifier: MIT
#include "run/settings.hpp"

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

Declare Settings::declare() {
  return [this](Options& options, Preset preset) {
    common_.declare(options, preset);
    experiment_.declare(options, preset);
  };
}

Options Settings::set(const CommandLine& line, const record::Object& file) {
  Options options = resolve(line, file, declare());
  common_.common.data.reset();
  if (!common_.data.empty()) common_.common.data = common_.data;
  experiment_.warnings.clear();
  experiment_.prepare(common_.common);
  for (const auto& [name, value] : line.typed) options.require_effect(name, "--" + name);
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
