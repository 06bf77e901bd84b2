// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// The checkpoints that a run keeps next to its last one, so that any part of it can be run again without
// all that came before: dense at both ends, of bounded size on disk.
namespace verigan::run {

/// The steps of these checkpoints for a run of `total` steps whose checkpoint has `bytes`: total/2ʲ and
/// total − total/2ʲ for j = 1, 2, …, as long as they are at least 50 steps apart and 32 MB are not
/// exceeded, but always that in the middle of 100 steps or more. In growing order, without the last step.
std::vector<std::uint64_t> ladder(std::uint64_t total, std::size_t bytes);

/// The last checkpoint, a result file.
inline constexpr const char* kCheckpoint = "checkpoint.safetensors";

/// Where in a run's folder that of `step` lies: "checkpoints/000000750.safetensors".
std::filesystem::path rung(std::uint64_t step);

/// The steps of the checkpoints there are in a run's folder, in growing order.
std::vector<std::uint64_t> rungs(const std::filesystem::path& folder);

}  // namespace verigan::run
