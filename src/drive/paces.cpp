// SPDX-License-Identifier: MIT
// Seconds for each unit of a plan's cost, by kind of work: to one digit, from runs on
// machines that were busy, or a guess where none was at hand. For time left, and nothing else: what this machine
// does is learnt on the way (time_left.hpp).
#include <map>

#include "drive/time_left.hpp"

namespace verigan::drive {

double TimeLeft::expected(const std::string& kind, double cost) {
  static const std::map<std::string, double> kSeconds{
      {"absolute_error_gan", 0.00009}, {"absolute_error_gan smoke", 0.0004},
      {"adversarial_intuition", 0.001}, {"adversarial_intuition smoke", 0.0016},
      {"alpha_equilibrium", 0.0004},   {"alpha_equilibrium smoke", 0.0007},
      {"alpha_mnist", 0.0001},         {"alpha_mnist smoke", 0.0005},
      {"alpha_toy", 0.0004},           {"alpha_toy smoke", 0.004},
      {"bilinear_game", 0.000005},     {"bilinear_game smoke", 0.00002},
      {"budget", 0.006},               {"budget smoke", 0.003},
      {"classifier", 0.0001},          {"classifier smoke", 0.00014},
      {"conditional", 0.00035},        {"conditional smoke", 0.000005},
      {"dirac_gan", 0.0001},           {"dirac_gan smoke", 0.0003},
      {"direct_matching", 0.0015},     {"direct_matching smoke", 0.002},
      {"direct_vs_indirect", 0.0003},  {"direct_vs_indirect smoke", 0.0004},
      {"discriminator_strength", 0.00005}, {"discriminator_strength smoke", 0.0005},
      {"finite_game", 0.00001},        {"finite_game smoke", 0.00005},
      {"gmmn", 0.003},                 {"gmmn smoke", 0.0034},
      {"inception_score_bias", 0.0033}, {"inception_score_bias smoke", 0.0033},
      {"inverse_transform", 0.00029},  {"inverse_transform smoke", 0.00026},
      {"kth_features", 0.00019},       {"kth_features smoke", 0.000033},
      {"kth_models", 0.000011},        {"kth_models smoke", 0.0000001},
      {"latent_space", 0.93},          {"latent_space smoke", 0.9},
      {"learning_process", 0.00066},   {"learning_process smoke", 0.01},
      {"learnt_discriminator", 0.0013}, {"learnt_discriminator smoke", 0.0014},
      {"mode_collapse", 0.0022},       {"mode_collapse smoke", 0.0022},
      {"mode_protocols", 0.0006},      {"mode_protocols smoke", 0.0036},
      {"nearest_neighbours", 8},       {"nearest_neighbours smoke", 1.3},
      {"optimal_discriminator", 0.0025}, {"optimal_discriminator smoke", 0.0005},
      {"random_alpha", 0.005},         {"random_alpha smoke", 0.11},
      {"saturating_gradient", 0.0027}, {"saturating_gradient smoke", 0.0006},
      {"theorems", 0.09},  // an instance of all
      {"table", 0.05},                 {"figure", 0.7}};
  const auto found = kSeconds.find(kind);
  return cost * (found == kSeconds.end() ? 1 : found->second);
}

}  // namespace verigan::drive
