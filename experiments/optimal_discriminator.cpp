// SPDX-License-Identifier: MIT
// optimal_discriminator: against a fixed generator q the best discriminator is known.
//
//   D*(x) = p/(p + q),   D*_α(x) = α p/(α p + (1 − α) q)
//   C(G)   = max_D E_p[ln D] + E_q[ln(1 − D)]               = −ln 4 + 2 JSD(p, q)
//   C_α(G) = max_D α E_p[ln D] + (1 − α) E_q[ln(1 − D)]     = −H(α) + JS_α(p, q)
// (Goodfellow et al. 2014, Prop. 1 and Thm. 1; Lincetto & Camporese, section III).
//
// Sample runs:
//   optimal_discriminator --preset smoke
//   optimal_discriminator --preset smoke --p 'laplace(0,1)' --q 'uniform(-1,3)' --alpha 0.9 --steps 5
#include <algorithm>
#include <cmath>

#include "core/numeric.hpp"
#include "kit/places.hpp"
#include "run/experiment.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/game_value.hpp"
#include "theory/optimal_discriminator.hpp"
#include "theory/spec.hpp"

namespace {

using namespace verigan;

constexpr double kAlphas[] = {0.1, 0.3, 0.5, 0.7, 0.9};

constexpr const char* kScience =
    R"(Goodfellow's discriminator answers D* = p/(p + q): 1 where only real data are, 0 where only
generated ones are, 1/2 where both are equally dense. With a share α of real data in its
mini-batches the best answer is D*_α = αp/(αp + (1 − α)q), whose level at p = q is α.
curves.csv has p, q and D*_α for five α (D* is that of 0.5).

At D* the game is worth C(G) = −ln 4 + 2 JSD(p, q). values.csv follows a normal generator of p's own
width that moves from far away (t = 0) to p's mean (t = 1): as long as they lie apart JSD stays
at ln 2 and the value at 0, so nothing tells the generator where to go. The value is computed from
its definition, not from the divergence next to it; summary.json says whether the two agree.
All in nats. Nothing is drawn by chance.
)";

run::Schema curves_schema() {
  run::Schema schema{"curves.csv", {"x", "p", "q"}, run::kOfIntegrals};
  for (const double alpha : kAlphas) schema.columns.push_back("d_" + record::number_text(alpha));
  return schema;
}

const run::Schema kValues{
    "values.csv", {{"t", 10}, "mean", "jsd", "value", "js_alpha", "value_alpha"}, run::kOfIntegrals};

class OptimalDiscriminator final : public run::Experiment {
 public:
  std::string name() const override { return "optimal_discriminator"; }
  std::string title() const override { return "The optimal discriminator and the value of the game"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    p_ = "normal(0,1)";
    q_ = "normal(1.5,1.4)";
    alpha_ = 0.3;
    distance_ = 8.0;
    steps_ = run::pick<std::uint64_t>(preset, 17, 81, 321);
    points_ = run::pick<std::uint64_t>(preset, 101, 401, 1601);
    options.density("p", p_, "density of the data, as in verigan theory");
    options.density("q", q_, "density of the generator in curves.csv");
    options.number("alpha", alpha_, run::kShare, "α of JS_α and C_α in values.csv");
    options.number("distance", distance_, run::kPositive,
                   "how many standard deviations of p the moving generator starts away");
    options.whole("steps", steps_, 2, 100000, "places of the moving generator");
    options.whole("points", points_, 2, 1000000, "values of x in curves.csv");
    options.never("seed", run::kNothingDrawn);
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"", {}, steps_}}; }

  void prepare(const run::Common&) override {
    data_ = theory::parse_density(p_, &warnings);
    generator_ = theory::parse_density(q_, &warnings);
  }

  std::vector<run::Schema> tables() const override { return {curves_schema(), kValues}; }

  void run(run::Run& run, const run::Common&) override {
    curves(run);
    values(run);
  }

 private:
  // 1. p, q and the five discriminators where at least one of the two densities lives.
  void curves(run::Run& run) const {
    run::Series& table = run.table(curves_schema());
    for (const double x : kit::places_of(*data_, *generator_, 1e-4, points_)) {
      const theory::Point at(record::rounded(x));
      std::vector<run::Series::Cell> row{at.value(), data_->pdf(at), generator_->pdf(at)};
      for (const double alpha : kAlphas)
        row.push_back(theory::optimal_discriminator_alpha(*data_, *generator_, at, alpha));
      table.append_cells(row);
    }
  }

  // 2. A generator on its way to the data: the divergences, and the game's values at the optimum.
  void values(run::Run& run) const {
    run::Series& table = run.table(kValues);
    const double sd = std::sqrt(data_->variance());
    const double log_odds = logit(alpha_), entropy = binary_entropy(alpha_);
    double worst = 0.0, worst_alpha = 0.0;
    run.progress().begin(0, steps_);
    for (std::uint64_t i = 0; i < steps_; ++i) {
      const double t = record::rounded(static_cast<double>(i) / static_cast<double>(steps_ - 1));
      const double mean = data_->mean() + (1 - t) * distance_ * sd;
      const theory::DensityPtr q = theory::normal(mean, sd);
      const double jsd = theory::jsd(*data_, *q).value;
      const double js_alpha = theory::js_alpha(*data_, *q, alpha_).value;
      const auto best = [&](const theory::Point& x) {
        return theory::log_ratio(data_->log_pdf(x), q->log_pdf(x));
      };
      const double value = theory::game_value(*data_, *q, best).value;
      const double value_alpha =
          theory::game_value_alpha(
              *data_, *q, [&](const theory::Point& x) { return best(x) + log_odds; }, alpha_)
              .value;
      worst = std::max(worst, std::abs(value - (2 * jsd - kLn4)));
      worst_alpha = std::max(worst_alpha, std::abs(value_alpha - (js_alpha - entropy)));
      table.append(t, mean, jsd, value, js_alpha, value_alpha);
      run.progress().update(i + 1, "JSD " + record::rounded_text(jsd, 4));
    }

    // 3. How well the two ways to the value agree: far below any digit that is written.
    run.summary({{"alpha", alpha_},
                 {"entropy_alpha", record::rounded(entropy)},
                 {"value_agrees", worst < 1e-9},
                 {"value_alpha_agrees", worst_alpha < 1e-9}});
  }

  std::string p_, q_;
  double alpha_ = 0.0, distance_ = 0.0;
  std::uint64_t steps_ = 0, points_ = 0;
  theory::DensityPtr data_, generator_;
};

}  // namespace

int main(int argc, char** argv) {
  OptimalDiscriminator experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
