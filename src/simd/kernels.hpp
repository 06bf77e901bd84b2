// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "simd/activation.hpp"
#include "simd/convolution_tile.hpp"
#include "simd/gemm.hpp"
#include "simd/target.hpp"
#include "simd/update.hpp"

// The table of kernels of one target; the public functions check their arguments and call through it.
// Internal to src/simd and src/random.
namespace verigan::simd {

/// What a loop of fused multiply–adds did, and a number that depends on all of them.
struct FmaWork {
  std::size_t operations;
  float result;
};

/// What a (leaky) rectifier of this slope makes of a product's results while they are in registers.
struct Finish {
  enum class Kind { none, activate, differentiate };
  Kind kind = Kind::none;
  float slope = 0;
  const float* operand = nullptr;  // activate: the bias; differentiate: the activation's outputs
  std::size_t ld = 0;             // from row to row of them, 0 for a bias
};

struct Kernels {
  using Map = void(std::span<const float> in, std::span<float> out);
  /// Multiplies; returns whether it also finished the results, which not every shape allows.
  using FinishingGemm = bool(MatrixView<const float> a, MatrixView<const float> b,
                             MatrixView<float> c, bool accumulate, const Finish& finish);

  FinishingGemm *gemm_nn, *gemm_nt;
  /// They return whether they also left the sums of b's columns, if those are wanted, in `sums`.
  bool (*gemm_tn)(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, float* sums);
  bool (*gemm_tn_adam)(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                       bool accumulate, const AdamMatrices& target, const AdamStep& step,
                       float* sums);
  Map *exp, *log, *softplus, *sigmoid, *tanh, *sin, *cos;

  float (*sum)(std::span<const float> x);
  double (*sum_in_double)(std::span<const float> x);
  float (*dot)(std::span<const float> x, std::span<const float> y);
  void (*column_sums)(MatrixView<const float> x, std::span<float> out, bool accumulate);

  void (*adam)(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
               const AdamStep& step);
  void (*sgd)(std::span<float> w, std::span<const float> g, std::span<float> velocity, float rate,
              float momentum);
  void (*moving_average)(std::span<float> average, std::span<const float> w, float decay);

  FmaWork (*fma_chains)(std::size_t rounds, float factor, float term);

  void (*add_bias)(MatrixView<float> x, std::span<const float> bias);
  void (*activate)(MatrixView<float> x, Activation f, float slope);
  void (*bias_activate)(MatrixView<float> x, std::span<const float> bias, Activation f, float slope);
  void (*activation_backward)(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                              float slope);

  const ConvolutionTile* convolution;  // null: the specification
};

/// The kernels of the target in use.
const Kernels& kernels();

/// The specification's loops.
extern const Kernels kSpecKernels;
namespace spec {
FmaWork fma_chains(std::size_t rounds, float factor, float term);
}

/// The vector targets this program and this processor have in common, the best first.
struct TargetKernels {
  Target target;
  const Kernels* kernels;
};
std::vector<TargetKernels> wide_targets();

}  // namespace verigan::simd
