// SPDX-License-Identifier: MIT
#include "drive/ro_crate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/provenance.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kCrate = "https://w3id.org/ro/crate/1.1";
constexpr const char* kProfile = "https://w3id.org/ro/wfrun/process/0.5";
constexpr const char* kLicense = "https://spdx.org/licenses/MIT";

json reference(const std::string& id) { return {{"@id", id}}; }
/// One value where there is one, as JSON-LD is compacted.
json compact(const json& list) { return list.size() == 1 ? list.front() : list; }

std::string time_text(std::time_t time) {
  std::tm utc{};
  gmtime_r(&time, &utc);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", &utc);
  return text;
}

/// "2026-12-01T15:59:20Z" as manifests have it.
std::time_t time_of(const std::string& text) {
  std::tm utc{};
  return strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc) == nullptr ? 0 : timegm(&utc);
}

std::time_t time_written(const fs::path& file) {
  using namespace std::chrono;
  return system_clock::to_time_t(time_point_cast<system_clock::duration>(
      file_clock::to_sys(fs::last_write_time(file))));
}

std::string text_of(const record::Object& object, const char* key) {
  const auto found = object.find(key);
  const auto* text = found == object.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "unknown" : *text;
}

std::string format_of(const fs::path& file) {
  static const std::map<std::string, std::string> kFormats{
      {".csv", "text/csv"},         {".json", "application/json"}, {".html", "text/html"},
      {".svg", "image/svg+xml"},    {".png", "image/png"},         {".toml", "application/toml"},
      {".mp4", "video/mp4"}};
  const auto found = kFormats.find(file.extension().string());
  return found == kFormats.end() ? "application/octet-stream" : found->second;
}

class Crate {
 public:
  explicit Crate(fs::path out) : out_(std::move(out)) {}

  void add_run(const std::string& folder, const std::string& label) {
    if (!fs::exists(out_ / folder / record::kManifestName)) return;
    const record::Manifest manifest = record::read_manifest(out_ / folder);
    if (!manifest.finished) return;
    const record::Object& origin = manifest.provenance;
    const std::string name = manifest.experiment + (label.empty() ? "" : " " + label);
    const std::string config = add_file(folder + "/config.toml", "Options of " + name);
    const std::string record = add_file(folder + '/' + record::kManifestName, "Manifest of " + name);
    const std::string run = add_part(
        {{"@id", folder + '/'},
         {"@type", "Dataset"},
         {"name", name},
         {"description", manifest.title},
         {"identifier", "result_hash " + manifest.result_hash},
         {"hasPart", {reference(config), reference(record)}}});
    runs_[manifest.experiment].push_back(run);
    json read = json::array({reference(config)});
    for (const auto& [option, input] : manifest.inputs)
      if (fs::exists(out_ / input.run)) read.push_back(reference(input.run + '/'));
    const std::time_t begin = time_of(manifest.started),
                      end = begin + static_cast<std::time_t>(std::ceil(manifest.seconds));
    add_action({{"@id", "#run-" + manifest.result_hash + '-' + fs::path(folder).filename().string()},
                {"name", "Run of " + name},
                {"description",
                 message("On ", text_of(origin, "host"), ": ", text_of(origin, "machine"), "; ",
                         text_of(origin, "compiler"), ", SIMD target ", text_of(origin, "simd_target"))},
                {"startTime", time_text(begin)},
                {"instrument", reference(program(text_of(origin, "version"), text_of(origin, "commit")))},
                {"object", compact(read)},
                {"result", reference(run)}},
               end);
  }

  /// What a table's or figure's program left, with what it read.
  void add_output(const std::string& folder, const CatalogueOutput& output) {
    json made = json::array(), read = json::array();
    std::time_t end = 0;
    for (const char* ending : {".csv", ".svg", ".png", ".json"}) {
      const std::string file = folder + '/' + output.id + ending;
      if (!fs::exists(out_ / file)) continue;
      made.push_back(reference(add_file(file, output.title)));
      end = std::max(end, time_written(out_ / file));
    }
    for (const std::string& experiment : output.experiments)
      for (const std::string& run : runs_[experiment]) read.push_back(reference(run));
    if (made.empty() || read.empty()) return;
    const record::Build& build = record::build();
    add_action({{"@id", "#" + folder + '-' + output.id},
                {"name", output.id + ": " + output.title},
                {"description", "By " + output.program + ", from the runs of its experiments"},
                {"instrument", reference(program(build.version, build.commit))},
                {"object", compact(read)},
                {"result", compact(made)}},
               end);
  }

  void add_page(const std::string& file, const std::string& name) {
    if (fs::exists(out_ / file)) add_file(file, name);
  }

  std::string text() const {
    json graph = json::array(
        {{{"@id", kRoCrateName},
          {"@type", "CreativeWork"},
          {"conformsTo", reference(kCrate)},
          {"about", reference("./")}},
         {{"@id", "./"},
          {"@type", "Dataset"},
          {"conformsTo", reference(kProfile)},
          {"name", "A reproduction by verigan"},
          {"description", "Runs, tables and figures on generative adversarial networks. Every run's "
                          "files give the hash in its manifest.json, on any machine."},
          {"datePublished", time_text(latest_)},
          {"license", reference(kLicense)},
          {"hasPart", parts_},
          {"mentions", actions_}},
         {{"@id", kProfile}, {"@type", "CreativeWork"}, {"name", "Process Run Crate"}, {"version", "0.5"}},
         {{"@id", kLicense},
          {"@type", "CreativeWork"},
          {"name", "MIT License"},
          {"description", "The license of verigan, whose programs wrote all of this"}}});
    for (const json& entity : entities_) graph.push_back(entity);
    const json document{{"@context", std::string(kCrate) + "/context"}, {"@graph", graph}};
    return document.dump(1, ' ', false, json::error_handler_t::replace) + '\n';
  }

 private:
  std::string add_part(const json& entity) {
    const std::string id = entity.at("@id");
    if (known_.insert(id).second) {
      entities_.push_back(entity);
      parts_.push_back(reference(id));
    }
    return id;
  }
  std::string add_file(const std::string& file, const std::string& name) {
    return add_part({{"@id", file}, {"@type", "File"}, {"name", name}, {"encodingFormat", format_of(file)}});
  }
  void add_action(json action, std::time_t end) {
    action["@type"] = "CreateAction";
    action["endTime"] = time_text(end);
    latest_ = std::max(latest_, end);
    actions_.push_back(reference(action.at("@id")));
    entities_.push_back(std::move(action));
  }
  std::string program(const std::string& version, const std::string& commit) {
    const std::string id = "#verigan-" + commit;
    if (known_.insert(id).second)
      entities_.push_back({{"@id", id},
                           {"@type", "SoftwareApplication"},
                           {"name", "verigan"},
                           {"softwareVersion", version + ", commit " + commit}});
    return id;
  }

  fs::path out_;
  json entities_ = json::array(), parts_ = json::array(), actions_ = json::array();
  std::set<std::string> known_;
  std::map<std::string, std::vector<std::string>> runs_;  // by experiment
  std::time_t latest_ = 0;
};

}  // namespace

bool write_ro_crate(const fs::path& out, const Catalogue& catalogue, const record::RunPlan& plan) {
  Crate crate(out);
  for (const auto& [experiment, entry] : plan)
    for (std::size_t i = 0; i < entry.folders.size(); ++i)
      crate.add_run(entry.folders[i], i < entry.labels.size() ? entry.labels[i] : "");
  for (const CatalogueOutput& table : catalogue.tables) crate.add_output("tables", table);
  for (const CatalogueOutput& figure : catalogue.figures) crate.add_output("figures", figure);
  crate.add_page("plan.json", "The runs that were asked for");
  crate.add_page("verify.json", "Theorems that were verified");
  crate.add_page("report/index.html", "Report");
  crate.add_page("report/gallery.html", "Gallery of generated pictures");
  const std::string text = crate.text();
  const fs::path file = out / kRoCrateName;
  if (fs::exists(file) && record::read_file(file) == text) return false;
  record::write_file(file, text);
  return true;
}

}  // namespace verigan::drive
