// SPDX-License-Identifier: MIT
#include "theory/mixture_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "core/numeric.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<Component> components_of(const Density& density) {
  std::vector<Component> own = density.components();
  if (own.empty()) own.push_back({1, &density});
  return own;
}

// mass·(q − p) of one component each.
struct Exchange {
  double mass;
  const Density *p, *q;
  LogRatio ratio;

  // Divided by e^log_total, with a bound on its rounding.
  Estimate at(const Point& x, double log_total) const {
    const double log_p = p->log_pdf(x), log_q = q->log_pdf(x);
    const auto share = [&](const Density& density, double log_pdf) -> Estimate {
      if (!std::isfinite(log_pdf)) return {0, log_pdf > 0 ? kInfinity : 0};
      const double value = mass * std::exp(log_pdf - log_total);
      return {value, density.log_pdf_rounding() * kEpsilon * value * (std::abs(log_pdf) + density.log_pdf_scale() + 1)};
    };
    const Estimate of_p = share(*p, log_p);
    const bool both = std::isfinite(log_p) && std::isfinite(log_q);
    if (both && ratio.at && std::abs(log_p - log_q) < 1) {
      const Estimate r = ratio.at(x);
      const double grown = std::expm1(-r.value);
      return {of_p.value * grown, of_p.error * std::abs(grown) +
                                      of_p.value * (3 * r.error + 2 * kEpsilon * std::abs(grown))};
    }
    const Estimate of_q = share(*q, log_q);
    return {of_q.value - of_p.value, of_q.error + of_p.error};
  }
};

struct Place {
  double mean, sd, mass;
};
std::vector<Place> places(const std::vector<Component>& parts) {
  std::vector<Place> all;
  for (const Component& part : parts)
    {
    const double sd = std::sqrt(part.density->variance());
    // Without a variance, a scale of the middle half.
    const auto place = [&](double mass) { return part.density->quantile({0, mass, 0}).value(); };
    all.push_back({part.density->centre(), std::isfinite(sd) ? sd : place(0.75) - place(0.25),
                   part.weight.value()});
  }
  return all;
}

bool equal(const Place& a, const Place& b) { return a.mean == b.mean && a.sd == b.sd; }
bool near(const Place& a, const Place& b) {
  return std::abs(a.mean - b.mean) < 0.3 * a.sd && std::abs(a.sd - b.sd) < 0.3 * a.sd;
}

// Whether most of the mass would go between components that nearly agree, by a rough count.
bool worth_it(const std::vector<Component>& of_p, const std::vector<Component>& of_q) {
  std::vector<Place> p = places(of_p), q = places(of_q);
  double alike = 0;
  const auto transfer = [](Place& from, Place& to) {
    const double mass = std::min(from.mass, to.mass);
    from.mass -= mass;
    to.mass -= mass;
    return mass;
  };
  for (Place& from : p)
    for (Place& to : q)
      if (equal(from, to)) alike += transfer(from, to);
  for (std::size_t i = 0, j = 0; i < p.size() && j < q.size();) {
    if (p[i].mass <= q[j].mass) {
      if (near(p[i], q[j])) alike += p[i].mass;
      q[j].mass -= p[i++].mass;
    } else {
      if (near(p[i], q[j])) alike += q[j].mass;
      p[i].mass -= q[j++].mass;
    }
  }
  return alike > 0.9;
}

// The differences of components that q − p consists of; none where the two are identical.
std::vector<Exchange> exchanges(std::vector<Component> p, std::vector<Component> q) {
  const auto transfer = [&](std::size_t i, std::size_t j) {
    const Exact mass = std::min(p[i].weight, q[j].weight);
    p[i].weight = p[i].weight - mass;
    q[j].weight = q[j].weight - mass;
    return mass.value();
  };
  const std::vector<Place> from = places(p), to = places(q);
  for (std::size_t i = 0; i < p.size(); ++i)
    for (std::size_t j = 0; j < q.size(); ++j)
      if (equal(from[i], to[j]) && p[i].density->log_ratio_to(*q[j].density).identical)
        transfer(i, j);
  std::vector<Exchange> made;
  for (std::size_t i = 0, j = 0; i < p.size() && j < q.size();) {
    if (p[i].weight == 0) {
      ++i;
    } else if (q[j].weight == 0) {
      ++j;
    } else {
      const Density &a = *p[i].density, &b = *q[j].density;
      made.push_back({transfer(i, j), &a, &b, a.log_ratio_to(b)});
    }
  }
  return made;
}

}  // namespace

LogRatio mixture_ratio(const Density& p, const Density& q) {
  const std::vector<Component> of_p = components_of(p), of_q = components_of(q);
  if (!worth_it(of_p, of_q)) return {};
  const auto made = std::make_shared<const std::vector<Exchange>>(exchanges(of_p, of_q));
  if (made->empty()) return {true, {}};
  const double scale = p.log_pdf_scale(), rounding = p.log_pdf_rounding();
  return {false, [made, scale, rounding, &p](const Point& x) -> Estimate {
            const double log_p = p.log_pdf(x);
            CompensatedSum sum;
            double error = 0, size = 0;
            for (const Exchange& exchange : *made) {
              const Estimate part = exchange.at(x, log_p);
              sum.add(part.value);
              error += part.error;
              size += std::abs(part.value);
            }
            const double grown = sum.value();  // (q − p)/p
            if (!(std::abs(grown) < 0.5) || !(error < 0.25)) return {0, kInfinity};
            error += 2 * kEpsilon * size +
                     rounding * kEpsilon * (std::abs(log_p) + scale) * std::abs(grown);
            return {-std::log1p(grown), 4 * error + kEpsilon * std::abs(grown)};
          }};
}

}  // namespace verigan::theory
