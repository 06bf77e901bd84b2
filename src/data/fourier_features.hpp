// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>

#include "data/batch.hpp"

namespace verigan::data {

/// Points as random Fourier features (Rahimi & Recht 2007; Tancik et al. 2020): x, then sin⟨b_k, x⟩ and
/// cos⟨b_k, x⟩ for k = 1 … count, b_k normal of standard deviation 1/scale. A network that is given x
/// alone hardly learns what changes within a small part of x's own range; given these it does.
class FourierFeatures final : public Source {
 public:
  /// Features of what `source` draws; b from (seed, Purpose::initialise, run). Throws verigan::Error
  /// unless scale > 0.
  FourierFeatures(std::shared_ptr<Source> source, std::size_t count, double scale,
                  std::uint64_t seed, std::uint32_t run);
  Shape shape() const override { return {1, 1, source_->dimension() + 2 * frequencies_.rows()}; }
  std::size_t size() const override { return source_->size(); }
  std::size_t classes() const override { return source_->classes(); }
  void fill(std::uint64_t step, Batch out) override;

 private:
  std::shared_ptr<Source> source_;
  Matrix<float> frequencies_;  // (count, dimension of x)
  Matrix<float> points_;
};

}  // namespace verigan::data
