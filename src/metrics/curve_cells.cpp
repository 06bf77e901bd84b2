// SPDX-License-Identifier: MIT
#include "metrics/curve_cells.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <memory>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::metrics {

namespace {

using Frame = data::Curve::Frame;

constexpr double kPerNoise = 4;    // cells across the curve in a standard deviation of the noise
constexpr std::size_t kInner = 33;  // cells across, without the outer two
constexpr std::size_t kAcross = kInner + 2;
constexpr double kReach = 5.5;     // of the outer ones, in standard deviations: 4e-8 lies beyond

struct Node {
  double at, weight;
};

/// The Gauss–Legendre rule of N nodes on [low, high].
template <unsigned N>
std::vector<Node> gauss(double low, double high) {
  using Rule = boost::math::quadrature::gauss<double, N>;
  const double middle = (low + high) / 2, half = (high - low) / 2;
  std::vector<Node> nodes;
  for (std::size_t k = 0; k < Rule::abscissa().size(); ++k)
    for (const double side : {-1.0, 1.0}) {
      const double x = Rule::abscissa()[k];
      if (x == 0 && side > 0) continue;
      nodes.push_back({middle + side * half * x, half * Rule::weights()[k]});
    }
  return nodes;
}

/// p(x, y) = ∫₀¹ normal((x, y); curve(u), noise²) du.
class ToyDensity {
 public:
  ToyDensity(const data::Curve& curve, double noise) : noise_(noise) {
    double fastest = 0;
    for (int k = 0; k <= 100; ++k) fastest = std::max(fastest, curve.frame(k / 100.0).speed);
    const auto panels = static_cast<std::size_t>(std::ceil(fastest / noise));
    for (std::size_t k = 0; k < panels; ++k) {
      const double width = 1 / static_cast<double>(panels), low = static_cast<double>(k) * width;
      for (const Node& u : gauss<4>(low, low + width)) {
        const Frame at = curve.frame(u.at);
        points_.push_back({at.x, at.y, u.weight});
      }
    }
  }

  double operator()(double x, double y) const {
    const double scale = -0.5 / (noise_ * noise_);
    double sum = 0;
    for (const auto& [px, py, weight] : points_) {
      const double exponent = scale * ((x - px) * (x - px) + (y - py) * (y - py));
      if (exponent > -40) sum += weight * std::exp(exponent);
    }
    return sum / (2 * kPi * noise_ * noise_);
  }

 private:
  struct Point {
    double x, y, weight;
  };
  double noise_;
  std::vector<Point> points_;
};

/// Across the curve.
struct Band {
  std::vector<Node> offsets;
  double middle;
};

std::vector<Band> bands(double noise) {
  const double width = noise / kPerNoise, edge = static_cast<double>(kInner) / 2 * width;
  std::vector<Band> all{{gauss<4>(-kReach * noise, -edge), -5 * noise}};
  for (std::size_t j = 0; j < kInner; ++j) {
    const double low = static_cast<double>(j) * width - edge, middle = low + width / 2;
    Band band{gauss<2>(low, middle), middle};  // in halves: behind an end the middle one has two sides
    for (const Node& node : gauss<2>(middle, low + width)) band.offsets.push_back(node);
    all.push_back(band);
  }
  all.push_back({gauss<4>(edge, kReach * noise), 5 * noise});
  return all;
}

std::size_t band_of(double offset, double noise) {
  const double place = offset * kPerNoise / noise + static_cast<double>(kInner) / 2 + 1;
  return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(kAcross) - 0.5));
}

/// From the curve `offset` to the left.
std::array<double, 2> offset_point(const Frame& at, double offset) {
  return {at.x - offset * at.tangent_y, at.y + offset * at.tangent_x};
}

/// The mass between u = low and high of each band.
std::vector<double> piece(const data::Curve& curve, const ToyDensity& p,
                          const std::vector<Band>& across, double low, double high) {
  std::vector<double> masses(across.size());
  for (const Node& u : gauss<5>(low, high)) {
    const Frame at = curve.frame(u.at);
    for (std::size_t j = 0; j < across.size(); ++j)
      for (const Node& offset : across[j].offsets) {
        const auto [x, y] = offset_point(at, offset.at);
        const double area = at.speed * (1 - at.curvature * offset.at);
        masses[j] += u.weight * offset.weight * area * p(x, y);
      }
  }
  return masses;
}

/// The mass behind an end, by bands: quarters of rings about it.
std::vector<double> behind(const Frame& end, double outward, const ToyDensity& p,
                           const std::vector<Band>& across) {
  std::vector<double> masses(across.size());
  const auto quarter = [&](double offset) {  // ∫ p over the quarter of a circle on that side
    double sum = 0;
    for (const Node& angle : gauss<6>(0, kPi / 2)) {
      const auto [x, y] = offset_point(end, offset * std::cos(angle.at));
      const double out = outward * std::abs(offset) * std::sin(angle.at);
      sum += angle.weight * std::abs(offset) * p(x + out * end.tangent_x, y + out * end.tangent_y);
    }
    return sum;
  };
  for (std::size_t j = 0; j < across.size(); ++j)
    for (const Node& offset : across[j].offsets) masses[j] += offset.weight * quarter(offset.at);
  return masses;
}

/// The largest curvature.
double sharpest(const data::Curve& curve) {
  double most = 0;
  for (int k = 0; k <= 3000; ++k) most = std::max(most, std::abs(curve.frame(k / 3000.0).curvature));
  return most;
}

}  // namespace

Cells curve_cells(const data::Curve& curve, double noise, std::size_t along) {
  require(along > 0, "a curve in 0 pieces, expected at least 1");
  const double most = 1 / (kReach * sharpest(curve));
  require(noise > 0 && noise < most, "noise of standard deviation ", noise,
          " about a curve, expected a number in (0, ", most, ")");
  const ToyDensity p(curve, noise);
  const std::vector<Band> across = bands(noise);
  const std::size_t pieces = along + (curve.closed() ? 0 : 2);
  Cells cells;
  cells.centres = Matrix<float>(pieces * kAcross, 2);
  const auto add = [&](std::size_t k, const std::vector<double>& masses, const auto& asked) {
    cells.data.insert(cells.data.end(), masses.begin(), masses.end());
    for (std::size_t j = 0; j < kAcross; ++j) {
      const auto [x, y] = asked(across[j].middle);
      cells.centres(k * kAcross + j, 0) = static_cast<float>(x);
      cells.centres(k * kAcross + j, 1) = static_cast<float>(y);
    }
  };
  std::vector<double> same;  // all pieces of the circle are alike
  for (std::size_t k = 0; k < along; ++k) {
    const double width = 1 / static_cast<double>(along), low = static_cast<double>(k) * width;
    if (!curve.closed() || k == 0) same = piece(curve, p, across, low, low + width);
    const Frame middle = curve.frame(low + width / 2);
    add(k, same, [&](double offset) { return offset_point(middle, offset); });
  }
  if (!curve.closed())
    for (const double end : {0.0, 1.0}) {
      const double outward = end == 0 ? -1 : 1;
      const auto asked = [&](double offset) {  // in the middle of the quarter of a ring
        const Frame at = curve.frame(end);
        const double away = std::max(std::abs(offset), noise / 16), part = std::sqrt(0.5);
        const auto [x, y] = offset_point(at, part * offset);
        return std::array{x + outward * part * away * at.tangent_x,
                          y + outward * part * away * at.tangent_y};
      };
      add(along + (end == 0 ? 0 : 1), behind(curve.frame(end), outward, p, across), asked);
    }
  const auto own = std::make_shared<const data::Curve>(curve);
  cells.cell_of = [own, noise, along](std::span<const float> x) {
    const auto at = own->nearest(static_cast<double>(x[0]), static_cast<double>(x[1]));
    auto k = static_cast<std::size_t>(at.u * static_cast<double>(along));
    if (!own->closed() && (at.u == 0 || at.u == 1)) k = along + (at.u == 0 ? 0 : 1);
    return std::min(k, own->closed() ? along - 1 : along + 1) * kAcross + band_of(at.offset, noise);
  };
  return cells;
}

}  // namespace verigan::metrics
