// SPDX-License-Identifier: MIT
// direct_matching: a generator that is compared with the data itself, not by a discriminator.
//
//   moments  ½(e₁² + e₂²), e_k the difference of the k-th moments about the data's mean
//   mmd      MMD²(p, q) = E k(X,X′) + E k(Y,Y′) − 2 E k(X,Y), k the mean of Gaussian kernels
// for a normal generator q, in closed form (Rocca, section 5 and Fig. 5; theorems T34, T37).
//
// Sample runs:
//   direct_matching --preset smoke
//   direct_matching --preset smoke --mean -2 --sd 2 --steps 50 --stages 3
#include <algorithm>
#include <cmath>

#include "kit/places.hpp"
#include "run/experiment.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/normal_matching.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(The direct road: measure how far the generated law is from the data's by a number that needs no
discriminator, and descend it. The data are N(0, 1), the generator another normal, so loss and
slope are closed forms. Matching two moments is enough for a normal; MMD compares all of the law
through a kernel. Both reach the data from nearby.

curves.csv has p and q at a few stages of either route, equally far apart in total variation;
path.csv the generator's mean and sd, the loss and TV at every step. Nothing is drawn by chance.
)";

const run::Schema kPath{"path.csv",
                        {run::text("route"), run::whole("step"), "mean", "sd", "loss", "tv"},
                        run::kOfIntegrals};
const run::Schema kCurves{
    "curves.csv",
    {run::text("route"), run::whole("stage"), run::whole("step"), {"x", 10}, "p", "q"},
    run::kOfIntegrals};

class DirectMatching final : public run::Experiment {
 public:
  std::string name() const override { return "direct_matching"; }
  std::string title() const override { return "A normal generator matched to the data directly"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    mean_ = 3.0;
    sd_ = 0.6;
    moment_rate_ = 0.02;
    mmd_rate_ = 2.0;
    steps_ = run::pick<std::uint64_t>(preset, 150, 1000, 10000);
    stages_ = 4;
    points_ = run::pick<std::uint64_t>(preset, 101, 401, 1601);
    options.number("mean", mean_, {-20, 20, false, false}, "of the generator at the start");
    options.number("sd", sd_, {0.2, 5, false, false}, "of the generator at the start");
    options.number("moment-rate", moment_rate_, run::kPositive, "of the descent on the moments");
    options.number("mmd-rate", mmd_rate_, run::kPositive, "of the descent on MMD²");
    options.whole("steps", steps_, 1, 1000000, "of either descent");
    options.whole("stages", stages_, 2, 100, "stages in curves.csv, start and end among them");
    options.whole("points", points_, 2, 1000000, "values of x at each stage");
    options.never("seed", run::kNothingDrawn);
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"", {}, steps_ / 10 + 1}}; }

  std::vector<run::Schema> tables() const override { return {kPath, kCurves}; }

  void run(run::Run& run, const run::Common&) override {
    run::Series &path = run.table(kPath), &curves = run.table(kCurves);
    record::Object summary;
    run.progress().begin(0, 2);
    std::uint64_t done = 0;
    for (const auto& [route, rate] : {std::pair{theory::Route::moments, moment_rate_},
                                      std::pair{theory::Route::mmd, mmd_rate_}}) {
      const std::string name = theory::route_name(route);
      // 1. The descent.
      const std::vector<State> states = descend(route, rate);
      for (std::size_t t = 0; t < states.size(); ++t)
        path.append(name, t, states[t].q.mean, states[t].q.sd, states[t].loss, states[t].tv);
      // 2. Pictures of some stages.
      for (std::uint64_t stage = 0; stage < stages_; ++stage)
        add_stage(curves, name, stage,
                  kit::stage_of(states, stage, stages_, [](const State& at) { return at.tv; }), states);
      // 3. Where it ended.
      const auto seen = [](double value) {
        return std::abs(value) < 1e-7 ? 0.0 : record::rounded(value);
      };
      summary["mean_" + name] = seen(states.back().q.mean);
      summary["sd_" + name] = seen(states.back().q.sd);
      summary["tv_" + name] = seen(states.back().tv);
      run.progress().update(++done, name);
    }
    run.summary(summary);
  }

 private:
  struct State {
    theory::NormalLaw q;
    double loss, tv;
  };

  static theory::DensityPtr density(const theory::NormalLaw& law) {
    return theory::normal(law.mean, std::abs(law.sd));
  }

  std::vector<State> descend(theory::Route route, double rate) const {
    std::vector<State> states;
    theory::NormalLaw q{mean_, sd_};
    for (std::uint64_t t = 0; t <= steps_; ++t) {
      const auto at = theory::matching(route, kData, q, kBandwidths);
      states.push_back({q, at.loss, theory::total_variation(*density(kData), *density(q)).value});
      q = {q.mean - rate * at.slope.mean, q.sd - rate * at.slope.sd};
      require(std::abs(q.mean) < 1e3 && std::abs(q.sd) > 1e-3 && std::abs(q.sd) < 1e3,
              "matching by ", theory::route_name(route), " at rate ", rate,
              ": the descent left the data behind, expected a smaller rate");
    }
    return states;
  }

  void add_stage(run::Series& curves, const std::string& name, std::uint64_t stage,
                 std::size_t step, const std::vector<State>& states) const {
    const double low = std::min(-3.5, mean_ - 3 * sd_), high = std::max(3.5, mean_ + 3 * sd_);
    const theory::DensityPtr p = density(kData), q = density(states[step].q);
    for (const double place : kit::evenly_spaced(low, high, points_)) {
      const double x = record::rounded(place);
      curves.append(name, stage, step, x, p->pdf(x), q->pdf(x));
    }
  }

  static constexpr theory::NormalLaw kData{0, 1};
  static constexpr double kBandwidths[] = {1, 2, 4};
  double mean_ = 0.0, sd_ = 0.0, moment_rate_ = 0.0, mmd_rate_ = 0.0;
  std::uint64_t steps_ = 0, stages_ = 0, points_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  DirectMatching experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
