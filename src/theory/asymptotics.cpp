// SPDX-License-Identifier: MIT
#include "theory/asymptotics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"

namespace verigan::theory {

namespace {

constexpr std::size_t kTerms = 14;  // kept of a series
constexpr int kOrder = 8;           // of the expansions of 1/x, ln, exp and powers
constexpr double kDigits = 1e-50;   // exp, ln and roots are good to 1e-60

/// Thrown where no expansion can be found; never leaves this file.
struct Beyond {};

bool grows_more(const SeriesTerm& x, const SeriesTerm& y) {
  return x.a != y.a ? x.a > y.a : x.b > y.b;
}


SeriesTerm product(const SeriesTerm& x, const SeriesTerm& y) { return {x.c * y.c, x.a + y.a, x.b + y.b}; }

void leave_out(Series& s, const SeriesTerm& what) {
  if (!s.rest || grows_more(what, *s.rest)) s.rest = what;
}

/// Sorted, like terms added, what the rest hides and what is too much left out.
Series tidy(Series s) {
  std::sort(s.terms.begin(), s.terms.end(), grows_more);
  std::vector<SeriesTerm> kept;
  double size = 0;  // of the summands of the last term
  for (const SeriesTerm& term : s.terms) {
    if (!kept.empty() && kept.back().a == term.a && kept.back().b == term.b) {
      size = std::max(size, std::abs(term.c.value()));
      kept.back().c = kept.back().c + term.c;
      // Roots and logarithms that cancel to their last digit are not known to cancel.
      if (kept.back().c != 0 && std::abs(kept.back().c.value()) < kDigits * size) throw Beyond{};
    } else {
      if (!kept.empty() && kept.back().c == 0) kept.pop_back();
      kept.push_back(term);
      size = std::abs(term.c.value());
    }
  }
  if (!kept.empty() && kept.back().c == 0) kept.pop_back();
  while (kept.size() > kTerms) {
    leave_out(s, kept.back());
    kept.pop_back();
  }
  if (s.rest) std::erase_if(kept, [&](const SeriesTerm& term) { return !grows_more(term, *s.rest); });
  s.terms = std::move(kept);
  return s;
}

Series constant(const Exact& c) {
  Series s;
  if (c != 0) s.terms.push_back({c, 0, 0});
  return s;
}

Series operator+(const Series& x, const Series& y) {
  Series s = x;
  s.terms.insert(s.terms.end(), y.terms.begin(), y.terms.end());
  if (y.rest) leave_out(s, *y.rest);
  return tidy(std::move(s));
}

Series scaled(Series s, const SeriesTerm& by) {
  for (SeriesTerm& term : s.terms) term = product(term, by);
  if (s.rest) s.rest = product(*s.rest, by);
  return s;
}

Series operator*(const Series& x, const Series& y) {
  Series s;
  for (const SeriesTerm& term : y.terms)
    for (const SeriesTerm& other : x.terms) s.terms.push_back(product(term, other));
  if (x.rest && !y.terms.empty()) leave_out(s, product(*x.rest, y.terms.front()));
  if (y.rest && !x.terms.empty()) leave_out(s, product(*y.rest, x.terms.front()));
  if (x.rest && y.rest) leave_out(s, product(*x.rest, *y.rest));
  return tidy(std::move(s));
}

Series negated(const Series& s) { return scaled(s, {-1, 0, 0}); }

const SeriesTerm& leading_of(const Series& s) {
  if (s.terms.empty()) throw Beyond{};
  return s.terms.front();
}

/// s = leading·(1 + small): the small part, which tends to 0.
Series small_part(const Series& s) {
  const SeriesTerm first = leading_of(s);
  Series small = scaled(s, {1 / first.c, 0 - first.a, 0 - first.b});
  small.terms.erase(small.terms.begin());
  return small;
}

/// Σ_{k ≥ 0} coefficient(k)·small^k.
template <class Coefficient>
Series powers_of(const Series& small, const Coefficient& coefficient) {
  Series sum = constant(coefficient(0)), power = constant(1);
  if (small.terms.empty() && !small.rest) return sum;
  for (int k = 1; k <= kOrder; ++k) {
    power = power * small;
    sum = sum + scaled(power, {coefficient(k), 0, 0});
  }
  power = power * small;  // the first power left out
  if (!power.terms.empty()) leave_out(sum, power.terms.front());
  else if (power.rest) leave_out(sum, *power.rest);
  return tidy(std::move(sum));
}

Series raised(const Series& s, const Exact& k) {
  if (s.terms.empty() && !s.rest) {  // 0
    if (k > 0) return s;
    throw Beyond{};
  }
  const SeriesTerm first = leading_of(s);
  const bool whole = k.value() == std::floor(k.value()) && Exact(k.value()) == k;
  if (first.c < 0 && !whole) throw Beyond{};
  Exact binomial = 1;
  const Series grown = powers_of(small_part(s), [&](int j) {
    if (j > 0) binomial = binomial * (k - Exact(j - 1)) / Exact(j);
    return binomial;
  });
  return scaled(grown, {power(first.c, k), first.a * k, first.b * k});
}

Series logarithm(const Series& s) {
  const SeriesTerm first = leading_of(s);
  if (first.c < 0 || first.b != 0) throw Beyond{};  // ln ln v
  Series sum = powers_of(small_part(s), [](int j) {
    return j == 0 ? Exact(0) : Exact(j % 2 == 0 ? -1 : 1) / Exact(j);
  });
  sum = sum + constant(ln(first.c));
  Series growth;
  if (first.a != 0) growth.terms.push_back({first.a, 0, 1});
  return sum + growth;
}

Series exponential(const Series& s) {
  Series small = s;
  SeriesTerm front{1, 0, 0};
  while (!small.terms.empty()) {
    const SeriesTerm term = small.terms.front();
    if (term.a < 0 || (term.a == 0 && term.b < 0)) break;
    if (term.a == 0 && term.b == 1) front.a = term.c;
    else if (term.a == 0 && term.b == 0) front.c = exp(term.c);
    else if (term.c < 0) {  // smaller than any power: nothing of it is kept
      Series none;
      none.rest = SeriesTerm{1, -1000, 0};
      return none;
    } else throw Beyond{};
    small.terms.erase(small.terms.begin());
  }
  if (small.rest && (small.rest->a > 0 || (small.rest->a == 0 && small.rest->b >= 0))) throw Beyond{};
  Exact factorial = 1;
  return scaled(powers_of(small, [&](int j) {
                  if (j > 0) factorial = factorial * Exact(j);
                  return 1 / factorial;
                }),
                front);
}

int sign_of(const Series& s) {
  if (s.terms.empty() && !s.rest) return 0;
  return leading_of(s).c > 0 ? 1 : -1;
}

Series power_of(const Series& base, const Series& exponent) {
  const bool plain = !exponent.rest && (exponent.terms.empty() ||
                                        (exponent.terms.size() == 1 && exponent.terms[0].a == 0 &&
                                         exponent.terms[0].b == 0));
  if (plain) return raised(base, exponent.terms.empty() ? Exact(0) : exponent.terms[0].c);
  return exponential(exponent * logarithm(base));
}

Series apply(Expression::Operation operation, const Series& x, const Series& y) {
  using Operation = Expression::Operation;
  switch (operation) {
    case Operation::negate: return negated(x);
    case Operation::add: return x + y;
    case Operation::subtract: return x + negated(y);
    case Operation::multiply: return x * y;
    case Operation::divide: return x * raised(y, -1);
    case Operation::power: return power_of(x, y);
    case Operation::sqrt: return raised(x, Exact(0.5));
    case Operation::ln: return logarithm(x);
    case Operation::exp: return exponential(x);
    case Operation::abs: return sign_of(x) < 0 ? negated(x) : x;
    case Operation::min: return sign_of(x + negated(y)) < 0 ? x : y;
    case Operation::max: return sign_of(x + negated(y)) > 0 ? x : y;
    case Operation::number:
    case Operation::variable: break;
  }
  ensure(false, "an operation on numbers");
  return {};
}

}  // namespace

std::optional<SeriesTerm> Series::leading() const {
  if (terms.empty()) return {};
  return terms.front();
}

std::optional<Series> expansion(const Expression& f, Towards where) {
  Series variable;
  variable.terms.push_back({1, where == Towards::infinity ? 1 : -1, 0});
  const std::vector<Series> values{variable};
  try {
    return f.fold<Series>(values, constant, apply);
  } catch (const Beyond&) {
    return {};
  } catch (const Error&) {  // a logarithm or power beyond exact arithmetic
    return {};
  }
}

}  // namespace verigan::theory
