// SPDX-License-Identifier: MIT
// verigan theory: every quantity of a pair of densities, each with a bound on its error.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/theory_curves.hpp"
#include "core/check.hpp"
#include "record/file.hpp"
#include "theory/divergence.hpp"
#include "theory/optimal_discriminator.hpp"
#include "theory/spec.hpp"
#include "theory/summary.hpp"

namespace verigan::cli {

namespace {

using namespace theory;

struct Options {
  std::string p, q, csv, plot;
  double alpha = 0.5;
  bool json = false;
};

struct Row {
  const char* key;
  const char* symbol;
  const char* meaning;
  Estimate Summary::*estimate;
};

// Keys, symbols and meanings of what is printed, in order.
constexpr Row kRows[] = {
    {"kl_pq", "KL(p‖q)", "Kullback–Leibler divergence of p from q", &Summary::kl_pq},
    {"kl_qp", "KL(q‖p)", "Kullback–Leibler divergence of q from p", &Summary::kl_qp},
    {"jsd", "JSD(p‖q)", "Jensen–Shannon divergence", &Summary::jsd},
    {"js_alpha", "JS_α(p,q)", "the same with weights α, 1−α", &Summary::js_alpha},
    {"tv", "TV(p,q)", "total variation ½∫|p−q|", &Summary::tv},
    {"hellinger2", "H²(p,q)", "squared Hellinger distance ½∫(√p−√q)²", &Summary::hellinger2},
    {"w1", "W₁(p,q)", "Wasserstein distance ∫|F−G|, units of x", &Summary::w1},
    {"w2", "W₂(p,q)", "Wasserstein distance √∫(F⁻¹−G⁻¹)², units of x", &Summary::w2},
    {"value", "C(G)", "max_D V(G,D) = −ln 4 + 2 JSD", &Summary::value},
    {"value_alpha", "C_α(G)", "max_D −L_α(D) = −H(α) + JS_α", &Summary::value_alpha},
    {"error_absolute", "E*(G)", "least absolute error ½(1−TV)", &Summary::error_absolute},
    {"entropy_alpha", "H(α)", "D's loss at the equilibrium", &Summary::entropy_alpha},
};

std::string as_json(const Options& options, const Summary& summary) {
  nlohmann::ordered_json quantities;
  for (const Row& row : kRows) {
    const Estimate& x = summary.*row.estimate;
    nlohmann::ordered_json entry;
    if (std::isinf(x.value)) {
      entry["value"] = "inf";
    } else {
      entry["value"] = x.value + 0.0;  // zero has one sign
    }
    entry["error"] = x.error;
    quantities[row.key] = entry;
  }
  nlohmann::ordered_json document;
  document["p"] = options.p;
  document["q"] = options.q;
  document["alpha"] = options.alpha;
  document["quantities"] = quantities;
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Pads to a width counted in characters, not bytes.
std::string padded(std::string text, std::size_t width) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  if (characters < width) text.append(width - characters, ' ');
  return text;
}

std::string number(const char* format, double x) {
  char text[64];
  std::snprintf(text, sizeof text, format, x == 0 ? 0.0 : x);
  return text;
}

void print_quantities(const Summary& summary) {
  std::printf("  %s%s%s%s\n", padded("symbol", 12).c_str(), padded("value", 25).c_str(),
              padded("error ≤", 11).c_str(), "meaning");
  for (const Row& row : kRows) {
    const Estimate& x = summary.*row.estimate;
    const std::string value = std::isinf(x.value) ? "∞" : number("%.16g", x.value + 0.0);
    const std::string error = std::isinf(x.value) ? "exact" : number("%.1e", x.error);
    std::printf("  %s%s%s%s\n", padded(row.symbol, 12).c_str(), padded(value, 25).c_str(),
                padded(error, 11).c_str(), row.meaning);
  }
}

void print_discriminators(const Density& p, const Density& q, double alpha) {
  struct Place {
    Point x;
    std::string what;
  };
  std::vector<Place> places{{p.mean(), "mean of p"}, {q.mean(), "mean of q"}};
  const std::vector<Point> equal = crossings(p, q);
  constexpr std::size_t kShown = 6;
  for (std::size_t i = 0; i < equal.size() && i < kShown; ++i)
    places.push_back({equal[i], "p = q"});
  std::printf("\n  %s%s%s%s%s\n", padded("x", 25).c_str(), padded("D* = p/(p+q)", 16).c_str(),
              padded("D*_α = αp/m_α", 16).c_str(), padded("1[p≥q]", 9).c_str(), "where");
  for (const Place& place : places) {
    const double d = optimal_discriminator(p, q, place.x);
    const auto text = [&](double value) {
      return std::isnan(value) ? std::string("p=q=0") : number("%.8g", value);
    };
    std::printf(
        "  %s%s%s%s%s\n", padded(number("%.16g", place.x.value()), 25).c_str(),
        padded(text(d), 16).c_str(),
        padded(text(optimal_discriminator_alpha(p, q, place.x, alpha)), 16).c_str(),
        padded(place.what == "p = q" ? "any" : text(optimal_discriminator_absolute(p, q, place.x)),
               9)
            .c_str(),
        place.what.c_str());
  }
  if (equal.size() > kShown) std::printf("  (%zu more crossings)\n", equal.size() - kShown);
}

int run(const Options& options) {
  require(options.alpha > 0 && options.alpha < 1, "--alpha ", options.alpha,
          ": expected a number in (0, 1)");
  require(options.plot.empty() || plot_format(options.plot) != PlotFormat::unknown, "--plot ",
          options.plot, ": expected a file name ending in .svg or .png");
  const DensityPtr p = parse_density(options.p);
  const DensityPtr q = parse_density(options.q);
  const Summary summary = summarise(*p, *q, options.alpha);
  if (!options.csv.empty() || !options.plot.empty()) {
    const Curves curves = sample_curves(*p, *q, options.alpha);
    if (!options.csv.empty()) record::write_file(options.csv, curves_csv(curves));
    if (!options.plot.empty())
      draw_curves(curves, {options.p, options.q, options.alpha}, options.plot);
  }
  if (options.json) {
    std::puts(as_json(options, summary).c_str());
    return 0;
  }
  std::printf("p = %s\nq = %s\nα = %s\n\n", options.p.c_str(), options.q.c_str(),
              shortest(options.alpha).c_str());
  print_quantities(summary);
  print_discriminators(*p, *q, options.alpha);
  return 0;
}

}  // namespace

Action theory_command(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--p", options->p, "Density of the data, such as 'normal(0,1)'")->required();
  app.add_option("--q", options->q, "Density of the generator")->required();
  app.add_option("--alpha", options->alpha, "Share of true data, in (0, 1)")->capture_default_str();
  app.add_flag("--json", options->json, "Print one JSON object");
  app.add_option("--csv", options->csv, "Write the curves x,p,q,d_star,d_star_alpha");
  app.add_option("--plot", options->plot, "Draw them; FILE ends in .svg or .png");
  app.footer(
      "Densities: normal(mean,sd) uniform(lower,upper) laplace(mean,scale) exponential(rate)\n"
      "  beta(a,b) logistic(mean,scale) csv:FILE (two columns x,density), or a mixture such as\n"
      "  0.5*normal(-2,1)+0.5*normal(2,0.5). Everything in nats; each true value lies within its\n"
      "  error of the value printed.\n"
      "Example: verigan theory --p 'normal(0,1)' --q 'normal(1,2)' --alpha 0.3 --plot pair.svg");
  return [options] { return run(*options); };
}

}  // namespace verigan::cli
