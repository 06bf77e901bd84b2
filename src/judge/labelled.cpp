// SPDX-License-Identifier: MIT
#include "judge/labelled.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/parallel.hpp"
#include "metrics/class_quality.hpp"
#include "random/addresses.hpp"

namespace verigan::judge {

namespace {

struct Drawn {
  Matrix<float> features;
  std::vector<std::uint8_t> labels;
};

Drawn drawn_again(const Labelled& set, const random::Stream& stream, std::uint64_t step) {
  const auto n = static_cast<std::uint32_t>(set.labels.size());
  Drawn drawn{Matrix<float>(n, set.judged.features.cols()), std::vector<std::uint8_t>(n)};
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t from = stream.below(step, i, n);
    std::ranges::copy(set.judged.features.row(from), drawn.features.row(i).begin());
    drawn.labels[i] = set.labels[from];
  }
  return drawn;
}

double ratio(const Labelled& a, const Labelled& b) {
  return metrics::within_class_variance_ratio(a.judged.features, a.labels, b.judged.features, b.labels);
}

}  // namespace

Score within_class_variance(const Labelled& samples, const Labelled& reference, const Labelled* real,
                            const ScoreOptions& options) {
  Score found;
  found.value = found.low = found.high = ratio(samples, reference);
  if (real != nullptr) found.floor = ratio(*real, reference);
  if (!(found.value >= 0)) return found;
  std::vector<double> again(options.resamples);
  const random::Stream stream = random::draws::kResampling.stream(options.seed);
  parallel_for(options.resamples, [&](std::size_t r) {
    // Behind the steps that score() draws.
    const std::uint64_t step = 2 * (options.resamples + r);
    const Drawn x = drawn_again(samples, stream, step), y = drawn_again(reference, stream, step + 1);
    again[r] = metrics::within_class_variance_ratio(x.features, x.labels, y.features, y.labels);
  });
  return about(found.value, found.floor, std::move(again), 0, std::numeric_limits<double>::infinity());
}

}  // namespace verigan::judge
