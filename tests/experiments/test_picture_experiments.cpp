// SPDX-License-Identifier: MIT
// GANs of images: what they leave, and the same bytes whatever happens on the way.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/plan.hpp"
#include "support/catch.hpp"

using namespace verigan;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

namespace {

/// 400 training and 200 test images, a bright row whose place is the label's, as IDX files.
fs::path write_images(const Bench& bench, bool with_test = true) {
  const auto word = [](std::size_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
                       static_cast<char>(n)};
  };
  const fs::path folder = bench.folder() / "images";
  record::make_folder(folder);
  for (const auto& [name, count] : {std::pair<std::string, std::size_t>{"train", 400}, {"t10k", 200}}) {
    if (name == "t10k" && !with_test) continue;
    std::string images = word(0x803) + word(count) + word(28) + word(28), labels = word(0x801) + word(count);
    for (std::size_t n = 0; n < count; ++n) {
      labels += static_cast<char>(n % 10);
      for (std::size_t i = 0; i < 28 * 28; ++i)
        images += static_cast<char>(i / 28 / 2 == 2 + n % 10 ? 200 + n % 50 : i % 7);
    }
    record::write_file(folder / (name + "-images-idx3-ubyte"), images);
    record::write_file(folder / (name + "-labels-idx1-ubyte"), labels);
  }
  ::setenv("VERIGAN_CACHE", (bench.folder() / "cache").c_str(), 1);
  return folder;
}

Words small(const fs::path& data, const Words& more = {}) {
  Words words{"--preset", "smoke", "--data", data.string(), "--images", "320", "--progress", "none"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("conditional: scores by step are those of the samples left, and labels are in turn") {
  const Bench bench;
  const auto outcome = bench.run("conditional", small(write_images(bench), {"--epochs", "2", "--readings", "4"}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const record::Table scores = record::read_csv(outcome.folder() / "scores.csv");
  CHECK(scores.numbers("step") == std::vector<double>{5, 10, 15, 20});
  CHECK(scores.numbers("epoch") == std::vector<double>{1, 1, 2, 2});
  // 200 images are scored, and as many are left in samples.npy: the same ones.
  CHECK(outcome.summary("frechet") == scores.numbers("frechet").back());
  CHECK(outcome.summary("class_agreement") == scores.numbers("class_agreement").back());
  CHECK(outcome.summary("inception_score") == scores.numbers("inception_score").back());
  CHECK(std::isnan(scores.numbers("saturation").back()));
  CHECK(outcome.summary("scored_against") == 200);
  CHECK(outcome.summary("classifier_accuracy") > 0.1);
  CHECK(outcome.summary("class_frechet") >= 0);
  const record::Table timing = record::read_csv(outcome.folder() / "timing.csv");
  CHECK(timing.numbers("steps") == std::vector<double>{5, 5, 5, 5});
  for (const double seconds : timing.numbers("seconds")) CHECK(seconds > 0);
  const record::Manifest manifest = record::read_manifest(outcome.folder());
  CHECK(std::ranges::count(manifest.result_files, "scores.csv") == 1);
  CHECK(std::ranges::count(manifest.result_files, "timing.csv") == 0);
  // Twenty steps teach nobody a label, and that is said.
  REQUIRE(manifest.diagnosis);
  CHECK(std::ranges::count(manifest.diagnosis->findings, "labels ignored", &record::RecordedFinding::name) == 1);
  CHECK(manifest.diagnosis->verdict == "NOT LEARNT");
  CHECK(manifest.diagnosis->reason.starts_with("labels ignored: a classifier takes "));
  CHECK(outcome.err.find("labels reach both players") == std::string::npos);  // --progress none says nothing
  // What 0 stands for is in the configuration.
  CHECK(std::get<double>(manifest.config.at("learning-rate")) == 2e-4);
  CHECK(std::get<std::int64_t>(manifest.config.at("batch")) == 64);
  CHECK(std::get<double>(manifest.config.at("width")) == 0.125);
}

TEST_CASE("conditional: without a classifier the same training, and nothing said of it") {
  const Bench bench;
  const fs::path images = write_images(bench, false);
  const auto refused = bench.run("conditional", small(images));
  CHECK(refused.code == 2);
  CHECK(refused.err.find("no images to score generated ones against") != std::string::npos);
  CHECK(refused.err.find("--classifier none") != std::string::npos);
  const auto without = bench.run("conditional", small(images, {"--classifier", "none"}));
  REQUIRE(without.code == 0);
  CHECK(std::isnan(record::read_csv(without.folder() / "scores.csv").numbers("frechet").back()));
  CHECK(record::read_file(without.folder() / "summary.json").find("frechet") == std::string::npos);
  const Bench other;
  const auto with = other.run("conditional", small(write_images(other)));
  REQUIRE(with.code == 0);
  CHECK(record::read_file(with.folder() / "samples.npy") == record::read_file(without.folder() / "samples.npy"));
}

TEST_CASE("kth_features: the same bytes at 1 and 2 threads, and after being killed") {
  const Bench one, two, three;
  const Words options{"--epochs", "20", "--readings", "20", "--flip", "0.1"};
  const auto first = one.run("kth_features", small(write_images(one), options));
  INFO(first.err);
  REQUIRE(first.code == 0);
  Words more = options;
  more.insert(more.end(), {"--threads", "2"});
  CHECK(two.run("kth_features", small(write_images(two), more)).hash() == first.hash());
  more = options;
  more.insert(more.end(), {"--checkpoint-every", "0"});
  const fs::path images = write_images(three), runs = three.folder() / "results" / "kth_features";
  Process process(three.command("kth_features", small(images, more)), three.folder().path());
  const auto begun = [&] {
    if (!fs::exists(runs)) return false;
    return std::any_of(fs::directory_iterator(runs), fs::directory_iterator(), [](const auto& run) {
      return fs::exists(run.path() / "checkpoint.safetensors");
    });
  };
  while (process.running() && !begun()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  process.send(SIGKILL);
  process.wait();
  const auto rest = three.run("kth_features", small(images, options));
  REQUIRE(rest.code == 0);
  CHECK(rest.hash() == first.hash());
  CHECK(record::read_csv(rest.folder() / "timing.csv").numbers("step").back() == 200);
}

TEST_CASE("horses are planned where there are some, and mistakes are one line") {
  const Bench bench;
  const fs::path images = write_images(bench), horses = bench.folder() / "horses";
  const auto plan = [&](const std::string& program) {
    const auto outcome = bench.run(program, {"--plan", "--preset", "quick", "--data", images.string()});
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    return std::pair(std::count(outcome.out.begin(), outcome.out.end(), '\n'),
                     outcome.out.find("cifar10-horse") != std::string::npos);
  };
  const auto skipped = [&](const std::string& program) {
    const auto outcome = bench.run(program, {"--plan", "--preset", "quick", "--data", images.string()});
    const auto runs = record::parse_plan(outcome.out);
    return std::ranges::count_if(runs, [](const auto& run) { return !run.skipped.empty(); });
  };
  CHECK(skipped("kth_models") == 2);
  CHECK(skipped("kth_features") == 2);
  record::write_file(images / "horse_train.bin", std::string(64, '\7') + std::string(64 * 3073 - 64, '\7'));
  CHECK(skipped("kth_models") == 0);
  CHECK(skipped("kth_features") == 0);
  CHECK(plan("kth_models") == std::pair(std::ptrdiff_t{6}, true));
  CHECK(plan("kth_features") == std::pair(std::ptrdiff_t{8}, true));

  for (const auto& [options, words] :
       {std::pair<Words, std::string>{{"--batch", "33"}, "batch = 33, expected an even number"},
        {{"--batch", "2"}, "batch = 2, expected an even number of at least 4"},
        {{"--width", "5"}, "width = 5"},
        {{"--score-images", "10"}, "score-images = 10"},
        {{"--classifier", "long"}, "classifier = 'long'"},
        {{"--embedding", "3"}, "--embedding has no effect here"}}) {
    const auto outcome = bench.run("kth_models", small(images, options));
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    CHECK(outcome.err.find(words) != std::string::npos);
  }
}
