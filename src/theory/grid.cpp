// SPDX-License-Identifier: MIT
#include "theory/grid.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {

namespace {

void check_range(double lower, double upper, std::size_t n) {
  require(std::isfinite(lower) && std::isfinite(upper) && lower < upper, "grid from ", lower,
          " to ", upper, ", expected finite ends in increasing order");
  require(n >= 1, "grid with ", n, " cells, expected at least 1");
}

void check_masses(std::span<const double> p, std::span<const double> q) {
  require(p.size() == q.size(), "mass vectors of lengths ", p.size(), " and ", q.size(),
          ", expected equal lengths");
  for (const auto& masses : {p, q}) {
    for (const double m : masses) {
      require(m >= 0 && std::isfinite(m), "mass ", m, ", expected a finite number >= 0");
    }
  }
}

}  // namespace

Grid trapezoid_grid(double lower, double upper, std::size_t n) {
  check_range(lower, upper, n);
  Grid grid;
  const double h = (upper - lower) / static_cast<double>(n);
  for (std::size_t i = 0; i <= n; ++i) {
    grid.x.push_back(i == n ? upper : lower + h * static_cast<double>(i));
    grid.weight.push_back(i == 0 || i == n ? 0.5 * h : h);
  }
  return grid;
}

Grid midpoint_grid(double lower, double upper, std::size_t n) {
  check_range(lower, upper, n);
  Grid grid;
  const double h = (upper - lower) / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    grid.x.push_back(lower + h * (static_cast<double>(i) + 0.5));
    grid.weight.push_back(h);
  }
  return grid;
}

double integrate(const Grid& grid, const std::function<double(double)>& f) {
  CompensatedSum sum;
  for (std::size_t i = 0; i < grid.x.size(); ++i) sum.add(grid.weight[i] * f(grid.x[i]));
  return sum.value();
}

std::vector<double> masses(const Density& p, const Grid& grid) {
  std::vector<double> found;
  for (std::size_t i = 0; i < grid.x.size(); ++i) {
    found.push_back(grid.weight[i] * p.pdf(grid.x[i]));
  }
  return found;
}

std::vector<double> masses(const ProductDensity& p, const Grid2& grid) {
  const std::vector<double> first = masses(*p.first, grid.first);
  const std::vector<double> second = masses(*p.second, grid.second);
  std::vector<double> found;
  found.reserve(grid.size());
  for (const double a : first) {
    for (const double b : second) found.push_back(a * b);
  }
  return found;
}

std::vector<double> bin_masses(const Density& p, std::span<const double> edges) {
  require(edges.size() >= 2, edges.size(), " bin edge(s), expected at least 2");
  std::vector<double> found;
  Mass last = p.cdf(edges[0]);
  for (std::size_t i = 1; i < edges.size(); ++i) {
    require(edges[i] > edges[i - 1], "bin edge ", edges[i], " is not above the one before, ",
            edges[i - 1]);
    const Mass here = p.cdf(edges[i]);
    found.push_back(std::max(difference(here, last), 0.0));
    last = here;
  }
  return found;
}

double f_divergence(std::span<const double> p, std::span<const double> q, const FGenerator& f) {
  check_masses(p, q);
  CompensatedSum sum;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0 && q[i] == 0) continue;
    if (p[i] == 0) {
      sum.add(q[i] * f.at_zero);
    } else if (q[i] == 0) {
      sum.add(p[i] * f.slope_at_infinity);
    } else {
      const double r = std::log(p[i] / q[i]);
      sum.add(r <= 0 ? q[i] * f.f_of_log(r)
                     : p[i] * std::exp((f.growth - 1) * r) * f.scaled_of_log(r));
    }
  }
  return sum.value();
}

double kl(std::span<const double> p, std::span<const double> q) {
  check_masses(p, q);
  CompensatedSum sum;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0) {
      sum.add(q[i]);
    } else if (q[i] == 0) {
      return std::numeric_limits<double>::infinity();
    } else if (q[i] < 0.5 * p[i]) {  // (q − p)/p is near −1 and has lost the digits of q
      const double u = p[i] / q[i];
      sum.add(p[i] * (std::isfinite(u) ? std::log(u) : std::log(p[i]) - std::log(q[i])));
      sum.add(q[i] - p[i]);
    } else {
      sum.add(-p[i] * log1pmx((q[i] - p[i]) / p[i]));
    }
  }
  return sum.value();
}

double js_alpha(std::span<const double> p, std::span<const double> q, double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
  check_masses(p, q);
  std::vector<double> m(p.size());
  for (std::size_t i = 0; i < p.size(); ++i) m[i] = alpha * p[i] + (1 - alpha) * q[i];
  return alpha * kl(p, m) + (1 - alpha) * kl(q, m);
}

double jsd(std::span<const double> p, std::span<const double> q) { return js_alpha(p, q, 0.5); }

double total_variation(std::span<const double> p, std::span<const double> q) {
  check_masses(p, q);
  CompensatedSum sum;
  for (std::size_t i = 0; i < p.size(); ++i) sum.add(0.5 * std::abs(p[i] - q[i]));
  return sum.value();
}

double hellinger2(std::span<const double> p, std::span<const double> q) {
  check_masses(p, q);
  CompensatedSum sum;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double root = std::sqrt(p[i]) + std::sqrt(q[i]);
    if (root > 0) sum.add(0.5 * ((p[i] - q[i]) / root) * ((p[i] - q[i]) / root));
  }
  return sum.value();
}

}  // namespace verigan::theory
