// SPDX-License-Identifier: MIT
#include "cli/theory_scan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/theory_curves.hpp"
#include "core/check.hpp"
#include "core/names.hpp"
#include "core/program.hpp"
#include "core/text.hpp"
#include "drawing/gnuplot.hpp"
#include "record/file.hpp"
#include "theory/own_f.hpp"

namespace verigan::cli {

namespace {

using namespace theory;
using Json = nlohmann::ordered_json;

bool known(const Estimate& x) { return std::isfinite(x.error); }

Json as_json(double x) {
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return x + 0.0;
}

Json as_json(const Estimate& x) {
  if (!known(x))
    return {{"value", nullptr}, {"error", "inf"}, {"reason", "not known to any digit"}};
  return {{"value", as_json(x.value)}, {"error", as_json(x.error)}};
}

std::string cell(const Estimate& x) {
  if (!known(x)) return "?";
  return std::isinf(x.value) ? "∞" : formatted("%.7g", x.value);
}

std::string number_text(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return shortest(x + 0.0);
}

void print_table(const ScanRequest& request, const std::vector<ScanRow>& rows) {
  constexpr std::size_t kColumn = 13, kColumns = 80;
  const bool with_t = !request.t_text.empty();
  const std::size_t room = (kColumns - 2 - (with_t ? kColumn : 0) - kColumn) / kColumn;
  const std::size_t shown = std::min(room, request.quantities.size());
  std::string head = "  ";
  if (with_t) head += padded("t", kColumn);
  head += padded("α", kColumn);
  for (std::size_t k = 0; k < shown; ++k) head += padded(request.quantities[k].symbol, kColumn);
  std::puts(head.c_str());
  for (const ScanRow& row : rows) {
    std::string line = "  ";
    if (with_t) line += padded(formatted("%.7g", row.t.value()), kColumn);
    line += padded(formatted("%.7g", row.alpha.value()), kColumn);
    for (std::size_t k = 0; k < shown; ++k) line += padded(cell(row.values[k]), kColumn);
    std::puts(line.c_str());
  }
  if (shown < request.quantities.size())
    std::printf("  %zu more quantities and all errors: --csv FILE or --json\n",
                request.quantities.size() - shown);
}

std::string csv(const ScanRequest& request, const std::vector<ScanRow>& rows) {
  std::string text = request.t_text.empty() ? "alpha" : "t,alpha";
  for (const Quantity& quantity : request.quantities)
    text += message(",", quantity.key, ",", quantity.key, "_error");
  text += "\n";
  for (const ScanRow& row : rows) {
    if (!request.t_text.empty()) text += number_text(row.t.value()) + ",";
    text += number_text(row.alpha.value());
    for (const Estimate& x : row.values)
      text += message(",", known(x) ? number_text(x.value) : "nan", ",", number_text(x.error));
    text += "\n";
  }
  return text;
}

Json json_of(const ScanRequest& request, const std::vector<ScanRow>& rows) {
  Json document{{"p", request.family.p}, {"q", request.family.q}};
  Json list = Json::array();
  for (const ScanRow& row : rows) {
    Json entry;
    if (!request.t_text.empty()) entry["t"] = row.t.value();
    entry["alpha"] = row.alpha.value();
    for (std::size_t k = 0; k < row.values.size(); ++k)
      entry["quantities"][request.quantities[k].key] = as_json(row.values[k]);
    list.push_back(entry);
  }
  document["scan"] = list;
  return document;
}

/// Quantities over the parameter that has several values, a line for each.
void draw(const ScanRequest& request, const std::vector<ScanRow>& rows) {
  constexpr std::size_t kMostLines = 6;
  constexpr const char* kColours[kMostLines] = {"#0072B2", "#D55E00", "#009E73",
                                                "#AA4499", "#E69F00", "#555555"};
  const bool over_t = request.t.size() > 1;
  require(over_t ? request.alpha.size() == 1 : request.alpha.size() > 1, "--plot of a scan over ",
          request.t.size(), " values of t and ", request.alpha.size(),
          " of alpha, expected several values of one of them");
  require(request.quantities.size() <= kMostLines, "--plot of ", request.quantities.size(),
          " quantities, expected at most ", kMostLines, ": choose with --divergence");
  std::vector<std::vector<double>> columns(1 + request.quantities.size());
  for (const ScanRow& row : rows) {
    columns[0].push_back(over_t ? row.t.value() : row.alpha.value());
    for (std::size_t k = 0; k < row.values.size(); ++k)
      columns[k + 1].push_back(known(row.values[k]) ? row.values[k].value : std::nan(""));
  }
  std::string commands = drawing::data_block("$scan", columns, 17);
  commands += message(
      "set border 3 lc rgb '#555555'\nset tics nomirror textcolor rgb '#333333'\n"
      "set grid back lc rgb '#e4e4e4' lt 1\nset key outside right top Left reverse samplen 2\n"
      "set xlabel '", over_t ? "t" : "α", "'\nset ylabel 'value'\nset title ",
      drawing::quoted("p = " + request.family.p + "   q = " + request.family.q), " noenhanced\nplot ");
  for (std::size_t k = 0; k < request.quantities.size(); ++k)
    commands += message(k > 0 ? ", " : "", "$scan using 1:", k + 2, " with lines lw 2 lc rgb '",
                        kColours[k], "' title ", drawing::quoted(request.quantities[k].symbol),
                        " noenhanced");
  commands += "\n";
  const bool png = plot_format(request.plot) == PlotFormat::png;
  const drawing::Page page{
      png ? drawing::Format::png : drawing::Format::svg,
      png ? "size 1600,960 font 'DejaVu Sans,20'" : "size 800,480 font 'DejaVu Sans,12'", commands};
  record::write_file(request.plot, drawing::draw("", {page}).pictures.front());
}

}  // namespace

void print_scan(const ScanRequest& request) {
  std::vector<std::string> warnings;
  const auto rows =
      scan(request.family, request.t, request.alpha, request.quantities, &warnings);
  print_warnings(warnings);
  if (request.json) {
    std::puts(json_of(request, rows).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  } else {
    std::printf("p = %s\nq = %s\n\n", request.family.p.c_str(), request.family.q.c_str());
    print_table(request, rows);
  }
  if (request.csv.empty() && request.plot.empty()) return;
  flush_output();  // drawing may fail, and the numbers are there
  if (!request.csv.empty()) record::write_file(request.csv, csv(request, rows));
  if (!request.plot.empty()) draw(request, rows);
}

void print_extremum(const ScanRequest& request) {
  const bool largest = request.find.starts_with("max ");
  require(largest || request.find.starts_with("min "), "--find '", request.find,
          "', expected 'max QUANTITY' or 'min QUANTITY'");
  const std::string key = request.find.substr(4);
  const Quantity sought = key == "f" && !request.own_f.empty() ? own_quantity(request.own_f) : quantity(key);
  const Axis axis = request.t.size() > 1 ? Axis::t : Axis::alpha;
  const auto& values = axis == Axis::t ? request.t : request.alpha;
  const auto& other = axis == Axis::t ? request.alpha : request.t;
  require(values.size() >= 3 && other.size() == 1, "--find over ", request.t.size(), " values of t and ",
          request.alpha.size(),
          " of alpha, expected a range FIRST:LAST:COUNT of at least 3 for one of them");
  require(std::is_sorted(values.begin(), values.end()), "--find over values that do not increase, ",
          "expected increasing ones");
  const Extremum found =
      extremum(request.family, axis, values, other.front(), sought, largest);
  const char* name = axis == Axis::t ? "t" : "alpha";
  if (request.json) {
    Json document{{"p", request.family.p}, {"q", request.family.q}, {"find", request.find},
                  {"parameter", name}, {"at", found.at}, {"at_error", found.at_error},
                  {"at_end", found.at_end}};
    document[sought.key] = as_json(found.value);
    std::puts(document.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return;
  }
  std::printf("p = %s\nq = %s\n\n", request.family.p.c_str(), request.family.q.c_str());
  std::printf("  %s %s = %.16g  (error ≤ %.1e)\n", largest ? "largest" : "least",
              sought.symbol.c_str(), found.value.value, found.value.error);
  if (found.at_end)
    std::printf("  at the end %s = %s of the range: it may be %s beyond\n", name,
                shortest(found.at).c_str(), largest ? "larger" : "less");
  else
    std::printf("  at %s = %.16g  (error ≤ %.1e, if there is no other extremum between\n"
                "  the two values of the range next to the best)\n",
                name, found.at, found.at_error);
}

}  // namespace verigan::cli
