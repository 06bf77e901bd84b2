// SPDX-License-Identifier: MIT
#include "diagnosis/loss_kind.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "core/check.hpp"
#include "diagnosis/series.hpp"

namespace verigan::diagnosis {
namespace {

bool says(const std::string& hints, std::initializer_list<const char*> words) {
  std::string text = hints;
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::any_of(words, [&](const char* word) { return text.find(word) != text.npos; });
}

/// How the rows' units may have been counted: D's and G's factor. Of least squares the row has halves of
/// squares, which many leave out.
struct Counting {
  double d, g;
};
std::vector<Counting> countings(const theory::GameLoss& loss) {
  if (loss.discriminator.name == "least-squares") return {{2, 2}, {4, 2}, {2, 1}, {1, 1}};
  return {{1, 1}, {2, 1}};
}

double distance(double value, double expected) { return std::abs(std::log(std::max(value, 1e-9) / expected)); }

/// The counting under which the training begins nearest to the answer of a D that knows nothing, and, where
/// it does not begin near any, whose two parts of D's loss are most alike.
Counting counting_of(const theory::GameLoss& loss, const std::vector<double>& d, const std::vector<double>& g,
                     double alpha, std::string& how) {
  const auto options = countings(loss);
  if (!loss.discriminator.best || d.empty()) return options.front();
  const double balance = loss.discriminator.best->equilibrium.of(alpha), begin = median(first_part(d));
  const auto nearest = std::ranges::min_element(
      options, {}, [&](const Counting& c) { return distance(begin, c.d * balance); });
  how += ", D's loss begins at " + shown(begin);
  if (distance(begin, nearest->d * balance) < 0.25 || loss.discriminator.name != "cross-entropy" || g.empty())
    return *nearest;
  // Not near any: by Jensen's inequality D's part on generated samples is at least h(g); were it half of D's
  // loss, the factor would be the nearer of the two.
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(d.size(), g.size()); ++i)
    if (g[i] > 0 && least_fake_part(g[i]) > 0.05) ratios.push_back(d[i] / (2 * least_fake_part(g[i])));
  if (ratios.size() < 5) return *nearest;
  how += message(", and is ", shown(median(ratios)), " of twice its least part on generated samples");
  return median(ratios) < std::sqrt(0.5) ? options[0] : options[1];
}

const theory::GameLoss& family_of(const std::string& hints, const std::vector<double>& d,
                                  const std::vector<double>& g, double alpha, std::string& how) {
  const auto named = [&](const char* name, const char* why) -> const theory::GameLoss& {
    how = why;
    return theory::game_loss(name);
  };
  const double d_low = d.empty() ? 0 : quantile(d, 0.02), g_low = g.empty() ? 0 : quantile(g, 0.02),
               g_high = g.empty() ? 0 : quantile(g, 0.98);
  if (says(hints, {"hinge"})) return named("hinge", "by the names");
  if (d_low < -1e-6 || says(hints, {"wgan", "wasserstein", "critic"}))
    return named("wasserstein", d_low < -1e-6 ? "D's loss falls below 0" : "by the names");
  if (says(hints, {"lsgan", "mse", "least"})) return named("least-squares", "by the names");
  if (g_low < -1e-6) {
    const bool logarithm = g_high <= 1e-6 && !d.empty() &&
                           std::min(distance(median(first_part(d)), std::log(2)),
                                    distance(median(first_part(d)), 2 * std::log(2))) < 0.2;
    return logarithm ? named("minimax", "G's loss is below 0, D's begins at ln 2 or twice that")
                     : named("hinge", "G's loss falls below 0 and D's does not");
  }
  if (!d.empty() && !g.empty()) {
    // D's part on generated samples alone would be more than twice all of D's loss: no cross-entropy.
    std::size_t impossible = 0, nothing = 0;
    const std::size_t n = std::min(d.size(), g.size());
    for (std::size_t i = 0; i < n; ++i) {
      impossible += g[i] > 0 && 2 * d[i] + 2e-3 < least_fake_part(g[i]);
      nothing += d[i] == 0 && g[i] < 13;
    }
    const double begin = median(first_part(d)), ln2 = std::log(2);
    const bool margins = std::min(distance(begin, 1), distance(begin, 2)) <
                         std::min(distance(begin, ln2), distance(begin, 2 * ln2));
    // A cross-entropy that begins so high falls at once below what it is without any knowledge.
    if (distance(begin, 2) < 0.16 && median(part(d, 0.8, 1)) > 1 && g_high < 2.5)
      return named("hinge", "D's loss begins near 2 and stays above 1");
    if (margins && (20 * impossible > n || 5 * nothing > n) && (g_high > 1.6 || begin > 1.6))
      return named("hinge", "D's loss is smaller than cross-entropy could be, and begins near 1 or 2");
  }
  if (d.empty() || g.empty() || g_high > 1.6) return named("non-saturating", "by its values");
  // Both bounded: which of the equilibria, of any counting, is nearest to the typical values; and
  // cross-entropy cannot lie below D's least part on generated samples.
  const double at = median(d), drawn = median(g);
  if (drawn > 0 && 2 * at < 0.5 * least_fake_part(drawn))
    return named("least-squares", "D's loss is below what cross-entropy could be next to G's");
  const char* best = "non-saturating";
  double least = 1e300;
  for (const char* name : {"non-saturating", "least-squares"}) {
    const theory::GameLoss& loss = theory::game_loss(name);
    for (const Counting& c : countings(loss)) {
      const double d0 = c.d * loss.discriminator.best->equilibrium.of(alpha),
                   g0 = c.g * loss.generator_equilibrium->of(alpha);
      const double off = distance(at, d0) + distance(drawn, g0);
      if (off < least) least = off, best = name;
    }
  }
  return named(best, "by its values");
}

}  // namespace

double least_fake_part(double g) { return -std::log(-std::expm1(-g)); }

std::optional<double> LossKind::d_balance(double alpha) const {
  if (critic()) return {};
  return factor * loss->discriminator.best->equilibrium.of(alpha);
}

std::optional<double> LossKind::g_balance(double alpha) const {
  if (!loss->generator_equilibrium) return {};
  return g_factor * loss->generator_equilibrium->of(alpha);
}

std::string LossKind::text() const {
  std::string name = cross_entropy() ? "binary cross-entropy" : std::string(loss->discriminator.name);
  if (saturating()) name += ", saturating";
  if (critic()) return name;
  if (bounded()) return name;
  return name + (factor == 1 ? ", the mean of both halves" : ", the sum of both halves");
}

LossKind recognise(const std::string& asked, const std::string& hints, const std::vector<double>& d_all,
                   const std::vector<double>& g_all, double alpha) {
  const std::vector<double> d = finite_part(d_all), g = finite_part(g_all);
  LossKind kind;
  kind.how = "as asked";
  kind.loss = asked.empty() ? &family_of(hints, d, g, alpha, kind.how) : &theory::game_loss(asked);
  const Counting counting = counting_of(*kind.loss, d, g, alpha, kind.how);
  kind.factor = counting.d;
  kind.g_factor = counting.g;
  return kind;
}

}  // namespace verigan::diagnosis
