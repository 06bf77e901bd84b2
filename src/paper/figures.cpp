// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "paper/content.hpp"
#include "paper/plot.hpp"
#include "theory/dirac.hpp"

namespace verigan::paper {
namespace {

constexpr double kWide = 190, kHigh = 130;
constexpr double kLeastJsd = 3e-4, kLeastGap = 1e-7;  // what is smaller is drawn at the edge
const std::string kGap = "\\hfill\n";

/// Every run: how far D's loss is from H(α), and how far p_g is from p.
std::string proves_nothing(const Data& data) {
  Plot plot(330, 160, {"$\\mathrm{JSD}(p,q)$ in nats, at least", kLeastJsd, 0.5, true, {1e-3, 1e-2, 1e-1}},
            {"$|L_D-H(\\alpha)|$ in nats", kLeastGap, 1e-2, true, {1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2}});
  for (const auto& [recipe, colour, mark] : {std::tuple("lc", kOrange, Plot::Mark::cross),
                                             std::tuple("equilibrium", kBlue, Plot::Mark::circle)}) {
    std::vector<double> x, y;
    for (const Record& one : where(data.experiment("alpha_toy"), {{"recipe", recipe}})) {
      x.push_back(std::max(kLeastJsd, one.number("jsd_average")));
      y.push_back(std::max(kLeastGap, std::abs(one.number("d_loss") - one.number("entropy_alpha"))));
    }
    plot.marks(x, y, colour, mark, 2.4);
  }
  plot.line({0.01, 0.01}, {kLeastGap, 1e-2}, kGrey, 0.5, "3 2");
  plot.label("learnt", 0.0055, 5e-3);
  plot.heading("crosses: LC, circles: equilibrium");
  return plot.tex();
}

std::string course(const Data& data) {
  std::string text;
  for (const auto& [column, title, low, high, logarithmic] :
       {std::tuple("jsd_average", "$\\mathrm{JSD}(p,q)$", 5e-4, 1.0, true),
        std::tuple("blindness", "blindness of $D$", 0.0, 1.2, false)}) {
    Plot plot(kWide - 10, kHigh, {"share of the training", 0, 1, false, {0, 0.25, 0.5, 0.75, 1}},
              {title, low, high, logarithmic,
               logarithmic ? std::vector<double>{1e-3, 1e-2, 1e-1, 1} : std::vector<double>{0, 0.5, 1}});
    for (const auto& [recipe, colour] : {std::pair("lc", kOrange), std::pair("equilibrium", kBlue)})
      for (const char* dataset : {"circle", "line"}) {
        const Records some = where(data.course, {{"recipe", recipe}, {"dataset", dataset}, {"alpha", "0.5"}});
        for (const std::string& seed : values(some, "seed")) {
          const Records one = where(some, {{"seed", seed}});
          std::vector<double> x = numbers(one, "step"), y = numbers(one, column);
          const double last = x.back();
          for (double& v : x) v /= last;
          for (double& v : y)
            if (!std::isnan(v)) v = std::clamp(v, low, high);
          plot.line(x, y, colour, 0.6, std::string(dataset) == "line" ? "2 2" : "");
        }
      }
    text += (text.empty() ? "" : kGap) + plot.tex();
  }
  return text;
}

std::string rates() {
  const theory::GameLoss& loss = theory::game_loss("non-saturating");
  std::string text;
  for (const double gamma : {0.5, 10.0}) {
    const double top = 0.28;
    Plot plot(kWide - 10, kHigh, {"$\\alpha$", 0, 1, false, {0, 0.25, 0.5, 0.75, 1}},
              {"rate", 0, top, false, {0, 0.1, 0.2}});
    std::vector<double> x, bias, pair;
    for (int i = 1; i < 200; ++i) {
      const double alpha = i / 200.0;
      const auto settling = theory::alpha_dirac_settling(loss, alpha, gamma);
      x.push_back(alpha);
      bias.push_back(settling.bias);
      pair.push_back(std::min(top, settling.pair));
    }
    plot.line(x, bias, kBlue, 1.1);
    plot.line(x, pair, kOrange, 1.1, "4 2");
    plot.heading(gamma < 1 ? "$\\gamma=\\frac12$" : "$\\gamma=10$");
    text += (text.empty() ? "" : kGap) + plot.tex();
  }
  return text;
}

std::string variance(const Data& data) {
  Plot plot(330, 140, {"variance by proposition~\\ref{prop:random}", 1e-8, 1e-2, true, {1e-8, 1e-7, 1e-6,
      1e-5, 1e-4, 1e-3, 1e-2}},
            {"variance of mini-batches", 1e-8, 1e-2, true, {1e-8, 1e-6, 1e-4, 1e-2}});
  plot.line({1e-8, 1e-2}, {1e-8, 1e-2}, kGrey, 0.5);
  for (const auto& [kind, colour, mark] : {std::tuple(std::string("fixed"), kOrange, Plot::Mark::cross),
                                           std::tuple(std::string("random"), kBlue, Plot::Mark::circle)}) {
    std::vector<double> x, y;
    for (const Record& one : data.experiment("random_alpha")) {
      x.push_back(std::max(1e-8, one.number("variance_" + kind + "_theory")));
      y.push_back(std::max(1e-8, one.number("variance_" + kind)));
    }
    plot.marks(x, y, colour, mark, 2.2);
  }
  plot.heading("crosses: fixed, circles: random composition");
  return plot.tex();
}

}  // namespace

std::map<std::string, std::string> figures(const Data& data) {
  return {{"proves_nothing", proves_nothing(data)}, {"course", course(data)}, {"rates", rates()},
          {"variance", variance(data)}};
}

}  // namespace verigan::paper
