// SPDX-License-Identifier: MIT
// verigan status: how the runs of a folder stand, from its files alone.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/text.hpp"
#include "drive/bundles.hpp"
#include "drive/results.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;
using drive::RunStanding;
using drive::Standing;

struct Request {
  std::string folder;
  std::uint64_t stale = 60;
  bool all = false, json = false;
};

const char* word(Standing standing) { return drive::kStandings[static_cast<std::size_t>(standing)]; }

std::string details(const RunStanding& run) {
  const std::string percent = formatted("%.0f %%", 100 * run.done);
  switch (run.standing) {
    case Standing::running: return percent + " on " + run.host + "  " + run.text;
    case Standing::stale:
      return message(percent, " on ", run.host, ", not heard of for ",
                     drive::duration_text(run.silent));
    case Standing::failed: return run.text;
    default: return "";
  }
}

int print_json(const std::vector<RunStanding>& runs, const drive::BundleCount& bundles) {
  using nlohmann::ordered_json;
  ordered_json list = ordered_json::array(), counts = ordered_json::object();
  for (const char* name : drive::kStandings) counts[name] = 0;
  for (const RunStanding& run : runs) {
    counts[word(run.standing)] = counts[word(run.standing)].get<int>() + 1;
    list.push_back({{"run", run.run.folder},
                    {"label", run.run.label},
                    {"standing", word(run.standing)},
                    {"done", run.done},
                    {"host", run.host},
                    {"silent_seconds", run.silent},
                    {"text", run.text}});
  }
  const ordered_json document{
      {"counts", counts},
      {"bundles", {{"todo", bundles.todo}, {"doing", bundles.doing}, {"done", bundles.done}}},
      {"runs", list}};
  std::puts(document.dump(2, ' ', false, ordered_json::error_handler_t::replace).c_str());
  return 0;
}

int status(const Request& request) {
  require(fs::is_directory(request.folder), request.folder, ": no such folder, expected results");
  const auto runs = drive::standings(request.folder, static_cast<double>(request.stale));
  require(!runs.empty(), request.folder, ": no run was asked for there, expected a folder that ",
          "`verigan sweep`, `submit` or `reproduce` wrote to");
  const drive::BundleCount bundles = drive::count_bundles(request.folder);
  if (request.json) return print_json(runs, bundles);
  std::size_t counts[std::size(drive::kStandings)]{};
  for (const RunStanding& run : runs) {
    ++counts[static_cast<std::size_t>(run.standing)];
    if (!request.all && (run.standing == Standing::done || run.standing == Standing::waiting)) continue;
    std::printf("%s%s  %s\n", padded(word(run.standing), 9).c_str(), run.run.name().c_str(),
                details(run).c_str());
  }
  std::string text;
  for (std::size_t i = 0; i < std::size(counts); ++i)
    if (counts[i] > 0) text += message(text.empty() ? "" : ", ", counts[i], " ", drive::kStandings[i]);
  std::printf("%zu runs: %s\n", runs.size(), text.c_str());
  if (bundles.todo + bundles.doing + bundles.done > 0)
    std::printf("%zu bundles to do, %zu being done, %zu done\n", bundles.todo, bundles.doing,
                bundles.done);
  return 0;
}

}  // namespace

Action status_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("DIR", request->folder, "Folder with results").required();
  arguments.add("--stale", request->stale, "Seconds of silence after which a run's host is called stale")
      .shows_default();
  arguments.flag("--all", request->all, "Also those that are done or waiting, a line each");
  arguments.flag("--json", request->json, "Print one JSON object");
  return [request] { return status(*request); };
}

}  // namespace verigan::cli
