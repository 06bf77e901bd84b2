// SPDX-License-Identifier: MIT
// verigan compare: how two runs, or two folders of runs, differ, by what they left.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "drive/check.hpp"
#include "cli/command.hpp"
#include "drive/compare.hpp"
#include "core/check.hpp"

namespace verigan::cli {
namespace {

using namespace drive;

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct Request {
  std::string a, b;
  bool json = false;
};

/// A summary's number next to its error, where it has one: "0.1 ± 0.003".
std::string with_error(const std::optional<record::Value>& value, const record::Object& summary,
                       const std::string& name) {
  const auto error = summary.find(name + "_error");
  if (!value || error == summary.end()) return value_text(value);
  return value_text(value) + " ± " + value_text(error->second);
}

void print(const Comparison& found, const RunRecord& a, const RunRecord& b) {
  print_pairs("configuration", found.config);
  print_pairs("provenance", found.provenance);
  if (!found.summary.empty()) std::puts("final numbers");
  for (const Pair& pair : found.summary)
    if (!pair.name.ends_with("_error"))
      std::printf("  %s: %s | %s\n", pair.name.c_str(),
                  with_error(pair.a, a.summary, pair.name).c_str(),
                  with_error(pair.b, b.summary, pair.name).c_str());
  if (!found.files.empty()) std::puts("result files");
  for (const std::string& name : found.files) std::printf("  %s\n", name.c_str());
  if (found.parted)
    std::printf("The weights are equal at step %llu and differ at step %llu; verigan bisect finds where.\n",
                static_cast<unsigned long long>(found.parted->last_same),
                static_cast<unsigned long long>(found.parted->step));
  else if (found.compared > 0)
    std::printf("The weights are equal at all %llu common steps.\n",
                static_cast<unsigned long long>(found.compared));
  std::puts(found.same() ? "The results are the same, bit for bit." : "The results differ.");
}

ordered_json to_json(const Comparison& found) {
  ordered_json out = {{"same", found.same()},
                      {"configuration", pairs_json(found.config)},
                      {"provenance", pairs_json(found.provenance)},
                      {"summary", pairs_json(found.summary)},
                      {"files", found.files},
                      {"compared_steps", found.compared},
                      {"last_same_step", nullptr},
                      {"first_differing_step", nullptr},
                      {"tensors", ordered_json::array()}};
  if (found.parted) {
    out["last_same_step"] = found.parted->last_same;
    out["first_differing_step"] = found.parted->step;
    out["tensors"] = found.parted->tensors;
  }
  return out;
}

int compare_two(const Request& request) {
  const RunRecord a = read_run(request.a), b = read_run(request.b);
  const Comparison found = compare_runs(a, b);
  if (request.json)
    std::puts(to_json(found).dump(2, ' ', false, ordered_json::error_handler_t::replace).c_str());
  else
    print(found, a, b);
  return found.same() ? 0 : 1;
}

std::set<std::string> run_names(const std::string& results) {
  std::set<std::string> names;
  for (const FoundRun& run : find_results(results).runs) names.insert(run.folder);
  return names;
}

int compare_folders(const Request& request) {
  const std::set<std::string> of_a = run_names(request.a), of_b = run_names(request.b);
  ordered_json only_a = ordered_json::array(), only_b = ordered_json::array(),
               differ = ordered_json::array();
  std::size_t same = 0;
  for (const std::string& name : of_b)
    if (!of_a.contains(name)) only_b.push_back(name);
  for (const std::string& name : of_a) {
    if (!of_b.contains(name)) {
      only_a.push_back(name);
      continue;
    }
    ordered_json found = to_json(
        compare_runs(read_run(fs::path(request.a) / name), read_run(fs::path(request.b) / name)));
    if (found["same"]) {
      ++same;
    } else {
      found["run"] = name;
      differ.push_back(found);
    }
  }
  if (request.json) {
    const ordered_json out = {
        {"same", same}, {"differ", differ}, {"only_a", only_a}, {"only_b", only_b}};
    std::puts(out.dump(2, ' ', false, ordered_json::error_handler_t::replace).c_str());
  } else {
    for (const ordered_json& run : differ)
      std::printf("DIFFERS   %s: %s\n", run["run"].get<std::string>().c_str(),
                  run["files"][0].get<std::string>().c_str());
    for (const ordered_json& run : only_a) std::printf("only in a %s\n", run.get<std::string>().c_str());
    for (const ordered_json& run : only_b) std::printf("only in b %s\n", run.get<std::string>().c_str());
    std::printf("%zu runs are the same, bit for bit; %zu differ, %zu are only in a, %zu only in b.\n", same,
                differ.size(), only_a.size(), only_b.size());
  }
  return differ.empty() && only_a.empty() && only_b.empty() ? 0 : 1;
}

int compare(const Request& request) {
  for (const std::string& folder : {request.a, request.b})
    require(fs::is_directory(folder), folder, ": no such folder, expected a run or results");
  const auto is_run = [](const std::string& folder) {
    return fs::exists(fs::path(folder) / record::kManifestName);
  };
  require(is_run(request.a) == is_run(request.b), request.a, " and ", request.b,
          ": one is a run and the other is not, expected two of a kind");
  return is_run(request.a) ? compare_two(request) : compare_folders(request);
}

}  // namespace

Action compare_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("A", request->a, "Folder of a finished run, or with results").required();
  arguments.add("B", request->b, "Another of the same kind").required();
  arguments.flag("--json", request->json, "Print one JSON object");
  arguments.footer("Exit code 1 when a result differs. Nothing is run.");
  return [request] { return compare(*request); };
}

}  // namespace verigan::cli
