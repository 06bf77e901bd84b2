// SPDX-License-Identifier: MIT
// T34 and T38 as experiments measure: the statistics of src/metrics over every sample that a law on
// few points can give.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "metrics/inception_score.hpp"
#include "metrics/mmd.hpp"
#include "theory/inception_score.hpp"
#include "theory/theorems/instance.hpp"
#include "verification/exercise.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;

/// use(which points, its probability): every sample of `size` points, each of kind 0 or 1; the first
/// `of_p` are drawn from p, the others from q.
template <class Use>
void for_each_sample(std::size_t size, std::size_t of_p, Ball p, Ball q, const Use& use) {
  std::vector<std::size_t> kinds(size);
  for (std::size_t code = 0; code < std::size_t{1} << size; ++code) {
    Ball probability = 1;
    for (std::size_t i = 0; i < size; ++i) {
      kinds[i] = code >> i & 1;
      const Ball first = i < of_p ? p : q;
      probability = probability * (kinds[i] == 0 ? first : 1 - first);
    }
    use(kinds, probability);
  }
}

/// Two laws on two points: MMD² = 2(p − q)²(1 − k), E k(X,X′) = 1 − 2p(1−p)(1 − k).
void check_mmd(RandomInstance& draw, Evidence& evidence) {
  const std::array<float, 2> at{static_cast<float>(draw.uniform(-2, 0)),
                                static_cast<float>(draw.uniform(0, 2))};
  std::vector<double> widths(1 + draw.below(2));
  Ball apart = 0;  // 1 − k
  const Ball distance = Ball(static_cast<double>(at[0])) - static_cast<double>(at[1]);
  for (double& s : widths) {
    s = draw.log_uniform(0.2, 3);
    apart += (1 - theory::exp(-distance * distance / (2 * Ball(s) * s))) /
             static_cast<double>(widths.size());
  }
  const Ball p = draw.uniform(0.05, 0.95), q = draw.chance(0.3) ? p : draw.uniform(0.05, 0.95);
  const std::size_t n = 2 + draw.below(2), m = 2 + draw.below(2);
  Ball unbiased = 0, biased = 0;
  Matrix<float> x(n, 1), y(m, 1);
  for_each_sample(n + m, n, p, q, [&](const auto& kinds, Ball probability) {
    for (std::size_t i = 0; i < n; ++i) x(i, 0) = at[kinds[i]];
    for (std::size_t i = 0; i < m; ++i) y(i, 0) = at[kinds[n + i]];
    const metrics::Mmd found = metrics::mmd2(x, y, widths);
    // Kernels are known to 1e-5, and of each mean of them at most 1 counts: four in all.
    unbiased += probability * Ball(found.unbiased, 4e-5);
    biased += probability * Ball(found.biased, 4e-5);
  });
  const Ball mmd = 2 * (p - q) * (p - q) * apart;
  const auto missing = [&](Ball share, std::size_t size) {
    return 2 * share * (1 - share) * apart / static_cast<double>(size);
  };
  evidence.equal("as measured: E U = MMD²", unbiased, mmd);
  evidence.equal("as measured: E V − MMD²", biased - mmd, missing(p, n) + missing(q, m));
}

/// Kinds of images and the classifier's answer to each, in floats as a classifier gives them; the
/// metric divides each answer by its sum.
struct Answers {
  Matrix<float> given;
  std::vector<std::vector<Ball>> exact;

  explicit Answers(RandomInstance& draw) : given(2, 2 + draw.below(3)) {
    for (std::size_t x = 0; x < 2; ++x) {
      Ball sum = 0;
      std::vector<double> weights(given.cols());
      for (double& w : weights) w = draw.uniform(0.01, 1);
      const auto masses = theory::normalised(weights);
      for (std::size_t y = 0; y < given.cols(); ++y) {
        given(x, y) = static_cast<float>(masses[y].value);
        sum += static_cast<double>(given(x, y));
      }
      auto& row = exact.emplace_back();
      for (const float answer : given.row(x)) row.push_back(Ball(static_cast<double>(answer)) / sum);
    }
  }
  /// ln IS of images of which this share is of kind 0.
  Ball log_score(Ball share) const {
    return theory::log_inception_score<Ball>(
        2, given.cols(), [share](std::size_t x) { return x == 0 ? share : 1 - share; },
        [this](std::size_t x, std::size_t y) { return exact[x][y]; });
  }
};

/// Two splits of n images each: their spread has the variance of one split for its mean.
void check_score(RandomInstance& draw, Evidence& evidence) {
  const Answers answers(draw);
  const std::size_t n = 1 + draw.below(3);
  const Ball share = draw.uniform(0.1, 0.9);
  const auto share_of = [](const auto& kinds) {
    double count = 0;
    for (const std::size_t kind : kinds) count += kind == 0;
    return Ball(count) / static_cast<double>(kinds.size());
  };
  Ball mean = 0, square = 0;
  for_each_sample(n, n, share, share, [&](const auto& kinds, Ball probability) {
    const Ball score = theory::exp(answers.log_score(share_of(kinds)));
    mean += probability * score;
    square += probability * score * score;
  });
  Ball spread = 0;
  Matrix<float> images(2 * n, answers.given.cols());
  for_each_sample(2 * n, 2 * n, share, share, [&](const auto& kinds, Ball probability) {
    for (std::size_t i = 0; i < 2 * n; ++i)
      std::ranges::copy(answers.given.row(kinds[i]), images.row(i).begin());
    const metrics::InceptionScore found = metrics::inception_score(images, 2);
    evidence.equal("as measured: ln IS", {found.log_score, 1e-12},
                   answers.log_score(share_of(kinds)));
    spread += probability * Ball(found.split_sd * found.split_sd, 1e-11);
  });
  evidence.equal("as measured: E[sd²] over splits is the variance of one", spread,
                 square - mean * mean);
}

}  // namespace

Exercise sample_mmd() { return {"T34", "metrics::mmd2", check_mmd}; }
Exercise sample_inception_score() {
  return {"T38", "metrics::inception_score", check_score};
}

}  // namespace verigan::verification
