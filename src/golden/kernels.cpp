// SPDX-License-Identifier: MIT
// Golden parts of src/simd and src/random: shapes and lengths around every vector width and tile.
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "golden/golden.hpp"
#include "golden/inputs.hpp"
#include "random/stream.hpp"
#include "simd/activation.hpp"
#include "simd/convolution.hpp"
#include "simd/fma.hpp"
#include "simd/gemm.hpp"
#include "simd/reduce.hpp"
#include "simd/update.hpp"
#include "simd/vector_math.hpp"

namespace verigan::golden {
namespace {

// ---- Matrix products -------------------------------------------------------------------------

struct Shape {
  std::size_t m, k, n;
};

// One element; logits and 2-D toys (n ≤ 2); remainders in every dimension; several cache blocks of k;
// and one product large enough to be shared between threads.
constexpr Shape kShapes[] = {{1, 1, 1},    {1, 7, 3},      {5, 0, 4},    {3, 300, 1},  {64, 33, 2},
                             {13, 17, 19}, {31, 64, 33},   {7, 531, 47}, {100, 2, 65}, {65, 129, 17},
                             {2, 257, 96}, {129, 200, 130}};

using Product = void (*)(MatrixView<const float>, MatrixView<const float>, MatrixView<float>, bool);

/// form: which operands are stored transposed.
void products(Digest& digest, Product product, bool a_transposed, bool b_transposed) {
  for (const auto [m, k, n] : kShapes) {
    const auto a = a_transposed ? matrix(1, k, m) : matrix(1, m, k);
    const auto b = b_transposed ? matrix(2, n, k) : matrix(2, k, n);
    auto c = matrix(3, m, n);
    product(a, b, c, true);  // onto what is there
    digest.add(MatrixView<const float>(c));
    product(a, b, c, false);
    digest.add(MatrixView<const float>(c));
  }
}

void gemm_nn(Digest& digest) { products(digest, simd::gemm_nn, false, false); }
void gemm_nt(Digest& digest) { products(digest, simd::gemm_nt, false, true); }
void gemm_tn(Digest& digest) {
  const auto product = [](auto a, auto b, auto c, bool accumulate) {
    simd::gemm_tn(a, b, c, accumulate);
  };
  products(digest, product, true, false);
}

// Of whole vectors and of ragged ones; one block of k and several.
constexpr Shape kFinishedShapes[] = {
    {5, 3, 16}, {67, 128, 32}, {29, 300, 48}, {33, 1, 64}, {20, 40, 37}};

void finished_products(Digest& digest) {
  using enum simd::Activation;
  const std::pair<simd::Activation, float> functions[] = {
      {identity, 0.0F}, {leaky_relu, 0.0F}, {leaky_relu, 0.2F}, {tanh, 0.0F}};
  for (const auto& [m, k, n] : kFinishedShapes) {
    const auto x = matrix(1, m, k), w = matrix(2, k, n), bias = matrix(3, 1, n);
    const auto dz = matrix(4, m, n), below = matrix(5, m, k);
    for (const auto& [f, slope] : functions) {
      auto y = matrix(6, m, n), dx = matrix(7, m, k);
      simd::gemm_nn_activate(x, w, y, bias.row(0), f, slope);
      digest.add(MatrixView<const float>(y));
      simd::gemm_nt_backward(dz, w, dx, below, f, slope);
      digest.add(MatrixView<const float>(dx));
    }
    auto dw = matrix(8, k, n), db = matrix(9, 1, n);
    for (const bool accumulate : {true, false}) {
      simd::gemm_tn(x, dz, dw, accumulate, db.row(0));
      digest.add(MatrixView<const float>(db));
    }
  }
}

// ---- Multiply and add, rounded once ------------------------------------------------------------

/// Numbers at which a sum is hard to round: the ends of every range, one bit off, halves of a last place.
constexpr std::uint32_t kAwkward[] = {0x00000000, 0x00000001, 0x00000003, 0x00010001, 0x007fffff,
                                      0x00800000, 0x00800001, 0x0c000000, 0x1cfff001, 0x33800000,
                                      0x3f7fffff, 0x3f800000, 0x3f800001, 0x3fc00000, 0x4b800001,
                                      0x5f000800, 0x7f7fffff, 0x7f800000};

void fused(Digest& digest) {
  const auto add = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    const float x = std::bit_cast<float>(a), y = std::bit_cast<float>(b), z = std::bit_cast<float>(c);
    digest.add(simd::fma(x, y, z));
    digest.add(simd::portable_fma(x, y, z));
    Matrix<float> row(1, 2), column(2, 1), sum(1, 1);  // the same by the target in use
    row(0, 0) = z;
    row(0, 1) = x;
    column(0, 0) = 1;
    column(1, 0) = y;
    simd::gemm_nn(row, column, sum);
    digest.add(sum(0, 0));
  };
  for (const simd::FusedExample& e : simd::kFusedExamples) add(e.a, e.b, e.c);
  for (const std::uint32_t a : kAwkward)
    for (const std::uint32_t b : kAwkward)
      for (const std::uint32_t c : kAwkward) add(a ^ (a << 31), b, c ^ (b << 31));
}

// ---- Convolutions ----------------------------------------------------------------------------

struct ConvolutionCase {
  std::size_t batch, height, width, channels, kernel, features, stride;
};

constexpr ConvolutionCase kConvolutions[] = {
    {2, 9, 7, 1, 5, 5, 2}, {3, 6, 8, 3, 4, 17, 2}, {1, 5, 5, 2, 3, 1, 1}, {8, 14, 14, 16, 5, 32, 2},
    {2, 3, 4, 33, 3, 34, 1}};

simd::ConvolutionShape shape_of(const ConvolutionCase& c) {
  simd::ConvolutionShape shape;
  shape.height = c.height;
  shape.width = c.width;
  shape.channels = c.channels;
  shape.kernel_rows = shape.kernel_cols = c.kernel;
  shape.features = c.features;
  shape.stride = c.stride;
  shape.rows = simd::same_padding(c.height, c.kernel, c.stride);
  shape.cols = simd::same_padding(c.width, c.kernel, c.stride);
  return shape;
}

void convolutions(Digest& digest) {
  for (const ConvolutionCase& c : kConvolutions) {
    const simd::ConvolutionShape shape = shape_of(c);
    auto image = matrix(4, c.batch, shape.image_size());
    auto features = matrix(5, c.batch, shape.feature_size());
    auto kernel = matrix(6, shape.taps(), c.features);
    const auto feature_bias = matrix(7, 1, c.features);
    const auto image_bias = matrix(8, 1, c.channels);
    simd::convolution_kernel_gradient(shape, image, features, kernel);
    digest.add(MatrixView<const float>(kernel));
    kernel = matrix(6, shape.taps(), c.features);
    simd::convolution(shape, image, kernel, feature_bias.row(0), features);
    digest.add(MatrixView<const float>(features));
    simd::transposed_convolution(shape, features, kernel, image_bias.row(0), image);
    digest.add(MatrixView<const float>(image));
    simd::transposed_convolution(shape, features, kernel, {}, image);
    digest.add(MatrixView<const float>(image));
  }
}

// ---- Elementary functions --------------------------------------------------------------------

constexpr std::uint32_t kStride = 65521;  // prime: every exponent, and significands of every kind

using Map = void (*)(std::span<const float>, std::span<float>);

/// All floats a stride apart, then the special ones, at an odd address.
void sweep(Digest& digest, Map function) {
  std::vector<float> in = {0.0F};
  for (std::uint64_t bits = 0; bits <= 0xffffffff; bits += kStride) {
    in.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  using Limits = std::numeric_limits<float>;
  for (const float x : {0.0F, 1.0F, 0x1p-24F, 87.0F, 88.72284F, 103.97F, 0x1.921fb6p+0F, 0x1p30F,
                        Limits::min(), Limits::denorm_min(), Limits::max(), Limits::infinity(),
                        Limits::quiet_NaN()}) {
    in.push_back(x);
    in.push_back(-x);
  }
  std::vector<float> out(in.size());
  function(std::span(in).subspan(1), std::span(out).subspan(1));
  digest.add(std::span<const float>(out));
}

void exp(Digest& digest) { sweep(digest, simd::exp); }
void log(Digest& digest) { sweep(digest, simd::log); }
void softplus(Digest& digest) { sweep(digest, simd::softplus); }
void sigmoid(Digest& digest) { sweep(digest, simd::sigmoid); }
void tanh(Digest& digest) { sweep(digest, simd::tanh); }
void sin(Digest& digest) { sweep(digest, simd::sin); }
void cos(Digest& digest) { sweep(digest, simd::cos); }

// ---- Passes over arrays ----------------------------------------------------------------------

constexpr std::size_t kLengths[] = {0, 1, 2, 15, 16, 17, 31, 33, 64, 65, 127, 1000, 40007};

void activations(Digest& digest) {
  using enum simd::Activation;
  for (const simd::Activation f : {identity, leaky_relu, tanh, sigmoid}) {
    for (const std::size_t n : {1U, 2U, 16U, 37U}) {
      auto y = matrix(9, 5, n);
      const auto bias = matrix(10, 1, n);
      simd::bias_activate(y, bias.row(0), f, 0.2F);
      digest.add(MatrixView<const float>(y));
      auto dy = matrix(11, 5, n);
      simd::activation_backward(y, dy, f, 0.2F);
      digest.add(MatrixView<const float>(dy));
    }
  }
}

void reductions(Digest& digest) {
  for (const std::size_t n : kLengths) {
    std::vector<float> x(n + 1), y(n + 1);
    fill(12, x);
    fill(13, y);
    const auto tail = std::span<const float>(x).subspan(1);  // misaligned
    digest.add(simd::sum(tail));
    digest.add(simd::mean(tail));
    digest.add(simd::dot(tail, std::span<const float>(y).first(n)));
    digest.add(simd::squared_norm(tail));
  }
  for (const std::size_t n : {1U, 2U, 16U, 37U, 130U}) {
    const auto x = matrix(14, 67, n);
    auto sums = matrix(15, 1, n);
    simd::column_sums(x, sums.row(0), true);
    digest.add(std::span<const float>(sums.row(0)));
    simd::column_sums(x, sums.row(0));
    digest.add(std::span<const float>(sums.row(0)));
  }
}

void updates(Digest& digest) {
  for (const std::size_t n : kLengths) {
    std::vector<float> w(n), g(n), m(n), v(n);
    fill(16, w);
    fill(17, g);
    fill(18, m);
    for (std::size_t i = 0; i < n; ++i) v[i] = input(19, i) * input(19, i);
    simd::adam(w, g, m, v, {.beta1 = 0.9F, .beta2 = 0.999F, .rate = 1e-3F, .epsilon = 1e-8F});
    for (const auto& state : {w, m, v}) digest.add(std::span<const float>(state));
    simd::sgd(w, g, m, 0.01F, 0.9F);
    simd::moving_average(v, w, 0.999F);
    for (const auto& state : {w, m, v}) digest.add(std::span<const float>(state));
    // A dead unit: its moments decay until they are so small that they become 0.
    std::ranges::fill(g, 0.0F);
    for (int t = 0; t < 96; ++t)
      simd::adam(w, g, m, v, {.beta1 = 0.5F, .beta2 = 0.5F, .rate = 1e-3F, .epsilon = 1e-8F});
    for (const auto& state : {w, m, v}) digest.add(std::span<const float>(state));
  }
}

// ---- Chance ----------------------------------------------------------------------------------

void draws(Digest& digest) {
  const random::Stream stream(0x123456789abcdef, random::Purpose::test, 3);
  for (const std::uint64_t first : {0U, 1U, 5U, 1001U}) {
    std::vector<float> values(5003);
    stream.uniforms(7, values, first);
    digest.add(std::span<const float>(values));
    stream.normals(8, values, first);
    digest.add(std::span<const float>(values));
  }
  for (std::uint32_t i = 0; i < 100; ++i) {
    digest.add(stream.word(9, i));
    digest.add(stream.uniform_double(10, i));
    digest.add(stream.below(11, i, 60000));
  }
  std::array<std::uint32_t, 257> order;
  stream.permutation(12, order);
  for (const std::uint32_t i : order) digest.add(i);
}

const Part kParts[] = {
    {"fused", fused},
    {"gemm_nn", gemm_nn},
    {"gemm_nt", gemm_nt},
    {"gemm_tn", gemm_tn},
    {"finished_products", finished_products},
    {"convolutions", convolutions},
    {"exp", exp},
    {"log", log},
    {"softplus", softplus},
    {"sigmoid", sigmoid},
    {"tanh", tanh},
    {"sin", sin},
    {"cos", cos},
    {"activations", activations},
    {"reductions", reductions},
    {"updates", updates},
    {"draws", draws},
};

}  // namespace

std::span<const Part> kernel_parts() { return kParts; }

}  // namespace verigan::golden
