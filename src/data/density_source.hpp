// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/batch.hpp"
#include "data/quantile_table.hpp"
#include "random/stream.hpp"
#include "theory/density.hpp"

// Points of the line whose density is known in closed form, with or without a label next to them.
namespace verigan::data {

/// The law of (x, y): label y with probability shares[y], then x from densities[y]. A single density
/// is a law without labels.
struct LabelledDistribution {
  std::vector<double> shares;
  std::vector<theory::DensityPtr> densities;

  bool labelled() const { return densities.size() > 1; }
  /// The density of x whatever its label.
  theory::DensityPtr marginal() const;
};

/// Reads "DENSITY", or for labels 0, 1, … "SHARE: DENSITY | SHARE: DENSITY | …", each DENSITY as in
/// theory/spec.hpp; either all shares are given, positive and summing to 1 within 1e-9, or none, and
/// they are equal. Throws verigan::Error naming what was wrong.
LabelledDistribution parse_law(const std::string& text);

/// Rows (x − shift)/scale and, where the distribution is labelled, labels y. Drawn by verigan's own
/// logarithm and normals, so the same bits everywhere, in float: a uniform has 23 bits, which cuts a tail
/// off at 2⁻²⁴.
class DensitySource final : public Source {
 public:
  /// normal, uniform, laplace, exponential, logistic and their mixtures by their own formulas, any other
  /// density by a table of its quantiles (quantile_table.hpp).
  DensitySource(const LabelledDistribution& law, const random::Stream& stream, double shift = 0,
                double scale = 1);

  Shape shape() const override { return {1, 1, 1}; }
  std::size_t size() const override { return 0; }
  std::size_t classes() const override { return labels_ > 1 ? labels_ : 0; }
  void fill(std::uint64_t step, Batch out) override;

 private:
  enum class Family { normal, uniform, laplace, exponential, logistic, table };
  struct Part {
    double upto;  // of a uniform number: this part is drawn below it
    std::size_t label;
    Family family;
    float place, spread;  // mean and sd, lower end and length, mean and scale, 0 and 1/rate
    std::shared_ptr<const QuantileTable> table = {};
  };
  static Part parse_part(const std::string& text, bool weighted, const theory::Density& density);

  random::Stream stream_;
  std::size_t labels_;
  float shift_, per_scale_;
  std::vector<Part> parts_;
  std::vector<float> choice_, uniform_, normal_;
};

}  // namespace verigan::data
