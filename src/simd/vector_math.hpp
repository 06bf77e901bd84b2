// SPDX-License-Identifier: MIT
#pragma once

#include <span>

// Elementary functions on arrays of float: fixed polynomials with explicit fused multiply–adds, the
// same bits for every vector width, tail and alignment. out may be in; both have the same length.
namespace verigan::simd {

void exp(std::span<const float> in, std::span<float> out);
void log(std::span<const float> in, std::span<float> out);
void softplus(std::span<const float> in, std::span<float> out);  ///< ln(1 + e^x)
void sigmoid(std::span<const float> in, std::span<float> out);   ///< 1 / (1 + e^−x)
void tanh(std::span<const float> in, std::span<float> out);
void sin(std::span<const float> in, std::span<float> out);
void cos(std::span<const float> in, std::span<float> out);

// One value at a time, the same bits as the arrays above.
float exp(float x);
float log(float x);
float softplus(float x);
float sigmoid(float x);
float tanh(float x);
float sin(float x);
float cos(float x);

}  // namespace verigan::simd
