// SPDX-License-Identifier: MIT
#include "theory/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"
#include "theory/log_gamma.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

constexpr double kNoMass = -700;  // ln of a mass that is left to the formula

// k ln(k/m) + m − k, never negative (Loader 2000).
double deviance(double k, double m) { return -k * log1pmx((m - k) / k); }

class Lattice final : public Density {
 public:
  using LogMass = std::function<double(double k)>;
  struct About {
    std::string spec;
    double upper;  // the largest k, or ∞
    double mean, variance, mode;
    double scale;  // of the rounding of ln p, as in Density::log_pdf_scale
    Tail tail;
    double first = kInfinity, last = 0;  // integers that count at least, where there are several modes
  };

  Lattice(About about, LogMass log_mass) : about_(std::move(about)), log_mass_(std::move(log_mass)) {
    first_ = about_.mode;
    while (first_ > 0 && (first_ > about_.first || log_mass_(first_ - 1) > kNoMass)) --first_;
    for (double k = first_; k <= about_.upper; ++k) {
      const double here = log_mass_(k);
      if (k > about_.mode && k > about_.last && here < kNoMass) break;
      logs_.push_back(here);
    }
    sum_up();
  }

  std::string spec() const override { return about_.spec; }
  double log_pdf(const Point& x) const override { return at(cell(x)); }
  double log_pdf_scale() const override { return about_.scale; }
  double log_pdf_rounding() const override { return 16; }
  Mass cdf(const Point& x) const override {
    const double k = cell(x);
    if (k < first_) return {};
    if (k > last()) return {1, 0, 0};
    const auto i = static_cast<std::size_t>(k - first_);
    const double share = std::clamp(x.from(k - 0.5), 0.0, 1.0), own = std::exp(logs_[i]);
    const double left = below_[i] + share * own, right = above_[i] + (1 - share) * own;
    const double doubt = 16 * kEpsilon * (about_.scale + 40);
    return left <= right ? Mass{0, left, doubt * left} : Mass{1, -right, doubt * right};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    std::size_t i = 0, end = logs_.size() - 1;
    while (i < end) {  // the first k with F(k) ≥ mass
      const std::size_t middle = (i + end) / 2;
      const bool reached = tail.right ? above_[middle] <= tail.value
                                      : below_[middle] + std::exp(logs_[middle]) >= tail.value;
      if (reached) end = middle;
      else i = middle + 1;
    }
    return Point(first_ + static_cast<double>(i));
  }
  std::vector<Interval> support() const override { return {{-0.5, about_.upper + 0.5}}; }
  std::vector<Split> splits() const override {
    std::vector<Split> cuts;
    for (double k = first_; k <= last() + 1; ++k) cuts.push_back({Point(k - 0.5), 1, true, false, false});
    if (first_ > 0) cuts.push_back({Point(-0.5), 1, true, false, false});
    return cuts;
  }
  Tail tail(Side side) const override { return side == Side::left ? Tail::vacant() : about_.tail; }
  Exact exponent(double x, Side side) const override {
    const bool below = x < -0.5 || (x == -0.5 && side == Side::left);
    const bool above = x > about_.upper + 0.5 || (x == about_.upper + 0.5 && side == Side::right);
    return below || above ? kInfinity : 0;
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Lattice*>(&other);
    return {q != nullptr && about_.spec == q->about_.spec, {}};
  }
  double mean() const override { return about_.mean; }
  double variance() const override { return about_.variance; }

  const About& about() const { return about_; }
  double at(double k) const {
    if (k < 0 || k > about_.upper) return -kInfinity;
    return k >= first_ && k <= last() ? logs_[static_cast<std::size_t>(k - first_)] : log_mass_(k);
  }
  double first() const { return first_; }
  double last() const { return first_ + static_cast<double>(logs_.size() - 1); }
  /// P(X ≤ k) by its smaller side, for a whole k.
  Mass upto(double k) const { return cdf(Point(k, 0.5)); }

 private:
  // The k whose cell holds x; of a boundary the cell to the left.
  static double cell(const Point& x) {
    const double k = std::nearbyint(x.value());
    const double off = x.from(k);
    return off > 0.5 ? k + 1 : off < -0.5 ? k - 1 : off == -0.5 ? k - 1 : k;
  }
  void sum_up() {
    below_.resize(logs_.size());
    above_.resize(logs_.size());
    CompensatedSum left, right;
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      below_[i] = left.value();
      left.add(std::exp(logs_[i]));
    }
    for (std::size_t i = logs_.size(); i-- > 0;) {
      above_[i] = right.value();
      right.add(std::exp(logs_[i]));
    }
  }

  About about_;
  LogMass log_mass_;
  double first_ = 0;
  std::vector<double> logs_, below_, above_;  // ln P(k), P(X < k), P(X > k) from first_ on
};

Term gap_at(const Lattice& p, const Lattice& q, double k) {
  const Mass f = p.upto(k), g = q.upto(k);
  return {std::abs(difference(f, g)), f.error + g.error};
}

// Σ of masses times the square of the way, the masses moved in order.
Estimate moved_squares(const Lattice& p, const Lattice& q) {
  double i = p.first(), j = q.first(), left = std::exp(p.at(i)), wanted = std::exp(q.at(j));
  CompensatedSum sum;
  double largest = 0;
  const double p_end = p.last(), q_end = q.last();
  while (i <= p_end && j <= q_end) {
    const double mass = std::min(left, wanted), way = i - j;
    sum.add(mass * way * way);
    largest = std::max(largest, way * way);
    left -= mass;
    wanted -= mass;
    if (left <= wanted) left = std::exp(p.at(++i));
    else wanted = std::exp(q.at(++j));
  }
  // What rounding leaves over at the end goes at most the largest way, and each mass is known to some ε.
  const double doubt = 64 * kEpsilon * (p.log_pdf_scale() + q.log_pdf_scale() + 40);
  return {sum.value(), doubt * (sum.value() + largest)};
}

}  // namespace

bool is_discrete(const Density& density) { return dynamic_cast<const Lattice*>(&density) != nullptr; }

void require_one_kind(const Density& p, const Density& q) {
  require(is_discrete(p) == is_discrete(q), p.spec(), " and ", q.spec(),
          ", of which one is a law on the integers and one has a density: TV is 1, JSD ln 2 and KL infinite, "
          "expected two of one kind");
}

std::optional<Estimate> lattice_distance(const Density& p, const Density& q, LatticeDistance which) {
  const auto* a = dynamic_cast<const Lattice*>(&p);
  const auto* b = dynamic_cast<const Lattice*>(&q);
  if (a == nullptr || b == nullptr) return {};
  if (which == LatticeDistance::w2) {
    const Estimate square = moved_squares(*a, *b);
    const double root = std::sqrt(square.value);
    return Estimate{root, root > 0 ? std::min(std::sqrt(square.error), square.error / root) : std::sqrt(square.error)};
  }
  CompensatedSum sum;
  double error = 1e-290;
  for (double k = std::min(a->first(), b->first()); k <= std::max(a->last(), b->last()); ++k) {
    const Term gap = gap_at(*a, *b, k);
    const bool square = which == LatticeDistance::energy;
    sum.add(square ? 2 * gap.value * gap.value : gap.value);
    error += square ? 2 * (2 * gap.value + gap.noise) * gap.noise : gap.noise;
  }
  return Estimate{sum.value(), error + 2 * kEpsilon * sum.value()};
}

DensityPtr poisson(const Exact& rate) {
  const double m = rate.value();
  require(m >= 1e-6 && m <= 1e6, "poisson: rate = ", m, ", expected a number in [1e-6, 1e6]");
  // ln P(k) = −k ln k + k(1 + ln rate) − ½ ln k + O(1). That p is a step function, k within ½ of y, may add to
  // ln y, which decides nothing: in every p^r q^{1−r} of these laws y ln y or y stays.
  const Tail tail({{-1, 0, 1, 1, 0}, {1 + ln(rate), 0, 1, 0, 0}, {-0.5, 0, 0, 1, 0}});
  return std::make_shared<Lattice>(
      Lattice::About{message("poisson(", rate.text(), ")"), kInfinity, m, m, std::floor(m), 8 + std::log1p(m), tail},
      [m](double k) {
        if (k == 0) return -m;
        return -0.5 * std::log(k) - kHalfLn2Pi - stirling_rest(k) - deviance(k, m);
      });
}

DensityPtr geometric(const Exact& p) {
  const double share = p.value();
  require(share >= 1e-3 && p < 1, "geometric: p = ", share, ", expected a number in [1e-3, 1)");
  const Exact rest = 1 - p;
  const Exact slope = ln(rest);
  const double log_rest = slope.value(), log_p = std::log(share), other = rest.value();
  return std::make_shared<Lattice>(
      Lattice::About{message("geometric(", p.text(), ")"), kInfinity, other / share, other / share / share, 0,
                     8 + std::abs(log_p), Tail({{slope, 0, 1, 0, 0}})},
      [=](double k) { return log_p + k * log_rest; });
}

DensityPtr binomial(const Exact& n, const Exact& p) {
  const double count = n.value(), share = p.value(), rest = (1 - p).value();
  require(count >= 1 && count <= 1e6 && count == std::floor(count) && n == Exact(count), "binomial: n = ", n.text(),
          ", expected a whole number in [1, 1e6]");
  require(p > 0 && p < 1, "binomial: p = ", p.text(), ", expected a number in (0, 1)");
  const double log_p = std::log(share), log_rest = share < 0.5 ? std::log1p(-share) : std::log(rest);
  return std::make_shared<Lattice>(
      Lattice::About{message("binomial(", n.text(), ",", p.text(), ")"), count, count * share, count * share * rest,
                     std::min(std::floor((count + 1) * share), count), 16 + std::log(count), Tail::vacant()},
      [=](double k) {
        if (k == 0) return count * log_rest;
        if (k == count) return count * log_p;
        return stirling_rest(count) - stirling_rest(k) - stirling_rest(count - k) - deviance(k, count * share) -
               deviance(count - k, count * rest) + 0.5 * std::log(count / k / (count - k)) - kHalfLn2Pi;
      });
}

DensityPtr lattice_mixture(std::span<const Exact> weights, std::span<const DensityPtr> parts) {
  const DensityPtr checked = mixture(weights, std::vector<DensityPtr>(parts.size(), uniform(0, 1)));
  std::vector<std::pair<double, DensityPtr>> laws;
  Lattice::About about{"", 0, 0, 0, 0, 8, Tail::vacant()};
  const auto components = checked->components();
  double highest = -kInfinity;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& law = dynamic_cast<const Lattice&>(*parts[i]);
    const double w = components[i].weight.value();
    about.spec += message(i > 0 ? "+" : "", weights[i].text(), "*", law.spec());
    about.upper = std::max(about.upper, law.about().upper);
    about.mean += w * law.mean();
    about.first = std::min(about.first, law.first());
    about.last = std::max(about.last, law.last());
    about.scale = std::max(about.scale, law.log_pdf_scale() - std::log(w) + static_cast<double>(parts.size()));
    about.tail = Tail::larger(about.tail, law.about().tail);
    const double peak = std::log(w) + law.at(law.about().mode);
    if (peak > highest) {
      highest = peak;
      about.mode = law.about().mode;
    }
    laws.emplace_back(std::log(w), parts[i]);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double off = parts[i]->mean() - about.mean;
    about.variance += components[i].weight.value() * (parts[i]->variance() + off * off);
  }
  // The cells kept reach from the leftmost part to the rightmost.
  return std::make_shared<Lattice>(std::move(about), [laws](double k) {
    std::vector<double> terms;
    for (const auto& [log_w, law] : laws) terms.push_back(log_w + dynamic_cast<const Lattice&>(*law).at(k));
    return log_sum_exp(terms);
  });
}

}  // namespace verigan::theory
