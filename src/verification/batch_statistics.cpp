// SPDX-License-Identifier: MIT
// A discriminator with batch normalisation is no function of x, and in mixed batches it is told α.
#include <cmath>
#include <vector>

#include "nn/batch_norm.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;

constexpr std::size_t kBatch = 64;
constexpr float kEpsilon = 1e-12F;

/// What the normalised values of a > c are, where a share α of the batch is a and the others are c.
struct Formula {
  double (*of_a)(double alpha) = [](double alpha) { return std::sqrt((1 - alpha) / alpha); };
  double (*of_c)(double alpha) = [](double alpha) { return -std::sqrt(alpha / (1 - alpha)); };
};

/// The library's, of one channel: scale 1 and shift 0, in training.
std::vector<float> normalised(const std::vector<float>& values) {
  const nn::BatchNorm layer({1, 1, 1}, nn::kIdentity, {.epsilon = kEpsilon});
  std::vector<float> parameters(layer.parameters().back().offset + 16), state(parameters.size()),
      scratch(layer.scratch(values.size()));
  parameters[layer.parameters().front().offset] = 1;
  Matrix<float> x(values.size(), 1), y(values.size(), 1);
  for (std::size_t i = 0; i < values.size(); ++i) x(i, 0) = values[i];
  layer.forward(parameters, state, x, y, scratch, {nn::Mode::train});
  return {y.data(), y.data() + values.size()};
}

theory::Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const std::size_t of_a = 1 + draw.below(kBatch - 1);
    const double alpha = static_cast<double>(of_a) / kBatch;
    const auto c = static_cast<float>(draw.uniform(-2, 2));
    const auto a = c + static_cast<float>(draw.log_uniform(0.1, 10));
    std::vector<float> mixed(kBatch, c);
    for (std::size_t i = 0; i < of_a; ++i) mixed[i] = a;
    const std::vector<float> y = normalised(mixed);
    // A float's rounding of values and mean, over a deviation of at least an eighth of a − c.
    const double size = std::abs(static_cast<double>(a)) + std::abs(static_cast<double>(c)) + 1;
    const double rounding = 0x1p-19 * size / static_cast<double>(a - c);
    const auto given = [rounding](float value) {
      return Ball{static_cast<double>(value), rounding * (1 + std::abs(static_cast<double>(value)))};
    };
    evidence.equal("in a mixed batch a becomes a number that α alone decides", given(y.front()),
                   formula.of_a(alpha));
    evidence.equal("and c another", given(y.back()), formula.of_c(alpha));
    evidence.equal("in a batch of its own kind a becomes 0",
                   static_cast<double>(normalised(std::vector<float>(kBatch, a)).front()), 0);
  };
}

}  // namespace

theory::Theorem batch_statistics() {
  return {.id = "T76",
          .title = "A discriminator with batch normalisation",
          .statement =
              "is no function of x: normalised over a batch with a share α of values a and the rest "
              "c < a, a becomes √((1−α)/α) and c −√(α/(1−α)), whatever they are; over a batch of its own "
              "kind a becomes 0. So D* = αp/(αp + (1−α)q) and L* = H(α) − JS_α are no statements about "
              "such a D, and in mixed batches it is told α",
          .source = "Ioffe & Szegedy 2015, Algorithm 1; our example",
          .check = with({}),
          .mutants = {{"α and 1 − α exchanged", 0.9,
                       with({.of_a = [](double alpha) { return std::sqrt(alpha / (1 - alpha)); }})},
                      {"α = ½", 0.9, with({.of_c = [](double) { return -1.0; }})}},
          .exercises = "nn::BatchNorm"};
}

}  // namespace verigan::verification
