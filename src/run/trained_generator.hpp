// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/shape.hpp"
#include "data/noise.hpp"
#include "gan/models.hpp"
#include "nn/model.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "run/options.hpp"
#include "run/preset.hpp"

// A generator of images that another run has trained.
namespace verigan::run {

/// What draws the samples of a finished run of alpha_mnist, kth_models or conditional, to the bit: the
/// averaged weights where it averaged, with standing statistics where its model is batch-normalised by them.
struct TrainedGenerator {
  std::string name;      // of its model: "dcgan"
  nn::Model model;       // for gan::generate
  data::NoiseLaw noise;
  gan::Range range;      // that its values lie in; [0, 1] is scaled to it
  Shape shape;           // of an image
  std::string dataset;   // it was trained on
  std::uint64_t seed;    // of its run
  std::string run;       // EXPERIMENT/HASH
  std::string result_hash;
  std::vector<double> shift = {}, scale = {};  // of points: samples are shift + scale·x; empty: x

  /// Classes of the labels it shows; 0: it takes none.
  std::size_t classes() const { return model.network.classes(); }
  /// 8-bit images (n, height·width·channels) of noise z (n, dimension) and, where there are classes(), labels.
  std::vector<std::uint8_t> images(MatrixView<const float> z, std::span<const Label> labels) const;
};

/// Throws Error in one line: no finished run, one whose files are not as they were left, one that trains no
/// generator of images, and a checkpoint that does not fit its configuration.
TrainedGenerator load_generator(const std::filesystem::path& folder);
/// The same of images or of points: runs of alpha_toy, too.
TrainedGenerator load_any_generator(const std::filesystem::path& folder);

/// The options `generator`, the folder, and `model`, which of the plans' generators is meant where none is
/// given; and which run that is, a part of the configuration, so that a run is named by its generator.
class GeneratorOption {
 public:
  /// The model that is meant where nothing is said.
  static constexpr const char* kDefault = "dcgan";

  void declare(Options& options);
  /// For prepare(): loads the generator if one is given. Throws Error as load_generator, if it is of another
  /// model than asked for, and if it is another run than the configuration names.
  void prepare();

  bool given() const { return !folder_.empty(); }
  const std::string& model() const { return model_; }
  /// Only where it is given().
  const TrainedGenerator& operator*() const { return loaded_.front(); }
  const TrainedGenerator* operator->() const { return loaded_.data(); }

  /// For Experiment::needs() and inputs().
  /// `data`: the folder of image files, if one is given.
  std::vector<record::Need> needs(Preset preset, std::uint64_t seed,
                                  const std::optional<std::string>& data) const;
  record::Inputs inputs() const;

 private:
  std::string folder_, run_, model_;
  std::vector<TrainedGenerator> loaded_;  // one, if it is given
};

}  // namespace verigan::run
