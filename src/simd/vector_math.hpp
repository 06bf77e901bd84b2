// SPDX-License-Identifier: MIT
#pragma once

#include <span>

// Elementary functions on arrays of float: fixed polynomials with explicit fused multiply–adds, the
// same bits for every vector width, tail and alignment. out may be in; both have the same length.
// NaN gives NaN (7fc00000), as do log x < 0 and sin and cos of ±∞. log ±0 = −∞; exp overflows to +∞ and
// underflows through the denormals to 0; sigmoid and softplus keep their denormal tails; sin, tanh keep
// −0. sin and cos reduce every finite argument.
//
// Largest errors, in units in the last place of the true value, denormal results included: exp 0.8,
// log 0.85, softplus and sigmoid 1.6, tanh 1.5, sin and cos 1.7.
namespace verigan::simd {

void exp(std::span<const float> in, std::span<float> out);
void log(std::span<const float> in, std::span<float> out);
void softplus(std::span<const float> in, std::span<float> out);  ///< ln(1 + e^x)
void sigmoid(std::span<const float> in, std::span<float> out);   ///< 1 / (1 + e^−x)
void tanh(std::span<const float> in, std::span<float> out);
void sin(std::span<const float> in, std::span<float> out);
void cos(std::span<const float> in, std::span<float> out);

namespace spec {
void exp(std::span<const float> in, std::span<float> out);
void log(std::span<const float> in, std::span<float> out);
void softplus(std::span<const float> in, std::span<float> out);
void sigmoid(std::span<const float> in, std::span<float> out);
void tanh(std::span<const float> in, std::span<float> out);
void sin(std::span<const float> in, std::span<float> out);
void cos(std::span<const float> in, std::span<float> out);
float exp(float x);
float log(float x);
float softplus(float x);
float sigmoid(float x);
float tanh(float x);
float sin(float x);
float cos(float x);
}  // namespace spec

// One value at a time, the same bits as the arrays above.
inline float exp(float x) { return spec::exp(x); }
inline float log(float x) { return spec::log(x); }
inline float softplus(float x) { return spec::softplus(x); }
inline float sigmoid(float x) { return spec::sigmoid(x); }
inline float tanh(float x) { return spec::tanh(x); }
inline float sin(float x) { return spec::sin(x); }
inline float cos(float x) { return spec::cos(x); }

}  // namespace verigan::simd
