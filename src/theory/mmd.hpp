// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

// What MMD² with Gaussian kernels k(x, y) = exp(−(x−y)²/(2s²)) is for normal laws on the line, in
// closed form (T34; Gretton et al. 2012). With several bandwidths s the kernel is the mean of
// theirs. The sample statistics are in metrics/mmd.hpp. Bandwidths must be positive and finite, sd
// not NaN or infinite (its sign is immaterial), else Error. Rounding is bounded as each line says, in
// units of ε = 2⁻⁵²; it is absolute where kernel means are subtracted.
namespace verigan::theory {

struct NormalLaw {
  double mean = 0;
  double sd = 1;  ///< of either sign; 0 is a point
};

/// E k(X, Y), X ~ a and Y ~ b independent: s/√(s²+σ²)·exp(−Δ²/(2(s²+σ²))), σ² = σ_a² + σ_b².
/// Within (4 + 2Δ²/(s²+σ²))ε of itself.
double kernel_mean(const NormalLaw& a, const NormalLaw& b, double bandwidth);

/// MMD²(p, q) = E k(X,X′) + E k(Y,Y′) − 2 E k(X,Y) ≥ 0, 0 iff p = q. Within
/// 12ε(E k(X,X′) + E k(Y,Y′)).
double mmd2(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths);

/// Its slope in q's mean and sd. Both vanish at q = p and, like e^{−Δ²/2s²}, far away (T37). Within
/// 32ε/s, mean over the bandwidths.
struct NormalSlope {
  double mean = 0;
  double sd = 0;
};
NormalSlope mmd2_slope(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths);

/// The variance of the unbiased statistic of two samples of n ≥ 2 from the same law:
/// 4 E[k̃²](1/(n(n−1)) + 1/n²), k̃(X, Y) = k − μ(X) − μ(Y) + E k, μ(x) = E k(x, Y).
/// E[k̃²] within 16ε.
double mmd2_null_variance(const NormalLaw& law, std::span<const double> bandwidths, std::size_t n);

/// By how much the biased statistic of two samples of n exceeds MMD² on average:
/// (2 − E k(X,X′) − E k(Y,Y′))/n. Within 8ε/n.
double mmd2_bias(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths,
                 std::size_t n);

}  // namespace verigan::theory
