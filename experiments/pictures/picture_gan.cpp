// SPDX-License-Identifier: MIT
#include "pictures/picture_gan.hpp"

#include <algorithm>
#include <cstdio>

#include "data/cifar.hpp"
#include "kit/images.hpp"
#include "kit/readings.hpp"
#include "random/addresses.hpp"
#include "run/training.hpp"

namespace verigan::pictures {

namespace {

constexpr std::size_t kSide = 6;  // of the grid of a model without labels

}  // namespace

void PictureGan::declare(run::Options& options, run::Preset preset) {
  const Values own = values(preset);
  model_ = own.model;
  dataset_ = own.dataset;
  options.choice("model", model_, models(), "which networks play");
  options.text("dataset", dataset_, dataset_help());
  declare_training(options, own);
  declare_features(options);
  choices_.declare(options);
  options.only_if("data", [] { return true; }, "");
  options.only_if("from", [] { return true; }, "");
}

void PictureGan::declare_training(run::Options& options, const Values& own) {
  epochs_ = batch_ = 0;
  width_ = rate_ = 0;
  grid_every_ = own.grid_every;
  images_ = own.images;
  samples_ = own.samples;
  average_ = own.average;
  schedule_ = own.schedule;
  classifier_ = own.classifier;
  score_images_ = own.score_images;
  readings_ = own.readings;
  d_ratio_ = 1;
  options.whole("epochs", epochs_, 0, 100000,
                "passes over the images, of images/batch steps; 0: the preset's for this model");
  options.whole("grid-every", grid_every_, 1, 100000, "epochs between pictures of generated images");
  options.whole("images", images_, 0, 10000000, "training images used, from the first one; 0: all");
  options.whole("samples", samples_, 100, 1000000, "generated images in samples.npy");
  options.whole("batch", batch_, 0, 100000,
                "images in D's mini-batch, as many real as generated; 0: the preset's for this model");
  options.number("width", width_, {0, 4, false, false},
                 "of the hidden layers over the model's own; 0: the preset's for this model");
  options.number("learning-rate", rate_, run::kNotNegative, "of Adam; 0: the preset's for this model");
  options.number("d-lr-ratio", d_ratio_, run::kPositive, "the discriminator's learning rate over it");
  options.choice("schedule", schedule_, {"constant", "fall"},
                 "of both learning rates; fall: to 0 over the second half");
  options.number("average", average_, {0, 1, false, true},
                 "decay of the generator's averaged weights, which draw the samples; 0: none");
  options.choice("classifier", classifier_, classifiers(),
                 "which generated images are scored by: that of verigan score, one trained for a second, none");
  options.whole("score-images", score_images_, 100, 1000000, "generated images that are scored");
  options.whole("readings", readings_, 1, 100000, "times that images are scored, about, evenly over training");
}

void PictureGan::declare_features(run::Options& options) {
  noise_ = "normal";
  noise_dim_ = 100;
  output_ = "tanh";
  batch_norm_ = "own";
  batches_ = "two";
  conditioning_ = "one-hot";
  embedding_ = 10;
  d_updates_ = g_updates_ = 1;
  dropout_g_ = dropout_d_ = flip_ = noise_first_ = noise_last_ = 0;
  options.choice("noise", noise_, {"normal", "uniform"}, "distribution of the noise; uniform: in (-1, 1)");
  options.whole("noise-dim", noise_dim_, 1, 100000, "dimension of the noise");
  options.choice("output", output_, {"tanh", "sigmoid"}, "of the generator");
  options.choice("batch-norm", batch_norm_, {"own", "none", "generator", "both"},
                 "which networks are batch-normalised; own: as the model's source has it");
  options.choice("batches", batches_, {"one", "two"},
                 "real and generated images go through D in one batch, or one after the other");
  options.number("dropout-g", dropout_g_, {0, 1, false, true}, "dropout rate in the generator");
  options.number("dropout-d", dropout_d_, {0, 1, false, true}, "dropout rate in the discriminator");
  options.number("flip", flip_, {0, 0.5, false, true}, "rate of D's labels real and generated flipped");
  options.whole("d-updates", d_updates_, 1, 1000, "updates of D in a step");
  options.whole("g-updates", g_updates_, 1, 1000, "updates of G in a step, after those of D");
  options.number("input-noise", noise_first_, run::kNotNegative,
                 "standard deviation of the noise on D's inputs, in [-1, 1], at the first step");
  options.number("input-noise-last", noise_last_, run::kNotNegative, "the same at the last step");
  options.choice("conditioning", conditioning_, {"one-hot", "embedding", "projection"},
                 "what a label becomes next to noise and image: constants, learnt constants, a learnt image");
  options.whole("embedding", embedding_, 1, 1000, "channels of a learnt label");
  options.only_if("conditioning", [this] { return conditional(); }, "it belongs to conditional models");
  options.only_if("embedding", [this] { return conditional() && conditioning_ != "one-hot"; },
                  "it belongs to learnt labels of conditional models");
}

gan::ModelOptions PictureGan::options() const {
  gan::ModelOptions o;
  o.noise = noise_dim_;
  o.shape = found_->shape;
  o.output = output_ == "tanh" ? nn::Nonlinearity::tanh : nn::Nonlinearity::sigmoid;
  if (batch_norm_ != "own") o.batch_norm = gan::batch_norm_in(batch_norm_);
  o.dropout_g = dropout_g_;
  o.dropout_d = dropout_d_;
  o.width = width_;
  o.conditioning = {std::max<std::size_t>(1, found_->classes()), gan::conditioning_kind(conditioning_),
                    embedding_};
  return o;
}

gan::TrainerConfig PictureGan::config(std::uint64_t seed) const {
  const gan::ModelRow& row = gan::model_row(model_);
  gan::TrainerConfig c;
  c.batch = batch_;
  c.generator_batch = batch_ / 2;
  c.steps = epochs_ * (images_ / (batch_ / 2));
  c.seed = seed;
  c.initialisation = row.initialisation;
  c.generator = row.optimiser;
  c.generator.learning_rate = rate_;
  c.generator.schedule =
      schedule_ == "fall" ? nn::Schedule::linear_second_half : nn::Schedule::constant;
  c.discriminator = c.generator;
  c.discriminator.learning_rate *= d_ratio_;
  c.noise = data::noise_kind(noise_);
  c.average_decay = average_;
  c.standing_samples = 1024;
  c.discriminator_steps = d_updates_;
  c.generator_steps = g_updates_;
  c.flip_rate = flip_;
  c.separate_batches = batches_ == "two";
  c.instance_noise = {noise_first_, noise_last_};
  choices_.apply(c);
  return c;
}

void PictureGan::prepare(const run::Common& common) {
  const Training own = training(common.preset, model_, dataset_);
  if (epochs_ == 0) epochs_ = own.epochs;
  if (batch_ == 0) batch_ = own.batch;
  require(batch_ >= 4 && batch_ % 2 == 0, "batch = ", batch_,
          ", expected an even number of at least 4: as many real as generated");
  if (width_ == 0) width_ = own.width;
  if (rate_ == 0) rate_ = own.learning_rate;
  if (rate_ == 0) rate_ = gan::model_row(model_).optimiser.learning_rate;
  // Read once for all runs of a plan that learn the same.
  std::shared_ptr<data::ImageSet>& read = read_[dataset_];
  if (!dataset_.starts_with("cifar10"))
    kit::find_images(read, dataset_, common);
  else if (read == nullptr)
    read = std::make_shared<data::ImageSet>(data::load_cifar10(dataset_, data::Split::train, common.data));
  found_ = read;
  if (images_ == 0) images_ = found_->count();
  images_ = std::min<std::uint64_t>(images_, found_->count());
  require(images_ >= batch_, "images = ", images_, ", expected at least one batch of ", batch_);
  require(!conditional() || found_->labelled, found_->folder.string(), " holds images without labels, expected "
          "labels for the conditional model ", model_);
  kit::settle_classifier(*found_, classifier_, warnings);
  choices_.check(gan::make_model(model_, options()).discriminator);  // throws for what does not fit, too
}

std::vector<run::Schema> PictureGan::tables() const {
  return run::training_tables({kScores, kTiming});
}

Matrix<float> PictureGan::images_of(gan::Trainer& trainer, std::size_t count,
                                    const gan::Range& range) const {
  Matrix<float> pixels(count, found_->dimension());
  trainer.sample(0, pixels);
  for (std::size_t i = 0; i < count; ++i)
    for (float& x : pixels.row(i))
      x = std::clamp((x - range.low) / (range.high - range.low), 0.0F, 1.0F);
  return pixels;
}

// 36 images, or of a conditional model a row for each label: the same noise in every row.
record::Picture PictureGan::grid(gan::Trainer& trainer, const gan::Range& range) const {
  const std::size_t rows = conditional() ? trainer.classes() : kSide, columns = conditional() ? 10 : kSide;
  if (!conditional()) return record::image_grid(images_of(trainer, rows * columns, range), found_->shape,
                                                rows, columns);
  const data::NoiseLaw law = trainer.noise();
  Matrix<float> z(rows * columns, law.dimension), x(rows * columns, found_->dimension());
  std::vector<Label> labels(rows * columns);
  const random::Stream stream = random::draws::kSamples.stream(trainer.config().seed);
  for (std::size_t r = 0; r < rows; ++r) {
    data::fill_noise(law.kind, stream, 0, z.view().block_rows(r * columns, columns));
    std::fill_n(labels.begin() + static_cast<std::ptrdiff_t>(r * columns), columns, static_cast<Label>(r));
  }
  gan::generate(trainer.model(), z, labels, x);
  for (std::size_t i = 0; i < x.rows(); ++i)
    for (float& value : x.row(i)) value = (value - range.low) / (range.high - range.low);
  return record::image_grid(x, found_->shape, rows, columns);
}

void PictureGan::run(run::Run& run, const run::Common& common) {
  // 1. The players, and the images scaled to what the generator's last layer can give.
  gan::NetworkPair model = gan::make_model(model_, options());
  const gan::Range range = model.range;
  const Scoring scoring(classifier_, *found_, dataset_, common, run.progress());
  auto images = std::make_shared<data::ImageSet>(*found_);
  images->labels.resize(images_);
  images->pixels.resize(images_ * images->dimension());
  const auto numbers = [](const nn::Network& n) { return static_cast<std::int64_t>(n.parameter_count()); };
  const std::int64_t of_g = numbers(model.generator), of_d = numbers(model.discriminator);
  gan::Trainer trainer(
      std::move(model.generator), std::move(model.discriminator),
      std::make_shared<data::ImageBatches>(images, range.low, range.high, common.seed), config(common.seed));

  // 2. Training, with scores about so many times and a picture every so many epochs.
  run::Series &scores = run.table(kScores), &timing = run.sampled_table(kTiming);
  Pace pace(timing);
  const std::uint64_t per_epoch = images_ / (batch_ / 2);
  const auto due = kit::Readings::about(readings_, trainer.steps());
  const run::FinalMeans means = run::train(run, trainer, per_epoch, [&](std::uint64_t done) {
    pace.stop();
    const std::uint64_t epoch = (done - 1) / per_epoch + 1;
    if (due.due(done)) {
      pace.note(done, epoch);
      Scoring::add(scores, done, epoch, scored(trainer, score_images_, range, scoring));
    }
    if (done % per_epoch == 0 && (epoch % grid_every_ == 0 || epoch == epochs_)) {
      char name[32];
      std::snprintf(name, sizeof name, "grid_%03llu.png", static_cast<unsigned long long>(epoch));
      run.picture(name, grid(trainer, range));
    }
    pace.start();
  }, nullptr, std::nullopt, nullptr, &scores);

  // 3. What is left behind.
  record::Object summary = run::training_summary(trainer, means);
  summary["model"] = model_;
  summary["dataset"] = dataset_;
  summary["epochs"] = static_cast<std::int64_t>(epochs_);
  summary["generator_weights"] = of_g;
  summary["discriminator_weights"] = of_d;
  conclude(run, trainer, range, scoring, summary);
  run.summary(summary);
}

Scoring::Found PictureGan::scored(gan::Trainer& trainer, std::size_t count, const gan::Range& range,
                                  const Scoring& scoring) const {
  return scoring.of(images_of(trainer, count, range), classes_asked(trainer, count));
}

std::vector<std::uint8_t> PictureGan::classes_asked(const gan::Trainer& trainer, std::size_t count) const {
  std::vector<std::uint8_t> classes;
  if (!conditional()) return classes;
  for (const Label label : gan::labels_in_turn(0, count, trainer.classes()))
    classes.push_back(static_cast<std::uint8_t>(label));
  return classes;
}

void PictureGan::conclude(run::Run& run, gan::Trainer& trainer, const gan::Range& range,
                          const Scoring& scoring, record::Object& summary) const {
  std::vector<std::size_t> shape{samples_, found_->shape.height, found_->shape.width};
  if (found_->shape.channels > 1) shape.push_back(found_->shape.channels);
  const Matrix<float> images = images_of(trainer, samples_, range);
  const std::vector<std::uint8_t> classes = classes_asked(trainer, samples_);
  run.samples("samples.npy", run::contiguous(images), shape);
  if (conditional()) run.labels("labels.npy", classes);
  const Scoring::Found found = scoring.of(images, classes);
  if (found_->shape.channels > 1) summary["saturation"] = record::rounded(found.saturation);
  scoring.summarise(found, samples_, summary);
  if (!conditional() || !scoring.evaluator()) return;
  summary["class_agreement"] = record::rounded(found.scores.class_agreement);
  summary["within_class_variance"] = record::rounded(found.scores.within_class_variance);
  summary["class_frechet"] = record::rounded(found.scores.class_frechet);
}

}  // namespace verigan::pictures
