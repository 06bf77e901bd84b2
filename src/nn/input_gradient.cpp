// SPDX-License-Identifier: MIT
#include "nn/input_gradient.hpp"

#include <algorithm>
#include <utility>

#include "nn/dense.hpp"

namespace verigan::nn {
namespace {

/// The layer without its activation; throws where it has no second derivative here.
std::shared_ptr<const Layer> linear_part(const Layer& layer, std::size_t number) {
  if (const auto* dense = dynamic_cast<const Dense*>(&layer))
    return std::make_shared<Dense>(dense->inputs(), dense->output_shape(), kIdentity);
  const auto bias = [&layer] { return layer.parameters().size() > 1 ? Bias::per_channel : Bias::none; };
  if (const auto* down = dynamic_cast<const Convolution*>(&layer))
    return std::make_shared<Convolution>(down->geometry(), kIdentity, bias());
  if (const auto* up = dynamic_cast<const FractionallyStridedConvolution*>(&layer))
    return std::make_shared<FractionallyStridedConvolution>(up->geometry(), kIdentity, bias());
  throw Error(message("layer ", number, " (", layer.kind(), ") has no second derivative here, which a penalty on the "
                      "discriminator's gradient needs; expected dense layers and convolutions alone"));
}

bool curved(const Activation& f) {
  return f.kind == Nonlinearity::tanh || f.kind == Nonlinearity::sigmoid;
}

/// f″ at z, from y = f(z).
float second_derivative(const Activation& f, float y) {
  if (f.kind == Nonlinearity::tanh) return -2 * y * (1 - y * y);
  if (f.kind == Nonlinearity::sigmoid) return y * (1 - y) * (1 - 2 * y);
  return 0;
}

void copy(MatrixView<const float> from, MatrixView<float> to) {
  for (std::size_t i = 0; i < from.rows; ++i) std::ranges::copy(from.row(i), to.row(i).begin());
}

}  // namespace

InputGradient::InputGradient(const Network& network, std::size_t rows)
    : network_(network), x_(rows, network.inputs()) {
  require(network.outputs() == 1, "a network of ", network.outputs(), " outputs, expected 1");
  std::size_t first = 0, widest = network.inputs(), largest = 0;
  for (const auto& layer : network.layers()) {
    linear_.push_back(linear_part(*layer, linear_.size() + 1));
    Slot slot{first, 0, layer->parameters()};
    for (const Tensor& tensor : slot.tensors) slot.size = std::max(slot.size, tensor.offset + tensor.size());
    first += slot.size;
    largest = std::max(largest, slot.size);
    slots_.push_back(std::move(slot));
    outputs_.emplace_back(rows, layer->outputs());
    tangents_.emplace_back(rows, layer->outputs());
    slopes_.emplace_back(rows, layer->outputs());
    widest = std::max(widest, layer->outputs());
  }
  ensure(first == network.parameter_size(), "a network's parameters are those of its layers");
  without_bias_ = Matrix<float>(1, first);
  gradient_ = Matrix<float>(1, largest);
  for (auto* pair : {&back_, &curved_})
    for (Matrix<float>& one : *pair) one = Matrix<float>(1, rows * padded_ld(widest, sizeof(float)));
}

void InputGradient::gradient(const Weights& weights, MatrixView<const float> x, MatrixView<float> g) {
  ensure(x.rows <= x_.rows() && g.rows == x.rows && g.cols == x.cols, "a gradient for each row");
  n_ = x.rows;
  copy(x, x_.view().block_rows(0, n_));
  const auto& layers = network_.layers();
  const auto width = [&](Matrix<float>& memory, std::size_t cols) {
    return MatrixView<float>(memory.data(), n_, cols, padded_ld(cols, sizeof(float)));
  };
  MatrixView<const float> in = x;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const MatrixView<float> out = outputs_[l].view().block_rows(0, n_);
    layers[l]->forward(weights.parameters().subspan(slots_[l].first, slots_[l].size), {}, in, out, {}, Context{});
    in = out;
  }
  MatrixView<float> d = width(back_[layers.size() % 2], 1);
  for (std::size_t i = 0; i < n_; ++i) d(i, 0) = 1;
  for (std::size_t l = layers.size(); l-- > 0;) {
    activation_backward(output(l), d, layers[l]->activation());
    const MatrixView<const float> before = l == 0 ? std::as_const(x_).view().block_rows(0, n_) : output(l - 1);
    const MatrixView<float> to = l == 0 ? g : width(back_[l % 2], layers[l]->inputs());
    Gradients none;
    none.is_preactivation_gradient = true;
    layers[l]->backward(weights.parameters().subspan(slots_[l].first, slots_[l].size), before, output(l), d, to,
                        none, {});
    d = to;
  }
}

void InputGradient::add_layer(const Weights& weights, std::size_t layer, MatrixView<const float> input,
                              MatrixView<float> dz, MatrixView<float> dx, bool with_bias,
                              std::span<float> gradients) {
  const Slot& slot = slots_[layer];
  Gradients of_layer;
  of_layer.values = gradient_.row(0).first(slot.size);
  of_layer.is_preactivation_gradient = true;
  network_.layers()[layer]->backward(weights.parameters().subspan(slot.first, slot.size), input, output(layer), dz,
                                     dx, of_layer, {});
  for (const Tensor& tensor : slot.tensors) {
    if (tensor.role == Role::bias && !with_bias) continue;  // s_l = W_l t_{l−1} has none
    for (std::size_t k = tensor.offset; k < tensor.offset + tensor.rows * tensor.ld; ++k)
      gradients[slot.first + k] += of_layer.values[k];
  }
}

void InputGradient::add(const Weights& weights, MatrixView<const float> u, std::span<float> gradients) {
  ensure(u.rows == n_ && gradients.size() == network_.parameter_size(), "u of the gradient just taken");
  const auto& layers = network_.layers();
  std::ranges::copy(weights.parameters(), without_bias_.row(0).begin());
  for (std::size_t l = 0; l < layers.size(); ++l)
    for (const Tensor& tensor : slots_[l].tensors)
      if (tensor.role == Role::bias)
        std::fill_n(without_bias_.data() + slots_[l].first + tensor.offset, tensor.size(), 0.0F);

  MatrixView<const float> in = u;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const MatrixView<float> s = slopes_[l].view().block_rows(0, n_), t = tangents_[l].view().block_rows(0, n_);
    linear_[l]->forward(without_bias_.row(0).subspan(slots_[l].first, slots_[l].size), {}, in, s, {}, Context{});
    copy(s, t);
    activation_backward(output(l), t, layers[l]->activation());
    in = t;
  }

  const auto width = [&](Matrix<float>& memory, std::size_t cols) {
    return MatrixView<float>(memory.data(), n_, cols, padded_ld(cols, sizeof(float)));
  };
  // dt is the gradient of t_l, dh that of h_l, 0 until a curved activation has been met.
  MatrixView<float> dt = width(back_[layers.size() % 2], 1), dh = width(curved_[layers.size() % 2], 1);
  for (std::size_t i = 0; i < n_; ++i) dt(i, 0) = 1;
  bool bends = false;
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Activation f = layers[l]->activation();
    const MatrixView<const float> h = output(l), s = std::as_const(slopes_[l]).view().block_rows(0, n_);
    if (bends) activation_backward(h, dh, f);
    if (curved(f)) {
      for (std::size_t i = 0; i < n_; ++i)
        for (std::size_t j = 0; j < h.cols; ++j) {
          const float more = second_derivative(f, h(i, j)) * s(i, j) * dt(i, j);
          dh(i, j) = bends ? dh(i, j) + more : more;
        }
      bends = true;
    }
    activation_backward(h, dt, f);
    const std::size_t before = layers[l]->inputs();
    const MatrixView<float> dt_before = l == 0 ? MatrixView<float>{} : width(back_[l % 2], before),
                            dh_before = l == 0 ? MatrixView<float>{} : width(curved_[l % 2], before);
    add_layer(weights, l, l == 0 ? u : std::as_const(tangents_[l - 1]).view().block_rows(0, n_), dt, dt_before, false,
              gradients);
    if (bends)
      add_layer(weights, l, l == 0 ? std::as_const(x_).view().block_rows(0, n_) : output(l - 1), dh, dh_before, true,
                gradients);
    dt = dt_before;
    dh = dh_before;
  }
}

}  // namespace verigan::nn
