// SPDX-License-Identifier: MIT
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/pictures.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

Verdict ratio(const Evidence& evidence, const std::string& dataset) {
  const ModelsAtWidth runs = models_at_width(evidence, dataset, {"kth-intermediate", "kth-complete"});
  return judge_paired(dataset + (runs.width.empty() ? "" : ", width " + runs.width),
                      "ln of the processor seconds of a step, complete less intermediate (ln 3 = 1.10)",
                      runs["kth-intermediate"], runs["kth-complete"],
                      [](const Run& run) { return std::log(seconds_per_step(run)); },
                      {std::log(2.5), std::log(3.5)});
}

Verdict judge_c14(const Evidence& evidence) {
  std::vector<Verdict> parts;
  for (const char* dataset : {"cifar10-horse", "mnist"})
    if (Verdict part = ratio(evidence, dataset); part.seeds > 0) parts.push_back(std::move(part));
  if (parts.empty()) return refuse({}, Outcome::not_tested, "no seed has both models at one width");
  return each_of(std::move(parts));
}

}  // namespace

Claim c14() {
  return {.id = "C14",
          .claim = "the intermediate model trains almost three times faster than the complete one",
          .source = "KTH §4.1.2",
          .experiments = {"kth_models"},
          .rule = "ratio of the processor times of a step, both models at one width multiplier and batch, "
                  "paired by seed: supported if the interval of its logarithm lies between ln 2.5 and ln 3.5",
          .judge = judge_c14};
}

}  // namespace verigan::analysis
