// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace verigan::metrics {

/// How often `found` is `wanted`, the class that was asked for.
struct ClassAgreement {
  std::size_t right = 0, samples = 0;
  std::vector<std::size_t> right_of, samples_of;  // by class wanted
};
/// Throws verigan::Error for no samples, as many of one as not of the other, or a class that is not
/// below `classes`.
ClassAgreement class_agreement(std::span<const std::uint8_t> wanted, std::span<const std::uint8_t> found,
                               std::size_t classes);

/// Variance of features within classes, of one sample over another's: tr Σ_class, the mean over the
/// classes that both have at least two samples of, generated over real. 1: as varied as real ones; near
/// 0: one image a class. Features (n, d), labels (n). NaN where no class is in both. Throws
/// verigan::Error for different dimensions or numbers of labels.
double within_class_variance_ratio(MatrixView<const float> generated,
                                   std::span<const std::uint8_t> generated_labels,
                                   MatrixView<const float> real,
                                   std::span<const std::uint8_t> real_labels);

}  // namespace verigan::metrics
