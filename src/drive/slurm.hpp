// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

// Slurm, which runs the bundles of a sweep on a cluster. `verigan work` does the rest.
namespace verigan::drive {

struct SlurmRequest {
  std::string name;                                // of the sweep
  std::filesystem::path out;                       // folder with the bundles, seen by every node
  std::filesystem::path program;                   // verigan
  std::string partition, account, time;            // as sbatch takes them; empty: the cluster's default
  std::size_t tasks = 1;                           // of the job array
  std::size_t at_once = 0;                         // most of them at the same time; 0: as Slurm likes
  double megabytes = 0;                            // memory of a task; 0: the cluster's default
};

/// The script that sbatch is given, and that people can read, edit and submit again. Throws Error for a name,
/// partition, account or time that is more than one word of the characters these have, and a folder with a
/// line break, a quote or a backslash: the script has the lines written here and no others.
std::string slurm_script(const SlurmRequest& request);

/// Whether sbatch can be found on PATH.
bool has_slurm();

/// The most tasks an array of this cluster may have; 1000 where it does not say.
std::size_t most_tasks();

/// Hands the script to sbatch and returns the job's number. Throws Error with sbatch's words.
std::string submit(const std::filesystem::path& script);

}  // namespace verigan::drive
