// SPDX-License-Identifier: MIT
#include "run/run.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/check.hpp"
#include "record/digest.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/npy.hpp"
#include "run/ladder.hpp"
#include "run/signals.hpp"

namespace verigan::run {
namespace {

std::uint64_t whole(const std::string& text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  require(result.ec == std::errc{} && result.ptr == end, "checkpoint: '", text,
          "' where a number was expected");
  return value;
}

std::size_t size_of(const record::Tensors& tensors) {
  std::size_t bytes = 0;
  for (const auto& [name, array] : tensors.arrays) bytes += array.values.size() * sizeof(float);
  return bytes;
}

const std::string& field(const record::Tensors& tensors, const std::string& key) {
  const auto found = tensors.metadata.find(key);
  require(found != tensors.metadata.end(), "checkpoint without '", key, "'");
  return found->second;
}

}  // namespace

const Schema kDigests{"digests.csv", {whole("step")}, {}, ""};

Run::Run(Folder& folder, Progress& progress, std::string config, const LoopSettings& settings,
         std::vector<Schema> declared)
    : folder_(folder),
      progress_(progress),
      config_(std::move(config)),
      settings_(settings),
      declared_(std::move(declared)) {}

void Run::require_declared(const Schema& schema) const {
  const auto found = std::ranges::find(declared_, schema.file, &Schema::file);
  ensure(found != declared_.end(), "an experiment declares the tables it opens");
  const std::size_t known = found->columns.size();
  ensure(schema.columns.size() >= known, "a table has the columns that were declared");
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const std::string& name = schema.columns[i].name;
    ensure(i < known ? name == found->columns[i].name
                     : found->further && name.starts_with(*found->further),
           "a table has the columns that were declared");
  }
}

Series& Run::table(const Schema& schema) {
  require_declared(schema);
  const auto [place, added] = tables_.insert({schema.file, Series(schema)});
  ensure(added && !sampled_tables_.contains(schema.file), "each table is declared once");
  return place->second;
}

Series& Run::sampled_table(const Schema& schema) {
  require_declared(schema);
  const auto [place, added] = sampled_tables_.insert({schema.file, Series(schema)});
  ensure(added && !tables_.contains(schema.file), "each table is declared once");
  return place->second;
}

const Series* Run::find(const std::string& file) const {
  for (const auto* tables : {&tables_, &sampled_tables_})
    if (const auto found = tables->find(file); found != tables->end()) return &found->second;
  return nullptr;
}

Series& Run::open_digests(const record::Tensors& followed) {
  Schema schema = kDigests;
  for (const auto& [name, array] : followed.arrays) schema.columns.push_back(run::text(name));
  return sampled_table(schema);
}

void Run::loop(std::uint64_t total, Resumable& state,
               const std::function<std::string(std::uint64_t)>& step) {
  results_.insert(kCheckpoint);
  Series& digests = open_digests(state.followed());
  const std::uint64_t apart = settings_.digest_every > 0 ? settings_.digest_every
                                                         : std::max<std::uint64_t>(10, total / 1000);
  const auto add_digests = [&](std::uint64_t done) {
    std::vector<Series::Cell> row{done};
    for (const auto& [name, array] : state.followed().arrays)
      row.push_back(record::digest_text(record::digest(array.values)));
    digests.append_cells(row);
  };
  const std::vector<std::uint64_t> kept = ladder(total, size_of(state.save()));

  std::uint64_t done = resume(state, total);
  if (done == 0) done = first_step(state, total);
  const SignalGuard signals;
  progress_.begin(done, total);
  double saved = folder_.seconds(), wait = settings_.checkpoint_seconds;
  while (done < total) {
    if (done > 0 && done == settings_.stop_at) throw Stopped{done};
    const std::string text = step(done++);
    progress_.update(done, text);
    if (done % apart == 0 || done == total) add_digests(done);
    if (std::ranges::binary_search(kept, done)) {
      record::make_folder((folder_.path() / rung(done)).parent_path());
      record::write_safetensors(folder_.path() / rung(done), snapshot(done, state));
    }
    const int signal = signals.poll_signals();
    const double now = folder_.seconds();
    if (signal != 0 || done == total || done == settings_.stop_at || now - saved >= wait) {
      checkpoint(done, state);
      saved = folder_.seconds();
      if (settings_.checkpoint_seconds > 0)  // at most 2 % of the time
        wait = std::max(settings_.checkpoint_seconds, 49 * (saved - now));
    }
    if (signal != 0) throw Interrupted{signal};
  }
}

// The tables first: a checkpoint says how long they were, so longer ones do no harm.
record::Tensors Run::snapshot(std::uint64_t step, const Resumable& state) {
  write_tables();
  record::Tensors tensors = state.save();
  tensors.metadata["step"] = std::to_string(step);
  tensors.metadata["config"] = config_;
  for (const auto& [name, table] : tables_) {
    tensors.metadata["length of " + name] = std::to_string(table.length());
    tensors.metadata["sha256 of " + name] = table.sha256();
  }
  return tensors;
}

void Run::checkpoint(std::uint64_t step, const Resumable& state) {
  record::write_safetensors(folder_.path() / kCheckpoint, snapshot(step, state));
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
    std::map<std::string, Series> tables, sampled_tables;
    for (const auto& [name, table] : tables_)
      tables.insert({name, Series(table.schema())})
          .first->second.resume(folder_.path(), whole(field(tensors, "length of " + name)),
                                field(tensors, "sha256 of " + name));
    for (const auto& [name, table] : sampled_tables_)
      sampled_tables.insert({name, Series(table.schema())})
          .first->second.resume_until(folder_.path(), step);
    state.restore(tensors);
    for (auto& [name, table] : tables_) table = std::move(tables.at(name));
    for (auto& [name, table] : sampled_tables_) table = std::move(sampled_tables.at(name));
    return step;
  } catch (const Error& error) {
    folder_.restart(error.what());
    progress_.note(folder_.messages().back());
    return 0;
  }
}

std::uint64_t Run::first_step(Resumable& state, std::uint64_t total) const {
  if (begin_at_.empty()) return 0;
  const record::Tensors tensors = record::read_safetensors(begin_at_);
  const std::uint64_t step = whole(field(tensors, "step"));
  require(step < total, begin_at_.string(), " is of step ", step, ", expected one before the last, ", total);
  try {
    state.restore(tensors);
  } catch (const Error& error) {
    throw Error(message(begin_at_.string(), ": ", error.what(), "; expected a run of the same networks"));
  }
  return step;
}

void Run::write_tables() {
  for (auto& [name, table] : tables_) {
    table.flush(folder_.path());
    results_.insert(name);
  }
  for (auto& [name, table] : sampled_tables_) table.flush(folder_.path());
  if (tensorboard_ != nullptr) tensorboard_->follow(folder_.path());
}

void Run::samples(const std::string& name, std::span<const float> values,
                  std::span<const std::size_t> shape) {
  record::write_npy(folder_.path() / name, values, shape);
  results_.insert(name);
}

void Run::by_product(const std::string& name, std::span<const float> values,
                     std::span<const std::size_t> shape) {
  record::write_npy(folder_.path() / name, values, shape);
}

void Run::labels(const std::string& name, std::span<const std::uint8_t> values) {
  record::write_npy(folder_.path() / name, values, std::vector<std::size_t>{values.size()});
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
  for (const Schema& schema : declared_)
    ensure(tables_.contains(schema.file) || sampled_tables_.contains(schema.file),
           "an experiment opens the tables it declares");
  write_tables();
  return {results_.begin(), results_.end()};
}

}  // namespace verigan::run
