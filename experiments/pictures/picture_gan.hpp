// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "pictures/scoring.hpp"
#include "run/choices.hpp"
#include "run/experiment.hpp"

// What the experiments with models of images share: their options, the data, a training with a picture
// every so many epochs, and what it leaves behind.
namespace verigan::pictures {

/// A preset's values for every model.
struct Values {
  std::string model, dataset;
  std::uint64_t grid_every = 1, images = 0, samples = 0;  // images 0: all
  double average = 0.999;
  std::string schedule = "constant", classifier = "usual";
  std::uint64_t score_images = 2000, readings = 10;
};

/// A preset's values for one model. Learning rate 0: its source's.
struct Training {
  std::uint64_t epochs = 1, batch = 64;
  double width = 1, learning_rate = 0;
};

class PictureGan : public run::Experiment {
 public:
  std::string dataset() const override { return dataset_; }
  std::string label() const override { return model_; }
  void declare(run::Options& options, run::Preset preset) override;
  void prepare(const run::Common& common) override;
  std::vector<run::Schema> tables() const override;
  void run(run::Run& run, const run::Common& common) override;

 protected:
  virtual Values values(run::Preset preset) const = 0;
  /// What stands for 0 of --epochs, --batch, --width and --learning-rate.
  virtual Training training(run::Preset preset, const std::string& model,
                            const std::string& dataset) const = 0;
  virtual std::vector<std::string> models() const = 0;
  virtual const char* dataset_help() const = 0;
  const std::string& model() const { return model_; }

 private:
  gan::ModelOptions options() const;
  gan::TrainerConfig config(std::uint64_t seed) const;
  bool conditional() const { return gan::model_row(model_).conditional; }
  /// Values in [0, 1].
  Matrix<float> images_of(gan::Trainer& trainer, std::size_t count, const gan::Range& range) const;
  record::Picture grid(gan::Trainer& trainer, const gan::Range& range) const;

  void declare_training(run::Options& options, const Values& own);
  void declare_features(run::Options& options);
  /// The class each of that many samples is to show; none of models without labels.
  std::vector<std::uint8_t> classes_asked(const gan::Trainer& trainer, std::size_t count) const;
  Scoring::Found scored(gan::Trainer& trainer, std::size_t count, const gan::Range& range,
                        const Scoring& scoring) const;
  /// Samples and their labels, and what they score into the summary.
  void conclude(run::Run& run, gan::Trainer& trainer, const gan::Range& range, const Scoring& scoring,
                record::Object& summary) const;

  run::Choices choices_;
  std::string dataset_, model_, noise_, output_, batch_norm_, batches_, conditioning_, schedule_,
      classifier_;
  std::uint64_t epochs_ = 0, grid_every_ = 0, images_ = 0, batch_ = 0, noise_dim_ = 0, samples_ = 0;
  std::uint64_t score_images_ = 0, readings_ = 0;
  std::uint64_t d_updates_ = 0, g_updates_ = 0, embedding_ = 0;
  double width_ = 1, dropout_g_ = 0, dropout_d_ = 0, flip_ = 0, rate_ = 0, d_ratio_ = 1, average_ = 0;
  double noise_first_ = 0, noise_last_ = 0;
  std::map<std::string, std::shared_ptr<data::ImageSet>> read_;  // by the name asked for
  std::shared_ptr<data::ImageSet> found_;
};

}  // namespace verigan::pictures
