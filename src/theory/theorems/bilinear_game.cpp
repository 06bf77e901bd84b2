// SPDX-License-Identifier: MIT
// T40–T44: the bilinear game min_x max_y xy, where every method shows what it does to a rotation.
//
// All methods but the alternating and the optimistic one multiply the state by a complex number, so
// that rounding errors neither grow nor shrink relative to the state and simply add up over the steps.
#include <cmath>
#include <complex>

#include "games/bilinear.hpp"
#include "games/flow.hpp"
#include "games/quadratic.hpp"
#include "games/spectrum.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

using games::Bilinear;
using games::Method;
using games::StepRule;
using Complex = std::complex<double>;
using State = games::State<2>;

State random_state(RandomInstance& draw) {
  const double radius = draw.log_uniform(0.1, 10), angle = draw.uniform(0, 6.283185307179586);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// x² + y² of a state whose distance from the true one is at most `error`.
Ball square_of(const State& z, double error = 0) {
  const Ball x{z[0], error}, y{z[1], error};
  return x * x + y * y;
}

Ball power(Ball base, std::size_t exponent) {
  Ball result = 1;
  for (std::size_t k = 0; k < exponent; ++k) result = result * base;
  return result;
}

games::Linearisation linear_game() { return games::linearise(Bilinear{}, {0, 0}); }

/// What the library says of a step, a few roundings off.
Ball library_rate(Method method, double step) {
  const double rate = games::contraction_per_step(linear_game(), {.method = method, .step = step});
  return {rate, 16 * kRounding * (1 + step) * (1 + step) * rate};
}

// T40 ------------------------------------------------------------------------------------------

using Invariant = Ball (*)(Ball x, Ball y);
Ball squared_radius(Ball x, Ball y) { return x * x + y * y; }
Ball hyperbola(Ball x, Ball y) { return x * x - y * y; }

/// The game with a little friction, for the mutant.
Check kept_by_flow(Invariant invariant, double friction) {
  return [invariant, friction](RandomInstance& draw, Evidence& evidence) {
    const games::Quadratic<> game{.a = {{{friction}}}, .b = {{{1}}}, .c = {}};
    const State start = random_state(draw);
    const double time = draw.log_uniform(0.1, 30);
    const games::Flow flow = games::flow(game, start, std::vector<double>{time});
    const Ball x{flow.states[0][0], flow.error}, y{flow.states[0][1], flow.error};
    const Ball before = invariant(start[0], start[1]);
    evidence.equal("x² + y² is kept", invariant(x, y), before);
    // A turn by the time that passed.
    const Ball c = of_libm(std::cos(time), 0), s = of_libm(std::sin(time), 0);
    evidence.equal("x turns", x, start[0] * c - start[1] * s);
    evidence.equal("y turns", y, start[0] * s + start[1] * c);
    // At (0, 0) neither player gains, whatever it does.
    evidence.holds("(0, 0) is an equilibrium",
                   Bilinear{}.losses({start[0], 0}).first == 0 &&
                       Bilinear{}.losses({0, start[1]}).second == 0 &&
                       Bilinear{}.field({0, 0}) == State{});
  };
}

// T41 ------------------------------------------------------------------------------------------

using Factor = Ball (*)(Ball step);  // of x² + y², by one step

/// A bound on the rounding of one step, relative to the state it leads to.
double step_rounding(Method method, double step, double factor) {
  const double h = 1 + step;
  return kRounding * (method == Method::simultaneous ? 4 * h : 8 * h * h) / std::sqrt(factor);
}

/// x² + y² after some steps, against its start times the factor's power.
void check_factor(RandomInstance& draw, Evidence& evidence, const char* claim, Method method, double step,
                  Factor factor) {
  const State start = random_state(draw);
  const auto steps = static_cast<std::size_t>(1 + draw.below(200));
  const State end = games::play(Bilinear{}, {.method = method, .step = step}, start, steps);
  const Ball expected = factor(step), whole = power(expected, steps) * square_of(start);
  const double drift = static_cast<double>(steps) *
                       step_rounding(method, step, std::max(expected.value, 0.1)) *
                       std::hypot(end[0], end[1]);
  evidence.equal_relative(claim, square_of(end, drift), whole);
}

Ball simultaneous_factor(Ball h) { return 1 + h * h; }
Ball shrinking_factor(Ball h) { return 1 / (1 + h * h); }
Ball first_order_factor(Ball h) { return (1 + h) * (1 + h); }

Check simultaneous_with(Factor factor) {
  return [factor](RandomInstance& draw, Evidence& evidence) {
    const double step = draw.log_uniform(1e-3, 3);
    check_factor(draw, evidence, "the radius grows by √(1+η²) a step", Method::simultaneous, step,
                 factor);
    evidence.equal("the library's factor", library_rate(Method::simultaneous, step),
                   sqrt(factor(step)));
    evidence.holds("no step is stable",
                   games::largest_stable_step(linear_game(), {.method = Method::simultaneous}) ==
                       0);
  };
}

// T42 ------------------------------------------------------------------------------------------

/// x² + y² − share·η·xy for x first, with a plus for y first.
Ball alternating_form(const State& z, Ball step, double sign, double error) {
  const Ball x{z[0], error}, y{z[1], error};
  return x * x + y * y - sign * step * x * y;
}

Check alternating_with(double share, double bound) {
  return [share, bound](RandomInstance& draw, Evidence& evidence) {
    const double step = draw.uniform(0.01, 1.95);
    const State start = random_state(draw);
    const auto steps = static_cast<std::size_t>(1 + draw.below(300));
    const StepRule rule{.method = Method::alternating, .step = step};
    // A step keeps the norm of this form, so rounding errors add up in it; the form's eigenvalues
    // are 1 ± η/2.
    const double spread = std::sqrt((2 + step) / (2 - step));
    const auto drift = [&](const State& end) {
      return 6 * kRounding * (1 + step) * static_cast<double>(steps) * spread * spread *
             std::hypot(end[0], end[1]);
    };
    const State x_first = games::play(Bilinear{}, rule, start, steps);
    evidence.equal("x first keeps x² + y² − ηxy",
                   alternating_form(x_first, step, share, drift(x_first)),
                   alternating_form(start, step, share, 0));
    // y first is x first of the game with the players' names exchanged: (y, x), and scale −1.
    const State y_first = games::play(Bilinear{.scale = -1}, rule, {start[1], start[0]}, steps);
    evidence.equal("y first keeps x² + y² + ηxy",
                   alternating_form(y_first, step, -share, drift(y_first)),
                   alternating_form({start[1], start[0]}, step, -share, 0));
    const double any = draw.uniform(0.01, 4);
    const bool bounded =
        games::contraction_per_step(linear_game(), {.method = Method::alternating, .step = any}) <=
        1;
    evidence.holds("bounded up to η = 2 and no further", bounded == (any <= bound));
    evidence.holds("the largest stable step is 2",
                   games::largest_stable_step(linear_game(), rule) == bound);
    // At η = 2 the double eigenvalue −1 makes z⁺⁺ + 2z⁺ + z = 0: linear growth. Exact in binary.
    const State corner{std::ldexp(draw.below(1000) + 1.0, -10), std::ldexp(draw.below(1000), -10)};
    const auto path =
        games::trajectory(Bilinear{}, {.method = Method::alternating, .step = 2}, corner, 50);
    bool linear = true;
    for (std::size_t t = 2; t < path.size(); ++t)
      for (std::size_t i = 0; i < 2; ++i)
        linear = linear && path[t][i] + 2 * path[t - 1][i] + path[t - 2][i] == 0;
    evidence.holds("linear growth at η = 2", linear);
  };
}

// T43 ------------------------------------------------------------------------------------------

struct Rates {
  Factor extragradient, proximal;
  Ball (*optimistic)(double step);  // the asymptotic rate itself
};

Ball extragradient_factor(Ball h) { return 1 - h * h + h * h * h * h; }
Ball cubic_factor(Ball h) { return 1 - h * h + h * h * h; }
Ball linear_factor(Ball h) { return 1 / ((1 + h) * (1 + h)); }

/// √(1 − 4η²) or √(4η² − 1).
Ball optimistic_root(double h) {
  return h <= 0.5 ? sqrt((1 - 2 * Ball(h)) * (1 + 2 * Ball(h)))
                  : sqrt((2 * Ball(h) - 1) * (2 * Ball(h) + 1));
}
Ball optimistic_rate(double h) {
  const Ball root = optimistic_root(h);
  if (h <= 0.5) return sqrt((1 + root) / 2);
  const Ball sum = 2 * Ball(h) + root;
  return sqrt(1 + sum * sum) / 2;
}
Ball smaller_root(double h) {
  const Ball root = optimistic_root(h);
  if (h <= 0.5) return sqrt((1 - root) / 2);
  const Ball sum = 2 * Ball(h) - root;
  return sqrt(1 + sum * sum) / 2;
}

/// The optimistic run: |z_{2n}|/|z_n| against rate^n. With the roots r of r² − (1+2iη)r + iη (here
/// z = x + iy, whose field is iz) the run is z_t = A r₁ᵗ + B r₂ᵗ, so the ratio is off by at most
/// about 2|B/A|·|r₂/r₁|ⁿ.
void check_optimistic_run(RandomInstance& draw, Evidence& evidence, double step,
                          Ball (*optimistic)(double)) {
  constexpr std::size_t kSteps = 400;
  const State start = random_state(draw);
  const auto path = games::trajectory(
      Bilinear{}, {.method = Method::optimistic, .step = step}, start, 2 * kSteps, kSteps);
  const Complex lead{1, 2 * step}, root = std::sqrt(Complex(1 - 4 * step * step, 0));
  Complex first = (lead + root) / 2.0, second = (lead - root) / 2.0;
  if (std::abs(first) < std::abs(second)) std::swap(first, second);
  const Complex a = (Complex(1, step) - second) / (first - second), b = 1.0 - a;
  const double others = 4 * std::abs(b / a) * std::pow(std::abs(second / first), kSteps);
  // One rounding of size u at each step, carried along by at most 2/|r₁ − r₂| of the state's size.
  const double rounding =
      64.0 * kSteps * kRounding / (std::abs(a) * std::abs(first - second));
  const double ratio =
      std::hypot(path[2][0], path[2][1]) / std::hypot(path[1][0], path[1][1]);
  evidence.equal_relative("the optimistic run's rate", {ratio, ratio * (others + rounding)},
                          power(optimistic(step), kSteps));
}

Check corrected_with(const Rates& rates) {
  return [rates](RandomInstance& draw, Evidence& evidence) {
    const double step = draw.log_uniform(0.01, 1.5);
    check_factor(draw, evidence, "extragradient steps multiply by √(1−η²+η⁴)",
                 Method::extragradient, step, rates.extragradient);
    check_factor(draw, evidence, "proximal steps multiply by 1/√(1+η²)", Method::proximal, step,
                 rates.proximal);
    evidence.equal("the library's extragradient factor", library_rate(Method::extragradient, step),
                   sqrt(rates.extragradient(step)));
    evidence.equal("the library's proximal factor", library_rate(Method::proximal, step),
                   sqrt(rates.proximal(step)));
    evidence.at_most("extragradient contracts by √¾ at best", Ball(0.75),
                     rates.extragradient(step));
    evidence.holds("extragradient contracts for η < 1 only",
                   (rates.extragradient(step).value < 1) == (step < 1));
    // Away from the double root at η = ½, where the rate has an infinite slope.
    const double near = draw.chance(0.5) ? draw.uniform(0.02, 0.49) : draw.uniform(0.51, 0.9);
    const Ball rate = rates.optimistic(near);
    const double slope = 1 / optimistic_root(near).value;
    const double found = games::contraction_per_step(
        linear_game(), {.method = Method::optimistic, .step = near});
    evidence.equal("the library's optimistic rate", {found, 16 * kRounding * (1 + slope)}, rate);
    evidence.at_most("optimistic steps contract by 1/√2 at best", sqrt(Ball(0.5)), rate);
    evidence.holds("optimistic steps are stable for η < 1/√3 only",
                   (rate.value < 1) == (near < 1 / std::sqrt(3.0)));
    check_optimistic_run(draw, evidence, near, rates.optimistic);
  };
}

// T44 ------------------------------------------------------------------------------------------

/// `x_sign`, `y_sign`: which way x moves where y > 0, and y where x > 0.
Check signs_with(int x_sign, int y_sign) {
  return [x_sign, y_sign](RandomInstance& draw, Evidence& evidence) {
    const auto coordinate = [&] { return (draw.chance(0.5) ? 1 : -1) * draw.uniform(0.1, 10); };
    const double x = coordinate(), y = coordinate(), step = draw.log_uniform(1e-3, 1);
    const State next = games::play(Bilinear{}, {.step = step}, {x, y}, 1);
    const auto sign = [](double value) { return value > 0 ? 1 : value < 0 ? -1 : 0; };
    evidence.holds("x moves as the table says", sign(next[0] - x) == x_sign * sign(y));
    evidence.holds("y moves as the table says", sign(next[1] - y) == y_sign * sign(x));
    evidence.equal("x moves by −ηy", Ball(next[0], kRounding * (std::abs(x) + 2 * std::abs(step * y))),
                   x + x_sign * Ball(step) * y);
    evidence.equal("y moves by ηx", Ball(next[1], kRounding * (std::abs(y) + 2 * std::abs(step * x))),
                   y + y_sign * Ball(step) * x);
  };
}

}  // namespace

Theorem bilinear_flow() {
  return {.id = "T40",
          .title = "The bilinear flow",
          .statement = "min_x max_y xy: the equilibrium is (0,0), and the continuous flow keeps "
                       "x² + y² to the integrator's accuracy",
          .source = "SNU",
          .check = kept_by_flow(squared_radius, 0),
          .mutants = {{"x² − y²", 0.9, kept_by_flow(hyperbola, 0)},
                      {"friction of 1e-6", 0.95, kept_by_flow(squared_radius, 1e-6)}}};
}

Theorem simultaneous_steps() {
  return {.id = "T41",
          .title = "Simultaneous gradient steps",
          .statement = "on min_x max_y xy they multiply the radius by √(1+η²) each step",
          .source = "SNU",
          .check = simultaneous_with(simultaneous_factor),
          .mutants = {{"1/√(1+η²)", 0.99, simultaneous_with(shrinking_factor)},
                      {"1 + η", 0.99, simultaneous_with(first_order_factor)}}};
}

Theorem alternating_steps() {
  return {.id = "T42",
          .title = "Alternating gradient steps",
          .statement = "x first and y with the new x: x² + y² − ηxy is kept; y first: x² + y² + ηxy. "
                       "Orbits are bounded iff 0 < η < 2; at η = 2 they grow linearly",
          .source = "ours, lit",
          .check = alternating_with(1, 2),
          .mutants = {{"the other sign of ηxy", 0.95, alternating_with(-1, 2)},
                      {"x² + y²", 0.95, alternating_with(0, 2)},
                      {"bounded for η < 1", 0.99, alternating_with(1, 1)}}};
}

Theorem corrected_steps() {
  const Rates right{extragradient_factor, shrinking_factor, optimistic_rate};
  Rates cubic = right, linear = right, small = right;
  cubic.extragradient = cubic_factor;
  linear.proximal = linear_factor;
  small.optimistic = smaller_root;
  return {.id = "T43",
          .title = "Extragradient, proximal and optimistic steps",
          .statement =
              "factors a step: extragradient √(1−η²+η⁴), a contraction for 0 < η < 1, best √¾ at "
              "1/√2; proximal 1/√(1+η²); optimistic, asymptotically, √((1+√(1−4η²))/2) for η ≤ ½, "
              "½√(1+(2η+√(4η²−1))²) above, best 1/√2 at ½, stable iff η < 1/√3",
          .source = "lit, ours",
          .check = corrected_with(right),
          .mutants = {{"η³ for η⁴", 0.99, corrected_with(cubic)},
                      {"1/(1+η)", 0.99, corrected_with(linear)},
                      {"the smaller root", 0.99, corrected_with(small)}}};
}

Theorem sign_table() {
  return {.id = "T44",
          .title = "The table of signs",
          .statement = "simultaneous play of min_x max_y xy: x falls where y > 0 and rises where "
                       "y < 0; y rises where x > 0 and falls where x < 0",
          .source = "SNU",
          .check = signs_with(-1, 1),
          .mutants = {{"x rises where y > 0", 0.99, signs_with(1, 1)},
                      {"both descend", 0.99, signs_with(-1, -1)}}};
}

}  // namespace verigan::theory::rows
