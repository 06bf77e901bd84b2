// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/check.hpp"
#include "run/experiment.hpp"

namespace verigan::kit {

/// The plan of an experiment on trained generators: one of images, one of images on request, by seed.
inline std::vector<run::Planned> one_of_each_generator(run::Preset preset) {
  const bool paper = preset == run::Preset::paper;
  std::vector<run::Planned> runs;
  for (int seed = 1; seed <= (paper ? 5 : 1); ++seed)
    for (const std::string model : {"dcgan", "cdcgan"}) {
      const std::string number = std::to_string(seed);
      runs.push_back({message(model, paper ? " seed " + number : ""), {"--model", model, "--seed", number}, 1});
    }
  return runs;
}

}  // namespace verigan::kit
