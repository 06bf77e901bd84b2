// SPDX-License-Identifier: MIT
#include "analysis/features.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "core/names.hpp"

namespace verigan::analysis {

namespace {

struct Feature {
  std::string name;
  std::vector<std::string> values;  // of feature_options()
};

const std::vector<Feature>& features() {
  static const std::vector<Feature> kAll{{"base", {"normal", "tanh", "0", "0", "0", "1"}},
                                         {"flip", {"normal", "tanh", "0.1", "0", "0", "1"}},
                                         {"dropout", {"normal", "tanh", "0", "0.5", "0.2", "1"}},
                                         {"uniform", {"uniform", "tanh", "0", "0", "0", "1"}},
                                         {"uneven", {"normal", "tanh", "0", "0", "0", "2"}},
                                         {"sigmoid", {"normal", "sigmoid", "0", "0", "0", "1"}}};
  return kAll;
}

}  // namespace

std::vector<std::string> feature_names() {
  std::vector<std::string> names;
  for (const Feature& feature : features()) names.push_back(feature.name);
  return names;
}

const Options& feature_options() {
  static const Options kOptions{"noise", "output", "flip", "dropout-d", "dropout-g", "d-updates"};
  return kOptions;
}

const std::vector<std::string>& feature_values(const std::string& name) {
  const auto found = std::ranges::find(features(), name, &Feature::name);
  if (found == features().end())
    throw Error(message("feature '", name, "'", expected_names(name, feature_names())));
  return found->values;
}

std::string feature_of(const Run& run) {
  std::vector<std::string> values;
  for (const std::string& option : feature_options()) {
    const auto found = run.manifest.config.find(option);
    values.push_back(found == run.manifest.config.end() ? "" : value_text(found->second));
  }
  const auto feature = std::ranges::find(features(), values, &Feature::values);
  return feature == features().end() ? "" : feature->name;
}

}  // namespace verigan::analysis
