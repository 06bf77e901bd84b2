// SPDX-License-Identifier: MIT
#include "theory/plane_mesh.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"
#include "theory/finiteness.hpp"

namespace verigan::theory {

namespace {


constexpr double kUnderflow = 1e-290;
constexpr double kForgotten = 60;   // parts below e^−60 of a line's mass bring no cuts
constexpr double kInner = 1e-11, kOuter = 1e-10;  // relative targets along y and along x
constexpr std::size_t kMostPanels = 400;          // along x, beyond those it begins with

bool line_only(const PlanePart& part) { return !part.normal; }

// One density with the cuts and ends of all products' factors, and mass wherever a normal part has.
DensityPtr base_of(const PlaneDensity& density, DensityPtr PlanePart::*factor) {
  std::vector<DensityPtr> factors;
  for (const PlanePart& part : density.parts())
    if (line_only(part)) factors.push_back(part.*factor);
  for (const PlanePart& part : density.parts())
    if (part.normal) {
      factors.push_back(part.*factor);
      break;
    }
  if (factors.size() == 1) return factors.front();
  return mixture(std::vector<double>(factors.size(), 1 / static_cast<double>(factors.size())), factors);
}

void add_normal_cuts(const Point& centre, double deviation, std::vector<Split>& cuts) {
  cuts.push_back({centre, deviation, false, false, false});
  for (const double k : {2.0, 4.5, 9.0, 18.0, 39.0})  // nodes are many, and panels dear
    for (const double sign : {-1.0, 1.0})
      cuts.push_back({Point(centre.anchor, centre.offset + sign * k * deviation), k * deviation, false, false,
                      false});
}

// The inverse covariance times its determinant: [[a, b], [b, c]]; and where p_i^r q_j^{1−r} lies.
struct Precision {
  Exact a, b, c;
};
Precision precision(const PlaneNormal& n) {
  const Exact d = n.determinant();
  return {n.yy / d, 0 - n.xy / d, n.xx / d};
}

void add_power_cuts(const PlaneNormal& p, const PlaneNormal& q, const Exact& r, std::vector<Split>& cuts) {
  const Precision of_p = precision(p), of_q = precision(q);
  const Exact s = 1 - r;
  const Exact a = r * of_p.a + s * of_q.a, b = r * of_p.b + s * of_q.b, c = r * of_p.c + s * of_q.c;
  const Exact d = a * c - b * b;
  if (!(a > 0) || !(d > 0)) return;
  const Exact u = r * (of_p.a * p.mean_x + of_p.b * p.mean_y) + s * (of_q.a * q.mean_x + of_q.b * q.mean_y);
  const Exact v = r * (of_p.b * p.mean_x + of_p.c * p.mean_y) + s * (of_q.b * q.mean_x + of_q.c * q.mean_y);
  add_normal_cuts(Point(((c * u - b * v) / d).twofold()), std::sqrt((c / d).value()), cuts);
}

// The normal parts that count on a line.
std::vector<std::size_t> counting(const PlaneDensity& density, const PlaneSlice& slice) {
  double largest = -kInfinity;
  for (std::size_t k = 0; k < density.parts().size(); ++k)
    largest = std::max(largest, slice.log_share(k));
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < density.parts().size(); ++k)
    if (density.parts()[k].normal && slice.log_share(k) > largest - kForgotten) found.push_back(k);
  return found;
}

}  // namespace

PlaneMesh::PlaneMesh(const PlanePair& pair, const std::optional<Exact>& power)
    : pair_(pair), power_(power), base_p_(base_of(pair.p(), &PlanePart::y)),
      base_q_(base_of(pair.q(), &PlanePart::y)) {
  std::vector<Split> cuts;
  for (const PlaneDensity* density : {&pair.p(), &pair.q()})
    for (const PlanePart& part : density->parts())
      if (part.normal)
        add_normal_cuts(part.normal->mean_x.twofold(), std::sqrt(part.normal->xx.value()), cuts);
  if (power)
    for (const PlanePart& a : pair.p().parts())
      for (const PlanePart& b : pair.q().parts()) {
        if (a.normal && b.normal) {
          add_power_cuts(*a.normal, *b.normal, *power, cuts);
          continue;
        }
        const std::vector<Split> along_x = power_splits(*a.x, *b.x, *power),
                                 along_y = power_splits(*a.y, *b.y, *power);
        cuts.insert(cuts.end(), along_x.begin(), along_x.end());
        power_cuts_.insert(power_cuts_.end(), along_y.begin(), along_y.end());
      }
  x_ = make_mesh(*base_of(pair.p(), &PlanePart::x), *base_of(pair.q(), &PlanePart::x), cuts, Gaps::skipped,
                 power.value_or(1));
  x_ = split_where_crossings_change();
}

int PlaneMesh::crossings(const Point& x) const {
  const PlanePair::Slice slice(pair_, x);
  const std::vector<MeshPanel> line = uncut(slice);
  const auto sign_at = [&](const MeshPanel& panel) {
    const LogPair at = slice.at(panel.at(0.5 * (panel.range.lower + panel.range.upper)));
    return at.ratio > at.error_ratio ? 1 : at.ratio < -at.error_ratio ? -1 : 0;
  };
  const auto changes = static_cast<int>(cut(slice, line).size() - line.size());
  return line.empty() ? 0 : 3 * changes + sign_at(line.front());
}

// Integrals along y of what bends at p = q are smooth in x but where such a curve turns back, or is a line of
// one x: where the number of crossings changes, or their order of signs.
std::vector<MeshPanel> PlaneMesh::split_where_crossings_change() const {
  constexpr int kLooks = 10, kHalvings = 40;
  std::vector<std::vector<MeshPanel>> pieces(x_.size());
  parallel_for(x_.size(), [&](std::size_t i) {
    MeshPanel rest = x_[i];
    const double low = rest.range.lower, width = rest.range.upper - low;
    const auto look = [&](double t) { return crossings(x_[i].at(t)); };
    double before = low + 1e-12 * width;
    int seen = look(before);
    for (int k = 1; k <= kLooks; ++k) {
      const double t = low + width * (k == kLooks ? 1 - 1e-12 : static_cast<double>(k) / kLooks);
      const int here = look(t);
      if (here != seen) {
        double a = before, b = t;
        for (int step = 0; step < kHalvings; ++step) {
          const double middle = 0.5 * (a + b);
          (look(middle) == seen ? a : b) = middle;
        }
        MeshPanel piece = rest;
        piece.range.upper = rest.range.lower = b;
        rest.truncated = 0;
        pieces[i].push_back(piece);
      }
      before = t;
      seen = here;
    }
    pieces[i].push_back(rest);
  });
  std::vector<MeshPanel> finer;
  for (const std::vector<MeshPanel>& own : pieces) finer.insert(finer.end(), own.begin(), own.end());
  return finer;
}

std::vector<MeshPanel> PlaneMesh::y(const PlanePair::Slice& slice) const {
  return cut(slice, uncut(slice));
}

std::vector<MeshPanel> PlaneMesh::uncut(const PlanePair::Slice& slice) const {
  std::vector<Split> cuts = power_cuts_;
  const std::vector<std::size_t> of_p = counting(pair_.p(), slice.p()),
                                 of_q = counting(pair_.q(), slice.q());
  for (const std::size_t k : of_p) add_normal_cuts(slice.p().centre(k), slice.p().deviation(k), cuts);
  for (const std::size_t k : of_q) add_normal_cuts(slice.q().centre(k), slice.q().deviation(k), cuts);
  if (power_) {
    const double r = power_->value();
    for (const std::size_t i : of_p)
      for (const std::size_t j : of_q) {
        const double a = r / std::pow(slice.p().deviation(i), 2),
                     b = (1 - r) / std::pow(slice.q().deviation(j), 2);
        if (!(a + b > 0)) continue;
        const double apart = difference(slice.q().centre(j), slice.p().centre(i));
        Point centre = slice.p().centre(i);
        centre.offset += b / (a + b) * apart;
        add_normal_cuts(centre, 1 / std::sqrt(a + b), cuts);
      }
  }
  return make_mesh(*base_p_, *base_q_, cuts, Gaps::skipped, power_.value_or(1));
}

std::vector<MeshPanel> PlaneMesh::cut(const PlanePair::Slice& slice, const std::vector<MeshPanel>& line) const {
  return split_at(line, [&](const Point& y) {
    const LogPair at = slice.at(y);
    return std::abs(at.ratio) > at.error_ratio ? at.ratio : 0;
  });
}

namespace {

std::vector<Panel> ranges(const std::vector<MeshPanel>& mesh) {
  std::vector<Panel> panels;
  for (const MeshPanel& panel : mesh) panels.push_back(panel.range);
  return panels;
}

// What truncated ends may hold, and what lies between a jump and its true place.
void add_end_errors(const std::vector<MeshPanel>& mesh, const Integrands& f, std::vector<Estimate>& totals) {
  std::vector<Term> at(totals.size());
  for (std::size_t i = 0; i < mesh.size(); ++i) {
    if (mesh[i].truncated == 0 && mesh[i].blur == 0) continue;
    for (const double t : {mesh[i].range.lower, mesh[i].range.upper}) {
      std::fill(at.begin(), at.end(), Term{});
      f(i, t, at);
      const double share = mesh[i].blur + (t == mesh[i].range.lower ? mesh[i].truncated : 0);
      for (std::size_t c = 0; c < totals.size(); ++c)
        if (std::isfinite(at[c].value)) totals[c].error += share * std::abs(at[c].value);
    }
  }
  for (Estimate& total : totals) total.error += kUnderflow;
}

// The integrals along the line of one x, times its Jacobian.
void along_line(const PlaneMesh& mesh, const PlanePair& pair, const MeshPanel& panel, double t,
                const MeshIntegrands& f, std::span<Term> out) {
  const double log_jacobian = panel.log_jacobian(t);
  const PlanePair::Slice slice(pair, panel.at(t));
  const std::vector<MeshPanel> line = mesh.y(slice);
  const Integrands along = [&](std::size_t i, double s, std::span<Term> at) {
    f(slice.at(line[i].at(s), line[i].log_jacobian(s) + log_jacobian), at);
    if (line[i].sign == 0 && panel.sign == 0) return;
    for (Term& term : at)
      term.noise += 2 * kEpsilon * (std::abs(s) + std::abs(t)) * std::abs(term.value);  // of e^s, e^t
  };
  QuadratureOptions options{.relative = kInner, .absolute = kUnderflow};
  options.max_panels = 1000 + line.size();
  std::vector<Estimate> found = integrate_panels(ranges(line), out.size(), along, options);
  add_end_errors(line, along, found);
  for (std::size_t c = 0; c < out.size(); ++c) out[c] = {found[c].value, found[c].error};
}

}  // namespace

std::vector<Estimate> integrate_plane(const PlanePair& pair, std::size_t count, const MeshIntegrands& f,
                                      const std::optional<Exact>& power) {
  const PlaneMesh mesh(pair, power);
  const std::vector<MeshPanel>& along_x = mesh.x();
  QuadratureOptions options{.relative = kOuter, .absolute = kUnderflow};
  options.max_panels = kMostPanels + along_x.size();
  // The rule asks for its first nodes in one order whatever the integrand: all zero, it asks for no more.
  struct Node {
    std::size_t panel;
    double t;
  };
  std::vector<Node> first;
  (void)integrate_panels(ranges(along_x), 1,
                         [&first](std::size_t i, double t, std::span<Term>) { first.push_back({i, t}); },
                         options);
  std::vector<std::vector<Term>> known(first.size(), std::vector<Term>(count));
  parallel_for(first.size(), [&](std::size_t k) {
    along_line(mesh, pair, along_x[first[k].panel], first[k].t, f, known[k]);
  });
  std::size_t next = 0;
  const Integrands along = [&](std::size_t i, double t, std::span<Term> out) {
    if (next < first.size() && first[next].panel == i && first[next].t == t) {
      std::copy(known[next].begin(), known[next].end(), out.begin());
      ++next;
    } else {
      along_line(mesh, pair, along_x[i], t, f, out.first(count));
    }
    for (std::size_t c = count; c < out.size(); ++c) out[c] = {out[c - count].noise, 0};
  };
  options.followers = count;
  std::vector<Estimate> totals = integrate_panels(ranges(along_x), 2 * count, along, options);
  // Where two crossings meet between the looks that were taken, the integrand bends within a panel, and the
  // difference of the two rules may by chance be less than the error: ten times it is not.
  for (std::size_t c = 0; c < count; ++c)
    totals[c].error += 9 * std::max(totals[c].error - totals[count + c].value, 0.0);
  totals.resize(count);
  add_end_errors(along_x, [&](std::size_t i, double t, std::span<Term> out) {
    along_line(mesh, pair, along_x[i], t, f, out);
  }, totals);
  return totals;
}

}  // namespace verigan::theory
