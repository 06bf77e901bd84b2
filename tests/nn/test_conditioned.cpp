// SPDX-License-Identifier: MIT
// Labels next to samples: what the layer gives, its gradients, and what it refuses.
#include "nn/conditioned.hpp"

#include <cstring>

#include "nn/layer_check.hpp"
#include "support/catch.hpp"

using namespace verigan;
using nn::Conditioned;
using nn::Conditioning;
using Kind = nn::Conditioning::Kind;

namespace {

constexpr Shape kSample{2, 3, 2};

std::size_t extra(const Conditioning& how) {
  return how.kind == Kind::one_hot ? how.classes : how.width;
}

/// By definition: pixel by pixel, the sample's channels and then the label's.
reference::Forward widened(const Conditioning& how, const std::vector<nn::Tensor>& tensors,
                           const std::vector<Label>& labels) {
  return [=](const reference::Values& parameters, const reference::Table& x) {
    const std::size_t c = kSample.channels, e = extra(how), pixels = kSample.height * kSample.width;
    reference::Table y(x.rows, pixels * (c + e));
    for (std::size_t i = 0; i < x.rows; ++i)
      for (std::size_t p = 0; p < pixels; ++p) {
        for (std::size_t k = 0; k < c; ++k) y(i, p * (c + e) + k) = x(i, p * c + k);
        for (std::size_t k = 0; k < e; ++k) {
          double value = k == labels[i] ? 1 : 0;
          if (how.kind != Kind::one_hot) {
            const std::size_t column = how.kind == Kind::projection ? p * e + k : k;
            value = parameters[tensors[0].offset + labels[i] * tensors[0].ld + column];
          }
          y(i, p * (c + e) + c + k) = value;
        }
      }
    return y;
  };
}

}  // namespace

TEST_CASE("conditioned: each kind is its definition, and its gradients are central differences") {
  const Kind kind = GENERATE(Kind::one_hot, Kind::embedding, Kind::projection);
  const Conditioning how{5, kind, 3};
  const std::vector<Label> labels{4, 0, 4, 2, 1, 4, 0};  // 3 never, 4 three times
  const auto layer = std::make_shared<Conditioned>(kSample, how);
  CHECK(layer->output_shape() == Shape{2, 3, 2 + extra(how)});
  CHECK(layer->classes() == 5);
  nn::Context context;
  context.labels = labels;
  reference::check_layer(layer, labels.size(), widened(how, layer->parameters(), labels), context);
}

TEST_CASE("conditioned: blocks of rows give the gradients of the whole batch, to the bit") {
  const std::vector<Label> labels{1, 0, 1, 1, 0, 1};
  const nn::Network network =
      nn::NetworkBuilder(kSample).conditioned({2, Kind::projection, 2}).dense(3, nn::kTanh).build();
  REQUIRE(network.samplewise());
  CHECK(network.classes() == 2);
  nn::Weights weights(network);
  reference::randomise(network, weights);
  const Matrix<float> x = reference::normals(6, network.inputs(), 1), c = reference::normals(6, 3, 2);
  const auto gradients = [&](std::size_t block) {
    nn::Workspace workspace(network, 6);
    Matrix<float> y(6, 3), dy(c), out(1, network.parameter_size());
    for (std::size_t first = 0; first < 6; first += block) {
      nn::Context context;
      context.labels = std::span(labels).subspan(first, block);
      network.forward(weights, x.view().block_rows(first, block), y.view().block_rows(first, block),
                      workspace, context);
      network.backward(weights, x.view().block_rows(first, block), y.view().block_rows(first, block),
                       dy.view().block_rows(first, block), workspace, out.row(0), {}, first > 0);
    }
    return out;
  };
  const Matrix<float> whole = gradients(6), parts = gradients(2);
  CHECK(std::memcmp(whole.data(), parts.data(), network.parameter_size() * sizeof(float)) == 0);
}

TEST_CASE("conditioned: labels and sizes out of range are refused") {
  const nn::Network network = nn::NetworkBuilder(2).conditioned({3}).dense(1, nn::kIdentity).build();
  nn::Weights weights(network);
  nn::Workspace workspace(network, 1);
  Matrix<float> x(1, 2), y(1, 1);
  const std::vector<Label> beyond{3};
  CHECK_THROWS_WITH(network.infer(weights, x, y, workspace, beyond),
                    "label 3, expected one of 3 classes from 0 on");
  CHECK_THROWS_AS(Conditioned(kSample, {0}), Error);
  CHECK_THROWS_AS(Conditioned(kSample, {3, Kind::embedding, 0}), Error);
  CHECK_THROWS_AS(nn::NetworkBuilder(2).conditioned({3}).conditioned({4}).build(), Error);
}

TEST_CASE("network: images of other shapes do not fit, vectors do") {
  using nn::kIdentity;
  CHECK_THROWS_WITH(nn::NetworkBuilder(Shape{4, 4, 1})
                        .convolution({3, 2, {}}, 2, kIdentity)
                        .add(std::make_shared<nn::BatchNorm>(Shape{1, 4, 2}, kIdentity))
                        .build(),
                    "layer 2 (batch_norm) takes 1 x 4 x 2 inputs, the layer before it gives 2 x 2 x 2");
  const nn::Network network = nn::NetworkBuilder(5)
                                  .dense(Shape{7, 7, 3}, nn::kRelu)
                                  .batch_norm(kIdentity)
                                  .fractionally_strided({4, 2, 1}, {14, 14, 2}, nn::kTanh)
                                  .dense(1, kIdentity)
                                  .build();
  CHECK(network.layers()[2]->input_shape() == Shape{7, 7, 3});
  CHECK_THROWS_WITH(nn::NetworkBuilder(Shape{7, 7, 3}).fractionally_strided({4, 2, 1}, {16, 16, 2}, nn::kTanh),
                    "a fractionally strided convolution to 16 x 16 x 2 takes 8 x 8 x 3 features, the layer "
                    "before it gives 7 x 7 x 3");
}
