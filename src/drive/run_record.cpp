// SPDX-License-Identifier: MIT
#include "drive/run_record.hpp"

#include <algorithm>
#include <set>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/safetensors.hpp"
#include "run/ladder.hpp"

namespace verigan::drive {

namespace fs = std::filesystem;

RunRecord read_run(const fs::path& folder) {
  require(fs::exists(folder / record::kManifestName), folder.string(),
          ": no finished run, expected a folder with a ", record::kManifestName);
  RunRecord run{folder, record::read_manifest(folder), {}, 0, run::rungs(folder)};
  require(run.manifest.finished, folder.string(), ": an unfinished run, expected a finished one");
  const fs::path summary = folder / "summary.json", checkpoint = folder / run::kCheckpoint;
  if (fs::exists(summary))
    run.summary = record::parse_json(record::read_file(summary), summary.string());
  if (!fs::exists(checkpoint)) return run;
  const auto metadata = record::read_safetensors(checkpoint).metadata;
  const auto step = metadata.find("step");
  double steps = 0;
  require(step != metadata.end() && record::parse_number(step->second, steps) && steps > 0,
          checkpoint.string(), ": no step in its metadata, expected a checkpoint of a run");
  run.steps = static_cast<std::uint64_t>(steps);
  return run;
}

Digests read_digests(const fs::path& folder) {
  Digests digests;
  if (!fs::exists(folder / "digests.csv")) return digests;
  const record::Table table = record::read_csv(folder / "digests.csv");
  const std::vector<double> steps = table.numbers("step");
  for (const std::string& name : table.names()) {
    if (name == "step") continue;
    digests.tensors.push_back(name);
    const std::vector<std::string> column = table.texts(name);
    for (std::size_t i = 0; i < steps.size(); ++i)
      digests.rows[static_cast<std::uint64_t>(steps[i])].push_back(column[i]);
  }
  return digests;
}

std::vector<Pair> differing(const record::Object& a, const record::Object& b) {
  std::set<std::string> names;
  for (const record::Object* object : {&a, &b})
    for (const auto& [name, value] : *object) names.insert(name);
  std::vector<Pair> found;
  for (const std::string& name : names) {
    const auto of = [&](const record::Object& object) -> std::optional<record::Value> {
      const auto at = object.find(name);
      return at == object.end() ? std::nullopt : std::optional(at->second);
    };
    Pair pair{name, of(a), of(b)};
    // By their text: NaN is NaN.
    if (value_text(pair.a) != value_text(pair.b)) found.push_back(std::move(pair));
  }
  return found;
}

std::string value_text(const std::optional<record::Value>& value) {
  if (!value) return "–";
  if (const auto* x = std::get_if<bool>(&*value)) return *x ? "true" : "false";
  if (const auto* x = std::get_if<std::int64_t>(&*value)) return std::to_string(*x);
  if (const auto* x = std::get_if<double>(&*value)) return record::number_text(*x);
  if (const auto* x = std::get_if<std::string>(&*value)) return *x;
  std::string list;
  for (const double x : std::get<std::vector<double>>(*value))
    list += (list.empty() ? "" : ", ") + record::number_text(x);
  return '[' + list + ']';
}

std::optional<Parting> parting(const Digests& a, const Digests& b) {
  if (a.rows.empty() || b.rows.empty()) return std::nullopt;
  for (const auto& [one, other] : {std::pair{&a, &b}, {&b, &a}})
    for (const std::string& name : one->tensors)
      require(std::ranges::count(other->tensors, name) > 0, "one run has a tensor ", name,
              ", the other has none, expected runs of the same networks");
  Parting found;
  for (const auto& [step, row] : a.rows) {
    const auto other = b.rows.find(step);
    if (other == b.rows.end()) continue;
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i] != other->second[i]) found.tensors.push_back(a.tensors[i]);
    if (!found.tensors.empty()) {
      found.step = step;
      return found;
    }
    found.last_same = step;
  }
  return std::nullopt;
}

}  // namespace verigan::drive
