// SPDX-License-Identifier: MIT
// Digits in raw pixels, learnt by the network of Li, Swersky & Zemel (2015) and held against images that
// it was not shown.
#include <algorithm>

#include "core/check.hpp"
#include "data/locate.hpp"
#include "gan/models.hpp"
#include "gmmn/target.hpp"
#include "kit/images.hpp"
#include "metrics/mmd.hpp"
#include "random/addresses.hpp"
#include "run/training.hpp"

namespace verigan::gmmn {
namespace {

/// The first `count` images, in [0, 1].
Matrix<float> pixels_of(const data::ImageSet& images, std::size_t count) {
  Matrix<float> pixels(count, images.dimension());
  for (std::size_t i = 0; i < count; ++i) data::scale_image(images.image(i), 0, 1, pixels.row(i));
  return pixels;
}

record::Picture six_by_six(const Matrix<float>& images, const Shape& shape) {
  Matrix<float> some(36, images.cols());
  for (std::size_t i = 0; i < std::min<std::size_t>(36, images.rows()); ++i)
    std::ranges::copy(images.row(i), some.row(i).begin());
  return record::image_grid(some, shape, 6, 6);
}

const run::Schema kQuality{"quality.csv", {run::whole("step"), "mmd2"}};

class Images final : public Target {
 public:
  std::string name() const override { return "images"; }

  OwnValues own_values(run::Preset preset) const override {
    return {run::pick<std::uint64_t>(preset, 5, 300, 20000),
            run::pick<std::uint64_t>(preset, 50, 250, 1000),
            run::pick(preset, 2e-3, 2e-3, 1e-3),
            "1.5,2.2,3.2,4.5,6.3,9",
            "root",
            run::pick(preset, 1, 1, 3),
            25};
  }

  void find_data(Settings& settings, const run::Common& common) override {
    kit::find_images(found_, settings.dataset, common);
    require(found_->count() >= 60, found_->folder.string(), " holds ", found_->count(),
            " images, expected at least 60");
  }

  std::vector<run::Schema> tables() const override { return {kQuality}; }

  void learn(run::Run& run, const Settings& settings, std::uint64_t seed) override {
    // 1. A sixth of the images is held back.
    const std::size_t all = found_->count(), held = all / 6;
    const auto held_back = part(0, held, seed), training_set = part(held, all, seed);
    const std::size_t pixels = training_set->dimension(),
                      count = std::min<std::size_t>({held_back->count(), 2 * settings.batch, 500});
    const Matrix<float> fresh = pixels_of(*held_back, count),
                        first = pixels_of(*training_set,
                                          std::min<std::size_t>(training_set->count(), 5000));
    gan::MatchingTrainer trainer(
        gan::perceptron(10, {64, 256, 256, 1024}, nn::kRelu, pixels, nn::kSigmoid),
        statistic(settings, gan::units_of(first)),
        std::make_shared<data::ImageBatches>(training_set, 0.0F, 1.0F, seed),
        training(settings, seed, 0.99));

    // 2. Training, judged five times on the way.
    const double widths[] = {2, 4, 8};
    Matrix<float> made(count, pixels);
    const auto mmd2 = [&] {
      trainer.sample(0, made);
      return metrics::mmd2(made, fresh, widths).unbiased;
    };
    run::Series& quality = run.table(kQuality);
    const std::uint64_t per_epoch =
        std::max<std::uint64_t>(1, training_set->count() / settings.batch);
    const double loss = run::train(run, trainer, per_epoch, [&](std::uint64_t done) {
      if (kit::Readings::about(5, settings.steps).due(done))
        quality.append(done, mmd2());
    });

    // 3. What is left behind.
    const double reached = mmd2();
    const Shape shape = training_set->shape;
    run.samples("samples.npy", run::contiguous(made),
                std::vector<std::size_t>{count, shape.height, shape.width});
    run.picture("grid.png", six_by_six(made, shape));
    run.picture("grid_true.png", six_by_six(fresh, shape));
    const auto others = first.view().block_rows(0, std::min(count, first.rows()));
    record::Object end = summary(settings, loss);
    end["mmd2"] = record::rounded(reached);
    end["mmd2_of_true"] = record::rounded(metrics::mmd2(others, fresh, widths).unbiased);
    end["dataset"] = settings.dataset;
    conclude(run, end, "MMD² " + record::rounded_text(reached, 3), made, fresh, widths, seed);
  }

 private:
  /// Images number from … upto − 1 in a random order: writers come one after the other in MNIST.
  std::shared_ptr<data::ImageSet> part(std::size_t from, std::size_t upto, std::uint64_t seed) const {
    std::vector<std::uint32_t> order(found_->count());
    random::draws::kHeldBack.stream(seed).permutation(0, order);
    auto images = std::make_shared<data::ImageSet>();
    images->dataset = found_->dataset;
    images->shape = found_->shape;
    images->pixels.reserve((upto - from) * found_->dimension());
    for (std::size_t i = from; i < upto; ++i) {
      const auto image = found_->image(order[i]);
      images->pixels.insert(images->pixels.end(), image.begin(), image.end());
      images->labels.push_back(found_->labels[order[i]]);
    }
    return images;
  }

  std::shared_ptr<data::ImageSet> found_;
};

}  // namespace

std::unique_ptr<Target> image_target() { return std::make_unique<Images>(); }

}  // namespace verigan::gmmn
