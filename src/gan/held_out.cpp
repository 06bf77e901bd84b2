// SPDX-License-Identifier: MIT
#include "gan/held_out.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::gan {

namespace {

constexpr double kSurest = 6;  // |logit|; ln σ then lies in an interval of that length

struct Terms {
  double mean = 0, variance = 0, above = 0, slack = 0;
};

/// Of ln σ(sign·logit).
Terms terms(FixedPairTrainer& discriminator, MatrixView<const float> x, double sign) {
  std::vector<float> logits(x.rows);
  discriminator.logits(x, logits);
  const auto n = static_cast<double>(x.rows);
  std::vector<double> values;
  Terms out;
  for (const float logit : logits) {
    const double cut = std::clamp(static_cast<double>(logit), -kSurest, kSurest);
    values.push_back(-softplus(-sign * cut));
    out.mean += values.back() / n;
    out.above += (logit > 0 ? 1 : 0) / n;
  }
  for (const double value : values) out.variance += (value - out.mean) * (value - out.mean) / (n - 1);
  const double log = std::log(2 / (kDoubt / 2));
  out.slack = std::sqrt(2 * out.variance * log / n) + 7 * kSurest * log / (3 * (n - 1));
  return out;
}

}  // namespace

SeenDivergence seen_divergence(FixedPairTrainer& discriminator, MatrixView<const float> truth,
                               MatrixView<const float> generated) {
  require(truth.rows >= 2 && generated.rows >= 2, "a discriminator held against ", truth.rows,
          " true and ", generated.rows, " generated samples, expected at least 2 of each");
  const Terms p = terms(discriminator, truth, 1), q = terms(discriminator, generated, -1);
  const double jsd = kLn2 + 0.5 * (p.mean + q.mean);
  const double deviation = std::sqrt(p.variance / static_cast<double>(truth.rows) +
                                     q.variance / static_cast<double>(generated.rows));
  return {jsd, deviation, std::max(jsd - 0.5 * (p.slack + q.slack), 0.0),
          0.5 * (p.above + 1 - q.above)};
}

}  // namespace verigan::gan
