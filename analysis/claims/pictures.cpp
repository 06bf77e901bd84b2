// SPDX-License-Identifier: MIT
#include "analysis/claims/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "analysis/claims/judging.hpp"
#include "analysis/features.hpp"
#include "core/check.hpp"

namespace verigan::analysis {

namespace {

const BySeed kNone;

const BySeed& found_in(const Settings& settings, const std::vector<std::string>& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? kNone : found->second;
}

}  // namespace

const BySeed& ModelsAtWidth::operator[](const std::string& model) const {
  const auto found = models.find(model);
  return found == models.end() ? kNone : found->second;
}

ModelsAtWidth models_at_width(const Evidence& evidence, const std::string& dataset,
                              const std::vector<std::string>& models) {
  std::map<std::string, ModelsAtWidth> widths;
  for (const std::string& model : models)
    for (const auto& [key, runs] : evidence.settings(
             "kth_models", {"width"}, {{"dataset", dataset}, {"model", model}}))
      widths[key[0]].models[model] = runs;
  ModelsAtWidth best;
  std::size_t most = 0;
  for (auto& [width, found] : widths) {
    found.width = width;
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const std::string& model : models) fewest = std::min(fewest, found[model].size());
    const double widest = best.width.empty() ? 0 : std::stod(best.width);
    if (std::tuple(fewest, std::stod(width)) >= std::tuple(most, widest))
      most = fewest, best = found;
  }
  return best;
}

FeatureRuns::FeatureRuns(const Evidence& evidence, const std::string& dataset)
    : settings_(evidence.settings("kth_features", feature_options(), {{"dataset", dataset}})) {}

const BySeed& FeatureRuns::with(const std::string& feature) const {
  return found_in(settings_, feature_values(feature));
}

std::vector<std::string> harmless_features() { return {"flip", "dropout", "uniform", "uneven"}; }

MnistRuns::MnistRuns(const Evidence& evidence)
    : by_alpha_(evidence.settings("alpha_mnist", {"alpha"}, {{"model", "lc-mnist-wide"}})),
      by_noise_(evidence.settings("alpha_mnist", {"noise-dim"}, {{"model", "lc-mnist-batch-norm"}})) {
  for (const Settings* settings : {&by_alpha_, &by_noise_})
    for (const auto& [key, runs] : *settings)
      for (const auto& [seed, run] : runs)
        if (run.manifest.dataset != "mnist")
          other_images_ = "the runs were trained on " + run.manifest.dataset + ", the claim is of MNIST";
}

const BySeed& MnistRuns::at(const std::string& alpha) const { return found_in(by_alpha_, {alpha}); }
const BySeed& MnistRuns::by_noise(const std::string& dimension) const {
  return found_in(by_noise_, {dimension});
}

double seconds_per_step(const Run& run) {
  const record::Table timing = run.table("timing.csv");
  double steps = 0, seconds = 0;
  for (const double n : timing.numbers("steps")) steps += n;
  for (const double s : timing.numbers("seconds")) seconds += s;
  require(steps > 0, run.folder.string(), ": timing.csv has no steps");
  return seconds / steps;
}

statistics::Verdict judge_paired(const std::string& part, const std::string& statistic, const BySeed& a,
                                 const BySeed& b, const Of& of, const statistics::Band& band) {
  return judge_mean(part, statistic + ", paired by seed", paired(b, a, of).differences(), band,
                    {.reason = "no seed has both"});
}

}  // namespace verigan::analysis
