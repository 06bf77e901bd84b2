// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "games/game.hpp"

// How two players move. Each method is built on a game and a step h > 0 and advances a state; it
// asks the game for its field and Jacobian alone. Plain IEEE arithmetic in the written order.
namespace verigan::games {

/// How two players move by steps of size h; v is the field of game.hpp.
enum class Method {
  simultaneous,   ///< z⁺ = z + h·v(z)
  alternating,    ///< x first, then y with the new x
  extragradient,  ///< z⁺ = z + h·v(z + h·v(z)); Korpelevich 1976
  optimistic,     ///< z⁺ = z + 2h·v(z) − h·v(z⁻); Popov 1980, Daskalakis et al. 2018
  proximal,       ///< z⁺ = z + h·v(z⁺), the implicit step; Rockafellar 1976
  consensus,      ///< z⁺ = z + h·(v − c·Jᵀv), also descends c·½‖v‖²; Mescheder et al. 2017
};
inline constexpr std::array kMethods{Method::simultaneous,  Method::alternating,
                                     Method::extragradient, Method::optimistic,
                                     Method::proximal,      Method::consensus};

/// "simultaneous" and so on.
std::string_view method_name(Method method);
/// Throws Error naming the nearest name.
Method method_of(std::string_view name);

/// A method with what some of them need besides the step.
struct StepRule {
  Method method = Method::simultaneous;
  double step = 0.1;       // h, finite and > 0
  double consensus = 1;    // c ≥ 0 of Method::consensus
  int first_updates = 1;   // updates of each player in turn by Method::alternating, ≥ 1
  int second_updates = 1;

  /// Throws Error unless all are in range.
  void check() const;
};

namespace detail {

template <std::size_t N>
State<N> moved(const State<N>& z, double step, const State<N>& v) {
  State<N> next;
  for (std::size_t i = 0; i < N; ++i) next[i] = z[i] + step * v[i];
  return next;
}

/// The solution of Ax = b by elimination with partial pivoting; a singular A gives infinities or
/// NaN.
template <std::size_t N>
State<N> solved(Square<N> a, State<N> b) {
  for (std::size_t k = 0; k < N; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < N; ++i)
      if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
    std::swap(a[k], a[pivot]);
    std::swap(b[k], b[pivot]);
    for (std::size_t i = k + 1; i < N; ++i) {
      const double factor = a[i][k] / a[k][k];
      for (std::size_t j = k; j < N; ++j) a[i][j] -= factor * a[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = N; k-- > 0;) {
    for (std::size_t j = k + 1; j < N; ++j) b[k] -= a[k][j] * b[j];
    b[k] /= a[k][k];
  }
  return b;
}

/// I − h·J.
template <std::size_t N>
Square<N> implicit_matrix(const Square<N>& jacobian, double step) {
  Square<N> a{};
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) a[i][j] = (i == j ? 1 : 0) - step * jacobian[i][j];
  return a;
}

}  // namespace detail

template <Game G>
class Simultaneous {
 public:
  Simultaneous(const G& game, const StepRule& rule) : game_(game), step_(rule.step) {}
  void advance(StateOf<G>& z) { z = detail::moved(z, step_, game_.field(z)); }

 private:
  G game_;
  double step_;
};

/// The first player updates, then the second sees where it went.
template <Game G>
class Alternating {
 public:
  Alternating(const G& game, const StepRule& rule)
      : game_(game),
        step_(rule.step),
        first_(rule.first_updates),
        second_(rule.second_updates) {}
  void advance(StateOf<G>& z) {
    for (int k = 0; k < first_; ++k) {
      const StateOf<G> v = game_.field(z);
      for (std::size_t i = 0; i < G::kFirst; ++i) z[i] += step_ * v[i];
    }
    for (int k = 0; k < second_; ++k) {
      const StateOf<G> v = game_.field(z);
      for (std::size_t i = G::kFirst; i < G::kSize; ++i) z[i] += step_ * v[i];
    }
  }

 private:
  G game_;
  double step_;
  int first_, second_;
};

template <Game G>
class Extragradient {
 public:
  Extragradient(const G& game, const StepRule& rule) : game_(game), step_(rule.step) {}
  void advance(StateOf<G>& z) {
    const StateOf<G> ahead = detail::moved(z, step_, game_.field(z));
    z = detail::moved(z, step_, game_.field(ahead));
  }

 private:
  G game_;
  double step_;
};

/// Remembers the field of the step before; the first step is a simultaneous one.
template <Game G>
class Optimistic {
 public:
  Optimistic(const G& game, const StepRule& rule) : game_(game), step_(rule.step) {}
  void advance(StateOf<G>& z) {
    const StateOf<G> v = game_.field(z);
    if (!begun_) before_ = v, begun_ = true;
    for (std::size_t i = 0; i < G::kSize; ++i) z[i] += step_ * (2 * v[i] - before_[i]);
    before_ = v;
  }

 private:
  G game_;
  double step_;
  bool begun_ = false;
  StateOf<G> before_{};
};

/// Solves for z⁺: once for all if the field is affine, by Newton's method otherwise. advance()
/// throws Error where Newton's method finds no solution.
template <Game G>
class Proximal {
 public:
  Proximal(const G& game, const StepRule& rule) : game_(game), step_(rule.step) {
    if constexpr (G::kAffine) {
      const Square<G::kSize> a = detail::implicit_matrix(game_.jacobian({}), step_);
      for (std::size_t j = 0; j < G::kSize; ++j) {
        StateOf<G> unit{};
        unit[j] = step_;
        const StateOf<G> column = detail::solved(a, unit);
        for (std::size_t i = 0; i < G::kSize; ++i) inverse_[i][j] = column[i];
      }
    }
  }
  void advance(StateOf<G>& z) {
    if constexpr (G::kAffine) {
      const StateOf<G> v = game_.field(z);
      for (std::size_t i = 0; i < G::kSize; ++i) {
        double sum = inverse_[i][0] * v[0];
        for (std::size_t j = 1; j < G::kSize; ++j) sum += inverse_[i][j] * v[j];
        z[i] += sum;
      }
    } else {
      z = implicit(z);
    }
  }

 private:
  StateOf<G> implicit(const StateOf<G>& z) const {
    constexpr int kIterations = 60;
    StateOf<G> next = z;
    for (int k = 0; k < kIterations; ++k) {
      const StateOf<G> v = game_.field(next);
      StateOf<G> miss;
      for (std::size_t i = 0; i < G::kSize; ++i) miss[i] = next[i] - z[i] - step_ * v[i];
      const StateOf<G> shift =
          detail::solved(detail::implicit_matrix(game_.jacobian(next), step_), miss);
      double change = 0, size = 1e-300;
      for (std::size_t i = 0; i < G::kSize; ++i) {
        next[i] -= shift[i];
        change = std::max(change, std::abs(shift[i]));
        size = std::max({size, std::abs(next[i]), std::abs(z[i])});
      }
      if (change <= 1e-15 * size) return next;
      // Rounding keeps the last change from getting smaller; a NaN comes here too and continues.
      if (k > 8 && change <= 1e-13 * size) return next;
    }
    throw Error(message("proximal step ", step_, " from ", z[0], ", ", z[1],
                        ": Newton's method found no solution in ", kIterations,
                        " iterations, expected a smaller step"));
  }

  G game_;
  double step_;
  Square<G::kSize> inverse_{};  // h(I − hJ)⁻¹
};

template <Game G>
class Consensus {
 public:
  Consensus(const G& game, const StepRule& rule)
      : game_(game), step_(rule.step), consensus_(rule.consensus) {}
  void advance(StateOf<G>& z) {
    const StateOf<G> v = game_.field(z);
    const Square<G::kSize> jacobian = game_.jacobian(z);
    for (std::size_t i = 0; i < G::kSize; ++i) {
      double pull = 0;  // (Jᵀv)_i = ∂(½‖v‖²)/∂z_i
      for (std::size_t k = 0; k < G::kSize; ++k) pull += jacobian[k][i] * v[k];
      z[i] += step_ * (v[i] - consensus_ * pull);
    }
  }

 private:
  G game_;
  double step_, consensus_;
};

/// body(player), with the player of the method chosen at run time.
template <Game G, class Body>
decltype(auto) with_method(const G& game, const StepRule& rule, Body&& body) {
  rule.check();
  switch (rule.method) {
    case Method::alternating: return body(Alternating<G>(game, rule));
    case Method::extragradient: return body(Extragradient<G>(game, rule));
    case Method::optimistic: return body(Optimistic<G>(game, rule));
    case Method::proximal: return body(Proximal<G>(game, rule));
    case Method::consensus: return body(Consensus<G>(game, rule));
    case Method::simultaneous: break;
  }
  return body(Simultaneous<G>(game, rule));
}

/// The state after `steps` steps from `start`.
template <Game G>
StateOf<G> play(const G& game, const StepRule& rule, StateOf<G> start, std::size_t steps) {
  return with_method(game, rule, [&](auto player) {
    for (std::size_t t = 0; t < steps; ++t) player.advance(start);
    return start;
  });
}

/// The states after 0, stride, 2·stride, … ≤ steps steps; stride ≥ 1.
template <Game G>
std::vector<StateOf<G>> trajectory(const G& game, const StepRule& rule, StateOf<G> start,
                                   std::size_t steps, std::size_t stride = 1) {
  return with_method(game, rule, [&](auto player) {
    std::vector<StateOf<G>> states{start};
    for (std::size_t t = 1; t <= steps; ++t) {
      player.advance(start);
      if (t % stride == 0) states.push_back(start);
    }
    return states;
  });
}

}  // namespace verigan::games
