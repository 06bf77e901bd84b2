// SPDX-License-Identifier: MIT
// learnt_discriminator: a network, trained against two densities that stand still, becomes the optimal
// discriminator that theory writes down.
//
//   D*_α = α p/(α p + (1 − α) q),     L_α(D) = −α E_p[ln D] − (1 − α) E_q[ln(1 − D)]
//   L_α(D) − L* = ∫ m_α kl(D*_α‖D) ≥ 0,     L* = H(α) − JS_α(p, q),     m_α = α p + (1 − α) q
// With labels flipped at rate ε, D* = ε + (1 − 2ε) D*_α; with the absolute error, D* = 1[αp ≥ (1 − α)q]
// and L(D) − L* = ∫ |αp − (1 − α)q| |D − D*|; with a label y next to x, D* is that of the joint densities
// (Goodfellow et al. 2014, Prop. 1; Lincetto & Camporese, section III; Rocca, equations 6 to 12).
//
// Sample runs:
//   learnt_discriminator --preset smoke
//   learnt_discriminator --preset smoke --alpha 0.1 --flip 0.2 --q 'uniform(-3,3)'
//   learnt_discriminator --preset smoke --loss absolute-error --p 'laplace(0,1)'
//   learnt_discriminator --preset smoke --p '0.7: normal(0,1) | 0.3: normal(3,1)' --q 'normal(1,1) | exponential(1)'
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/numeric.hpp"
#include "data/density_source.hpp"
#include "gan/fixed_pair.hpp"
#include "kit/places.hpp"
#include "kit/readings.hpp"
#include "run/experiment.hpp"
#include "run/trainer_checkpoint.hpp"
#include "theory/discriminator_gap.hpp"

namespace {

using namespace verigan;
using theory::DiscriminatorGap;

constexpr const char* kTruth = "0.5*normal(-1.5,0.6)+0.5*normal(1.5,0.6)";
constexpr const char* kGenerated = "normal(0.5,1.4)";

constexpr const char* kScience =
    R"(Does a trained discriminator reach the one theory calls optimal? Here the generator stands still:
p and q are densities of your choice, and every mini-batch is drawn afresh. Three hidden layers of 64
learn; some forty times on the way the network is held against theory by quadrature, not by samples:

  gap      L_α(D) − L*: never below 0, for no discriminator beats the optimal one
  excess   ∫ m_α kl(D*_α‖D): what theory says the gap is; the two are computed apart
  rms      root of ∫ m_α (D − D*)²
  sup      largest |D − D*| where m_α is at least 1 % of its maximum

For another loss L_α, L* and the excess are its own. --flip hands each sample over under the other's
label at that rate. --loss absolute-error trains on αE_p[1 − D] + (1 − α)E_q[D], whose best D jumps from
0 to 1 where αp = (1 − α)q. Densities separated
by | belong to labels 0, 1, …, which the network sees next to x: '0.7: normal(0,1) | 0.3: normal(3,1)'.
quality.csv follows the numbers above, curves.csv has D and D* over x at four moments.
)";

const run::Schema kQuality{
    "quality.csv",
    {run::whole("step"), "loss", "optimum", "gap", "excess", "rms", "sup", {"error", 2}},
    {.digits = 6}};
const run::Schema kCurves{"curves.csv",
                          {run::whole("step"), run::whole("label"), "x", "p", "q", "optimal", "d"},
                          {.digits = 6}};

class LearntDiscriminator final : public run::Experiment {
 public:
  std::string name() const override { return "learnt_discriminator"; }
  std::string title() const override {
    return "A discriminator trained against a fixed pair of densities, and the optimal one";
  }
  std::string science() const override { return kScience; }
  std::string label() const override { return "α=" + record::number_text(alpha_); }

  void declare(run::Options& options, run::Preset preset) override {
    p_ = kTruth;
    q_ = kGenerated;
    loss_ = "cross-entropy";
    alpha_ = 0.5;
    flip_ = 0;
    steps_ = run::pick<std::uint64_t>(preset, 200, 4000, 20000);
    batch_ = run::pick<std::uint64_t>(preset, 200, 1000, 4000);
    rate_ = 3e-3;
    points_ = run::pick<std::uint64_t>(preset, 61, 301, 601);
    options.text("p", p_, "density of the real data, as in verigan theory; of each label, between |");
    options.text("q", q_, "density of the generated data, likewise");
    options.choice("loss", loss_, losses(), "what it is trained on");
    options.number("alpha", alpha_, run::kShare, "share of real data in a mini-batch");
    options.number("flip", flip_, {0, 0.5, false, true}, "rate at which labels are flipped");
    options.whole("steps", steps_, 1, 100000000, "training steps");
    options.whole("batch", batch_, 2, 1000000, "points in a mini-batch, real and generated");
    options.number("learning-rate", rate_, run::kPositive, "of Adam, falling to 0 linearly");
    options.whole("points", points_, 2, 100000, "values of x in curves.csv");
  }

  std::vector<run::Planned> plan(run::Preset) override {
    std::vector<run::Planned> runs;
    for (const char* alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"})
      runs.push_back({std::string("α=") + alpha, {"--alpha", alpha}, steps_});
    runs.push_back({"labels flipped", {"--flip", "0.2"}, steps_});
    // More slowly: the faster D is sure of itself, the sooner it learns no more.
    runs.push_back({"absolute error", {"--loss", "absolute-error", "--learning-rate", "5e-4"},
                    steps_});
    runs.push_back({"with labels",
                    {"--p", "0.6: normal(-1,0.7) | 0.4: laplace(1,0.5)", "--q",
                     "0.3: normal(0,1.2) | 0.7: normal(1.5,0.8)"},
                    steps_});
    return runs;
  }

  void prepare(const run::Common&) override {
    composition_ = gan::fixed_share(alpha_, batch_);
    truth_ = data::parse_law(p_);
    generated_ = data::parse_law(q_);
    require(truth_.densities.size() == generated_.densities.size(), "p has ",
            truth_.densities.size(), " labels and q has ", generated_.densities.size(),
            ", expected as many");
    const auto p = truth_.marginal(), q = generated_.marginal();
    shift_ = (p->mean() + q->mean()) / 2;
    const double apart = (p->mean() - q->mean()) / 2;
    scale_ = std::sqrt((p->variance() + q->variance()) / 2 + apart * apart);
    require(std::isfinite(scale_), "p '", p_, "' and q '", q_, "', expected distributions with a mean and a variance");
    source(truth_, 1, random::Purpose::data);  // throws for families that cannot be drawn
    source(generated_, 1, random::Purpose::sample);
  }

  std::vector<run::Schema> tables() const override { return {kQuality, kCurves, run::kDigests}; }

  void run(run::Run& run, const run::Common& common) override {
    // 1. A discriminator, and the two densities it has to tell apart.
    nn::NetworkBuilder discriminator(1);
    if (truth_.labelled()) discriminator.conditioned({truth_.densities.size()});
    for (int layer = 0; layer < 3; ++layer) discriminator.dense(64, nn::leaky_relu(0.2F));
    gan::FixedPairConfig config;
    config.loss = gan::objective_of(loss()).name;
    config.alpha = alpha_;
    config.flip_rate = flip_;
    config.batch = batch_;
    config.steps = steps_;
    config.seed = common.seed;
    config.optimiser = {nn::OptimiserConfig::Kind::adam, rate_, nn::Schedule::linear, 0.9, 0.999};
    gan::FixedPairTrainer trainer(
        discriminator.dense(1, nn::kIdentity).build(),
        source(truth_, common.seed, random::Purpose::data),
        source(generated_, common.seed, random::Purpose::sample), config);

    // 2. Training, held against theory on the way: often at first, when much happens.
    run::Series &quality = run.table(kQuality), &curves = run.table(kCurves);
    const auto readings = kit::Readings::about(25, steps_, kit::Early::doubling);
    run::TrainerCheckpoint checkpoint(trainer);
    std::string state;
    run.loop(steps_, checkpoint, [&](std::uint64_t step) {
      trainer.step();
      const std::uint64_t done = step + 1;
      if (readings.due(done)) {
        const Judgement seen = judge(trainer);
        quality.append(done, seen.gap.loss.value, seen.gap.optimum.value, seen.over(),
                       seen.gap.excess.value, seen.rms(), seen.sup, seen.error());
        state = "gap " + record::rounded_text(seen.over(), 2) + ", RMS " +
                record::rounded_text(seen.rms(), 2);
      }
      if (done == 1 || done == steps_ / 20 || done == steps_ / 5 || done == steps_)
        add_curves(trainer, done, curves);
      return state;
    });

    // 3. What is left behind.
    const Judgement end = judge(trainer);
    const auto gaps = quality.column<double>("gap"), errors = quality.column<double>("error");
    bool above = true;
    for (std::size_t i = 0; i < gaps.size(); ++i) above = above && gaps[i] >= -errors[i];
    const auto number = [](double value) { return record::rounded(value, 6); };
    run.summary({{"alpha", alpha_},
                 {"alpha_effective", record::rounded(composition_.alpha())},
                 {"n_true", static_cast<std::int64_t>(composition_.n_real)},
                 {"batch", static_cast<std::int64_t>(batch_)},
                 {"steps", static_cast<std::int64_t>(steps_)},
                 {"loss_reached", number(end.gap.loss.value)},
                 {"loss_optimal", number(end.gap.optimum.value)},
                 {"gap", number(end.over())},
                 {"excess", number(end.gap.excess.value)},
                 {"rms", number(end.rms())},
                 {"sup", number(end.sup)},
                 {"error", record::rounded(end.error(), 2)},
                 {"bound_held", above}});
  }

 private:
  struct Judgement {
    DiscriminatorGap gap;
    double sup = 0;
    double over() const { return gap.loss.value - gap.optimum.value; }
    double rms() const { return std::sqrt(gap.square.value); }
    double error() const { return gap.loss.error + gap.optimum.error; }
  };

  std::shared_ptr<data::Source> source(const data::LabelledDistribution& law, std::uint64_t seed,
                                       random::Purpose purpose) const {
    return std::make_shared<data::DensitySource>(law, random::Stream(seed, purpose), shift_, scale_);
  }

  /// The discriminators' losses that have a best answer, each once.
  static std::vector<std::string> losses() {
    std::vector<std::string> names;
    for (const gan::Objective& row : gan::objectives())
      if (row.discriminator.best && std::ranges::find(names, row.discriminator.name) == names.end())
        names.emplace_back(row.discriminator.name);
    return names;
  }

  const theory::DiscriminatorLoss& loss() const { return theory::discriminator_loss(loss_); }

  theory::LabelledPair pair(std::size_t label) const {
    return {*truth_.densities[label], *generated_.densities[label],
            composition_.alpha() * truth_.shares[label],
            (1 - composition_.alpha()) * generated_.shares[label], flip_};
  }

  // Where either density of this label lives.
  std::vector<double> places(std::size_t label) const {
    const theory::LabelledPair at = pair(label);
    return kit::places_of(at.p, at.q, 1e-3, points_);
  }

  std::vector<float> logits(gan::FixedPairTrainer& trainer, std::size_t label,
                            std::span<const double> x) const {
    Matrix<float> rows(x.size(), 1);
    for (std::size_t i = 0; i < x.size(); ++i)
      rows(i, 0) = static_cast<float>((x[i] - shift_) / scale_);
    const std::vector<Label> labels(truth_.labelled() ? x.size() : 0, static_cast<Label>(label));
    std::vector<float> out(x.size());
    trainer.logits(rows, out, labels);
    return out;
  }

  Judgement judge(gan::FixedPairTrainer& trainer) const {
    Judgement seen;
    double densest = 0;
    std::vector<std::pair<double, double>> errors;  // m and |D − D*|
    for (std::size_t label = 0; label < truth_.densities.size(); ++label) {
      const theory::LabelledPair at = pair(label);
      seen.gap += theory::discriminator_gap(at, loss(), [&](const theory::Point& x) {
        const double place = x.value();
        return static_cast<double>(logits(trainer, label, {&place, 1}).front());
      });
      const auto x = places(label);
      const auto found = logits(trainer, label, x);
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double best = theory::best_discriminator(at, loss(), x[i]);
        const double m = at.on_true * at.p.pdf(x[i]) + at.on_generated * at.q.pdf(x[i]);
        densest = std::max(densest, m);
        errors.push_back({m, std::abs(loss().output_of(static_cast<double>(found[i])) - best)});
      }
    }
    for (const auto& [m, error] : errors)
      if (m >= 0.01 * densest) seen.sup = std::max(seen.sup, error);
    return seen;
  }

  // p and q as they count at this label: with its share.
  void add_curves(gan::FixedPairTrainer& trainer, std::uint64_t done,
                  run::Series& curves) const {
    for (std::size_t label = 0; label < truth_.densities.size(); ++label) {
      const theory::LabelledPair at = pair(label);
      const auto x = places(label);
      const auto found = logits(trainer, label, x);
      for (std::size_t i = 0; i < x.size(); ++i)
        curves.append(done, label, x[i], truth_.shares[label] * at.p.pdf(x[i]),
                      generated_.shares[label] * at.q.pdf(x[i]),
                      theory::best_discriminator(at, loss(), x[i]),
                      loss().output_of(static_cast<double>(found[i])));
    }
  }

  std::string p_, q_, loss_;
  double alpha_ = 0, flip_ = 0, rate_ = 0, shift_ = 0, scale_ = 1;
  std::uint64_t steps_ = 0, batch_ = 0, points_ = 0;
  gan::BatchMix composition_;
  data::LabelledDistribution truth_, generated_;
};

}  // namespace

int main(int argc, char** argv) {
  LearntDiscriminator experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
