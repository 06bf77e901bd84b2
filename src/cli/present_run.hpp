// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace verigan::cli {

/// The folder of a run as it is now: one under way has ".NODE-PID-RANDOM.partial" behind its name. Throws
/// verigan::Error where there is none.
std::filesystem::path present_run(const std::filesystem::path& folder);

}  // namespace verigan::cli
