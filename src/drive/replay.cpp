// SPDX-License-Identifier: MIT
#include "drive/replay.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "drive/child.hpp"
#include "drive/needs.hpp"
#include "drive/workplace.hpp"
#include "core/check.hpp"
#include "record/file.hpp"
#include "record/provenance.hpp"
#include "run/folder.hpp"
#include "run/ladder.hpp"
#include "run/owner.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

std::filesystem::path program_of(const Catalogue& catalogue, const std::string& experiment) {
  const auto found = std::ranges::find(catalogue.experiments, experiment, &CatalogueExperiment::name);
  require(found != catalogue.experiments.end(), "there is no program ", experiment, " here");
  return catalogue.programs / found->program;
}

// As a process that was killed right after this checkpoint would have left the folder.
void set_back(const RunRecord& run, std::uint64_t step, const fs::path& folder) {
  record::make_folder(folder);
  const auto copy = [&](const fs::path& from, const std::string& name) {
    record::write_file(folder / name, record::read_file(from));
  };
  copy(run.folder / "config.toml", "config.toml");
  copy(run.folder / run::rung(step), run::kCheckpoint);
  for (const auto& [name, hash] : run.manifest.files)
    if (name.ends_with(".csv")) copy(run.folder / name, name);
  record::write_file(folder / run::kUnfinished,
                     record::json_text({{"started", run.manifest.started},
                                        {"seconds", 0.0},
                                        {"commits", record::build().commit},
                                        {"node", run::this_node()},
                                        {"pid", std::int64_t{0}},
                                        {"birth", std::string()}}));
}

// The first cell of the line at this byte, if it is a whole number.
std::optional<std::uint64_t> step_at(const std::string& table, std::size_t byte) {
  const std::size_t line = byte == 0 ? 0 : table.rfind('\n', byte - 1) + 1;
  std::uint64_t step = 0;
  const auto read = std::from_chars(table.data() + line, table.data() + table.size(), step);
  return read.ec == std::errc{} ? std::optional(step) : std::nullopt;
}

// Keeps the earliest of what differs.
void note(Replay& found, std::optional<std::uint64_t> step, const std::string& difference) {
  const bool earlier = step && (!found.step || *step < *found.step);
  if (!found.difference.empty() && !earlier) return;
  found.step = step;
  found.difference = step ? message("step ", *step, ", ", difference) : difference;
}

void compare_table(Replay& found, const std::string& name, const std::string& before,
                   const std::string& now, bool whole) {
  ++found.files;
  const auto at = std::ranges::mismatch(before, now);
  if (at.in2 == now.end() && (!whole || at.in1 == before.end())) return;
  const auto byte = static_cast<std::size_t>(at.in1 - before.begin());
  note(found, name.ends_with(".csv") ? step_at(before, byte) : std::nullopt,
       message(name, ", byte ", byte + 1));
}

// By steps: a run may have been asked for other rows.
void compare_digests(Replay& found, const fs::path& before, const fs::path& now) {
  const Digests recorded = read_digests(before), again = read_digests(now);
  for (const auto& [step, row] : again.rows)
    found.digests += step > found.started_at && recorded.rows.contains(step);
  if (const auto parted = parting(recorded, again))
    note(found, parted->step, "digests.csv, " + parted->tensors.front());
}

}  // namespace

Window parse_window(const std::string& text, const RunRecord& run) {
  const auto number = [&](const std::string& part, std::uint64_t otherwise) {
    if (part.empty()) return otherwise;
    std::uint64_t value = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), value);
    require(read.ec == std::errc{} && read.ptr == part.data() + part.size(), "--window ", text,
            ", expected two steps, A:B");
    return value;
  };
  const std::size_t colon = text.find(':');
  if (text.empty()) return {0, run.steps};
  require(colon != std::string::npos, "--window ", text, ", expected two steps, A:B");
  require(run.steps > 0, "--window ", text, ": ", run.manifest.experiment,
          " makes no steps, expected no window");
  const Window window{number(text.substr(0, colon), 0), number(text.substr(colon + 1), run.steps)};
  require(window.from < window.to && window.to <= run.steps, "--window ", text,
          ", expected A below B and B at most ", run.steps);
  return window;
}

Part run_part(const RunRecord& run, const Catalogue& catalogue, const fs::path& place,
              const Window& window, std::uint64_t digest_every) {
  const fs::path config = fs::absolute(run.folder / "config.toml");
  const std::string name = run::folder_name(run.manifest.experiment, record::read_file(config));
  Part part;
  for (const std::uint64_t step : run.rungs)
    if (step <= window.from) part.from = step;
  if (part.from > 0)
    set_back(run, part.from, place / (name + '.' + run::this_node() + "-0-0.partial"));
  Command command{program_of(catalogue, run.manifest.experiment),
                  {"--config", config.string(), "--out", place.string(), "--threads", "1",
                   "--progress", "none"}};
  for (std::string& word : input_arguments(run.folder, run.manifest)) command.args.push_back(std::move(word));
  if (window.to < run.steps)
    command.args.insert(command.args.end(), {"--stop-at", std::to_string(window.to)});
  if (digest_every > 0)
    command.args.insert(command.args.end(), {"--digest-every", std::to_string(digest_every)});
  const Capture capture = run_and_capture(command);
  require(capture.status == 0, run.manifest.experiment, " failed with exit code ", capture.status,
          capture.last_errors.empty() ? "" : ": " + capture.last_errors.back());
  part.folder = capture.output.substr(0, capture.output.find('\n'));
  return part;
}

Replay replay(const RunRecord& run, const Catalogue& catalogue, const Window& window) {
  const auto begin = std::chrono::steady_clock::now();
  const Workplace place;
  const Part part = run_part(run, catalogue, place.path(), window);
  Replay found;
  found.window = window;
  found.started_at = part.from;
  const bool whole = window.to == run.steps;
  for (const auto& [name, hash] : run.manifest.files) {
    const bool is_result = std::ranges::count(run.manifest.result_files, name) > 0;
    const bool is_table = name.ends_with(".csv");
    if (name == "digests.csv" || (!is_table && !(whole && is_result))) continue;
    if (!fs::exists(part.folder / name)) {
      if (whole) note(found, std::nullopt, name + " is not made");
      continue;  // a table that is written when all steps are done
    }
    compare_table(found, name, record::read_file(run.folder / name),
                  record::read_file(part.folder / name), whole);
  }
  for (const std::uint64_t step : run.rungs) {
    if (step <= part.from || step > window.to) continue;
    ++found.checkpoints;
    const std::string name = run::rung(step).generic_string();
    const bool same = fs::exists(part.folder / name) && record::read_file(run.folder / name) ==
                                                            record::read_file(part.folder / name);
    if (!same) note(found, step, name);
  }
  compare_digests(found, run.folder, part.folder);
  found.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return found;
}

}  // namespace verigan::drive
