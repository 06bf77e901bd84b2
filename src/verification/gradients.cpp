// SPDX-License-Identifier: MIT
// T60: every hand-written backward pass, as it runs in training, against central differences of its
// definition in double. The tolerance is what single precision does to the layer's own formula
// (single.hpp) and what the difference leaves (difference.hpp); nothing is chosen.
#include <array>
#include <memory>

#include "core/parallel.hpp"
#include "verification/comparison.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::RandomInstance;
using theory::Evidence;

template <std::unique_ptr<Subject> (*random_subject)(RandomInstance&, Mistake)>
void check(RandomInstance& draw, Evidence& evidence, Mistake mistake) {
  check_layer(draw, evidence, *random_subject(draw, mistake));
}

using CheckKind = void (*)(RandomInstance&, Evidence&, Mistake);
constexpr std::array<CheckKind, 8> kKinds{check<random_dense>,
                                          check<random_convolution>,
                                          check<random_batch_norm>,
                                          check<random_fractionally_strided>,
                                          check<random_dropout>,
                                          check<random_maxout>,
                                          check_loss,
                                          check_matching};

theory::Check with(Mistake mistake) {
  return [mistake](RandomInstance& draw, Evidence& evidence) {
    const SerialSection here;  // instances are what threads share
    kKinds[draw.instance() % kKinds.size()](draw, evidence, mistake);
  };
}

}  // namespace

theory::Theorem gradients() {
  return {
      .id = "T60",
      .title = "Backward passes",
      .statement =
          "The backward pass of every layer (dense, convolutions, batch normalisation, dropout, "
          "maxout, activations), of every loss of either player and of every matching statistic, "
          "in floats, is the central difference of its definition in double: odd shapes, away from "
          "kinks, dropout's mask fixed, batches of 2 and more; batch normalisation's running "
          "statistics and the generator's weight are their definitions",
      .source = "chain rule",
      .check = with(Mistake::none),
      .mutants = {
          {"a dense layer's weights read transposed", 0.08, with(Mistake::transposed_weights)},
          {"without the activation's derivative", 0.25, with(Mistake::no_derivative)},
          {"a convolution's padding moved by one", 0.12, with(Mistake::shifted_padding)},
          {"batch norm's deviation taken for constant", 0.08, with(Mistake::no_deviation)},
          {"dropout's mask not scaled", 0.08, with(Mistake::mask_not_scaled)},
          {"every piece of a maxout takes the gradient", 0.06, with(Mistake::every_piece)},
          {"a loss with the wrong sign", 0.1, with(Mistake::wrong_sign)},
          {"half of a matching statistic's gradient", 0.1, with(Mistake::half_the_pairs)}},
      .exercises = "nn::Dense, Convolution, FractionallyStridedConvolution, BatchNorm, Dropout, Maxout, "
                   "gan::objective, gan::match_mmd, gan::match_moments"};
}

}  // namespace verigan::verification
