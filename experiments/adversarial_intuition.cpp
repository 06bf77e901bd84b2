// SPDX-License-Identifier: MIT
// adversarial_intuition: a generator that moves where the discriminator tells it to.
//
//   D* = p/(p + q), right with probability max(p, q)/(p + q) at x
//   E* = ½ ∫ min(p, q), how often the best discriminator is wrong, rises to ½
// (Rocca, equations 6–13 and Fig. 6). The generator q, a normal, descends 2 JSD = C(G) + ln 4
// along E_z[−D*(x)·r′(x)·(1, z)], r = ln p/q: what the saturating loss gives it with D* held fixed.
//
// Sample runs:
//   adversarial_intuition --preset smoke
//   adversarial_intuition --preset smoke --mean -2 --sd 0.5 --steps 100 --stages 3
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
    R"(Two normals: the data, p = N(0, 1), and a generator. At every x the best discriminator takes the
side that is denser there, and is right with probability max(p, q)/(p + q). Where q is too high
(q > p) mass must leave, where it is too low (p > q) mass must come: the generator follows the
slope of its loss, the discriminator answers anew, and so on, until the discriminator is right no
more often than a coin.

curves.csv has p, q and the discriminator's confidence max(p, q)/(p + q) at a few stages,
equally far apart in total variation; stages.csv the generator's mean and sd, TV, 2 JSD = C(G) +
ln 4 in nats and E* = ½(1 − TV) at every step. Nothing is drawn by chance.
)";

const run::Schema kStages{"stages.csv",
                          {run::whole("step"), "mean", "sd", "tv", "two_jsd", "least_error"},
                          run::kOfIntegrals};
const run::Schema kCurves{
    "curves.csv",
    {run::whole("stage"), run::whole("step"), {"x", 10}, "p", "q", "confidence"},
    run::kOfIntegrals};

class AdversarialIntuition final : public run::Experiment {
 public:
  std::string name() const override { return "adversarial_intuition"; }
  std::string title() const override { return "A generator follows the best discriminator"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    mean_ = 3.0;
    sd_ = 1.6;
    rate_ = 0.5;
    steps_ = run::pick<std::uint64_t>(preset, 100, 400, 2000);
    stages_ = 4;
    points_ = run::pick<std::uint64_t>(preset, 101, 401, 1601);
    options.number("mean", mean_, {-20, 20, false, false}, "of the generator at the start");
    options.number("sd", sd_, {0.2, 5, false, false}, "of the generator at the start");
    options.number("rate", rate_, {0, 4, true, false}, "of the descent");
    options.whole("steps", steps_, 1, 1000000, "of the generator, each against a new D*");
    options.whole("stages", stages_, 2, 100, "stages in curves.csv, start and end among them");
    options.whole("points", points_, 2, 1000000, "values of x at each stage");
    options.never("seed", run::kNothingDrawn);
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"", {}, steps_ / 10 + 1}}; }

  std::vector<run::Schema> tables() const override { return {kStages, kCurves}; }

  void run(run::Run& run, const run::Common&) override {
    // 1. The descent.
    std::vector<State> path = descend(run);
    run::Series& table = run.table(kStages);
    for (std::size_t t = 0; t < path.size(); ++t) {
      const State& at = path[t];
      table.append(t, at.q.mean, at.q.sd, at.tv, at.two_jsd, (1 - at.tv) / 2);
    }

    // 2. Pictures of some stages.
    const double low = std::min(-4.0, mean_ - 3 * sd_), high = std::max(4.0, mean_ + 3 * sd_);
    run::Series& curves = run.table(kCurves);
    for (std::uint64_t stage = 0; stage < stages_; ++stage) {
      const std::size_t step =
          kit::stage_of(path, stage, stages_, [](const State& at) { return at.tv; });
      for (const double place : kit::evenly_spaced(low, high, points_)) {
        const double x = record::rounded(place);
        const double log_p = density(data_)->log_pdf(x), log_q = density(path[step].q)->log_pdf(x);
        // max/(max + min), from the logarithms.
        const double confidence = 1 / (1 + std::exp(-std::abs(log_p - log_q)));
        curves.append(stage, step, x, std::exp(log_p), std::exp(log_q), confidence);
      }
    }

    const State& end = path.back();
    const auto seen = [](double value) {  // noise below the integrals' accuracy says nothing
      return std::abs(value) < 1e-11 ? 0.0 : record::rounded(value);
    };
    run.summary({{"mean", seen(end.q.mean)},
                 {"sd", seen(end.q.sd)},
                 {"tv", seen(end.tv)},
                 {"tv_start", seen(path.front().tv)},
                 {"two_jsd", seen(end.two_jsd)}});
  }

 private:
  struct State {
    theory::NormalLaw q;
    double tv, two_jsd;
  };

  static theory::DensityPtr density(const theory::NormalLaw& law) {
    return theory::normal(law.mean, std::abs(law.sd));
  }

  std::vector<State> descend(run::Run& run) const {
    std::vector<State> path;
    theory::NormalLaw q{mean_, sd_};
    run.progress().begin(0, steps_);
    for (std::uint64_t t = 0; t <= steps_; ++t) {
      const double tv = theory::total_variation(*density(data_), *density(q)).value;
      const auto at = theory::matching(theory::Route::adversarial, data_, q, {});
      path.push_back({q, tv, at.loss});
      q = {q.mean - rate_ * at.slope.mean, q.sd - rate_ * at.slope.sd};
      require(std::isfinite(q.mean) && std::abs(q.sd) > 1e-3, "--rate ", rate_,
              ": the generator shrank to a point, expected a smaller rate");
      if (t > 0) run.progress().update(t, "TV " + record::rounded_text(tv, 4));
    }
    return path;
  }

  static constexpr theory::NormalLaw data_{0, 1};
  double mean_ = 0.0, sd_ = 0.0, rate_ = 0.0;
  std::uint64_t steps_ = 0, stages_ = 0, points_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  AdversarialIntuition experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
