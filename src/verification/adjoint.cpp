// SPDX-License-Identifier: MIT
// T61: the strided convolution C, the fractionally-strided one Cᵀ and the gradient G of their
// kernel, as the layers run them, are three readings of one sum Σ x·K·y over the taps that lie on
// the image.
#include "core/parallel.hpp"
#include "nn/convolution.hpp"
#include "nn/network.hpp"
#include "verification/comparison.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;

enum class Wrong { none, padding, turned_kernel, no_output_padding };

nn::Network only(std::shared_ptr<const nn::Layer> layer) { return nn::Network({std::move(layer)}); }

/// Σ a·b, the errors of a those that `formula` has in floats.
Ball product(MatrixView<const float> a, const Table<Single>& formula, MatrixView<const float> b) {
  Ball sum = 0;
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.cols; ++j)
      sum += Ball(static_cast<double>(a(i, j)), formula(i, j).error) * static_cast<double>(b(i, j));
  return sum;
}

/// Positions of a kernel on a padded length, counted.
std::size_t positions(std::size_t padded, std::size_t kernel, std::size_t stride) {
  std::size_t count = 0;
  for (std::size_t at = 0; at + kernel <= padded; at += stride) ++count;
  return count;
}

void check_sizes(Evidence& evidence, const simd::ConvolutionShape& s, std::size_t features,
                 std::size_t image, Wrong wrong) {
  const std::size_t down = s.height + s.rows.before + s.rows.behind;
  const std::size_t across = s.width + s.cols.before + s.cols.behind;
  const std::size_t p = positions(down, s.kernel_rows, s.stride);
  const std::size_t q = positions(across, s.kernel_cols, s.stride);
  evidence.holds("as many features as the kernel has positions", features == p * q * s.features);
  // (P − 1)·stride + R covers what the kernel reaches; output padding is the rest.
  const bool none = wrong == Wrong::no_output_padding;
  const std::size_t rest_down = none ? 0 : (down - s.kernel_rows) % s.stride;
  const std::size_t rest_across = none ? 0 : (across - s.kernel_cols) % s.stride;
  const std::size_t height =
      (p - 1) * s.stride + s.kernel_rows + rest_down - s.rows.before - s.rows.behind;
  const std::size_t width =
      (q - 1) * s.stride + s.kernel_cols + rest_across - s.cols.before - s.cols.behind;
  evidence.holds("output padding (H+2p−k) mod s", image == height * width * s.channels);
}

void check_adjoint(RandomInstance& draw, Evidence& evidence, Wrong wrong) {
  const SerialSection here;  // instances are what threads share
  const simd::ConvolutionShape shape = random_shape(draw, 100000);
  const std::size_t batch = random_extent(draw, 3);
  const auto plain = nn::Bias::none;
  const nn::Network down = only(std::make_shared<nn::Convolution>(shape, nn::kIdentity, plain));
  const nn::Network up = only(std::make_shared<nn::FractionallyStridedConvolution>(
      wrong == Wrong::padding ? shifted(shape) : shape, nn::kIdentity, plain));
  check_sizes(evidence, shape, down.outputs(), up.outputs(), wrong);

  const nn::Tensor& kernel = down.parameters()[0];
  const Matrix<float> taps = random_matrix(draw, kernel.rows, kernel.cols, 2);
  const Matrix<float> x = random_matrix(draw, batch, shape.image_size(), 2);
  const Matrix<float> y = random_matrix(draw, batch, shape.feature_size(), 2);
  nn::Weights of_down(down), of_up(up);
  for (std::size_t i = 0; i < kernel.rows; ++i) {
    std::ranges::copy(taps.row(i), kernel.in(of_down.parameters()).row(i).begin());
    std::size_t place = i;
    if (wrong == Wrong::turned_kernel)  // by half a turn: tap (r, s) for (R − 1 − r, S − 1 − s)
      place = kernel.rows - (i / shape.channels + 1) * shape.channels + i % shape.channels;
    std::ranges::copy(taps.row(place), kernel.in(of_up.parameters()).row(i).begin());
  }

  nn::Workspace pass(down, batch), back(up, batch);
  Matrix<float> cx(batch, shape.feature_size()), cty(batch, shape.image_size()), dy(y);
  Matrix<float> g(1, down.parameter_size());
  down.forward(of_down, x, cx, pass, {});
  down.backward(of_down, x, cx, dy, pass, g.row(0));
  up.forward(of_up, y, cty, back, {});

  Numbers parameters(down.parameter_size());
  for (std::size_t i = 0; i < kernel.rows; ++i)
    for (std::size_t j = 0; j < kernel.cols; ++j)
      parameters[kernel.offset + i * kernel.ld + j] = static_cast<double>(taps(i, j));
  const auto tensors = down.layers()[0]->parameters();
  const LinearMap map = LinearMap::convolution(shape, tensors);
  const Table<Single> exact_x(x), exact_y(y), formula = apply(map, parameters, exact_x);
  const Table<Single> transposed =
      apply(LinearMap::fractionally_strided(shape, tensors), parameters, exact_y);
  Table<Sum<Single>> sums(kernel.rows, kernel.cols);
  for (std::size_t n = 0; n < batch; ++n)
    for (const auto& [input, output, weight] : map.products)
      sums((weight - kernel.offset) / kernel.ld, (weight - kernel.offset) % kernel.ld)
          .add(exact_x(n, input), exact_y(n, output));
  Table<Single> gradient(kernel.rows, kernel.cols);
  for (std::size_t k = 0; k < sums.v.size(); ++k) gradient.v[k] = sums.v[k].total();

  Ball sum = 0;
  double size = 0;  // Σ|x||K||y|, in units of which the sides are compared
  for (std::size_t n = 0; n < batch; ++n) {
    for (std::size_t o = 0; o < formula.cols; ++o)
      sum += in_double(formula(n, o)) * exact_y(n, o).value;
    for (const auto& [input, output, weight] : map.products)
      size +=
          std::abs(exact_x(n, input).value * parameters[weight].value * exact_y(n, output).value);
  }
  if (size == 0) size = 1;  // no tap lies on the image
  const Ball forward = product(cx, formula, y) / size;
  evidence.equal("⟨Cx,y⟩ = ⟨x,Cᵀy⟩", forward, product(cty, transposed, x) / size);
  evidence.equal("⟨Cx,y⟩ = ⟨K,G⟩", forward,
                 product(kernel.in(std::span<const float>(g.row(0))), gradient, taps) / size);
  evidence.equal("⟨Cx,y⟩ is the sum over the taps", forward, sum / size);
}

theory::Check with(Wrong wrong) {
  return [wrong](RandomInstance& draw, Evidence& evidence) { check_adjoint(draw, evidence, wrong); };
}

}  // namespace

theory::Theorem adjoint_convolutions() {
  return {.id = "T61",
          .title = "Convolutions and their adjoints",
          .statement =
              "The linear parts of strided and fractionally-strided convolution are adjoint: "
              "⟨Cx,y⟩ = ⟨x,Cᵀy⟩ = ⟨K,G⟩, K the kernel and G its gradient from x and y; output "
              "padding (H+2p−k) mod s",
          .source = "UM §2.1",
          .check = with(Wrong::none),
          .mutants = {{"Cᵀ with its padding moved by one", 0.6, with(Wrong::padding)},
                      {"Cᵀ with the kernel turned", 0.6, with(Wrong::turned_kernel)},
                      {"no output padding", 0.3, with(Wrong::no_output_padding)}},
          .exercises = "nn::Convolution, nn::FractionallyStridedConvolution"};
}

}  // namespace verigan::verification
