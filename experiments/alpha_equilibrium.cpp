// SPDX-License-Identifier: MIT
// alpha_equilibrium: what the α game is worth, from far apart to equilibrium, for all α.
//
//   C_α(G) = max_D α E_p[ln D] + (1 − α) E_q[ln(1 − D)] = −H(α) + JS_α(p, q)  in [−H(α), 0]
//   at q = p:  D = α,  discriminator's loss H(α),  non-saturating generator's loss −ln α
// (Lincetto & Camporese, section III).
//
// Sample runs:
//   alpha_equilibrium --preset smoke
//   alpha_equilibrium --preset smoke --steps 3 --alpha 0.2 --p 'uniform(0,1)' --near 'beta(2,1)'
#include <cmath>

#include "core/numeric.hpp"
#include "run/experiment.hpp"
#include "theory/divergence.hpp"
#include "theory/game_value.hpp"
#include "theory/optimal_discriminator.hpp"
#include "theory/spec.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(The discriminator's loss at its best is −C_α(G) = H(α) − JS_α(p, q): below the entropy H(α) as long
as the generator can be told from the data, at H(α) when it cannot. H is largest at α = 1/2, with
ln 2; far from equilibrium the loss need not be largest there. The non-saturating generator's loss
at equilibrium, −ln α, falls with α.

equilibrium.csv has, for a fine grid of α: entropy_alpha = H(α) in closed form; d_loss and g_loss,
the losses at q = p and D = α integrated from their definitions; and c_alpha_near, c_alpha_apart
and c_alpha_disjoint, C_α of the data p against three generators. summary.json has the same at
--alpha. All in nats. Nothing is drawn by chance.
)";

const run::Schema kEquilibrium{"equilibrium.csv",
                               {{"alpha", 10}, "entropy_alpha", "d_loss", "g_loss", "c_alpha_near",
                                "c_alpha_apart", "c_alpha_disjoint"},
                               run::kOfIntegrals};

class AlphaEquilibrium final : public run::Experiment {
 public:
  std::string name() const override { return "alpha_equilibrium"; }
  std::string title() const override { return "The α game's value and its losses at equilibrium"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    p_ = "normal(0,1)";
    near_ = "normal(1,1)";
    apart_ = "normal(2.5,0.7)";
    disjoint_ = "uniform(50,51)";
    alpha_ = 0.5;
    steps_ = run::pick<std::uint64_t>(preset, 19, 199, 999);
    options.density("p", p_, "density of the data, as in verigan theory");
    options.density("near", near_, "a generator near p");
    options.density("apart", apart_, "one farther away");
    options.density("disjoint", disjoint_, "one that shares nothing with p");
    options.number("alpha", alpha_, run::kShare, "α of the numbers in summary.json");
    options.whole("steps", steps_, 1, 100000, "values of α: 1/(steps + 1), 2/(steps + 1), …");
    options.never("seed", run::kNothingDrawn);
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"", {}, steps_}}; }

  void prepare(const run::Common&) override {
    data_ = theory::parse_density(p_, &warnings);
    generators_.clear();
    for (const std::string& density : {near_, apart_, disjoint_})
      generators_.push_back(theory::parse_density(density, &warnings));
  }

  std::vector<run::Schema> tables() const override { return {kEquilibrium}; }

  void run(run::Run& run, const run::Common&) override {
    // 1. The curves.
    run::Series& table = run.table(kEquilibrium);
    run.progress().begin(0, steps_);
    for (std::uint64_t i = 1; i <= steps_; ++i) {
      const double alpha =
          record::rounded(static_cast<double>(i) / static_cast<double>(steps_ + 1));
      const Row row = at(alpha);
      table.append(alpha, binary_entropy(alpha), row.d_loss, row.g_loss, row.c_alpha[0],
                   row.c_alpha[1], row.c_alpha[2]);
      run.progress().update(i, "α = " + record::number_text(alpha));
    }

    // 2. One α in particular.
    const Row row = at(alpha_);
    run.summary({{"alpha", alpha_},
                 {"entropy_alpha", record::rounded(binary_entropy(alpha_))},
                 {"d_loss", record::rounded(row.d_loss)},
                 {"g_loss", record::rounded(row.g_loss)},
                 {"c_alpha_near", record::rounded(row.c_alpha[0])},
                 {"c_alpha_apart", record::rounded(row.c_alpha[1])},
                 {"c_alpha_disjoint", record::rounded(row.c_alpha[2])}});
  }

 private:
  struct Row {
    double d_loss, g_loss, c_alpha[3];
  };

  Row at(double alpha) const {
    Row row{};
    const theory::Density& p = *data_;
    const double log_odds = logit(alpha);
    const auto best = [&](const theory::Point& x) {
      return theory::log_ratio(p.log_pdf(x), p.log_pdf(x)) + log_odds;  // D = α wherever p > 0
    };
    row.d_loss = -theory::game_value_alpha(p, p, best, alpha).value;
    row.g_loss = theory::integrate_over(p, p, [&](const theory::Point& x, double, double log_q) {
                   return std::exp(log_q) * softplus(-best(x));  // −q ln D
                 }).value;
    for (std::size_t k = 0; k < 3; ++k) {
      row.c_alpha[k] = theory::optimal_value_alpha(p, *generators_[k], alpha).value;
    }
    return row;
  }

  std::string p_, near_, apart_, disjoint_;
  double alpha_ = 0.0;
  std::uint64_t steps_ = 0;
  theory::DensityPtr data_;
  std::vector<theory::DensityPtr> generators_;
};

}  // namespace

int main(int argc, char** argv) {
  AlphaEquilibrium experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
