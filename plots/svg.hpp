// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace verigan::plots {

/// gnuplot's SVG made fit to be one of several in a page: every id begins with `id`, hover
/// titles are gone, the title is there for screen readers, the font has substitutes, and small
/// pictures keep their pixels. Throws Error if it is not a whole SVG file.
std::string tidy_svg(std::string svg, const std::string& id, const std::string& title);

}  // namespace verigan::plots
