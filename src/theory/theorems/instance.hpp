// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "theory/density.hpp"
#include "theory/theorem.hpp"
#include "theory/theorems/random_laws.hpp"

// Random probability laws on a common space, for the rows that hold for any p and q.
namespace verigan::theory {

/// A point of the space and the two densities there (on a grid: a cell and its two masses).
struct SamplePoint {
  double x;
  Ball p, q;
};

/// What a discriminator says at a point: D and 1 − D, each to full relative accuracy.
struct Output {
  Ball d, complement;
};
using Discriminator = std::function<Output(const SamplePoint&)>;

/// D* = p/(p+q), and with weights αp/(αp + (1−α)q).
Output ratio_discriminator(const SamplePoint& at);
Output ratio_discriminator(const SamplePoint& at, double alpha);

/// kl(a‖b) of the Bernoulli laws with these outputs.
Ball bernoulli_kl(const Output& a, const Output& b);

/// Where the quadrature is cut besides the splits of the densities: integrands with a kink or jump
/// at p = q, such as min(p, q), ask for the crossings.
enum class Cut { splits, crossings };

/// Laws 0, 1, 2 on one space: either masses on a grid of cells, where integrals are exact sums, or
/// continuous densities of any family, where they are quadratures. Divergences are in nats; those
/// of continuous laws are the library's, those of masses are summed by their definitions.
class Instance {
 public:
  /// One in eight each near, equal and disjoint; else generic. Law 2 is generic, or, one in four,
  /// the even mixture of laws 0 and 1.
  static Instance random(RandomInstance& draw);
  static Instance random(RandomInstance& draw, Relation relation);

  /// Two laws of masses proportional to the weights (≥ 0, as many of each).
  static Instance of_weights(std::span<const double> p, std::span<const double> q);

  Relation relation() const { return relation_; }
  bool on_grid() const { return densities_.empty(); }
  const Density& density(std::size_t i) const { return *densities_[i]; }
  const DensityPtr& density_ptr(std::size_t i) const { return densities_[i]; }
  std::span<const Ball> masses(std::size_t i) const { return masses_[i]; }

  /// Some points of the space with laws i and j there, p + q > 0.
  std::vector<SamplePoint> sites(RandomInstance& draw, std::size_t count, std::size_t i = 0,
                          std::size_t j = 1) const;
  /// A discriminator with logits of a few units: any function of x, or D* with its logit shifted.
  Discriminator random_discriminator(RandomInstance& draw) const;
  /// One that looks at x alone, so that it is the same function whatever the laws.
  Discriminator random_discriminator_of_x(RandomInstance& draw) const;

  /// N integrals ∫ f_k(x, p, q) over p + q > 0, p and q being laws i and j.
  template <std::size_t N>
  std::array<Ball, N> integrate(const std::function<std::array<Ball, N>(const SamplePoint&)>& f,
                                std::size_t i = 0, std::size_t j = 1, Cut cut = Cut::splits) const {
    std::array<Ball, N> result;
    integrate_all(
        N,
        [&f](const SamplePoint& at, std::span<Ball> out) {
          const std::array<Ball, N> values = f(at);
          for (std::size_t k = 0; k < N; ++k) out[k] = values[k];
        },
        result, i, j, cut);
    return result;
  }

  Ball kl(std::size_t i = 0, std::size_t j = 1) const;
  Ball js(double alpha, std::size_t i = 0, std::size_t j = 1) const;
  Ball jsd(std::size_t i = 0, std::size_t j = 1) const;
  Ball total_variation(std::size_t i = 0, std::size_t j = 1) const;
  Ball hellinger2(std::size_t i = 0, std::size_t j = 1) const;

 private:
  using Integrands = std::function<void(const SamplePoint&, std::span<Ball> out)>;
  void integrate_all(std::size_t count, const Integrands& f, std::span<Ball> out, std::size_t i,
                     std::size_t j, Cut cut) const;

  Relation relation_ = Relation::generic;
  std::vector<DensityPtr> densities_;
  std::vector<std::vector<Ball>> masses_;
};

/// H(α) and ln 2, ln 4 with their rounding.
Ball entropy(double alpha);
inline Ball log_of(double x) { return ln(Ball(x)); }

}  // namespace verigan::theory
