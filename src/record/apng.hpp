// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>

#include "record/png.hpp"

// Moving pictures as APNG (Animated Portable Network Graphics, part of PNG's third edition): a PNG
// whose further frames stand in chunks of their own. Browsers play it; what does not know it shows
// the first frame.
namespace verigan::record {

/// Writes frames of one size, RGB, that are shown for `seconds` each, the last one for
/// `last_seconds`, again and again. Colours are those of a palette of 255: the most frequent ones,
/// any other by the nearest of them, so that a picture of few colours keeps them all. A frame
/// stores what differs from the one before. Throws Error for no frames, frames that differ in size
/// or are not RGB, times outside [0.001, 60], or when the file cannot be written.
void write_apng(const std::filesystem::path& path, std::span<const Picture> frames, double seconds,
                double last_seconds);

}  // namespace verigan::record
