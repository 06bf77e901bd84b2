// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"
#include "theory/mixture_parts.hpp"
#include "theory/splits.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

// a + b to 2⁻¹⁰⁰. Knuth (1969), 4.2.2.
DoubleDouble plus(const DoubleDouble& a, const DoubleDouble& b) {
  const double high = a.high + b.high, from_b = high - a.high;
  const double rounding = (a.high - (high - from_b)) + (b.high - from_b);
  const double low = rounding + (a.low + b.low), sum = high + low;
  return {sum, (high - sum) + low};
}

class Mixture final : public Density {
 public:
  Mixture(std::span<const Exact> weights, std::span<const DensityPtr> components)
      : written_(weights.begin(), weights.end()) {
    require(weights.size() == components.size() && !weights.empty(), "mixture: ", weights.size(),
            " weights for ", components.size(), " components, expected as many, at least one");
    Exact total;
    for (const Exact& w : weights) {
      require(w > 0 && w <= 2, "mixture: weight ", w.value(),
              ", expected a positive number, all summing to 1");
      total = total + w;
    }
    require(std::abs(total.value() - 1) <= 1e-9, "mixture: the weights sum to ",
            shortest(total.value()), ", expected 1 within 1e-9");
    for (std::size_t i = 0; i < weights.size(); ++i) {
      ensure(components[i] != nullptr, "a component is a density");
      const Exact w = total == 1 ? weights[i] : weights[i] / total;
      parts_.push_back({w, std::log(w.value()), components[i]});
    }
    rank();
    tabulate();
  }

  std::string spec() const override {
    std::string text;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (i > 0) text += '+';
      text += written_[i].text();
      text += '*';
      text += parts_[i].density->spec();
    }
    return text;
  }
  std::vector<Component> components() const override {
    std::vector<Component> all;
    for (const MixturePart& part : parts_) all.push_back({part.weight, part.density.get()});
    return all;
  }

  double log_pdf(const Point& x) const override {
    double high = -kInfinity;
    double sum = 0;
    for (const std::uint32_t i : relevant_.at(x).of_density) {
      const double term = parts_[i].log_weight + parts_[i].density->log_pdf(x);
      if (term == -kInfinity) continue;
      if (term <= high) {
        sum += std::exp(term - high);
      } else {
        sum = sum * std::exp(high - term) + 1;
        high = term;
      }
    }
    return high == -kInfinity ? high : high + std::log(sum);
  }
  double log_pdf_scale() const override {
    double scale = 0;
    for (const MixturePart& part : parts_) {
      scale = std::max(scale, part.density->log_pdf_scale() - part.log_weight);
    }
    return scale + static_cast<double>(parts_.size()) + 4;
  }

  Mass cdf(const Point& x) const override {
    const MixtureParts::Stretch& here = relevant_.at(x);
    const double rounding = kEpsilon * (2 + 0.5 * static_cast<double>(here.of_cdf.size()));
    Mass mass;
    DoubleDouble base;  // summed, where the parts to the left are not the first by rank
    bool parted = true;
    std::size_t left = here.below.size(), ranks = here.ranks_below;
    for (const std::uint32_t i : here.of_cdf) {
      const MixturePart& part = parts_[i];
      const Mass m = part.density->cdf(x);
      const double w = part.weight.value();
      mass.tail += w * m.tail;
      mass.error += w * (m.error + rounding * std::abs(m.tail));
      if (m.base == 1) {
        ++left;
        ranks = std::max(ranks, part.rank + 1);
        base = plus(part.weight.twofold(), base);
      } else if (m.base.high != 0) {
        parted = false;
        base = plus({w * m.base.high, std::fma(w, m.base.high, -(w * m.base.high)) +
                                          w * m.base.low + part.weight.twofold().low * m.base.high},
                    base);
      }
    }
    if (parted && left == ranks) {
      mass.base = below_[left];
    } else {
      for (const std::uint32_t i : here.below) base = plus(parts_[i].weight.twofold(), base);
      mass.base = base;
    }
    return mass;
  }

  Point quantile(const Mass& mass) const override;
  int quantile_cost() const override {
    int cost = 1;
    for (const MixturePart& part : parts_)
      cost = std::max(cost, part.density->quantile_cost() + 1);
    return cost;
  }

  std::vector<Interval> support() const override {
    std::vector<Interval> all;
    for (const MixturePart& part : parts_) {
      const auto own = part.density->support();
      all.insert(all.end(), own.begin(), own.end());
    }
    std::sort(all.begin(), all.end(),
              [](const Interval& a, const Interval& b) { return a.lower < b.lower; });
    std::vector<Interval> merged;
    for (const Interval& piece : all) {
      if (!merged.empty() && piece.lower <= merged.back().upper) {
        merged.back().upper = std::max(merged.back().upper, piece.upper);
      } else {
        merged.push_back(piece);
      }
    }
    return merged;
  }
  std::vector<Split> splits() const override {
    std::vector<Split> all;
    for (const MixturePart& part : parts_) {
      const auto own = part.density->splits();
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  }
  double log_pdf_rounding() const override {
    double rounding = 4;
    for (const MixturePart& part : parts_) rounding = std::max(rounding, part.density->log_pdf_rounding());
    return rounding;
  }
  Tail tail(Side side) const override {
    return slowest([side](const Density& part) { return part.tail(side); });
  }
  Tail approach(double x, Side side) const override {
    return slowest([x, side](const Density& part) { return part.approach(x, side); });
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    std::vector<DensityPtr> images;
    for (const MixturePart& part : parts_) images.push_back(affine(part.density, a, b));
    return mixture(written_, images);
  }
  Exact exponent(double x, Side side) const override {
    Exact least = kInfinity;
    for (const MixturePart& part : parts_) least = std::min(least, part.density->exponent(x, side));
    return least;
  }
  double mean() const override {
    CompensatedSum sum;
    for (const MixturePart& part : parts_) sum.add(part.weight.value() * part.density->mean());
    return sum.value();
  }
  double variance() const override {
    const double m = mean();
    double sum = 0;
    for (const MixturePart& part : parts_) {
      const double shift = part.density->mean() - m;
      sum += part.weight.value() * (part.density->variance() + shift * shift);
    }
    return sum;
  }

 private:
  template <class Of>
  Tail slowest(const Of& of) const {
    Tail largest = Tail::vacant();
    for (const MixturePart& part : parts_) largest = Tail::larger(largest, of(*part.density));
    return largest;
  }
  struct Row {
    Point x;
    Mass mass;
  };
  // Masses of the first so many parts in the order of their medians, where they pass from right to
  // left of a point.
  void rank() {
    std::vector<std::pair<Point, std::size_t>> order;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Density& own = *parts_[i].density;
      order.emplace_back(own.quantile_cost() == 0 ? own.quantile({0, 0.5, 0}) : own.centre(), i);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return theory::difference(a.first, b.first) < 0;
    });
    Exact sum;
    below_.emplace_back(0);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
      MixturePart& part = parts_[order[rank].second];
      part.rank = rank;
      sum = sum + part.weight;
      below_.push_back(sum.twofold());
    }
  }
  void tabulate() {
    std::vector<Point> cuts;
    for (const Split& split : merged(splits())) cuts.push_back(split.at);
    relevant_ = MixtureParts(parts_, cuts);
    for (const Point& cut : cuts) table_.push_back({cut, cdf(cut)});
  }
  // The next offset: the first Newton step that stays inside (lower, upper), on ln F (exponential
  // tails), on F (the middle), or on ln F against ln|offset| (powers at an end); else the middle.
  double next_offset(const Mass& here, const Mass& mass, const Point& x, double lower,
                     double upper) const {
    const double density = pdf(x);
    const auto inside = [&](double next) { return next > lower && next < upper; };
    const bool tails = here.base == mass.base && here.tail * mass.tail > 0;
    const double step = tails ? std::log(mass.tail / here.tail) * here.tail / density : 0;
    if (tails && inside(x.offset + step)) return x.offset + step;
    const double linear = x.offset + theory::difference(mass, here) / density;
    if (inside(linear)) return linear;
    const double power = x.offset * std::exp(step / x.offset);
    if (tails && inside(power)) return power;
    return halfway(lower, upper);
  }
  // Of two offsets of one sign and unlike size the geometric mean, else the mean.
  static double halfway(double lower, double upper) {
    const double near = std::min(std::abs(lower), std::abs(upper));
    const double far = std::max(std::abs(lower), std::abs(upper));
    if ((lower < 0 && upper > 0) || far < 16 * near) return lower + 0.5 * (upper - lower);
    const double size = near > 0 ? std::sqrt(near) * std::sqrt(far) : 1e-9 * far;
    return upper > 0 ? size : -size;
  }

  std::vector<Exact> written_;
  std::vector<MixturePart> parts_;
  std::vector<DoubleDouble> below_;  // masses of the parts of the lowest ranks
  MixtureParts relevant_;
  std::vector<Row> table_;  // F at the splits, increasing
};

Point Mixture::quantile(const Mass& mass) const {
  // The pair of neighbours in the table between which the quantile lies.
  const auto above = std::partition_point(table_.begin(), table_.end(), [&](const Row& row) {
    return theory::difference(row.mass, mass) < 0;
  });
  if (above == table_.begin()) return table_.front().x;
  if (above == table_.end()) return table_.back().x;
  const Row& low = *(above - 1);
  const Row& high = *above;
  // Offsets from the anchor that is nearer to the quantile: the half that holds it decides.
  Point middle{low.x.anchor, low.x.offset + 0.5 * theory::difference(high.x, low.x)};
  const bool right_half = theory::difference(cdf(middle), mass) < 0;
  const DoubleDouble anchor = right_half ? high.x.anchor : low.x.anchor;
  double lower = right_half ? middle.from(anchor) : low.x.from(anchor);
  double upper = right_half ? high.x.from(anchor) : middle.from(anchor);
  Point x{anchor, lower + 0.5 * (upper - lower)};
  for (int i = 0; i < 200; ++i) {
    const Mass here = cdf(x);
    const double excess = theory::difference(here, mass);
    if (excess == 0) return x;
    (excess < 0 ? lower : upper) = x.offset;
    const bool halve = i % 8 == 7;  // in case Newton creeps
    const double next = halve ? halfway(lower, upper) : next_offset(here, mass, x, lower, upper);
    const double moved = std::abs(next - x.offset);
    x.offset = next;
    if (!halve && moved <= 2 * kEpsilon * std::abs(next)) break;
    if (upper - lower <= 2 * kEpsilon * std::max(std::abs(lower), std::abs(upper))) break;
  }
  return x;
}

}  // namespace

DensityPtr mixture(std::span<const Exact> weights, std::span<const DensityPtr> parts) {
  return std::make_shared<Mixture>(weights, parts);
}
DensityPtr mixture(std::span<const double> weights, std::span<const DensityPtr> parts) {
  return mixture(std::vector<Exact>(weights.begin(), weights.end()), parts);
}

}  // namespace verigan::theory
