// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/noise.hpp"
#include "gan/player.hpp"
#include "nn/initialise.hpp"
#include "random/stream.hpp"

// A generator in training, and the samples it makes in a step. Every draw is addressed by the step it is
// for, so a run that was stopped after step t and resumed from its checkpoint gives the bits of one that
// was never stopped, and the number of threads never shows.
namespace verigan::gan {

/// What every way to train a generator is given.
struct GeneratorConfig {
  std::uint64_t steps = 1000;    // whole run, which the schedules are stretched over
  std::uint64_t seed = 1;
  std::uint32_t run = 0;         // tells runs of one seed apart
  nn::OptimiserConfig generator{};
  nn::Initialisation initialisation{};
  data::NoiseLaw::Kind noise = data::NoiseLaw::Kind::normal;
  double average_decay = 0.999;  // β of the generator's averaged weights; 0: no averaging
  /// Samples by standing statistics: batch normalisation of the weights that draw them is calibrated on
  /// this many samples of a fixed noise, in batches of 256 at most. 0: the running statistics of training.
  std::size_t standing_samples = 0;
};

/// How much of a step a teacher needs. A row is what it looks at together: one sample, or `packing`.
struct TeachingPlan {
  std::size_t batch;           // rows of the generator's update
  std::size_t largest;         // rows of the largest batch that samples are drawn for
  std::size_t block;           // rows at a time through the networks
  std::size_t packing = 1;     // samples in a row
  std::uint64_t updates = 0;   // of the teacher, before each of the generator
  bool fresh_noise = true;     // for the generator's update; else that of the teacher's first
  std::uint64_t generator_updates = 1;
};

/// Labels 0, 1, …, classes − 1, 0, 1, … of samples first, first + 1, …: any run of them is balanced. None
/// for 0 classes.
std::vector<Label> labels_in_turn(std::uint64_t first, std::size_t samples, std::size_t classes);

class Generation {
 public:
  /// Initialises the generator from (seed, run).
  Generation(nn::Network&& generator, const GeneratorConfig& config, const TeachingPlan& plan);

  Player& player() { return player_; }
  const Player& player() const { return player_; }
  const TeachingPlan& plan() const { return plan_; }
  /// Labels that its samples need; 0: none.
  std::size_t classes() const { return player_.network().classes(); }

  std::uint64_t step() const { return step_; }  ///< steps done
  void go_to(std::uint64_t step) { step_ = step; }
  /// Where the draws of this step's update number `update` are: the teacher's, then the generator's.
  std::uint64_t address(std::uint64_t update) const {
    return (plan_.updates + plan_.generator_updates) * step_ + update;
  }
  /// That of the generator's update of this step which is the turn now.
  std::uint64_t generator_address() const { return address(plan_.updates + turn_); }
  void turn(std::uint64_t generator_update) { turn_ = generator_update; }
  /// How a network is called in training: the generator in slot 0 at an address, its teacher in slot 1.
  nn::Context context(std::uint64_t address, std::uint64_t slot,
                      std::span<const Label> labels = {}) const;

  /// body(first, count) for the blocks of `rows` rows, in order.
  template <class Body>
  void for_each_block(std::size_t rows, const Body& body) const {
    const std::size_t blocks = (rows + plan_.block - 1) / plan_.block;
    for (std::size_t k = 0; k < blocks; ++k) {
      const std::size_t first = rows * k / blocks;
      body(first, rows * (k + 1) / blocks - first);
    }
  }

  /// Draws the noise and labels of `rows` rows at an address; what is said of samples below is of these.
  void draw(std::uint64_t address, std::size_t rows);
  MatrixView<const float> noise(std::size_t first, std::size_t samples) const {
    return z_.view().block_rows(first, samples);
  }
  /// Empty for a generator without classes.
  std::span<const Label> labels(std::size_t first, std::size_t samples) const;
  /// Samples first, first + 1, … of the generator as it is, in training mode.
  void generate(std::uint64_t address, std::size_t first, MatrixView<float> x);
  /// Memory for that many of z, drawn by others.
  MatrixView<float> noise_memory(std::size_t samples) { return z_.view().block_rows(0, samples); }

 private:
  TeachingPlan plan_;
  data::NoiseLaw::Kind law_;
  random::Stream noise_, labels_stream_, dropout_;
  Player player_;
  Matrix<float> z_;
  std::vector<Label> labels_;
  std::uint64_t step_ = 0, turn_ = 0;
};

}  // namespace verigan::gan
