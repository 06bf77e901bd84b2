// SPDX-License-Identifier: MIT
// Dense layers and convolutions as T60 looks at them.
#include <algorithm>
#include <cmath>

#include "nn/convolution.hpp"
#include "nn/dense.hpp"
#include "verification/altered.hpp"

namespace verigan::verification {
namespace {

using theory::RandomInstance;

/// Dense layers and convolutions.
class Linear final : public Subject {
 public:
  LinearMap map;

  /// Weights such that what goes into the activation is of the size of 1.
  void set(LinearMap of_layer) {
    map = std::move(of_layer);
    const double products = static_cast<double>(map.products.size()) /
                            static_cast<double>(std::max<std::size_t>(1, map.outputs));
    parameter_size = 2 / std::sqrt(std::max(1.0, products));
  }
  Table<Single> before(const Numbers& parameters, const Table<Single>& x) const override {
    return apply(map, parameters, x);
  }
  Pulled backward(const Numbers& parameters, const Table<Single>& x,
                  const Table<Single>& dz) const override {
    Table<Single> dx(x.rows, x.cols);
    std::vector<Sum<Single>> of_input, of_parameter(parameters.size());
    for (std::size_t i = 0; i < x.rows; ++i) {
      of_input.assign(map.inputs, {});
      for (const auto& [input, output, weight] : map.products) {
        of_input[input].add(dz(i, output), parameters[weight]);
        of_parameter[weight].add(dz(i, output), x(i, input));
      }
      for (std::size_t o = 0; map.biased && o < map.outputs; ++o)
        of_parameter[map.bias + o % map.channels].add(dz(i, o));
      for (std::size_t k = 0; k < map.inputs; ++k) dx(i, k) = of_input[k].total();
    }
    Numbers gradients;
    for (const auto& sum : of_parameter) gradients.push_back(sum.total());
    return {std::move(dx), std::move(gradients)};
  }
  /// Any number meets every output in one product at most.
  double radius(const Numbers& parameters, const Table<Single>& x) const override {
    return 1 / std::max({1.0, largest_size(parameters), largest_size(x.v)});
  }
};

void transpose_weights(Subject& subject) {
  alter(subject, [](const nn::Layer& layer, const Call& call) {
    const nn::Tensor weight = layer.parameters()[0];
    std::vector<float> parameters(call.parameters.begin(), call.parameters.end());
    const auto place = [&](std::size_t k) {
      return weight.offset + k / weight.cols * weight.ld + k % weight.cols;
    };
    for (std::size_t i = 0; i < weight.rows; ++i)
      for (std::size_t o = 0; o < weight.cols; ++o)
        parameters[place(i * weight.cols + o)] = call.parameters[place(o * weight.rows + i)];
    Call changed = call;
    changed.parameters = parameters;
    run_backward(layer, changed);
  });
}

template <class Layer>
std::unique_ptr<Linear> convolutional(RandomInstance& draw, Mistake mistake) {
  auto subject = std::make_unique<Linear>();
  const simd::ConvolutionShape shape = random_shape(draw, 8000);
  const nn::Bias bias = draw.chance(0.5) ? nn::Bias::per_channel : nn::Bias::none;
  subject->batch = random_extent(draw, 3);
  subject->activation = random_activation(draw);
  subject->layer = std::make_shared<Layer>(shape, subject->activation, bias);
  constexpr bool down = std::is_same_v<Layer, nn::Convolution>;
  const std::vector<nn::Tensor> tensors = subject->layer->parameters();
  subject->set(down ? LinearMap::convolution(shape, tensors)
                    : LinearMap::fractionally_strided(shape, tensors));
  if (mistake == Mistake::no_derivative)
    alter(*subject, std::make_shared<Layer>(shape, nn::kIdentity, bias));
  if (mistake == Mistake::shifted_padding)
    alter(*subject, std::make_shared<Layer>(shifted(shape), subject->activation, bias));
  return subject;
}

}  // namespace

std::unique_ptr<Subject> random_dense(RandomInstance& draw, Mistake mistake) {
  auto subject = std::make_unique<Linear>();
  const std::size_t inputs = random_extent(draw, 35), outputs = random_extent(draw, 35);
  subject->batch = random_extent(draw, 9);
  subject->activation = random_activation(draw);
  subject->layer = std::make_shared<nn::Dense>(inputs, outputs, subject->activation);
  subject->set(LinearMap::dense(subject->layer->parameters()));
  if (mistake == Mistake::transposed_weights) transpose_weights(*subject);
  if (mistake == Mistake::no_derivative)
    alter(*subject, std::make_shared<nn::Dense>(inputs, outputs, nn::kIdentity));
  return subject;
}

std::unique_ptr<Subject> random_convolution(RandomInstance& draw, Mistake mistake) {
  return convolutional<nn::Convolution>(draw, mistake);
}
std::unique_ptr<Subject> random_fractionally_strided(RandomInstance& draw, Mistake mistake) {
  return convolutional<nn::FractionallyStridedConvolution>(draw, mistake);
}

}  // namespace verigan::verification
