// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "plots/figure.hpp"
#include "record/png.hpp"

namespace verigan::plots {

/// A PNG file of a run, as wide as `width`, its upper left corner there. Returns the place it takes; throws
/// Error for what is no PNG.
inline Box draw_picture(Figure& figure, double left, double top, double width,
                        const std::filesystem::path& file) {
  const record::Picture picture = record::read_png(file);
  const auto wide = static_cast<double>(picture.width), high = static_cast<double>(picture.height);
  const Box box{left, top, width, width * high / wide};
  figure.panel(box, {-0.5, wide - 0.5}, {-0.5, high - 0.5});
  figure.add("unset xtics\nunset ytics\nunset grid\nunset border");
  figure.plot({quoted(file.string()) + " binary filetype=png with rgbimage"});
  return box;
}

}  // namespace verigan::plots
