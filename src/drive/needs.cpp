// SPDX-License-Identifier: MIT
#include "drive/needs.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "drive/run_job.hpp"
#include "record/value.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;
using record::Need;
using record::PlannedRun;
using Words = std::vector<std::string>;

fs::path program_for(const Catalogue& catalogue, const std::string& experiment) {
  const fs::path program = program_of(catalogue, experiment);
  require(!program.empty(), "there is no program ", experiment, " here, whose runs are needed");
  return program;
}

std::vector<PlannedRun> ask(const Command& command, const std::string& experiment) {
  const Capture answer = run_and_capture(command);
  if (answer.status != 0)
    throw Error(answer.last_errors.empty() ? message(experiment, ": exit code ", answer.status)
                                           : answer.last_errors.back());
  return record::parse_plan(answer.output);
}

/// "--name value" pairs.
std::map<std::string, std::string> options_of(const Words& args) {
  std::map<std::string, std::string> options;
  for (std::size_t i = 0; i + 1 < args.size(); i += 2) options[args[i].substr(2)] = args[i + 1];
  return options;
}

/// Whether no option is set to two values.
bool agrees(const PlannedRun& run, const std::map<std::string, std::string>& asked) {
  return std::ranges::all_of(options_of(run.args), [&](const auto& option) {
    const auto wanted = asked.find(option.first);
    return wanted == asked.end() || wanted->second == option.second;
  });
}

class Resolver {
 public:
  explicit Resolver(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// The run that such a need picks.
  const PlannedRun& needed(const Words& asks) {
    const auto [place, is_new] = needed_.insert({asks, {}});
    if (!is_new) return place->second;
    const std::string& experiment = asks.front();
    const auto asked = options_of({asks.begin() + 1, asks.end()});
    Words args{"--plan"};
    for (const char* name : {"preset", "seed", "data"})
      if (const auto found = asked.find(name); found != asked.end())
        args.insert(args.end(), {std::string("--") + name, found->second});
    std::vector<PlannedRun> plan = ask({program_for(catalogue_, experiment), args, {}}, experiment);
    std::erase_if(plan, [&](const PlannedRun& run) { return !agrees(run, asked); });
    std::string wanted;
    for (const std::string& word : asks) wanted += (wanted.empty() ? "" : " ") + word;
    for (const PlannedRun& run : plan)
      require(run.skipped.empty(), "needed: one run of ", wanted, "; ", run.skipped);
    require(plan.size() == 1, "needed: one run of ", wanted, "; its plan has ", plan.size());
    return place->second = plan.front();
  }

  /// Runs of one experiment whose needs are known by now: their folders.
  void fill_folders(const std::string& experiment, const std::vector<PlannedRun*>& runs) const {
    std::string lines;
    for (const PlannedRun* run : runs) {
      record::Object object;
      for (const auto& [name, value] : options_of(run->args)) object[name] = value;
      for (const Need& need : run->needs) object[need.option + "-run"] = need.folder;
      std::string text = record::json_text(object);
      std::erase(text, '\n');
      lines += text + '\n';
    }
    const auto answers =
        ask({program_for(catalogue_, experiment), {"--plan-of", "/dev/stdin"}, lines}, experiment);
    require(answers.size() == runs.size(), experiment, " planned ", answers.size(), " of ", runs.size(),
            " runs");
    for (std::size_t i = 0; i < runs.size(); ++i) runs[i]->folder = answers[i].folder;
  }

 private:
  const Catalogue& catalogue_;
  std::map<Words, PlannedRun> needed_;
};

}  // namespace

std::vector<PlannedRun> with_needs(const std::vector<PlannedRun>& runs, const Catalogue& catalogue) {
  Resolver resolver(catalogue);
  std::vector<PlannedRun> before, own = runs;
  std::map<std::string, std::vector<PlannedRun*>> unknown;  // experiment → runs without a folder
  for (PlannedRun& run : own) {
    for (Need& need : run.needs) {
      if (!need.folder.empty()) continue;
      const PlannedRun& other = resolver.needed(need.asks);
      need = {need.option, other.folder, {}};
      before.push_back(other);
    }
    if (run.folder.empty()) unknown[run.experiment].push_back(&run);
  }
  for (const auto& [experiment, some] : unknown) resolver.fill_folders(experiment, some);
  std::vector<PlannedRun> all;
  std::set<std::string> seen;
  // A run that was asked for keeps its own label.
  for (const PlannedRun& run : own)
    if (run.needs.empty() && seen.insert(run.folder).second) all.push_back(run);
  for (const auto* list : {&before, &own})
    for (const PlannedRun& run : *list)
      if (seen.insert(run.folder).second) all.push_back(run);
  return all;
}

Words need_arguments(const fs::path& out, const PlannedRun& run) {
  Words words;
  for (const Need& need : run.needs)
    words.insert(words.end(), {"--" + need.option, (out / need.folder).string()});
  return words;
}

Words input_arguments(const fs::path& folder, const record::Manifest& manifest) {
  const fs::path results = fs::absolute(folder).lexically_normal().parent_path().parent_path();
  Words words;
  for (const auto& [option, input] : manifest.inputs)
    words.insert(words.end(), {"--" + option, (results / input.run).string()});
  const auto data = manifest.provenance.find("data");
  const char* const given = std::getenv("VERIGAN_DATA");
  if (data == manifest.provenance.end() || (given != nullptr && *given != '\0') || fs::is_directory("data"))
    return words;
  const std::string folder_of_images = std::get<std::string>(data->second);
  if (fs::is_directory(folder_of_images)) words.insert(words.end(), {"--data", folder_of_images});
  return words;
}

std::string outdated_text(const fs::path& folder, const record::Manifest& manifest) {
  const fs::path results = fs::absolute(folder).lexically_normal().parent_path().parent_path();
  for (const auto& [option, input] : manifest.inputs) {
    const std::string now = finished_hash(results / input.run);
    if (!now.empty() && now != input.result_hash)
      return message("made from another result of ", input.run);
  }
  return {};
}

}  // namespace verigan::drive
