// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plots/figure.hpp"

namespace verigan::plots {

/// Draws the frames, figures of one size, and writes them to `out` as NAME.png (APNG) and, where
/// there is an ffmpeg in PATH that can, as NAME.mp4; each frame is shown for `seconds`, the last
/// one longer. Returns the names of the files there are. Throws Error for no frames and if gnuplot
/// is missing or has not drawn one.
std::vector<std::string> save_animation(const std::vector<Figure>& frames,
                                        const std::filesystem::path& out, const std::string& name,
                                        double seconds);

}  // namespace verigan::plots
