// SPDX-License-Identifier: MIT
// T60 for one layer.
#include <algorithm>
#include <utility>

#include "nn/network.hpp"
#include "verification/comparison.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;

/// Outputs closer to a kink than this do not count in the loss that is differentiated.
constexpr double kAwayFromKinks = 0x1p-8;

/// A layer with numbers in it, and the loss Σ c·y.
class Trial {
 public:
  Trial(RandomInstance& draw, const Subject& subject)
      : subject_(subject),
        network_({subject.layer}),
        weights_(network_),
        pass_(network_, subject.batch),
        x_(random_matrix(draw, subject.batch, network_.inputs(), 2)),
        c_(random_matrix(draw, subject.batch, network_.outputs(), 2)) {
    for (const nn::Tensor& tensor : network_.parameters()) {
      const Matrix<float> values =
          random_matrix(draw, tensor.rows, tensor.cols, subject.parameter_size);
      for (std::size_t i = 0; i < tensor.rows; ++i) {
        std::ranges::copy(values.row(i), tensor.in(weights_.parameters()).row(i).begin());
        for (std::size_t j = 0; j < tensor.cols; ++j)
          places_.push_back(tensor.offset + i * tensor.ld + j);
      }
    }
    for (float& number : weights_.state()) number = static_cast<float>(draw.uniform(0.1, 2));
    parameters_ = exactly(std::as_const(weights_).parameters());
    exact_x_ = Table<Single>(x_);
    const Table<Single> z = subject.before(parameters_, exact_x_);
    for (std::size_t i = 0; i < z.rows; ++i)
      for (std::size_t j = 0; j < z.cols; ++j)
        if (subject.clearance(exact_x_, z, i, j) < kAwayFromKinks) c_(i, j) = 0;
    y_ = activated(z);
  }

  void check(RandomInstance& draw, Evidence& evidence) {
    const std::size_t batch = subject_.batch;
    Matrix<float> y(batch, network_.outputs()), dy(c_), dx(batch, network_.inputs());
    Matrix<float> gradients(1, network_.parameter_size());
    const Numbers before = exactly(std::as_const(weights_).state());
    network_.forward(weights_, x_, y, pass_, subject_.context);
    check_state(evidence, before);
    network_.backward(weights_, x_, y, dy, pass_, gradients.row(0), dx);

    Table<Single> dz(y_);
    for (std::size_t i = 0; i < batch; ++i)
      for (std::size_t j = 0; j < y.cols(); ++j) {
        const Single c = static_cast<double>(c_(i, j));
        dz(i, j) = activation_gradient(y_(i, j), c, subject_.activation);
        if (c_(i, j) != 0)
          evidence.equal(kForward, as_ball(y(i, j), y_(i, j)), in_double(y_(i, j)));
      }
    const Pulled formula = subject_.backward(parameters_, exact_x_, dz);
    for (std::size_t i = 0; i < batch; ++i)
      for (std::size_t j = 0; j < dx.cols(); ++j)
        evidence.equal(kFormula, as_ball(dx(i, j), formula.dx(i, j)), in_double(formula.dx(i, j)));
    for (const std::size_t k : places_)
      evidence.equal(kFormula, as_ball(gradients(0, k), formula.gradients[k]),
                     in_double(formula.gradients[k]));

    const double radius = subject_.radius(parameters_, exact_x_);
    for (const std::size_t k : some(draw, exact_x_.v.size())) {
      const float computed = dx(k / dx.cols(), k % dx.cols());
      compare(evidence, computed, formula.dx.v[k], difference(exact_x_.v[k], radius));
    }
    for (const std::size_t p : some(draw, places_.size())) {
      const std::size_t k = places_[p];
      compare(evidence, gradients(0, k), formula.gradients[k], difference(parameters_[k], radius));
    }
    if (subject_.infers_otherwise()) check_inference(evidence);
  }

 private:
  Table<Single> activated(Table<Single> z) const {
    for (Single& at : z.v) at = activate(at, subject_.activation);
    return z;
  }
  Ball loss() const {
    const Table<Single> y = activated(subject_.before(parameters_, exact_x_));
    Ball sum = 0;
    for (std::size_t i = 0; i < y.rows; ++i)
      for (std::size_t j = 0; j < y.cols; ++j)
        sum += in_double(y(i, j)) * static_cast<double>(c_(i, j));
    return sum;
  }
  /// The loss's derivative in one of the numbers held here.
  Ball difference(Single& number, double radius) {
    const Single before = number;
    double reach = 0;
    for (std::size_t i = 0; i < c_.rows(); ++i)
      for (const float c : c_.row(i)) reach += kReach * std::abs(static_cast<double>(c));
    const Ball slope = derivative(
        [&](double step) {
          number = before.value + step;
          return loss();
        },
        radius, reach);
    number = before;
    return slope;
  }
  void check_state(Evidence& evidence, const Numbers& before) {
    const Numbers expected = subject_.next_state(before, exact_x_);
    for (const nn::Tensor& tensor : network_.state())
      for (std::size_t j = 0; j < tensor.cols; ++j) {
        const std::size_t k = tensor.offset + j;
        evidence.equal("the running statistics move as defined",
                       as_ball(std::as_const(weights_).state()[k], expected[k]),
                       in_double(expected[k]));
      }
  }
  void check_inference(Evidence& evidence) {
    Matrix<float> y(subject_.batch, network_.outputs());
    network_.infer(weights_, x_, y, pass_);
    const Numbers state = exactly(std::as_const(weights_).state());
    const Table<Single> expected = subject_.inferred(parameters_, state, exact_x_);
    for (std::size_t i = 0; i < y.rows(); ++i)
      for (std::size_t j = 0; j < y.cols(); ++j)
        if (expected(i, j).value != 0)
          evidence.equal("inference is its definition", as_ball(y(i, j), expected(i, j)),
                         in_double(expected(i, j)));
  }

  const Subject& subject_;
  nn::Network network_;
  nn::Weights weights_;
  nn::Workspace pass_;
  Matrix<float> x_, c_;
  std::vector<std::size_t> places_;
  Numbers parameters_;
  Table<Single> exact_x_, y_;
};

}  // namespace

void check_layer(RandomInstance& draw, Evidence& evidence, const Subject& subject) {
  Trial(draw, subject).check(draw, evidence);
}

}  // namespace verigan::verification
