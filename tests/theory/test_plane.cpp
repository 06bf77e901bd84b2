// SPDX-License-Identifier: MIT
// Densities of the plane: closed forms of normals, rules of products, and what is infinite.
#include <cmath>
#include <iomanip>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "theory/divergence.hpp"
#include "theory/plane_divergence.hpp"
#include "theory/plane_finiteness.hpp"
#include "theory/plane_mesh.hpp"
#include "theory/plane_spec.hpp"
#include "theory/scan.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

struct Two {
  PlaneDensityPtr p, q;
  Two(const std::string& a, const std::string& b) : p(parse_plane(a)), q(parse_plane(b)) {}
  Summary summary(double alpha = 0.5) const { return summarise(*p, *q, alpha); }
  Estimate of(const std::string& key, double alpha = 0.5) const { return plane_quantity(key, *p, *q, alpha); }
};

// Within its error of the truth, which is known to 1e-13 of itself, and not by a large error.
void check(const Estimate& found, double truth, double largest_error = 1e-8) {
  CAPTURE(found.value, found.error, truth);
  if (std::isinf(truth)) {
    CHECK((found.value == truth && found.error == 0));
    return;
  }
  CHECK(std::abs(found.value - truth) <= found.error + 1e-13 * std::abs(truth));
  CHECK(found.error <= largest_error * std::max(1.0, std::abs(truth)));
}
void check_same(const Estimate& found, const Estimate& reference) {
  INFO(std::scientific << std::setprecision(17) << found.value << " ± " << found.error << ", reference "
                       << reference.value << " ± " << reference.error);
  CHECK(std::abs(found.value - reference.value) <= found.error + reference.error);
  CHECK(found.error <= 1e-8 * std::max(1.0, std::abs(reference.value)));
}
void check_infinite(const Estimate& found) { CHECK((std::isinf(found.value) && found.error == 0)); }
void check_unknown(const Estimate& found) { CHECK(std::isinf(found.error)); }

struct Normal2 {
  double mx, my, xx, xy, yy;
  double det() const { return xx * yy - xy * xy; }
  std::string text() const {
    return message("normal([", shortest(mx), ",", shortest(my), "],[[", shortest(xx), ",", shortest(xy), "],[",
                   shortest(xy), ",", shortest(yy), "]])");
  }
};
// d·C⁻¹·d for C = a·A + b·B.
double form(double dx, double dy, const Normal2& a, double s, const Normal2& b, double t, double& det) {
  const double xx = s * a.xx + t * b.xx, xy = s * a.xy + t * b.xy, yy = s * a.yy + t * b.yy;
  det = xx * yy - xy * xy;
  return (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / det;
}
double kl_of(const Normal2& p, const Normal2& q) {
  double det = 0;
  const double square = form(p.mx - q.mx, p.my - q.my, q, 1, q, 0, det);
  const double trace = (q.yy * p.xx - 2 * q.xy * p.xy + q.xx * p.yy) / det;
  return 0.5 * (trace + square - 2 + std::log(det / p.det()));
}
// Gil, Alajaji & Linder (2013): rΔ·C*⁻¹·Δ/2 − ln(det C*/(det P^{1−r} det Q^r))/(2(r−1)), C* = rQ + (1−r)P.
double renyi_of(const Normal2& p, const Normal2& q, double r) {
  double det = 0;
  const double square = form(p.mx - q.mx, p.my - q.my, q, r, p, 1 - r, det);
  return 0.5 * r * square -
         (std::log(det) - (1 - r) * std::log(p.det()) - r * std::log(q.det())) / (2 * (r - 1));
}

}  // namespace

TEST_CASE("divergences of two normals with full covariances are those in closed form") {
  Draws draws(1);
  for (int i = 0; i < 3; ++i) {
    const auto random = [&] {
      const double a = draws.uniform(0.6, 2), b = draws.uniform(0.6, 2), rho = draws.uniform(-0.8, 0.8);
      return Normal2{draws.uniform(-2, 2), draws.uniform(-2, 2), a * a, rho * a * b, b * b};
    };
    const Normal2 p = random(), q = random();
    CAPTURE(p.text(), q.text());
    const Two two(p.text(), q.text());
    const Summary s = two.summary(0.3);
    check(s.kl_pq, kl_of(p, q));
    check(s.kl_qp, kl_of(q, p));
    check(s.hellinger2, -std::expm1(-0.5 * renyi_of(p, q, 0.5)));
    check(two.of("renyi:0.5"), renyi_of(p, q, 0.5));
    check(two.of("bhattacharyya"), 0.5 * renyi_of(p, q, 0.5));
    check(two.of("renyi:1.25"), power_is_finite(*two.p, *two.q, Exact(1.25)) == true
                                    ? renyi_of(p, q, 1.25)
                                    : std::numeric_limits<double>::infinity());
    if (std::isfinite(s.chi2_pq.value)) check(s.chi2_pq, std::expm1(renyi_of(p, q, 2)));
    check_same({s.value.value + kLn4, s.value.error}, {2 * s.jsd.value, 2 * s.jsd.error});
    check_same({s.value_alpha.value + s.entropy_alpha.value, s.value_alpha.error + s.entropy_alpha.error},
               s.js_alpha);
    check_same({1 - 2 * s.error_absolute.value, 2 * s.error_absolute.error}, s.tv);
    check_same(two.of("jsd"), s.jsd);
    check_same(two.of("js_alpha", 0.3), s.js_alpha);
    check_same(two.of("tv"), s.tv);
  }
}

TEST_CASE("normals of one covariance differ as normals of the line by Mahalanobis' distance") {
  // Covariance [[2, 1], [1, 1]] has inverse [[1, −1], [−1, 2]]: Δ = (1, 2) is √5 long.
  const Two two("normal([1,2],[[2,1],[1,1]])", "normal([0,0],[[2,1],[1,1]])");
  const DensityPtr p = parse_density("normal(sqrt(5),1)"), q = parse_density("normal(0,1)");
  const Summary found = two.summary(0.2), line = summarise(*p, *q, Exact(0.2));
  for (const auto quantity : {&Summary::kl_pq, &Summary::jsd, &Summary::js_alpha, &Summary::tv,
                              &Summary::hellinger2, &Summary::chi2_pq, &Summary::value_alpha,
                              &Summary::error_absolute, &Summary::least_squares})
    check_same(found.*quantity, line.*quantity);
  check(found.w2, std::sqrt(5.0));
}

TEST_CASE("mixtures of sheared normals differ as those of the line from which they are made") {
  // (x, y) ↦ (x, y + x) changes no f-divergence.
  const Two two("0.5*normal([-2,-2],[[1,1],[1,2]])+0.5*normal([2,2],[[1,1],[1,2]])",
                "normal([0,0],[[4,4],[4,5]])");
  const DensityPtr p = parse_density("0.5*normal(-2,1)+0.5*normal(2,1)"), q = parse_density("normal(0,2)");
  const Summary found = two.summary(), line = summarise(*p, *q, Exact(0.5));
  for (const auto quantity :
       {&Summary::kl_pq, &Summary::kl_qp, &Summary::jsd, &Summary::tv, &Summary::hellinger2, &Summary::chi2_pq})
    check_same(found.*quantity, line.*quantity);
  check_same(two.of("jeffreys"), f_divergence(*p, *q, f_generator("jeffreys")));
  check_same(two.of("triangular"), f_divergence(*p, *q, f_generator("triangular")));
}

TEST_CASE("x and y exchanged are another cubature of the same divergences") {
  Draws draws(8);
  for (int i = 0; i < 3; ++i) {
    std::string text[2][2];  // p and q, each as it is and with x and y exchanged
    for (auto& side : text)
      for (int part = 0; part < 3; ++part) {
        const double a = draws.uniform(0.3, 1.5), b = draws.uniform(0.3, 1.5), rho = draws.uniform(-0.9, 0.9);
        const Normal2 n{draws.uniform(-3, 3), draws.uniform(-3, 3), a * a, rho * a * b, b * b};
        const Normal2 exchanged{n.my, n.mx, n.yy, n.xy, n.xx};
        const std::string weight = std::string(part > 0 ? "+" : "") + "1/3*";
        side[0] += weight + n.text();
        side[1] += weight + exchanged.text();
      }
    CAPTURE(text[0][0], text[1][0]);
    const Summary s = Two(text[0][0], text[1][0]).summary(0.3), t = Two(text[0][1], text[1][1]).summary(0.3);
    for (const auto quantity : {&Summary::kl_pq, &Summary::kl_qp, &Summary::jsd, &Summary::js_alpha,
                                &Summary::tv, &Summary::hellinger2, &Summary::error_absolute})
      check_same(s.*quantity, t.*quantity);
    CHECK(std::isinf(s.chi2_pq.value) == std::isinf(t.chi2_pq.value));
    if (std::isfinite(s.chi2_pq.value + s.chi2_pq.error)) check_same(s.chi2_pq, t.chi2_pq);
  }
}

TEST_CASE("of products KL adds and Hellinger's affinity multiplies") {
  const char* const pairs[][4] = {
      {"laplace(0,1)", "beta(2,3)", "normal(0,1)", "uniform(0,1)"},
      {"cauchy(0,1)", "gamma(2,1)", "student(3,1,1)", "exponential(0.7)"},
      {"exponential(2)", "logistic(0,1)", "exponential(1)", "normal(1,2)"},
      {"0.5*normal(-2,1)+0.5*normal(2,0.5)", "uniform(0,2)", "normal(0,2)", "0.5*uniform(0,1)+0.5*uniform(0,3)"}};
  for (const auto& [px, py, qx, qy] : pairs) {
    CAPTURE(px, py, qx, qy);
    const Two two(message("product(", px, ",", py, ")"), message("product(", qx, ",", qy, ")"));
    const DensityPtr a = parse_density(px), b = parse_density(py), c = parse_density(qx), d = parse_density(qy);
    const Summary s = two.summary();
    const Estimate along_x = kl(*a, *c), along_y = kl(*b, *d);
    check_same(s.kl_pq, {along_x.value + along_y.value, along_x.error + along_y.error});
    const Estimate hx = hellinger2(*a, *c), hy = hellinger2(*b, *d);
    check_same(s.hellinger2, {1 - (1 - hx.value) * (1 - hy.value), hx.error + hy.error + 1e-15});
    const Estimate rx = renyi(*a, *c, Exact(0.7)), ry = renyi(*b, *d, Exact(0.7));
    check_same(two.of("renyi:0.7"), {rx.value + ry.value, rx.error + ry.error});
    // One factor alone.
    const Two one(message("product(", px, ",", py, ")"), message("product(", qx, ",", py, ")"));
    check_same(one.of("jsd"), jsd(*a, *c));
    check_same(one.of("tv"), total_variation(*a, *c));
  }
}

TEST_CASE("densities that nearly agree keep their digits, and equal ones have no divergence at all") {
  const Two near("normal([1e-7,0],[[1,0.5],[0.5,1]])", "normal([0,0],[[1,0.5],[0.5,1]])");
  // Δ·C⁻¹·Δ = δ²·4/3.
  const Estimate found = near.of("kl_pq");
  CAPTURE(found.value, found.error);
  CHECK(std::abs(found.value - 0.5 * 4.0 / 3 * 1e-14) <= found.error);
  CHECK(found.error < 1e-6 * found.value);
  // Correlations ε apart: ε²(1 + ρ²)/(2(1 − ρ²)²) and terms of ε³.
  const Two turned("normal([0,0],[[1,0.5],[0.5,1]])", "normal([0,0],[[1,0.5000001],[0.5000001,1]])");
  CHECK(turned.of("kl_pq").value == Approx(1e-14 * 1.25 / (2 * 0.5625)).epsilon(1e-6));
  // Separate modes ε apart, without a form for their ratio: what rounding hides is in the error.
  const Two modes("ring(3,2,0.3)", "ring(3,2.00000001,0.3)");
  const Estimate hidden = modes.of("kl_pq");
  const double truth = 0.5 * std::pow(1e-8 / 0.3, 2);
  CAPTURE(hidden.value, hidden.error, truth);
  CHECK(std::abs(hidden.value - truth) <= hidden.error);
  CHECK(hidden.error > 1e-3 * truth);
  const Two same("ring(3,2,0.3)", "ring(3, 2, 0.3)");
  const Summary s = same.summary();
  for (const Estimate& x : {s.kl_pq, s.jsd, s.tv, s.chi2_pq}) {
    CHECK(x.value == 0);
    CHECK(x.error < 1e-280);
  }
}

TEST_CASE("what an integrand says of its rounding is in the error of its integral") {
  const Two two("0.5*normal([0,0],[[1,.5],[.5,1]])+0.5*product(uniform(0,1),laplace(0,1))", "ring(3,2,0.3)");
  const PlanePair pair(*two.p, *two.q);
  const MeshIntegrands masses = [](const LogPair& at, std::span<Term> out) {
    const double p = std::exp(at.log_p + at.log_jacobian), q = std::exp(at.log_q + at.log_jacobian);
    out[0] = {p, 0};
    out[1] = {q, 1e-6 * q};
  };
  const std::vector<Estimate> found = integrate_plane(pair, 2, masses);
  for (const Estimate& mass : found) CHECK(std::abs(mass.value - 1) <= mass.error + 1e-14);
  CHECK(found[0].error < 1e-9);
  CHECK(found[1].error >= 0.99e-6);
  CHECK(found[1].error < 1.1e-6);
}

TEST_CASE("whether chi2 of normals is finite is decided by a matrix, at its very edge") {
  const auto chi2 = [](const std::string& p, const std::string& q) { return Two(p, q).of("chi2_pq"); };
  const std::string q = "normal([0,0],[[1,0],[0,1]])";
  check_infinite(chi2("normal([0,0],[[2,0],[0,1]])", q));
  CHECK(std::isfinite(chi2("normal([0,0],[[1.99,0],[0,1]])", q).value));
  check_infinite(chi2("normal([0,0],[[1.5,0],[0,1.5]])", "normal([0,0],[[1,.9],[.9,1]])"));
  // Positive on the diagonal, and not definite.
  check_infinite(chi2("normal([0,0],[[1.2,0],[0,1.2]])", "normal([0,0],[[1,.5],[.5,1]])"));
  // Each part of q alone is too narrow in one direction.
  const auto cross = [](const char* narrow) {
    return message("0.5*normal([0,0],[[4,0],[0,", narrow, "]])+0.5*normal([0,0],[[", narrow, ",0],[0,4]])");
  };
  const std::string p = "normal([0,0],[[0.5,0],[0,0.5]])";
  check_infinite(chi2(p, cross("0.1")));
  const Estimate covered = chi2(p, cross("0.2"));
  CHECK((std::isfinite(covered.value) && covered.error < 1e-6 * covered.value));
  // The edge in one direction, of both parts: neither proof applies.
  check_unknown(chi2("normal([0,0],[[1,0],[0,1]])",
                     "0.5*normal([0,0],[[4,0],[0,0.5]])+0.5*normal([1,0],[[0.4,0],[0,0.5]])"));
  // p's mixture: one part suffices for an infinite value.
  check_infinite(chi2("0.9*normal([0,0],[[1,0],[0,1]])+0.1*normal([0,0],[[1,0],[0,3]])", q));
  check_infinite(Two("normal([0,0],[[1,0],[0,1]])", "normal([0,0],[[0.4,0],[0,1]])").of("renyi:2"));
}

TEST_CASE("KL is infinite where p has mass outside the rectangles of q, and only there") {
  const std::string square = "product(uniform(0,1),uniform(0,1))";
  check_infinite(Two("product(uniform(0,2),uniform(0,1))", square).of("kl_pq"));
  check(Two(square, "product(uniform(0,2),uniform(0,1))").of("kl_pq"), std::log(2));
  check(Two(square, "product(uniform(0,2),uniform(0,1))").of("jsd"),
        jsd(*parse_density("uniform(0,1)"), *parse_density("uniform(0,2)")).value);
  // Two rectangles that cover the square together.
  const Two halves(square, "0.5*product(uniform(0,0.5),uniform(0,1))+0.5*product(uniform(0.5,1),uniform(0,1))");
  CHECK_FALSE(outside(*halves.p, *halves.q));
  check_unknown(halves.of("kl_pq"));  // no part of q alone covers p: the proof does not apply
  check(halves.of("jsd"), 0);
  check_infinite(Two(square, "0.5*product(uniform(0,0.5),uniform(0,1))+0.5*product(uniform(0.5,1),uniform(0,0.9))")
                     .of("kl_pq"));
  CHECK(kl_is_finite(*parse_plane(square), *parse_plane("normal([0,0],[[1,.5],[.5,1]])")) == true);
  check_infinite(Two("normal([0,0],[[1,0],[0,1]])", square).of("kl_pq"));
}

TEST_CASE("draws of a density of the plane have its moments") {
  const PlaneDensityPtr p = parse_plane("0.25*normal([1,2],[[2,1],[1,1]])+0.75*product(uniform(0,1),normal(-1,1))");
  const random::Stream stream(3, random::Purpose::test);
  constexpr std::size_t n = 20000;
  double sum_x = 0, sum_y = 0, sum_xy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto [x, y] = p->sample(stream, 0, i);
    sum_x += x / n;
    sum_y += y / n;
    sum_xy += x * y / n;
  }
  CHECK(sum_x == Approx(0.25 * 1 + 0.75 * 0.5).margin(0.03));
  CHECK(sum_y == Approx(0.25 * 2 - 0.75).margin(0.05));
  CHECK(sum_xy == Approx(0.25 * (1 + 2) - 0.75 * 0.5).margin(0.08));
  CHECK(p->centre()[0] == Approx(0.625).epsilon(1e-14));
  CHECK(std::exp(p->log_pdf(1.0, 2.0)) ==
        Approx(0.25 / (2 * kPi) + 0.75 * std::exp(-4.5) / std::sqrt(2 * kPi)).epsilon(1e-13));
}

TEST_CASE("specifications of the plane are expressions; mistakes name the place") {
  CHECK(names_plane(" normal ( [0,0],[[1,0],[0,1]])"));
  CHECK(names_plane("product(normal(0,1),normal(0,1))"));
  CHECK_FALSE(names_plane("0.5*normal(-2,1)+0.5*normal(2,0.5)"));
  const Binding t[] = {{"t", Exact(2)}};
  CHECK(parse_plane("normal([t,sqrt(2)],[[1/3,0],[0,t^2]])", nullptr, t)->parts().front().normal->yy == 4);
  CHECK(parse_plane("ring(8,2,0.1)")->parts().size() == 8);
  CHECK(parse_plane("grid(5,1,0.1)")->parts().size() == 25);
  CHECK(parse_plane("product(0.5*normal(0,1)+0.5*normal(3,1),uniform(0,1))")->parts().size() == 2);
  for (const auto& [text, word] : std::vector<std::pair<const char*, const char*>>{
           {"normal([0,0],[[1,2],[2,1]])", "positive definite"},
           {"normal([0,0],[[1,0.5],[0.4,1]])", "0.4"},
           {"normal([0,0],[[1,0],[0,-1]])", "positive definite"},
           {"normal([0,0],[[1,0]])", "expected normal("},
           {"normal([0,nan],[[1,0],[0,1]])", "nan"},
           {"0.5*normal([0,0],[[1,0],[0,1]])", "weights of sum"},
           {"normal(0,1)", "expected normal("},
           {"product(normal(0,1))", "expected product("},
           {"product(norml(0,1),normal(0,1))", "norml"},
           {"ring(0,1,1)", "ring"},
           {"ring(2.5,1,1)", "2.5"},
           {"grid(40,1,1)", "40"},
           {"rong(3,1,1)", "rong"},
           {"normal([0,0],[[1,0],[0,1]]) x", "expected '+' or the end"}}) {
    CAPTURE(text);
    try {
      parse_plane(text);
      FAIL_CHECK("accepted");
    } catch (const Error& error) {
      CHECK_THAT(error.what(), Catch::Contains(word));
    }
  }
  CHECK_THROWS_AS(Two("ring(2,1,1)", "ring(3,1,1)").of("w1"), Error);
  CHECK_THROWS_AS(Two("ring(2,1,1)", "ring(3,1,1)").of("kolmogorov"), Error);
}

TEST_CASE("scans and extrema go over densities of the plane as well") {
  const Family family{"normal([t,0],[[1,0],[0,1]])", "normal([0,0],[[1,0],[0,1]])"};
  const auto rows = scan(family, parse_values("0,1,2"), {Exact(0.5)}, {quantity("kl_pq"), quantity("hellinger2")});
  REQUIRE(rows.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto t = static_cast<double>(i);
    check(rows[i].values[0], t * t / 2);
    check(rows[i].values[1], -std::expm1(-t * t / 8));
  }
  const Extremum found = extremum({family.p, "normal([0.3,0],[[1,0],[0,1]])"}, Axis::t, parse_values("-1:1:5"),
                                  Exact(0.5), quantity("kl_pq"), false);
  CHECK(std::abs(found.at - 0.3) <= found.at_error);
  CHECK(found.at_error < 1e-3);
}
