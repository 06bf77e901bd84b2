// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/check.hpp"
#include "run/experiment.hpp"
#include "run/trained_generator.hpp"

namespace verigan::kit {

/// An experiment on the trained generator of another run. Its plan: one generator of images, and one of images
/// on request, by seed.
class GeneratorExperiment : public run::Experiment {
 public:
  std::string label() const override { return generator_.model(); }
  std::string dataset() const override { return generator_.given() ? generator_->dataset : ""; }

  std::vector<run::Planned> plan(run::Preset preset) override {
    const bool paper = preset == run::Preset::paper;
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= (paper ? 5 : 1); ++seed)
      for (const std::string model : {"dcgan", "cdcgan"}) {
        const std::string number = std::to_string(seed);
        runs.push_back({message(model, paper ? " seed " + number : ""), {"--model", model, "--seed", number}, 1});
      }
    return runs;
  }
  void prepare(const run::Common& common) override {
    common_ = common;
    generator_.prepare();
  }
  std::vector<record::Need> needs() const override {
    return generator_.needs(common_.preset, common_.seed, common_.data);
  }
  record::Inputs inputs() const override { return generator_.inputs(); }

 protected:
  run::GeneratorOption generator_;
  run::Common common_;
};

}  // namespace verigan::kit
