// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "drive/catalogue.hpp"
#include "drive/pool.hpp"
#include "record/plan.hpp"

namespace verigan::drive {

/// The program of an experiment; an empty path if there is none here.
std::filesystem::path program_of(const Catalogue& catalogue, const std::string& experiment);

/// The kind of work that it is (time_left.hpp).
std::string kind_of(const record::PlannedRun& run);

/// The job that makes a planned run in OUT, one thread; it fails if it leaves no finished run there. The
/// end of a failed run's log is kept in OUT/logs, and removed when it succeeds.
Job run_job(const std::filesystem::path& out, const std::filesystem::path& program,
            const record::PlannedRun& run);

/// The result hash of a finished run's folder; empty if it is not finished.
std::string finished_hash(const std::filesystem::path& folder);

/// Makes those of `runs` that OUT does not have, `slots` at a time, and says in OUT what is under way.
/// Each program gets one thread. Throws Error, before any is begun, if a program is missing.
Outcome make_runs(const std::filesystem::path& out, const Catalogue& catalogue,
                  const std::vector<record::PlannedRun>& runs, unsigned slots, Display& display,
                  const std::function<void()>& now_and_then = {});

}  // namespace verigan::drive
