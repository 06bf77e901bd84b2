// SPDX-License-Identifier: MIT
#include "theory/claim.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "core/check.hpp"
#include "core/names.hpp"
#include "random/stream.hpp"
#include "theory/claim_laws.hpp"
#include "theory/spec.hpp"
#include "theory/theorem.hpp"

namespace verigan::theory {

namespace {

constexpr std::string_view kComparisons[] = {"<=", ">=", "==", "<", ">"};

struct Comparison {
  std::string sign;
  std::size_t at;
};

Comparison find_comparison(const std::string& text) {
  for (const std::string_view sign : kComparisons)
    if (const std::size_t at = text.find(sign); at != std::string::npos) return {std::string(sign), at};
  throw Error(message("claim '", text, "', expected two expressions with <=, <, >=, > or == between them"));
}

// "renyi:3" as the variable "renyi_3", since names hold no colon; `keys` gets "renyi:3".
std::string with_plain_names(std::string text, std::vector<std::string>& keys) {
  for (std::size_t at = text.find("renyi:"); at != std::string::npos; at = text.find("renyi:", at)) {
    std::size_t end = at + 6;
    while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) != 0 || text[end] == '.'))
      ++end;
    keys.push_back(text.substr(at, end - at));
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end), '.', '_');
    text[at + 5] = '_';
    at = end;
  }
  return text;
}

std::string plain_name(std::string key) {
  std::replace(key.begin(), key.end(), ':', '_');
  std::replace(key.begin(), key.end(), '.', '_');
  return key;
}

constexpr std::uint32_t kClaims = 10'000;  // run number of their draws; theorems use theirs

Ball as_ball(const Estimate& x) { return {x.value, x.error}; }

}  // namespace

Claim::Claim(const std::string& text) : text_(text) {
  std::vector<std::string> keys = quantity_keys();
  std::erase(keys, "renyi:ORDER");
  const std::string plain = with_plain_names(text, keys);
  const Comparison comparison = find_comparison(plain);
  comparison_ = comparison.sign;
  std::vector<std::string> names{"alpha"};
  for (const std::string& key : keys) names.push_back(plain_name(key));
  const auto side = [&](std::string part) {
    try {
      return Expression::parse(part, names);
    } catch (const Error& error) {
      throw Error(message("claim '", text, "': ", error.what(),
                          expected_names("", keys)));
    }
  };
  const std::string left = plain.substr(0, comparison.at);
  const std::string right = plain.substr(comparison.at + comparison.sign.size());
  const Expression every_left = side(left), every_right = side(right);
  std::vector<std::string> used{"alpha"};
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (!every_left.mentions(k + 1) && !every_right.mentions(k + 1)) continue;
    quantities_.push_back(quantity(keys[k]));
    used.push_back(names[k + 1]);
  }
  require(!quantities_.empty(), "claim '", text, "' mentions no quantity", expected_names("", keys));
  left_ = Expression::parse(left, used);
  right_ = Expression::parse(right, used);
}

std::vector<std::string> Claim::keys() const {
  std::vector<std::string> keys;
  for (const Quantity& row : quantities_) keys.push_back(row.key);
  return keys;
}

ClaimSides Claim::sides(const Density& p, const Density& q, const Exact& alpha) const {
  const double rest = alpha.twofold().low;
  std::vector<Ball> values{Ball(alpha.value(), 2 * std::abs(rest))};
  for (const Quantity& row : quantities_) values.push_back(as_ball(row.of(p, q, alpha)));
  return {left_.ball(values), right_.ball(values)};
}

Standing Claim::standing(const ClaimSides& sides) const {
  const Ball& a = sides.left;
  const Ball& b = sides.right;
  if (std::isnan(a.value) || std::isnan(b.value)) return Standing::undecided;
  if (std::isinf(a.value) && a.value == b.value) return Standing::holds;
  const double above = a.value - b.value, errors = a.error + b.error;
  if (!std::isfinite(errors)) return Standing::undecided;
  if (comparison_ == "==") {
    if (std::abs(above) > errors) return Standing::fails;
    return Standing::holds;  // as far as the errors let one see
  }
  const double wrong = comparison_.front() == '<' ? above : -above;
  if (wrong > errors) return Standing::fails;
  return wrong < -errors || (wrong <= 0 && errors == 0) ? Standing::holds : Standing::undecided;
}

namespace {

/// A pair that fails, made simpler.
class Shrinker {
 public:
  Shrinker(const Claim& claim, ClaimInstance start) : claim_(claim), now_(std::move(start)) {}

  ClaimInstance shrink() {
    for (int round = 0; round < 4; ++round) {
      const std::string before = now_.p + now_.q + now_.alpha.text();
      for (std::string ClaimInstance::*side : {&ClaimInstance::p, &ClaimInstance::q}) {
        drop_components(side);
        round_numbers(side);
      }
      round_alpha();
      if (now_.p + now_.q + now_.alpha.text() == before) break;
    }
    return now_;
  }

 private:
  bool fails(const ClaimInstance& instance) const {
    try {
      const DensityPtr p = parse_density(instance.p), q = parse_density(instance.q);
      return claim_.standing(claim_.sides(*p, *q, instance.alpha)) == Standing::fails;
    } catch (const Error&) {
      return false;  // no density: an sd of 0, weights that do not sum to 1
    }
  }
  bool take(const ClaimInstance& instance) {
    if (!fails(instance)) return false;
    now_ = instance;
    return true;
  }

  void drop_components(std::string ClaimInstance::*side) {
    for (const Component& part : parse_density(now_.*side)->components()) {
      ClaimInstance simpler = now_;
      simpler.*side = part.density->spec();
      if (take(simpler)) return;
    }
  }

  /// Each number in turn by the shortest that still fails. The second weight of two follows the first.
  void round_numbers(std::string ClaimInstance::*side) {
    for (std::size_t at = 0; at < (now_.*side).size();) {
      const std::string text = now_.*side;
      const std::size_t end = number_end(text, at);
      if (end == at) {
        ++at;
        continue;
      }
      const double x = std::strtod(text.substr(at, end - at).c_str(), nullptr);
      const bool weight = end < text.size() && text[end] == '*';
      for (const std::string& shorter : shorter_numbers(x)) {
        if (shorter.size() >= end - at) continue;
        ClaimInstance simpler = now_;
        simpler.*side = weight ? with_weight(text, shorter) : text.substr(0, at) + shorter + text.substr(end);
        if (take(simpler)) break;
      }
      at = number_end(now_.*side, at);
    }
  }

  /// Where the number that begins at `at` ends; `at` itself where none begins.
  static std::size_t number_end(const std::string& text, std::size_t at) {
    const auto digit = [&](std::size_t i) {
      return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    };
    const bool sign = at < text.size() && text[at] == '-';
    if (!digit(at + (sign ? 1 : 0))) return at;
    if (at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0) return at;
    char* end = nullptr;
    (void)std::strtod(text.c_str() + at, &end);
    return static_cast<std::size_t>(end - text.c_str());
  }

  /// "w*A+(1-w)*B" of a mixture of two; else the text itself.
  static std::string with_weight(const std::string& text, const std::string& weight) {
    const DensityPtr density = parse_density(text);
    const auto parts = density->components();
    if (parts.size() != 2) return text;
    const Exact first = Exact::decimal(weight);
    return weight + "*" + parts[0].density->spec() + "+" + (Exact(1) - first).text() + "*" +
           parts[1].density->spec();
  }

  /// x by ever more digits.
  static std::vector<std::string> shorter_numbers(double x) {
    std::vector<std::string> list{"0", "1"};
    for (const int digits : {1, 2, 3, 4, 6, 9, 12}) {
      char text[40];
      std::snprintf(text, sizeof text, "%.*g", digits, x);
      list.push_back(text);
    }
    return list;
  }

  void round_alpha() {
    std::vector<std::string> list = shorter_numbers(now_.alpha.value());
    list.insert(list.begin(), "0.5");
    for (const std::string& shorter : list) {
      if (shorter.size() >= now_.alpha.text().size()) continue;
      ClaimInstance simpler = now_;
      simpler.alpha = Exact::decimal(shorter);
      const double a = simpler.alpha.value();
      if (a > 0 && a < 1 && take(simpler)) return;
    }
  }

  const Claim& claim_;
  ClaimInstance now_;
};

}  // namespace

ClaimOutcome check_claim(const Claim& claim, const ClaimOptions& options,
                         const std::function<void(long, long)>& progress) {
  require(options.instances >= 1 && options.instances <= kMostInstances, "--instances ",
          options.instances, ", expected 1 to ", kMostInstances);
  for (const std::string& name : options.families) {
    const auto known = family_names();
    require(std::find(known.begin(), known.end(), name) != known.end(), "family '", name, "'",
            expected_names(name, known));
  }
  const random::Stream stream(options.seed, random::Purpose::theory, kClaims);
  ClaimOutcome outcome;
  for (long k = 0; k < options.instances; ++k) {
    Draw draw(stream, static_cast<std::uint64_t>(k));
    const auto pair = claim_laws(draw, options.families);
    const Exact alpha = draw.share();
    const Standing standing = claim.standing(claim.sides(*pair[0], *pair[1], alpha));
    ++outcome.instances;
    outcome.undecided += standing == Standing::undecided;
    if (standing == Standing::fails && outcome.failed++ == 0)
      outcome.counterexample = Shrinker(claim, {pair[0]->spec(), pair[1]->spec(), alpha}).shrink();
    if (progress) progress(k + 1, options.instances);
  }
  if (outcome.counterexample) {
    const ClaimInstance& found = *outcome.counterexample;
    outcome.sides = claim.sides(*parse_density(found.p), *parse_density(found.q), found.alpha);
  }
  return outcome;
}

}  // namespace verigan::theory
