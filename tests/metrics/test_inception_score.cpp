// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "metrics/inception_score.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using metrics::inception_score;

namespace {

Matrix<float> matrix(const std::vector<std::vector<float>>& rows) {
  Matrix<float> m(rows.size(), rows.empty() ? 0 : rows[0].size());
  for (std::size_t i = 0; i < m.rows(); ++i)
    for (std::size_t j = 0; j < m.cols(); ++j) m(i, j) = rows[i][j];
  return m;
}

/// Answers of a classifier that is more or less sure: powers of uniform numbers, each of sum 1.
Matrix<float> random_answers(std::size_t n, std::size_t classes, std::uint64_t seed) {
  const random::Stream stream(seed, random::Purpose::theory);
  Matrix<float> m(n, classes);
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    std::vector<double> row(classes);
    for (std::size_t y = 0; y < classes; ++y)
      sum += row[y] = std::pow(stream.uniform_double(i, y), 5);
    for (std::size_t y = 0; y < classes; ++y) m(i, y) = static_cast<float>(row[y] / sum);
  }
  return m;
}

double entropy(const std::vector<double>& p) {
  double sum = 0;
  for (const double x : p) sum -= x > 0 ? x * std::log(x) : 0;
  return sum;
}

}  // namespace

// mp.dps = 30; rows as mpf of the floats' exact fractions, divided by their sums; by the definition:
// >>> from mpmath import *; mp.dps = 30
// >>> def ln_is(R):
// ...   R = [[x/sum(r) for x in r] for r in R]; n = len(R); m = [sum(c)/n for c in zip(*R)]
// ...   return sum(a*log(a/b) for r in R for a, b in zip(r, m) if a)/n
TEST_CASE("inception score: known answers") {
  const auto m = matrix({{0.5F, 0.25F, 0.25F}, {0.125F, 0.75F, 0.125F}, {0, 0, 1}, {0.25F, 0, 0.75F}});
  const auto found = inception_score(m, 2);
  CHECK(found.log_score == Approx(0.43064361943967273888).epsilon(1e-14));
  CHECK(found.score == Approx(1.5382472508439180925).epsilon(1e-14));
  REQUIRE(found.split_scores.size() == 2);
  CHECK(found.split_scores[0] == Approx(1.1459768808831016702).epsilon(1e-14));
  CHECK(found.split_scores[1] == Approx(1.1003216970882712477).epsilon(1e-14));
  CHECK(found.split_mean == Approx(1.1231492889856864589).epsilon(1e-14));
  CHECK(found.split_sd == Approx(0.03228309005764276602).epsilon(1e-13));
}

TEST_CASE("inception score: the ends of its range") {
  // One answer for all images: 1. K classes told apart without doubt: K.
  const auto same = inception_score(matrix({{0.3F, 0.7F}, {0.3F, 0.7F}, {0.3F, 0.7F}}), 1);
  CHECK(same.score == Approx(1).epsilon(1e-15));
  CHECK(std::isnan(same.split_sd));
  for (std::size_t n = 1; n <= 100; ++n) {  // not a rounding less
    const std::vector<std::vector<float>> rows(n, {0.3F, 0.6F, 0.1F});
    CHECK(inception_score(matrix(rows), 1).score >= 1);
  }
  Matrix<float> sure(50, 10);
  for (std::size_t i = 0; i < 50; ++i) sure(i, i % 10) = 1;
  const auto most = inception_score(sure, 5);
  CHECK(most.score == Approx(10).epsilon(1e-14));
  CHECK(most.score <= 10 * (1 + 1e-15));
  CHECK(most.split_mean == Approx(10).epsilon(1e-14));
  CHECK(most.split_sd == Approx(0).margin(1e-14));
  // One image scores 1, whatever the answer.
  for (const double score : inception_score(sure, 50).split_scores) CHECK(score == 1);
}

TEST_CASE("inception score: ln IS = H(y) − H(y|x), between 0 and ln K; parts score less on average") {
  for (const std::size_t classes : {2u, 5u, 10u, 100u})
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      constexpr std::size_t n = 997;
      const auto answers = random_answers(n, classes, seed);
      std::vector<double> marginal(classes, 0.0);
      double given = 0;
      for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t y = 0; y < classes; ++y) sum += static_cast<double>(answers(i, y));
        std::vector<double> row;
        for (std::size_t y = 0; y < classes; ++y)
          row.push_back(static_cast<double>(answers(i, y)) / sum);
        for (std::size_t y = 0; y < classes; ++y) marginal[y] += row[y] / n;
        given += entropy(row) / n;
      }
      const auto found = inception_score(answers, 10);
      CAPTURE(classes, seed);
      CHECK(found.log_score == Approx(entropy(marginal) - given).epsilon(1e-11));
      CHECK(found.score == Approx(std::exp(found.log_score)).epsilon(1e-15));
      CHECK(found.log_score >= 0);
      CHECK(found.log_score <= std::log(static_cast<double>(classes)));
      CHECK(found.split_mean < found.score);
      double squares = 0;
      for (const double score : found.split_scores)
        squares += (score - found.split_mean) * (score - found.split_mean);
      CHECK(found.split_sd == Approx(std::sqrt(squares / 9)).epsilon(1e-12));
    }
}

TEST_CASE("inception score: splits are consecutive, leave nobody out and differ by one at most") {
  // Seven images: parts of 2, 2 and 3. Only the last part has two kinds.
  Matrix<float> m(7, 2);
  for (std::size_t i = 0; i < 7; ++i) m(i, i == 6 ? 1 : 0) = 1;
  const auto found = inception_score(m, 3);
  CHECK(found.split_scores[0] == 1);
  CHECK(found.split_scores[1] == 1);
  // H(1/3) = ln 3 − (2/3) ln 2
  CHECK(found.split_scores[2] == Approx(3 / std::pow(2, 2.0 / 3)).epsilon(1e-14));
}

TEST_CASE("inception score: what is no probability is named") {
  const auto complaint = [](const std::vector<std::vector<float>>& rows, std::size_t splits = 1) {
    return error_of([&] { inception_score(matrix(rows), splits); });
  };
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = HUGE_VALF;
  CHECK(complaint({{0.5F, 0.5F}, {0.5F, 0.4F}}) ==
        "probabilities of row 1 sum to 0.9, expected 1 within 1e-4");
  CHECK(complaint({{0.5F, 0.50005F}}).empty());
  CHECK(complaint({{0.5F, 0.5002F}}).find("row 0 sum to 1.0002") != std::string::npos);
  CHECK(complaint({{1.25F, -0.25F}}) ==
        "probability -0.25 of class 1 in row 0, expected a number of at least 0");
  CHECK(complaint({{nan, 1}}).find("probability nan of class 0 in row 0") == 0);
  CHECK(complaint({{0, inf}}).find("sum to inf") != std::string::npos);
  CHECK(complaint({{0, 0}}).find("sum to 0") != std::string::npos);
  CHECK(complaint({{1}}).find("1 classes, expected at least 2") != std::string::npos);
  CHECK(complaint({}).find("0 classes") != std::string::npos);
  CHECK(complaint({{1, 0}, {0, 1}}, 3) ==
        "inception score of 2 images in 3 splits, expected at least 1 split and no more than images");
  CHECK(complaint({{1, 0}}, 0).find("0 splits") != std::string::npos);
  CHECK(error_of([] { inception_score(Matrix<float>(0, 3), 1); }).find("0 images") !=
        std::string::npos);
}
