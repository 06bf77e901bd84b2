// SPDX-License-Identifier: MIT
#include "gmmn/target.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "data/toy.hpp"
#include "metrics/mmd.hpp"
#include "random/addresses.hpp"

namespace verigan::gmmn {

void Target::find_data(Settings& settings, const run::Common&) {
  require(settings.dataset == "auto" || settings.dataset == "none", "dataset = '", settings.dataset,
          "', but the target is ", name(), ", expected auto");
  settings.dataset = "none";
}

std::vector<std::unique_ptr<Target>> all_targets() {
  std::vector<std::unique_ptr<Target>> targets;
  targets.push_back(normal_target());
  targets.push_back(curve_target("line"));
  targets.push_back(curve_target("circle"));
  targets.push_back(image_target());
  return targets;
}

std::vector<double> parse_bandwidths(const std::string& text) {
  std::vector<double> values;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    double value = 0;
    require(record::parse_number(text.substr(from, comma - from), value), "bandwidths '", text,
            "', expected positive numbers separated by commas");
    values.push_back(value);
    from = comma + 1;
  }
  return values;
}

std::unique_ptr<gan::Matching> statistic(const Settings& settings, const gan::Scaling& units) {
  const gan::MmdEstimator estimate = gan::estimate_of(settings.estimate);
  if (settings.statistic == "mmd")
    return gan::match_mmd(parse_bandwidths(settings.bandwidths), estimate);
  return gan::match_moments(settings.order, estimate, units);
}

gan::MatchingConfig training(const Settings& settings, std::uint64_t seed, double average) {
  gan::MatchingConfig config;
  config.batch = settings.batch;
  config.steps = settings.steps;
  config.seed = seed;
  config.average_decay = average;
  config.generator = {nn::OptimiserConfig::Kind::adam, settings.rate, nn::Schedule::linear, 0.5,
                      0.999};
  return config;
}

kit::Readings readings(const Settings& settings) {
  return {settings.steps, std::max<std::uint64_t>(settings.steps / 20, 50)};
}

record::Object summary(const Settings& settings, double loss) {
  return {{"steps", static_cast<std::int64_t>(settings.steps)},
          {"batch", static_cast<std::int64_t>(settings.batch)},
          {"loss", record::rounded(loss)}};
}

void conclude(run::Run& run, record::Object summary, const std::string& quality,
              MatrixView<const float> samples, MatrixView<const float> fresh,
              std::span<const double> bandwidths, std::uint64_t seed) {
  constexpr std::size_t kPermutations = 199;
  const double p = metrics::mmd_test(samples, fresh, bandwidths, kPermutations,
                                     random::draws::kPermutations.stream(seed))
                       .p_value;
  summary["p_value"] = record::rounded(p);
  run.summary(summary);
  run.progress().note(message(quality, "; a test tells generated from real samples with p = ",
                              record::rounded_text(p, 3)));
}

}  // namespace verigan::gmmn
