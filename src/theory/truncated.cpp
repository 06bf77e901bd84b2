// SPDX-License-Identifier: MIT
// A law given that X lies in an interval.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

class Truncated final : public Density {
 public:
  Truncated(DensityPtr law, const Exact& lower, const Exact& upper)
      : law_(std::move(law)), exact_lower_(lower), exact_upper_(upper) {
    require(!std::isnan(lower.value()) && !std::isnan(upper.value()) && lower < upper,
            spec(), ": expected lower end < upper end");
    require(std::isfinite(lower.value()) || std::isfinite(upper.value()), spec(),
            ": expected a finite end at least");
    for (const Exact& end : {lower, upper})
      if (std::isfinite(end.value())) check_location("truncated", "end", end);
    lower_ = lower.twofold();
    upper_ = upper.twofold();
    below_ = has_lower() ? law_->cdf(lower_) : Mass{0, 0, 0};
    above_ = has_upper() ? law_->cdf(upper_) : Mass{1, 0, 0};
    mass_ = theory::difference(above_, below_);
    require(mass_ >= 1e-280, spec(), ": the law has a mass of ", mass_, " there, expected at least 1e-280");
    doubt_ = (below_.error + above_.error + (below_.base == above_.base ? 0 : 0x1p-100)) / mass_ + 2 * kEpsilon;
    require(doubt_ < 1e-6, spec(), ": the law's mass there, ", mass_, ", is known to ", doubt_,
            " of itself only, expected a part that is not so small");
    log_mass_ = log_of_mass();
    cut();
    moments();
  }
  std::string spec() const override {
    return message("truncated(", law_->spec(), ",", exact_lower_.text(), ",", exact_upper_.text(), ")");
  }
  double log_pdf(const Point& x) const override { return inside(x) ? law_->log_pdf(x) - log_mass_ : -kInfinity; }
  double log_pdf_scale() const override {
    return law_->log_pdf_scale() + 2 * std::abs(log_mass_) + doubt_ / kEpsilon;
  }
  double log_pdf_rounding() const override { return law_->log_pdf_rounding(); }

  Mass cdf(const Point& x) const override {
    if (has_lower() && x.from(lower_) <= 0) return {};
    if (has_upper() && x.from(upper_) >= 0) return {1, 0, 0};
    const Mass here = law_->cdf(x);
    const double left = part(below_, here), right = part(here, above_);
    if (left <= right) return {0, left, error_of(below_, here, left)};
    return {1, -right, error_of(here, above_, right)};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double way = tail.value * mass_;
    Mass of_law = tail.right ? Mass{above_.base, above_.tail - way, 0} : Mass{below_.base, below_.tail + way, 0};
    const Point x = law_->quantile(of_law);
    if (has_lower() && !(x.from(lower_) > 0)) return {lower_, 0};
    if (has_upper() && !(x.from(upper_) < 0)) return {upper_, 0};
    return x;
  }
  int quantile_cost() const override { return law_->quantile_cost(); }

  std::vector<Interval> support() const override {
    std::vector<Interval> pieces;
    for (Interval piece : law_->support()) {
      if (has_lower()) piece.lower = std::max(piece.lower, exact_lower_);
      if (has_upper()) piece.upper = std::min(piece.upper, exact_upper_);
      if (piece.lower < piece.upper) pieces.push_back(piece);
    }
    return pieces;
  }
  std::vector<Split> splits() const override { return splits_; }
  Tail tail(Side side) const override {
    const bool cut = side == Side::left ? has_lower() : has_upper();
    return cut ? Tail::vacant() : law_->tail(side);
  }
  Exact exponent(double x, Side side) const override {
    return reaches(x, side) ? law_->exponent(x, side) : Exact(kInfinity);
  }
  Tail approach(double x, Side side) const override {
    return reaches(x, side) ? law_->approach(x, side) : Tail::vacant();
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Truncated*>(&other);
    return {q != nullptr && exact_lower_ == q->exact_lower_ && exact_upper_ == q->exact_upper_ &&
                law_->log_ratio_to(*q->law_).identical,
            {}};
  }
  Range log_pdf_range(const Point& a, const Point& b) const override {
    const Range own = law_->log_pdf_range(a, b);
    if (inside(a) && inside(b)) return {own.least - log_mass_, own.greatest - log_mass_};
    return {-kInfinity, own.greatest - log_mass_};
  }
  double mean() const override { return mean_; }
  double variance() const override { return variance_; }

 private:
  bool has_lower() const { return std::isfinite(exact_lower_.value()); }
  bool has_upper() const { return std::isfinite(exact_upper_.value()); }
  bool inside(const Point& x) const {
    return !(has_lower() && x.from(lower_) < 0) && !(has_upper() && x.from(upper_) > 0);
  }
  bool reaches(double x, Side side) const {
    if (has_lower() && (x < lower_.high || (x == lower_.high && side == Side::left))) return false;
    return !(has_upper() && (x > upper_.high || (x == upper_.high && side == Side::right)));
  }
  // The share of the law between two of its masses.
  double part(const Mass& from, const Mass& to) const {
    return std::clamp(theory::difference(to, from) / mass_, 0.0, 1.0);
  }
  double error_of(const Mass& from, const Mass& to, double share) const {
    const double bases = from.base == to.base ? 0 : 0x1p-100;
    return (from.error + to.error + bases) / mass_ + share * doubt_;
  }
  double log_of_mass() const {
    const double outside = (has_lower() ? below_.value() : 0) + (has_upper() ? above_.complement() : 0);
    return outside < 0.5 ? std::log1p(-outside) : std::log(mass_);
  }
  // The law's cuts inside, the ends, and where the law between them has its mass.
  void cut() {
    for (const Split& split : law_->splits())
      if (inside(split.at)) splits_.push_back(split);
    if (has_lower()) splits_.push_back({Point(lower_), 0, true, false, true});
    if (has_upper()) splits_.push_back({Point(upper_), 0, true, true, false});
    std::vector<Point> places;
    for (const double u : {1e-100, 1e-40, 1e-16, 1e-8, 1e-4, 0.01, 0.1, 0.3, 0.5})
      places.push_back(quantile({0, u, 0}));
    for (const double u : {0.3, 0.1, 0.01, 1e-4, 1e-8, 1e-16, 1e-40, 1e-100})
      places.push_back(quantile({1, -u, 0}));
    for (std::size_t i = 1; i + 1 < places.size(); ++i) {
      const double scale = std::min(theory::difference(places[i], places[i - 1]),
                                    theory::difference(places[i + 1], places[i]));
      if (scale > 0) splits_.push_back({from_end(places[i]), scale, false, false, false});
    }
  }
  // Measured from the nearer end of the interval.
  Point from_end(const Point& x) const {
    const double left = has_lower() ? x.from(lower_) : kInfinity, right = has_upper() ? -x.from(upper_) : kInfinity;
    return left <= right ? Point(lower_, left) : Point(upper_, -right);
  }
  void moments() {
    mean_ = variance_ = std::nan("");
    const auto finite = [this](int order) {
      bool all = true;
      for (const Side side : {Side::left, Side::right})
        all = all && tail(side).with_log(order).integrable().value_or(false);
      return all;
    };
    if (!finite(1)) return;
    const double c = quantile({0, 0.5, 0}).value();
    const auto expected = [this](double centre, int order) {
      return integrate_over(*this, *this, [&](const Point& x, double log_p, double) {
        const double d = x.from(centre);
        return log_p == -kInfinity ? 0 : std::exp(log_p) * (order == 1 ? d : d * d);
      });
    };
    mean_ = c + expected(c, 1).value;
    variance_ = finite(2) ? expected(mean_, 2).value : kInfinity;
  }

  DensityPtr law_;
  Exact exact_lower_, exact_upper_;
  DoubleDouble lower_, upper_;
  Mass below_, above_;
  double mass_ = 0, doubt_ = 0, log_mass_ = 0, mean_ = 0, variance_ = 0;
  std::vector<Split> splits_;
};

}  // namespace

DensityPtr truncated(const DensityPtr& law, const Exact& lower, const Exact& upper) {
  return std::make_shared<Truncated>(law, lower, upper);
}

}  // namespace verigan::theory
