// SPDX-License-Identifier: MIT
// T35, T36: drawing from a law. What samples show is held against bounds on chance that hold for
// any law and sample size; each fails by accident with a chance of 1e-12.
#include <algorithm>
#include <cmath>

#include "core/numeric.hpp"
#include "random/transform.hpp"
#include "theory/densities.hpp"
#include "theory/kolmogorov.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

constexpr double kChance = 1e-12;

constexpr std::size_t kSamples = 1'000'000;

/// Kinds of law take turns.
std::uint64_t turn(const RandomInstance& draw, std::uint64_t kinds) { return draw.instance() % kinds; }

/// The stream of an instance's own samples.
random::Stream stream_of(RandomInstance& draw) {
  return {static_cast<std::uint64_t>(draw.uniform() * 0x1p52), random::Purpose::theory,
          draw.below(1u << 31)};
}

void at_most_by_chance(Evidence& evidence, const char* claim, double found, double bound) {
  evidence.at_most(claim, found, {0, bound});
}

/// A law as a user would give it.
struct Law {
  random::Function quantile, cdf, cdf_left;
};

Law continuous(const DensityPtr& density) {
  const auto cdf = [density](double x) { return density->cdf(x).value(); };
  return {[density](double u) { return density->quantile({0, u}).value(); }, cdf, cdf};
}

/// A density whose quantiles cost no more than that (Density::quantile_cost).
DensityPtr density_at(int cost, RandomInstance& draw) {
  for (;;) {
    DensityPtr density = random_density(draw);
    if (density->quantile_cost() <= cost) return density;
  }
}

/// Atoms with weights that sum to `total`.
struct Atoms {
  std::vector<double> values, weights;
};
Atoms random_atoms(RandomInstance& draw, double total) {
  Atoms atoms;
  double at = draw.uniform(-4, 0), sum = 0;
  const std::size_t n = 1 + draw.below(8);
  for (std::size_t i = 0; i < n; ++i) {
    atoms.values.push_back(at);
    atoms.weights.push_back(draw.chance(0.2) && i > 0 ? 0 : draw.uniform(0.05, 1));
    sum += atoms.weights.back();
    at += draw.uniform(0.1, 2);
  }
  for (double& weight : atoms.weights) weight *= total / sum;
  return atoms;
}

Law discrete(RandomInstance& draw) {
  const Atoms atoms = random_atoms(draw, 1);
  const random::DiscreteLaw law(atoms.values, atoms.weights);
  return {[law](double u) { return law.quantile(u); }, [law](double x) { return law.cdf(x); },
          [law](double x) { return law.cdf_left(x); }};
}

Law mixed(RandomInstance& draw) {
  const double weight = draw.uniform(0.05, 0.95);
  const Atoms atoms = random_atoms(draw, 1 - weight);
  const Law part = continuous(density_at(0, draw));
  const random::MixedLaw law(weight, part.cdf, part.quantile, atoms.values, atoms.weights);
  return {[law](double u) { return law.quantile(u); }, [law](double x) { return law.cdf(x); },
          [law](double x) { return law.cdf_left(x); }};
}

/// Of a law that is given by its distribution function alone.
Law by_bisection(Law law) {
  law.quantile = [cdf = law.cdf](double u) {
    return random::generalised_inverse(cdf, u, -1e4, 1e4);
  };
  return law;
}

Law random_law(RandomInstance& draw) {
  switch (turn(draw, 5)) {
    case 0: return continuous(density_at(1, draw));
    case 1: return by_bisection(turn(draw, 50) == 1 ? mixed(draw) : discrete(draw));  // 2 s, ⅓ s
    case 2: return continuous(density_at(0, draw));
    case 3: return discrete(draw);
    default: return mixed(draw);
  }
}

/// Kolmogorov's distance does not see the tails: at both ends the share of samples beyond a quantile,
/// which is binomial, by Chernoff's bound. Continuous laws alone have one at every level.
void check_tails(Evidence& evidence, const Law& law, const std::vector<double>& samples) {
  constexpr double levels[] = {1e-4, 1e-3, 1e-2, 0.99, 0.999, 0.9999};
  double quantiles[std::size(levels)], below[std::size(levels)] = {};
  for (std::size_t k = 0; k < std::size(levels); ++k) quantiles[k] = law.quantile(levels[k]);
  for (const double x : samples)
    for (std::size_t k = 0; k < std::size(levels); ++k) below[k] += x <= quantiles[k];
  const double size = static_cast<double>(samples.size());
  for (std::size_t k = 0; k < std::size(levels); ++k) {
    // kl of the share from F there is above ln(2/δ)/n with chance δ at most.
    at_most_by_chance(evidence, "the share of samples up to a quantile",
                      verigan::bernoulli_kl(below[k] / size, law.cdf(quantiles[k])),
                      std::log(2 / kChance) / size);
  }
}

struct Inverse {
  double (*at)(double u) = [](double u) { return u; };
  bool left = true;  // inf{x : F(x) ≥ u}; else sup{x : F(x) ≤ u}, one value further at steps
};

void check_inverse(RandomInstance& draw, Evidence& evidence, const Inverse& inverse) {
  const Law law = random_law(draw);
  const random::Stream stream = stream_of(draw);
  const random::Function quantile = [&](double u) { return law.quantile(inverse.at(u)); };
  std::vector<double> samples(kSamples);
  for (std::size_t i = 0; i < kSamples; ++i) {
    samples[i] = random::inverse_transform(stream, 0, i, quantile);
  }
  at_most_by_chance(evidence, "Kolmogorov–Smirnov",
                    kolmogorov_distance(samples, law.cdf, law.cdf_left),
                    kolmogorov_bound(kSamples, kChance));
  check_tails(evidence, law, samples);
  // F(F⁻¹(u)−) ≤ u ≤ F(F⁻¹(u)), to the rounding of F and of its argument.
  for (int k = 0; k < 5; ++k) {
    const double u = draw.uniform(), x = law.quantile(u);
    // F may change by p·ulp(x) between neighbouring doubles; one such step either side covers it.
    const double next = std::nextafter(x, INFINITY), previous = std::nextafter(x, -INFINITY);
    const double rounding = 64 * kRounding;
    evidence.at_most("u ≤ F(F⁻¹(u))", u,
                     {inverse.left ? law.cdf(next) : law.cdf_left(previous), rounding});
    evidence.at_most("F(F⁻¹(u)−) ≤ u", {law.cdf_left(previous), rounding}, u);
  }
}

Check with(const Inverse& inverse) {
  return [inverse](RandomInstance& draw, Evidence& evidence) { check_inverse(draw, evidence, inverse); };
}

// T36.

/// A target, a proposal, and the least M with target ≤ M·proposal.
struct Pair {
  DensityPtr target, proposal;
  double m;
};

Pair random_pair(RandomInstance& draw) {
  switch (turn(draw, 3)) {
    case 0: {  // normal from Laplace: the ratio is largest where |x| = 1/b
      const double b = draw.uniform(0.6, 2);
      return {normal(0, 1), laplace(0, b), 2 * b / std::sqrt(2 * kPi) * std::exp(1 / (2 * b * b))};
    }
    case 1:  // a triangle from its base: twice as high at its top
      return {tabulated({0, draw.uniform(0.1, 0.9), 1}, {0, 1, 0}, "csv:triangle"), uniform(0, 1),
              2};
    default: {  // beta from uniform: the density at the mode
      const double a = draw.uniform(1.1, 6), b = draw.uniform(1.1, 6);
      const DensityPtr target = beta(a, b);
      return {target, uniform(0, 1), target->pdf((a - 1) / (a + b - 2))};
    }
  }
}

struct Sampler {
  double power = 1;       // candidates are kept with probability ratio^power
  bool corrected = true;  // Metropolis' rule with Hastings' ratio of proposals
};

void check_rejection(RandomInstance& draw, Evidence& evidence, const Sampler& sampler) {
  const Pair pair = random_pair(draw);
  const double m = pair.m * draw.uniform(1.0001, 2);  // any larger M does as well
  const double log_m = std::log(m);
  const random::Rejection rejection(
      [&](double u) {
        return pair.proposal->quantile({0, u}).value();
      },
      [&](double x) {
        const double log_ratio = pair.target->log_pdf(x) - pair.proposal->log_pdf(x) - log_m;
        return std::exp(sampler.power * log_ratio);
      });
  const random::Stream stream = stream_of(draw);
  std::vector<double> samples(kSamples);
  double first_kept = 0;
  for (std::size_t i = 0; i < kSamples; ++i) {
    const auto [value, tries] = rejection.draw(stream, 0, i);
    samples[i] = value;
    first_kept += tries == 1;
  }
  const double size = static_cast<double>(kSamples);
  // Chernoff: the share s of n trials of chance 1/M has kl(s‖1/M) above ln(2/δ)/n with chance δ.
  at_most_by_chance(evidence, "kept with probability 1/M",
                    verigan::bernoulli_kl(first_kept / size, 1 / m), std::log(2 / kChance) / size);
  const Density& target = *pair.target;
  at_most_by_chance(evidence, "the target's law",
                    kolmogorov_distance(samples, [&](double x) { return target.cdf(x).value(); }),
                    kolmogorov_bound(kSamples, kChance));
}

/// A chain on a few states: target weights and a proposal matrix, not symmetric.
struct Chain {
  std::vector<double> target;
  std::vector<std::vector<double>> propose;
  std::vector<std::vector<Ball>> move;  // the chain's own transition matrix, worked out
};

Chain random_chain(RandomInstance& draw, const Sampler& sampler) {
  const std::size_t n = 2 + draw.below(4);
  Chain chain;
  for (std::size_t i = 0; i < n; ++i) {
    chain.target.push_back(draw.uniform(0.1, 1));
    auto& row = chain.propose.emplace_back();
    double sum = 0;
    for (std::size_t j = 0; j < n; ++j) sum += row.emplace_back(draw.uniform(0.1, 1));
    for (double& q : row) q /= sum;
  }
  chain.move.assign(n, std::vector<Ball>(n, 0));
  for (std::size_t i = 0; i < n; ++i) {
    Ball stays = 1;
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      const Ball odds = Ball(chain.target[j]) / chain.target[i] *
                        (sampler.corrected ? Ball(chain.propose[j][i]) / chain.propose[i][j] : 1);
      chain.move[i][j] = chain.propose[i][j] * min(1, odds);
      stays -= chain.move[i][j];
    }
    chain.move[i][i] = stays;
  }
  return chain;
}

random::MetropolisHastings sampler_of(const Chain& chain, const Sampler& sampler) {
  return {[chain](double x) { return chain.target[static_cast<std::size_t>(x)]; },
          [chain, sampler](double from, double u) {
            const std::vector<double>& row = chain.propose[static_cast<std::size_t>(from)];
            std::size_t to = 0;
            for (double upto = row[0]; to + 1 < row.size() && u > upto; upto += row[++to]) {
            }
            const double back = chain.propose[to][static_cast<std::size_t>(from)];
            return random::MetropolisHastings::Candidate{static_cast<double>(to),
                                                         sampler.corrected ? back / row[to] : 1};
          }};
}

/// The law whose masses these are, as a distribution function of the state's number.
random::Function cdf_of(const std::vector<Ball>& masses, bool left) {
  return [masses, left](double x) {
    double sum = 0;
    for (std::size_t i = 0; i < masses.size(); ++i) {
      const double at = static_cast<double>(i);
      if (left ? at < x : at <= x) sum += masses[i].value;
    }
    return sum;
  };
}

void check_chain(RandomInstance& draw, Evidence& evidence, const Sampler& sampler) {
  const Chain chain = random_chain(draw, sampler);
  const std::size_t n = chain.target.size();
  const std::vector<Ball> target = normalised(chain.target);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      evidence.equal("detailed balance", target[i] * chain.move[i][j],
                     target[j] * chain.move[j][i]);
    }
  }
  // Many chains, a few moves each, from one state: their exact law is a row of the matrix's power.
  const random::MetropolisHastings walker = sampler_of(chain, sampler);
  const random::Stream stream = stream_of(draw);
  const std::size_t chains = 100'000, moves = 1 + draw.below(6);
  std::vector<Ball> law(n, 0);
  law[0] = 1;
  for (std::size_t t = 0; t < moves; ++t) {
    std::vector<Ball> next(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) next[j] += law[i] * chain.move[i][j];
    }
    law = next;
  }
  std::vector<double> ends(chains);
  for (std::size_t c = 0; c < chains; ++c) {
    auto state = walker.start(0);
    for (std::size_t t = 0; t < moves; ++t) state = walker.move(state, stream, t, c);
    ends[c] = state.x;
  }
  at_most_by_chance(evidence, "the law after some moves",
                    kolmogorov_distance(ends, cdf_of(law, false), cdf_of(law, true)),
                    kolmogorov_bound(chains, kChance));

  // One long chain. Whatever the state, the next is drawn from a common law with probability λ
  // (Doeblin), which bounds the time average: Glynn & Ormoneit 2002, theorem 2.
  double lambda = 0;
  for (std::size_t j = 0; j < n; ++j) {
    double least = 1;
    for (std::size_t i = 0; i < n; ++i) least = std::min(least, chain.move[i][j].value);
    lambda += least;
  }
  std::vector<double> visits(n, 0);
  auto state = walker.start(0);
  for (std::size_t t = 0; t < kSamples; ++t) {
    state = walker.move(state, stream, t, chains);
    ++visits[static_cast<std::size_t>(state.x)];
  }
  const double size = static_cast<double>(kSamples);
  const double bound =
      2 / (size * lambda) +
      std::sqrt(2 * std::log(2 * static_cast<double>(n) / kChance) / size) / lambda;
  for (std::size_t i = 0; i < n; ++i) {
    at_most_by_chance(evidence, "the long-run histogram",
                      std::abs(visits[i] / size - target[i].value), bound);
  }
}

Check with(const Sampler& sampler) {
  return [sampler](RandomInstance& draw, Evidence& evidence) {
    check_rejection(draw, evidence, sampler);
    check_chain(draw, evidence, sampler);
  };
}

}  // namespace

Theorem inverse_transform() {
  return {
      .id = "T35",
      .title = "The inverse transform",
      .statement =
          "F⁻¹(U), U uniform in (0,1), F⁻¹(u) = inf{x : F(x) ≥ u}, has distribution function F, "
          "for continuous, discrete and mixed laws; F(F⁻¹(u)−) ≤ u ≤ F(F⁻¹(u)). Each law by 10⁶ "
          "samples, one instance in 5 of those asked for",
      .source = "RO (1)–(5)",
      .check = with(Inverse{}),
      .mutants = {{"F⁻¹(U²)", 0.6, with(Inverse{.at = [](double u) { return u * u; }})},
                  {"F⁻¹(U/2 + ¼)", 0.6, with(Inverse{.at = [](double u) { return u / 2 + 0.25; }})},
                  {"tails cut off at 0.0012", 0.5, with(Inverse{.at =
                                                                   [](double u) {
                                                                     return std::clamp(u, 0.0012,
                                                                                       0.9988);
                                                                   }})},
                  {"u ≤ F(F⁻¹(u)−)", 0.4, with(Inverse{.left = false})}},
      .cost_divisor = 5,
      .chosen = "the chance δ = 1e-12 of each bound on samples (Massart, Chernoff)"};
}

Theorem rejection_and_metropolis() {
  return {.id = "T36",
          .title = "Rejection and Metropolis–Hastings",
          .statement =
              "Rejection keeps a candidate with probability 1/M (both densities normalised) and "
              "yields the target; Metropolis–Hastings satisfies detailed balance, and its long-run "
              "histogram is the target's. Each law by 10⁶ samples, each chain by 10⁶ moves, one "
              "instance in 10 of those asked for",
          .source = "RO §2, lit",
          .check = with(Sampler{}),
          .mutants = {{"kept with the root of the ratio", 0.9, with(Sampler{.power = 0.5})},
                      {"every candidate kept", 0.9, with(Sampler{.power = 0})},
                      {"without Hastings' ratio", 0.9, with(Sampler{.corrected = false})}},
          .cost_divisor = 10,
          .chosen =
              "the chance δ = 1e-12 of each bound on samples (Massart, Chernoff, Glynn & Ormoneit)"};
}

}  // namespace verigan::theory::rows
