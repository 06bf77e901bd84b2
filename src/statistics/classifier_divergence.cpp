// SPDX-License-Identifier: MIT
#include "statistics/classifier_divergence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "random/addresses.hpp"
#include "statistics/distributions.hpp"
#include "statistics/logistic_regression.hpp"

namespace verigan::statistics {

namespace {

constexpr std::size_t kFolds = 5;
constexpr double kPenalties[] = {1e-4, 1e-3, 1e-2, 1e-1};

// Both samples in coordinates of mean 0 and deviation 1, x first.
Matrix<double> standardised(Points x, Points y) {
  const std::size_t n = x.rows + y.rows;
  Matrix<double> all(n, x.cols);
  for (std::size_t c = 0; c < x.cols; ++c) {
    double sum = 0, squares = 0;
    const auto at = [&](std::size_t i) { return i < x.rows ? x(i, c) : y(i - x.rows, c); };
    for (std::size_t i = 0; i < n; ++i) sum += at(i);
    const double centre = sum / static_cast<double>(n);
    for (std::size_t i = 0; i < n; ++i) squares += (at(i) - centre) * (at(i) - centre);
    const double deviation = std::sqrt(squares / static_cast<double>(n));
    for (std::size_t i = 0; i < n; ++i) all(i, c) = deviation > 0 ? (at(i) - centre) / deviation : 0;
  }
  return all;
}

struct Features {
  Matrix<double> values;  // 1, coordinates, squares and products, cosines
  std::size_t plain = 0;  // columns before the cosines
};

Features features_of(const Matrix<double>& points, const ClassifierOptions& options) {
  constexpr std::size_t kMostForProducts = 10;
  const std::size_t d = points.cols(), n = points.rows();
  const std::size_t products = d <= kMostForProducts ? d * (d + 1) / 2 : d;
  Features made{Matrix<double>(n, 1 + d + products + options.cosines), 1 + d + products};
  const random::Stream stream = random::draws::kSampleFeatures.stream(options.seed);
  Matrix<double> waves(options.cosines, d + 1);
  std::vector<float> z(d);
  for (std::size_t f = 0; f < options.cosines; ++f) {
    stream.normals(random::draws::kSampleFeatures.step(f, 0), z);
    // Lengths of scale from coarse to fine, in units of the coordinates' deviation.
    const double fineness = std::exp2(-1 + static_cast<double>(f % 4)) / std::sqrt(static_cast<double>(d));
    for (std::size_t c = 0; c < d; ++c) waves(f, c) = fineness * static_cast<double>(z[c]);
    waves(f, d) = 2 * kPi * stream.uniform_double(random::draws::kSampleFeatures.step(f, 1), 0);
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t k = 0;
    made.values(i, k++) = 1;
    for (std::size_t c = 0; c < d; ++c) made.values(i, k++) = points(i, c);
    for (std::size_t a = 0; a < d; ++a)
      for (std::size_t b = a; b < (d <= kMostForProducts ? d : a + 1); ++b)
        made.values(i, k++) = points(i, a) * points(i, b);
    for (std::size_t f = 0; f < options.cosines; ++f) {
      double phase = waves(f, d);
      for (std::size_t c = 0; c < d; ++c) phase += waves(f, c) * points(i, c);
      made.values(i, k++) = std::cos(phase);
    }
  }
  return made;
}

// The folds of a sample: row i of it is in fold i mod kFolds.
class Folds {
 public:
  Folds(const Features& features, std::size_t n, std::size_t m)
      : features_(features), n_(n), m_(m), most_(std::log(static_cast<double>(std::min(n, m))) - 1) {}

  std::size_t fold(std::size_t i) const { return (i < n_ ? i : i - n_) % kFolds; }

  std::vector<double> fit(const std::vector<bool>& in, std::size_t columns, double penalty) const {
    std::vector<std::size_t> rows;
    std::size_t of_x = 0;
    for (std::size_t i = 0; i < n_ + m_; ++i)
      if (in[fold(i)]) {
        rows.push_back(i);
        of_x += i < n_;
      }
    Matrix<double> chosen(rows.size(), columns);
    std::vector<bool> positive;
    std::vector<double> weights;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      std::copy_n(features_.values.row(rows[k]).begin(), columns, chosen.row(k).begin());
      positive.push_back(rows[k] < n_);
      weights.push_back(0.5 / static_cast<double>(positive.back() ? of_x : rows.size() - of_x));
    }
    return logistic_regression(chosen, positive, weights, penalty);
  }

  double logit(const std::vector<double>& w, std::size_t i) const {
    double sum = 0;
    for (std::size_t k = 0; k < w.size(); ++k) sum += w[k] * features_.values(i, k);
    return std::clamp(sum, -most_, most_);
  }

  double loss(const std::vector<double>& w, std::size_t of_fold) const {
    double sums[2] = {0, 0}, counts[2] = {0, 0};
    for (std::size_t i = 0; i < n_ + m_; ++i) {
      if (fold(i) != of_fold) continue;
      sums[i < n_] += softplus(i < n_ ? -logit(w, i) : logit(w, i));
      ++counts[i < n_];
    }
    return sums[0] / counts[0] + sums[1] / counts[1];
  }

 private:
  const Features& features_;
  std::size_t n_, m_;
  // No sample shows that one of more points than it has is of the other kind. A classifier whose logits are
  // cut is another classifier: the bounds hold, and one point cannot outweigh all others in E_q e^T.
  double most_;
};

// Σ of a mean over x and one over y, and its normal interval.
Interval sum_of_means(const std::vector<double>& over_x, const std::vector<double>& over_y,
                      double constant, double confidence) {
  const Estimate a = estimate(over_x), b = estimate(over_y);
  const auto known = [](double error) { return std::isfinite(error) ? error : 0; };  // equal values
  const double reach =
      normal_quantile((1 + confidence) / 2) * std::hypot(known(a.error), known(b.error));
  const double value = a.mean + b.mean + constant;
  return {value, value - reach, value + reach};
}

}  // namespace

ClassifierDivergence classifier_divergence(Points x, Points y, const ClassifierOptions& options) {
  require(std::min(x.rows, y.rows) >= kFewestForClassifier, "samples of ", x.rows, " and ", y.rows,
          " points, expected at least ", kFewestForClassifier, " of each");
  require(x.cols == y.cols && x.cols > 0, "samples of dimension ", x.cols, " and ", y.cols,
          ", expected one dimension");
  require_confidence(options.confidence);
  const Features features = features_of(standardised(x, y), options);
  const Folds folds(features, x.rows, y.rows);
  std::vector<double> logits(x.rows + y.rows);
  for (std::size_t test = 0; test < kFolds; ++test) {
    const std::size_t choosing = (test + 1) % kFolds;
    std::vector<bool> learn(kFolds, true), all_but(kFolds, true);
    learn[test] = learn[choosing] = all_but[test] = false;
    double least = std::numeric_limits<double>::infinity(), penalty = kPenalties[0];
    std::size_t columns = features.plain;
    for (const std::size_t candidate : {features.plain, features.values.cols()})
      for (const double p : kPenalties)
        if (const double loss = folds.loss(folds.fit(learn, candidate, p), choosing); loss < least) {
          least = loss;
          penalty = p;
          columns = candidate;
        }
    const std::vector<double> w = folds.fit(all_but, columns, penalty);
    for (std::size_t i = 0; i < logits.size(); ++i)
      if (folds.fold(i) == test) logits[i] = folds.logit(w, i);
  }
  std::vector<double> jsd_x, jsd_y, log_x, log_y, ratio_x, ratio_y;
  double right_x = 0, right_y = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const bool of_x = i < x.rows;
    const double t = logits[i];
    (of_x ? jsd_x : jsd_y).push_back(-0.5 * softplus(of_x ? -t : t));
    (of_x ? log_x : log_y).push_back(of_x ? t : -t);
    (of_x ? ratio_x : ratio_y).push_back(-std::exp(of_x ? -t : t));
    (of_x ? right_x : right_y) += of_x ? t > 0 : t <= 0;
  }
  return {sum_of_means(jsd_x, jsd_y, kLn2, options.confidence),
          sum_of_means(log_x, ratio_y, 1, options.confidence),
          sum_of_means(ratio_x, log_y, 1, options.confidence),
          0.5 * (right_x / static_cast<double>(x.rows) + right_y / static_cast<double>(y.rows))};
}

}  // namespace verigan::statistics
