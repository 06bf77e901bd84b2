// SPDX-License-Identifier: MIT
// tables/saturating_gradient.csv: whether the saturating loss learns too slowly at first (claim
// C08). For each head start of the discriminator, over seeds: the gradient's norm under the
// saturating loss relative to the other, in the first tenth of the steps (geometric mean), and ln
// of the steps to the target MMD² under the saturating loss over those under the other, with its 95
// % interval. Supported: the interval lies above 0. A run that never reached the target counts as
// its number of steps + 1.
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/interval.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "core/check.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

/// The runs of one seed, by the loss they were trained with.
struct Pair {
  const Run *saturating = nullptr, *other = nullptr;
};

/// Mean of ln(norm_saturating/norm_non_saturating) over the first tenth of the steps of both runs.
double log_gradient_ratio(const Pair& pair) {
  std::vector<double> ratios;
  for (const Run* run : {pair.saturating, pair.other}) {
    const record::Table table = run->table("gradient.csv");
    const auto step = table.numbers("step"), saturating = table.numbers("norm_saturating"),
               other = table.numbers("norm_non_saturating");
    for (std::size_t i = 0; i < step.size() && (i == 0 || step[i] <= 0.1 * step.back()); ++i)
      if (saturating[i] > 0 && other[i] > 0) ratios.push_back(std::log(saturating[i] / other[i]));
  }
  return mean(ratios);
}

/// What is known of the effect when no pair of runs shows any.
constexpr Interval kNothing{0, -INFINITY, INFINITY};

int never_reached(const Run& run) {
  return run.number("steps_to_mmd") > run.number("steps") ? 1 : 0;
}

void add_rows(record::CsvWriter& table, const std::string& options, const std::vector<Run>& runs) {
  std::map<double, std::map<std::int64_t, Pair>> pairs;  // by head start, then seed
  for (const Run& run : runs) {
    Pair& pair = pairs[run.number("ahead")][run.manifest.seed];
    (run.text("loss") == "minimax" ? pair.saturating : pair.other) = &run;
  }
  for (const auto& [ahead, seeds] : pairs) {
    std::vector<double> effects, gradients, saturating, other;
    int never = 0;
    for (const auto& [seed, pair] : seeds) {
      require(pair.saturating && pair.other, "saturating_gradient: seed ", seed,
              " at ahead = ", ahead, " has one loss alone, expected both");
      saturating.push_back(pair.saturating->number("steps_to_mmd"));
      other.push_back(pair.other->number("steps_to_mmd"));
      const int lost = never_reached(*pair.saturating) + never_reached(*pair.other);
      never += lost;
      if (lost < 2) effects.push_back(std::log(saturating.back() / other.back()));
      gradients.push_back(log_gradient_ratio(pair));
    }
    const Interval effect = effects.empty() ? kNothing : mean_interval(effects);
    const bool either = effect.low <= 0 && effect.high >= 0;
    table.row(ahead, seeds.size(), record::rounded_text(std::exp(mean(gradients)), 4),
              record::rounded_text(quantile(saturating, 0.5), 6),
              record::rounded_text(quantile(other, 0.5), 6), record::rounded_text(effect.mean, 4),
              record::rounded_text(effect.low, 4), record::rounded_text(effect.high, 4), never,
              either ? "inconclusive" : verdict(effect, 0, INFINITY), options);
  }
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"ahead",       "seeds",  "gradient_ratio", "steps_saturating",
                          "steps_other", "effect", "low",            "high",
                          "never_reached", "verdict", "options"};
  for (const auto& [options, runs] : load_variants(folders, "saturating_gradient", {"loss", "ahead"}))
    add_rows(table, options, runs);
  record::write_file(folders.out / "saturating_gradient.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Verdict on claim C08 from saturating_gradient", write_table);
}
