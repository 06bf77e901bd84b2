// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <map>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/claims/pictures.hpp"
#include "core/check.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr const char* kSmaller[] = {"kth-simple", "kth-intermediate"};
constexpr double kNear = 1.1;  // of the smaller model's last distance

double log_frechet(const Run& run) { return std::log(run.number("frechet")); }
double log_score(const Run& run) { return std::log(run.number("inception_score")); }

/// The first epochs, as fractions, or processor seconds, after which the distance is at most `target`;
/// infinite for never.
double arrival(const Run& run, double target, bool by_time) {
  const record::Table scores = run.table("scores.csv");
  const auto step = scores.numbers("step"), frechet = scores.numbers("frechet");
  const double last = step.back(), epochs = run.number("epochs");
  for (std::size_t i = 0; i < step.size(); ++i)
    if (frechet[i] <= target) return by_time ? step[i] * seconds_per_step(run) : epochs * step[i] / last;
  return std::numeric_limits<double>::infinity();
}

/// Which of the two comes sooner to where the smaller one ends, by its median over seeds.
Verdict sooner(const std::string& than, const BySeed& complete, const BySeed& smaller, bool by_time) {
  const std::string unit = by_time ? "processor seconds" : "epochs";
  const std::string statistic = "ln of the " + unit + " to " + record::number_text(kNear) + " times the "
                                "Fréchet distance at which " + than + " ends, complete less " + than +
                                " (Mann-Whitney, never = later than all)";
  const Question question{"sooner than " + than + ", by " + unit, statistic,
                          std::min(complete.size(), smaller.size())};
  if (question.seeds == 0) return refuse(question, Outcome::too_few_seeds, "no run of both");
  std::vector<double> last;
  for (const auto& [seed, run] : smaller) last.push_back(run.table("scores.csv").numbers("frechet").back());
  const double target = kNear * median(last);
  const auto log_arrivals = [&](const BySeed& runs) {
    return values(runs, [&](const Run& run) { return std::log(arrival(run, target, by_time)); });
  };
  return judge_arrivals(question.part, statistic, log_arrivals(complete), log_arrivals(smaller), below(0),
                        "no run comes there");
}

Verdict judge_c13(const Evidence& evidence) {
  const ModelsAtWidth runs =
      models_at_width(evidence, "mnist", {"kth-simple", "kth-intermediate", "kth-complete"});
  if (runs.models.empty()) return refuse({}, Outcome::not_tested, "no runs on MNIST");
  const BySeed& complete = runs["kth-complete"];
  std::vector<Verdict> better, epochs, seconds;
  for (const char* than : kSmaller) {
    const std::string name(than), at = ", width " + runs.width;
    better.push_back(judge_paired("nearer than " + name,
                                  "ln of the final Fréchet distance, complete less " + name + at,
                                  runs[name], complete, log_frechet, below(0)));
    better.push_back(judge_paired("higher score than " + name,
                                  "ln of the final inception score, complete less " + name + at,
                                  runs[name], complete, log_score, above(0)));
    epochs.push_back(sooner(name, complete, runs[name], false));
    seconds.push_back(sooner(name, complete, runs[name], true));
  }
  const auto reading = [&](const std::string& part, const std::vector<Verdict>& sooner) {
    std::vector<Verdict> parts = better;
    parts.insert(parts.end(), sooner.begin(), sooner.end());
    Verdict verdict = all_of(std::move(parts));
    verdict.part = part;
    return verdict;
  };
  return each_of({reading("by epoch", epochs), reading("by time", seconds)});
}

}  // namespace

Claim c13() {
  return {.id = "C13",
          .claim = "the complete DCGAN beats the simple and the intermediate one on MNIST and converges "
                   "quicker",
          .source = "KTH §4.1",
          .experiments = {"kth_models"},
          .rule = "FID and IS by epoch and by wall time, all models at one width multiplier: supported if "
                  "the complete model's final Fréchet distance is lower and its inception score higher than "
                  "either other's, paired by seed, and it comes sooner to 1.1 times the Fréchet distance at "
                  "which the other ends; two readings, by epochs and by processor seconds",
          .premises = {"the images are MNIST's"},
          .judge = judge_c13};
}

}  // namespace verigan::analysis
