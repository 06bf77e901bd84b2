// SPDX-License-Identifier: MIT
// An experiment that takes no time unless told to: a logistic map, one value a step. It stands in for
// training where the harness is tested.
#include <chrono>
#include <cmath>
#include <thread>

#include "core/check.hpp"
#include "run/experiment.hpp"

namespace {

using namespace verigan;

const run::Schema kMetrics{"metrics.csv", {run::whole("step"), run::single("x")}};

class Counting final : public run::Experiment, private run::Resumable {
 public:
  std::string name() const override { return "counting"; }
  std::string title() const override { return "A logistic map"; }
  std::string science() const override { return "x ← r x (1 − x)\n"; }

  void declare(run::Options& options, run::Preset preset) override {
    steps_ = run::pick<std::uint64_t>(preset, 20, 200, 2000);
    rate_ = 3.9;
    start_ = "middle";
    pause_ = 0.0;
    lift_ = 0.0;
    options.whole("steps", steps_, 1, 1000000, "steps");
    options.number("rate", rate_, {0, 4, true, false}, "r");
    options.choice("start", start_, {"middle", "low"}, "x at step 0");
    options.number("lift", lift_, {0, 0.5}, "added to it");
    options.only_if("lift", [this] { return start_ == "low"; }, "it belongs to --start low");
    options.number("pause", pause_, run::kNotNegative, "seconds to sleep at each step",
                   run::Part::environment);
  }
  std::vector<run::Planned> plan(run::Preset) override {
    return {{"from the middle", {"--start", "middle"}, steps_}, {"from low", {"--start", "low"}, 7}};
  }
  std::string label() const override { return start_; }
  std::vector<run::Schema> tables() const override { return {kMetrics, run::kDigests}; }

  void run(run::Run& run, const run::Common& common) override {
    x_ = start_ == "middle" ? 0.5F : 0.1F + 1e-3F * static_cast<float>(common.seed);
    x_ += static_cast<float>(lift_);
    run::Series& table = run.table(kMetrics);
    run.loop(steps_, *this, [&](std::uint64_t t) {
      x_ = static_cast<float>(rate_) * x_ * (1.0F - x_);
      table.append(t + 1, x_);
      std::this_thread::sleep_for(std::chrono::duration<double>(pause_));
      return "x " + std::to_string(x_);
    });
    run.samples("samples.npy", std::vector<float>(1000, x_), std::vector<std::size_t>{500, 2});
    run.summary({{"x", static_cast<double>(x_)}});
    run.picture("grid.png", {2, 1, 1, {0, 255}});
  }

 private:
  record::Tensors save() const override { return {{{"x", {{1}, {x_}}}}, {}}; }
  void restore(const record::Tensors& tensors) override {
    require(tensors.arrays.contains("x"), "no tensor x");
    x_ = tensors.arrays.at("x").values.at(0);
  }

  std::uint64_t steps_ = 0;
  double rate_ = 0.0, pause_ = 0.0, lift_ = 0.0;
  std::string start_;
  float x_ = 0.0F;
};

}  // namespace

int main(int argc, char** argv) {
  Counting experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
