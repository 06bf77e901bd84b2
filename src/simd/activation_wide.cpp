// SPDX-License-Identifier: MIT
#include "simd/activation.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/activation_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

// The activations: value from the input, gradient from output y and incoming gradient dy.
struct Identity {
  HWY_INLINE Vector value(Vector x) const { return x; }
  HWY_INLINE Vector gradient(Vector, Vector dy) const { return dy; }
};
struct LeakyRelu {
  float slope;
  HWY_INLINE Vector value(Vector x) const { return leaky_relu_lanes(WideLanes(), x, slope); }
  HWY_INLINE Vector gradient(Vector y, Vector dy) const {
    return leaky_relu_gradient(WideLanes(), y, dy, slope);
  }
};
struct Tanh {
  HWY_INLINE Vector value(Vector x) const { return tanh_lanes(WideLanes(), x); }
  HWY_INLINE Vector gradient(Vector y, Vector dy) const { return tanh_gradient(WideLanes(), y, dy); }
};
struct Sigmoid {
  HWY_INLINE Vector value(Vector x) const { return sigmoid_lanes(WideLanes(), x); }
  HWY_INLINE Vector gradient(Vector y, Vector dy) const {
    return sigmoid_gradient(WideLanes(), y, dy);
  }
};

// What is done to each x (in place) operand an element of `other`, which has one row or all of them.
template <class F>
struct Activate {
  F f;
  HWY_INLINE Vector operator()(Vector x, Vector) const { return f.value(x); }
};
template <class F>
struct BiasActivate {
  F f;
  HWY_INLINE Vector operator()(Vector x, Vector bias) const { return f.value(hn::Add(x, bias)); }
};
template <class F>
struct Backward {
  F f;
  HWY_INLINE Vector operator()(Vector dy, Vector y) const { return f.gradient(y, dy); }
};

template <class Op>
void each_element(MatrixView<float> x, const float* other, std::size_t other_ld, Op op) {
  const Floats d;
  const std::size_t N = hn::Lanes(d);
  for (std::size_t i = 0; i < x.rows; ++i) {
    float* row = x.data + i * x.ld;
    const float* operand = other + i * other_ld;
    std::size_t j = 0;
    for (; j + N <= x.cols; j += N) {
      hn::StoreU(op(hn::LoadU(d, row + j), hn::LoadU(d, operand + j)), d, row + j);
    }
    if (const std::size_t rest = x.cols - j; rest > 0) {
      const Vector y = op(load_first(d, row + j, rest), load_first(d, operand + j, rest));
      store_first(y, d, row + j, rest);
    }
  }
}

template <template <class> class Op>
void dispatch(MatrixView<float> x, const float* other, std::size_t ld, Activation f, float slope) {
  switch (f) {
    case Activation::identity: return each_element(x, other, ld, Op<Identity>{});
    case Activation::leaky_relu: return each_element(x, other, ld, Op<LeakyRelu>{{slope}});
    case Activation::tanh: return each_element(x, other, ld, Op<Tanh>{});
    case Activation::sigmoid: return each_element(x, other, ld, Op<Sigmoid>{});
  }
}

void add_bias(MatrixView<float> x, std::span<const float> bias) {
  each_element(x, bias.data(), 0, BiasActivate<Identity>{});
}

void activate(MatrixView<float> x, Activation f, float slope) {
  if (f != Activation::identity) dispatch<Activate>(x, x.data, x.ld, f, slope);
}

void bias_activate(MatrixView<float> x, std::span<const float> bias, Activation f, float slope) {
  dispatch<BiasActivate>(x, bias.data(), 0, f, slope);
}

void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                         float slope) {
  if (f != Activation::identity) dispatch<Backward>(dy, y.data, y.ld, f, slope);
}

}  // namespace

void install_activation(Kernels& kernels) {
  kernels.add_bias = add_bias;
  kernels.activate = activate;
  kernels.bias_activate = bias_activate;
  kernels.activation_backward = activation_backward;
}
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
