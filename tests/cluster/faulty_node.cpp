// SPDX-License-Identifier: MIT
// A node that computes wrongly, for tests: linked into an experiment with --wrap, this stands before the
// product of every dense layer. On the node that VERIGAN_FAULTY_NODE names it flips one bit of one product.
#include <bit>
#include <cstdint>
#include <cstdlib>

#include "record/provenance.hpp"
#include "simd/gemm.hpp"

using namespace verigan;

// The linker's names for what is called and for what was there; those of the Itanium C++ ABI, which a
// change of gemm_nn_activate's arguments changes too: then the link fails.
#define VERIGAN_GEMM \
  "_ZN7verigan4simd16gemm_nn_activateENS_10MatrixViewIKfEES3_NS1_IfEESt4spanIS2_Lm18446744073709551615EENS0_10ActivationEf"

void real_product(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  std::span<const float> bias, simd::Activation f,
                  float slope) asm("__real_" VERIGAN_GEMM);
void faulty_product(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                    std::span<const float> bias, simd::Activation f,
                    float slope) asm("__wrap_" VERIGAN_GEMM);

void faulty_product(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                    std::span<const float> bias, simd::Activation f, float slope) {
  constexpr std::uint32_t kBit = 1U << 22;  // the highest of the fraction: a quarter to a half of the number
  real_product(a, b, c, bias, f, slope);
  static bool flipped = false;
  const char* const node = std::getenv("VERIGAN_FAULTY_NODE");
  if (flipped || node == nullptr || record::host_name() != node) return;
  for (float& value : c.row(0))
    if (value != 0.0F) {  // of a silent unit nothing would be seen
      value = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) ^ kBit);
      flipped = true;
      return;
    }
}
