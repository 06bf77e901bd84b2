// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <typeinfo>

#include "theory/family_parts.hpp"

namespace verigan::theory::parts {

/// A family p(x) = g(z)/scale, z = (x − location)/scale, with its largest value at z = 0 and falling on
/// both sides.
class LocationScale : public Density {
 public:
  LocationScale(const char* name, const char* scale_name, const Exact& mean, const Exact& scale,
                const char* location_name = "mean")
      : name_(name), exact_mean_(mean), exact_scale_(scale), mean_(mean.twofold()),
        scale_(scale.value()), log_scale_(std::log(scale_)) {
    check_location(name, location_name, mean);
    check_scale(name, scale_name, scale);
  }
  std::string spec() const override {
    return message(name_, "(", exact_mean_.text(), ",", exact_scale_.text(), ")");
  }
  std::vector<Interval> support() const override { return {{-kInfinity, kInfinity}}; }
  Exact exponent(double, Side) const override { return 0; }
  std::optional<Exact> shift_from(const Density& other) const override {
    const auto* q = dynamic_cast<const LocationScale*>(&other);
    if (q == nullptr || !same_shape(*q) || exact_scale_ != q->exact_scale_) return {};
    return exact_mean_ - q->exact_mean_;
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    if (a < 0 && !symmetric()) return nullptr;
    return relocated(a * exact_mean_ + b, a < 0 ? 0 - a * exact_scale_ : a * exact_scale_);
  }
  double mean() const override { return mean_.high; }
  // All are unimodal.
  Range log_pdf_range(const Point& a, const Point& b) const override {
    const double left = log_pdf(a), right = log_pdf(b);
    const bool inside = a.from(mean_) <= 0 && b.from(mean_) >= 0;
    return {std::min(left, right), inside ? log_pdf(Point(mean_)) : std::max(left, right)};
  }

 protected:
  /// The same family and shape elsewhere.
  virtual DensityPtr relocated(const Exact& location, const Exact& scale) const = 0;
  virtual bool symmetric() const { return true; }
  virtual bool same_shape(const LocationScale& q) const { return typeid(*this) == typeid(q); }
  double z(const Point& x) const { return x.from(mean_) / scale_; }
  // mean ± scale·k for every k; the centre too.
  std::vector<Split> around(std::initializer_list<double> multiples, bool sharp) const {
    std::vector<Split> splits{{Point(mean_), scale_, sharp, false, false}};
    for (const double k : multiples) {
      for (const double sign : {-1.0, 1.0}) {
        splits.push_back({Point(mean_, sign * k * scale_), k * scale_, false, false, false});
      }
    }
    return splits;
  }
  // z of `q` less z of this, −(place + scale·z), and the logarithm of the scales' quotient.
  struct Shift {
    double place, scale, log_scale;
    double of(double t) const { return -(place + t * scale); }
    double size(double t) const { return std::abs(place) + std::abs(t * scale); }
  };
  Shift shift_to(const LocationScale& q) const {
    return {change(exact_mean_, q.exact_mean_) / q.scale_,
            change(exact_scale_, q.exact_scale_) / q.scale_,
            log_quotient(q.exact_scale_, exact_scale_)};
  }
  bool same(const LocationScale& q) const {
    return exact_mean_ == q.exact_mean_ && exact_scale_ == q.exact_scale_;
  }
  // ln p − ln q = ln(scale_q/scale_p) + rise(z_p, z_q − z_p), with the rise's error in units of 8ε.
  template <class Family, class Rise>
  LogRatio ratio_by(const Density& other, Rise rise) const {
    const auto* q = dynamic_cast<const Family*>(&other);
    if (q == nullptr) return {};
    if (same(*q)) return {true, {}};
    const Shift shift = shift_to(*q);
    return {false, [this, shift, rise](const Point& x) -> Estimate {
              const double t = z(x);
              const Estimate r = rise(t, shift.of(t), shift.size(t));
              return {shift.log_scale + r.value,
                      8 * kEpsilon * (std::abs(shift.log_scale) + r.error)};
            }};
  }

  const char* name_;
  Exact exact_mean_, exact_scale_;
  DoubleDouble mean_;
  double scale_, log_scale_;
};

}  // namespace verigan::theory::parts
