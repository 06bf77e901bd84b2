// SPDX-License-Identifier: MIT
// verigan stability: what two players do near the equilibrium of a small game, by every method.
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"
#include "core/text.hpp"
#include "games/bilinear.hpp"
#include "games/quadratic.hpp"
#include "games/spectrum.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "theory/dirac.hpp"

namespace verigan::cli {
namespace {

using namespace games;
using theory::Dirac;
using theory::DiracOptions;
using theory::Regulariser;
using theory::regulariser_name;
using theory::regulariser_of;

struct Options {
  std::string game, method = "simultaneous", loss = "minimax", regulariser = "none", phase;
  std::optional<double> alpha, gamma;
  double step = 0.1, consensus = 1, scale = 1, a = 1, b = 1, c = 1, target = 1;
  int first_updates = 1, second_updates = 1;
  std::vector<int> updates = {};  // both, as they were typed
  bool json = false;
};

/// A game at its equilibrium, and how it would be with another strength of its regulariser.
struct Subject {
  std::string description;
  Linearisation linear;
  std::function<Linearisation(double)> with_strength;  // empty: it has no regulariser
};

template <std::size_t N>
Linearisation dirac(const DiracOptions& options) {
  const Dirac<N> game(options);
  return linearise(game, game.equilibrium());
}

Linearisation dirac(const DiracOptions& options) {
  return options.alpha ? dirac<3>(options) : dirac<2>(options);
}

Subject dirac_subject(const Options& options) {
  DiracOptions wanted{.loss = &theory::game_loss(options.loss),
                      .alpha = options.alpha,
                      .regulariser = regulariser_of(options.regulariser),
                      .gamma = options.gamma.value_or(0),
                      .target = options.target};
  const bool regularised = wanted.regulariser != Regulariser::none;
  require(!regularised || options.gamma, "--regulariser ", options.regulariser,
          " needs its strength, --gamma");
  require(regularised || !options.gamma, "--gamma ", options.gamma.value_or(0),
          " is the strength of a regulariser; expected --regulariser too");
  std::string text = message("Dirac-GAN, loss ", wanted.loss->name);
  text += options.alpha ? message(", α = ", *options.alpha, ", state (θ, ψ, b)")
                        : std::string(", state (θ, ψ)");
  if (regularised)
    text += message(", ", regulariser_name(wanted.regulariser), " with γ = ", wanted.gamma);
  Subject subject{text, dirac(wanted), {}};
  if (!regularised) wanted.regulariser = Regulariser::r1;
  subject.with_strength = [wanted](double strength) mutable {
    wanted.gamma = strength;
    return dirac(wanted);
  };
  return subject;
}

constexpr std::array<std::string_view, 3> kGames{"bilinear", "quadratic", "dirac"};

Subject subject_of(const Options& options) {
  const auto finite = [](const char* name, double value) {
    require(std::isfinite(value), name, " ", value, ", expected a finite number");
  };
  switch (index_of_name("game", options.game, kGames)) {
    case 0:
      finite("--scale", options.scale);
      return {message("min_x max_y s·xy, s = ", options.scale, ", state (x, y)"),
              linearise(Bilinear{.scale = options.scale}, {}),
              {}};
    case 1: {
      finite("--a", options.a), finite("--b", options.b), finite("--c", options.c);
      const Quadratic<> game{.a = {{{options.a}}}, .b = {{{options.b}}}, .c = {{{options.c}}}};
      return {message("min_x max_y ½ax² + bxy − ½cy², a = ", options.a, ", b = ", options.b,
                      ", c = ", options.c),
              linearise(game, {}),
              {}};
    }
    default: return dirac_subject(options);
  }
}

/// Options that only one game or method has are refused elsewhere, not ignored.
void refuse_strangers(const Arguments& arguments, const Options& options) {
  struct Owned {
    const char* option;
    const char* of;
    bool belongs;
  };
  const std::size_t game = index_of_name("game", options.game, kGames);
  const bool is_bilinear = game == 0, is_quadratic = game == 1, is_dirac = game == 2;
  const Method method = method_of(options.method);
  for (const Owned& owned :
       {Owned{"--loss", "the game dirac", is_dirac}, Owned{"--alpha", "the game dirac", is_dirac},
        Owned{"--regulariser", "the game dirac", is_dirac},
        Owned{"--gamma", "the game dirac", is_dirac},
        Owned{"--phase", "the game dirac", is_dirac},
        Owned{"--target", "the regulariser gradient-penalty",
              is_dirac && regulariser_of(options.regulariser) == Regulariser::gradient_penalty},
        Owned{"--scale", "the game bilinear", is_bilinear},
        Owned{"--a", "the game quadratic", is_quadratic},
        Owned{"--b", "the game quadratic", is_quadratic},
        Owned{"--c", "the game quadratic", is_quadratic},
        Owned{"--consensus", "the method consensus", method == Method::consensus},
        Owned{"--updates", "the method alternating", method == Method::alternating}})
    require(owned.belongs || !arguments.given(owned.option), owned.option, " belongs to ", owned.of,
            " only");
}

std::string as_json(const StabilityReport& report) {
  nlohmann::ordered_json document;
  document["eigenvalues"] = nlohmann::ordered_json::array();
  for (const Complex& value : report.eigenvalues)
    document["eigenvalues"].push_back({value.real() + 0.0, value.imag() + 0.0});
  document["rotation_frequency"] = report.rotation_frequency;
  document["contraction_per_step"] = report.contraction_per_step;
  if (std::isinf(report.largest_stable_step)) {
    document["largest_stable_step"] = "inf";
  } else {
    document["largest_stable_step"] = report.largest_stable_step;
  }
  return document.dump(2);
}

std::string complex_text(const Complex& value) {
  if (value.imag() == 0) return formatted("%.12g", value.real());
  return formatted("%.12g", value.real()) + formatted(" %+.12gi", value.imag());
}

/// What a factor per step means; rounding decides nothing within 1e-12 of 1.
std::string fate(double factor) {
  if (std::abs(factor - 1) <= 1e-12) return "neither settles nor grows";
  const double half = kLn2 / std::abs(std::log(factor));
  return (factor < 1 ? "halved every " : "doubled every ") + formatted("%.3g", half) + " steps";
}

std::string step_text(double step) {
  return std::isinf(step) ? "any" : step == 0 ? "none" : formatted("%.10g", step);
}

void print_flow(const StabilityReport& report, double step) {
  std::printf("Eigenvalues of the flow's Jacobian at the equilibrium:\n");
  double slowest = -INFINITY;
  for (const Complex& value : report.eigenvalues) {
    std::printf("  %s\n", complex_text(value).c_str());
    slowest = std::max(slowest, value.real());
  }
  if (report.rotation_frequency > 0)
    std::printf("It turns at %.10g radians per unit of time: once in %.4g, or %.4g steps of %g.\n",
                report.rotation_frequency, 2 * kPi / report.rotation_frequency,
                2 * kPi / report.rotation_frequency / step, step);
  else
    std::printf("It does not turn.\n");
  if (slowest < 0)
    std::printf("It settles: the distance falls to 1/e in %.4g.\n", -1 / slowest);
  else
    std::printf(slowest > 0 ? "It leaves: the distance grows by e in %.4g.\n"
                            : "It neither settles nor leaves.\n",
                1 / slowest);
}

void print_methods(const Linearisation& linear, StepRule rule) {
  const Method asked = rule.method;
  std::printf("\n  %s%s%s%s\n", padded("method", 16).c_str(), padded("factor a step", 19).c_str(),
              padded("largest stable step", 21).c_str(),
              message("distance, step ", rule.step).c_str());
  for (const Method method : kMethods) {
    rule.method = method;
    const double factor = contraction_per_step(linear, rule);
    std::printf("%s %s%s%s%s\n", method == asked ? "→" : " ",
                padded(std::string(method_name(method)), 16).c_str(),
                padded(formatted("%.12g", factor), 19).c_str(),
                padded(step_text(largest_stable_step(linear, rule)), 21).c_str(),
                fate(factor).c_str());
  }
}

/// count numbers from first to last by equal factors.
std::vector<double> geometric(double first, double last, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(first * std::pow(last / first, static_cast<double>(i) /
                                                        static_cast<double>(count - 1)));
  return values;
}

constexpr double kLeastStep = 0.01, kLargestStep = 10, kLeastStrength = 0.03, kLargestStrength = 10;

void print_phases(const Subject& subject, const StepRule& rule) {
  constexpr std::size_t kRows = 11, kColumns = 61;
  auto strengths = geometric(kLeastStrength, kLargestStrength, kRows - 1);
  strengths.insert(strengths.begin(), 0);
  const auto steps = geometric(kLeastStep, kLargestStep, kColumns);
  const Matrix<double> factors = phase_diagram(subject.with_strength, strengths, steps, rule);
  std::printf("\nRegulariser against step, %s: █ settles, ▒ neither, · grows\n",
              std::string(method_name(rule.method)).c_str());
  for (std::size_t i = kRows; i-- > 0;) {
    std::string line;
    for (std::size_t k = 0; k < kColumns; ++k)
      line += factors(i, k) < 1 - 1e-12 ? "█" : factors(i, k) > 1 + 1e-12 ? "·" : "▒";
    std::printf("  γ = %s%s\n", padded(formatted("%.3g", strengths[i]), 8).c_str(), line.c_str());
  }
  std::printf("      step  %s%s%g\n", padded(formatted("%g", kLeastStep), kColumns / 2).c_str(),
              padded(formatted("%.2g", steps[kColumns / 2]), kColumns / 2 - 1).c_str(),
              kLargestStep);
}

void write_phases(const std::string& file, const Subject& subject, const StepRule& rule) {
  auto strengths = geometric(kLeastStrength, kLargestStrength, 100);
  strengths.insert(strengths.begin(), 0);
  const auto steps = geometric(kLeastStep, kLargestStep, 121);
  const Matrix<double> factors = phase_diagram(subject.with_strength, strengths, steps, rule);
  record::CsvWriter table{"gamma", "step", "contraction_per_step"};
  for (std::size_t i = 0; i < strengths.size(); ++i)
    for (std::size_t k = 0; k < steps.size(); ++k) table.row(strengths[i], steps[k], factors(i, k));
  record::write_file(file, table.text());
}

std::string loss_names() {
  std::string names;
  const auto losses = theory::game_losses();
  for (std::size_t i = 0; i < losses.size(); ++i)
    names += message(i == 0 ? "" : i + 1 < losses.size() ? ", " : " or ", losses[i].name);
  return names;
}

int run(const Arguments& arguments, const Options& options) {
  const Subject subject = subject_of(options);
  refuse_strangers(arguments, options);
  const StepRule rule{.method = method_of(options.method),
                    .step = options.step,
                    .consensus = options.consensus,
                    .first_updates = options.first_updates,
                    .second_updates = options.second_updates};
  const StabilityReport report = stability(subject.linear, rule);
  if (!options.phase.empty()) write_phases(options.phase, subject, rule);
  if (options.json) {
    std::puts(as_json(report).c_str());
    return 0;
  }
  std::printf("%s\n\n", subject.description.c_str());
  print_flow(report, options.step);
  print_methods(subject.linear, rule);
  if (subject.with_strength) print_phases(subject, rule);
  return 0;
}

}  // namespace

Action stability_command(Arguments& arguments) {
  auto options = std::make_shared<Options>();
  arguments.add("--game", options->game, "bilinear, quadratic or dirac").required();
  arguments.add("--method", options->method,
                 "simultaneous, alternating, extragradient, optimistic, proximal or consensus")
      .shows_default();
  arguments.add("--step", options->step, "Size of a step, above 0").shows_default();
  arguments.add("--consensus", options->consensus, "Strength c of the method consensus")
      .shows_default();
  arguments.add("--updates", options->updates,
                "Updates of each player in turn, method alternating (default 1 1)")
      .values(2);
  arguments.add("--scale", options->scale, "bilinear: s of min_x max_y s·xy")
      .shows_default();
  arguments.add("--a", options->a, "quadratic: a of min_x max_y ½ax² + bxy − ½cy²")
      .shows_default();
  arguments.add("--b", options->b, "quadratic: b").shows_default();
  arguments.add("--c", options->c, "quadratic: c").shows_default();
  arguments.add("--loss", options->loss, "dirac: " + loss_names())
      .shows_default();
  arguments.add("--alpha", options->alpha,
                 "dirac: share of real data, in (0, 1); adds the logit's bias to the state");
  arguments.add("--regulariser,--regularizer", options->regulariser,
                 "dirac: none, r1, r2, gradient-penalty or instance-noise")
      .shows_default();
  arguments.add("--gamma", options->gamma,
                 "Its strength; of instance-noise, the standard deviation");
  arguments.add("--target", options->target, "gradient-penalty: the gradient norm it asks for")
      .shows_default();
  arguments.add("--phase", options->phase,
                 "dirac: write gamma,step,contraction_per_step to this file");
  arguments.flag("--json", options->json, "Print one JSON object");
  arguments.footer(
      "The flow is ż = v(z): each player moves down its own loss. A factor a step below 1 settles;\n"
      "the largest stable step is where orbits cease to be bounded.\n"
      "Example: verigan stability --game dirac --alpha 0.3 --regulariser r1 --gamma 1 --step 0.5");
  return [options, &arguments] {
    if (!options->updates.empty()) {
      options->first_updates = options->updates[0];
      options->second_updates = options->updates[1];
    }
    return run(arguments, *options);
  };
}

}  // namespace verigan::cli
