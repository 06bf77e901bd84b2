// SPDX-License-Identifier: MIT
#include "gan/matching_trainer.hpp"

#include <utility>

namespace verigan::gan {

namespace {

MatchingConfig checked(MatchingConfig config) {
  if (config.true_batch == 0) config.true_batch = config.batch;
  require(config.batch >= 2 && config.true_batch >= 2, "matching ", config.batch, " generated and ",
          config.true_batch, " true samples, expected at least 2 of each");
  return config;
}

}  // namespace

// The statistic compares a batch as a whole: it is taken in one block.
MatchingTrainer::MatchingTrainer(nn::Network generator, std::unique_ptr<Matching> statistic,
                                 std::shared_ptr<data::Source> source, const MatchingConfig& config)
    : GeneratorTrainer(std::move(generator), std::move(source), config,
                       {checked(config).batch, config.batch, config.batch}),
      statistic_(std::move(statistic)),
      config_(checked(config)),
      truth_(config_.true_batch, this->source().dimension()) {
  ensure(statistic_ != nullptr, "a statistic to descend");
}

void MatchingTrainer::pull(std::size_t, MatrixView<const float> generated, MatrixView<float> dx) {
  source().fill(steps_done(), truth_);
  loss_ = statistic_->pull(generated, truth_, dx);
}

}  // namespace verigan::gan
