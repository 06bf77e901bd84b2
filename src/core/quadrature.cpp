// SPDX-License-Identifier: MIT
#include "core/quadrature.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/numeric.hpp"

namespace verigan {

namespace {

using boost::math::quadrature::gauss;
using boost::math::quadrature::gauss_kronrod;

constexpr int kMaxDepth = 200;

// A Gauss–Kronrod rule on [−1, 1], nodes in order; Gauss weights are 0 at Kronrod's own nodes.
struct Rule {
  std::vector<double> node, kronrod, lower;
};

template <unsigned nodes>
Rule make_rule() {
  constexpr std::size_t half = nodes / 2;
  static_assert(half % 2 == 1, "the Gauss rule has the middle as a node");
  const auto& x = gauss_kronrod<double, nodes>::abscissa();
  const auto& w = gauss_kronrod<double, nodes>::weights();
  const auto& g = gauss<double, half>::weights();
  Rule rule{std::vector<double>(nodes), std::vector<double>(nodes), std::vector<double>(nodes)};
  for (std::size_t i = 0; i <= half; ++i) {
    rule.node[half + i] = x[i];
    rule.node[half - i] = -x[i];
    rule.kronrod[half + i] = rule.kronrod[half - i] = w[i];
    rule.lower[half + i] = rule.lower[half - i] = i % 2 == 0 ? g[i / 2] : 0;
  }
  return rule;
}

// 31 nodes; 15 where the integrand comes in so many pieces that each is nearly a line.
const Rule& rule_for(std::size_t panels) {
  static const Rule fine = make_rule<31>();
  static const Rule coarse = make_rule<15>();
  constexpr std::size_t kMany = 300;
  return panels > kMany ? coarse : fine;
}

// One panel of the subdivision with what the rule found on it, per integral.
struct Cell {
  std::size_t panel = 0;
  double lower = 0, upper = 0;
  int depth = 0;
  bool settled = false;  // no bisection can improve it
  std::vector<Estimate> found;
  std::vector<double> noise;
};

class Adaptive {
 public:
  Adaptive(const Rule& rule, std::size_t count, const Integrands& f,
           const QuadratureOptions& options)
      : rule_(rule), count_(count), f_(f), options_(options), terms_(count) {}

  std::vector<Estimate> run(std::span<const Panel> panels) {
    for (std::size_t i = 0; i < panels.size(); ++i) {
      if (panels[i].upper > panels[i].lower) push(i, panels[i].lower, panels[i].upper, 0);
    }
    for (sum(); refine(); sum()) {
    }
    return totals_;
  }

 private:
  void push(std::size_t panel, double lower, double upper, int depth) {
    Cell cell{panel,
              lower,
              upper,
              depth,
              false,
              std::vector<Estimate>(count_),
              std::vector<double>(count_, 0.0)};
    const double half = 0.5 * (upper - lower);
    const double middle = lower + half;
    std::vector<double>& low = low_;
    low.assign(count_, 0.0);
    for (std::size_t i = 0; i < rule_.node.size(); ++i) {
      std::fill(terms_.begin(), terms_.end(), Term{});
      f_(panel, middle + half * rule_.node[i], terms_);
      for (std::size_t c = 0; c < count_; ++c) {
        const double value = terms_[c].value * half;
        cell.found[c].value += rule_.kronrod[i] * value;
        low[c] += rule_.lower[i] * value;
        cell.noise[c] += rule_.kronrod[i] * half *
                         (std::abs(terms_[c].noise) + 4 * kEpsilon * std::abs(terms_[c].value));
      }
    }
    for (std::size_t c = 0; c < count_; ++c) {
      const double error = std::abs(cell.found[c].value - low[c]);
      cell.found[c].error = std::isfinite(error) ? error : kInfinity;
      if (!std::isfinite(cell.found[c].value)) cell.found[c].value = 0;
      if (!std::isfinite(cell.noise[c])) cell.noise[c] = kInfinity;
    }
    const double resolution = 64 * kEpsilon * std::max(std::abs(lower), std::abs(upper));
    cell.settled = depth >= kMaxDepth || upper - lower <= resolution || upper - lower < 1e-290;
    cells_.push_back(std::move(cell));
  }

  void sum() {
    totals_.assign(count_, {});
    targets_.assign(count_, 0.0);
    for (std::size_t c = 0; c < count_; ++c) {
      CompensatedSum value, error, noise;
      for (const Cell& cell : cells_) {
        value.add(cell.found[c].value);
        error.add(cell.found[c].error);
        noise.add(cell.noise[c]);
      }
      targets_[c] =
          std::max({options_.absolute, options_.relative * std::abs(value.value()), noise.value()});
      totals_[c] = {value.value(),
                    error.value() + noise.value() + kEpsilon * std::abs(value.value())};
      open_.resize(count_);
      open_[c] = c + options_.followers < count_ && error.value() > targets_[c];
    }
  }

  // Bisects every panel with more than its share of an error still too large; false when none is.
  bool refine() {
    const std::size_t before = cells_.size();
    const double share = 0.5 / static_cast<double>(std::max<std::size_t>(before, 1));
    for (std::size_t i = 0; i < before && cells_.size() < options_.max_panels; ++i) {
      if (cells_[i].settled || !matters(cells_[i], share)) continue;
      const Cell parent = std::move(cells_[i]);
      const double middle = parent.lower + 0.5 * (parent.upper - parent.lower);
      push(parent.panel, parent.lower, middle, parent.depth + 1);
      cells_[i] = std::move(cells_.back());
      cells_.pop_back();
      push(parent.panel, middle, parent.upper, parent.depth + 1);
    }
    return cells_.size() > before;
  }

  bool matters(const Cell& cell, double share) const {
    for (std::size_t c = 0; c < count_; ++c) {
      if (open_[c] && cell.found[c].error > share * targets_[c] &&
          cell.found[c].error > cell.noise[c]) {
        return true;
      }
    }
    return false;
  }

  const Rule& rule_;
  std::size_t count_;
  const Integrands& f_;
  QuadratureOptions options_;
  std::vector<Term> terms_;
  std::vector<double> low_;
  std::vector<Cell> cells_;
  std::vector<Estimate> totals_;
  std::vector<double> targets_;
  std::vector<bool> open_;
};

}  // namespace

std::vector<Estimate> integrate_panels(std::span<const Panel> panels, std::size_t count,
                                       const Integrands& f, const QuadratureOptions& options) {
  return Adaptive(rule_for(panels.size()), count, f, options).run(panels);
}

Estimate integrate(const std::function<double(double)>& f, std::span<const double> splits,
                   const QuadratureOptions& options) {
  std::vector<Panel> panels;
  for (std::size_t i = 1; i < splits.size(); ++i) {
    ensure(splits[i - 1] <= splits[i], "split points increase");
    panels.push_back({splits[i - 1], splits[i]});
  }
  const Integrands single = [&f](std::size_t, double t, std::span<Term> out) {
    out[0].value = f(t);
  };
  return integrate_panels(panels, 1, single, options)[0];
}

Estimate integrate_tanh_sinh(const std::function<double(double, double)>& f, double a, double b,
                             double relative) {
  // Not const in Boost, but its tables grow under a lock.
  static boost::math::quadrature::tanh_sinh<double> rule;
  try {
    double error = 0;
    double magnitude = 0;
    const double value = a == b ? 0 : rule.integrate(f, a, b, relative, &error, &magnitude);
    if (!std::isfinite(value)) return {0, kInfinity};
    return {value, std::abs(error) + 16 * kEpsilon * magnitude};
  } catch (const std::exception&) {
    return {0, kInfinity};
  }
}

}  // namespace verigan
