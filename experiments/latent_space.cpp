// SPDX-License-Identifier: MIT
// latent_space: what lies between the points that a trained generator draws images of.
//
//   z(t) = (1 − t)·p + t·q       or along the great circle from p to q
//   z    = m + mean(thick) − mean(thin),  means of three points each
// (The SNU slides; Radford et al. 2016, section 6; White 2016.)
//
// Sample runs:
//   latent_space --preset smoke --generator "$(generator dcgan)"
//   latent_space --preset smoke --generator "$(generator cdcgan)" --halvings 3 --seed 4
#include <algorithm>
#include <vector>

#include "core/check.hpp"
#include "data/noise.hpp"
#include "gan/generation.hpp"
#include "kit/generators.hpp"
#include "kit/judged.hpp"
#include "latent/arithmetic.hpp"
#include "latent/walk.hpp"
#include "random/addresses.hpp"
#include "run/experiment.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Is interpolation in latent space smooth, and does vector arithmetic work (C20)? The generator is that of
a finished run of kth_models, conditional or alpha_mnist, which --generator names; `verigan reproduce` and
`verigan sweep` make the run that is needed first.

Nine random points are joined by eight ways, straight lines or great circles, of 2^halvings steps each. A
step is as long as the classifier's features change; a generator that jumped from one image to another would
have one step as long as two images of random points are apart, on average. walk.csv has every step;
`linear_largest` in summary.json the mean over the ways of the largest, and `linear_length` of the sum, over the
distance of random pairs (of one class, where the generator is conditional).

Arithmetic: m + mean of three thick − mean of three thin, m the mean of three thin ones of another class. Is
the image thicker (ink), more slanted (second moments), than that of m, and than by a random direction of the
same length? `thick_change` and `thick_random` are means over the trials, in standard deviations of ink within
classes. Pictures: walk_<route>.png, a row a way; arithmetic_<attribute>.png, rows of thick, thin, m, the sum,
and the random direction. Images of the classifier's training are looked for in --data, in the folder
VERIGAN_DATA names and in ./data.
)";

constexpr std::size_t kPoints = 9;

class LatentSpace final : public kit::GeneratorExperiment {
 public:
  std::string name() const override { return "latent_space"; }
  std::string title() const override { return "Between the points of latent space"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    halvings_ = 5;
    pool_ = run::pick<std::uint64_t>(preset, 600, 5000, 20000);
    trials_ = run::pick<std::uint64_t>(preset, 20, 200, 1000);
    generator_.declare(options);
    options.whole("halvings", halvings_, 1, 12, "a way between two points has 2^halvings steps");
    options.whole("pool", pool_, 100, 10000000,
                  "images of random points, of which examples are taken and pairs are made");
    options.whole("trials", trials_, 1, 1000000, "sums and differences for each attribute");
    classifier_.declare(options, preset);
    options.never("checkpoint-every", run::kNoCheckpoints);
    options.only_if("data", [] { return true; }, "");
  }

  std::vector<run::Schema> tables() const override { return {latent::kWalk, latent::kArithmetic}; }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The generator, the classifier that its images are seen through, and images of random points.
    const run::TrainedGenerator& generator = *generator_;
    const judge::Classifier classifier = classifier_.obtain(generator.shape, common, run.progress());
    const latent::Viewer viewer(generator, classifier);
    const random::Stream stream = random::draws::kLatent.stream(common.seed);
    const latent::Pool pool = draw_pool(viewer, stream);
    const double pair_distance = mean_pair_distance(pool, generator.classes());

    // 2. From point to point.
    record::Object summary;
    Matrix<float> points(kPoints, generator.noise.dimension);
    data::fill_noise(generator.noise.kind, stream, random::draws::kLatent.step(0, 1), points);
    run::Series& walks = run.table(latent::kWalk);
    for (const latent::Route route : {latent::Route::linear, latent::Route::spherical}) {
      record::Picture picture;
      const latent::Walk found = latent::walk(viewer, route, points, std::size_t{1} << halvings_,
                                              pair_distance, walks, picture);
      const std::string name = latent::kRouteNames[static_cast<std::size_t>(route)];
      run.picture("walk_" + name + ".png", picture);
      summary[name + "_length"] = record::rounded(found.length);
      summary[name + "_largest"] = record::rounded(found.largest);
    }

    // 3. Sums and differences.
    run::Series& sums = run.table(latent::kArithmetic);
    for (std::size_t k = 0; k < latent::kAttributes; ++k) {
      record::Picture picture;
      const std::string name = latent::attribute(k).name;
      const latent::Arithmetic found = latent::arithmetic(viewer, pool, k, trials_, stream, sums, picture);
      run.picture("arithmetic_" + name + ".png", picture);
      summary[name + "_sd"] = record::rounded(found.sd);
      summary[name + "_change"] = record::rounded(found.change);
      summary[name + "_random"] = record::rounded(found.random);
      summary[name + "_more"] = record::rounded(found.more);
      summary[name + "_kept"] = record::rounded(found.kept);
      summary[name + "_kept_random"] = record::rounded(found.kept_random);
      run.progress().note(message(name, ": ", record::rounded_text(found.change, 3),
                                  " standard deviations more by arithmetic, ",
                                  record::rounded_text(found.random, 3), " by a random direction"));
    }

    // 4. What is left behind.
    summary["dataset"] = generator.dataset;
    summary["classes"] = static_cast<std::int64_t>(classifier.recipe().classes);
    summary["classes_shown"] = classes_shown(pool, classifier.recipe().classes);
    summary["pair_distance"] = record::rounded(pair_distance);
    summary["generator_run"] = generator.run;
    summary["generator_hash"] = generator.result_hash;
    summary["classifier_hash"] = classifier.hash();
    run.summary(summary);
  }

 private:
  latent::Pool draw_pool(const latent::Viewer& viewer, const random::Stream& stream) const {
    const run::TrainedGenerator& generator = viewer.generator();
    latent::Pool pool{Matrix<float>(pool_, generator.noise.dimension),
                      gan::labels_in_turn(0, pool_, generator.classes()), {}};
    data::fill_noise(generator.noise.kind, stream, random::draws::kLatent.step(0, 0), pool.z);
    pool.view = viewer.look(pool.z, pool.labels);
    return pool;
  }

  // Those that at least a quarter of an even share of the images show, as the classifier names them.
  static std::int64_t classes_shown(const latent::Pool& pool, std::size_t classes) {
    std::vector<std::size_t> counts(classes, 0);
    for (const std::uint8_t y : pool.view.classes) ++counts[y];
    return std::ranges::count_if(counts, [&](std::size_t n) { return 4 * n * classes >= pool.z.rows(); });
  }

  // Of the first and second image of a class, the third and fourth, …
  static double mean_pair_distance(const latent::Pool& pool, std::size_t classes) {
    const std::size_t apart = std::max<std::size_t>(1, classes);
    double sum = 0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i + apart < pool.z.rows(); i += i % apart + 1 == apart ? apart + 1 : 1) {
      sum += kit::distance(pool.view.judged.features.row(i), pool.view.judged.features.row(i + apart));
      ++pairs;
    }
    return sum / static_cast<double>(pairs);
  }

  kit::ClassifierOptions classifier_;
  std::uint64_t halvings_ = 0, pool_ = 0, trials_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  LatentSpace experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
