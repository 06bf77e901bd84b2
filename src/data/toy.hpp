// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/batch.hpp"

// Points of the plane scattered about a curve: a point of the curve plus normal noise of standard
// deviation 0.05 in each coordinate (Lincetto & Camporese, section IV).
namespace verigan::data {

/// A curve as a fine polyline, and how its points are chosen.
class Curve {
 public:
  /// "line":   y = x³ − x, x uniform in [−1.5, 1.5]
  /// "circle": radius 1 about the origin, angle uniform
  /// Throws verigan::Error for another name.
  explicit Curve(const std::string& name);
  static std::vector<std::string> names();

  const std::string& name() const { return name_; }
  bool closed() const { return closed_; }
  double length() const { return along_.back(); }

  /// out (n, 2): points on the curve for u (n) uniform in (0, 1).
  void points(std::span<const float> u, MatrixView<float> out) const;

  /// The nearest point of the curve: its distance, its arc length from the curve's beginning, in
  /// [0, length()], its u in [0, 1], and the distance once more with its sign: positive to the left of
  /// the curve, seen in the direction of growing u. The polyline of 4,096 segments puts the distance
  /// within 1e-5, arc length and u within half a segment. Beyond the end of an open curve u is 0 or 1.
  /// Coordinates that are not finite give an infinite distance.
  struct Nearest {
    double distance, along, u, offset;
  };
  Nearest nearest(double x, double y) const;

  /// The curve at u in [0, 1], not the polyline: where it is, its unit tangent, its speed ds/du, and its
  /// curvature, positive where it turns left.
  struct Frame {
    double x, y, tangent_x, tangent_y, speed, curvature;
  };
  Frame frame(double u) const;

 private:
  using Point = std::array<double, 2>;
  std::string name_;
  bool closed_ = false;
  std::vector<Point> vertices_;  // of the polyline; the last repeats the first when closed
  std::vector<double> along_;    // arc length up to each vertex
};

/// Fresh points for every step, drawn from (seed, Purpose::data, run).
class Toy final : public Source {
 public:
  static constexpr float kNoise = 0.05F;

  Toy(const std::string& curve, std::uint64_t seed, std::uint32_t run = 0,
      random::Purpose purpose = random::Purpose::data);

  const Curve& curve() const { return curve_; }
  Shape shape() const override { return {1, 1, 2}; }
  std::size_t size() const override { return 0; }
  void fill(std::uint64_t step, Batch out) override;

 private:
  Curve curve_;
  random::Stream stream_;
  std::vector<float> u_;
};

}  // namespace verigan::data
