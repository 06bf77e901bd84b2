// SPDX-License-Identifier: MIT
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "paper/content.hpp"
#include "theory/dirac.hpp"

namespace verigan::paper {
namespace {

using statistics::Interval;

/// A booktabs table of rows of cells.
class Tabular {
 public:
  Tabular(const std::string& columns, const std::string& head)
      : text_(message("\\begin{tabular}{@{}", columns, "@{}}\n\\toprule\n", head, " \\\\\n\\midrule\n")) {}
  void row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i == 0 ? "" : " & ") + cells[i];
    text_ += " \\\\\n";
  }
  void rule() { text_ += "\\addlinespace\n"; }
  std::string text() const { return text_ + "\\bottomrule\n\\end{tabular}%\n"; }

 private:
  std::string text_;
};

Interval over_seeds(const Records& runs, const std::string& column) {
  const std::vector<double> values = numbers(runs, column);
  return statistics::mean_interval(values);
}

std::string equilibrium() {
  Tabular table("lrrrrrr",
                "$\\alpha$ & $D^*_\\alpha$ & $H(\\alpha)$ & $-\\ln\\alpha$ & bias & pair, $\\gamma=\\frac12$ & "
                "pair, $\\gamma=10$");
  const theory::GameLoss& loss = theory::game_loss("non-saturating");
  for (const double alpha : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    const auto weak = theory::alpha_dirac_settling(loss, alpha, 0.5);
    const auto strong = theory::alpha_dirac_settling(loss, alpha, 10);
    table.row({fixed(alpha, 1), fixed(alpha, 1), fixed(binary_entropy(alpha), 4), fixed(-std::log(alpha), 4),
               fixed(weak.bias, 2), fixed(weak.pair, 4), fixed(strong.pair, 4)});
  }
  return table.text();
}

std::string toys(const Data& data) {
  Tabular table("llrrrrrrr",
                "& $\\alpha$ & $L_D$ & $H(\\alpha)$ & $L_G$ & $-\\ln\\alpha$ & JSD & blindness & learnt");
  const Records all = data.experiment("alpha_toy");
  for (const auto& [recipe, name] : {std::pair("lc", "LC"), std::pair("equilibrium", "equilibrium")})
    for (const char* dataset : {"circle", "line"}) {
      std::string head = std::string(dataset) + ", " + name;
      for (const std::string& alpha : values(all, "alpha")) {
        const Records runs = where(all, {{"recipe", recipe}, {"dataset", dataset}, {"alpha", alpha}});
        if (runs.empty()) continue;
        std::vector<double> blind;
        for (const double b : numbers(runs, "blindness"))
          if (!std::isnan(b)) blind.push_back(b);
        table.row({head, alpha, fixed(over_seeds(runs, "d_loss").value, 4),
                   fixed(runs.front().number("entropy_alpha"), 4), fixed(over_seeds(runs, "g_loss").value, 4),
                   fixed(runs.front().number("minus_log_alpha"), 4), with_interval(over_seeds(runs,
                       "jsd_average")),
                   blind.empty() ? "--" : fixed(statistics::mean(blind), 2),
                   message(where(runs, {{"learnt", "true"}}).size(), "/", runs.size())});
        head.clear();
      }
      table.rule();
    }
  return table.text();
}

std::string random_share(const Data& data) {
  Tabular table("lrrrrr", "$\\alpha$ & composition & $L_D$ & $L_G$ & MMD$^2$ & variance over theory's");
  const Records all = data.experiment("random_alpha");
  for (const std::string& alpha : values(all, "alpha")) {
    std::string head = alpha;
    for (const std::string kind : {"fixed", "random"}) {
      const Records runs = where(all, {{"alpha", alpha}, {"composition", kind}});
      if (runs.empty()) continue;
      std::vector<double> ratio;
      for (const Record& one : runs)
        ratio.push_back(one.number("variance_" + kind) / one.number("variance_" + kind + "_theory"));
      table.row({head, kind, fixed(over_seeds(runs, "d_loss").value, 4), fixed(over_seeds(runs,
          "g_loss").value, 4),
                 with_interval(over_seeds(runs, "mmd2")), with_interval(statistics::mean_interval(ratio))});
      head.clear();
    }
  }
  return table.text();
}

double number_of(const nlohmann::json& claim, const char* name) {
  const auto& value = claim.at(name);
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value == "inf" ? INFINITY : -INFINITY;
  return NAN;
}

std::string claims(const Data& data) {
  Tabular table("l>{\\raggedright\\arraybackslash}p{0.47\\linewidth}lrl",
                "& claim (source) & verdict & seeds & effect and interval");
  for (const auto& one : *data.claims) {
    const auto text = [&](const char* name) { return escaped(one.at(name).get<std::string>()); };
    const Interval effect{number_of(one, "effect"), number_of(one, "low"), number_of(one, "high")};
    const std::size_t seeds = one.at("seeds").get<std::size_t>();
    table.row({text("id"), text("claim") + " (" + text("source") + ")", text("verdict"),
               seeds == 0 ? "--" : std::to_string(seeds), with_interval(effect)});
  }
  return table.text();
}

std::string published(const Data& data) {
  Tabular table("lllrrr", "source & model and task & measure & published & here & floor");
  for (const Record& one : data.published) {
    const std::string error = one.text("published_error");
    std::string ours = "--";
    if (one.has("ours"))
      ours = with_interval({one.number("ours"), one.number("low"), one.number("high")}) +
             (one.text("protocol").starts_with("shortened") ? "$^{\\dagger}$" : "");
    table.row({escaped(one.text("source")), escaped(one.text("model") + ", " + one.text("task")),
               escaped(one.text("measure")),
               one.has("published") ? one.text("published") + (error.empty()
                   ? "" : " $\\pm$ " + error) : "--", ours,
               one.has("floor") ? significant(one.number("floor"), 4) : "--"});
  }
  return table.text();
}

std::string speed(const Data& data) {
  Tabular table("lrrrr", "network & steps/s & of the flop limit & PyTorch, steps/s & ratio");
  for (const Record& one : data.speed)
    table.row({one.text("configuration"), one.text("verigan"),
        one.text("limit_low") + "--" + one.text("limit_high"),
               one.text("pytorch"), one.text("ratio")});
  return table.text();
}

}  // namespace

std::map<std::string, std::string> tables(const Data& data) {
  return {{"equilibrium", equilibrium()}, {"toys", toys(data)},           {"random_share",
      random_share(data)},
          {"claims", claims(data)},       {"published", published(data)}, {"speed", speed(data)}};
}

}  // namespace verigan::paper
