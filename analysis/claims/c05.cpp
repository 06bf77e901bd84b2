// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/claims/pictures.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kNear = 1.1;  // of the distance at which balanced batches end

/// The first epoch whose images are at most `target` from the real ones; infinite for never.
double arrival(const Run& run, double target) {
  const record::Table scores = run.table("scores.csv");
  const auto epoch = scores.numbers("epoch"), frechet = scores.numbers("frechet");
  for (std::size_t i = 0; i < epoch.size(); ++i)
    if (frechet[i] <= target) return epoch[i];
  return std::numeric_limits<double>::infinity();
}

Verdict sooner(const BySeed& lower, const BySeed& balanced, const std::string& alpha) {
  const std::string statistic = "ln of the first epoch within 1.1 times the Fréchet distance at which α = 0.5 "
                                "ends, α = " + alpha + " less α = 0.5 (Mann-Whitney, never = later than all)";
  const Question question{alpha + " sooner than 0.5", statistic, std::min(lower.size(), balanced.size())};
  if (question.seeds == 0) return refuse(question, Outcome::too_few_seeds, "no run of both");
  const double target =
      kNear * median(values(balanced, [](const Run& run) { return run.number("frechet"); }));
  const auto logs = [&](const BySeed& runs) {
    return values(runs, [&](const Run& run) { return std::log(arrival(run, target)); });
  };
  return judge_arrivals(question.part, statistic, logs(lower), logs(balanced), below(0), "no run comes there");
}

Verdict judge_c05(const Evidence& evidence) {
  const MnistRuns runs(evidence);
  if (!runs.other_images().empty()) return refuse({}, Outcome::not_tested, runs.other_images());
  return all_of({sooner(runs.at("0.1"), runs.at("0.5"), "0.1"), sooner(runs.at("0.3"), runs.at("0.5"), "0.3")});
}

}  // namespace

Claim c05() {
  return {.id = "C05",
          .claim = "on MNIST, a lower α gives acceptable images sooner",
          .source = "LC §IV",
          .experiments = {"alpha_mnist"},
          .rule = "classifier-based Fréchet distance at every picture: supported if α = 0.1 and 0.3 come sooner, "
                  "by epochs, to 1.1 times the distance at which α = 0.5 ends (median over seeds)",
          .premises = {"the images are MNIST's"},
          .judge = judge_c05};
}

}  // namespace verigan::analysis
