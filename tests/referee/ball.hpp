// SPDX-License-Identifier: MIT
#pragma once

#include <acb.h>
#include <acb_calc.h>
#include <acb_hypgeom.h>
#include <arb_hypgeom.h>

#include <utility>

// Arb's complex balls as values: every operation encloses the result of whatever the operands enclose.
namespace verigan::referee {

inline constexpr slong kBits = 160;  // of the arithmetic; what integrals are requested is less

class Ball {
 public:
  Ball(double x = 0) { acb_init(z_), acb_set_d(z_, x); }  // NOLINT: a double is exact
  Ball(const Ball& other) { acb_init(z_), acb_set(z_, other.z_); }
  Ball(Ball&& other) noexcept { acb_init(z_), acb_swap(z_, other.z_); }
  Ball& operator=(Ball other) noexcept { return acb_swap(z_, other.z_), *this; }
  ~Ball() { acb_clear(z_); }
  static Ball of(const acb_t z) { Ball b; acb_set(b.z_, z); return b; }
  /// numerator / 10^decimals
  static Ball decimal(long numerator, unsigned decimals) {
    Ball b, d(1);
    acb_set_si(b.z_, numerator);
    for (unsigned i = 0; i < decimals; ++i) acb_mul_si(d.z_, d.z_, 10, kBits);
    return b / d;
  }
  static Ball pi() { Ball b; acb_const_pi(b.z_, kBits); return b; }
  static Ball unknown() { Ball b; acb_indeterminate(b.z_); return b; }

  acb_ptr get() { return z_; }
  acb_srcptr get() const { return z_; }
  arb_srcptr real() const { return acb_realref(z_); }

  friend Ball operator+(const Ball& a, const Ball& b) { Ball r; acb_add(r.z_, a.z_, b.z_, kBits); return r; }
  friend Ball operator-(const Ball& a, const Ball& b) { Ball r; acb_sub(r.z_, a.z_, b.z_, kBits); return r; }
  friend Ball operator*(const Ball& a, const Ball& b) { Ball r; acb_mul(r.z_, a.z_, b.z_, kBits); return r; }
  friend Ball operator/(const Ball& a, const Ball& b) { Ball r; acb_div(r.z_, a.z_, b.z_, kBits); return r; }
  friend Ball operator-(const Ball& a) { Ball r; acb_neg(r.z_, a.z_); return r; }
  friend Ball exp(const Ball& a) { Ball r; acb_exp(r.z_, a.z_, kBits); return r; }
  friend Ball sqr(const Ball& a) { return a * a; }
  friend Ball hull(const Ball& a, const Ball& b) { Ball r; acb_union(r.z_, a.z_, b.z_, kBits); return r; }
  // With `analytic`, what is not holomorphic on the whole ball is not a number (acb_calc_integrate's rule).
  friend Ball ln(const Ball& a, bool analytic) { Ball r; acb_log_analytic(r.z_, a.z_, analytic, kBits); return r; }
  friend Ball root(const Ball& a, bool analytic) { Ball r; acb_sqrt_analytic(r.z_, a.z_, analytic, kBits); return r; }
  friend Ball absolute(const Ball& a, bool analytic) { Ball r; acb_real_abs(r.z_, a.z_, analytic, kBits); return r; }
  friend Ball lesser(const Ball& a, const Ball& b, bool analytic) {
    Ball r; acb_real_min(r.z_, a.z_, b.z_, analytic, kBits); return r;
  }
  friend Ball erfc(const Ball& a) { Ball r; acb_hypgeom_erfc(r.z_, a.z_, kBits); return r; }
  friend Ball log_gamma(const Ball& a) { Ball r; acb_lgamma(r.z_, a.z_, kBits); return r; }
  friend bool finite(const Ball& a) { return acb_is_finite(a.z_) != 0; }

  /// Certainly below, as real numbers.
  friend bool below(const Ball& a, const Ball& b) { return arb_lt(a.real(), b.real()) != 0; }
  double middle() const { return arf_get_d(arb_midref(real()), ARF_RND_NEAR); }
  double radius() const { return mag_get_d(arb_radref(real())); }
  /// The real number `x` and an error of at most `error` (a ball too) around it.
  Ball widened(const Ball& error) const {
    Ball r(*this);
    mag_t bound;
    mag_init(bound);
    acb_get_mag(bound, error.z_);
    arb_add_error_mag(acb_realref(r.z_), bound);
    mag_clear(bound);
    return r;
  }

 private:
  acb_t z_;
};

}  // namespace verigan::referee
