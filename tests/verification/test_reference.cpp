// SPDX-License-Identifier: MIT
// The definitions of layers against numbers worked out by hand.
#include "nn/convolution.hpp"
#include "nn/dense.hpp"
#include "support/catch.hpp"
#include "verification/matching.hpp"
#include "verification/reference.hpp"

using namespace verigan;
using verification::LinearMap;
using verification::Single;
using Table = verification::Table<double>;

TEST_CASE("reference: a dense layer by hand") {
  const nn::Dense layer(2, 2, nn::kRelu);
  const auto tensors = layer.parameters();
  std::vector<double> flat(tensors[1].offset + 2);
  const auto weight = [&](std::size_t i, std::size_t o) -> double& {
    return flat[tensors[0].offset + i * tensors[0].ld + o];
  };
  weight(0, 0) = 1, weight(0, 1) = -2, weight(1, 0) = 0.5, weight(1, 1) = 1;
  flat[tensors[1].offset] = -3, flat[tensors[1].offset + 1] = 1;
  Table x(1, 2);
  x.v = {1, 2};
  CHECK(verification::apply(LinearMap::dense(tensors), flat, x).v == std::vector<double>{-1, 1});
}

TEST_CASE("reference: a strided convolution with padding, and its adjoint, by hand") {
  // Image 1 2 3 4, one zero before; kernel 10 1, stride 2: features 0·10 + 1, 2·10 + 3; the last
  // column is left over. Back: image(0) = 1·y₀, (1) = 10 y₁, (2) = 1·y₁, (3) = 0.
  const simd::ConvolutionShape shape{.height = 1,
                                     .width = 4,
                                     .channels = 1,
                                     .kernel_rows = 1,
                                     .kernel_cols = 2,
                                     .features = 1,
                                     .stride = 2,
                                     .cols = {1, 0}};
  const nn::Convolution layer(shape, nn::kIdentity, nn::Bias::none);
  const auto tensors = layer.parameters();
  std::vector<double> flat(tensors[0].size());
  flat[0] = 10, flat[tensors[0].ld] = 1;
  Table image(1, 4), features(1, 2);
  image.v = {1, 2, 3, 4};
  features.v = {5, 7};
  CHECK(verification::apply(LinearMap::convolution(shape, tensors), flat, image).v ==
        std::vector<double>{1, 23});
  CHECK(verification::apply(LinearMap::fractionally_strided(shape, tensors), flat, features).v ==
        std::vector<double>{5, 70, 7, 0});
}

TEST_CASE("reference: batch normalisation by hand, in two groups") {
  // Group 0 holds 0 and 2, group 1 holds 5 and 11; the variances are 1 and 9.
  const verification::NormalisedBatch batch{.groups = 2, .epsilon = 7, .scale = 0, .shift = 1};
  Table x(4, 1);
  x.v = {0, 5, 2, 11};
  const Table y = verification::apply(batch, std::vector<double>{4, 1}, x);
  CHECK(y.v[0] == Approx(1 - 4 / std::sqrt(8.0)));
  CHECK(y.v[2] == Approx(1 + 4 / std::sqrt(8.0)));
  CHECK(y.v[1] == Approx(1 - 4 * 3 / 4.0));
  CHECK(y.v[3] == Approx(1 + 4 * 3 / 4.0));
}

TEST_CASE("reference: the largest piece, and the first moment's distance") {
  Table x(1, 4);
  x.v = {1, 5, 3, 2};
  CHECK(verification::largest(x, 2).v == std::vector<double>{3, 5});
  // |mean x − mean y|² = |2 − 5|², its gradient 2(2 − 5)/2 for each of two samples.
  verification::Table<Single> a(2, 1), b(2, 1);
  a.v = {1, 3};
  b.v = {4, 6};
  const auto matched = verification::match({.bandwidths = {}, .units = {}}, a, b);
  CHECK(matched.value.value == Approx(9));
  CHECK(matched.dx.v[0].value == Approx(-3));
}
