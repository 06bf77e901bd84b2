// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "gan/generator_trainer.hpp"
#include "gan/matching.hpp"

// A generative matching network: a generator that descends a statistic of its samples and real ones,
// with nothing learning along with it (Li, Swersky & Zemel 2015; Dziugaite, Roy & Ghahramani 2015; Rocca,
// section 4).
namespace verigan::gan {

struct MatchingConfig : GeneratorConfig {
  std::size_t batch = 256;     // generated samples of a step
  std::size_t true_batch = 0;  // real samples of a step; 0: as many as `batch`
};

/// A statistic of generated and real samples, as what a generator learns from.
class StatisticTeacher final : public Teacher {
 public:
  /// Throws verigan::Error for fewer than 2 samples of a kind.
  StatisticTeacher(std::unique_ptr<Matching> statistic, std::shared_ptr<data::Source> source,
                   const MatchingConfig& config);

  const TeachingPlan& plan() const override { return plan_; }
  void gradient(const Generation& generation, std::size_t first, MatrixView<const float> x,
                std::span<const Label> labels, MatrixView<float> dx) override;
  double loss() override { return loss_; }
  Matching& statistic() { return *statistic_; }

 private:
  std::unique_ptr<Matching> statistic_;
  std::shared_ptr<data::Source> source_;
  TeachingPlan plan_;
  Matrix<float> real_;
  double loss_ = 0;
};

class MatchingTrainer final : public GeneratorTrainer {
 public:
  /// Initialises the generator from (seed, run). Throws verigan::Error for a configuration out of
  /// range, fewer than 2 samples of a kind, and when source and generator do not fit together.
  MatchingTrainer(nn::Network generator, std::unique_ptr<Matching> statistic,
                  std::shared_ptr<data::Source> source, const MatchingConfig& config);

  const MatchingConfig& config() const { return config_; }
  /// What is descended. It keeps nothing between two comparisons, so others may ask it too.
  Matching& statistic() { return static_cast<StatisticTeacher&>(teacher()).statistic(); }

 private:
  MatchingConfig config_;
};

}  // namespace verigan::gan
