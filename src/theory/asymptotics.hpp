// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "theory/expression.hpp"

// How an expression of one variable behaves where the variable tends to ∞ or to 0: a few terms
// c·v^a·(ln v)^b of its expansion, with v → ∞ the variable or its reciprocal, in exact arithmetic.
namespace verigan::theory {

/// c·v^a·(ln v)^b.
struct SeriesTerm {
  Exact c, a, b;
};

struct Series {
  std::vector<SeriesTerm> terms;       ///< growth decreasing, no c is 0
  std::optional<SeriesTerm> rest;      ///< what is left out grows at most like that (its c means nothing)

  /// The leading term; none where the expansion does not show it, or the function is 0.
  std::optional<SeriesTerm> leading() const;
};

enum class Towards { infinity, zero };

/// The expansion of an expression in its only variable; none where it is beyond powers and logarithms
/// (an exponential that grows), or where it cannot be found.
std::optional<Series> expansion(const Expression& f, Towards where);

}  // namespace verigan::theory
