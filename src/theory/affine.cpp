// SPDX-License-Identifier: MIT
// The law of aX + b where the family has no name for it: a gamma law shifted, a beta law on [3, 5].
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

// a + b and a·b to 2⁻¹⁰⁰.
DoubleDouble plus(const DoubleDouble& a, const DoubleDouble& b) {
  const double high = a.high + b.high, from_b = high - a.high;
  const double low = ((a.high - (high - from_b)) + (b.high - from_b)) + (a.low + b.low);
  const double sum = high + low;
  return {sum, (high - sum) + low};
}
DoubleDouble times(const DoubleDouble& a, const DoubleDouble& b) {
  const double high = a.high * b.high;
  const double low = std::fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high);
  const double sum = high + low;
  return {sum, (high - sum) + low};
}

class Affine final : public Density {
 public:
  Affine(DensityPtr law, const Exact& a, const Exact& b)
      : law_(std::move(law)), exact_a_(a), exact_b_(b), a_(a.value()), b_(b.twofold()),
        inverse_((1 / a).twofold()), log_a_(std::log(std::abs(a_))) {
    for (const Interval& piece : law_->support())
      for (const Exact& end : {piece.lower, piece.upper})
        if (std::isfinite(end.value())) fixed_.push_back({image(end).twofold(), end.twofold()});
    for (const Split& split : law_->splits()) {
      const DoubleDouble from = split.at.anchor;
      const auto known = std::find_if(fixed_.begin(), fixed_.end(), [&](const Fixed& f) { return f.of_law == from; });
      if (known != fixed_.end()) continue;
      const Exact place = Exact(from.high) + Exact(from.low);
      fixed_.push_back({image(place).twofold(), from});
    }
    std::sort(fixed_.begin(), fixed_.end(), [](const Fixed& f, const Fixed& g) { return before(f.here, g.here); });
  }
  std::string spec() const override {
    return message("affine(", law_->spec(), ",", exact_a_.text(), ",", exact_b_.text(), ")");
  }
  double log_pdf(const Point& y) const override { return law_->log_pdf(back(y)) - log_a_; }
  double log_pdf_scale() const override { return law_->log_pdf_scale() + 2 * std::abs(log_a_); }
  double log_pdf_rounding() const override { return law_->log_pdf_rounding() + 4; }
  Mass cdf(const Point& y) const override {
    const Mass mass = law_->cdf(back(y));
    return flipped() ? mirrored(mass) : mass;
  }
  Point quantile(const Mass& mass) const override { return there(law_->quantile(flipped() ? mirrored(mass) : mass)); }
  int quantile_cost() const override { return law_->quantile_cost(); }
  std::vector<Interval> support() const override {
    std::vector<Interval> pieces;
    for (const Interval& piece : law_->support()) {
      Interval moved{image(piece.lower), image(piece.upper)};
      if (flipped()) std::swap(moved.lower, moved.upper);
      pieces.push_back(moved);
    }
    if (flipped()) std::reverse(pieces.begin(), pieces.end());
    return pieces;
  }
  std::vector<Split> splits() const override {
    std::vector<Split> cuts = law_->splits();
    for (Split& cut : cuts) {
      cut.at = there(cut.at);
      cut.at.offset = std::clamp(cut.at.offset, -1e290, 1e290);
      cut.scale *= std::abs(a_);
      if (flipped()) std::swap(cut.graded_left, cut.graded_right);
    }
    return cuts;
  }
  // At y = ±t, x = ((±t) − b)/a = ±(t ∓ b)/a.
  Tail tail(Side side) const override {
    const Exact shift = side == Side::right ? exact_b_ : 0 - exact_b_;
    return law_->tail(of_law(side)).moved(size(), shift);
  }
  Exact exponent(double y, Side side) const override { return law_->exponent(place(y), of_law(side)); }
  Tail approach(double y, Side side) const override {
    return law_->approach(place(y), of_law(side)).moved(1 / size(), 0);
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Affine*>(&other);
    return {q != nullptr && exact_a_ == q->exact_a_ && exact_b_ == q->exact_b_ &&
                law_->log_ratio_to(*q->law_).identical,
            {}};
  }
  std::optional<Exact> shift_from(const Density& other) const override {
    const auto* q = dynamic_cast<const Affine*>(&other);
    if (q != nullptr) {
      if (exact_a_ != q->exact_a_ || !law_->log_ratio_to(*q->law_).identical) return {};
      return exact_b_ - q->exact_b_;
    }
    if (exact_a_ == 1 && law_->log_ratio_to(other).identical) return exact_b_;
    return {};
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    return affine(law_, a * exact_a_, a * exact_b_ + b);
  }
  Range log_pdf_range(const Point& a, const Point& b) const override {
    const Range own = flipped() ? law_->log_pdf_range(back(b), back(a)) : law_->log_pdf_range(back(a), back(b));
    return {own.least - log_a_, own.greatest - log_a_};
  }
  double mean() const override { return a_ * law_->mean() + b_.high; }
  double variance() const override { return a_ * a_ * law_->variance(); }

 private:
  // A place that both sides know exactly: an end, a centre.
  struct Fixed {
    DoubleDouble here, of_law;
  };
  static bool before(const DoubleDouble& a, const DoubleDouble& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
  }
  bool flipped() const { return a_ < 0; }
  Exact size() const { return flipped() ? 0 - exact_a_ : exact_a_; }
  Side of_law(Side side) const {
    if (!flipped()) return side;
    return side == Side::left ? Side::right : Side::left;
  }
  Exact image(const Exact& x) const {
    if (std::isinf(x.value())) return flipped() ? -x.value() : x.value();
    return exact_a_ * x + exact_b_;
  }
  static Mass mirrored(const Mass& mass) {
    const bool plain = mass.base == 0 || mass.base == 1;
    return {{1 - mass.base.high, -mass.base.low}, -mass.tail, mass.error + (plain ? 0 : kEpsilon)};
  }
  // The law's point for a point here, and back; anchors that both know map onto each other.
  Point back(const Point& y) const {
    const double offset = y.offset / a_;
    const double log_offset = std::isnan(y.log_offset) ? y.log_offset : y.log_offset - log_a_;
    const auto known = std::lower_bound(fixed_.begin(), fixed_.end(), y.anchor, [](const Fixed& f, const DoubleDouble& at) {
      return before(f.here, at);
    });
    if (known != fixed_.end() && known->here == y.anchor) return {known->of_law, offset, log_offset};
    const DoubleDouble from_b = plus(y.anchor, {-b_.high, -b_.low});
    return {times(from_b, inverse_), offset};
  }
  Point there(const Point& x) const {
    const double log_offset = std::isnan(x.log_offset) ? x.log_offset : x.log_offset + log_a_;
    for (const Fixed& f : fixed_)
      if (f.of_law == x.anchor) return {f.here, x.offset * a_, log_offset};
    return {plus(times(x.anchor, exact_a_.twofold()), b_), x.offset * a_};
  }
  double place(double y) const {
    for (const Fixed& f : fixed_)
      if (f.here.high == y) return f.of_law.high;
    return (y - b_.high) / a_;
  }

  DensityPtr law_;
  Exact exact_a_, exact_b_;
  double a_;
  DoubleDouble b_, inverse_;
  double log_a_;
  std::vector<Fixed> fixed_;
};

}  // namespace

DensityPtr affine(const DensityPtr& law, const Exact& a, const Exact& b) {
  require(a != 0 && std::abs(a.value()) >= 1e-100 && std::abs(a.value()) <= 1e100, "affine: a = ", a.value(),
          ", expected a number with 1e-100 <= |a| <= 1e100");
  check_location("affine", "b", b);
  if (a == 1 && b == 0) return law;
  if (DensityPtr image = law->affine_image(a, b)) return image;
  return std::make_shared<Affine>(law, a, b);
}

}  // namespace verigan::theory
