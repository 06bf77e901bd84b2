// SPDX-License-Identifier: MIT
// verigan theory: every quantity of a pair of densities, each with a bound on its error.
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/text.hpp"
#include "cli/theory_curves.hpp"
#include "core/check.hpp"
#include "core/program.hpp"
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
  std::optional<double> order;
  bool json = false;
  Exact exact_alpha = 0.5, exact_order;  // as they were written
};

// A row with its value; Rényi's stand last, where an order was asked for.
struct Quantity {
  std::string key, symbol, meaning;
  Estimate estimate;

  bool known() const { return std::isfinite(estimate.error); }
};
constexpr const char* kUnknown =
    "not known to any digit: finite, but beyond the range of a double or of the quadrature";

std::vector<Quantity> quantities_of(const Density& p, const Density& q, const Options& options) {
  const Summary summary = summarise(p, q, options.exact_alpha);
  std::vector<Quantity> found;
  for (const SummaryRow& row : summary_rows())
    found.push_back({row.key, row.symbol, row.meaning, summary.*row.estimate});
  if (options.order) {
    const std::string meaning = "Rényi divergence of order " + options.exact_order.text();
    found.push_back({"renyi_pq", "R(p‖q)", meaning, renyi(p, q, options.exact_order)});
    found.push_back({"renyi_qp", "R(q‖p)", "the same with p and q exchanged",
                     renyi(q, p, options.exact_order)});
  }
  return found;
}

// What a number in --p, --q, --alpha and --order means.
constexpr const char* kParameters =
    "decimals exactly as written (0.1 is one tenth); numbers in a csv file are the nearest doubles";

// JSON has no infinity.
nlohmann::ordered_json as_json(double x) {
  if (std::isinf(x)) return "inf";
  return x + 0.0;  // zero has one sign
}

std::string as_json(const Options& options, const std::vector<Quantity>& found) {
  nlohmann::ordered_json quantities;
  for (const Quantity& row : found) {
    quantities[row.key] = {{"value", as_json(row.estimate.value)},
                           {"error", as_json(row.estimate.error)}};
    if (!row.known())
      quantities[row.key] = {{"value", nullptr}, {"error", "inf"}, {"reason", kUnknown}};
  }
  nlohmann::ordered_json document;
  document["p"] = options.p;
  document["q"] = options.q;
  document["alpha"] = options.alpha;
  if (options.order) document["order"] = *options.order;
  document["parameters"] = kParameters;
  document["quantities"] = quantities;
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

void print_quantities(const std::vector<Quantity>& found) {
  std::printf("  %s%s%s%s\n", padded("symbol", 12).c_str(), padded("value", 25).c_str(),
              padded("error ≤", 11).c_str(), "meaning");
  for (const Quantity& row : found) {
    const Estimate& x = row.estimate;
    const std::string value = !row.known()          ? "? not known to any digit"
                              : std::isinf(x.value) ? "∞"
                                                    : formatted("%.16g", x.value + 0.0);
    const std::string error = !row.known()          ? ""
                              : std::isinf(x.value) ? "exact"
                                                    : formatted("%.1e", x.error);
    std::printf("  %s%s%s%s\n", padded(row.symbol, 12).c_str(), padded(value, 25).c_str(),
                padded(error, 11).c_str(), row.meaning.c_str());
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
      return std::isnan(value) ? std::string("p=q=0") : formatted("%.8g", value);
    };
    std::printf(
        "  %s%s%s%s%s\n", padded(formatted("%.16g", place.x.value()), 25).c_str(),
        padded(text(d), 16).c_str(),
        padded(text(optimal_discriminator_alpha(p, q, place.x, alpha)), 16).c_str(),
        padded(place.what == "p = q" ? "any" : text(optimal_discriminator_absolute(p, q, place.x)),
               9)
            .c_str(),
        place.what.c_str());
  }
  if (equal.size() > kShown) std::printf("  (%zu more crossings)\n", equal.size() - kShown);
}

void write_curves(const Density& p, const Density& q, const Options& options) {
  if (options.csv.empty() && options.plot.empty()) return;
  flush_output();  // drawing may fail, and the numbers are there
  const Curves curves = sample_curves(p, q, options.alpha);
  if (!options.csv.empty()) record::write_file(options.csv, curves_csv(curves));
  if (!options.plot.empty())
    draw_curves(curves, {options.p, options.q, options.alpha}, options.plot);
}

int run(const Options& options) {
  require(options.alpha > 0 && options.alpha < 1, "--alpha ", options.alpha,
          ": expected a number in (0, 1)");
  if (options.order)
    require(*options.order > 0 && std::isfinite(*options.order) && *options.order != 1, "--order ",
            *options.order, ": expected a positive number other than 1");
  require(options.plot.empty() || plot_format(options.plot) != PlotFormat::unknown, "--plot ",
          options.plot, ": expected a file name ending in .svg or .png");
  for (const std::string& file : {options.csv, options.plot})
    if (!file.empty()) record::require_writable(file);
  std::vector<std::string> warnings;
  const DensityPtr p = parse_density(options.p, &warnings);
  const DensityPtr q = parse_density(options.q, &warnings);
  print_warnings(warnings);
  const std::vector<Quantity> found = quantities_of(*p, *q, options);
  if (options.json) {
    std::puts(as_json(options, found).c_str());
  } else {
    std::printf("p = %s\nq = %s\nα = %s\n\n", options.p.c_str(), options.q.c_str(),
                shortest(options.alpha).c_str());
    print_quantities(found);
    print_discriminators(*p, *q, options.alpha);
  }
  write_curves(*p, *q, options);
  return 0;
}

}  // namespace

// An option's number as it was typed; in a notation beyond decimals, the double it was read as.
Exact as_written(const Arguments::Option& option, double value) {
  if (!option.given()) return value;
  std::string text = option.typed();
  if (text.starts_with('+')) text.erase(0, 1);
  double read = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
  const bool decimal = error == std::errc() && end == text.data() + text.size();
  return decimal ? Exact::decimal(text) : Exact(value);
}

Action theory_command(Arguments& arguments) {
  auto options = std::make_shared<Options>();
  arguments.add("--p", options->p, "Density of the data, such as 'normal(0,1)'").required();
  arguments.add("--q", options->q, "Density of the generator").required();
  const auto alpha =
      arguments.add("--alpha", options->alpha, "Share of true data, in (0, 1)")
          .shows_default();
  const auto order =
      arguments.add("--order", options->order,
                     "Order of Rényi's divergences, above 0 and not 1: adds them");
  arguments.flag("--json", options->json, "Print one JSON object");
  arguments.add("--csv", options->csv, "Write the curves x,p,q,d_star,d_star_alpha");
  arguments.add("--plot", options->plot, "Draw them; FILE ends in .svg or .png");
  arguments.footer(
      "Densities: normal(mean,sd) uniform(lower,upper) laplace(mean,scale) exponential(rate)\n"
      "  beta(a,b) logistic(mean,scale) csv:FILE (columns x,density), or a mixture such as\n"
      "  0.5*normal(-2,1)+0.5*normal(2,0.5). Everything in nats; each true value lies within its\n"
      "  error of the value printed. Numbers are the decimals exactly as written (0.1 is one tenth,\n"
      "  not the double next to it), those in FILE the nearest doubles. A value of which nothing is\n"
      "  known, such as one beyond the range of a double, is printed as ? (JSON: null, with a reason).\n"
      "Example: verigan theory --p 'normal(0,1)' --q 'normal(1,2)' --alpha 0.3 --plot pair.svg");
  return [options, alpha, order] {
    options->exact_alpha = as_written(alpha, options->alpha);
    if (options->order) options->exact_order = as_written(order, *options->order);
    return run(*options);
  };
}

}  // namespace verigan::cli
