// SPDX-License-Identifier: MIT
#include "data/noise.hpp"

#include "core/check.hpp"
#include "core/names.hpp"
#include "data/batch.hpp"

namespace verigan::data {

NoiseLaw::Kind noise_kind(const std::string& name) {
  require(name == "normal" || name == "uniform", "noise '", name, "'",
          expected_names(name, {"normal", "uniform"}));
  return name == "normal" ? NoiseLaw::Kind::normal : NoiseLaw::Kind::uniform;
}

void fill_noise(NoiseLaw::Kind kind, const random::Stream& stream, std::uint64_t step,
                MatrixView<float> z, std::uint64_t first_row) {
  if (kind == NoiseLaw::Kind::normal) return fill_normals(stream, step, z, first_row);
  for (std::size_t i = 0; i < z.rows; ++i) {
    stream.uniforms(step, z.row(i), (first_row + i) * z.cols);
    for (float& u : z.row(i)) u = 2 * u - 1;
  }
}

}  // namespace verigan::data
