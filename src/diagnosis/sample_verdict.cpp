// SPDX-License-Identifier: MIT
#include "diagnosis/sample_verdict.hpp"

#include <cmath>

#include "core/check.hpp"
#include "diagnosis/series.hpp"
#include "metrics/mmd.hpp"
#include "metrics/neighbours.hpp"
#include "random/addresses.hpp"

namespace verigan::diagnosis {
namespace {

using gan::Outcome;

constexpr std::size_t kLeast = 20, kPermutations = 199;

/// Evenly spaced rows, so that a sorted file is seen as a whole.
Matrix<float> some_of(MatrixView<const float> all, std::size_t most, std::size_t offset = 0, std::size_t stride = 1) {
  const std::size_t there = (all.rows - offset + stride - 1) / stride, n = std::min(there, most);
  Matrix<float> out(n, all.cols);
  for (std::size_t i = 0; i < n; ++i) {
    const auto from = all.row(offset + stride * (i * there / n));
    std::ranges::copy(from, out.row(i).begin());
  }
  return out;
}

/// Median distance between rows, by as many pairs as there are rows times seven.
double usual_distance(MatrixView<const float> x) {
  std::vector<double> distances;
  for (const std::size_t apart : {1UL, 2UL, 3UL, 5UL, 7UL, 11UL, 13UL})
    for (std::size_t i = 0; i < x.rows; ++i) {
      double sum = 0;
      const auto a = x.row(i), b = x.row((i + apart * x.rows / 17 + apart) % x.rows);
      for (std::size_t k = 0; k < x.cols; ++k) sum += std::pow(static_cast<double>(a[k]) - static_cast<double>(b[k]), 2);
      distances.push_back(std::sqrt(sum));
    }
  return median(distances);
}

struct Shares {
  double coverage, precision;
};
Shares shares(MatrixView<const float> real, MatrixView<const float> generated) {
  const metrics::Neighbourhoods found = metrics::neighbourhoods(real, generated, 5);
  return {mean(found.covered), mean(found.precise)};
}

std::string percent(double share) { return shown(std::round(1000 * share) / 10) + " %"; }

}  // namespace

SampleJudgement judge_samples(MatrixView<const float> real, MatrixView<const float> generated) {
  require(real.cols == generated.cols, "generated samples of ", generated.cols, " numbers, real ones have ", real.cols);
  for (const auto& [rows, name] : {std::pair{real.rows, "real"}, {generated.rows, "generated"}})
    require(rows >= kLeast, rows, " ", name, " samples, expected at least ", kLeast);
  for (std::size_t i = 0; i < generated.rows; ++i)
    for (const float value : generated.row(i))
      if (!std::isfinite(value))
        return {{Outcome::broken, message("generated sample ", i + 1, " is no number"), "Try smaller learning rates."}, {}};

  const std::size_t n = std::min({kCompared, real.rows / 2, generated.rows});
  const Matrix<float> x = some_of(real, n, 0, 2), other = some_of(real, n, 1, 2), y = some_of(generated, n);
  const Shares found = shares(x, y), ideal = shares(x, other);
  const double scale = usual_distance(x), spread = scale > 0 ? usual_distance(y) / scale : 1;
  const std::vector<double> bandwidths{0.05 * scale, 0.2 * scale, scale};
  require(scale > 0, "all real samples are the same");
  const metrics::TwoSampleTest test =
      metrics::mmd_test(x, y, bandwidths, kPermutations, random::draws::kPermutations.stream(1));

  SampleJudgement out;
  const std::string covered = percent(found.coverage) + " of the real samples have a generated one near them, where "
                              "other real data cover " + percent(ideal.coverage);
  const std::string precise = percent(found.precision) + " of the generated samples lie among real ones, where other "
                              "real data do with " + percent(ideal.precision);
  out.numbers = {covered, precise,
                 message("generated samples lie ", shown(spread), " times as far apart as real ones"),
                 message("MMD² ", shown(test.statistic), ", p = ", shown(test.p_value), " that both come from one law, by ",
                         n, " samples of each")};
  gan::Verdict& verdict = out.verdict;
  if (spread < 0.25 || (found.coverage < 0.5 * ideal.coverage && found.precision >= 0.5 * ideal.precision))
    verdict = {Outcome::collapsed, covered + (spread < 0.25 ? message("; they lie ", shown(spread), " times as far apart") : ""),
               "Try a discriminator that judges several samples together (packing, minibatch standard deviation), "
               "or noise of more dimensions."};
  else if (found.coverage < 0.5 * ideal.coverage || found.precision < 0.5 * ideal.precision)
    verdict = {Outcome::not_learnt, precise + "; " + covered, "Try more steps, and what the losses below suggest."};
  else if (test.p_value >= 0.05 && found.coverage >= 0.9 * ideal.coverage && found.precision >= 0.9 * ideal.precision)
    verdict = {Outcome::learnt,
               message("nothing tells the generated samples from real ones: MMD p = ", shown(test.p_value), " by ", n,
                       " of each; ", covered), ""};
  else
    verdict = {Outcome::plausible,
               message(covered, "; ", precise, test.p_value < 0.05 ? "; yet MMD tells them apart, p = " + shown(test.p_value) : ""),
               "Try more steps: the samples are near the data, not the same."};
  return out;
}

}  // namespace verigan::diagnosis
