// SPDX-License-Identifier: MIT
// verigan theory: every quantity of a pair of densities, each with a bound on its error.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/command.hpp"
#include "cli/plane_fields.hpp"
#include "cli/samples_report.hpp"
#include "cli/theory_curves.hpp"
#include "cli/theory_notes.hpp"
#include "cli/theory_own_f.hpp"
#include "cli/theory_scan.hpp"
#include "core/check.hpp"
#include "core/numeric.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "core/text.hpp"
#include "record/file.hpp"
#include "theory/divergence.hpp"
#include "theory/lattice.hpp"
#include "theory/optimal_discriminator.hpp"
#include "theory/own_f.hpp"
#include "theory/plane_divergence.hpp"
#include "theory/plane_spec.hpp"
#include "theory/spec.hpp"
#include "theory/summary.hpp"

namespace verigan::cli {

namespace {

using namespace theory;

struct Options {
  std::string p, q, csv, plot, find, own_f;
  std::string alpha_text = "0.5", order_text, t_text;  // as they were written
  std::vector<std::string> divergences;
  bool json = false;
  Exact alpha, order;
  std::uint64_t seed = 1, most = 2000;  // of samples
  std::function<bool(const char*)> given;
};

// A quantity and its value; those asked for by --divergence and --order come last.
struct Found {
  std::string key, symbol, meaning;
  Estimate estimate;

  bool known() const { return std::isfinite(estimate.error); }
};
constexpr const char* kUnknown =
    "not known to any digit: beyond the range of a double or of the quadrature, or whether it is finite "
    "cannot be decided";

std::vector<Found> quantities_of(const Density& p, const Density& q, const Options& options) {
  const Summary summary = summarise(p, q, options.alpha);
  std::vector<Found> found;
  for (const SummaryRow& row : summary_rows())
    found.push_back({row.key, row.symbol, row.meaning, summary.*row.estimate});
  for (const std::string& key : options.divergences) {
    const Quantity asked = quantity(key);
    found.push_back({asked.key, asked.symbol, asked.meaning, asked.of(p, q, options.alpha)});
  }
  if (!options.own_f.empty()) {
    const Quantity own = own_quantity(options.own_f);
    found.push_back({own.key, own.symbol, own.meaning, own.of(p, q, options.alpha)});
  }
  if (!options.order_text.empty()) {
    const std::string meaning = "Rényi divergence of order " + options.order_text;
    found.push_back({"renyi_pq", "R(p‖q)", meaning, renyi(p, q, options.order)});
    found.push_back({"renyi_qp", "R(q‖p)", "the same with p and q exchanged",
                     renyi(q, p, options.order)});
  }
  return found;
}

// What a number in --p, --q, --alpha and --order means.
constexpr const char* kParameters =
    "exactly as written (0.1 is one tenth, 1/3 a third); roots, logarithms, exponentials and pi to 60 "
    "digits; numbers in a csv file are the nearest doubles";

// JSON has no infinity.
nlohmann::ordered_json as_json(double x) {
  if (std::isinf(x)) return "inf";
  return x + 0.0;  // zero has one sign
}

nlohmann::ordered_json as_json(const Options& options, const std::vector<Found>& found) {
  nlohmann::ordered_json quantities;
  for (const Found& row : found) {
    quantities[row.key] = {{"value", as_json(row.estimate.value)},
                           {"error", as_json(row.estimate.error)}};
    if (!row.known())
      quantities[row.key] = {{"value", nullptr}, {"error", "inf"}, {"reason", kUnknown}};
  }
  nlohmann::ordered_json document;
  document["p"] = options.p;
  document["q"] = options.q;
  document["alpha"] = options.alpha.value();
  if (!options.order_text.empty()) document["order"] = options.order.value();
  document["parameters"] = kParameters;
  document["quantities"] = quantities;
  return document;
}

void print_quantities(const std::vector<Found>& found) {
  constexpr std::size_t kError = 9, kMeaning = 80 - (2 + 12 + 25 + kError);
  std::printf("  %s%s%s%s\n", padded("symbol", 12).c_str(), padded("value", 25).c_str(),
              padded("error ≤", kError).c_str(), "meaning");
  for (const Found& row : found) {
    const Estimate& x = row.estimate;
    const std::string value = !row.known()          ? "? not known to any digit"
                              : std::isinf(x.value) ? "∞"
                                                    : formatted("%.16g", x.value + 0.0);
    const std::string error = !row.known()          ? ""
                              : std::isinf(x.value) ? "exact"
                                                    : formatted("%.1e", x.error);
    const std::vector<std::string> meaning = wrapped(row.meaning, kMeaning);
    std::printf("  %s%s%s%s\n", padded(row.symbol, 12).c_str(), padded(value, 25).c_str(),
                padded(error, kError).c_str(), meaning.empty() ? "" : meaning[0].c_str());
    for (std::size_t i = 1; i < meaning.size(); ++i)
      std::printf("%s%s\n", std::string(80 - kMeaning, ' ').c_str(), meaning[i].c_str());
  }
}

void print_discriminators(const Density& p, const Density& q, double alpha) {
  struct Place {
    Point x;
    std::string what;
  };
  std::vector<Place> places{{p.centre(), std::isfinite(p.mean()) ? "mean of p" : "median of p"},
                            {q.centre(), std::isfinite(q.mean()) ? "mean of q" : "median of q"}};
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
  const Curves curves = sample_curves(p, q, options.alpha.value());
  if (!options.csv.empty()) record::write_file(options.csv, curves_csv(curves));
  if (!options.plot.empty())
    draw_curves(curves, {options.p, options.q, options.alpha.value()}, options.plot);
}

void print_pair(const Options& options) {
  std::vector<std::string> warnings;
  const DensityPtr p = parse_density(options.p, &warnings);
  const DensityPtr q = parse_density(options.q, &warnings);
  require_one_kind(*p, *q);
  print_warnings(warnings);
  const std::vector<Found> found = quantities_of(*p, *q, options);
  const std::vector<std::string> notes = table_notes(options.p, options.q, *p, *q);
  if (options.json) {
    nlohmann::ordered_json document = as_json(options, found);
    if (!notes.empty()) document["notes"] = notes;
    if (!options.own_f.empty()) document["f"] = own_f_json(OwnF(options.own_f), *p, *q);
    std::puts(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    std::printf("p = %s\nq = %s\nα = %s\n\n", options.p.c_str(), options.q.c_str(),
                options.alpha.text().c_str());
    print_quantities(found);
    for (const std::string& note : notes) std::printf("  %s\n", note.c_str());
    print_discriminators(*p, *q, options.alpha.value());
    if (!options.own_f.empty()) print_own_f(OwnF(options.own_f), *p, *q);
  }
  write_curves(*p, *q, options);
}

// What `read` makes of an option's text; a mistake is named with the option.
template <class Read>
auto read_option(const char* name, const std::string& text, const Read& read) {
  try {
    return read(text);
  } catch (const Error& error) {
    throw Error(message(name, " ", error.what()));
  }
}

ScanRequest scan_request(const Options& options, std::vector<Exact> alpha) {
  ScanRequest request{.family = {options.p, options.q},
                      .alpha_text = options.alpha_text,
                      .t_text = options.t_text,
                      .alpha = std::move(alpha),
                      .t = {Exact(0)},
                      .quantities = {},
                      .find = options.find,
                      .own_f = options.own_f,
                      .csv = options.csv,
                      .plot = options.plot,
                      .json = options.json};
  if (!options.t_text.empty()) request.t = read_option("--t", options.t_text, parse_values);
  for (const std::string& key : options.divergences) request.quantities.push_back(quantity(key));
  if (!options.order_text.empty())
    request.quantities.push_back(quantity("renyi:" + options.order_text));
  if (!options.own_f.empty()) request.quantities.push_back(own_quantity(options.own_f));
  if (request.quantities.empty())
    for (const char* key : {"kl_pq", "kl_qp", "jsd", "js_alpha", "tv", "hellinger2"})
      request.quantities.push_back(quantity(key));
  return request;
}

std::vector<Found> quantities_of(const PlaneDensity& p, const PlaneDensity& q, const Options& options) {
  const Summary summary = summarise(p, q, options.alpha);
  std::vector<Found> found;
  for (const SummaryRow& row : plane_summary_rows(p, q))
    found.push_back({row.key, row.symbol, row.meaning, summary.*row.estimate});
  for (const std::string& key : options.divergences) {
    const Quantity asked = quantity(key);
    found.push_back({asked.key, asked.symbol, asked.meaning, plane_quantity(key, p, q, options.alpha)});
  }
  if (!options.order_text.empty()) {
    const std::string meaning = "Rényi divergence of order " + options.order_text;
    found.push_back({"renyi_pq", "R(p‖q)", meaning, renyi(p, q, options.order)});
    found.push_back({"renyi_qp", "R(q‖p)", "the same with p and q exchanged", renyi(q, p, options.order)});
  }
  return found;
}

void print_discriminators(const PlaneDensity& p, const PlaneDensity& q, double alpha) {
  std::printf("\n  %s%s%swhere\n", padded("(x, y)", 38).c_str(), padded("D* = p/(p+q)", 14).c_str(),
              padded("D*_α = αp/m_α", 15).c_str());
  for (const auto& [density, what] : {std::pair{&p, "mean of p"}, std::pair{&q, "mean of q"}}) {
    const auto [x, y] = density->centre();
    const double ratio = p.log_pdf(x, y) - q.log_pdf(x, y);
    const auto text = [](double d) { return std::isnan(d) ? "p=q=0" : formatted("%.8g", d); };
    std::printf("  %s%s%s%s\n",
                padded("(" + formatted("%.10g", x) + ", " + formatted("%.10g", y) + ")", 38).c_str(),
                padded(text(sigmoid(ratio)), 14).c_str(),
                padded(text(sigmoid(logit(alpha) + ratio)), 15).c_str(), what);
  }
}

void print_plane(const Options& options) {
  set_threads(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 64U)));
  std::vector<std::string> warnings;
  const PlaneDensityPtr p = parse_plane(options.p, &warnings), q = parse_plane(options.q, &warnings);
  print_warnings(warnings);
  const std::vector<Found> found = quantities_of(*p, *q, options);
  if (options.json) {
    std::puts(as_json(options, found).dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    std::printf("p = %s\nq = %s\nα = %s\n\n", options.p.c_str(), options.q.c_str(),
                options.alpha.text().c_str());
    print_quantities(found);
    print_discriminators(*p, *q, options.alpha.value());
  }
  if (options.csv.empty() && options.plot.empty()) return;
  flush_output();  // drawing may fail, and the numbers are there
  const Fields fields = sample_fields(*p, *q, options.alpha.value());
  if (!options.csv.empty()) record::write_file(options.csv, fields_csv(fields));
  if (!options.plot.empty())
    draw_fields(fields, options.alpha.value(), options.p, options.q, options.plot);
}

// Of samples there are estimates alone.
int run_samples(const Options& options) {
  for (const char* name : {"--alpha", "--t", "--divergence", "--find", "--order", "--f", "--csv", "--plot"})
    require(!options.given(name), name, " has no effect with samples:FILE, expected none");
  print_samples({options.p, options.q, options.seed, options.most, options.json});
  return 0;
}

int run(Options& options) {
  if (names_samples(options.p) || names_samples(options.q)) return run_samples(options);
  require(options.own_f.empty() || !(names_plane(options.p) || names_plane(options.q)),
          "--f of densities of the plane, expected two of the line");
  for (const char* name : {"--seed", "--most"})
    require(!options.given(name), name, " has no effect without samples:FILE, expected none");
  const auto alpha = read_option("--alpha", options.alpha_text, parse_values);
  for (const Exact& share : alpha)
    require(share.value() > 0 && share.value() < 1, "--alpha ", share.text(), ": expected a number in (0, 1)");
  options.alpha = alpha.front();
  if (!options.order_text.empty()) {
    options.order = read_option("--order", options.order_text,
                                [](const std::string& text) { return parse_number(text); });
    require(options.order > 0 && std::isfinite(options.order.value()) && options.order != 1,
            "--order ", options.order.text(), ": expected a positive number other than 1");
  }
  require(options.plot.empty() || plot_format(options.plot) != PlotFormat::unknown, "--plot ",
          options.plot, ": expected a file name ending in .svg or .png");
  for (const std::string& file : {options.csv, options.plot})
    if (!file.empty()) record::require_writable(file);
  for (const std::string& key : options.divergences)
    (void)read_option("--divergence", key, [](const std::string& text) { return quantity(text); });
  if (!options.own_f.empty()) (void)read_option("--f", options.own_f, [](const std::string& text) { return OwnF(text); });
  if (!options.find.empty()) {
    require(options.csv.empty() && options.plot.empty() && options.divergences.empty(),
            "--csv, --plot and --divergence have no effect with --find, expected none of them");
    print_extremum(scan_request(options, alpha));
  } else if (alpha.size() > 1 || !options.t_text.empty()) {
    print_scan(scan_request(options, alpha));
  } else if (names_plane(options.p) || names_plane(options.q)) {
    print_plane(options);
  } else {
    print_pair(options);
  }
  return 0;
}

}  // namespace

Action theory_command(Arguments& arguments) {
  auto options = std::make_shared<Options>();
  arguments.add("--p", options->p, "Density of the data, such as 'normal(0,1)'").required();
  arguments.add("--q", options->q, "Density of the generator").required();
  arguments.add("--alpha", options->alpha_text,
                 "Share of real data, in (0, 1); a list 0.1,0.2 or a range 0.02:0.98:50 is scanned")
      .shows_default();
  arguments.add("--t", options->t_text,
                 "Values of t in the densities' numbers, as a list or a range: adds a scan");
  arguments.add("--divergence", options->divergences,
                 "More quantities by name, such as jeffreys,renyi:3,kolmogorov; of a scan, those alone")
      .separated_by(',');
  arguments.add("--f", options->own_f,
                 "A convex f(u), u = p/q: adds D_f and its critic");
  arguments.add("--find", options->find,
                 "Where along t or alpha a quantity is largest or least: 'max js_alpha', 'min tv'");
  arguments.add("--order", options->order_text,
                 "Order of Rényi's divergences, above 0 and not 1: adds them");
  arguments.flag("--json", options->json, "Print one JSON object");
  arguments.add("--csv", options->csv, "Write the curves x,p,q,d_star,d_star_alpha; of a scan, its rows");
  arguments.add("--plot", options->plot, "Draw them; FILE ends in .svg or .png");
  arguments.add("--seed", options->seed, "Of samples: the seed of every choice by chance").shows_default();
  arguments.add("--most", options->most, "Of samples: points of each that are used at most")
      .between(60, 100'000)
      .shows_default();
  options->given = [&arguments](const char* name) { return arguments.given(name); };
  arguments.footer(
      "Densities: normal(mean,sd) uniform(lower,upper) laplace(mean,scale)\n"
      "  exponential(rate) beta(a,b) logistic(mean,scale) cauchy(location,scale)\n"
      "  student(nu[,location,scale]) gumbel(location,scale) gamma(shape,rate)\n"
      "  weibull(shape,scale) pareto(minimum,shape) lognormal(mean,sd), the two of ln X\n"
      "  on the integers: poisson(rate) geometric(p) binomial(n,p), P(k) = p(1-p)^k\n"
      "  csv:FILE (columns x,density; 0 outside them)\n"
      "  truncated(LAW,a,b) shifted(LAW,c) affine(LAW,a,b), the law of aX+b\n"
      "  or a mixture such as 0.5*normal(-2,1)+0.5*normal(2,0.5).\n"
      "Everything in nats; each true value lies within its error of the value\n"
      "  printed. A value of which nothing is known, such as one beyond the range of\n"
      "  a double, is printed as ? (JSON: null, with a reason).\n"
      "Of the plane: normal([0,0],[[1,.5],[.5,1]]) (mean, covariance)\n"
      "  product(DENSITY,DENSITY) ring(modes,radius,sd) grid(side,spacing,sd) and\n"
      "  their mixtures.\n"
      "samples:FILE.npy or .csv, a point a line, is known by its points alone:\n"
      "  distances and divergences are estimated, each with an interval, which is\n"
      "  no bound.\n"
      "Numbers are exact: 0.1 is one tenth, 1/3 a third; + - * / ^ ( ) sqrt ln exp\n"
      "  abs min max pi e may be used (irrational results to 60 digits). Numbers in\n"
      "  FILE are the nearest doubles.\n"
      "Examples: verigan theory --p 'normal(0,1)' --q 'normal(1,2)' --plot pair.svg\n"
      "  verigan theory --p 'laplace(0,1/sqrt(2))' --q 'normal(0,1)' \\\n"
      "    --alpha 0.02:0.98:50 --csv scan.csv\n"
      "  verigan theory --p 'normal(t,1)' --q 'normal(0,1)' --t 0:5:50 \\\n"
      "    --divergence jsd,jeffreys\n"
      "  verigan theory --p 'normal(0,1)' --q 'normal(1,2)' \\\n"
      "    --alpha 0.02:0.98:49 --find 'max js_alpha'\n"
      "  verigan theory --p 'student(3)' --q 'normal(0,1)' --f 'u*ln(u)'");
  return [options] { return run(*options); };
}

}  // namespace verigan::cli
