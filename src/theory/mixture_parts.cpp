// SPDX-License-Identifier: MIT
#include "theory/mixture_parts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/constants.hpp"

namespace verigan::theory {

namespace {

constexpr double kNegligible = 45;  // e^−45 = 3e-20
constexpr std::size_t kFew = 6;     // parts that are not worth another cut

// Keeps those of `listed` of which `most` may reach e^−45/n of the largest `least` of any, and
// passes the others to `dropped`.
template <class Bounds, class Dropped>
void keep_relevant(std::vector<std::uint32_t>& listed, const Bounds& bounds,
                   const Dropped& dropped) {
  std::vector<Range> found;
  double floor = -kInfinity;
  for (const std::uint32_t i : listed) {
    found.push_back(bounds(i));
    floor = std::max(floor, found.back().least);
  }
  floor -= kNegligible + std::log(static_cast<double>(listed.size()));
  std::size_t kept = 0;
  for (std::size_t k = 0; k < listed.size(); ++k) {
    if (found[k].greatest < floor) {
      dropped(listed[k]);
    } else {
      listed[kept++] = listed[k];
    }
  }
  listed.resize(kept);
}

// What of a part's mass lies on its smaller side, between the two masses at the ends of a stretch.
Range log_tails(const MixturePart& part, const Mass& left, const Mass& right) {
  const double a = std::abs(left.tail), b = std::abs(right.tail);
  const double least = part.log_weight + std::log(std::min(a, b));
  if (left.base != right.base) return {least, kInfinity};
  return {least, part.log_weight + std::log(std::max(a, b))};
}

}  // namespace

MixtureParts::MixtureParts(std::span<const MixturePart> parts, const std::vector<Point>& cuts) {
  Stretch all;
  all.of_density.resize(parts.size());
  std::iota(all.of_density.begin(), all.of_density.end(), 0U);
  all.of_cdf = all.of_density;
  leaf(all);
  if (parts.size() <= kFew || cuts.size() < 2) return;
  first_ = cuts.front();
  last_ = cuts.back();
  grow(parts, cuts, std::move(all));
}

std::size_t MixtureParts::leaf(Stretch stretch) {
  stretches_.push_back(std::move(stretch));
  nodes_.push_back({{}, 0, 0, stretches_.size() - 1});
  return nodes_.size() - 1;
}

// The stretch between the first and the last of `cuts`.
std::size_t MixtureParts::grow(std::span<const MixturePart> parts, std::span<const Point> cuts,
                               Stretch here) {
  const Point left = cuts.front(), right = cuts.back();
  keep_relevant(
      here.of_density,
      [&](std::uint32_t i) {
        const Range range = parts[i].density->log_pdf_range(left, right);
        return Range{range.least + parts[i].log_weight, range.greatest + parts[i].log_weight};
      },
      [](std::uint32_t) {});
  std::vector<std::uint32_t> below;
  keep_relevant(
      here.of_cdf,
      [&](std::uint32_t i) {
        return log_tails(parts[i], parts[i].density->cdf(left), parts[i].density->cdf(right));
      },
      [&](std::uint32_t i) {
        if (parts[i].density->cdf(left).base == 1) below.push_back(i);
      });
  for (const std::uint32_t i : below) {
    here.below.push_back(i);
    here.ranks_below = std::max(here.ranks_below, parts[i].rank + 1);
  }
  const bool few = here.of_density.size() <= kFew && here.of_cdf.size() <= kFew;
  if (few || cuts.size() < 3) return leaf(std::move(here));
  const std::size_t node = nodes_.size(), middle = cuts.size() / 2;
  nodes_.push_back({cuts[middle], 0, 0, 0});
  const std::size_t to_left = grow(parts, cuts.first(middle + 1), here);
  const std::size_t to_right = grow(parts, cuts.subspan(middle), std::move(here));
  nodes_[node].left = to_left;
  nodes_[node].right = to_right;
  return node;
}

const MixtureParts::Stretch& MixtureParts::at(const Point& x) const {
  if (nodes_.size() == 1 || difference(x, first_) < 0 || difference(x, last_) > 0)
    return stretches_.front();
  std::size_t node = 1;
  while (nodes_[node].left != 0)
    node = difference(x, nodes_[node].cut) < 0 ? nodes_[node].left : nodes_[node].right;
  return stretches_[nodes_[node].stretch];
}

}  // namespace verigan::theory
