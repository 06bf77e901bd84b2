// SPDX-License-Identifier: MIT
#include "gan/matching_trainer.hpp"

#include <utility>

namespace verigan::gan {

namespace {

MatchingConfig checked(MatchingConfig config) {
  if (config.true_batch == 0) config.true_batch = config.batch;
  require(config.batch >= 2 && config.true_batch >= 2, "matching ", config.batch, " generated and ",
          config.true_batch, " real samples, expected at least 2 of each");
  return config;
}

}  // namespace

// The statistic compares a batch as a whole: it is taken in one block.
StatisticTeacher::StatisticTeacher(std::unique_ptr<Matching> statistic,
                                   std::shared_ptr<data::Source> source, const MatchingConfig& config)
    : statistic_(std::move(statistic)),
      source_(std::move(source)),
      plan_{config.batch, config.batch, config.batch},
      real_(checked(config).true_batch, source_ == nullptr ? 0 : source_->dimension()) {
  ensure(statistic_ != nullptr, "a statistic to descend");
}

void StatisticTeacher::gradient(const Generation& generation, std::size_t, MatrixView<const float> x,
                                std::span<const Label>, MatrixView<float> dx) {
  source_->fill(generation.step(), real_);
  loss_ = statistic_->sample_gradient(x, real_, dx);
}

MatchingTrainer::MatchingTrainer(nn::Network generator, std::unique_ptr<Matching> statistic,
                                 std::shared_ptr<data::Source> source, const MatchingConfig& config)
    : GeneratorTrainer(std::move(generator), source, config,
                       std::make_unique<StatisticTeacher>(std::move(statistic), source, config)),
      config_(checked(config)) {}

}  // namespace verigan::gan
