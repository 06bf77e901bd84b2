// SPDX-License-Identifier: MIT
#include "analysis/mode_protocols.hpp"

#include <cmath>
#include <map>
#include <utility>

#include "analysis/grouping.hpp"
#include "core/check.hpp"
#include "statistics/exact.hpp"

namespace verigan::analysis {
namespace {

/// One row of the published table: modes found, per cent of high quality, reverse KL in nats.
struct PublishedModes {
  const char* mixture;
  std::size_t packing;
  Estimate covered, high_quality, reverse_kl;
};
constexpr std::size_t kTrials = 10;
constexpr PublishedModes kPublished[] = {
    {"ring", 1, {6.3, 0.5, kTrials}, {98.2, 0.2, kTrials}, {0.45, 0.09, kTrials}},
    {"ring", 2, {7.9, 0.1, kTrials}, {95.6, 2.0, kTrials}, {0.07, 0.03, kTrials}},
    {"ring", 3, {7.8, 0.1, kTrials}, {97.7, 0.3, kTrials}, {0.10, 0.02, kTrials}},
    {"ring", 4, {7.8, 0.1, kTrials}, {95.9, 1.4, kTrials}, {0.07, 0.02, kTrials}},
    {"grid", 1, {17.3, 0.8, kTrials}, {94.8, 0.7, kTrials}, {0.70, 0.07, kTrials}},
    {"grid", 2, {23.8, 0.7, kTrials}, {91.3, 0.8, kTrials}, {0.13, 0.04, kTrials}},
    {"grid", 3, {24.6, 0.4, kTrials}, {94.2, 0.4, kTrials}, {0.06, 0.02, kTrials}},
    {"grid", 4, {24.8, 0.2, kTrials}, {93.6, 0.6, kTrials}, {0.04, 0.01, kTrials}},
};

/// A setting of the runs and its value in the protocol.
struct Setting {
  const char* name;
  record::Value published;
};
const Setting kProtocol[] = {
    {"epochs", std::int64_t{400}},
    {"training-set", std::int64_t{100000}},
    {"batch", std::int64_t{100}},
    {"generator-width", std::int64_t{400}},
    {"discriminator-width", std::int64_t{200}},
    {"pieces", std::int64_t{5}},
    {"learning-rate", 1e-4},
    {"schedule", std::string("constant")},
    {"beta1", 0.8},
};

/// What a measure's values lie between.
enum class Range { zero_to_modes, per_cent, unbounded };

struct Measure {
  const char *name, *column;
  double factor;
  Range range;
  Estimate PublishedModes::*published;
};
constexpr Measure kMeasures[] = {
    {"modes", "covered", 1, Range::zero_to_modes, &PublishedModes::covered},
    {"high quality %", "high_quality_share", 100, Range::per_cent,
     &PublishedModes::high_quality},
    {"reverse KL", "reverse_kl", 1, Range::unbounded, &PublishedModes::reverse_kl},
    {"reverse KL of high quality", "reverse_kl_good", 1, Range::unbounded,
     &PublishedModes::reverse_kl},
};

constexpr const char* kAsPublished = "as published";

/// A setting as the run was asked for it; its summary may have counts of the same name.
const record::Value& asked(const Run& run, const char* name) {
  const auto found = run.manifest.config.find(name);
  require(found != run.manifest.config.end(), run.folder.string(), ": no '", name,
          "' in its configuration");
  return found->second;
}

/// What runs do otherwise than the published protocol, each setting once.
std::string protocol(const std::vector<Run>& runs) {
  std::string all;
  for (const Setting& setting : kProtocol)
    for (const Run& run : runs) {
      const record::Value& value = asked(run, setting.name);
      if (value == setting.published) continue;
      all += message(all.empty() ? "" : ", ", setting.name, " ", value_text(value), " for ",
                     value_text(setting.published));
      break;
    }
  return all.empty() ? kAsPublished : "shortened: " + all;
}

std::string verdict(const ModeComparison& c) {
  if (!c.published) return "not published";
  if (c.protocol != kAsPublished) return "shortened";
  if (std::isnan(c.ours.mean)) return "undefined";
  if (c.trials.size() < 2) return "one trial";
  if (std::isinf(c.ours.error)) return "equal trials";
  return c.difference.low > 0 ? "above" : c.difference.high < 0 ? "below" : "agrees";
}

/// Exact for counts and shares.
Interval interval_of(const Measure& measure, const std::string& mixture,
                     const std::vector<double>& trials) {
  if (measure.range == Range::unbounded) return statistics::mean_interval(trials);
  const double modes = mixture == "ring" ? 8 : 25;
  return statistics::bounded_mean_interval(trials, 0,
                                           measure.range == Range::per_cent ? 100 : modes);
}

ModeComparison compare(const Measure& measure, const std::string& mixture, std::size_t packing,
                       const std::vector<Run>& runs) {
  ModeComparison c;
  c.mixture = mixture;
  c.packing = packing;
  c.measure = measure.name;
  for (const Run& run : runs)
    c.trials.push_back(measure.factor * run.table("modes.csv").numbers(measure.column).back());
  c.interval = interval_of(measure, mixture, c.trials);
  c.ours = statistics::estimate(c.trials);
  for (const PublishedModes& row : kPublished)
    if (row.mixture == mixture && row.packing == packing) c.published = row.*measure.published;
  if (c.published) c.difference = statistics::difference_interval(c.ours, *c.published);
  c.protocol = protocol(runs);
  c.verdict = verdict(c);
  return c;
}

void add_comparisons(std::vector<ModeComparison>& all, const std::vector<Run>& runs) {
  std::map<std::pair<bool, std::size_t>, std::vector<Run>> groups;  // is it the grid?, packing
  for (const Run& run : runs)
    groups[{run.text("mixture") == "grid", static_cast<std::size_t>(run.number("packing"))}]
        .push_back(run);
  for (const auto& [key, group] : groups)
    for (const Measure& measure : kMeasures)
      all.push_back(compare(measure, key.first ? "grid" : "ring", key.second, group));
}

}  // namespace

std::vector<ModeComparison> compare_modes(const std::vector<Run>& runs) {
  std::vector<ModeComparison> all;
  for (const Variant& variant : variants(runs, {"mixture", "packing"})) {
    const std::size_t first = all.size();
    add_comparisons(all, variant.runs);
    for (std::size_t i = first; i < all.size(); ++i) all[i].options = variant.options;
  }
  return all;
}

}  // namespace verigan::analysis
