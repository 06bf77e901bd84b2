// SPDX-License-Identifier: MIT
// tables/published.csv: numbers that papers print, by what protocol, our number under that protocol, and
// the floor: what an exact sampler would have, which no paper prints.
#include <array>
#include <cmath>
#include <optional>

#include "analysis/mode_protocols.hpp"
#include "analysis/program.hpp"
#include "core/numeric.hpp"
#include "record/file.hpp"
#include "theory/dirac.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"published",
    "Published numbers, ours under their protocol, and the floor an exact sampler has",
    {"mode_protocols"}};

// ---- Floors -------------------------------------------------------------------------------------

/// The share of a normal mode in the plane that lies within three standard deviations.
double within_three_deviations() { return -std::expm1(-4.5); }

/// E[KL(counts/n ‖ uniform)] in nats for n exact draws from k equal modes, by the binomial law of a count:
/// about (k − 1)/2n.
double kl_of_exact_draws(double n, double k) {
  const double p = 1 / k;
  double sum = 0;
  for (double i = 1; i <= n; ++i) {
    const double log_mass = std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) +
                            i * std::log(p) + (n - i) * std::log1p(-p);
    if (log_mass < -60 && i > n * p) break;
    sum += std::exp(log_mass) * (i / n) * std::log(k * i / n);
  }
  return k * sum;
}

/// The mean number of modes that n exact draws from k equal ones find, a mode being found by one draw within
/// three standard deviations.
double modes_of_exact_draws(double n, double k) {
  return k * -std::expm1(n * std::log1p(-within_three_deviations() / k));
}

// ---- What is printed ----------------------------------------------------------------------------

struct Printed {
  const char *source, *model, *task, *measure;
  double value, error;  // error: as printed, NaN where there is none
};
constexpr double kNone = NAN;
constexpr Printed kPrinted[] = {
    {"PacGAN Table 1", "ALI", "ring of 8", "modes", 6.6, 0.3},
    {"PacGAN Table 1", "ALI", "ring of 8", "high quality %", 97.6, 0.4},
    {"PacGAN Table 1", "ALI", "ring of 8", "reverse KL", 0.36, 0.04},
    {"PacGAN Table 1", "ALI", "grid of 25", "modes", 24.1, 0.4},
    {"PacGAN Table 1", "ALI", "grid of 25", "high quality %", 95.7, 0.6},
    {"PacGAN Table 1", "ALI", "grid of 25", "reverse KL", 0.14, 0.03},
    {"VEEGAN Table 1", "GAN", "ring of 8", "modes", 1, kNone},
    {"VEEGAN Table 1", "GAN", "ring of 8", "high quality %", 99.3, kNone},
    {"VEEGAN Table 1", "GAN", "grid of 25", "modes", 3.3, kNone},
    {"VEEGAN Table 1", "GAN", "grid of 25", "high quality %", 0.5, kNone},
    {"PacGAN Table 2", "DCGAN", "stacked MNIST", "KL", 4.50, 0.127},
    {"PacGAN Table 2", "PacDCGAN2", "stacked MNIST", "KL", 0.06, 0.003}};

constexpr double kToySamples = 2500, kStackedSamples = 26000, kStackedModes = 1000;
const char* const kToyProtocol = "2500 samples, high quality within 3 standard deviations";
const char* const kStackedProtocol = "26000 samples, 1000 modes, a classifier as judge";

double floor_of(const std::string& task, const std::string& measure) {
  if (task == "stacked MNIST") return kl_of_exact_draws(kStackedSamples, kStackedModes);
  const double modes = task.starts_with("ring") ? 8 : 25;
  if (measure == "modes") return modes_of_exact_draws(kToySamples, modes);
  if (measure == "high quality %") return 100 * within_three_deviations();
  return kl_of_exact_draws(kToySamples, modes);
}

// ---- Rows ---------------------------------------------------------------------------------------

class Rows {
 public:
  void add(const std::string& source, const std::string& model, const std::string& task,
           const std::string& measure, const std::string& protocol, double published, double error,
           const std::optional<Interval>& ours, std::size_t trials, double floor, const std::string& verdict,
           const std::string& options = {}) {
    const auto text = [](double x) { return std::isnan(x) ? std::string() : record::rounded_text(x, 6); };
    table_.row(source, model, task, measure, protocol, text(published), text(error),
               ours ? text(ours->value) : "", ours ? text(ours->low) : "", ours ? text(ours->high) : "", trials,
               text(floor), verdict, options);
  }
  const std::string& text() const { return table_.text(); }

 private:
  record::CsvWriter table_{"source", "model", "task", "measure", "protocol", "published", "published_error",
                           "ours", "low", "high", "trials", "floor", "verdict", "options"};
};

void add_packing(Rows& rows, const std::vector<Run>& runs) {
  for (const ModeComparison& c : compare_modes(runs)) {
    if (c.measure == "reverse KL") continue;  // what the published code counts is the other
    const std::string task = c.mixture == "ring" ? "ring of 8" : "grid of 25";
    const std::string measure = c.measure.starts_with("reverse") ? "reverse KL" : c.measure;
    rows.add("PacGAN Table 1", c.packing == 1 ? "GAN" : message("PacGAN", c.packing), task, measure,
        c.protocol,
             c.published ? c.published->mean : kNone, c.published ? c.published->error : kNone, c.interval,
             c.trials.size(), floor_of(task, measure), c.verdict, c.options);
  }
}

/// λ² of the Dirac-GAN's flow at rest, whose Jacobian without a regulariser has no diagonal.
double squared_eigenvalue(const theory::DiracOptions& options) {
  const theory::DiracGan game(options);
  const auto jacobian = game.jacobian(game.equilibrium());
  return jacobian[0][1] * jacobian[1][0];
}

// Mescheder, Geiger & Nowozin 2018, with f′(0) = ½: closed forms, and the library's Jacobian.
void add_dirac(Rows& rows) {
  const auto exact = [](double x) { return Interval{x, x, x}; };
  const double h = 0.2, slope = 0.5;
  rows.add("Mescheder et al. 2018", "Dirac-GAN", "simultaneous, h = 0.2", "modulus",
           "closed form", std::hypot(1, h * slope), kNone,
           exact(std::sqrt(1 - h * h * squared_eigenvalue({}))), 0, kNone, "closed form");
  theory::DiracOptions damped;
  damped.regulariser = theory::Regulariser::r1;
  damped.gamma = 1;
  const theory::DiracGan game(damped);
  const auto j = game.jacobian(game.equilibrium());
  const double half_trace = (j[0][0] + j[1][1]) / 2, determinant = j[0][0] * j[1][1] - j[0][1] * j[1][0];
  rows.add("Mescheder et al. 2018", "Dirac-GAN", "R1 with γ = 1", "discriminant",
           "closed form", damped.gamma * damped.gamma / 4 - slope * slope, kNone,
           exact(half_trace * half_trace - determinant), 0, kNone, "closed form");
}

void write_table(const Folders& folders) {
  Rows rows;
  if (const auto runs = find_runs(folders.results, "mode_protocols"); !runs.empty()) add_packing(rows, runs);
  for (const Printed& p : kPrinted)
    rows.add(p.source, p.model, p.task, p.measure,
             std::string(p.task) == "stacked MNIST" ? kStackedProtocol : kToyProtocol, p.value, p.error, {},
                 0,
             floor_of(p.task, p.measure), "not run");
  add_dirac(rows);
  record::write_file(folders.out / "published.csv", rows.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
