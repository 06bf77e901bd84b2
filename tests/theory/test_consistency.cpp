// SPDX-License-Identifier: MIT
// What must agree within the stated errors on any pair, over many random ones of all families: two
// ways to the same number take different meshes, and a dishonest error shows as a disagreement.
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "theory/densities.hpp"
#include "theory/summary.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr int kPairs = 300;

// A random density, and its image under x -> scale·x + shift.
class Source {
 public:
  explicit Source(unsigned seed) : bits_(seed) {}

  double number(double low, double high) {
    return low + (high - low) * (static_cast<double>(bits_() >> 11) * 0x1p-53);
  }
  double power(double low, double high) { return std::exp2(number(low, high)); }

  DensityPtr simple(bool image, double scale, double shift) {
    const auto kind = bits_() % 4;
    const double a = number(-4, 4);
    const double b = power(-8, 6);
    const double s = image ? scale : 1;
    const double c = image ? shift : 0;
    if (kind == 0) return normal(s * a + c, s * b);
    if (kind == 1) return logistic(s * a + c, s * b);
    if (kind == 2) return laplace(s * a + c, s * b);
    return uniform(s * a + c, s * (a + b) + c);
  }
  DensityPtr density(bool image, double scale, double shift) {
    const bool single = bits_() % 2 == 0;
    const DensityPtr first = simple(image, scale, shift);
    if (single) return first;
    const double w = power(-12, -1);
    return mixture(std::vector{w, 1 - w}, std::vector{first, simple(image, scale, shift)});
  }
  DensityPtr any() {
    const auto kind = bits_() % 4;
    if (kind == 0) return beta(power(-4, 4), power(-4, 4));
    if (kind == 1) return exponential(power(-5, 5));
    return density(false, 1, 0);
  }

 private:
  std::mt19937_64 bits_;
};

void agree(const char* what, const Estimate& a, const Estimate& b, double slack = 0) {
  INFO(what << ": " << a.value << " ± " << a.error << " against " << b.value << " ± " << b.error);
  if (std::isinf(a.value) || std::isinf(b.value)) {
    CHECK(a.value == b.value);
  } else {
    CHECK(std::abs(a.value - b.value) <= a.error + b.error + slack);
  }
}

void check_identities(const Summary& s, double alpha) {
  const double ln2 = std::log(2.0);
  agree("T04", s.value, {-2 * ln2 + 2 * s.jsd.value, 2 * s.jsd.error}, 1e-15);
  const double entropy = -alpha * std::log(alpha) - (1 - alpha) * std::log1p(-alpha);
  agree("T09", s.value_alpha, {s.js_alpha.value - entropy, s.js_alpha.error}, 1e-15);
  agree("T14", s.error_absolute, {0.5 - 0.5 * s.tv.value, 0.5 * s.tv.error}, 1e-16);
  const double tv = s.tv.value;
  const double all =
      s.tv.error + s.jsd.error + s.hellinger2.error + s.w1.error + s.w2.error + 1e-15;
  CHECK(s.jsd.value <= tv * ln2 + all);
  CHECK(s.jsd.value >= tv * tv / 2 - all);
  CHECK(s.hellinger2.value <= tv + all);
  CHECK(tv <= std::sqrt(s.hellinger2.value * (2 - s.hellinger2.value)) + std::sqrt(all));
  CHECK(s.kl_pq.value >= 2 * tv * tv - s.kl_pq.error - all);
  CHECK(s.w1.value <= s.w2.value + all);
}

}  // namespace

TEST_CASE("Identities, inequalities and symmetry hold within the errors") {
  Source source(1);
  for (int i = 0; i < kPairs; ++i) {
    const DensityPtr p = source.any();
    const DensityPtr q = source.any();
    const double alpha = source.number(0.01, 0.99);
    INFO(p->spec() << " | " << q->spec() << " | " << alpha);
    const Summary s = summarise(*p, *q, alpha);
    check_identities(s, alpha);
    const Summary t = summarise(*q, *p, 1 - alpha);
    agree("kl", s.kl_pq, t.kl_qp);
    agree("kl", s.kl_qp, t.kl_pq);
    agree("jsd", s.jsd, t.jsd);
    agree("js_alpha", s.js_alpha, t.js_alpha, 4e-16);
    agree("tv", s.tv, t.tv);
    agree("hellinger2", s.hellinger2, t.hellinger2);
    agree("w1", s.w1, t.w1);
    agree("w2", s.w2, t.w2);
  }
}

TEST_CASE("Beta densities may be mirrored") {
  Source source(3);
  for (int i = 0; i < kPairs; ++i) {
    const double a = source.power(-8, 8), b = source.power(-8, 8);
    const double c = source.power(-8, 8), d = source.power(-8, 8);
    const DensityPtr p = beta(a, b);
    const DensityPtr q = beta(c, d);
    INFO(p->spec() << " | " << q->spec());
    const Summary s = summarise(*p, *q, 0.3);
    const Summary t = summarise(*beta(b, a), *beta(d, c), 0.3);
    agree("kl_pq", s.kl_pq, t.kl_pq);
    agree("kl_qp", s.kl_qp, t.kl_qp);
    agree("jsd", s.jsd, t.jsd);
    agree("js_alpha", s.js_alpha, t.js_alpha);
    agree("tv", s.tv, t.tv);
    agree("hellinger2", s.hellinger2, t.hellinger2);
    agree("w1", s.w1, t.w1);
    agree("w2", s.w2, t.w2);
    for (const Estimate& x : {s.kl_pq, s.jsd, s.tv, s.hellinger2, s.w1, s.w2}) {
      CHECK(x.error <= 1e-8 * std::max(1.0, x.value));
    }
  }
}

TEST_CASE("Nothing but W changes under a change of units") {
  for (const double scale : {0x1p-30, 0x1p20}) {
    const double shift = 1024 * scale;  // exact, as the scale is
    Source here(2);
    Source there(2);
    for (int i = 0; i < kPairs; ++i) {
      const DensityPtr p = here.density(false, scale, shift);
      const DensityPtr q = here.density(false, scale, shift);
      const DensityPtr p2 = there.density(true, scale, shift);
      const DensityPtr q2 = there.density(true, scale, shift);
      INFO(p->spec() << " | " << q->spec() << " | " << p2->spec() << " | " << q2->spec());
      const Summary s = summarise(*p, *q, 0.3);
      const Summary t = summarise(*p2, *q2, 0.3);
      // Adding the shift rounds the locations by 1e-13 of the unit: b ≥ 2⁻⁸ keeps that small.
      const double slack = 3e-10;
      agree("jsd", s.jsd, t.jsd, slack);
      agree("js_alpha", s.js_alpha, t.js_alpha, slack);
      agree("tv", s.tv, t.tv, slack);
      agree("hellinger2", s.hellinger2, t.hellinger2, slack);
      agree("w1", {s.w1.value, s.w1.error}, {t.w1.value / scale, t.w1.error / scale}, slack);
      agree("w2", {s.w2.value, s.w2.error}, {t.w2.value / scale, t.w2.error / scale}, 1e-8);
    }
  }
}
