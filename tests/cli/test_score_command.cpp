// SPDX-License-Identifier: MIT
// verigan score as a user runs it, on made-up images and by a classifier of the test's own.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "judge/classifier_trainer.hpp"
#include "judge/made_up_images.hpp"
#include "record/npy.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
namespace fs = std::filesystem;

namespace {

/// Two files of images and a classifier.
class Bench {
 public:
  Bench() {
    judge::Recipe recipe = judge::recipe_named("mnist");
    recipe.epochs = 1;
    const auto train = std::make_shared<data::ImageSet>(made_up::strokes(500, 1));
    judge::ClassifierTrainer trainer(recipe, train, 1);
    while (trainer.steps_done() < trainer.steps()) trainer.step();
    hash = trainer.classifier().hash();
    record::write_safetensors(folder_ / "classifier.safetensors", trainer.classifier().save());
    write("samples.npy", 150, 2, -1);
    write("real.npy", 300, 3, 0);
  }

  /// Images in [low, 1].
  void write(const std::string& name, std::size_t count, std::uint64_t seed, float low) {
    const data::ImageSet images = made_up::strokes(count, seed);
    std::vector<float> values;
    for (const std::uint8_t pixel : images.pixels)
      values.push_back(low + (1 - low) * static_cast<float>(pixel) / 255);
    record::write_npy(folder_ / name, values, std::vector<std::size_t>{count, 28, 28});
  }

  struct Answer {
    int code;
    std::string out, err;
  };
  Answer score(const std::string& samples, const std::string& against, std::vector<std::string> more = {}) {
    std::vector<std::string> words{VERIGAN_PROGRAM, "score", path(samples), "--against", against,
                                   "--classifier", path("classifier.safetensors")};
    words.insert(words.end(), more.begin(), more.end());
    Process process(words, folder_.path());
    const int code = process.wait();
    return {code, process.out(), process.err()};
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string hash;

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("score: one JSON object with exactly these keys, and a table") {
  Bench bench;
  const auto answer = bench.score("samples.npy", bench.path("real.npy"), {"--json"});
  INFO(answer.err);
  REQUIRE(answer.code == 0);
  CHECK(answer.err.find("150 samples of " + bench.path("samples.npy") + " (floats in [-1, 1])") !=
        std::string::npos);
  const auto document = nlohmann::ordered_json::parse(answer.out);
  std::vector<std::string> keys;
  for (const auto& [key, value] : document.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"samples", "reference", "classifier", "class_histogram", "frechet",
                                         "frechet_infinity", "kid", "inception_score", "precision", "recall",
                                         "density", "coverage"});
  CHECK(document["samples"] == 150);
  CHECK(document["reference"] == bench.path("real.npy"));
  CHECK(document["classifier"] == bench.hash);
  std::size_t counted = 0;
  for (const auto& count : document["class_histogram"]) counted += count.get<std::size_t>();
  CHECK(document["class_histogram"].size() == 10);
  CHECK(counted == 150);
  for (std::size_t k = 4; k < keys.size(); ++k) {
    const auto& score = document[keys[k]];
    CAPTURE(keys[k], score.dump());
    REQUIRE(score.size() == 4);
    CHECK(score["low"].get<double>() <= score["value"].get<double>());
    CHECK(score["value"].get<double>() <= score["high"].get<double>());
    CHECK(score["floor"].is_number());
  }
  const auto table = bench.score("samples.npy", bench.path("real.npy"));
  CHECK(table.code == 0);
  CHECK(table.out.find("Fréchet distance") != std::string::npos);
  CHECK(table.out.find(bench.hash) != std::string::npos);
  CHECK(table.out.find("150 of the images compared with against the others") != std::string::npos);
}

TEST_CASE("score: a user's mistake is one line and exit code 2") {
  Bench bench;
  const auto says = [&](const Bench::Answer& answer, const std::string& words) {
    INFO(answer.err);
    CHECK(answer.code == 2);
    CHECK(answer.out.empty());
    CHECK(answer.err.find(words) != std::string::npos);
  };
  const std::string real = bench.path("real.npy");
  says(bench.score("none.npy", real), "none.npy");
  says(bench.score("samples.npy", bench.path("none.npy")), "none.npy");
  says(bench.score("samples.npy", "mnist"), "--against 'mnist', expected DATASET:train, DATASET:test or a .npy file");
  says(bench.score("samples.npy", "minst:test"), "did you mean 'mnist'?");
  says(bench.score("samples.npy", "mnist:valid"), "'valid', expected train or test");
  says(bench.score("samples.npy", real, {"--range", "0,255"}), "--range '0,255', expected auto, 0,1 or -1,1");
  says(bench.score("samples.npy", real, {"--range", "0,1"}), "values from -1 to 1, expected uint8, or floats in [0, 1]");
  says(bench.score("samples.npy", real, {"--threads", "0"}), "--threads");
  bench.write("few.npy", 99, 4, 0);
  says(bench.score("few.npy", real), "99 samples, expected at least 100");
  says(bench.score("real.npy", real, {"--classifier", bench.path("real.npy")}), "classifier");
}
