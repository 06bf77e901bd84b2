// SPDX-License-Identifier: MIT
// verigan replay: makes a finished run, or a part of it, again and compares every bit.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "drive/compare.hpp"
#include "drive/replay.hpp"
#include "core/check.hpp"
#include "record/provenance.hpp"

namespace verigan::cli {
namespace {

using namespace drive;

struct Request {
  std::string run, window, data;
  bool json = false;
};

unsigned long long count(std::uint64_t n) { return n; }

void print(const Replay& found, const RunRecord& run) {
  if (run.steps > 0)
    std::printf("%s: steps %llu to %llu of %llu made again from the checkpoint at %llu, in %.1f s\n",
                run.folder.c_str(), count(found.window.from), count(found.window.to), count(run.steps),
                count(found.started_at), found.seconds);
  else
    std::printf("%s: made again in %.1f s\n", run.folder.c_str(), found.seconds);
  std::printf("  compared  %zu files, %zu rows of digests, %zu checkpoints\n", found.files, found.digests,
              found.checkpoints);
  if (found.difference.empty())
    std::puts("confirmed: every bit is as it was");
  else
    std::printf("differs: %s\n", found.difference.c_str());
}

void print_json(const Replay& found, const RunRecord& run) {
  const auto made_by = run.manifest.provenance.find("commit");
  nlohmann::ordered_json out = {{"run", run.folder.string()},
                                {"experiment", run.manifest.experiment},
                                {"verdict", found.difference.empty() ? "confirmed" : "differs"},
                                {"from", found.window.from},
                                {"to", found.window.to},
                                {"steps", run.steps},
                                {"started_at", found.started_at},
                                {"files", found.files},
                                {"digests", found.digests},
                                {"checkpoints", found.checkpoints},
                                {"difference", nullptr},
                                {"step", nullptr},
                                {"seconds", found.seconds},
                                {"commit", record::build().commit},
                                {"made_by", nullptr}};
  if (!found.difference.empty()) out["difference"] = found.difference;
  if (found.step) out["step"] = *found.step;
  if (made_by != run.manifest.provenance.end()) out["made_by"] = value_text(made_by->second);
  std::puts(out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
}

int replay_run(const Request& request) {
  use_data(request.data);
  const RunRecord run = read_run(request.run);
  const Replay found =
      replay(run, load_catalogue(program_folder()), parse_window(request.window, run));
  request.json ? print_json(found, run) : print(found, run);
  return found.difference.empty() ? 0 : 1;
}

}  // namespace

Action replay_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("RUN", request->run, "Folder of a finished run").required();
  arguments.add("--window", request->window, "Steps A:B, either may be left out; default: all");
  arguments.add("--data", request->data, "Folder with MNIST; default: VERIGAN_DATA, then ./data")
      .existing_folder();
  arguments.flag("--json", request->json, "Print one JSON object");
  arguments.footer("Exit code 1 when a bit differs.");
  return [request] { return replay_run(*request); };
}

}  // namespace verigan::cli
