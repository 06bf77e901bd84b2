// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// How much work an experiment does by default: enough to see that everything works (smoke, seconds),
// enough to see the science (quick, a minute at most), what the papers did (paper).
namespace verigan::run {

enum class Preset { smoke, quick, paper };

/// "smoke", "quick" or "paper".
std::string preset_name(Preset preset);

/// Throws Error for another name.
Preset preset_of(std::string_view name);

/// One row of an experiment's table of presets: steps = pick(preset, 300, 3000, 30000).
template <class T>
T pick(Preset preset, T smoke, T quick, T paper) {
  return preset == Preset::smoke ? smoke : preset == Preset::quick ? quick : paper;
}

}  // namespace verigan::run
