// SPDX-License-Identifier: MIT
#include "run/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <ctime>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/lock.hpp"
#include "record/manifest.hpp"
#include "run/options.hpp"

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

fs::path set_aside(const fs::path& folder) {
  fs::path aside;
  for (int n = 1; aside.empty() || fs::exists(aside); ++n) {
    aside = folder;
    aside += ".changed-" + std::to_string(n);
  }
  record::rename_file(folder, aside);
  return aside;
}

std::string folder_name(const std::string& experiment, const std::string& config) {
  return experiment + '/' + record::sha256(config).substr(0, 12);
}

Folder::Folder(const fs::path& out, const std::string& experiment, const std::string& config,
               const std::string& commit)
    : final_(out / folder_name(experiment, config)),
      config_(config),
      commit_(commit),
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
    const fs::path aside = set_aside(final_);
    remarks_.push_back(why + "; set aside as " + aside.filename().string() + ", running again");
  }
  path_ = final_;
  path_ += ".partial";
  record::make_folder(path_);
  lock();
  inspect_partial();
}

Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

void Folder::lock() {
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  require(lock_ >= 0, "cannot open the folder ", path_.string());
  const record::Lock lock = record::lock_now(lock_);
  using State = record::Lock::State;
  require(lock.state != State::held_by_another, path_.string(),
          ": another process is at work on this run");
  if (lock.state == State::not_possible)
    remarks_.push_back("the folder cannot be locked (" + lock.reason +
                       "): take care that no other process is at work on this run");
}

void Folder::inspect_partial() {
  remove_temporaries(path_);
  if (!fs::exists(path_ / kUnfinished)) return start_fresh();
  try {
    const record::Object state =
        record::parse_json(record::read_file(path_ / kUnfinished), (path_ / kUnfinished).string());
    if (text_of(state, "commit") != commit_) {
      return begin_again("it was begun by another version of the program");
    }
    if (record::read_file(path_ / "config.toml") != config_) {
      return begin_again("its config.toml was edited");
    }
    started_ = text_of(state, "started");
    const auto* seconds = std::get_if<double>(&state.at("seconds"));
    seconds_before_ = seconds == nullptr ? 0.0 : *seconds;
    state_ = State::resumable;
  } catch (const std::exception& error) {
    begin_again(error.what());
  }
}

void Folder::begin_again(const std::string& reason) {
  remarks_.push_back("the unfinished run is begun again: " + reason);
  start_fresh();
}

void Folder::start_fresh() {
  empty_folder(path_);
  state_ = State::fresh;
  started_ = utc_now();
  seconds_before_ = 0.0;
  record::write_file(path_ / "config.toml", config_);
  save_seconds();
}

double Folder::seconds() const { return seconds_before_ + clock_seconds() - clock_start_; }

void Folder::save_seconds() const {
  record::write_file(path_ / kUnfinished, record::json_text({{"started", started_},
                                                        {"seconds", seconds()},
                                                        {"commit", commit_}}));
}

void Folder::finish() {
  record::rename_file(path_, final_);
  path_ = final_;
  state_ = State::finished;
  std::error_code ignored;
  fs::remove(path_ / kUnfinished, ignored);
}

}  // namespace verigan::run
