// SPDX-License-Identifier: MIT
// tables/discriminator_strength.csv: the verdicts on two claims, part by part. All intervals are
// Student's, 95 %, over seeds; a ratio is that of two runs of one seed, and its ln is what is
// averaged. MMD² is the V-statistic at the end of training; a gradient norm is that of the
// generator's own loss, its geometric mean over the readings of a run.
//
// C11, "a too accurate discriminator starves the generator; limiting it helps": a strong
// discriminator (16 updates a step instead of 1, for either loss; or 128 units a layer instead of
// 32, non-saturating) against the fair one.
//   starves:  ln of the gradient norm, strong over fair; supported if the interval lies below 0.
//   helps:    ln of MMD², strong over fair; supported if the interval lies above 0.
// C12, "a weak discriminator accepts poor samples and learning stops; both must be strong enough;
// at best D is a coin toss": non-saturating, one update a step; weak means 2 units a layer, fair 32.
//   accepts:  mean D on generated samples over the last tenth of the steps, D weak, G fair;
//             supported if the interval lies in [0.45, 0.55].
//   poor:     ln of MMD², D weak over D fair, G fair; supported above 0.
//   stops:    ln of MMD² at the end over that at half of the steps, D weak; supported in ±0.2.
//   both:     ln of MMD², G weak over G fair, D fair; supported above 0.
//   toss:     mean D on true and on generated samples, of the widths with the least geometric mean
//             of MMD²; supported in [0.45, 0.55]. (One part each.)
// A comparison (C11) or a claim (C12) is supported if all its parts are, contradicted if one of
// them is, else inconclusive. These rules stood here before the first run.
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

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

constexpr double kFair = 32, kWeak = 2, kWide = 128, kMany = 16;

struct Setting {
  std::string loss = "non-saturating";
  double updates = 1, d_width = kFair, g_width = kFair;
  auto key() const { return std::tie(loss, updates, d_width, g_width); }
  bool operator<(const Setting& other) const { return key() < other.key(); }
};
using BySeed = std::map<std::int64_t, Run>;
using Settings = std::map<Setting, BySeed>;
using Of = std::function<double(const Run&)>;

double mmd2(const Run& run) { return run.number("mmd2"); }
double gradient_norm(const Run& run) { return run.number("gradient_norm"); }
double d_real(const Run& run) { return run.number("d_real"); }
double d_fake(const Run& run) { return run.number("d_fake"); }
double late(const Run& run) { return std::log(run.number("mmd2") / run.number("mmd2_half")); }

const BySeed& runs_of(const Settings& settings, Setting setting) {
  const auto found = settings.find(setting);
  require(found != settings.end(), "discriminator_strength: no run of ", setting.loss, ", ",
          setting.updates, " updates, widths ", setting.d_width, " and ", setting.g_width);
  return found->second;
}

std::vector<double> values(const BySeed& runs, const Of& of) {
  std::vector<double> found;
  for (const auto& [seed, run] : runs) found.push_back(of(run));
  return found;
}

/// ln of the quantity of one setting over that of another, seed by seed.
std::vector<double> ratios(const BySeed& over, const BySeed& under, const Of& of) {
  std::vector<double> found;
  for (const auto& [seed, run] : over) {
    const auto other = under.find(seed);
    require(other != under.end(), "discriminator_strength: seed ", seed, " has one setting alone");
    found.push_back(std::log(of(run) / of(other->second)));
  }
  return found;
}

class Verdicts {
 public:
  Verdicts(record::CsvWriter& table, const char* claim, std::string comparison, std::string options)
      : table_(table), claim_(claim), comparison_(std::move(comparison)), options_(std::move(options)) {}

  void part(const std::string& name, const std::vector<double>& found, double low, double high) {
    part(comparison_, name, found, low, high);
  }
  void part(const std::string& comparison, const std::string& name,
            const std::vector<double>& found, double low, double high) {
    const Interval interval = mean_interval(found);
    const std::string says = verdict(interval, low, high);
    all_ = all_ && says == "supported";
    none_ = none_ || says == "contradicted";
    const auto text = [](double x) { return record::rounded_text(x, 4); };
    table_.row(claim_, comparison, name, found.size(), text(interval.mean), text(interval.low),
               text(interval.high), says, options_);
  }
  void together() const {
    table_.row(claim_, comparison_, "together", "", "", "", "",
               none_ ? "contradicted" : all_ ? "supported" : "inconclusive", options_);
  }

 private:
  record::CsvWriter& table_;
  const char* claim_;
  std::string comparison_, options_;
  bool all_ = true, none_ = false;
};

void add_c11(record::CsvWriter& table, const Settings& settings, const std::string& options) {
  const auto compare = [&](const std::string& name, const Setting& strong, const Setting& fair) {
    const BySeed &over = runs_of(settings, strong), &under = runs_of(settings, fair);
    Verdicts verdicts(table, "C11", name, options);
    verdicts.part("starves: ln gradient ratio", ratios(over, under, gradient_norm), -INFINITY, 0);
    verdicts.part("limiting helps: ln MMD² ratio", ratios(over, under, mmd2), 0, INFINITY);
    verdicts.together();
  };
  for (const char* loss : {"minimax", "non-saturating"})
    compare(std::string(loss) + ", D updates 16 : 1", {.loss = loss, .updates = kMany},
            {.loss = loss});
  compare("non-saturating, D width 128 : 32", {.d_width = kWide}, {});
}

/// The widths with the least geometric mean of MMD².
const BySeed& best(const Settings& settings) {
  const BySeed* found = nullptr;
  double least = INFINITY;
  for (const auto& [setting, runs] : settings) {
    if (setting.loss != "non-saturating" || setting.updates != 1) continue;
    const double here = mean(values(runs, [](const Run& run) { return std::log(mmd2(run)); }));
    if (here < least) least = here, found = &runs;
  }
  require(found != nullptr, "discriminator_strength: no grid of widths");
  return *found;
}

void add_c12(record::CsvWriter& table, const Settings& settings, const std::string& options) {
  const BySeed &fair = runs_of(settings, {}), &weak_d = runs_of(settings, {.d_width = kWeak}),
               &weak_g = runs_of(settings, {.g_width = kWeak}), &at_best = best(settings);
  const Run& chosen = at_best.begin()->second;
  const std::string widths =
      message("best widths: D ", chosen.number("d-width"), ", G ", chosen.number("g-width"));
  Verdicts verdicts(table, "C12", "", options);
  verdicts.part("D width 2", "accepts: mean D on generated", values(weak_d, d_fake), 0.45,
                0.55);
  verdicts.part("D width 2 : 32", "poor: ln MMD² ratio", ratios(weak_d, fair, mmd2), 0,
                INFINITY);
  verdicts.part("D width 2", "stops: ln MMD², end over half", values(weak_d, late), -0.2,
                0.2);
  verdicts.part("G width 2 : 32", "both: ln MMD² ratio", ratios(weak_g, fair, mmd2), 0,
                INFINITY);
  verdicts.part(widths, "coin toss: mean D on true", values(at_best, d_real), 0.45, 0.55);
  verdicts.part(widths, "coin toss: mean D on generated", values(at_best, d_fake), 0.45,
                0.55);
  verdicts.together();
}

Settings settings_of(const std::vector<Run>& runs) {
  Settings settings;
  for (const Run& run : runs) {
    const Setting setting{run.text("loss"), run.number("d-steps"), run.number("d-width"),
                          run.number("g-width")};
    settings[setting].insert({run.manifest.seed, run});
  }
  return settings;
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"claim", "comparison", "part",    "seeds",  "mean",
                          "low",   "high",       "verdict", "options"};
  for (const auto& [options, runs] : load_variants(folders, "discriminator_strength",
                                                   {"loss", "d-steps", "d-width", "g-width"})) {
    const Settings settings = settings_of(runs);
    add_c11(table, settings, options);
    add_c12(table, settings, options);
  }
  record::write_file(folders.out / "discriminator_strength.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Verdicts on claims C11 and C12 from discriminator_strength",
                     write_table);
}
