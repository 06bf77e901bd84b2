// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

// One look for all figures. Sizes are in pixels of a canvas 1000 wide; fonts are large enough to be
// read when it is shown 680 wide on a phone.
namespace verigan::plots {

inline constexpr int kCanvas = 1000;
inline constexpr int kText = 17;   // labels and tics
inline constexpr int kTitle = 19;  // above panels
inline constexpr const char* kInk = "#22262b";
inline constexpr const char* kSoft = "#6a727c";    // second-rank text
inline constexpr const char* kTheory = "#8a929c";  // what theory says: thin, dashed, below the data
inline constexpr const char* kGrid = "#e6e9ed";
inline constexpr const char* kTrue = "#0072b2";       // real data, p
inline constexpr const char* kGenerated = "#d55e00";  // generated data, q
inline constexpr double kLine = 2.2;
inline constexpr double kThin = 1.2;

/// The colour of a share α of real data, the same in every figure: from blue (mostly generated)
/// through black (balanced) to vermilion (mostly true). Five tones of Okabe and Ito's palette,
/// which colour-blind readers tell apart; a value between them takes the nearest.
inline const char* alpha_colour(double alpha) {
  return alpha < 0.2    ? "#0072b2"
         : alpha < 0.4  ? "#56b4e9"
         : alpha <= 0.6 ? "#22262b"
         : alpha <= 0.8 ? "#e69f00"
                        : "#d55e00";
}

/// One colour for each of up to six things that have no order; Okabe and Ito's palette again.
inline const char* category_colour(std::size_t index) {
  constexpr const char* colours[] = {"#d55e00", "#0072b2", "#009e73",
                                     "#cc79a7", "#e69f00", "#56b4e9"};
  return colours[index % 6];
}

}  // namespace verigan::plots
