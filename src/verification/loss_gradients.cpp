// SPDX-License-Identifier: MIT
// T60 for the losses of src/gan/objective.cpp, of either player.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "core/check.hpp"
#include "gan/objective.hpp"
#include "verification/comparison.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;

/// One player's part of a loss as gan/objective.hpp writes it, of the logit.
struct Part {
  std::string_view loss;
  gan::Term gan::Objective::*term;
  Single (*value)(Single logit);
  Single (*slope)(Single logit);
  bool weighted = false;  // the generator's, by 1 − α
  double kink = INFINITY;  // the logit at which the slope jumps
};

using Objective = gan::Objective;
Single minus_log_d(Single l) { return softplus(-l); }
Single minus_log_d_slope(Single l) { return -sigmoid(-l); }
Single minus_log_rest(Single l) { return softplus(l); }
Single minus_log_rest_slope(Single l) { return sigmoid(l); }
Single d(Single l) { return sigmoid(l); }
Single d_slope(Single l) { return sigmoid(l) * sigmoid(-l); }
Single square_to_one(Single l) { return Single(0.5) * (l - Single(1)) * (l - Single(1)); }
Single square_to_one_slope(Single l) { return l - Single(1); }
Single square(Single l) { return Single(0.5) * l * l; }
Single square_slope(Single l) { return l; }
Single itself(Single l) { return l; }
Single one(Single) { return Single(1); }
Single below_one(Single l) { return l.value < 1 ? Single(1) - l : Single(0); }
Single below_one_slope(Single l) { return l.value < 1 ? Single(-1) : Single(0); }
Single above_minus_one(Single l) { return l.value > -1 ? Single(1) + l : Single(0); }
Single above_minus_one_slope(Single l) { return l.value > -1 ? Single(1) : Single(0); }
template <auto f>
Single minus(Single l) {
  return -f(l);
}

constexpr Part kParts[] = {
    {"minimax", &Objective::on_true, minus_log_d, minus_log_d_slope},
    {"minimax", &Objective::on_generated, minus_log_rest, minus_log_rest_slope},
    {"minimax", &Objective::for_generator, minus<minus_log_rest>, minus<minus_log_rest_slope>,
     true},
    {"non-saturating", &Objective::on_true, minus_log_d, minus_log_d_slope},
    {"non-saturating", &Objective::on_generated, minus_log_rest, minus_log_rest_slope},
    {"non-saturating", &Objective::for_generator, minus_log_d, minus_log_d_slope},
    {"absolute-error", &Objective::on_true, [](Single l) { return sigmoid(-l); }, minus<d_slope>},
    {"absolute-error", &Objective::on_generated, d, d_slope},
    {"absolute-error", &Objective::for_generator, minus<d>, minus<d_slope>, true},
    {"least-squares", &Objective::on_true, square_to_one, square_to_one_slope},
    {"least-squares", &Objective::on_generated, square, square_slope},
    {"least-squares", &Objective::for_generator, square_to_one, square_to_one_slope},
    {"wasserstein", &Objective::on_true, minus<itself>, minus<one>},
    {"wasserstein", &Objective::on_generated, itself, one},
    {"wasserstein", &Objective::for_generator, minus<itself>, minus<one>, true},
    {"hinge", &Objective::on_true, below_one, below_one_slope, false, 1},
    {"hinge", &Objective::on_generated, above_minus_one, above_minus_one_slope, false, -1},
    {"hinge", &Objective::for_generator, minus<itself>, minus<one>},
};

constexpr double kStep = 0x1p-9;  // more than the differences' step

/// A part of any loss there is.
const Part& random_part(RandomInstance& draw) {
  constexpr gan::Term Objective::*terms[] = {&Objective::on_true, &Objective::on_generated,
                                             &Objective::for_generator};
  const auto losses = gan::objectives();
  const auto& name = losses[draw.below(static_cast<std::uint32_t>(losses.size()))].name;
  const auto term = terms[draw.below(3)];
  const auto part =
      std::ranges::find_if(kParts, [&](const Part& p) { return p.loss == name && p.term == term; });
  require(part != std::end(kParts), "loss '", name, "', expected its parts in the table of T60");
  return *part;
}

/// Of every loss: what the generator's term is multiplied by.
void check_weights(RandomInstance& draw, Evidence& evidence) {
  const double alpha = draw.share();
  for (const Part& part : kParts)
    if (part.term == &Objective::for_generator)
      evidence.equal("the generator's weight is its definition",
                     {gan::objective(part.loss).generator_weight(alpha), theory::kRounding},
                     part.weighted ? 1 - Ball(alpha) : 1);
}

}  // namespace

void check_loss(RandomInstance& draw, Evidence& evidence, Mistake mistake) {
  const Part& part = random_part(draw);
  const gan::Objective& objective = gan::objective(part.loss);
  const std::size_t n = random_extent(draw, 40);
  Matrix<float> logits = random_matrix(draw, 1, n, draw.log_uniform(0.1, 20));
  Matrix<float> values(1, n), slopes(1, n);
  (objective.*part.term)(logits.row(0), values.row(0), slopes.row(0));
  check_weights(draw, evidence);
  for (std::size_t k = 0; k < n; ++k) {
    const double at = static_cast<double>(logits(0, k));
    const Single value = part.value(at);
    Single slope = part.slope(at);
    slope.error += 0x1p-60;  // smaller slopes are dropped
    if (mistake == Mistake::wrong_sign) slopes(0, k) = -slopes(0, k);
    evidence.equal(kForward, as_ball(values(0, k), value), in_double(value));
    if (std::abs(at - part.kink) < kStep) {  // a difference across the kink says nothing
      evidence.equal(kFormula, as_ball(slopes(0, k), slope), in_double(slope));
      continue;
    }
    // Within 1 of ℓ the squares move by no more than |ℓ| + 1½.
    const Ball difference = derivative([&](double t) { return in_double(part.value(at + t)); }, 1,
                                       kReach + std::abs(at));
    evidence.equal(kFormula, as_ball(slopes(0, k), slope), in_double(slope));
    compare(evidence, slopes(0, k), slope, difference);
  }
}

}  // namespace verigan::verification
