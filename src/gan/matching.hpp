// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/matrix.hpp"

// Statistics that compare generated samples with real ones directly, and which way each generated
// sample should move: what a generative matching network descends in the place of a discriminator.
//
// All of them are squared distances of mean features, of x (n, d) and y (m, d) under a kernel k:
//   biased     1/n² Σ k(xᵢ, xⱼ) + 1/m² Σ k(yᵢ, yⱼ) − 2/(nm) Σ k(xᵢ, yⱼ)     ≥ 0, 0 for equal samples
//   unbiased   the same without the pairs i = j, over n(n − 1) and m(m − 1)   mean 0 at equal laws
//   root       √biased                                    (Li, Swersky & Zemel 2015, section 3.1)
// MMD has Gaussian kernels (Gretton et al. 2012; Li, Swersky & Zemel 2015; Dziugaite, Roy & Ghahramani
// 2015), exp(−‖x − y‖²/(2s²)), the mean over several bandwidths s. Moments up to order K have
// Σ_r ⟨x, y⟩ʳ, r = 1 … K, whose features are all products of r coordinates: the statistic is
// Σ_r ‖E x⊗…⊗x − E y⊗…⊗y‖², every mixed moment counted once for each order of its factors, without
// its dᴷ numbers ever being written down.
namespace verigan::gan {

enum class MmdEstimator { biased, unbiased, root };

/// "biased", "unbiased", "root". Throws verigan::Error for another name.
MmdEstimator estimate_of(const std::string& name);

class Matching {
 public:
  virtual ~Matching() = default;

  /// The statistic of generated x (n, d) and true y (m, d), and its gradient in x into dx (n, d). Each
  /// sample's own gradient is a float's rounding, of the size of its largest terms, away from the true
  /// one. Of √0 the gradient is 0. On the bit-exact path: products, sums and exponentials of src/simd,
  /// shared between threads by rows. Time (n² + m² + nm)d and, for dx, n(n + m)d.
  ///
  /// Throws verigan::Error for fewer than 2 samples of either kind, and for samples of no or of
  /// different dimensions. NaN in, NaN out.
  virtual double sample_gradient(MatrixView<const float> x, MatrixView<const float> y,
                      MatrixView<float> dx) = 0;
};

/// MMD² or its root. Squared distances are taken about a mean c of the samples, and are within
/// 2⁻²¹(‖x − c‖² + ‖y − c‖²) of the real ones; kernels below e⁻⁶⁰ count as 0. Throws verigan::Error for
/// no bandwidth, and for one that is not positive and finite.
std::unique_ptr<Matching> match_mmd(std::vector<double> bandwidths, MmdEstimator estimate);

/// What moments are taken about, and in units of.
struct Scaling {
  std::vector<float> centre;  // d numbers, or none for 0
  double scale = 1;
};

/// The mean of some samples (n, d), and the root of the mean of (x − mean)² over all n·d numbers, or 1
/// where that is 0. Throws verigan::Error for no samples.
Scaling units_of(MatrixView<const float> samples);

/// The distance of all moments up to `order` of (x − centre)/scale. Throws verigan::Error unless
/// 1 <= order <= 16, centre and scale are finite and scale > 0; sample_gradient() too for a centre of another
/// dimension than the samples.
std::unique_ptr<Matching> match_moments(std::size_t order, MmdEstimator estimate, Scaling units = {});

}  // namespace verigan::gan
