// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "nn/layer.hpp"
#include "theory/theorem.hpp"
#include "verification/reference.hpp"

// The layers that T60 looks at: each a layer of src/nn with its definition.
namespace verigan::verification {

using Numbers = std::vector<Single>;

/// What a backward pass gives.
struct Pulled {
  Table<Single> dx;
  Numbers gradients;  // laid out like the parameters
};

/// A backward pass made wrong on purpose.
enum class Mistake {
  none,
  transposed_weights,  // dense
  no_derivative,       // the activation's
  shifted_padding,     // convolutions
  no_deviation,        // batch norm: as if the deviation did not depend on x
  mask_not_scaled,     // dropout
  every_piece,         // maxout
  wrong_sign,          // losses
  half_the_pairs,      // matching
};

class Subject {
 public:
  virtual ~Subject() = default;

  std::shared_ptr<const nn::Layer> layer;
  nn::Context context;  // of training
  nn::Activation activation = nn::kIdentity;
  std::size_t batch = 1;
  double parameter_size = 1.5;  // parameters are drawn between −size and size

  /// What goes into the activation.
  virtual Table<Single> before(const Numbers& parameters, const Table<Single>& x) const = 0;
  /// Its gradients from dz, that of before().
  virtual Pulled backward(const Numbers& parameters, const Table<Single>& x,
                          const Table<Single>& dz) const = 0;
  /// How far any one number of x or of the parameters may move in the complex plane while no number
  /// of before() moves by more than 1.
  virtual double radius(const Numbers& parameters, const Table<Single>& x) const = 0;
  /// How far output (i, j) is from a kink.
  virtual double clearance(const Table<Single>& x, const Table<Single>& z, std::size_t i,
                           std::size_t j) const;
  /// The running statistics after a step of training on x, from those before; none.
  virtual Numbers next_state(const Numbers& state, const Table<Single>& x) const;
  /// What inference gives, from the running statistics, where training gives something else.
  virtual bool infers_otherwise() const { return false; }
  virtual Table<Single> inferred(const Numbers& parameters, const Numbers& state,
                                 const Table<Single>& x) const;
};

/// A layer of that kind with random shape, activation and settings.
std::unique_ptr<Subject> random_dense(theory::RandomInstance& draw, Mistake mistake);
std::unique_ptr<Subject> random_convolution(theory::RandomInstance& draw, Mistake mistake);
std::unique_ptr<Subject> random_fractionally_strided(theory::RandomInstance& draw, Mistake mistake);
std::unique_ptr<Subject> random_batch_norm(theory::RandomInstance& draw, Mistake mistake);
std::unique_ptr<Subject> random_dropout(theory::RandomInstance& draw, Mistake mistake);
std::unique_ptr<Subject> random_maxout(theory::RandomInstance& draw, Mistake mistake);

/// Any activation there is.
nn::Activation random_activation(theory::RandomInstance& draw);
/// max |x|, 0 of none.
double largest_size(std::span<const Single> numbers);
/// A convolution of random extents, kernel, stride and padding, of at most so many products.
simd::ConvolutionShape random_shape(theory::RandomInstance& draw, std::size_t products);
/// The same sizes with the padding moved by one where there is any.
simd::ConvolutionShape shifted(simd::ConvolutionShape shape);
/// 1 … most.
std::size_t random_extent(theory::RandomInstance& draw, std::size_t most);

}  // namespace verigan::verification
