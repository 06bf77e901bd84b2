// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdint>
#include <vector>

#include "nn/softmax.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

Matrix<float> random_logits(std::size_t batch, std::size_t classes, float scale) {
  const random::Stream stream(5, random::Purpose::test);
  Matrix<float> x(batch, classes);
  for (std::size_t i = 0; i < batch; ++i) {
    stream.normals(i, x.row(i));
    for (float& value : x.row(i)) value *= scale;
  }
  return x;
}

/// −Σ ln p(label)/B by the definition, in double.
double definition(const Matrix<double>& logits, const std::vector<std::uint8_t>& labels) {
  double loss = 0;
  for (std::size_t b = 0; b < logits.rows(); ++b) {
    double sum = 0;
    for (std::size_t k = 0; k < logits.cols(); ++k) sum += std::exp(logits(b, k));
    loss += std::log(sum) - logits(b, labels[b]);
  }
  return loss / static_cast<double>(logits.rows());
}

}  // namespace

TEST_CASE("softmax: probabilities, whatever the size of the logits") {
  Matrix<float> logits(3, 3), p(3, 3);
  const float values[3][3] = {{0, 0, 0}, {std::log(1.0F), std::log(2.0F), std::log(5.0F)}, {-500, 3e38F, 90}};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) logits(i, k) = values[i][k];
  nn::softmax(logits, p);
  for (std::size_t k = 0; k < 3; ++k) CHECK(p(0, k) == Approx(1.0 / 3));
  CHECK(p(1, 0) == Approx(0.125));
  CHECK(p(1, 2) == Approx(0.625));
  CHECK(p(2, 1) == 1);
  CHECK(p(2, 0) == 0);
}

TEST_CASE("softmax cross-entropy: loss and gradient by the definition and by finite differences") {
  for (const std::size_t classes : {2u, 10u, 33u})
    for (const std::size_t batch : {1u, 5u}) {
      const Matrix<float> logits = random_logits(batch, classes, 2);
      std::vector<std::uint8_t> labels(batch);
      for (std::size_t b = 0; b < batch; ++b) labels[b] = static_cast<std::uint8_t>((3 * b + 1) % classes);
      Matrix<float> slopes(batch, classes);
      const double loss = nn::softmax_cross_entropy(logits, labels, slopes);
      Matrix<double> at(batch, classes);
      for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t k = 0; k < classes; ++k) at(b, k) = static_cast<double>(logits(b, k));
      CAPTURE(classes, batch);
      CHECK(loss == Approx(definition(at, labels)).epsilon(1e-6));
      for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t k = 0; k < classes; ++k) {
          const double middle = at(b, k), h = 1e-5;
          at(b, k) = middle + h;
          const double above = definition(at, labels);
          at(b, k) = middle - h;
          const double difference = (above - definition(at, labels)) / (2 * h);
          at(b, k) = middle;
          CHECK(static_cast<double>(slopes(b, k)) == Approx(difference).margin(1e-6));
        }
    }
}
