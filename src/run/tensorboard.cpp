// SPDX-License-Identifier: MIT
#include "run/tensorboard.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "run/owner.hpp"

namespace verigan::run {
namespace {

namespace fs = std::filesystem;

/// What a process of this run began in the folder, or an earlier one left there, would be shown twice.
fs::path fresh_file(const fs::path& folder) {
  record::make_folder(folder);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().filename().string().starts_with("events.out.tfevents."))
      fs::remove(entry.path(), ignored);
  return folder / ("events.out.tfevents." + Owner::this_process().label());
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && !record::is_temporary(entry.path())) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

struct Tag {
  std::string name;
  std::int64_t step = 0;
};
/// "grid_012" → grid at 12.
Tag tag_of(const std::string& stem) {
  const std::size_t bar = stem.rfind('_');
  Tag tag{stem.substr(0, bar)};
  if (bar == std::string::npos) return tag;
  const char* const end = stem.data() + stem.size();
  const auto read = std::from_chars(stem.data() + bar + 1, end, tag.step);
  return read.ec == std::errc{} && read.ptr == end ? tag : Tag{stem};
}

}  // namespace

fs::path tensorboard_folder(const fs::path& out, const std::string& run) {
  return out / "tensorboard" / run;
}

Tensorboard::Tensorboard(const fs::path& folder) : events_(fresh_file(folder)) {}

void Tensorboard::follow(const fs::path& run) {
  for (const fs::path& file : files_in(run)) {
    if (file.extension() == ".csv" && file.filename() != "digests.csv") table(file);
    if (file.extension() != ".png" || !pictures_.insert(file.filename().string()).second) continue;
    const Tag tag = tag_of(file.stem().string());
    events_.picture(tag.name, tag.step, record::read_file(file));
  }
  events_.flush();
}

void show_finished(const fs::path& out, const std::string& run) {
  const fs::path folder = tensorboard_folder(out, run);
  if (fs::exists(folder) || !fs::exists(out / run / record::kManifestName)) return;
  Tensorboard(folder).follow(out / run);
}

void Tensorboard::table(const fs::path& file) {
  const std::string text = record::read_file(file);
  if (!text.starts_with("step,")) return;
  const std::size_t header = text.find('\n') + 1, whole = text.rfind('\n') + 1;
  std::size_t& seen = seen_[file.filename().string()];
  seen = std::max(seen, header);
  if (whole <= seen) return;
  const record::Table rows = record::Table::parse(
      text.substr(0, header) + text.substr(seen, whole - seen), file.filename().string());
  seen = whole;
  const std::vector<double> steps = rows.numbers("step");
  for (const std::string& name : rows.names()) {
    if (name == "step") continue;
    const std::string tag = file.stem().string() + '/' + name;
    const std::vector<std::string> cells = rows.texts(name);
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (double value = 0; record::parse_number(cells[i], value))
        events_.scalar(tag, static_cast<std::int64_t>(steps[i]), static_cast<float>(value));
  }
}

}  // namespace verigan::run
