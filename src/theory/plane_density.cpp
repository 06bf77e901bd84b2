// SPDX-License-Identifier: MIT
#include "theory/plane_density.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {

using parts::kHalfLn2Pi;

double standard_normal(const random::Stream& stream, std::uint64_t step, std::uint64_t index) {
  static const DensityPtr law = normal(0, 1);
  return law->sample(stream, step, index);
}

}  // namespace

Exact slope_of(const PlaneNormal& n) { return n.xy / n.xx; }
Exact residual_of(const PlaneNormal& n) { return sqrt(n.determinant() / n.xx); }

PlaneDensity::PlaneDensity(std::vector<PlanePart> parts, std::string text)
    : parts_(std::move(parts)), text_(std::move(text)) {
  Exact sum = 0;
  for (const PlanePart& part : parts_) {
    require(part.weight > 0, "weight ", part.weight.text(), ", expected a positive number");
    sum = sum + part.weight;
  }
  require(std::abs((sum - 1).value()) <= 1e-9, "weights of sum ", sum.text(), ", expected 1");
  if (sum != 1)
    for (PlanePart& part : parts_) part.weight = part.weight / sum;
}

bool PlaneDensity::normals() const {
  return std::all_of(parts_.begin(), parts_.end(),
                     [](const PlanePart& part) { return part.normal.has_value(); });
}

double PlaneDensity::log_pdf(const Point& x, const Point& y) const {
  return PlaneSlice(*this, x).log_pdf(y).value;
}

std::array<double, 2> PlaneDensity::centre() const {
  std::array<double, 2> sum{0, 0};
  for (const PlanePart& part : parts_) {
    sum[0] += part.weight.value() * part.x->centre();
    sum[1] += part.weight.value() * part.y->centre();
  }
  return sum;
}

std::array<double, 2> PlaneDensity::sample(const random::Stream& stream, std::uint64_t step,
                                           std::uint64_t index) const {
  double left = stream.uniform_double(step, 3 * index);
  std::size_t k = 0;
  while (k + 1 < parts_.size() && left >= parts_[k].weight.value()) left -= parts_[k++].weight.value();
  const PlanePart& part = parts_[k];
  const double x = part.x->sample(stream, step, 3 * index + 1);
  if (part.product()) return {x, part.y->sample(stream, step, 3 * index + 2)};
  const PlaneNormal& n = *part.normal;
  return {x, n.mean_y.value() + part.slope * (x - n.mean_x.value()) +
                 part.residual * standard_normal(stream, step, 3 * index + 2)};
}

PlanePart plane_normal(const PlaneNormal& n) {
  require(n.xx > 0 && n.yy > 0 && n.determinant() > 0, "covariance [[", n.xx.text(), ",", n.xy.text(), "],[",
          n.xy.text(), ",", n.yy.text(), "]], expected a positive definite matrix");
  return {1, normal(n.mean_x, sqrt(n.xx)), normal(n.mean_y, sqrt(n.yy)), n,
          slope_of(n).value(), residual_of(n).value()};
}

std::vector<PlanePart> plane_product(const DensityPtr& x, const DensityPtr& y) {
  // A component lives as long as its mixture.
  const auto components = [](const DensityPtr& whole) {
    std::vector<std::pair<Exact, DensityPtr>> found;
    for (const Component& part : whole->components())
      found.emplace_back(part.weight, DensityPtr(whole, part.density));
    if (found.empty()) found.emplace_back(1, whole);
    return found;
  };
  std::vector<PlanePart> parts;
  for (const auto& [weight_x, along_x] : components(x))
    for (const auto& [weight_y, along_y] : components(y))
      parts.push_back({weight_x * weight_y, along_x, along_y, {}, 0, 1});
  return parts;
}

PlaneSlice::PlaneSlice(const PlaneDensity& density, const Point& x) {
  lines_.reserve(density.parts().size());
  for (const PlanePart& part : density.parts()) {
    const double log_x = part.x->log_pdf(x), log_weight = std::log(part.weight.value());
    Line line{part.normal ? nullptr : part.y.get(), {}, log_weight + log_x, 0, 0, 1};
    if (std::isfinite(log_x))
      line.error = part.x->log_pdf_rounding() * kEpsilon *
                   (std::abs(log_x) + part.x->log_pdf_scale() + std::abs(log_weight));
    if (part.normal) {
      const double scale = part.residual;
      line.mean = part.normal->mean_y.twofold();
      line.shift = part.slope * x.from(part.normal->mean_x.twofold());
      line.deviation = scale;
      line.log_share -= std::log(scale) + kHalfLn2Pi;
      line.error += 4 * kEpsilon * (std::abs(std::log(scale)) + 1);
    }
    lines_.push_back(line);
  }
}

Point PlaneSlice::centre(std::size_t part) const {
  return {lines_[part].mean, lines_[part].shift};
}

Estimate PlaneSlice::log_pdf(const Point& y) const {
  double largest = -kInfinity, error = 0;
  std::array<double, 16> few{};
  std::vector<double> many(lines_.size() > few.size() ? lines_.size() : 0);
  double* const logs = many.empty() ? few.data() : many.data();
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    const Line& line = lines_[k];
    logs[k] = -kInfinity;
    if (line.log_share == -kInfinity) continue;
    double own = line.error;
    if (line.y != nullptr) {
      const double log_y = line.y->log_pdf(y);
      logs[k] = line.log_share + log_y;
      if (std::isfinite(log_y)) own += line.y->log_pdf_rounding() * kEpsilon * (std::abs(log_y) + line.y->log_pdf_scale());
    } else {
      const double from_mean = y.from(line.mean);
      const double z = (from_mean - line.shift) / line.deviation;
      logs[k] = line.log_share - 0.5 * z * z;
      const double hidden = (std::abs(from_mean) + 3 * std::abs(line.shift)) / line.deviation + std::abs(z);
      own += 2 * kEpsilon * (std::abs(z) * hidden + 1);
    }
    if (logs[k] > largest) largest = logs[k];
    // Parts that count for nothing have no say in the error.
    if (logs[k] > largest - 60) error = std::max(error, own);
  }
  if (!std::isfinite(largest)) return {largest, 0};
  if (lines_.size() == 1) return {largest, error + kEpsilon * std::abs(largest)};
  double sum = 0;
  for (std::size_t k = 0; k < lines_.size(); ++k)
    if (logs[k] > largest - 45) sum += std::exp(logs[k] - largest);  // less is below rounding
  return {largest + std::log(sum),
          error + kEpsilon * (2 * std::abs(largest) + 4 + static_cast<double>(lines_.size()))};
}

}  // namespace verigan::theory
