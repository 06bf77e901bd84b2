// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gan/trainer.hpp"
#include "look/moment.hpp"
#include "run/run.hpp"

// A training at a moment, for look::picture: from the training itself, or from what a run left.
namespace verigan::run {

/// What a training on the plane leaves of the end next to its results: real samples, and D on a grid
/// (x, y, D), each (n, columns).
inline constexpr const char* kRealFile = "real.npy";
inline constexpr const char* kFieldFile = "d_field.npy";

/// Real samples and D as they are now, of a trainer on the plane; training continues as if nobody had looked.
struct Plane {
  look::Points real, generated;
  look::Field d;
};
std::optional<Plane> plane_of(gan::Trainer& trainer);
/// Writes kRealFile and kFieldFile where the trainer is on the plane.
void leave_plane(Run& run, gan::Trainer& trainer);

/// The training as it is, its curves from the tables of the run so far.
look::Moment moment_of(const Run& run, gan::Trainer& trainer);
look::Moment moment_of(const Run& run, gan::GeneratorTrainer& trainer);

/// A run's folder, finished or under way. Throws verigan::Error where nothing of it can be drawn.
look::Moment moment_of(const std::filesystem::path& folder);

}  // namespace verigan::run
