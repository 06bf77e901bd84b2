// SPDX-License-Identifier: MIT
#include "drive/slurm.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "core/check.hpp"
#include "drive/child.hpp"

namespace verigan::drive {
namespace {

/// A word of a shell's command line, in quotes where it needs them.
std::string quoted(const std::string& word) {
  const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,%@";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// A time limit as sbatch takes it, in seconds: minutes, minutes:seconds, hours:minutes:seconds,
/// days-hours, days-hours:minutes, days-hours:minutes:seconds. Nothing for another text.
std::optional<double> seconds_of(const std::string& limit) {
  double days = 0, first = 0, second = 0, third = 0;
  char behind = 0;
  const bool has_days = limit.find('-') != std::string::npos;
  if (has_days) {
    const int read = std::sscanf(limit.c_str(), "%lf-%lf:%lf:%lf%c", &days, &first, &second, &third, &behind);
    if (read < 2 || read > 4) return std::nullopt;
    return 86400 * days + 3600 * first + 60 * second + third;
  }
  switch (std::sscanf(limit.c_str(), "%lf:%lf:%lf%c", &first, &second, &third, &behind)) {
    case 1: return 60 * first;
    case 2: return 60 * first + second;
    case 3: return 3600 * first + 60 * second + third;
    default: return std::nullopt;
  }
}

/// A minute, or a quarter of a limit of less than four: a task is to have worked before it is stopped.
long seconds_before_limit(const std::string& limit) {
  const auto seconds = seconds_of(limit);
  return seconds ? std::lround(std::clamp(*seconds / 4, 5.0, 60.0)) : 60;
}

/// A line of the script is one line, and an option of sbatch's one option.
void require_one_word(const char* what, const std::string& text, const char* further) {
  for (const char c : text)
    require(c != '\0' && (std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr(further, c) != nullptr),
            what, " '", text, "', expected letters, digits and any of ", further);
}

void require_words(const SlurmRequest& request) {
  require_one_word("the sweep's name", request.name, "._-");
  require_one_word("the partition", request.partition, "._-,");
  require_one_word("the account", request.account, "._-");
  require_one_word("the time", request.time, ":-");
  for (const std::filesystem::path& path : {request.out, request.program})
    for (const char c : path.string())
      require(static_cast<unsigned char>(c) >= ' ' && c != '\x7f' && c != '"' && c != '\\', "the folder '",
              path.string(), "', expected a name without line breaks, quotes and backslashes for Slurm");
}

Capture ask(const std::string& program, std::vector<std::string> words) {
  words.insert(words.begin(), program);
  return run_and_capture({"/usr/bin/env", words, {}});
}

}  // namespace

std::string slurm_script(const SlurmRequest& request) {
  require_words(request);
  const std::string limit = request.at_once > 0 ? message("%", request.at_once) : std::string();
  std::ostringstream text;
  text << "#!/bin/sh\n"
       << "# The bundles of runs in " << request.out.string() << "/work, by a job array of Slurm's.\n"
       << "# Written by `verigan submit`; submit it again with sbatch, from anywhere.\n"
       << "#SBATCH --job-name=verigan-" << request.name << '\n'
       << "#SBATCH --array=0-" << request.tasks - 1 << limit << '\n'
       << "#SBATCH --nodes=1\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task=1\n"
       << "#SBATCH --requeue\n#SBATCH --open-mode=append\n"
       << "# Before the time limit verigan saves what is done and queues its task again.\n"
       << "#SBATCH --signal=B:USR1@" << seconds_before_limit(request.time) << '\n'
       << "#SBATCH --output=\"" << request.out.string() << "/work/logs/%A_%a.log\"\n";
  if (!request.partition.empty()) text << "#SBATCH --partition=" << request.partition << '\n';
  if (!request.account.empty()) text << "#SBATCH --account=" << request.account << '\n';
  if (!request.time.empty()) text << "#SBATCH --time=" << request.time << '\n';
  if (request.megabytes > 0)
    text << "#SBATCH --mem=" << static_cast<long>(std::ceil(request.megabytes)) << "M\n";
  text << "export OMP_NUM_THREADS=1\n";
  if (const char* data = std::getenv("VERIGAN_DATA")) text << "export VERIGAN_DATA=" << quoted(data) << '\n';
  text << "exec " << quoted(request.program.string()) << " work " << quoted(request.out.string()) << '\n';
  return text.str();
}

bool has_slurm() { return ask("sbatch", {"--version"}).status == 0; }

std::size_t most_tasks() {
  std::istringstream lines(ask("scontrol", {"show", "config"}).output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string key, equals;
    std::size_t value = 0;
    if (words >> key >> equals >> value && key == "MaxArraySize" && value > 1) return value - 1;
  }
  return 1000;
}

std::string submit(const std::filesystem::path& script) {
  const Capture answer = ask("sbatch", {"--parsable", script.string()});
  require(answer.status == 0, "sbatch refused ", script.string(), ": ",
          answer.last_errors.empty() ? message("exit code ", answer.status) : answer.last_errors.back());
  return answer.output.substr(0, answer.output.find_first_of(";\n"));
}

}  // namespace verigan::drive
