// SPDX-License-Identifier: MIT
#include "theory/mesh.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "theory/sign_changes.hpp"
#include "theory/splits.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLogarithmic = 8;  // panels reaching over more than this factor use ln(distance)
constexpr double kDepth = 100;      // e^-100 of the mass next to a graded end is left out
constexpr double kUnderflow =
    1e-290;  // what lies beyond the last cuts, and below the smallest double

class MeshBuilder {
 public:
  MeshBuilder(const Density& p, const Density& q, Gaps gaps, const Exact& power, const TailRate& rate)
      : p_(p), q_(q), gaps_(gaps), power_(power), rate_(rate),
        heavy_(p.tail(Side::left).log_power() || p.tail(Side::right).log_power() ||
               q.tail(Side::left).log_power() || q.tail(Side::right).log_power()) {}

  void between(const Split& left, const Split& right) {
    const double width = difference(right.at, left.at);
    const Point middle{left.at.anchor, left.at.offset + 0.5 * width};
    const bool empty = p_.log_pdf(middle) == -kInfinity && q_.log_pdf(middle) == -kInfinity;
    if (empty && gaps_ == Gaps::skipped) return;
    const double apart = std::abs(right.at.anchor - left.at.anchor);
    const double nearest = std::min(std::abs(left.at.offset), std::abs(right.at.offset));
    const bool both = (left.graded_right && right.graded_left) || nearest < apart / 8;
    const bool from_right = !both && right.graded_left;
    const std::size_t start = panels_.size();
    if (!both && !from_right) {
      stretch(left.at.anchor, left.at.offset, right.at.from(left.at.anchor), left.graded_right);
    } else if (from_right) {
      stretch(right.at.anchor, left.at.from(right.at.anchor), right.at.offset, true);
    } else {
      stretch(left.at.anchor, left.at.offset, middle.from(left.at.anchor), left.graded_right);
      stretch(right.at.anchor, right.at.offset - 0.5 * width, right.at.offset, right.graded_left);
    }
    if (panels_.size() == start) return;
    panels_[start].blur = blur(left);
    panels_.back().blur = std::max(panels_.back().blur, blur(right));
  }

  // Beyond the outermost cuts, where a density has a power tail.
  void outwards(const Split& first, const Split& last) {
    if (const auto slow = slowest(Side::left)) {
      std::vector<MeshPanel> inner = std::move(panels_);
      panels_.clear();
      outwards(first, -1, *slow);
      if (panels_.empty() && !inner.empty()) mark(inner.front(), *slow);
      panels_.insert(panels_.end(), inner.begin(), inner.end());
    }
    if (const auto slow = slowest(Side::right)) outwards(last, 1, *slow);
  }

  std::vector<MeshPanel> take() { return std::move(panels_); }

 private:
  // 2⁻¹⁰⁶ of the place for each of the two densities, where one may end.
  static double blur(const Split& split) {
    const bool end = split.sharp && (split.graded_left || split.graded_right);
    return end && split.at.anchor.low != 0 ? 0x1p-105 * std::abs(split.at.anchor.high) : 0;
  }

  // One stretch measured from one anchor.
  void stretch(const DoubleDouble& anchor, double lower, double upper, bool graded) {
    if (!(lower < upper)) return;
    const double near = std::min(std::abs(lower), std::abs(upper));
    const double far = std::max(std::abs(lower), std::abs(upper));
    const bool one_side = lower >= 0 || upper <= 0;
    const double sign = lower >= 0 ? 1 : -1;
    if (one_side && near == 0 && graded) {
      towards_end(anchor, sign, std::log(far));
    } else if (one_side && near > 0 && far > kLogarithmic * near) {
      gap(anchor, sign, std::log(near), std::log(far));
    } else {
      panels_.push_back({anchor, 0, {lower, upper}, 0});
    }
  }

  void gap(const DoubleDouble& anchor, double sign, double from, double to) {
    const std::size_t start = panels_.size();
    if (heavy_) {  // powers of the distance: the wider, the further away
      double reach = 4;
      for (double lower = from; lower < to; reach *= 1.3) {
        const double upper = lower + 1.3 * reach < to ? lower + reach : to;
        panels_.push_back({anchor, sign, {lower, upper}, 0});
        lower = upper;
      }
      in_order(start, sign);
      return;
    }
    const double pieces = std::ceil((to - from) / 4);
    for (double i = 0; i < pieces; ++i) {
      panels_.push_back({anchor,
                         sign,
                         {from + (to - from) * i / pieces, from + (to - from) * (i + 1) / pieces},
                         0});
    }
    in_order(start, sign);
  }

  // The least exponent of the integrands in a tail: they fall as y^{−1−that}. None without a power tail.
  std::optional<double> slowest(Side side) const {
    const auto a = p_.tail(side).log_power(), b = q_.tail(side).log_power();
    if (!a && !b) return {};
    double least = kInfinity;
    for (const auto& c : {a, b})
      if (c) least = std::min(least, rate_.times * (-1 - *c).value() - rate_.less);
    if (a && b) least = std::min(least, (-1 - (power_ * *a + (1 - power_) * *b)).value());
    return std::max(least, 1e-3);
  }

  // From the last cut on, in ever wider panels.
  void outwards(const Split& cut, double sign, double slow) {
    const double log_end = std::log(rate_.farthest);
    const double distance = std::abs(cut.at.offset) > 0 && cut.at.offset * sign > 0
                                ? std::abs(cut.at.offset)
                                : std::max(cut.scale, 1e-280);
    double from = std::log(distance);
    const double to = std::min(from + kDepth / slow, log_end);
    const std::size_t start = panels_.size();
    if (cut.at.offset * sign <= 0)
      panels_.push_back({cut.at.anchor, 0,
                         {std::min(cut.at.offset, sign * distance), std::max(cut.at.offset, sign * distance)}, 0});
    for (double reach = 4; from < to; reach *= 1.5) {
      const double next = std::min(from + reach, to);
      panels_.push_back({cut.at.anchor, sign, {from, next}, 0});
      from = next;
    }
    if (panels_.size() == start) {  // nothing was added: the last panel is the outermost
      if (!panels_.empty()) mark(panels_.back(), slow);
      return;
    }
    mark(panels_.back(), slow);
    if (sign < 0) std::reverse(panels_.begin() + static_cast<std::ptrdiff_t>(start), panels_.end());
  }
  static void mark(MeshPanel& panel, double slow) { panel.beyond = 2 / slow; }

  // From distance e^to down to where no density has mass left.
  void towards_end(const DoubleDouble& anchor, double sign, double to) {
    const Side side = sign > 0 ? Side::right : Side::left;
    double slow = 1;
    double fast = 1;
    std::vector<Exact> exponents;
    for (const Density* density : {&p_, &q_}) {
      const Exact own = density->exponent(anchor.high, side);
      if (std::isfinite(own.value())) exponents.push_back(own);
    }
    if (exponents.size() == 2) {
      exponents.push_back(power_ * exponents[0] + (1 - power_) * exponents[1]);
    }
    for (const Exact& exponent : exponents) {
      const double mass = (1 + exponent).value();  // the mass within d of the end ~ d^mass
      slow = std::min(slow, mass);
      fast = std::max(fast, mass);
    }
    const std::size_t start = panels_.size();
    const double depth = kDepth / slow;
    double upper = to;
    for (double reach = 1.5 / fast; upper > to - depth; reach *= 2.2) {
      const double lower = std::max(to - reach, to - depth);
      panels_.push_back({anchor, sign, {lower, upper}, 0});
      upper = lower;
    }
    panels_.back().truncated = 2 / slow;
    std::reverse(panels_.begin() + static_cast<std::ptrdiff_t>(start), panels_.end());
    in_order(start, sign);
  }

  // Panels come by increasing t; left of the anchor that is decreasing x.
  void in_order(std::size_t start, double sign) {
    if (sign < 0) std::reverse(panels_.begin() + static_cast<std::ptrdiff_t>(start), panels_.end());
  }

  const Density& p_;
  const Density& q_;
  Gaps gaps_;
  Exact power_;
  TailRate rate_;
  bool heavy_;  // some tail is a power
  std::vector<MeshPanel> panels_;
};

}  // namespace

Point MeshPanel::at(double t) const {
  if (sign == 0) return {anchor, t};
  return {anchor, sign * std::exp(t), t};
}

std::vector<MeshPanel> make_mesh(const Density& p, const Density& q, std::span<const Split> extra,
                                 Gaps gaps, const Exact& power, const TailRate& rate) {
  std::vector<Split> all = p.splits();
  const std::vector<Split> other = q.splits();
  all.insert(all.end(), other.begin(), other.end());
  all.insert(all.end(), extra.begin(), extra.end());
  const std::vector<Split> splits = merged(std::move(all));
  MeshBuilder builder(p, q, gaps, power, rate);
  for (std::size_t i = 1; i < splits.size(); ++i) builder.between(splits[i - 1], splits[i]);
  builder.outwards(splits.front(), splits.back());
  return builder.take();
}

std::vector<MeshPanel> split_at(const std::vector<MeshPanel>& mesh,
                                const std::function<double(const Point& x)>& f,
                                std::vector<Point>* found) {
  std::vector<MeshPanel> finer;
  const bool coarse = mesh.size() > 300;
  constexpr double kInside = 1e-9;  // of a panel
  constexpr double kSmall = 1e-6;   // f next to a root; larger on both sides is a jump
  double last = 0;
  for (const MeshPanel& panel : mesh) {
    const auto near_end = [&](double share) {
      const double s = panel.sign < 0 ? 1 - share : share;
      return f(panel.at(panel.range.lower + s * (panel.range.upper - panel.range.lower)));
    };
    const double first = near_end(kInside);
    const bool between = last * first < 0 && std::abs(last) < kSmall && std::abs(first) < kSmall;
    if (between && found != nullptr) {
      found->push_back(panel.at(panel.sign < 0 ? panel.range.upper : panel.range.lower));
    }
    last = near_end(1 - kInside);
    const auto along = [&](double t) { return f(panel.at(t)); };
    std::vector<double> roots = sign_changes(along, panel.range, coarse);
    if (panel.sign < 0) std::reverse(roots.begin(), roots.end());  // x decreases with t
    MeshPanel rest = panel;
    for (const double t : roots) {
      if (found != nullptr) found->push_back(panel.at(t));
      MeshPanel piece = rest;
      (panel.sign < 0 ? piece.range.lower : piece.range.upper) = t;
      (panel.sign < 0 ? rest.range.upper : rest.range.lower) = t;
      (panel.sign < 0 ? piece : rest).truncated = 0;
      (panel.sign < 0 ? rest : piece).beyond = 0;
      finer.push_back(piece);
    }
    finer.push_back(rest);
  }
  return finer;
}

std::vector<MeshPanel> split_at_crossings(const std::vector<MeshPanel>& mesh, const Density& p,
                                          const Density& q, std::vector<Point>* found) {
  const DensityPair pair(p, q);
  const auto ratio = [&](const Point& x) {
    const LogPair at = pair.at(x);
    return std::abs(at.ratio) > at.error_ratio ? at.ratio : 0;
  };
  return split_at(mesh, ratio, found);
}

namespace {

// The largest |integrand| by dx at the ends of a panel, of both densities and of each without the
// other; where that is infinite, the caller has found by exact comparison that it does not occur.
std::vector<double> largest_at_ends(const MeshPanel& panel, const DensityPair& pair,
                                    std::size_t count, const MeshIntegrands& f) {
  std::vector<double> largest(count, 0.0);
  std::vector<Term> out(count);
  for (const double t : {panel.range.lower, panel.range.upper}) {
    const LogPair both = pair.at(panel.at(t));
    LogPair only_p = both, only_q = both;
    only_p.log_q = only_q.log_p = -kInfinity;
    only_p.ratio = kInfinity;
    only_q.ratio = -kInfinity;
    only_p.error_ratio = only_q.error_ratio = 0;
    for (const LogPair& at : {both, only_p, only_q}) {
      std::fill(out.begin(), out.end(), Term{});
      f(at, out);
      for (std::size_t c = 0; c < count; ++c) {
        const double size = std::abs(out[c].value);
        if (std::isfinite(size)) largest[c] = std::max(largest[c], size);
      }
    }
  }
  return largest;
}

}  // namespace

std::vector<Estimate> integrate_mesh(const std::vector<MeshPanel>& mesh, const Density& p,
                                     const Density& q, std::size_t count, const MeshIntegrands& f,
                                     const QuadratureOptions& options) {
  std::vector<Panel> panels;
  panels.reserve(mesh.size());
  for (const MeshPanel& panel : mesh) panels.push_back(panel.range);
  const DensityPair pair(p, q);
  const Integrands along = [&](std::size_t i, double t, std::span<Term> out) {
    f(pair.at(mesh[i].at(t), mesh[i].log_jacobian(t)), out);
    if (mesh[i].sign == 0) return;
    for (Term& term : out) term.noise += 2 * kEpsilon * std::abs(t * term.value);  // of e^t
  };
  QuadratureOptions wide = options;
  wide.max_panels += panels.size();
  wide.absolute = std::max(wide.absolute, kUnderflow);
  std::vector<Estimate> totals = integrate_panels(panels, count, along, wide);
  std::vector<Term> end(count);
  for (std::size_t i = 0; i < mesh.size(); ++i) {
    if (mesh[i].truncated == 0) continue;
    std::fill(end.begin(), end.end(), Term{});
    along(i, mesh[i].range.lower, end);
    for (std::size_t c = 0; c < count; ++c) {
      totals[c].error += mesh[i].truncated * std::abs(end[c].value);
    }
  }
  for (std::size_t i = 0; i < mesh.size(); ++i) {
    if (mesh[i].beyond == 0) continue;
    std::fill(end.begin(), end.end(), Term{});
    along(i, mesh[i].range.upper, end);
    for (std::size_t c = 0; c < count; ++c) totals[c].error += mesh[i].beyond * std::abs(end[c].value);
  }
  for (const MeshPanel& panel : mesh) {
    if (panel.blur == 0) continue;
    const std::vector<double> largest = largest_at_ends(panel, pair, count, f);
    for (std::size_t c = 0; c < count; ++c) totals[c].error += panel.blur * largest[c];
  }
  for (Estimate& total : totals) total.error += kUnderflow;
  return totals;
}

}  // namespace verigan::theory
