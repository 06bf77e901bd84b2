// SPDX-License-Identifier: MIT
// verigan score: how near anyone's samples are to real images.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/further_scores.hpp"
#include "cli/reference.hpp"
#include "core/text.hpp"
#include "core/check.hpp"
#include "core/parallel.hpp"
#include "judge/cache.hpp"
#include "judge/samples.hpp"
#include "judge/score.hpp"
#include "judge/training_images.hpp"
#include "run/progress.hpp"

namespace verigan::cli {
namespace {

constexpr const char* kFooter =
    R"(SAMPLES.npy holds (N, 28, 28), (N, 28, 28, 1) or (N, 32, 32, 3): uint8, or floats in [0, 1] or [-1, 1]. Samples
are rounded to 8 bits a channel first, as the data are. --against takes mnist:test, mnist:train,
fashion-mnist:test, cifar10:test, cifar10-subset:test, cifar10-horse:train and the like, or a file of images
like the samples'.

Distances are taken in the features of a classifier trained on MNIST or CIFAR-10 by this program: that of
--classifier, or else one that is trained the first time, said so, and kept in VERIGAN_CACHE, or
XDG_CACHE_HOME/verigan, or ~/.cache/verigan. So they are not those of other programs, and compare only with
values by the same classifier, whose hash is printed, at the same number of samples. floor: what real images
score. docs/metrics.md says what each number means.

Examples: verigan score samples.npy --against mnist:test --json
          verigan score samples.npy --labels labels.npy --gan-train --neighbours --against mnist:test)";

struct Request : FurtherRequest {
  std::string samples, against, classifier, range = "auto", data;
  bool json = false;
  int threads = 1;
};

/// A bar on a terminal, a few lines where there is none.
class Shown {
 public:
  explicit Shown(const std::string& label) : progress_(run::Progress::Mode::automatic, label) {}
  void at(std::uint64_t done, std::uint64_t total, const std::string& text) {
    if (!begun_) progress_.begin(0, total);
    begun_ = true;
    progress_.update(done, text);
  }
  void end(const std::string& text) { progress_.end(text); }

 private:
  run::Progress progress_;
  bool begun_ = false;
};

void say(const std::string& line) { std::fprintf(stderr, "verigan: %s\n", line.c_str()); }

judge::Classifier find_classifier(const Request& request, const Shape& shape) {
  if (!request.classifier.empty()) return judge::load_classifier(request.classifier);
  const judge::Recipe& recipe = judge::recipe_for(shape);
  const std::optional<std::filesystem::path> data = data_option(request.data);
  const data::ImageSet images = [&] {
    try {
      return judge::training_images(recipe, data);
    } catch (const Error& error) {
      throw Error(message(error.what(), "; --classifier names a trained one"));
    }
  }();
  const auto folder = judge::cache_folder();
  std::optional<Shown> shown;
  judge::Obtained found =
      judge::obtain_classifier(recipe, images, folder, [&](std::uint64_t done, std::uint64_t total) {
        if (!shown) {
          say(message("training the classifier ", recipe.name, " on ", images.count(), " images of ",
                      images.folder.string(), ", once"));
          shown.emplace(message("classifier ", recipe.name));
        }
        shown->at(done, total, message("step ", done, " of ", total));
      });
  if (shown) shown->end("trained");
  if (!found.trained) say("classifier of " + found.file.string());
  if (found.trained && !found.file.empty()) say("kept as " + found.file.string());
  if (!found.not_kept.empty()) say("the classifier could not be kept: " + found.not_kept);
  return std::move(found.classifier);
}

nlohmann::ordered_json number(double x) {
  if (!std::isfinite(x)) return nullptr;
  return x;
}

nlohmann::ordered_json as_json(const judge::Score& score) {
  return {{"value", number(score.value)},
          {"low", number(score.low)},
          {"high", number(score.high)},
          {"floor", number(score.floor)}};
}

std::string as_json(const judge::Scores& scores, std::size_t samples, const std::string& reference,
                    const std::string& classifier, const std::vector<std::size_t>& histogram,
                    const FurtherScores& further) {
  nlohmann::ordered_json document;
  document["samples"] = samples;
  document["reference"] = reference;
  document["classifier"] = classifier;
  document["class_histogram"] = histogram;
  for (std::size_t q = 0; q < judge::kQuantities; ++q)
    document[judge::kQuantityNames[q]] = as_json(scores.of[q]);
  for (const FurtherScore& row : further.rows) document[row.key] = as_json(row.score);
  if (!further.agreement_by_class.empty()) {
    nlohmann::ordered_json by_class = nlohmann::ordered_json::array();
    for (const double share : further.agreement_by_class) by_class.push_back(number(share));
    document["class_agreement_by_class"] = by_class;
  }
  return document.dump(2);
}

constexpr const char* kTitles[judge::kQuantities] = {
    "Fréchet distance", "… of endless samples", "kernel distance", "inception score", "precision",
    "recall",           "density",              "coverage"};

void print_row(const std::string& title, const judge::Score& score) {
  std::printf("%s%s%s%s\n", padded(title, 26).c_str(), padded(formatted("%.5g", score.value), 12).c_str(),
              padded(formatted("%.5g", score.low) + " … " + formatted("%.5g", score.high), 26).c_str(),
              std::isnan(score.floor) ? "–" : formatted("%.5g", score.floor).c_str());
}

void print(const judge::Scores& scores, const std::vector<std::size_t>& histogram,
           const std::string& floor, const FurtherScores& further) {
  std::printf("%s%s%s%s\n", padded("", 26).c_str(), padded("value", 12).c_str(),
              padded("95 % interval", 26).c_str(), "floor");
  for (std::size_t q = 0; q < judge::kQuantities; ++q) print_row(kTitles[q], scores.of[q]);
  for (const FurtherScore& row : further.rows) print_row(row.title, row.score);
  std::printf("\ninception score of ten splits: %.5g ± %.2g\n", scores.split_mean, scores.split_sd);
  std::printf("features vary in %zu of %zu dimensions, those compared with in %zu\n", scores.rank,
              judge::kFeatures, scores.reference_rank);
  std::printf("floor: %s\n\nimages by class, as the classifier names them\n", floor.c_str());
  for (std::size_t y = 0; y < histogram.size(); ++y) {
    std::printf("  %zu: %zu", y, histogram[y]);
    if (!further.agreement_by_class.empty() && std::isfinite(further.agreement_by_class[y]))
      std::printf(", and of those asked to show it %.4g %%", 100 * further.agreement_by_class[y]);
    std::printf("\n");
  }
}

int run(const Request& request) {
  set_threads(request.threads);
  const judge::Range range = judge::range_named(request.range);
  const judge::Samples samples = judge::read_samples(request.samples, range);
  const std::optional<std::filesystem::path> data = data_option(request.data);
  Reference reference = load_reference(request.against, range, data);
  require(reference.images.shape == samples.shape, request.samples, " holds images of ",
          samples.shape.height, " x ", samples.shape.width, " x ", samples.shape.channels, ", ",
          request.against, " of ", reference.images.shape.height, " x ", reference.images.shape.width, " x ",
          reference.images.shape.channels);
  check(request, reference);
  if (!request.labels.empty()) read_labels(request.labels, samples.count());  // before the work
  const judge::Classifier classifier = find_classifier(request, samples.shape);
  Shown shown("score");
  const auto judged = [&](const judge::Samples& images) {
    return images.pixels.empty() ? judge::Judgement{} : classifier.judge(images.images());
  };
  const judge::Judgement of_samples = judged(samples), of_reference = judged(reference.images);
  const FloorImages real = floor_images(reference, samples.count());
  const judge::Judgement of_real = judged(real.real), of_others = judged(real.reference);
  const judge::Floor floor{&of_real, real.reference.pixels.empty() ? &of_reference : &of_others};
  const judge::Scores scores =
      judge::score(of_samples, of_reference, real.real.pixels.empty() ? judge::Floor{} : floor, {},
                   [&](const char* what, std::size_t done, std::size_t total) {
                     shown.at(done, total, what);
                   });
  shown.end("done");
  const FurtherScores further =
      further_scores(request, {samples, reference, real, of_samples, of_reference, of_real}, classifier, say);
  std::vector<std::size_t> histogram(classifier.recipe().classes, 0);
  for (const std::uint8_t y : of_samples.classes()) ++histogram[y];
  const std::string taken = message(samples.count(), " samples of ", request.samples, " (",
                                    judge::range_text(samples.range), ")");
  const std::string hash = classifier.hash();
  if (request.json) {
    say(taken);
    std::puts(as_json(scores, samples.count(), request.against, hash, histogram, further).c_str());
    return 0;
  }
  std::printf("%s against %s, %zu images\nclassifier %s of %s, %s\n\n", taken.c_str(),
              request.against.c_str(), reference.images.count(), classifier.recipe().name,
              classifier.dataset().c_str(), hash.c_str());
  print(scores, histogram, real.meaning, further);
  return 0;
}

}  // namespace

Action score_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("SAMPLES", request->samples, "The images to be scored, an .npy file").required();
  arguments.add("--against", request->against,
                "The real images: DATASET:train, DATASET:test or a .npy file")
      .required();
  arguments.add("--classifier", request->classifier,
                "Folder of a run of the experiment classifier, or its .safetensors file");
  arguments.add("--labels", request->labels,
                "The class each sample was asked to show, an .npy file of uint8: class agreement, variance "
                "within classes");
  arguments.flag("--gan-train", request->gan_train,
                 "Also train a classifier on the samples and try it on the real images");
  arguments.flag("--neighbours", request->neighbours,
                 "Also the share of samples that are copies of training images (a minute for 10,000)");
  arguments.add("--range", request->range, "What floats mean: auto, 0,1 or -1,1").shows_default();
  arguments.add("--data", request->data, "Folder of the data sets; else VERIGAN_DATA, else ./data");
  arguments.add("--threads", request->threads, "Threads; they change no number")
      .between(1, 1024)
      .shows_default();
  arguments.flag("--json", request->json, "Print one JSON object");
  arguments.footer(kFooter);
  return [request] { return run(*request); };
}

}  // namespace verigan::cli
