// SPDX-License-Identifier: MIT
#include "random/transform.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace verigan::random {
namespace {

void require_open_unit(double u) {
  require(u > 0 && u < 1, "quantile at ", u, ", expected a number in (0, 1)");
}

/// Increasing finite values, weights ≥ 0, as many of each.
void require_atoms(const std::vector<double>& values, const std::vector<double>& weights) {
  require(values.size() == weights.size(), values.size(), " values and ", weights.size(),
          " weights, expected as many");
  for (std::size_t i = 0; i < values.size(); ++i) {
    require(std::isfinite(values[i]), "value ", values[i], ", expected a finite number");
    require(i == 0 || values[i] > values[i - 1], "value ", values[i],
            " is not above the one before, ", i == 0 ? 0 : values[i - 1]);
    require(weights[i] >= 0 && std::isfinite(weights[i]), "weight ", weights[i],
            ", expected a number >= 0");
  }
}

void require_total(double total) {
  require(std::abs(total - 1) <= 1e-9, "weights sum to ", total, ", expected 1 within 1e-9");
}

/// The doubles in their own order as unsigned numbers, −0 and +0 as neighbours.
std::uint64_t rank(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  return bits & sign ? ~bits : bits | sign;
}
double of_rank(std::uint64_t rank) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  return std::bit_cast<double>(rank & sign ? rank & ~sign : ~rank);
}

/// The first element of an increasing vector that is ≥ u.
std::size_t first_at_least(const std::vector<double>& increasing, double u) {
  const auto found = std::lower_bound(increasing.begin(), increasing.end(), u);
  return static_cast<std::size_t>(found - increasing.begin());
}

}  // namespace

double inverse_transform(const Stream& stream, std::uint64_t step, std::uint64_t index,
                         const Function& quantile) {
  return quantile(stream.uniform_double(step, index));
}

double generalised_inverse(const Function& cdf, double u, double lower, double upper) {
  require_open_unit(u);
  require(lower <= upper, "interval [", lower, ", ", upper, "], expected lower <= upper");
  const double last = cdf(upper);
  require(last >= u, "F(", upper, ") = ", last, ", expected at least u = ", u);
  std::uint64_t low = rank(lower), high = rank(upper);  // F(high) ≥ u
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (cdf(of_rank(middle)) >= u) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return of_rank(high);
}

DiscreteLaw::DiscreteLaw(std::vector<double> values, const std::vector<double>& weights)
    : values_(std::move(values)) {
  require(!values_.empty(), "no values, expected at least one");
  require_atoms(values_, weights);
  double total = 0;
  for (const double weight : weights) cumulative_.push_back(total += weight);
  require_total(total);
  for (double& sum : cumulative_) sum /= total;  // the last is 1 exactly
}

double DiscreteLaw::cdf(double x) const {
  const auto end = std::upper_bound(values_.begin(), values_.end(), x);
  return end == values_.begin() ? 0
                                : cumulative_[static_cast<std::size_t>(end - values_.begin()) - 1];
}

double DiscreteLaw::cdf_left(double x) const {
  const std::size_t end = first_at_least(values_, x);
  return end == 0 ? 0 : cumulative_[end - 1];
}

double DiscreteLaw::quantile(double u) const {
  require_open_unit(u);
  return values_[first_at_least(cumulative_, u)];
}

MixedLaw::MixedLaw(double weight, Function cdf, Function quantile, std::vector<double> atoms,
                   std::vector<double> weights)
    : weight_(weight),
      continuous_cdf_(std::move(cdf)),
      continuous_quantile_(std::move(quantile)),
      atoms_(std::move(atoms)) {
  require(weight >= 0 && weight <= 1, "weight ", weight, " of the continuous part, expected a ",
          "number in [0, 1]");
  require_atoms(atoms_, weights);
  double total = weight;
  for (const double w : weights) total += w;
  require_total(total);
  weight_ /= total;
  double before = 0;
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    before_.push_back(before);
    below_.push_back(weight_ * continuous_cdf_(atoms_[i]) + before);
    before += weights[i] / total;
    upto_.push_back(weight_ * continuous_cdf_(atoms_[i]) + before);
  }
  before_.push_back(before);
}

double MixedLaw::cdf(double x) const {
  const auto end = std::upper_bound(atoms_.begin(), atoms_.end(), x);
  const double jumps = before_[static_cast<std::size_t>(end - atoms_.begin())];
  return std::min(1.0, weight_ * continuous_cdf_(x) + jumps);
}

double MixedLaw::cdf_left(double x) const {
  return std::min(1.0, weight_ * continuous_cdf_(x) + before_[first_at_least(atoms_, x)]);
}

double MixedLaw::quantile(double u) const {
  require_open_unit(u);
  const std::size_t atom = first_at_least(upto_, u);  // F(atom) ≥ u
  if (atom < atoms_.size() && (u > below_[atom] || weight_ == 0)) return atoms_[atom];
  if (weight_ == 0) return atoms_.back();  // the sum of the atoms was rounded below u
  const double share = (u - before_[atom]) / weight_;
  // Rounding must not push the share out of (0, 1).
  constexpr double least = std::numeric_limits<double>::min(), most = 1 - 0x1p-53;
  return continuous_quantile_(std::clamp(share, least, most));
}

Rejection::Draw Rejection::draw(const Stream& stream, std::uint64_t step,
                                std::uint64_t index) const {
  constexpr std::uint32_t kMost = 1u << 20;
  for (std::uint32_t k = 0; k < kMost; ++k) {
    const auto [u, v] = stream.uniform_doubles(step, index << 20 | k);
    const double x = quantile_(u), keep = keep_(x);
    require(keep >= 0 && keep <= 1, "target/(M proposal) = ", keep, " at x = ", x,
            ", expected a number in [0, 1]");
    if (v < keep) return {x, k + 1};
  }
  throw Error(message("no candidate of ", kMost, " was kept, expected a smaller M"));
}

MetropolisHastings::State MetropolisHastings::start(double x) const {
  const double density = density_(x);
  require(density > 0 && std::isfinite(density), "density ", density, " at the start x = ", x,
          ", expected a positive number");
  return {x, density};
}

MetropolisHastings::State MetropolisHastings::move(const State& from, const Stream& stream,
                                                   std::uint64_t time, std::uint64_t chain) const {
  const auto [u, v] = stream.uniform_doubles(time, chain);
  const Candidate candidate = proposal_(from.x, u);
  const double density = density_(candidate.to);
  require(density >= 0 && std::isfinite(density), "density ", density, " at x = ", candidate.to,
          ", expected a number >= 0");
  require(candidate.ratio >= 0, "proposal ratio ", candidate.ratio, " from ", from.x, " to ",
          candidate.to, ", expected a number >= 0");
  if (v * from.density < density * candidate.ratio) return {candidate.to, density, true};
  return {from.x, from.density, false};
}

}  // namespace verigan::random
