// SPDX-License-Identifier: MIT
#include "theory/theorems/rows.hpp"

namespace verigan::theory {

const std::vector<Theorem>& theorem_catalogue() {
  static const std::vector<Theorem> catalogue = {
      rows::pointwise_maximum(),
      rows::optimal_discriminator(),
      rows::euler_lagrange(),
      rows::value_of_the_game(),
      rows::equilibrium(),
      rows::jensen_shannon(),
      rows::zero_sum(),
      rows::alpha_discriminator(),
      rows::alpha_value(),
      rows::alpha_equilibrium(),
      rows::alpha_bounds(),
      rows::best_response(),
      rows::random_share(),
      rows::absolute_error(),
      rows::absolute_error_integrand(),
      rows::non_saturating(),
      rows::saturation(),
      rows::two_normals(),
      rows::lower_bound(),
      rows::label_noise(),
      rows::conditional(),
      rows::f_divergences(),
      rows::closed_forms(),
      rows::infinities(),
      rows::inequalities(),
      rows::convergence_orders(),
      rows::kernel_means(),
      rows::inverse_transform(),
      rows::rejection_and_metropolis(),
      rows::direct_matching(),
      rows::inception_score(),
      rows::bilinear_flow(),
      rows::simultaneous_steps(),
      rows::alternating_steps(),
      rows::corrected_steps(),
      rows::sign_table(),
      rows::dirac_gan(),
      rows::alpha_dirac_gan(),
      rows::matrix_games(),
      rows::learning_in_games(),
      rows::finite_gan(),
      rows::distance_from_best(),
      rows::signs_of_equilibrium(),
      rows::trained_variants(),
  };
  return catalogue;
}

}  // namespace verigan::theory
