// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statistics/interval.hpp"

// Numbers and words as LaTeX wants them.
namespace verigan::paper {

/// To so many significant digits: "0.693", "$1.3\times10^{-5}$", "$-2.1$"; infinities as $\infty$. In text
/// and
/// in mathematics.
std::string significant(double value, int digits);
std::string fixed(double value, int decimals);
/// The value with as many digits as its interval leaves: the last is that of the half-width's first (second,
/// if the first is 1).
std::string by_interval(const statistics::Interval& interval);
/// "0.31 [0.28, 0.34]"; the value alone where nothing is known of its interval, or it has none.
std::string with_interval(const statistics::Interval& interval);

/// Plain text with α, ±, ≤ and the like in UTF-8.
std::string escaped(std::string_view text);

/// A number's macro: its name (letters alone), what it prints and what it comes from.
struct Macro {
  std::string name, text, origin;
};
/// \newcommand lines, the origin of each as a comment before it.
std::string macros_text(const std::vector<Macro>& macros);

}  // namespace verigan::paper
