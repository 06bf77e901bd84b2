// SPDX-License-Identifier: MIT
#include "metrics/inception_score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/check.hpp"
#include "theory/inception_score.hpp"

namespace verigan::metrics {

namespace {

/// Row by row in double, each of sum 1.
std::vector<double> normalised(MatrixView<const float> answers) {
  std::vector<double> rows;
  rows.reserve(answers.rows * answers.cols);
  for (std::size_t i = 0; i < answers.rows; ++i) {
    double sum = 0;
    for (std::size_t y = 0; y < answers.cols; ++y) {
      const auto probability = static_cast<double>(answers(i, y));
      require(probability >= 0, "probability ", probability, " of class ", y, " in row ", i,
              ", expected a number of at least 0");
      sum += probability;
    }
    require(std::abs(sum - 1) <= 1e-4, "probabilities of row ", i, " sum to ", sum,
            ", expected 1 within 1e-4");
    for (std::size_t y = 0; y < answers.cols; ++y)
      rows.push_back(static_cast<double>(answers(i, y)) / sum);
  }
  return rows;
}

double log_score(std::span<const double> rows, std::size_t classes) {
  const std::size_t images = rows.size() / classes;
  const double share = 1 / static_cast<double>(images);
  const auto answer = [&](std::size_t x, std::size_t y) { return rows[x * classes + y]; };
  const double score = theory::log_inception_score<double>(
      images, classes, [share](std::size_t) { return share; }, answer);
  return std::clamp(score, 0.0, std::log(static_cast<double>(classes)));
}

}  // namespace

InceptionScore inception_score(MatrixView<const float> answers, std::size_t splits) {
  const std::size_t n = answers.rows, classes = answers.cols;
  require(classes >= 2, "inception score of ", classes, " classes, expected at least 2");
  require(splits >= 1 && splits <= n, "inception score of ", n, " images in ", splits,
          " splits, expected at least 1 split and no more than images");
  const std::vector<double> rows = normalised(answers);
  InceptionScore found;
  found.log_score = log_score(rows, classes);
  found.score = std::exp(found.log_score);
  for (std::size_t j = 0; j < splits; ++j) {
    const std::size_t first = j * n / splits, last = (j + 1) * n / splits;
    const auto part = std::span(rows).subspan(first * classes, (last - first) * classes);
    found.split_scores.push_back(std::exp(log_score(part, classes)));
  }
  found.split_mean = 0;
  for (const double score : found.split_scores) found.split_mean += score;
  found.split_mean /= static_cast<double>(splits);
  found.split_sd = splits == 1 ? std::numeric_limits<double>::quiet_NaN()
                               : std::sqrt(theory::variance_of(
                                     std::span<const double>(found.split_scores)));
  return found;
}

}  // namespace verigan::metrics
