// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "nn/activation.hpp"
#include "record/npy.hpp"
#include "record/safetensors.hpp"
#include "run/trained_generator.hpp"

// A trained generator as a list of operations that other programs have too, with their numbers: what is
// written as ONNX and for PyTorch. Images are channels first (N, C, H, W) on the way.
namespace verigan::run {

struct Operation {
  enum class Kind {
    labels,      ///< x and a row of `table` (classes, extra) for each label, side by side
    dense,       ///< f(x W + b), W (I, O)
    normalise,   ///< f(scale·(x − mean)/√(variance + epsilon) + shift), of each channel
    transpose_convolution,  ///< f(transposed convolution + b), W (in, out, rows, columns)
    to_image,    ///< a row (h·w·c), channels last, becomes an image
    to_row,      ///< the reverse
  };
  Kind kind;
  nn::Activation activation = nn::kIdentity;
  std::vector<std::pair<std::string, record::Array>> tensors = {};  // "weight", "bias"; no bias is none
  Shape image{0, 0, 0};    // the output's, of convolutions and to_image
  std::int64_t stride = 1, pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0, extra_rows = 0,
               extra_cols = 0;
  float epsilon = 0;
};

/// From noise (N, dimension), and labels (N) where there are classes, to a row for each sample.
struct Portable {
  std::vector<Operation> operations;
  std::size_t noise = 0, classes = 0;
  std::string noise_law;             // "normal" or "uniform"
  Shape sample{0, 0, 0};             // 1 x 1 x d of points
  std::vector<float> factor, offset; // a number x of the network is factor·x + offset of samples.npy,
  bool clamps = false;               // within [0, 1]
  std::string description;           // "dense 64 leaky 0.2 | …"
};

/// Throws verigan::Error for a layer that this cannot say.
Portable portable(const TrainedGenerator& generator);

/// "leaky 0.2", "relu", "tanh", "sigmoid"; empty for the identity.
std::string activation_text(const nn::Activation& f);

/// A model of ONNX (operator set 17, onnx.ai): inputs `noise` (N, dimension) and, where there are classes,
/// `labels` (N) of int64; output `samples` as in samples.npy. The metadata say what else there is to know.
std::string onnx_model(const Portable& model, const record::Inputs& origin);

/// What safetensors hold of it: tensors named "<number>.<tensor>" in PyTorch's shapes, and metadata.
record::Tensors torch_tensors(const Portable& model, const record::Inputs& origin);
/// A Python program for PyTorch that reads those, 20 to 60 lines: `Generator`, and when it is run a comparison
/// with the samples next to it.
std::string torch_module(const Portable& model, const record::Inputs& origin);

}  // namespace verigan::run
