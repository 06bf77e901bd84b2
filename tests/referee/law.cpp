// SPDX-License-Identifier: MIT
#include "referee/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace verigan::referee {

std::string Decimal::text() const {
  std::string digits = std::to_string(numerator < 0 ? -numerator : numerator);
  while (digits.size() <= decimals) digits.insert(digits.begin(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, ".");
  return (numerator < 0 ? "-" : "") + digits;
}

Law::Law(std::vector<Part> parts) : parts_(std::move(parts)) {
  for (Part& part : parts_) {
    part.x = part.a.ball();
    part.y = part.b.ball();
    part.w = part.weight.ball();
    switch (part.kind) {
      case Kind::normal:
        part.constant = -ln(part.y * root(Ball(2) * Ball::pi(), false), false);
        break;
      case Kind::uniform:
        part.constant = -ln(part.y - part.x, false);
        breaks_.push_back(part.x), breaks_.push_back(part.y);
        break;
      case Kind::laplace:
        part.constant = -ln(Ball(2) * part.y, false);
        breaks_.push_back(part.x);
        break;
      case Kind::exponential:
        part.constant = ln(part.x, false);
        breaks_.push_back(Ball(0));
        break;
      case Kind::beta:
        part.constant = log_gamma(part.x + part.y) - log_gamma(part.x) - log_gamma(part.y);
        breaks_.push_back(Ball(0)), breaks_.push_back(Ball(1));
        break;
      case Kind::logistic: part.constant = -ln(part.y, false); break;
    }
    part.constant = part.constant + ln(part.w, false);
  }
}

std::string Law::text() const {
  static const char* const names[] = {"normal", "uniform", "laplace", "exponential", "beta", "logistic"};
  std::string out;
  for (const Part& part : parts_) {
    out += out.empty() ? "" : "+";
    if (parts_.size() > 1) out += part.weight.text() + "*";
    out += names[static_cast<int>(part.kind)] + ("(" + part.a.text());
    out += part.kind == Kind::exponential ? ")" : "," + part.b.text() + ")";
  }
  return out;
}

bool Law::inside(const Part& part, const Ball& x) const {
  switch (part.kind) {
    case Kind::uniform: return below(part.x, x) && below(x, part.y);
    case Kind::exponential: return below(Ball(0), x);
    case Kind::beta: return below(Ball(0), x) && below(x, Ball(1));
    default: return true;
  }
}

bool Law::positive(const Piece& piece) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& p) { return inside(p, piece.middle); });
}

Ball Law::log_of(const Part& part, const Ball& x, const Ball& t, const Piece& piece, bool analytic) const {
  switch (part.kind) {
    case Kind::normal: return part.constant - sqr((x - part.x) / part.y) / Ball(2);
    case Kind::uniform: return part.constant;
    case Kind::laplace: {
      const Ball z = (x - part.x) / part.y;
      return part.constant + (below(part.x, piece.middle) ? -z : z);
    }
    case Kind::exponential: return part.constant - part.x * x;
    case Kind::beta: {
      const Ball left = piece.mirrored ? Ball(1) - t : t, right = piece.mirrored ? t : Ball(1) - t;
      return part.constant + (part.x - Ball(1)) * ln(left, analytic) + (part.y - Ball(1)) * ln(right, analytic);
    }
    case Kind::logistic: {  // symmetric: of −|z|, so that the exponential stays small
      Ball z = (x - part.x) / part.y;
      if (below(part.x, piece.middle)) z = -z;
      return part.constant + z - Ball(2) * ln(Ball(1) + exp(z), analytic);
    }
  }
  return Ball::unknown();
}

Law::Value Law::at(const Ball& t, const Piece& piece, bool analytic) const {
  const Ball x = piece.mirrored ? piece.origin - t : piece.origin + t;
  Ball sum, log;
  std::size_t terms = 0;
  for (const Part& part : parts_) {
    if (!inside(part, piece.middle)) continue;
    log = log_of(part, x, t, piece, analytic);
    sum = sum + exp(log);
    ++terms;
  }
  if (terms > 1) log = ln(sum, analytic);
  return {sum, log};
}

Ball Law::cdf(const Ball& x, const Piece& piece, bool upper, bool analytic) const {
  Ball sum;
  for (const Part& part : parts_) {
    Ball f;  // P(X > x)
    const bool right = below(part.x, piece.middle);
    switch (part.kind) {
      case Kind::normal: f = erfc((x - part.x) / (part.y * root(Ball(2), false))) / Ball(2); break;
      case Kind::uniform:
        f = inside(part, piece.middle) ? (part.y - x) / (part.y - part.x) : Ball(right ? 0 : 1);
        break;
      case Kind::laplace: {
        const Ball z = (x - part.x) / part.y;
        f = right ? exp(-z) / Ball(2) : Ball(1) - exp(z) / Ball(2);
        break;
      }
      case Kind::exponential: f = inside(part, piece.middle) ? exp(-(part.x * x)) : Ball(1); break;
      case Kind::beta: {
        if (!inside(part, piece.middle)) {
          f = Ball(below(piece.middle, Ball(0)) ? 1 : 0);
          break;
        }
        const bool cut = !below(Ball(0), x) || !below(x, Ball(1));
        if (analytic && cut) return Ball::unknown();
        Ball lower;
        acb_hypgeom_beta_lower(lower.get(), part.x.get(), part.y.get(), x.get(), 1, kBits);
        f = Ball(1) - lower;
        break;
      }
      case Kind::logistic: {
        Ball z = (x - part.x) / part.y;
        if (right) {
          const Ball e = exp(-z);
          f = e / (Ball(1) + e);
        } else {
          f = Ball(1) / (Ball(1) + exp(z));
        }
        break;
      }
    }
    sum = sum + part.w * (upper ? f : Ball(1) - f);
  }
  return sum;
}

// Every family here has a concave ln p far out; a quadratic that bounds it is exact but for the logistic,
// where −|z| − 2 ln(1 + e^−|z|) lies between −|z| − 2 ln 2 and −|z|.
Bounds Law::tail(const Ball& edge, bool right) const {
  Bounds out;
  std::vector<const Part*> there;
  for (const Part& part : parts_) {
    Ball beyond = right ? edge + Ball(1) : edge - Ball(1);
    if (inside(part, beyond)) there.push_back(&part);
  }
  if (there.empty()) {
    out.none = true;
    return out;
  }
  // Above: the sum of n terms is at most n times the largest; their coefficients' hull bounds that only
  // for one sign of x, so take the part that decays most slowly, which dominates each beyond the edge.
  const auto coefficients = [&](const Part& part, bool high, Ball (&c)[3]) {
    const Ball s(right ? 1 : -1);
    c[0] = part.constant, c[1] = Ball(0), c[2] = Ball(0);
    if (part.kind == Kind::normal) {
      const Ball h = Ball(1) / (Ball(2) * sqr(part.y));
      c[0] = c[0] - h * sqr(part.x), c[1] = Ball(2) * h * part.x, c[2] = -h;
    } else if (part.kind == Kind::exponential) {
      c[1] = -part.x;
    } else if (part.kind == Kind::laplace || part.kind == Kind::logistic) {
      c[0] = c[0] + s * part.x / part.y, c[1] = -s / part.y;
      if (part.kind == Kind::logistic && !high) c[0] = c[0] - Ball(2) * ln(Ball(2), false);
    }
  };
  // The slowest part at the edge, and how much the others can exceed it: their difference is a quadratic
  // whose leading terms decide; beyond the edge it falls if it and its slope are negative there.
  const Part* slowest = there.front();
  const auto value = [&](const Ball (&c)[3]) { return c[0] + edge * (c[1] + edge * c[2]); };
  for (const Part* part : there) {
    Ball a[3], b[3];
    coefficients(*part, true, a), coefficients(*slowest, true, b);
    if (below(value(b), value(a))) slowest = part;
  }
  coefficients(*slowest, true, out.high);
  coefficients(*slowest, false, out.low);
  Ball total(0);
  const Ball s(right ? 1 : -1);
  for (const Part* part : there) {
    Ball c[3];
    coefficients(*part, true, c);
    const Ball d2 = c[2] - out.high[2];
    const Ball slope = s * (c[1] - out.high[1] + Ball(2) * edge * d2);
    if (part != slowest && !(below(slope, Ball(1e-30)) && !below(Ball(1e-30), d2))) return {{}, {Ball::unknown(), 0, 0}, false};
    total = total + exp(value(c) - value(out.high));
  }
  out.high[0] = out.high[0] + ln(total, false);
  return out;
}

double Law::reach(double depth, bool right) const {
  double farthest = right ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  for (const Part& part : parts_) {
    const double a = part.x.middle(), b = part.y.middle();
    double here = 0;
    const double s = right ? 1 : -1;
    switch (part.kind) {
      case Kind::normal: here = a + s * b * std::sqrt(2 * depth); break;
      case Kind::laplace:
      case Kind::logistic: here = a + s * b * depth; break;
      case Kind::exponential: here = right ? depth / a : 0; break;
      case Kind::uniform: here = right ? b : a; break;
      case Kind::beta: here = right ? 1 : 0; break;
    }
    farthest = right ? std::max(farthest, here) : std::min(farthest, here);
  }
  return farthest;
}

}  // namespace verigan::referee
