// SPDX-License-Identifier: MIT
#pragma once

#include "theory/theorem.hpp"

// The rows of the catalogue that look at the networks themselves, and so cannot stand in
// src/theory.
namespace verigan::verification {

theory::Theorem gradients();             // T60
theory::Theorem adjoint_convolutions();  // T61

}  // namespace verigan::verification
