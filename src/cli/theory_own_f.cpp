// SPDX-License-Identifier: MIT
#include "cli/theory_own_f.hpp"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace verigan::cli {

namespace {

using namespace theory;
using Json = nlohmann::ordered_json;

struct Row {
  double x, ratio;
  Estimate critic, conjugate;
  const char* where;
};

std::vector<Row> critics(const OwnF& f, const Density& p, const Density& q) {
  struct Place {
    double x;
    const char* where;
  };
  const bool p_mean = std::isfinite(p.mean()), q_mean = std::isfinite(q.mean());
  const Place places[] = {{p.centre(), p_mean ? "mean of p" : "median of p"},
                          {q.centre(), q_mean ? "mean of q" : "median of q"},
                          {p.quantile({0, 0.25, 0}).value(), "quartile of p"},
                          {q.quantile({0, 0.25, 0}).value(), "quartile of q"}};
  std::vector<Row> rows;
  for (const Place& place : places) {
    const double ratio = std::exp(p.log_pdf(place.x) - q.log_pdf(place.x));
    if (!std::isfinite(ratio) || ratio == 0) continue;  // f′ is a limit there
    const Estimate critic = f.derivative(ratio);
    rows.push_back({place.x, ratio, critic, f.conjugate(critic.value), place.where});
  }
  return rows;
}

std::string limit_text(double x) {
  if (std::isnan(x)) return "?";
  return std::isinf(x) ? "∞" : formatted("%.16g", x + 0.0);
}

Json limit_json(double x) {
  if (std::isnan(x)) return nullptr;
  return std::isinf(x) ? Json("inf") : Json(x + 0.0);
}

Json number_json(const Estimate& x) {
  if (!std::isfinite(x.error)) return {{"value", nullptr}, {"error", "inf"}};
  return {{"value", limit_json(x.value)}, {"error", x.error}};
}

std::string brief(const Estimate& x) {
  if (!std::isfinite(x.error)) return "?";
  return std::isinf(x.value) ? "∞" : formatted("%.10g", x.value + 0.0);
}

}  // namespace

void print_own_f(const OwnF& f, const Density& p, const Density& q) {
  std::printf("\n  f(u) = %s, convex at every place looked at\n", f.text().c_str());
  std::printf("  f(1) = %s is subtracted; then f(0) = %s, f'(∞) = %s\n", limit_text(f.at_one()).c_str(),
              limit_text(f.at_zero()).c_str(), limit_text(f.slope_at_infinity()).c_str());
  std::printf("  %s%s%s%s%s\n", padded("x", 16).c_str(), padded("T* = f'(p/q)", 18).c_str(),
              padded("f*(T*)", 18).c_str(), padded("error ≤", 10).c_str(), "where");
  for (const Row& row : critics(f, p, q))
    std::printf("  %s%s%s%s%s\n", padded(formatted("%.8g", row.x), 16).c_str(),
                padded(brief(row.critic), 18).c_str(), padded(brief(row.conjugate), 18).c_str(),
                padded(formatted("%.1e", row.critic.error + row.conjugate.error), 10).c_str(), row.where);
}

Json own_f_json(const OwnF& f, const Density& p, const Density& q) {
  Json rows = Json::array();
  for (const Row& row : critics(f, p, q))
    rows.push_back({{"x", row.x},
                    {"where", row.where},
                    {"ratio", row.ratio},
                    {"critic", number_json(row.critic)},
                    {"conjugate", number_json(row.conjugate)}});
  return {{"text", f.text()},
          {"at_one", f.at_one()},
          {"at_zero", limit_json(f.at_zero())},
          {"slope_at_infinity", limit_json(f.slope_at_infinity())},
          {"critic", rows}};
}

}  // namespace verigan::cli
