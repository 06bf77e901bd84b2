// SPDX-License-Identifier: MIT
#include "record/manifest.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/json.hpp"

namespace verigan::record {

using nlohmann::json;

namespace {

json diagnosis_json(const RecordedDiagnosis& diagnosis) {
  json findings = json::array();
  for (const RecordedFinding& f : diagnosis.findings)
    findings.push_back({{"finding", f.name},
                        {"since", f.since},
                        {"last", f.last},
                        {"present", f.present},
                        {"evidence", f.evidence}});
  json out = {{"findings", findings}, {"measured", diagnosis.measured}};
  if (!diagnosis.verdict.empty())
    out.update({{"verdict", diagnosis.verdict}, {"reason", diagnosis.reason}, {"advice", diagnosis.advice}});
  return out;
}

RecordedDiagnosis diagnosis_of(const json& in, const std::string& source) {
  RecordedDiagnosis diagnosis;
  in.at("measured").get_to(diagnosis.measured);
  diagnosis.verdict = in.value("verdict", "");
  diagnosis.reason = in.value("reason", "");
  diagnosis.advice = in.value("advice", "");
  for (const json& f : in.at("findings"))
    diagnosis.findings.push_back({f.at("finding").get<std::string>(),
                                  signed_of(f.at("since"), source),
                                  signed_of(f.at("last"), source), f.at("present").get<bool>(),
                                  f.at("evidence").get<std::string>()});
  return diagnosis;
}

}  // namespace

std::string result_hash(const std::map<std::string, std::string>& files,
                        const std::vector<std::string>& result_files) {
  std::vector<std::string> names = result_files;
  std::sort(names.begin(), names.end());
  std::string lines;
  for (const std::string& name : names) {
    const auto found = files.find(name);
    require(found != files.end(), "result file ", name, " is not among the files");
    lines += found->second + "  " + name + '\n';
  }
  return sha256(lines);
}

void require_inside(const std::string& name, const std::string& source) {
  const std::filesystem::path path(name);
  bool inside = !name.empty() && path.is_relative() && one_line(name) == name;
  for (const std::filesystem::path& part : path) inside = inside && part != "..";
  require(inside, source, ": '", name, "', expected a path that stays in its folder");
}

std::map<std::string, std::string> hash_files(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator it(folder, error), end;
  require(!error, "cannot read the folder ", folder.string(), ": ", error.message());
  for (; it != end; it.increment(error)) {
    require(!error, "cannot read the folder ", folder.string(), ": ", error.message());
    if (it->is_symlink() || !it->is_regular_file()) continue;
    const std::string name = it->path().lexically_relative(folder).generic_string();
    if (name != kManifestName) files[name] = sha256_file(it->path());
  }
  return files;
}

void write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  json out = {{"experiment", manifest.experiment},
              {"preset", manifest.preset},
              {"title", manifest.title},
              {"finished", manifest.finished},
              {"config", as_json(manifest.config)},
              {"seed", manifest.seed},
              {"result_hash", manifest.result_hash},
              {"files", manifest.files},
              {"result_files", manifest.result_files},
              {"seconds", manifest.seconds},
              {"started", manifest.started},
              {"provenance", as_json(manifest.provenance)}};
  if (!manifest.dataset.empty()) out["dataset"] = manifest.dataset;
  if (manifest.diagnosis) out["diagnosis"] = diagnosis_json(*manifest.diagnosis);
  for (const auto& [option, input] : manifest.inputs)
    out["inputs"][option] = {{"run", input.run}, {"result_hash", input.result_hash}};
  const auto lossy = json::error_handler_t::replace;  // a command line need not be UTF-8
  write_file(folder / kManifestName, out.dump(2, ' ', false, lossy) + '\n');
}

Manifest read_manifest(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kManifestName;
  try {
    const json in = json::parse(read_file(path));
    Manifest manifest;
    in.at("experiment").get_to(manifest.experiment);
    in.at("preset").get_to(manifest.preset);
    in.at("title").get_to(manifest.title);
    in.at("finished").get_to(manifest.finished);
    manifest.config = object_of(in.at("config"), path.string());
    manifest.seed = signed_of(in.at("seed"), path.string());
    in.at("result_hash").get_to(manifest.result_hash);
    in.at("files").get_to(manifest.files);
    in.at("result_files").get_to(manifest.result_files);
    in.at("seconds").get_to(manifest.seconds);
    in.at("started").get_to(manifest.started);
    manifest.provenance = object_of(in.at("provenance"), path.string());
    manifest.dataset = in.value("dataset", "");
    if (in.contains("diagnosis")) manifest.diagnosis = diagnosis_of(in.at("diagnosis"), path.string());
    const json inputs = in.value("inputs", json::object());
    for (const auto& [option, input] : inputs.items())
      manifest.inputs[option] = {input.at("run"), input.at("result_hash")};
    for (const auto& [name, hash] : manifest.files) require_inside(name, path.string());
    for (const std::string& name : manifest.result_files) require_inside(name, path.string());
    for (const auto& [option, input] : manifest.inputs) require_inside(input.run, path.string());
    require_inside(manifest.experiment, path.string());
    return manifest;
  } catch (const json::exception& error) {
    throw Error(message(path.string(), ": damaged manifest: ", error.what()));
  }
}

std::vector<std::string> differences(const std::filesystem::path& folder) {
  const Manifest manifest = read_manifest(folder);
  const auto now = hash_files(folder);
  std::vector<std::string> out;
  for (const auto& [name, hash] : manifest.files) {
    const auto found = now.find(name);
    if (found == now.end()) {
      out.push_back(name + " is missing");
    } else if (found->second != hash) {
      out.push_back(name + " has changed");
    }
  }
  if (out.empty() && result_hash(manifest.files, manifest.result_files) != manifest.result_hash) {
    out.push_back("manifest.json has changed");
  }
  return out;
}

}  // namespace verigan::record
