// SPDX-License-Identifier: MIT
#pragma once

#include "theory/theorem.hpp"

// One function per row of the catalogue. A new theorem is its function here, its line in the table
// of catalogue.cpp, and its file. The smallest to copy is saturation.cpp.
namespace verigan::theory::rows {

Theorem pointwise_maximum();         // T01
Theorem optimal_discriminator();     // T02
Theorem euler_lagrange();            // T03
Theorem value_of_the_game();         // T04
Theorem equilibrium();               // T05
Theorem jensen_shannon();            // T06
Theorem zero_sum();                  // T07
Theorem alpha_discriminator();       // T08
Theorem alpha_value();               // T09
Theorem alpha_equilibrium();         // T10
Theorem alpha_bounds();              // T11
Theorem best_response();             // T12
Theorem random_share();              // T13
Theorem absolute_error();            // T14
Theorem absolute_error_integrand();  // T15
Theorem non_saturating();            // T16
Theorem saturation();                // T17
Theorem two_normals();               // T18
Theorem lower_bound();               // T19
Theorem label_noise();               // T20
Theorem conditional();               // T21
Theorem f_divergences();             // T22
Theorem closed_forms();              // T30
Theorem infinities();                // T31
Theorem inequalities();              // T32
Theorem convergence_orders();        // T33
Theorem kernel_means();              // T34
Theorem inverse_transform();         // T35
Theorem rejection_and_metropolis();  // T36
Theorem direct_matching();           // T37
Theorem inception_score();           // T38
Theorem bilinear_flow();             // T40
Theorem simultaneous_steps();        // T41
Theorem alternating_steps();         // T42
Theorem corrected_steps();           // T43
Theorem sign_table();                // T44
Theorem dirac_gan();                 // T45
Theorem alpha_dirac_gan();           // T46
Theorem matrix_games();              // T47
Theorem learning_in_games();         // T48
Theorem finite_gan();                // T49
Theorem distance_from_best();        // T62
Theorem signs_of_equilibrium();      // T63
Theorem trained_variants();          // T64

}  // namespace verigan::theory::rows
