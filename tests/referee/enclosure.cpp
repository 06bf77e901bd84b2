// SPDX-License-Identifier: MIT
// Definitions of the quantities, integrated over pieces on which every formula is holomorphic. What lies
// beyond the pieces (tails, and the last 2^-240 before a singular end) is bounded, not integrated.
#include "referee/enclosure.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace verigan::referee {
namespace {

using Verdict = Enclosure::Verdict;

// How an integrand is bounded where p and q are known by bounds alone.
enum class Growth {
  linear,  // ≤ p + q
  log,     // ≤ (p + q)(1 + |ln p/q|)
  power,   // ≤ p^r q^(1−r) + (1 + r)(p + q)
  mass     // ≤ 2(P(beyond x for p) + the same for q)
};

struct Integrand {
  Growth growth = Growth::linear;
  Ball order = Ball(0);
  /// Of ln p, p, ln q, q; either may be 0 as the flags say. Not a number: the integral is infinite.
  std::function<Ball(const Law::Value& p, bool has_p, const Law::Value& q, bool has_q, bool analytic)> f;
  std::function<Ball(const Ball& f, const Ball& g, bool analytic)> of_cdf = {};
};

struct Job {
  const Law* p;
  const Law* q;
  const Integrand* integrand;
  const Piece* piece;
  bool has_p, has_q;
  bool upper;  // distribution functions from the right
};

int evaluate(acb_ptr result, const acb_t t, void* parameter, slong order, slong) {
  const Job& job = *static_cast<const Job*>(parameter);
  const bool analytic = order != 0;
  const Ball at = Ball::of(t);
  Ball value;
  if (job.integrand->of_cdf) {
    const Ball x = job.piece->mirrored ? job.piece->origin - at : job.piece->origin + at;
    value = job.integrand->of_cdf(job.p->cdf(x, *job.piece, job.upper, analytic),
                                  job.q->cdf(x, *job.piece, job.upper, analytic), analytic);
  } else {
    Law::Value p, q;
    if (job.has_p) p = job.p->at(at, *job.piece, analytic);
    if (job.has_q) q = job.q->at(at, *job.piece, analytic);
    value = job.integrand->f(p, job.has_p, q, job.has_q, analytic);
  }
  acb_swap(result, value.get());
  return 0;
}

Ball integrate(const Job& job) {
  Ball result;
  mag_t tolerance;
  mag_init(tolerance);
  mag_set_ui_2exp_si(tolerance, 1, -180);
  acb_calc_integrate_opt_t options;
  acb_calc_integrate_opt_init(options);
  const bool beta = job.p->has_beta() || job.q->has_beta();
  options->eval_limit = !job.integrand->of_cdf ? 60000 : beta ? 1000 : 10000;  // a beta's F is dear
  options->depth_limit = 1000;
  acb_calc_integrate(result.get(), evaluate, const_cast<Job*>(&job), job.piece->from.get(), job.piece->to.get(),
                     62, tolerance, options, kBits);
  mag_clear(tolerance);
  return result;
}

Ball size(const Ball& a) {  // an upper bound of |a|
  mag_t m;
  mag_init(m);
  acb_get_mag(m, a.get());
  Ball out;
  arb_set_interval_mag(acb_realref(out.get()), m, m, kBits);
  mag_clear(m);
  return out;
}

// ∫ of e^(g0 + g1·x + g2·x²)(a0 + a1·u + a2·u²) beyond the edge, u = |x − edge|.
std::optional<Ball> beyond(const Ball (&g)[3], const Ball& edge, bool right, const Ball (&a)[3]) {
  const Ball slope = Ball(right ? -1 : 1) * (g[1] + Ball(2) * g[2] * edge);  // of the decay
  if (!below(Ball(0), slope) || !(below(g[2], Ball(0)) || acb_is_zero(g[2].get()))) return {};
  const Ball top = exp(g[0] + edge * (g[1] + edge * g[2]));
  return top * (a[0] / slope + a[1] / sqr(slope) + Ball(2) * a[2] / (slope * sqr(slope)));
}

struct Rest {
  Verdict verdict = Verdict::undecided;
  Ball bound;
};

// What the integral can be beyond the edge.
Rest tail_bound(const Integrand& integrand, const Law& p, const Law& q, const Ball& edge, bool right) {
  const Bounds a = p.tail(edge, right), b = q.tail(edge, right);
  Ball bound(0);
  if (a.none && b.none) return {Verdict::encloses, bound};
  const bool compares = integrand.growth == Growth::log || integrand.growth == Growth::power;
  const bool infinite = integrand.growth == Growth::log || below(Ball(1), integrand.order);
  if (compares && b.none && !a.none && infinite) return {Verdict::infinite, bound};
  const Growth growth = compares && (a.none || b.none) ? Growth::linear : integrand.growth;
  Ball weight[3] = {Ball(1), Ball(0), Ball(0)};
  if (growth == Growth::log) {
    for (const Ball(*c)[3] : {&a.high, &a.low, &b.high, &b.low}) {
      const Ball e = size(edge), c1 = size((*c)[1]), c2 = size((*c)[2]);
      weight[0] = weight[0] + size((*c)[0]) + e * c1 + e * e * c2;
      weight[1] = weight[1] + c1 + Ball(2) * e * c2;
      weight[2] = weight[2] + c2;
    }
  }
  for (const Bounds* one : {&a, &b}) {
    if (one->none) continue;
    auto part = beyond(one->high, edge, right, weight);
    if (!part) return {};
    if (growth == Growth::mass) {
      const Ball slope = Ball(right ? -1 : 1) * (one->high[1] + Ball(2) * one->high[2] * edge);
      part = Ball(2) * *part / slope;
    }
    const Ball factor = compares ? Ball(1) + size(integrand.order) : Ball(1);
    bound = bound + factor * *part;
  }
  if (growth == Growth::power) {
    const Ball r = integrand.order, s = Ball(1) - r;
    Ball g[3], least[3];
    for (int k = 0; k < 3; ++k) {
      g[k] = r * a.high[k] + s * (below(s, Ball(0)) ? b.low[k] : b.high[k]);
      least[k] = r * a.low[k] + s * (below(s, Ball(0)) ? b.high[k] : b.low[k]);
    }
    const Ball one[3] = {Ball(1), Ball(0), Ball(0)};
    const auto part = beyond(g, edge, right, one);
    if (!part) {  // infinite if even the least bound grows
      const Ball slope = Ball(right ? 1 : -1) * (least[1] + Ball(2) * least[2] * edge);
      const bool grows = below(Ball(0), least[2]) ||
                         (acb_is_zero(least[2].get()) && below(Ball(0), slope));
      return {grows ? Verdict::infinite : Verdict::undecided, bound};
    }
    bound = bound + *part;
  }
  return {Verdict::encloses, bound};
}

constexpr int kEnd = -240;  // a singular end is cut at 2^kEnd
Ball end_width() { Ball e(1); acb_mul_2exp_si(e.get(), e.get(), kEnd); return e; }

// ln p = c + e·ln t within `spread` of c, for t below the cut.
struct EndForm {
  bool none = false;
  Ball c, e;
};
EndForm end_form(const Law& law, const Piece& piece) {
  EndForm form;
  if (!law.positive(piece)) {
    form.none = true;
  } else if (law.has_beta()) {
    const Part& part = law.parts().front();
    const Ball here = piece.mirrored ? part.y : part.x, other = piece.mirrored ? part.x : part.y;
    form.e = here - Ball(1);
    form.c = part.constant.widened(size(other - Ball(1)) * Ball(2) * end_width());
  } else {
    Ball t(0);
    t = t.widened(end_width());
    form.c = law.at(t, piece, false).log;
  }
  return form;
}

Rest end_bound(const Integrand& integrand, const Law& p, const Law& q, const Piece& piece) {
  const EndForm a = end_form(p, piece), b = end_form(q, piece);
  const Ball width = end_width(), depth = Ball(-kEnd) * ln(Ball(2), false);
  if (integrand.growth == Growth::mass) return {Verdict::encloses, Ball(2) * width};
  Ball bound(0);
  Ball constant(1), logs(0);
  const bool compares = integrand.growth == Growth::log || integrand.growth == Growth::power;
  const bool infinite = integrand.growth == Growth::log || below(Ball(1), integrand.order);
  if (compares && b.none && !a.none && infinite) return {Verdict::infinite, bound};
  const Growth growth = compares && (a.none || b.none) ? Growth::linear : integrand.growth;
  if (growth == Growth::log) {
    constant = constant + size(a.c) + size(b.c);
    logs = size(a.e) + size(b.e);
  }
  const auto integral = [&](const Ball& c, const Ball& e) {
    const Ball n = e + Ball(1);
    return exp(c - depth * n) * (constant / n + logs * (depth / n + Ball(1) / sqr(n)));
  };
  for (const EndForm* form : {&a, &b}) {
    if (form->none) continue;
    if (!below(Ball(-1), form->e)) return {};
    bound = bound + integral(form->c, form->e) *
                        (compares ? Ball(1) + size(integrand.order) : Ball(1));
  }
  if (growth == Growth::power) {
    const Ball r = integrand.order, s = Ball(1) - r;
    const Ball e = r * a.e + s * b.e;
    if (below(e, Ball(-1))) return {Verdict::infinite, bound};
    if (!below(Ball(-1), e)) return {};
    bound = bound + integral(r * a.c + s * b.c, e);
  }
  return {Verdict::encloses, bound};
}

bool overlap(const Ball& a, const Ball& b) { return acb_overlaps(a.get(), b.get()) != 0; }

std::vector<Ball> cuts(const Law& p, const Law& q, double depth) {
  std::vector<Ball> all;
  for (const Law* law : {&p, &q}) {
    all.insert(all.end(), law->breaks().begin(), law->breaks().end());
    for (const Part& part : law->parts())
      if (part.kind == Kind::normal || part.kind == Kind::logistic) all.push_back(part.x);
  }
  for (const bool right : {false, true}) {
    const double a = p.reach(depth, right), b = q.reach(depth, right);
    all.push_back(Ball(right ? std::ceil(std::max(a, b)) + 1 : std::floor(std::min(a, b)) - 1));
  }
  if (p.has_beta() || q.has_beta()) all.push_back(Ball(0.5));
  std::sort(all.begin(), all.end(), [](const Ball& a, const Ball& b) { return a.middle() < b.middle(); });
  all.erase(std::unique(all.begin(), all.end(), overlap), all.end());
  return all;
}

std::vector<Piece> pieces(const Law& p, const Law& q, double depth) {
  const std::vector<Ball> at = cuts(p, q, depth);
  const bool beta = p.has_beta() || q.has_beta();
  std::vector<Piece> out;
  for (std::size_t i = 0; i + 1 < at.size(); ++i) {
    Piece piece;
    piece.from = at[i], piece.to = at[i + 1];
    piece.middle = (at[i] + at[i + 1]) / Ball(2);
    if (beta && overlap(at[i], Ball(0)) && below(piece.middle, Ball(1))) {
      piece.from = end_width();
    } else if (beta && overlap(at[i + 1], Ball(1)) && below(Ball(0), piece.middle)) {
      piece.mirrored = true, piece.origin = Ball(1);
      piece.from = end_width(), piece.to = Ball(1) - at[i];
    }
    out.push_back(piece);
  }
  return out;
}

struct Integral {
  Enclosure found;
  bool deeper = false;  // whether cutting farther out may help
};

Integral integral(const Integrand& integrand, const Law& p, const Law& q, double depth) {
  Ball sum(0), rest(0);
  bool undecided = false;
  const std::vector<Piece> all = pieces(p, q, depth);
  for (const Piece& piece : all) {
    Job job{&p, &q, &integrand, &piece, p.positive(piece), q.positive(piece), below(p.parts().front().x, piece.middle)};
    if (!integrand.of_cdf && !job.has_p && !job.has_q) continue;
    if (!integrand.of_cdf) {
      Law::Value a, b;
      const Ball t = (piece.from + piece.to) / Ball(2);
      if (job.has_p) a = p.at(t, piece, false);
      if (job.has_q) b = q.at(t, piece, false);
      if (!finite(integrand.f(a, job.has_p, b, job.has_q, false))) return {{Verdict::infinite, {}}, false};
    }
    if (acb_equal(piece.from.get(), end_width().get())) {
      const Rest end = end_bound(integrand, p, q, piece);
      if (end.verdict == Verdict::infinite) return {{Verdict::infinite, {}}, false};
      if (end.verdict == Verdict::undecided) undecided = true;
      rest = rest + end.bound;
    }
    sum = sum + integrate(job);
  }
  for (const bool right : {false, true}) {
    Ball edge = right ? all.back().to : all.front().from;
    const Rest tail = tail_bound(integrand, p, q, edge, right);
    if (tail.verdict == Verdict::infinite) return {{Verdict::infinite, {}}, false};
    if (tail.verdict == Verdict::undecided) undecided = true;
    rest = rest + tail.bound;
  }
  if (!finite(sum)) return {};
  if (undecided) return {{}, true};
  const bool coarse = rest.middle() > 1e-18 * std::abs(sum.middle());
  return {{Verdict::encloses, sum.widened(rest)}, coarse};
}

Enclosure deepest(const Integrand& integrand, const Law& p, const Law& q) {
  Integral last;
  for (const double depth : {100.0, 500.0, 3000.0}) {
    last = integral(integrand, p, q, depth);
    if (!last.deeper) break;
  }
  return last.found;
}

Integrand kl_integrand() {
  return {Growth::log, 0, [](const Law::Value& p, bool has_p, const Law::Value& q, bool has_q, bool) {
            if (!has_p) return q.p;
            return has_q ? p.p * (p.log - q.log) - p.p + q.p : Ball::unknown();
          }};
}

Integrand js_integrand(const Ball& a) {
  return {Growth::linear, 0, [a](const Law::Value& p, bool has_p, const Law::Value& q, bool has_q, bool analytic) {
            const Ball b = Ball(1) - a;
            if (!has_p) return -(b * q.p * ln(b, false));
            if (!has_q) return -(a * p.p * ln(a, false));
            const Ball m = ln(a * p.p + b * q.p, analytic);
            return a * p.p * (p.log - m) + b * q.p * (q.log - m);
          }};
}

// ∫ p^r q^(1−r) − r p − (1 − r) q, which is the integral less 1.
Integrand power_integrand(const Ball& r) {
  return {Growth::power, r, [r](const Law::Value& p, bool has_p, const Law::Value& q, bool has_q, bool) {
            const Ball s = Ball(1) - r;
            if (!has_p) return -(s * q.p);
            if (!has_q) return below(s, Ball(0)) ? Ball::unknown() : -(r * p.p);
            return exp(r * p.log + s * q.log) - r * p.p - s * q.p;
          }};
}

Integrand of_both(std::function<Ball(const Ball& p, const Ball& q, bool analytic)> f) {
  return {Growth::linear, 0, [f](const Law::Value& p, bool, const Law::Value& q, bool, bool analytic) {
            return f(p.p, q.p, analytic);
          }};
}

Enclosure map(const Enclosure& from, const std::function<Ball(const Ball&)>& f) {
  if (from.verdict != Verdict::encloses) return from;
  return {from.verdict, f(from.value)};
}

Enclosure plus(const Enclosure& a, const Enclosure& b) {
  for (const Enclosure* one : {&a, &b})
    if (one->verdict != Verdict::encloses) return *one;
  return {Verdict::encloses, a.value + b.value};
}

// R_r. A small integral: its logarithm keeps what there is.
Enclosure renyi(const Law& p, const Law& q, const Ball& r) {
  const Enclosure found = map(deepest(power_integrand(r), p, q), [&](const Ball& less_one) {
    Ball log;
    acb_log1p(log.get(), less_one.get(), kBits);
    return log / (r - Ball(1));
  });
  if (found.verdict != Verdict::encloses || finite(found.value)) return found;
  const std::vector<Piece> all = pieces(p, q, 100);  // the integral may be 0; it is where nothing is common
  const bool common = std::any_of(all.begin(), all.end(),
                                  [&](const Piece& piece) { return p.positive(piece) && q.positive(piece); });
  return {common ? Verdict::undecided : Verdict::infinite, {}};
}

}  // namespace

std::vector<std::string> keys() {
  return {"kl_pq", "kl_qp", "jsd", "js_alpha", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1",
          "value", "value_alpha", "error_absolute", "least_squares", "entropy_alpha", "energy", "kl",
          "reverse_kl", "chi2", "gan", "alpha_gan", "lsgan", "absolute_error", "jeffreys", "triangular",
          "bhattacharyya", "renyi"};
}

Enclosure enclose(const std::string& key, const Law& p, const Law& q, const Decimal& alpha, const Decimal& order) {
  const Ball a = alpha.ball(), b = Ball(1) - a, half(0.5);
  const Ball entropy = -(a * ln(a, false) + b * ln(b, false));
  const auto js = [&](const Ball& share) { return deepest(js_integrand(share), p, q); };
  const auto chi2 = [](const Law& p_, const Law& q_) { return deepest(power_integrand(Ball(2)), p_, q_); };
  if (key == "kl_pq" || key == "kl") return deepest(kl_integrand(), p, q);
  if (key == "kl_qp" || key == "reverse_kl") return deepest(kl_integrand(), q, p);
  if (key == "jeffreys") return plus(deepest(kl_integrand(), p, q), deepest(kl_integrand(), q, p));
  if (key == "jsd") return js(half);
  if (key == "js_alpha") return js(a);
  if (key == "value" || key == "gan")
    return map(js(half), [](const Ball& x) { return Ball(2) * x - ln(Ball(4), false); });
  if (key == "value_alpha" || key == "alpha_gan") return map(js(a), [&](const Ball& x) { return x - entropy; });
  if (key == "entropy_alpha") return {Verdict::encloses, entropy};
  if (key == "chi2_pq" || key == "chi2") return chi2(p, q);
  if (key == "chi2_qp") return chi2(q, p);
  if (key == "renyi") return renyi(p, q, order.ball());
  if (key == "hellinger2") return map(deepest(power_integrand(half), p, q), [](const Ball& x) { return -x; });
  if (key == "bhattacharyya") return map(renyi(p, q, half), [](const Ball& x) { return x / Ball(2); });
  if (key == "tv")
    return deepest(of_both([](const Ball& x, const Ball& y, bool analytic) {
                     return absolute(x - y, analytic) / Ball(2);
                   }), p, q);
  if (key == "error_absolute" || key == "absolute_error")
    return map(deepest(of_both([](const Ball& x, const Ball& y, bool analytic) { return lesser(x, y, analytic); }),
                       p, q),
               [&](const Ball& x) { return key == "error_absolute" ? x / Ball(2) : -x; });
  const bool lsgan = key == "lsgan", triangular = key == "triangular";
  if (key == "least_squares" || lsgan || triangular)
    return deepest({Growth::linear, 0,
                    [=](const Law::Value& u, bool has_p, const Law::Value& v, bool has_q, bool) {
                      if (!has_p || !has_q) return triangular ? u.p + v.p : Ball(0);
                      if (triangular) return sqr(u.p - v.p) / (u.p + v.p);
                      if (lsgan) return -(u.p * v.p / (u.p + v.p));
                      return a * u.p * b * v.p / (a * u.p + b * v.p) / Ball(2);
                    }}, p, q);
  Integrand of_cdf;
  of_cdf.growth = Growth::mass;
  if (key == "w1") of_cdf.of_cdf = [](const Ball& f, const Ball& g, bool analytic) { return absolute(f - g, analytic); };
  if (key == "energy") of_cdf.of_cdf = [](const Ball& f, const Ball& g, bool) { return Ball(2) * sqr(f - g); };
  return of_cdf.of_cdf ? deepest(of_cdf, p, q) : Enclosure{};
}

}  // namespace verigan::referee
