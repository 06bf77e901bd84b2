// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "plots/figure.hpp"
#include "record/png.hpp"

// Pictures that runs left, in figures.
namespace verigan::plots {

/// A PNG file in `box`, which it fills. Throws Error for what is no PNG.
inline void draw_picture(Figure& figure, const Box& box, const std::filesystem::path& file) {
  const record::Picture picture = record::read_png(file);
  const auto extent = [](std::size_t pixels) {
    return Range{-0.5, static_cast<double>(pixels) - 0.5};
  };
  figure.panel(box, extent(picture.width), extent(picture.height));
  figure.add("unset xtics\nunset ytics\nunset grid\nunset border");
  figure.plot({quoted(file.string()) + " binary filetype=png with rgbimage"});
}

/// The same as wide as `width`, in its own proportions, its upper left corner there. Returns the place it
/// takes.
inline Box draw_picture(Figure& figure, double left, double top, double width,
                        const std::filesystem::path& file) {
  const record::Picture picture = record::read_png(file);
  const Box box{left, top, width,
                width * static_cast<double>(picture.height) / static_cast<double>(picture.width)};
  draw_picture(figure, box, file);
  return box;
}

}  // namespace verigan::plots
