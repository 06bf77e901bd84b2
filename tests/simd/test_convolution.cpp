// SPDX-License-Identifier: MIT
#include <cmath>

#include "core/check.hpp"
#include "simd/convolution_cases.hpp"
#include "simd/convolution.hpp"
#include "support/catch.hpp"

// The plain loops against the definition, computed in double on an image with the zeros written out,
// and the adjoint identities of T61.
namespace {

using namespace verigan;
using namespace verigan::simd;
using namespace verigan::simd::test;

/// The padded image of sample n as a dense array (rows, cols, channels).
std::vector<double> padded(const ConvolutionShape& s, const Matrix<float>& image, std::size_t n) {
  const std::size_t tall = s.height + s.rows.before + s.rows.behind;
  const std::size_t wide = s.width + s.cols.before + s.cols.behind;
  std::vector<double> out(tall * wide * s.channels, 0.0);
  for (std::size_t h = 0; h < s.height; ++h) {
    for (std::size_t i = 0; i < s.width * s.channels; ++i) {
      out[((h + s.rows.before) * wide + s.cols.before) * s.channels + i] =
          static_cast<double>(image(n, h * s.width * s.channels + i));
    }
  }
  return out;
}

/// visit(p, q, r, s, c, f, padded image index) over all taps of all features, padding included.
template <class Visit>
void for_each_tap(const ConvolutionShape& s, Visit visit) {
  const std::size_t wide = s.width + s.cols.before + s.cols.behind;
  for (std::size_t p = 0; p < s.feature_rows(); ++p)
    for (std::size_t q = 0; q < s.feature_cols(); ++q)
      for (std::size_t r = 0; r < s.kernel_rows; ++r)
        for (std::size_t t = 0; t < s.kernel_cols; ++t)
          for (std::size_t c = 0; c < s.channels; ++c)
            for (std::size_t f = 0; f < s.features; ++f)
              visit((p * s.feature_cols() + q) * s.features + f,
                    (r * s.kernel_cols + t) * s.channels + c, f,
                    ((p * s.stride + r) * wide + q * s.stride + t) * s.channels + c);
}

double dot(const Matrix<float>& a, const Matrix<float>& b) {
  double total = 0;
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.cols(); ++j)
      total += static_cast<double>(a(i, j)) * static_cast<double>(b(i, j));
  return total;
}

}  // namespace

TEST_CASE("the convolution is its definition in double") {
  for (const Case& c : cases(40)) {
    const ConvolutionShape& s = c.shape;
    INFO(describe(s, c.batch));
    const Matrix<float> x = random_matrix(c.batch, s.image_size(), 1);
    const Matrix<float> k = random_matrix(s.taps(), s.features, 2);
    const Matrix<float> bias = random_matrix(1, s.features, 3);
    Matrix<float> y(c.batch, s.feature_size());
    spec::convolution(s, x, k, bias.row(0), y);
    double worst = 0;
    for (std::size_t n = 0; n < c.batch; ++n) {
      const std::vector<double> image = padded(s, x, n);
      std::vector<double> sum(s.feature_size()), size(s.feature_size());
      for_each_tap(s, [&](std::size_t out, std::size_t tap, std::size_t f, std::size_t in) {
        sum[out] += image[in] * static_cast<double>(k(tap, f));
        size[out] += std::abs(image[in] * static_cast<double>(k(tap, f)));
      });
      for (std::size_t i = 0; i < sum.size(); ++i) {
        const double b = static_cast<double>(bias(0, i % s.features));
        // A chain of K rounded steps errs by at most K·2⁻²⁴ of the sum of magnitudes (plus O(2⁻⁴⁸)).
        const double bound = static_cast<double>(s.taps() + 1) * 0x1p-24 * (size[i] + std::abs(b));
        const double error = std::abs(static_cast<double>(y(n, i)) - sum[i] - b);
        if (bound > 0) worst = std::max(worst, error / bound);
      }
    }
    CHECK(worst <= 1.001);
  }
}

TEST_CASE("strided and fractionally-strided convolution are adjoint, and so is the kernel's gradient") {
  for (const Case& c : cases(60)) {
    const ConvolutionShape& s = c.shape;
    INFO(describe(s, c.batch));
    const Matrix<float> x = whole_matrix(c.batch, s.image_size(), 1);
    const Matrix<float> k = whole_matrix(s.taps(), s.features, 2);
    const Matrix<float> y = whole_matrix(c.batch, s.feature_size(), 3);
    Matrix<float> cx(c.batch, s.feature_size()), cty(c.batch, s.image_size());
    Matrix<float> dk(s.taps(), s.features);
    spec::convolution(s, x, k, {}, cx);
    spec::transposed_convolution(s, y, k, {}, cty);
    spec::convolution_kernel_gradient(s, x, y, dk);
    // Whole numbers: every sum is exact, so the three agree to the last bit.
    CHECK(dot(cx, y) == dot(x, cty));
    CHECK(dot(cx, y) == dot(k, dk));
  }
}

TEST_CASE("the adjoint restores the size that (H + 2p - k) mod s rows were lost from") {
  // Dumoulin & Visin 2016, relationship 14: i' rows of features and output padding a give
  // s(i' - 1) + a + k - 2p image rows.
  for (std::size_t height = 1; height < 12; ++height) {
    for (std::size_t kernel = 1; kernel <= 5; ++kernel) {
      for (std::size_t stride = 1; stride <= 3; ++stride) {
        for (std::size_t pad = 0; pad < kernel; ++pad) {
          if (kernel > height + 2 * pad) continue;
          const ConvolutionShape s{.height = height, .width = height, .channels = 1,
                                   .kernel_rows = kernel, .kernel_cols = kernel, .features = 1,
                                   .stride = stride, .rows = {pad, pad}, .cols = {pad, pad}};
          const std::size_t output_padding = (height + 2 * pad - kernel) % stride;
          CHECK(stride * (s.feature_rows() - 1) + output_padding + kernel == height + 2 * pad);
        }
      }
    }
  }
}

TEST_CASE("padding of same size keeps ceil(length / stride) outputs, the odd zero behind") {
  CHECK(same_padding(28, 5, 2).before == 1);
  CHECK(same_padding(28, 5, 2).behind == 2);
  CHECK(same_padding(7, 5, 2).before == 2);
  CHECK(same_padding(7, 5, 2).behind == 2);
  CHECK(same_padding(8, 4, 2).before == 1);
  CHECK(same_padding(8, 4, 2).behind == 1);
  CHECK(same_padding(9, 1, 4).before == 0);
  for (std::size_t length = 1; length < 40; ++length)
    for (std::size_t kernel = 1; kernel < 7; ++kernel)
      for (std::size_t stride = 1; stride < 5; ++stride)
        CHECK(same(length, 1, 1, kernel, 1, stride).feature_rows() == (length + stride - 1) / stride);
  CHECK_THROWS_AS(same_padding(0, 3, 1), Error);
}

TEST_CASE("padding is skipped: an infinite weight over it does no harm") {
  ConvolutionShape s = same(3, 3, 1, 3, 1, 1);
  Matrix<float> x(1, 9), k(9, 1), y(1, 9);
  for (float& v : x.row(0)) v = 1;
  k(0, 0) = std::numeric_limits<float>::infinity();  // the tap above and to the left
  convolution(s, x, k, {}, y);
  CHECK(y(0, 0) == 0.0f);
  CHECK(std::isinf(y(0, 4)));
}

TEST_CASE("impossible geometries are refused with one line") {
  ConvolutionShape s = same(8, 8, 3, 5, 4, 2);
  s.check();
  s.stride = 0;
  CHECK_THROWS_AS(s.check(), Error);
  s = same(8, 8, 3, 5, 4, 2);
  s.rows = {0, 0};
  s.height = 4;
  CHECK_THROWS_WITH(s.check(), "convolution kernel 5x5, expected to fit into the padded image of 4x11");
  s = same(8, 8, 3, 5, 4, 2);
  s.features = 0;
  CHECK_THROWS_AS(s.check(), Error);
}
