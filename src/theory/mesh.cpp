// SPDX-License-Identifier: MIT
#include "theory/mesh.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "theory/sign_changes.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMerge = 0.15;     // cuts closer than this share of their scale are one
constexpr double kLogarithmic = 8;  // panels reaching over more than this factor use ln(distance)
constexpr double kDepth = 100;      // e^-100 of the mass next to a graded end is left out
constexpr double kUnderflow =
    1e-290;  // what lies beyond the last cuts, and below the smallest double

bool before(const Split& a, const Split& b) { return difference(a.at, b.at) < 0; }

// Of two cuts that are one, the one whose place must be kept.
bool outranks(const Split& a, const Split& b) {
  if (a.sharp != b.sharp) return a.sharp;
  return a.scale < b.scale;
}

std::vector<Split> merged_splits(const Density& p, const Density& q, std::span<const Split> extra) {
  std::vector<Split> all = p.splits();
  const std::vector<Split> other = q.splits();
  all.insert(all.end(), other.begin(), other.end());
  all.insert(all.end(), extra.begin(), extra.end());
  std::stable_sort(all.begin(), all.end(), before);
  std::vector<Split> kept;
  for (const Split& split : all) {
    if (kept.empty()) {
      kept.push_back(split);
      continue;
    }
    Split& last = kept.back();
    const double distance = difference(split.at, last.at);
    const bool same = !(distance > 0);
    const bool redundant = (!split.sharp && distance < kMerge * split.scale) ||
                           (!last.sharp && distance < kMerge * last.scale);
    if (!same && !redundant) {
      kept.push_back(split);
      continue;
    }
    const bool left = last.graded_left || split.graded_left;
    const bool right = last.graded_right || split.graded_right;
    if (outranks(split, last)) last = split;
    if (same) {
      last.graded_left = left;
      last.graded_right = right;
    }
  }
  // One merger after the other may have crept inwards; the outermost cuts bound the mass.
  if (difference(kept.front().at, all.front().at) > 0) kept.insert(kept.begin(), all.front());
  if (difference(all.back().at, kept.back().at) > 0) kept.push_back(all.back());
  return kept;
}

class MeshBuilder {
 public:
  MeshBuilder(const Density& p, const Density& q, Gaps gaps, double power)
      : p_(p), q_(q), gaps_(gaps), power_(power) {}

  void between(const Split& left, const Split& right) {
    const double width = difference(right.at, left.at);
    const Point middle{left.at.anchor, left.at.offset + 0.5 * width};
    const bool empty = p_.log_pdf(middle) == -kInfinity && q_.log_pdf(middle) == -kInfinity;
    if (empty && gaps_ == Gaps::skipped) return;
    const double apart = std::abs(right.at.anchor - left.at.anchor);
    const double nearest = std::min(std::abs(left.at.offset), std::abs(right.at.offset));
    const bool both = (left.graded_right && right.graded_left) || nearest < apart / 8;
    const bool from_right = !both && right.graded_left;
    if (!both && !from_right) {
      stretch(left.at.anchor, left.at.offset, right.at.from(left.at.anchor), left.graded_right);
    } else if (from_right) {
      stretch(right.at.anchor, left.at.from(right.at.anchor), right.at.offset, true);
    } else {
      stretch(left.at.anchor, left.at.offset, middle.from(left.at.anchor), left.graded_right);
      stretch(right.at.anchor, right.at.offset - 0.5 * width, right.at.offset, right.graded_left);
    }
  }

  std::vector<MeshPanel> take() { return std::move(panels_); }

 private:
  // One stretch measured from one anchor.
  void stretch(double anchor, double lower, double upper, bool graded) {
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

  void gap(double anchor, double sign, double from, double to) {
    const double pieces = std::ceil((to - from) / 4);
    const std::size_t start = panels_.size();
    for (double i = 0; i < pieces; ++i) {
      panels_.push_back({anchor,
                         sign,
                         {from + (to - from) * i / pieces, from + (to - from) * (i + 1) / pieces},
                         0});
    }
    in_order(start, sign);
  }

  // From distance e^to down to where no density has mass left.
  void towards_end(double anchor, double sign, double to) {
    const Side side = sign > 0 ? Side::right : Side::left;
    double slow = 1;
    double fast = 1;
    const double a = p_.exponent(anchor, side), b = q_.exponent(anchor, side);
    const bool both = std::isfinite(a) && std::isfinite(b);
    for (const double exponent : {a, b, both ? power_ * a + (1 - power_) * b : 0}) {
      if (!std::isfinite(exponent)) continue;
      slow = std::min(slow, 1 + exponent);
      fast = std::max(fast, 1 + exponent);
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
  double power_;
  std::vector<MeshPanel> panels_;
};

}  // namespace

Point MeshPanel::at(double t) const {
  if (sign == 0) return {anchor, t};
  return {anchor, sign * std::exp(t), t};
}

std::vector<MeshPanel> make_mesh(const Density& p, const Density& q, std::span<const Split> extra,
                                 Gaps gaps, double power) {
  const std::vector<Split> splits = merged_splits(p, q, extra);
  MeshBuilder builder(p, q, gaps, power);
  for (std::size_t i = 1; i < splits.size(); ++i) builder.between(splits[i - 1], splits[i]);
  return builder.take();
}

LogPair evaluate(const Density& p, const Density& q, const Point& x, double log_jacobian) {
  LogPair at{x, p.log_pdf(x), q.log_pdf(x), 0, 0, 0, log_jacobian};
  at.ratio = at.log_p == at.log_q && std::isfinite(at.log_p) ? 0 : at.log_p - at.log_q;
  if (std::isfinite(at.log_p)) at.error_p = 4 * kEpsilon * (std::abs(at.log_p) + p.log_pdf_scale());
  if (std::isfinite(at.log_q)) at.error_q = 4 * kEpsilon * (std::abs(at.log_q) + q.log_pdf_scale());
  return at;
}

std::vector<MeshPanel> split_at(const std::vector<MeshPanel>& mesh,
                                const std::function<double(const Point& x)>& f,
                                std::vector<Point>* found) {
  std::vector<MeshPanel> finer;
  const bool coarse = mesh.size() > 300;
  constexpr double kInside = 1e-9;  // of a panel
  constexpr double kSmall = 1e-6;   // f beside a root; larger on both sides is a jump
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
      finer.push_back(piece);
    }
    finer.push_back(rest);
  }
  return finer;
}

std::vector<MeshPanel> split_at_crossings(const std::vector<MeshPanel>& mesh, const Density& p,
                                          const Density& q, std::vector<Point>* found) {
  const auto ratio = [&](const Point& x) {
    const LogPair at = evaluate(p, q, x);
    return std::abs(at.ratio) > at.ratio_error() ? at.ratio : 0;
  };
  return split_at(mesh, ratio, found);
}

std::vector<Estimate> integrate_mesh(const std::vector<MeshPanel>& mesh, const Density& p,
                                     const Density& q, std::size_t count, const MeshIntegrands& f,
                                     const QuadratureOptions& options) {
  std::vector<Panel> panels;
  panels.reserve(mesh.size());
  for (const MeshPanel& panel : mesh) panels.push_back(panel.range);
  const Integrands along = [&](std::size_t i, double t, std::span<Term> out) {
    f(evaluate(p, q, mesh[i].at(t), mesh[i].log_jacobian(t)), out);
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
  for (Estimate& total : totals) total.error += kUnderflow;
  return totals;
}

}  // namespace verigan::theory
