// SPDX-License-Identifier: MIT
// T62, T63, T64: what the experiments judge trained discriminators and GANs by. That training gets
// there is theirs to show (learnt_discriminator, alpha_toy); that the yardsticks are right, is shown
// here.
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// The loss −u ln D − v ln(1 − D) at a point.
Ball loss_of(Ball u, Ball v, const Output& d) { return -x_ln_y(u, d.d) - x_ln_y(v, d.complement); }

struct Distance {
  bool weighted = true;  // JS_α, not JSD
  bool forward = true;   // kl(D*‖D), not kl(D‖D*)
  double pinsker = 2;
};

/// The 2 is the best there is: at D* = ½ and D = ½ + δ both sides differ by 4δ⁴ at most.
void check_sharp(RandomInstance& draw, Evidence& evidence, const Distance& formula) {
  const double off = draw.log_uniform(1e-4, 1e-2);
  const Output best{0.5, 0.5}, d{0.5 + Ball(off), 0.5 - Ball(off)};
  const Ball gap = formula.forward ? bernoulli_kl(best, d) : bernoulli_kl(d, best);
  evidence.at_most("2(D−½)² ≤ kl(½‖D) near ½", formula.pinsker * Ball(off) * off, gap);
}

Check distance_with(const Distance& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const Ball rest = 1 - Ball(alpha);
    const Instance laws = Instance::random(draw);
    const Discriminator other = laws.random_discriminator(draw);
    const auto [loss, gap, square] = laws.integrate<3>([&](const SamplePoint& at) {
      const Ball u = alpha * at.p, v = rest * at.q;
      const Output d = other(at), best = ratio_discriminator(at, alpha);
      const Ball off = d.d - best.d;
      return std::array{loss_of(u, v, d),
                        (u + v) * (formula.forward ? bernoulli_kl(best, d) : bernoulli_kl(d, best)),
                        (u + v) * off * off};
    });
    const Ball least = entropy(alpha) - laws.js(formula.weighted ? alpha : 0.5);
    evidence.equal("L_α(D) − (H(α) − JS_α) = ∫ m·kl(D*‖D)", loss - least, gap);
    evidence.at_most("2∫ m(D−D*)² ≤ that", formula.pinsker * square, gap);
    check_sharp(draw, evidence, formula);
  };
}

struct Equilibrium {
  double mean_weight = 1;  // the mean over the mixture is this times α
  bool rises = true;       // E_p[D*] ≥ α ≥ E_q[D*]
  double blind = 1;        // blindness of D ≡ α
};

Check equilibrium_with(const Equilibrium& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const Ball rest = 1 - Ball(alpha);
    const Instance laws = Instance::random(draw);
    const Output constant{alpha, rest};
    const auto [on_p, on_q, square, loss, constant_loss] =
        laws.integrate<5>([&](const SamplePoint& at) {
          const Output best = ratio_discriminator(at, alpha);
          const Ball u = alpha * at.p, v = rest * at.q;
          return std::array{at.p * best.d, at.q * best.d, (u + v) * best.d * best.d,
                            loss_of(u, v, best), loss_of(u, v, constant)};
        });
    // D ≡ α has the loss of equilibrium and both means of it for every q. What it misses is all of
    // JS_α: blindness (L_α(D) − L_α(D*))/JS_α is 1, that of D* is 0.
    evidence.equal("D ≡ α: L_α = H(α) for every q", constant_loss, entropy(alpha));
    evidence.equal("D ≡ α is blind: L_α(D) − L_α(D*) = JS_α", constant_loss - loss,
                   formula.blind * laws.js(alpha));
    evidence.equal("over the mixture D*'s mean is α, whatever q", alpha * on_p + rest * on_q,
                   formula.mean_weight * Ball(alpha));
    evidence.equal("αE_p[D*] = E_m[D*²]", alpha * on_p, square);
    evidence.at_most("E_p[D*] ≥ α", formula.rises ? alpha : on_p, formula.rises ? on_p : alpha);
    evidence.at_most("E_q[D*] ≤ α", formula.rises ? on_q : alpha, formula.rises ? alpha : on_q);
    evidence.at_most("L_α(D*) ≤ H(α)", loss, entropy(alpha));
    if (laws.relation() != Relation::equal) return;
    evidence.equal("E_p[D*] = α at p = q", on_p, alpha);
    evidence.equal("E_q[D*] = α at p = q", on_q, alpha);
    evidence.equal("L_α(D*) = H(α) at p = q", loss, entropy(alpha));
  };
}

/// Two labels with shares of their own, some handed over under the wrong kind.
struct Variant {
  bool flips = true, labels = true;
  double absolute = 1;  // E(D) − E* over ∫|u−v||D−D*|
};

struct Parts {
  Ball u, v;
};

Check variants_with(const Variant& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share(), flip = draw.chance(0.25) ? 0 : draw.uniform(0, 0.5);
    const Ball rest = 1 - Ball(alpha);
    const std::vector<double> drawn{draw.uniform(0.1, 1), draw.uniform(0.1, 1)},
        made{draw.uniform(0.1, 1), draw.uniform(0.1, 1)};
    const std::vector<Ball> p_label = normalised(drawn), q_label = normalised(made);
    Ball loss = 0, least = 0, gap = 0;
    for (std::size_t y = 0; y < 2; ++y) {
      const Instance laws = Instance::random(draw);
      const Discriminator other = laws.random_discriminator_of_x(draw);
      const auto parts = [&](const SamplePoint& at, Ball e, bool labelled) {
        const Ball p = alpha * (labelled ? p_label[y] : Ball(0.5)) * at.p,
                   q = rest * (labelled ? q_label[y] : Ball(0.5)) * at.q;
        return Parts{(1 - e) * p + e * q, e * p + (1 - e) * q};
      };
      const Parts whole = parts({0, 1, 1}, flip, true);  // ∫u, ∫v
      const Ball m = whole.u + whole.v, w = whole.u / m;
      const auto [loss_here, gap_here, js] = laws.integrate<3>([&](const SamplePoint& at) {
        const auto [u, v] = parts(at, flip, true);
        const Parts best = parts(at, formula.flips ? flip : 0, formula.labels);
        const Ball sum = best.u + best.v;
        const Output d = other(at);
        const Ball mean = (u + v) / m;
        return std::array{loss_of(u, v, d), (u + v) * bernoulli_kl({best.u / sum, best.v / sum}, d),
                          w * x_ln_ratio(u / whole.u, mean) +
                              (1 - w) * x_ln_ratio(v / whole.v, mean)};
      });
      loss += loss_here;
      gap += gap_here;
      least += m * (-x_ln_y(w, w) - x_ln_y(1 - w, 1 - w) - js);
      if (!laws.on_grid()) continue;  // elsewhere |u − v| has kinks that no cut knows
      const auto [error, smaller, off] = laws.integrate<3>([&](const SamplePoint& at) {
        const auto [u, v] = parts(at, flip, true);
        const Output d = other(at);
        return std::array{u * d.complement + v * d.d, min(u, v),
                          formula.absolute * abs(u - v) * (u.value >= v.value ? d.complement : d.d)};
      });
      evidence.equal("E(D) − ∫min(u,v) = ∫|u−v||D−D*|", error - smaller, off);
    }
    evidence.equal("L(D) − Σ∫m (H(w) − JS_w) = Σ∫ m·kl(D*‖D)", loss - least, gap);
  };
}

}  // namespace

Theorem distance_from_best() {
  return {.id = "T62",
          .title = "How far a trained discriminator is from the best",
          .statement = "L_α(D) − (H(α) − JS_α(p,q)) = ∫ m_α·kl(D*_α‖D) ≥ 2∫ m_α(D−D*_α)²: what a "
                       "discriminator trained against a fixed pair is judged by "
                       "(learnt_discriminator)",
          .source = "LC, SNU",
          .check = distance_with({}),
          .mutants = {{"JSD for JS_α", 0.4, distance_with({.weighted = false})},
                      {"kl(D‖D*)", 0.4, distance_with({.forward = false})},
                      {"2.003∫ m(D−D*)²", 0.99, distance_with({.pinsker = 2.003})},
                      {"8∫ m(D−D*)²", 0.99, distance_with({.pinsker = 8})}}};
}

Theorem signs_of_equilibrium() {
  return {.id = "T63",
          .title = "What an equilibrium shows, and what it does not",
          .statement = "a loss near H(α) and means of D near α prove nothing: D ≡ α has them for "
                       "every q, of blindness (L_α(D) − L_α(D*))/JS_α = 1 (D*: 0). Of D*_α: ∫ m_α "
                       "D* = α, E_p[D*] = E_m[D*²]/α ≥ α ≥ E_q[D*], L_α ≤ H(α), all equal at p = q",
          .source = "LC §IV, ours",
          .check = equilibrium_with({}),
          .mutants = {{"mean α/2", 0.95, equilibrium_with({.mean_weight = 0.5})},
                      {"D ≡ α misses half of JS_α", 0.7, equilibrium_with({.blind = 0.5})},
                      {"E_p[D*] ≤ α ≤ E_q[D*]", 0.6, equilibrium_with({.rises = false})}}};
}

Theorem trained_variants() {
  return {.id = "T64",
          .title = "Trained with flips, labels and the absolute error",
          .statement = "u = α(1−ε)p(x,y) + (1−α)εq(x,y), v = αεp + (1−α)(1−ε)q: L(D) − L* = "
                       "Σ_y∫(u+v)·kl(u/(u+v)‖D), L* = Σ_y∫m (H(w) − JS_w), w = ∫u/∫m; of the absolute "
                       "error Σ∫|u−v||D−1[u≥v]| (learnt_discriminator)",
          .source = "KTH, RO, UM",
          .check = variants_with({}),
          .mutants = {{"flips ignored", 0.5, variants_with({.flips = false})},
                      {"labels ignored", 0.6, variants_with({.labels = false})},
                      {"half of |u−v|", 0.4, variants_with({.absolute = 0.5})}}};
}

}  // namespace verigan::theory::rows
