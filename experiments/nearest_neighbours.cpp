// SPDX-License-Identifier: MIT
// nearest_neighbours: are generated images copies of what was learnt?
//
//   d(x) = min over training images of |x − x_i|,   by pixels and by the classifier's features
// for generated x next to test images, which nobody can have copied. (Rocca & Rocca, Fig. 1, after Goodfellow
// et al. 2014, Fig. 2: samples with the nearest training image in the rightmost column.)
//
// Sample runs:
//   nearest_neighbours --preset smoke --generator "$(generator cdcgan)"
//   nearest_neighbours --preset smoke --generator "$(generator dcgan)" --level 0.05 --seed 4
#include <algorithm>
#include <numeric>
#include <vector>

#include "core/check.hpp"
#include "data/noise.hpp"
#include "gan/generation.hpp"
#include "kit/generators.hpp"
#include "kit/judged.hpp"
#include "metrics/neighbours.hpp"
#include "random/addresses.hpp"
#include "record/png.hpp"
#include "run/experiment.hpp"
#include "run/trained_generator.hpp"
#include "statistics/interval.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Are generated images memorised (C21)? For each of them, and for as many test images, the nearest of all
training images, by pixels (brightness from 0 to 1) and by the features of the classifier of `verigan score`; an
exact search. neighbours.csv has every distance. Compared are the nearest of the nearest: `pixel_ratio` in
summary.json is the quantile `level` of the distances of generated images over that of test images, about 1
where images are as new as test images, near 0 where they are copies; `pixel_copy_rate` the share of generated
images that are nearer than that quantile of test images, with Wilson's interval: about `level` if nothing was
copied, 1 if everything was. The same of features. By pixels a smooth image is near to many others without
being a copy of one (an untrained generator of colour images comes to 1), so look at closest.png too.

The generator is that of a finished run of kth_models, conditional or alpha_mnist, which --generator names;
`verigan reproduce` and `verigan sweep` make the run that is needed first. Pictures: rows of six, of which the
last is the training image nearest to the one left of it, by pixels and by features; closest.png has the
generated images that are nearest of all to a training image, each next to it. The images are looked for in
--data, in the folder VERIGAN_DATA names and in ./data.
)";

const run::Schema kNeighbours{"neighbours.csv",
                              {run::text("kind"), run::whole("image"), run::whole("pixel_neighbour"),
                               "pixel_distance", run::whole("feature_neighbour"), "feature_distance"}};

/// Nearest training images of some images, in two ways.
struct Found {
  metrics::Nearest pixels, features;
};

class NearestNeighbours final : public kit::GeneratorExperiment {
 public:
  std::string name() const override { return "nearest_neighbours"; }
  std::string title() const override { return "The training images nearest to generated ones"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    samples_ = run::pick<std::uint64_t>(preset, 100, 1000, 10000);
    level_ = run::pick(preset, 0.05, 0.01, 0.01);
    generator_.declare(options);
    options.whole("samples", samples_, 36, 1000000, "generated images, and at most as many test images");
    options.number("level", level_, run::kShare, "which quantile of the distances is compared");
    classifier_.declare(options, preset);
    options.never("checkpoint-every", run::kNoCheckpoints);
    options.only_if("data", [] { return true; }, "");
  }

  std::vector<run::Schema> tables() const override { return {kNeighbours}; }

  void run(run::Run& run, const run::Common& common) override {
    // 1. Training and test images of the data set that the generator learnt.
    const run::TrainedGenerator& generator = *generator_;
    std::optional<std::filesystem::path> folder;
    if (common.data) folder = *common.data;
    const data::ImageSet train = classifier_.first(
        judge::load_named(generator.dataset, data::Split::train, folder));
    data::ImageSet test = judge::load_named(generator.dataset, data::Split::test, folder);
    require(train.shape == generator.shape && test.shape == generator.shape, train.folder.string(),
            " holds other images than the generator's");
    const std::size_t tested = std::min<std::size_t>(samples_, test.count());
    test.labels.resize(tested);
    test.pixels.resize(tested * test.dimension());

    // 2. Generated images, and the nearest training images of both.
    const std::vector<std::uint8_t> generated = draw(generator, common.seed);
    const judge::Classifier classifier = classifier_.obtain(generator.shape, common, run.progress());
    const Matrix<float> among = classifier.judge(train).features;
    const auto find = [&](const judge::Images& images) {
      return Found{metrics::nearest(images.pixels, train.pixels, train.dimension()),
                   metrics::nearest(classifier.judge(images).features, among)};
    };
    const Found ours = find({generator.shape, generated}), theirs = find(test);

    // 3. What is left behind.
    run::Series& table = run.table(kNeighbours);
    write(table, "generated", ours);
    write(table, "test", theirs);
    record::Object summary;
    summary["dataset"] = generator.dataset;
    summary["training_images"] = static_cast<std::int64_t>(train.count());
    summary["test_images"] = static_cast<std::int64_t>(tested);
    summary["generator_run"] = generator.run;
    summary["generator_hash"] = generator.result_hash;
    summary["classifier_hash"] = classifier.hash();
    compare(summary, "pixel", ours.pixels.distance, theirs.pixels.distance, 255);
    compare(summary, "feature", ours.features.distance, theirs.features.distance, 1);
    run.summary(summary);
    run.picture("neighbours_pixels.png", rows_with_neighbours(generated, train, ours.pixels));
    run.picture("neighbours_features.png", rows_with_neighbours(generated, train, ours.features));
    run.picture("closest.png", closest(generated, train, ours.pixels));
    run.progress().note(message(
        "nearer to a training image than ", 100 * level_, " % of test images are: ",
        record::rounded_text(100 * std::get<double>(summary.at("pixel_copy_rate")), 3), " % by pixels, ",
        record::rounded_text(100 * std::get<double>(summary.at("feature_copy_rate")), 3), " % by features"));
  }

 private:
  std::vector<std::uint8_t> draw(const run::TrainedGenerator& generator, std::uint64_t seed) const {
    Matrix<float> z(samples_, generator.noise.dimension);
    data::fill_noise(generator.noise.kind, random::draws::kLatent.stream(seed),
                     random::draws::kLatent.step(0, 0), z);
    return generator.images(z, gan::labels_in_turn(0, samples_, generator.classes()));
  }

  static void write(run::Series& table, const char* kind, const Found& found) {
    for (std::size_t i = 0; i < found.pixels.index.size(); ++i)
      table.append(kind, i, found.pixels.index[i], found.pixels.distance[i] / 255, found.features.index[i],
                   found.features.distance[i]);
  }

  // Distances are `unit` times what is written down.
  void compare(record::Object& summary, const std::string& name, const std::vector<double>& generated,
               const std::vector<double>& test, double unit) const {
    const double rate = metrics::copy_rate(generated, test, level_);
    const auto n = generated.size();
    const auto share = statistics::wilson_interval(
        static_cast<std::size_t>(rate * static_cast<double>(n) + 0.5), n);
    summary[name + "_copy_rate"] = record::rounded(rate);
    summary[name + "_copy_rate_floor"] = record::rounded(metrics::copy_rate(test, test, level_));
    summary[name + "_copy_rate_low"] = record::rounded(share.low);
    summary[name + "_copy_rate_high"] = record::rounded(share.high);
    summary[name + "_ratio"] = record::rounded(quantile(generated, level_) / quantile(test, level_));
    summary[name + "_median"] = record::rounded(quantile(generated, 0.5) / unit);
    summary[name + "_median_of_test"] = record::rounded(quantile(test, 0.5) / unit);
  }

  static double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size()))];
  }

  // Six rows of five generated images and the training image nearest to the last of them.
  static record::Picture rows_with_neighbours(const std::vector<std::uint8_t>& generated,
                                              const data::ImageSet& train, const metrics::Nearest& nearest) {
    constexpr std::size_t kRows = 6, kColumns = 6;
    const std::size_t d = train.dimension();
    Matrix<float> x(kRows * kColumns, d);
    for (std::size_t r = 0; r < kRows; ++r)
      for (std::size_t c = 0; c < kColumns; ++c) {
        const std::size_t i = r * (kColumns - 1) + std::min(c, kColumns - 2);
        const auto image = c + 1 < kColumns ? std::span(generated).subspan(i * d, d)
                                            : train.image(nearest.index[i]);
        data::scale_image(image, 0, 1, x.row(r * kColumns + c));
      }
    return record::image_grid(x, train.shape, kRows, kColumns);
  }

  // The generated images nearest of all to a training image, each left of it.
  static record::Picture closest(const std::vector<std::uint8_t>& generated, const data::ImageSet& train,
                                 const metrics::Nearest& nearest) {
    constexpr std::size_t kRows = 6, kPairs = 3;
    const std::size_t d = train.dimension();
    std::vector<std::size_t> order(nearest.index.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return nearest.distance[i]; });
    Matrix<float> x(2 * kRows * kPairs, d);
    for (std::size_t k = 0; k < kRows * kPairs; ++k) {
      data::scale_image(std::span(generated).subspan(order[k] * d, d), 0, 1, x.row(2 * k));
      data::scale_image(train.image(nearest.index[order[k]]), 0, 1, x.row(2 * k + 1));
    }
    return record::image_grid(x, train.shape, kRows, 2 * kPairs);
  }

  kit::ClassifierOptions classifier_;
  std::uint64_t samples_ = 0;
  double level_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  NearestNeighbours experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
