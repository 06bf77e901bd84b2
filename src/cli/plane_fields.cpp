// SPDX-License-Identifier: MIT
#include "cli/plane_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cli/theory_curves.hpp"
#include "core/check.hpp"
#include "core/numeric.hpp"
#include "drawing/gnuplot.hpp"
#include "record/file.hpp"

namespace verigan::cli {

namespace {

using theory::PlaneDensity;
using theory::PlanePart;

struct Reach {
  double low, high;
};

// Over all parts: three deviations where there is one, else what holds all but 1 % of the mass.
Reach reach(const PlaneDensity& p, const PlaneDensity& q, theory::DensityPtr PlanePart::*factor) {
  Reach found{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const PlaneDensity* density : {&p, &q})
    for (const PlanePart& part : density->parts()) {
      const theory::Density& along = *(part.*factor);
      const double sd = std::sqrt(along.variance());
      const bool known = std::isfinite(along.mean()) && std::isfinite(sd);
      const double low = along.quantile({0, 0.005, 0}).value(), high = along.quantile({1, -0.005, 0}).value();
      found.low = std::min(found.low, known ? std::max(along.mean() - 3 * sd, along.quantile({0, 1e-9, 0}).value()) : low);
      found.high = std::max(found.high, known ? std::min(along.mean() + 3 * sd, along.quantile({1, -1e-9, 0}).value()) : high);
    }
  const double margin = 0.04 * (found.high - found.low);
  return {found.low - margin, found.high + margin};
}

std::vector<double> places(const Reach& reach, std::size_t side) {
  std::vector<double> at;
  for (std::size_t k = 0; k < side; ++k)
    at.push_back(reach.low + (reach.high - reach.low) * static_cast<double>(k) / static_cast<double>(side - 1));
  return at;
}

// x y value, a blank line behind each row, as gnuplot's images want them.
std::string block(const std::string& name, const Fields& fields, const Matrix<double>& values) {
  std::vector<std::vector<double>> columns(3);
  for (std::size_t i = 0; i < fields.y.size(); ++i)
    for (std::size_t j = 0; j < fields.x.size(); ++j) {
      columns[0].push_back(fields.x[j]);
      columns[1].push_back(fields.y[i]);
      columns[2].push_back(values(i, j));
    }
  return drawing::data_block(name, columns, 9);
}

constexpr std::size_t kLongestTitle = 44;
std::string title(std::string text) {
  if (text.size() > kLongestTitle)
    text = text.substr(0, kLongestTitle / 2 - 2) + " ... " + text.substr(text.size() - kLongestTitle / 2 + 3);
  return drawing::quoted(text);
}

}  // namespace

Fields sample_fields(const PlaneDensity& p, const PlaneDensity& q, double alpha, std::size_t side) {
  Fields fields{places(reach(p, q, &PlanePart::x), side), places(reach(p, q, &PlanePart::y), side), {}, {}, {}};
  fields.p = fields.q = fields.d_star_alpha = Matrix<double>(side, side);
  const double prior = logit(alpha);
  for (std::size_t j = 0; j < side; ++j) {
    const theory::PlaneSlice of_p(p, fields.x[j]), of_q(q, fields.x[j]);
    for (std::size_t i = 0; i < side; ++i) {
      const double log_p = of_p.log_pdf(fields.y[i]).value, log_q = of_q.log_pdf(fields.y[i]).value;
      fields.p(i, j) = std::exp(log_p);
      fields.q(i, j) = std::exp(log_q);
      fields.d_star_alpha(i, j) = sigmoid(prior + log_p - log_q);  // NaN where both vanish
    }
  }
  return fields;
}

std::string fields_csv(const Fields& fields) {
  std::string text = "x,y,p,q,d_star_alpha\n";
  for (std::size_t i = 0; i < fields.y.size(); ++i)
    for (std::size_t j = 0; j < fields.x.size(); ++j) {
      const double d = fields.d_star_alpha(i, j);
      text += message(theory::shortest(fields.x[j]), ",", theory::shortest(fields.y[i]), ",",
                      theory::shortest(fields.p(i, j)), ",", theory::shortest(fields.q(i, j)), ",",
                      std::isnan(d) ? "nan" : theory::shortest(d), "\n");
    }
  return text;
}

void draw_fields(const Fields& fields, double alpha, const std::string& p, const std::string& q,
                 const std::string& file) {
  const std::string ranges = message(
      "set xrange [", theory::shortest(fields.x.front()), ":", theory::shortest(fields.x.back()),
      "]\nset yrange [", theory::shortest(fields.y.front()), ":", theory::shortest(fields.y.back()), "]\n");
  const auto panel = [&](int place, const char* name, const std::string& head, const char* palette,
                         const std::string& scale) {
    return message("set lmargin screen ", 0.065 + 0.32 * place, "\nset rmargin screen ", 0.285 + 0.32 * place,
                   "\nset colorbox user origin ", 0.291 + 0.32 * place, ",0.16 size 0.011,0.72\n", palette, scale,
                   "set title ", head, " noenhanced offset 0,-0.4\nplot ", name, " with image notitle\n");
  };
  const char* const density = "set palette defined (0 '#ffffff', 0.15 '#c6dbef', 0.4 '#6baed6', 0.7 '#2171b5', 1 '#08306b')\n";
  const char* const generated = "set palette defined (0 '#ffffff', 0.15 '#fddbb5', 0.4 '#fd8d3c', 0.7 '#d94801', 1 '#7f2704')\n";
  const char* const decision = "set palette defined (0 '#d55e00', 0.5 '#f7f7f7', 1 '#0072b2')\n";
  const std::string from_zero = "set cbrange [0:*]\nset cbtics autofreq\n";
  const std::string share = "set cbrange [0:1]\nset cbtics 0.25\n";
  const std::string commands =
      block("$p", fields, fields.p) + block("$q", fields, fields.q) + block("$d", fields, fields.d_star_alpha) +
      "unset key\nset border 15 lc rgb '#555555'\nset tics nomirror out textcolor rgb '#333333'\n"
      "set tmargin screen 0.88\nset bmargin screen 0.16\nset xlabel 'x'\nset format cb '%.3g'\n" +
      ranges + "set multiplot\nset ylabel 'y' offset 1\n" +
      panel(0, "$p", title("p = " + p), density, from_zero) + "set ylabel ''\n" +
      panel(1, "$q", title("q = " + q), generated, from_zero) +
      panel(2, "$d", title("D*_α = αp/(αp + (1−α)q), α = " + theory::shortest(alpha)), decision, share) +
      "unset multiplot\n";
  const bool png = plot_format(file) == PlotFormat::png;
  const drawing::Page page{
      png ? drawing::Format::png : drawing::Format::svg,
      png ? "size 2400,760 font 'DejaVu Sans,19' background '#ffffff'"
          : "size 1200,380 dynamic font 'DejaVu Sans,9' background '#ffffff'",
      commands};
  try {
    record::write_file(file, drawing::draw("", {page}).pictures.front());
  } catch (const Error& error) {
    throw Error(message("--plot ", file, ": ", error.what()));
  }
}

}  // namespace verigan::cli
