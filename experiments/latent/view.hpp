// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "judge/classifier.hpp"
#include "record/png.hpp"
#include "run/trained_generator.hpp"

namespace verigan::latent {

/// Images drawn at some points of latent space, and what the classifier makes of them.
struct View {
  std::vector<std::uint8_t> pixels;
  judge::Judgement judged;
  std::vector<std::uint8_t> classes;
};

/// A generator, seen through a classifier.
class Viewer {
 public:
  Viewer(const run::TrainedGenerator& generator, const judge::Classifier& classifier)
      : generator_(generator), classifier_(classifier) {}

  View look(MatrixView<const float> z, std::span<const Label> labels) const {
    View view{generator_.images(z, labels), {}, {}};
    view.judged = classifier_.judge({generator_.shape, view.pixels});
    view.classes = view.judged.classes();
    return view;
  }
  const run::TrainedGenerator& generator() const { return generator_; }
  std::span<const std::uint8_t> image(const View& view, std::size_t i) const {
    const std::size_t d = generator_.shape.size();
    return std::span(view.pixels).subspan(i * d, d);
  }
  /// rows·columns of these images, 8 bits a channel, one behind the other.
  record::Picture grid(std::span<const std::uint8_t> pixels, std::size_t rows, std::size_t columns) const {
    const std::size_t d = generator_.shape.size();
    Matrix<float> x(rows * columns, d);
    for (std::size_t i = 0; i < rows * columns; ++i)
      data::scale_image(pixels.subspan(i * d, d), 0, 1, x.row(i));
    return record::image_grid(x, generator_.shape, rows, columns);
  }

 private:
  const run::TrainedGenerator& generator_;
  const judge::Classifier& classifier_;
};

}  // namespace verigan::latent
