// SPDX-License-Identifier: MIT
#include "metrics/class_quality.hpp"

#include <limits>

#include "core/check.hpp"

namespace verigan::metrics {

namespace {

constexpr std::size_t kLabels = 256;

/// tr Σ of each label's samples, NaN of fewer than two.
std::vector<double> traces(MatrixView<const float> x, std::span<const std::uint8_t> labels) {
  const std::size_t d = x.cols;
  std::vector<std::size_t> counts(kLabels, 0);
  std::vector<double> means(kLabels * d, 0.0), sums(kLabels, 0.0);
  for (std::size_t i = 0; i < x.rows; ++i) {
    ++counts[labels[i]];
    for (std::size_t c = 0; c < d; ++c) means[labels[i] * d + c] += static_cast<double>(x(i, c));
  }
  for (std::size_t y = 0; y < kLabels; ++y)
    for (std::size_t c = 0; c < d && counts[y] > 0; ++c)
      means[y * d + c] /= static_cast<double>(counts[y]);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t c = 0; c < d; ++c) {
      const double apart = static_cast<double>(x(i, c)) - means[labels[i] * d + c];
      sums[labels[i]] += apart * apart;
    }
  for (std::size_t y = 0; y < kLabels; ++y)
    sums[y] = counts[y] < 2 ? std::numeric_limits<double>::quiet_NaN()
                            : sums[y] / (static_cast<double>(counts[y]) - 1);
  return sums;
}

}  // namespace

ClassAgreement class_agreement(std::span<const std::uint8_t> wanted, std::span<const std::uint8_t> found,
                               std::size_t classes) {
  require(wanted.size() == found.size() && !wanted.empty(), wanted.size(), " classes wanted, ",
          found.size(), " found, expected as many and at least one");
  ClassAgreement agreement{0, wanted.size(), std::vector<std::size_t>(classes, 0),
                           std::vector<std::size_t>(classes, 0)};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    require(wanted[i] < classes, "class ", static_cast<int>(wanted[i]), " of sample ", i,
            ", expected 0 to ", classes - 1);
    ++agreement.samples_of[wanted[i]];
    if (wanted[i] != found[i]) continue;
    ++agreement.right;
    ++agreement.right_of[wanted[i]];
  }
  return agreement;
}

double within_class_variance_ratio(MatrixView<const float> generated,
                                   std::span<const std::uint8_t> generated_labels,
                                   MatrixView<const float> real,
                                   std::span<const std::uint8_t> real_labels) {
  require(generated.cols == real.cols, "variances of samples of dimension ", generated.cols, " and ",
          real.cols, ", expected one dimension");
  require(generated.rows == generated_labels.size() && real.rows == real_labels.size(), generated.rows,
          " and ", real.rows, " samples with ", generated_labels.size(), " and ", real_labels.size(),
          " labels, expected a label for each");
  const std::vector<double> ours = traces(generated, generated_labels), theirs = traces(real, real_labels);
  double of_generated = 0, of_real = 0;
  for (std::size_t y = 0; y < kLabels; ++y) {
    if (!(ours[y] >= 0 && theirs[y] >= 0)) continue;
    of_generated += ours[y];
    of_real += theirs[y];
  }
  return of_generated / of_real;
}

}  // namespace verigan::metrics
