// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "referee/ball.hpp"

// Densities as the referee sees them: their textbook formulas over complex balls, with what bounds them far
// out. Nothing here is taken from src.
namespace verigan::referee {

/// A decimal number: numerator / 10^decimals, the same for the text and for the ball.
struct Decimal {
  long numerator = 0;
  unsigned decimals = 0;
  std::string text() const;
  Ball ball() const { return Ball::decimal(numerator, decimals); }
};

enum class Kind { normal, uniform, laplace, exponential, beta, logistic };

struct Part {
  Kind kind;
  Decimal a, b;       // as in the text
  Decimal weight{1, 0};
  Ball x, y, w;       // balls of a, b and the weight
  Ball constant;      // ln of the factor in front
};

/// Where a piece of the axis lies, and in which coordinate: x = origin ± t, so that the distance from a
/// singular end keeps its digits.
struct Piece {
  Ball from, to;          // of t
  Ball origin = Ball(0);
  bool mirrored = false;  // x = origin − t
  Ball middle;            // of x, inside
};

/// ln p is between low and high far out, both being c[0] + c[1]·x + c[2]·x².
struct Bounds {
  Ball low[3], high[3];
  bool none = false;  // p is 0 there
};

class Law {
 public:
  explicit Law(std::vector<Part> parts);

  std::string text() const;
  /// Points where a formula changes.
  const std::vector<Ball>& breaks() const { return breaks_; }
  bool has_beta() const { return parts_.front().kind == Kind::beta; }
  const std::vector<Part>& parts() const { return parts_; }

  /// Whether p > 0 on the piece.
  bool positive(const Piece& piece) const;
  /// p and ln p at t of the piece.
  struct Value { Ball p, log; };
  Value at(const Ball& t, const Piece& piece, bool analytic) const;
  /// F(x), or P(X > x) with `upper`.
  Ball cdf(const Ball& x, const Piece& piece, bool upper, bool analytic) const;
  /// Far out on a side: |x| ≥ |edge|.
  Bounds tail(const Ball& edge, bool right) const;
  /// A number beyond which ln p < −depth on that side; the end of the support where there is one.
  double reach(double depth, bool right) const;

 private:
  bool inside(const Part& part, const Ball& x) const;
  Ball log_of(const Part& part, const Ball& x, const Ball& t, const Piece& piece, bool analytic) const;
  std::vector<Part> parts_;
  std::vector<Ball> breaks_;
};

}  // namespace verigan::referee
