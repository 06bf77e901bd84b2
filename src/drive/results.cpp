// SPDX-License-Identifier: MIT
#include "drive/results.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <string_view>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/provenance.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAtWork = ".at_work";
constexpr double kPause = 2;  // seconds between two writes

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds since `file` was written, by the clock of the file system it is on: that of this machine may
/// be another, or have been set back.
double age(const fs::path& file, fs::file_time_type present) {
  std::error_code error;
  const auto written = fs::last_write_time(file, error);
  return error ? 0 : std::max(0.0, std::chrono::duration<double>(present - written).count());
}

/// The present as the file system has it; this machine's where nothing can be written.
fs::file_time_type present_in(const fs::path& folder) {
  const fs::path probe = folder / (".clock-" + record::host_name() + "-" + std::to_string(getpid()));
  auto present = fs::file_time_type::clock::now();
  try {
    record::write_file(probe, "");
    present = fs::last_write_time(probe);
    fs::remove(probe);
  } catch (const std::exception&) {  // a copy that may not be written to
  }
  return present;
}

struct UnderWay {
  double done, silent;
  std::string host, text;
};

/// Folder → how it stands, of all processes that say so; of two, the one heard of last.
std::map<std::string, UnderWay> under_way(const fs::path& out) {
  std::map<std::string, UnderWay> found;
  std::error_code error;
  if (!fs::is_directory(out / kAtWork, error)) return found;
  const auto present = present_in(out / kAtWork);
  for (const auto& entry : fs::directory_iterator(out / kAtWork, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".")) continue;
    const double silent = age(entry.path(), present);
    std::vector<record::PlannedRun> runs;
    try {
      runs = record::parse_plan(record::read_file(entry.path()));
    } catch (const Error&) {  // gone, or of another version
      continue;
    }
    for (const record::PlannedRun& run : runs) {
      const auto place = found.find(run.folder);
      if (place != found.end() && place->second.silent <= silent) continue;
      found[run.folder] = {run.cost, silent, name.substr(0, name.rfind('-')), run.label};
    }
  }
  return found;
}

/// Whether a file ends as write_manifest() ends it. To read every manifest would take too long.
bool is_whole_object(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  char end[3]{};
  return in.seekg(-3, std::ios::end) && in.read(end, 3) && std::string_view(end, 3) == "\n}\n";
}

std::string last_line(const fs::path& file) {
  std::string text = record::read_file(file);
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

double seconds_since_written(const fs::path& file) {
  return age(file, present_in(file.parent_path()));
}

fs::path log_file(const fs::path& out, const std::string& folder) {
  std::string name = folder;
  std::replace(name.begin(), name.end(), '/', '-');
  return out / "logs" / (name + ".log");
}

std::vector<RunStanding> standings(const fs::path& out, double stale_seconds) {
  const auto moving = under_way(out);
  std::vector<RunStanding> all;
  for (record::PlannedRun& run : record::asked_runs(out)) {
    RunStanding found{std::move(run), Standing::waiting, 0, "", 0, ""};
    const std::string& folder = found.run.folder;
    const auto here = moving.find(folder);
    if (const fs::path manifest = out / folder / record::kManifestName; fs::exists(manifest)) {
      const bool whole = is_whole_object(manifest);
      found.standing = whole ? Standing::done : Standing::failed;
      found.done = 1;
      if (!whole) found.text = "manifest.json is cut short; a sweep makes the run again";
    } else if (here != moving.end()) {
      const UnderWay& way = here->second;
      found.standing = way.silent < stale_seconds ? Standing::running : Standing::stale;
      found.done = way.done;
      found.host = way.host;
      found.silent = way.silent;
      found.text = way.text;
    } else if (const fs::path log = log_file(out, folder); fs::exists(log)) {
      found.standing = Standing::failed;
      found.text = last_line(log);
    }
    all.push_back(std::move(found));
  }
  return all;
}

AtWork::AtWork(const fs::path& out)
    : file_(out / kAtWork / (record::host_name() + "-" + std::to_string(getpid()))) {
  record::make_folder(file_.parent_path());
}

AtWork::~AtWork() {
  std::error_code ignored;
  fs::remove(file_, ignored);
}

void AtWork::update(const Display::State& state) {
  if (written_ >= 0 && now() - written_ < kPause) return;
  written_ = now();
  std::string text;
  for (const Display::Running& run : state.running)
    if (!run.folder.empty())
      text += record::plan_line({run.name, run.folder, run.text, {}, run.done}) + '\n';
  try {
    record::write_file(file_, text);
  } catch (const Error&) {  // `status` will call the runs stale; that is no reason to end them
  }
}

}  // namespace verigan::drive
