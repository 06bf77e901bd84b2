// SPDX-License-Identifier: MIT
#include "run/run.hpp"

#include <charconv>
#include <utility>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/npy.hpp"
#include "run/signals.hpp"

namespace verigan::run {
namespace {

constexpr const char* kCheckpoint = "checkpoint.safetensors";

std::uint64_t whole(const std::string& text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  require(result.ec == std::errc{} && result.ptr == end, "checkpoint: '", text,
          "' where a number was expected");
  return value;
}

// The header of a table and those of its rows, whose first cell is a step, up to `step`.
std::string rows_until(const std::string& text, std::uint64_t step) {
  std::size_t end = text.find('\n');
  require(end != std::string::npos, "a table without a header");
  while (true) {
    const std::size_t next = text.find('\n', end + 1);
    if (next == std::string::npos) return text.substr(0, end + 1);
    if (whole(text.substr(end + 1, text.find(',', end + 1) - end - 1)) > step)
      return text.substr(0, end + 1);
    end = next;
  }
}

const std::string& field(const record::Tensors& tensors, const std::string& key) {
  const auto found = tensors.metadata.find(key);
  require(found != tensors.metadata.end(), "checkpoint without '", key, "'");
  return found->second;
}

}  // namespace

Run::Run(Folder& folder, Progress& progress, std::string config, double checkpoint_seconds)
    : folder_(folder),
      progress_(progress),
      config_(std::move(config)),
      checkpoint_seconds_(checkpoint_seconds) {}

record::CsvWriter& Run::table(const std::string& name, std::initializer_list<std::string> header) {
  const auto [place, added] = tables_.insert({name, record::CsvWriter(header)});
  ensure(added, "each table is declared once");
  return place->second;
}

record::CsvWriter& Run::side_table(const std::string& name, std::span<const std::string> header) {
  const auto [place, added] = side_tables_.insert({name, record::CsvWriter(header)});
  ensure(added && !tables_.contains(name), "each table is declared once");
  return place->second;
}

void Run::loop(std::uint64_t total, Resumable& state,
               const std::function<std::string(std::uint64_t)>& step) {
  results_.insert(kCheckpoint);
  std::uint64_t done = resume(state, total);
  const SignalGuard signals;
  progress_.begin(done, total);
  double saved = folder_.seconds();
  while (done < total) {
    const std::string text = step(done++);
    progress_.update(done, text);
    const int signal = signals.pending();
    if (signal != 0 || done == total || folder_.seconds() - saved >= checkpoint_seconds_) {
      checkpoint(done, state);
      saved = folder_.seconds();
    }
    if (signal != 0) throw Interrupted{signal};
  }
}

// The tables first: a checkpoint says how long they were, so longer ones do no harm.
void Run::checkpoint(std::uint64_t step, const Resumable& state) {
  write_tables();
  record::Tensors tensors = state.save();
  tensors.metadata["step"] = std::to_string(step);
  tensors.metadata["config"] = config_;
  for (const auto& [name, table] : tables_) {
    tensors.metadata["length of " + name] = std::to_string(table.text().size());
    tensors.metadata["sha256 of " + name] = record::sha256(table.text());
  }
  record::write_safetensors(folder_.path() / kCheckpoint, tensors);
  folder_.save_seconds();
}

std::uint64_t Run::resume(Resumable& state, std::uint64_t total) {
  if (folder_.state() != Folder::State::resumable) return 0;
  if (!std::filesystem::exists(folder_.path() / kCheckpoint)) return 0;
  try {
    const record::Tensors tensors = record::read_safetensors(folder_.path() / kCheckpoint);
    require(field(tensors, "config") == config_, "checkpoint of another configuration");
    const std::uint64_t step = whole(field(tensors, "step"));
    require(step <= total, "checkpoint at step ", step, " of ", total);
    std::map<std::string, std::string> texts;
    for (const auto& [name, table] : tables_) {
      const std::string text = record::read_file(folder_.path() / name);
      const std::uint64_t length = whole(field(tensors, "length of " + name));
      require(length <= text.size() &&
                  record::sha256(text.substr(0, length)) == field(tensors, "sha256 of " + name),
              name, " was changed");
      texts[name] = text.substr(0, length);
    }
    std::map<std::string, std::string> side_texts;
    for (const auto& [name, table] : side_tables_)
      side_texts[name] = rows_until(record::read_file(folder_.path() / name), step);
    state.restore(tensors);
    for (auto& [name, table] : side_tables_) table.restore(std::move(side_texts[name]));
    for (auto& [name, table] : tables_) table.restore(std::move(texts[name]));
    return step;
  } catch (const Error& error) {
    folder_.begin_again(error.what());
    progress_.note(folder_.remarks().back());
    return 0;
  }
}

void Run::write_tables() {
  for (const auto& [name, table] : tables_) {
    record::write_file(folder_.path() / name, table.text());
    results_.insert(name);
  }
  for (const auto& [name, table] : side_tables_)
    record::write_file(folder_.path() / name, table.text());
}

void Run::csv(const std::string& name, const record::CsvWriter& table) {
  record::write_file(folder_.path() / name, table.text());
  results_.insert(name);
}

void Run::samples(const std::string& name, std::span<const float> values,
                  std::span<const std::size_t> shape) {
  record::write_npy(folder_.path() / name, values, shape);
  results_.insert(name);
}

void Run::summary(const record::Object& object) {
  record::write_file(folder_.path() / "summary.json", record::json_text(object));
  results_.insert("summary.json");
}

void Run::picture(const std::string& name, const record::Picture& picture) {
  record::write_png(folder_.path() / name, picture);
}

std::vector<std::string> Run::close() {
  write_tables();
  return {results_.begin(), results_.end()};
}

}  // namespace verigan::run
