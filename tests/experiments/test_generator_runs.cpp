// SPDX-License-Identifier: MIT
// Runs that take their generator from another run: it is rebuilt to the bit, they are named by it, and the
// driver makes it first.
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "experiments/bench.hpp"
#include "gan/generation.hpp"
#include "gan/generator_trainer.hpp"
#include "random/addresses.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"
#include "run/trained_generator.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/text.hpp"
#include "support/variable.hpp"

using namespace verigan;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;
using tests::contains;

namespace {

// IDX files of a bright bar in one of ten places, a little moved: images that a classifier tells apart.
fs::path write_images(const fs::path& folder) {
  const auto word = [](std::size_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
                       static_cast<char>(n)};
  };
  record::make_folder(folder);
  for (const auto& [name, count] : {std::pair<std::string, std::size_t>{"train", 400}, {"t10k", 100}}) {
    std::string images = word(0x803) + word(count) + word(28) + word(28), labels = word(0x801) + word(count);
    for (std::size_t n = 0; n < count; ++n) {
      labels += static_cast<char>(n % 10);
      for (std::size_t i = 0; i < 784; ++i)
        images += static_cast<char>(i / 28 / 2 == n % 10 + 2 && i % 28 > 4 + n / 10 % 5 ? 250 : (n * 7 + i) % 9);
    }
    record::write_file(folder / (name + "-images-idx3-ubyte"), images);
    record::write_file(folder / (name + "-labels-idx1-ubyte"), labels);
  }
  return folder;
}

struct Place {
  Bench bench;
  fs::path images = write_images(bench.folder() / "images");
  Variable cache{"VERIGAN_CACHE", (bench.folder() / "cache").string()};

  Words small(const Words& more) const {
    Words words{"--preset", "smoke", "--data", images.string(), "--images", "160", "--batch", "16",
                "--samples", "120", "--progress", "none"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  fs::path train(const std::string& experiment, const Words& more) const {
    const auto outcome = bench.run(experiment, small(more));
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return outcome.folder();
  }
  Bench::Outcome latent(const fs::path& generator, const Words& more = {}) const {
    Words words{"--preset", "smoke", "--data", images.string(), "--generator", generator.string(),
                "--pool", "2000", "--trials", "5", "--halvings", "2", "--progress", "none"};
    words.insert(words.end(), more.begin(), more.end());
    return bench.run("latent_space", words);
  }
  drive::Capture verigan(const std::string& words) const {
    std::istringstream in(words);
    Words args;
    for (std::string one; in >> one;) args.push_back(one);
    return drive::run_and_capture({fs::path(PROGRAM_FOLDER) / "verigan", args, {}});
  }
};

/// The images that the run left, drawn again by its generator.
void draws_its_samples(const fs::path& folder) {
  INFO(record::read_file(folder / "config.toml"));
  const run::TrainedGenerator g = run::load_generator(folder);
  const record::Array samples = record::read_npy(folder / "samples.npy");
  const std::size_t n = samples.shape[0];
  Matrix<float> z(n, g.noise.dimension), x(n, g.shape.size());
  data::fill_noise(g.noise.kind, random::draws::kSamples.stream(g.seed), 0, z);
  const std::vector<Label> labels = gan::labels_in_turn(0, n, g.classes());
  gan::generate(g.model, z, labels, x);
  std::size_t different = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t c = 0; c < x.cols(); ++c)
      different += std::clamp((x(i, c) - g.range.low) / (g.range.high - g.range.low), 0.0F, 1.0F) !=
                   samples.values[i * x.cols() + c];
  CHECK(different == 0);
  const std::vector<std::uint8_t> bytes = g.images(z, labels);
  CHECK(std::abs(bytes[400] - 255 * samples.values[400]) <= 0.5F);
}

}  // namespace

TEST_CASE("a run's generator is rebuilt to the bit, whatever its model and options") {
  const Place place;
  draws_its_samples(place.train("conditional", {"--model", "cdcgan"}));
  draws_its_samples(place.train("conditional", {"--model", "cgan", "--conditioning", "embedding",
                                                "--embedding", "3", "--noise", "uniform", "--seed", "4"}));
  draws_its_samples(place.train("kth_models", {"--model", "dcgan", "--average", "0", "--dropout-g", "0.2"}));
  draws_its_samples(place.train("kth_models", {"--model", "kth-simple", "--output", "sigmoid",
                                               "--noise-dim", "7", "--batch-norm", "both"}));
  draws_its_samples(place.train("alpha_mnist", {"--model", "lc-mnist-batch-norm", "--epochs", "1"}));
}

TEST_CASE("what is no run of a generator is refused in one line") {
  const Place place;
  const auto said = [](const fs::path& folder) { return error_of([&] { run::load_generator(folder); }); };
  CHECK(contains(said(place.images), "holds no finished run, expected the folder of a finished run of "));
  CHECK(contains(said(place.bench.folder() / "none"), "holds no finished run"));
  CHECK(contains(said(place.bench.folder() / "x.partial"), "is a run that has not finished"));
  const auto toy = place.bench.run("alpha_toy", {"--preset", "smoke", "--steps", "20", "--progress", "none"});
  CHECK(contains(said(toy.folder()), "is a run of alpha_toy, which trains no generator of images"));
  const fs::path folder = place.train("conditional", {"--model", "cgan"});
  record::write_file(folder / "checkpoint.safetensors", "x");
  CHECK(contains(said(folder), "checkpoint.safetensors has changed"));
}

TEST_CASE("a run is named by its generator, has its result hash, and is made again when that is another") {
  const Place place;
  const fs::path one = place.train("conditional", {"--model", "cgan"}),
                 other = place.train("conditional", {"--model", "cgan", "--seed", "5"});
  const auto first = place.latent(one);
  INFO(first.err);
  REQUIRE(first.code == 0);
  const record::Manifest manifest = record::read_manifest(first.folder());
  const std::string run = "conditional/" + one.filename().string();
  CHECK(manifest.inputs == record::Inputs{{"generator", {run, record::read_manifest(one).result_hash}}});
  CHECK(std::get<std::string>(manifest.config.at("generator-run")) == run);
  CHECK(std::get<std::string>(manifest.config.at("model")) == "cgan");
  CHECK(contains(record::read_file(first.folder() / "summary.json"), record::read_manifest(one).result_hash));
  CHECK(place.latent(other).folder() != first.folder());
  CHECK(contains(place.latent(one, {"--progress", "plain"}).err + "", "given 2 times"));

  // By its own config.toml it is the same run, of that generator alone.
  const std::string config = (first.folder() / "config.toml").string();
  const auto again = place.bench.run("latent_space", {"--config", config, "--data", place.images.string(),
                                                      "--generator", one.string(), "--progress", "none"});
  CHECK(again.folder() == first.folder());
  const auto wrong = place.bench.run("latent_space", {"--config", config, "--data", place.images.string(),
                                                      "--generator", other.string(), "--progress", "none"});
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.err, "is the run conditional/" + other.filename().string() + ", expected " + run));
  const auto none = place.bench.run("latent_space", {"--data", place.images.string()});
  CHECK(none.code == 2);
  CHECK(contains(none.err, "--generator is not given, expected the folder of a finished run of kth_models"));
  CHECK(place.latent(one, {"--model", "dcgan"}).code == 2);

  // The driver finds the generator where it lies, and the images where they were.
  const std::string check = "check " + (place.bench.folder() / "results").string() + " --rerun 9";
  const Variable data("VERIGAN_DATA", "");
  CHECK(place.verigan(check).status == 0);

  // Made from another result: it counts as damaged, and is made again.
  record::Manifest changed = manifest;
  changed.inputs["generator"].result_hash = "another";
  record::write_manifest(first.folder(), changed);
  const auto looked = place.verigan("check " + first.folder().string());
  CHECK(looked.status == 1);
  CHECK(contains(looked.output, "made from another result of " + run));
  const auto anew = place.latent(one);
  CHECK(anew.code == 0);
  CHECK(record::read_manifest(anew.folder()).inputs == manifest.inputs);
  CHECK(anew.hash() == first.hash());
}

TEST_CASE("a sweep makes the generators that its runs need, once each, and first") {
  const Place place;
  const Variable data("VERIGAN_DATA", place.images.string());
  const std::string out = (place.bench.folder() / "swept").string();
  const auto swept = place.verigan("sweep nearest_neighbours --preset smoke --model cgan,cdcgan --seed 3 "
                                   "--samples 40,50 --out " + out + " --jobs 2");
  INFO((swept.last_errors.empty() ? "" : swept.last_errors.back()));
  REQUIRE(swept.status == 0);
  CHECK(contains(swept.output, "6 of 6 runs are done"));
  std::size_t generators = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(out) / "conditional")) {
    ++generators;
    const record::Manifest manifest = record::read_manifest(entry.path());
    CHECK(manifest.seed == 3);
    CHECK(manifest.preset == "smoke");
  }
  CHECK(generators == 2);
  std::size_t rows = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(out) / "nearest_neighbours")) {
    const record::Manifest manifest = record::read_manifest(entry.path());
    CHECK(fs::exists(fs::path(out) / manifest.inputs.at("generator").run));
    const record::Table table = record::read_csv(entry.path() / "neighbours.csv");
    for (const double d : table.numbers("pixel_distance")) CHECK(d >= 0);
    rows += table.rows();
  }
  CHECK(rows == 2 * 2 * (40 + 50));
  CHECK(contains(place.verigan("sweep nearest_neighbours --preset smoke --model cgan --seed 3 --samples 40 "
                               "--out " + out).output, "2 of 2 runs are done"));
  const auto refused = place.verigan("sweep nearest_neighbours --preset smoke --model lc-mnist --seed 3 --out " + out);
  CHECK(refused.status == 2);
  CHECK(contains(refused.last_errors.back(), "needed: one run of kth_models --preset smoke --model lc-mnist"));
}

TEST_CASE("a plan skips the runs whose data set is nowhere, and those alone") {
  const Place place;
  for (const Words& more : {Words{}, Words{"--seed", "3,4"}}) {
    Words words{"--plan", "--preset", "paper", "--data", place.images.string()};
    words.insert(words.end(), more.begin(), more.end());
    const auto plan = place.bench.run("kth_models", words);
    INFO(plan.err);
    REQUIRE(plan.code == 0);
    std::size_t skipped = 0, kept = 0;
    for (const record::PlannedRun& run : record::parse_plan(plan.out)) {
      const bool horses = std::ranges::count(run.args, "cifar10-horse") > 0;
      INFO(run.label);
      CHECK(run.skipped.empty() == !horses);
      CHECK(run.folder.empty() == horses);
      if (horses) CHECK(contains(run.skipped, "scripts/fetch_data --cifar10 obtains CIFAR-10"));
      (horses ? skipped : kept) += 1;
    }
    CHECK(skipped > 0);
    CHECK(kept > 0);
  }
}
