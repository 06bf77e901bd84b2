// SPDX-License-Identifier: MIT
#pragma once

#include "theory/theorem.hpp"

// The rows of the catalogue that are about networks, metrics and losses as they are in the
// library, most of which src/theory must not include. What other rows say of them is in exercise.hpp.
namespace verigan::verification {

theory::Theorem gradients();             // T60
theory::Theorem adjoint_convolutions();  // T61
theory::Theorem floors();                // T68
theory::Theorem hinge_loss();            // T69
theory::Theorem frechet_distance();      // T70
theory::Theorem frechet_bias();          // T71
theory::Theorem kernel_distance();       // T72
theory::Theorem batch_statistics();      // T76

}  // namespace verigan::verification
