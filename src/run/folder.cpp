// SPDX-License-Identifier: MIT
#include "run/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <sstream>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/lock.hpp"
#include "record/manifest.hpp"
#include "record/safetensors.hpp"
#include "run/ladder.hpp"
#include "run/options.hpp"
#include "run/owner.hpp"

namespace verigan::run {
namespace {

namespace fs = std::filesystem;

double clock_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::string text_of(const record::Object& object, const char* key) {
  const auto found = object.find(key);
  const auto* text = found == object.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// 0 where there is no checkpoint that can be read.
std::uint64_t checkpoint_step(const fs::path& path) {
  try {
    double step = 0;
    const auto metadata = record::read_safetensors(path).metadata;
    const auto found = metadata.find("step");
    if (found == metadata.end() || !record::parse_number(found->second, step) ||
        !(step >= 0 && step <= 0x1p53))
      return 0;
    return static_cast<std::uint64_t>(step);
  } catch (const Error&) {
    return 0;
  }
}

/// "metrics.csv, byte 17" of the first result file, by name, in which two finished runs differ; empty
/// when there is none.
std::string first_difference(const fs::path& a, const fs::path& b) {
  try {
    const record::Manifest one = record::read_manifest(a), other = record::read_manifest(b);
    if (one.result_files != other.result_files) return "the list of result files";
    for (const std::string& name : one.result_files) {
      const std::string left = record::read_file(a / name), right = record::read_file(b / name);
      const auto at = std::ranges::mismatch(left, right);
      if (at.in1 != left.end() || at.in2 != right.end())
        return message(name, ", byte ", at.in1 - left.begin() + 1);
    }
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

void empty_folder(const fs::path& path) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) fs::remove_all(entry.path(), error);
  require(!error, "cannot empty the folder ", path.string(), ": ", error.message());
}

void remove_temporaries(const fs::path& path) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(path, ignored)) {
    if (record::is_temporary(entry.path())) fs::remove(entry.path(), ignored);
  }
}

/// What does not go together in a folder whose files are as they were.
std::vector<std::string> contradictions(const fs::path& folder, const record::Manifest& manifest) {
  if (!manifest.files.contains("config.toml")) return {"manifest.json does not name config.toml"};
  const fs::path file = folder / "config.toml";
  const std::string config = record::read_file(file);
  std::vector<std::string> found;
  if (record::json_text(read_toml(file.string())) != record::json_text(manifest.config))
    found.push_back("manifest.json has other options than config.toml");
  const auto seed = manifest.config.find("seed");
  if (seed == manifest.config.end() || seed->second != record::Value{manifest.seed})
    found.push_back("manifest.json has another seed than config.toml");
  const std::string name = folder_name(manifest.experiment, config);
  fs::path place = fs::absolute(folder).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();  // "DIR/", "."
  if ((place.parent_path().filename() / place.filename()).string() != name)
    found.push_back("its place is not " + name + ", where these options belong");
  return found;
}

}  // namespace

std::vector<std::string> damage(const fs::path& folder) {
  try {
    const record::Manifest manifest = record::read_manifest(folder);
    if (!manifest.finished) return {"manifest.json is of an unfinished run"};
    std::vector<std::string> found = record::differences(folder);
    return found.empty() ? contradictions(folder, manifest) : found;
  } catch (const Error& error) {
    return {error.what()};
  }
}

fs::path quarantine(const fs::path& folder, const std::string& why) {
  fs::path aside;
  for (int n = 1; aside.empty() || fs::exists(aside); ++n) {
    aside = folder;
    aside += "." + why + "-" + std::to_string(n);
  }
  record::rename_file(folder, aside);
  return aside;
}

std::string folder_name(const std::string& experiment, const std::string& config) {
  return experiment + '/' + record::sha256(config).substr(0, 12);
}

struct Folder::Left {
  fs::path path;
  Owner owner;
  Life life = Life::gone;
  std::vector<std::string> commits;
  std::uint64_t step = 0;  // of its checkpoint; 0: there is none
};

Folder::Folder(const fs::path& out, const std::string& experiment, const std::string& config,
               const std::string& commit, bool across)
    : final_(out / folder_name(experiment, config)),
      config_(config),
      commit_(commit),
      commits_{commit},
      clock_start_(clock_seconds()) {
  std::error_code none;  // what cannot be looked at cannot be made either, which is said below
  if (fs::exists(final_, none)) {
    std::string why;
    for (const std::string& sentence : damage(final_))
      why += (why.empty() ? "" : ", ") + sentence;
    if (why.empty()) {
      path_ = final_;
      state_ = State::finished;
      return;
    }
    const fs::path aside = quarantine(final_);
    messages_.push_back(why + "; set aside as " + aside.filename().string() + ", running again");
  }
  record::make_folder(final_.parent_path());
  take_over_or_begin(across);
}

Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

// Farthest first.
std::vector<Folder::Left> Folder::find_left() const {
  std::vector<Left> found;
  const std::string name = final_.filename().string();
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(final_.parent_path(), none)) {
    const std::string there = entry.path().filename().string();
    if (!there.starts_with(name + '.') || !there.ends_with(".partial")) continue;
    Left left;
    left.path = entry.path();
    try {
      const record::Object state =
          record::parse_json(record::read_file(left.path / kUnfinished), there);
      const auto pid = state.find("pid");
      left.owner = {text_of(state, "node"), 0, text_of(state, "birth")};
      if (pid != state.end())
        if (const auto* number = std::get_if<std::int64_t>(&pid->second)) left.owner.pid = *number;
      left.commits = words_of(text_of(state, "commits"));
    } catch (const Error&) {  // killed before it was written, or damaged: its name tells the node
      left.owner.node = there.starts_with(name + '.' + this_node() + '-') ? this_node() : "?";
    }
    left.life = life(left.owner, left.path);
    left.step = checkpoint_step(left.path / kCheckpoint);
    found.push_back(std::move(left));
  }
  std::ranges::sort(found, [](const Left& a, const Left& b) {
    return a.step != b.step ? a.step > b.step : a.path < b.path;
  });
  return found;
}

void Folder::take_over_or_begin(bool across) {
  const std::vector<Left> left = find_left();
  for (const Left& one : left)
    require(one.life != Life::here, one.path.string(),
            ": another process, number ", one.owner.pid, ", is at work on this run");
  const auto is_ours = [&](const Left& one) {
    return across || one.commits.empty() || one.commits.back() == commit_;
  };
  for (const Left& one : left)
    if (!is_ours(one))
      messages_.push_back(message("an unfinished run, begun by commit ", one.commits.back(),
                                  ", is left as ", one.path.filename().string(),
                                  "; --resume-across continues it by this program"));
  for (const Left& one : left)
    if (one.life == Life::gone && is_ours(one) && take_over(one)) return;
  path_ = final_;
  path_ += message(".", Owner::this_process().label(), ".partial");
  record::make_folder(path_);
  lock();
  start_fresh();
  for (const Left& one : left)
    if (one.life == Life::elsewhere && is_ours(one) && one.step > 0) return copy(one);
}

// Of two processes that try, the renaming of one fails.
bool Folder::take_over(const Left& left) {
  fs::path own = final_;
  own += message(".", Owner::this_process().label(), ".partial");
  std::error_code error;
  fs::rename(left.path, own, error);
  if (error) return false;
  path_ = own;
  lock();
  inspect();
  return true;
}

// The checkpoint first: the tables, which only grow, are then at least as long as it says.
void Folder::copy(const Left& left) {
  const std::string from = left.path.filename().string();
  try {
    for (const char* first : {kCheckpoint, kUnfinished})
      record::write_file(path_ / first, record::read_file(left.path / first));
    for (const auto& entry : fs::directory_iterator(left.path))
      if (entry.path().extension() == ".csv")
        record::write_file(path_ / entry.path().filename(), record::read_file(entry.path()));
  } catch (const std::exception& error) {
    return restart(message(from, ", of another node, cannot be copied: ", error.what()));
  }
  messages_.push_back(message("continues a copy of ", from, ", which another node began"));
  inspect();
}

void Folder::lock() {
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  require(lock_ >= 0, "cannot open the folder ", path_.string());
  const record::Lock lock = record::lock_now(lock_);
  require(lock.state != record::Lock::State::held_by_another, path_.string(),
          ": another process is at work on this run");
}

void Folder::inspect() {
  remove_temporaries(path_);
  if (!fs::exists(path_ / kUnfinished)) return start_fresh();
  try {
    const record::Object state =
        record::parse_json(record::read_file(path_ / kUnfinished), (path_ / kUnfinished).string());
    if (record::read_file(path_ / "config.toml") != config_) {
      return restart("its config.toml was edited");
    }
    started_ = text_of(state, "started");
    commits_ = words_of(text_of(state, "commits"));
    if (commits_.empty() || commits_.back() != commit_) commits_.push_back(commit_);
    const auto* seconds = std::get_if<double>(&state.at("seconds"));
    seconds_before_ = seconds == nullptr ? 0.0 : *seconds;
    state_ = State::resumable;
    save_seconds();
  } catch (const std::exception& error) {
    restart(error.what());
  }
}

void Folder::restart(const std::string& reason) {
  messages_.push_back("the unfinished run is begun again: " + reason);
  start_fresh();
}

void Folder::start_fresh() {
  empty_folder(path_);
  state_ = State::fresh;
  started_ = utc_now();
  commits_ = {commit_};
  seconds_before_ = 0.0;
  record::write_file(path_ / "config.toml", config_);
  save_seconds();
}

double Folder::seconds() const { return seconds_before_ + clock_seconds() - clock_start_; }

void Folder::save_seconds() const {
  std::string commits;
  for (const std::string& commit : commits_) commits += (commits.empty() ? "" : " ") + commit;
  const Owner owner = Owner::this_process();
  record::write_file(path_ / kUnfinished, record::json_text({{"started", started_},
                                                        {"seconds", seconds()},
                                                        {"commits", commits},
                                                        {"node", owner.node},
                                                        {"pid", owner.pid},
                                                        {"birth", owner.birth}}));
}

Folder::Twin Folder::finish() {
  Twin twin;
  std::error_code ignored;
  if (!fs::exists(final_, ignored)) {
    record::rename_file(path_, final_);
    path_ = final_;
  } else if (twin.difference = first_difference(path_, final_); twin.difference.empty()) {
    twin.verdict = Twin::Verdict::confirmed;
    fs::remove_all(path_, ignored);
    path_ = final_;
  } else {
    twin.verdict = Twin::Verdict::differs;
    fs::path whole = final_;
    whole += message(".", Owner::this_process().label());
    record::rename_file(path_, whole);
    path_ = quarantine(whole, "differs");
  }
  fs::remove(path_ / kUnfinished, ignored);
  state_ = State::finished;
  return twin;
}

}  // namespace verigan::run
