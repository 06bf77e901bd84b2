// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "golden/digest.hpp"

// The proof that one configuration gives one result everywhere. Each part computes something of the
// bit-exact path with the chosen SIMD target and number of threads, and digests every bit of it;
// tests/golden/golden.txt lists the digests that every build on every machine must print.
namespace verigan::golden {

struct Part {
  std::string name;  ///< as it is written in golden.txt
  std::function<void(Digest&)> compute;
};

std::span<const Part> kernel_parts();    ///< products, elementary functions, reductions, chance …
std::span<const Part> training_parts();  ///< whole short trainings
std::span<const Part> regularised_parts();  ///< with penalties and spectral norms; densities drawn
std::span<const Part> metric_parts();    ///< distances between samples
std::span<const Part> games_parts();     ///< players' steps, fictitious play
std::span<const Part> theory_parts();    ///< exact quantities, rounded to nine digits

/// One line of golden.txt, "<sha256>  <name>".
struct Line {
  std::string digest, name;
};

/// Computes the parts whose names begin with `prefix` (all of them without one), in the order of
/// golden.txt. Throws Error when there is none.
std::vector<Line> compute(std::string_view prefix = "");

/// The lines of a list that begin with `prefix`; empty lines and those that start with # are skipped.
/// Throws Error naming the first line that is something else.
std::vector<Line> read_list(std::string_view text, std::string_view prefix = "");

/// One sentence for each part that differs or stands in one list only; empty when the lists agree.
std::vector<std::string> differences(std::span<const Line> computed, std::span<const Line> expected);

/// tests/golden/golden.txt as it stood when this library was built.
std::string_view built_in_list();

}  // namespace verigan::golden
