// SPDX-License-Identifier: MIT
#include "theory/tail.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"

namespace verigan::theory {

namespace {

constexpr double kDigits = 1e-50;  // results of exp, ln and roots are good to 1e-60
constexpr int kMostTerms = 40;     // of a power's expansion

Exact magnitude(const Exact& x) { return x < 0 ? 0 - x : x; }

bool same_growth(const TailTerm& a, const TailTerm& b) {
  return a.rate == b.rate && a.power == b.power && a.logs == b.logs;
}

bool grows_more(const TailTerm& a, const TailTerm& b) {
  if (a.rate != b.rate) return a.rate > b.rate;
  if (a.power != b.power) return a.power > b.power;
  if (a.logs != b.logs) return a.logs > b.logs;
  return a.log_factor > b.log_factor;
}

int sign_of(const Exact& x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

// The sign of a sum of terms of one growth; none if it cannot be told.
std::optional<int> sign_of_sum(const TailTerm* begin, const TailTerm* end) {
  if (end - begin == 1) return sign_of(begin->coefficient);
  const int first = sign_of(begin->coefficient);
  if (std::all_of(begin, end, [first](const TailTerm& t) { return sign_of(t.coefficient) == first; }))
    return first;
  if (end - begin > 2) return {};
  // |a|e^s against |b|e^t.
  const Exact gap = ln(magnitude(begin->coefficient) / magnitude(begin[1].coefficient)) +
                    (begin->log_factor - begin[1].log_factor);
  if (std::abs(gap.value()) < kDigits) return {};
  return gap > 0 ? first : -first;
}

}  // namespace

Tail Tail::vacant() {
  Tail tail;
  tail.vacant_ = true;
  return tail;
}

Tail::Tail(std::vector<TailTerm> terms) : terms_(std::move(terms)) {
  std::sort(terms_.begin(), terms_.end(), grows_more);
  std::vector<TailTerm> kept;
  for (TailTerm& term : terms_) {
    if (!kept.empty() && same_growth(kept.back(), term) && kept.back().log_factor == term.log_factor) {
      const Exact sum = kept.back().coefficient + term.coefficient;
      const double size = std::abs(kept.back().coefficient.value());
      // What 60 digits cannot tell from 0 is not known, nor is anything of smaller growth.
      if (sum != 0 && std::abs(sum.value()) < kDigits * size) {
        kept.pop_back();
        complete_ = false;
        break;
      }
      kept.back().coefficient = sum;
    } else {
      kept.push_back(std::move(term));
    }
  }
  std::erase_if(kept, [](const TailTerm& term) { return term.coefficient == 0; });
  terms_ = std::move(kept);
}

Tail& Tail::truncate() {
  complete_ = false;
  return *this;
}

std::optional<int> Tail::direction() const {
  if (terms_.empty()) return complete_ ? std::optional<int>(0) : std::nullopt;
  const auto end = std::find_if(terms_.begin(), terms_.end(), [this](const TailTerm& term) {
    return !same_growth(term, terms_.front());
  });
  return sign_of_sum(terms_.data(), terms_.data() + (end - terms_.begin()));
}

std::optional<TailTerm> Tail::growth() const {
  const auto way = direction();
  if (!way || *way == 0) return {};
  TailTerm leading = terms_.front();
  leading.coefficient = 1;
  return leading;
}

std::optional<Exact> Tail::log_power() const {
  if (!complete_ || vacant_) return {};
  if (terms_.empty()) return Exact(0);
  const TailTerm& only = terms_.front();
  if (only.rate != 0 || only.power != 0 || only.logs != 1) return {};
  return only.coefficient;
}

std::optional<bool> Tail::integrable() const {
  if (vacant_) return true;
  if (const auto c = log_power()) return *c < -1;
  const auto way = direction();
  if (!way) return {};
  const TailTerm& leading = terms_.front();
  if (leading.rate != 0 || leading.power != 0 || leading.logs > 1) return *way < 0;
  if (leading.coefficient == -1) return {};
  return leading.coefficient < -1;
}

Tail Tail::combined(const Exact& a, const Tail& first, const Exact& b, const Tail& second) {
  if (first.vacant_ || second.vacant_) return vacant();
  std::vector<TailTerm> all;
  for (TailTerm term : first.terms_) {
    term.coefficient = a * term.coefficient;
    all.push_back(term);
  }
  for (TailTerm term : second.terms_) {
    term.coefficient = b * term.coefficient;
    all.push_back(term);
  }
  Tail sum(std::move(all));
  sum.complete_ = sum.complete_ && first.complete_ && second.complete_;
  return sum;
}

Tail Tail::larger(const Tail& first, const Tail& second) {
  if (first.vacant_) return second;
  if (second.vacant_) return first;
  const auto way = combined(1, first, -1, second).direction();
  if (way) return *way >= 0 ? first : second;
  Tail either = first;  // they differ below what is known of both
  return either.truncate();
}

Tail Tail::times_growth(const TailTerm& growth, const Exact& exponent) const {
  // ln of e^{rate·y} y^power (ln y)^logs; ln ln y never decides.
  std::vector<TailTerm> all = terms_;
  all.push_back({exponent * growth.rate, 0, 1, 0, 0});
  all.push_back({exponent * growth.power, 0, 0, 1, 0});
  if (growth.rate == 0) all.erase(all.end() - 2);
  Tail product(std::move(all));
  product.complete_ = product.complete_ && complete_;
  product.vacant_ = vacant_;
  return product;
}

Tail Tail::with_log(const Exact& c) const {
  return times_growth({1, 0, 1, 0, 0}, c);
}

Tail Tail::moved(const Exact& scale, const Exact& shift) const {
  if (vacant_) return *this;
  std::vector<TailTerm> all;
  bool complete = complete_;
  for (const TailTerm& term : terms_) {
    if (term.rate != 0) {
      ensure(term.power == 0 && term.logs == 0, "a pure exponential");
      TailTerm moved = term;
      moved.rate = term.rate / scale;
      moved.log_factor = term.log_factor - term.rate * shift / scale;
      all.push_back(moved);
    } else if (term.power != 0) {
      ensure(term.logs == 0, "a pure power");
      // ((y − shift)/scale)^k = scale^−k Σ_j C(k, j) (−shift)^j y^{k−j}.
      Exact coefficient = term.coefficient / power(scale, term.power);
      Exact left = term.power;
      for (int j = 0; left > 0; ++j) {
        if (j == kMostTerms) {
          complete = false;
          break;
        }
        all.push_back({coefficient, 0, left, 0, 0});
        coefficient = coefficient * left * (0 - shift) / Exact(j + 1);
        left = left - 1;
        if (shift == 0) break;
      }
    } else {
      ensure(term.logs == 1 || term.logs == 2, "ln y or its square");
      all.push_back(term);
      if (term.logs == 2 && scale != 1) all.push_back({-2 * term.coefficient * ln(scale), 0, 0, 1, 0});
    }
  }
  Tail result(std::move(all));
  result.complete_ = result.complete_ && complete;
  return result;
}

}  // namespace verigan::theory
