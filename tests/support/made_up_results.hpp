// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

// A results folder with made-up runs of known answer, for the tests of tables, figures and report.
// Training curves end exactly at H(α) + kDiscriminatorGap and −ln α + kGeneratorGap (at the
// effective α, in the mean over the last 10 % of the steps), with D at α − kOutputGap on generated
// data.
namespace verigan::tests {

inline constexpr double kDiscriminatorGap = -0.004;
inline constexpr double kGeneratorGap = 0.011;
inline constexpr double kOutputGap = 0.02;
inline constexpr double kMmd2 = 0.0023;      // at the end; ten times that before
inline constexpr double kNearShare = 0.985;  // minus α/100
inline constexpr double kCoverage = 0.9875;
inline constexpr double kScatter = 0.0456;     // root mean square of the distance; real points 0.05
inline constexpr double kJsd = 0.03, kAveragedJsd = 0.02;  // of recipe lc; of equilibrium a tenth
inline constexpr double kBlindness = 0.98;     // likewise
inline constexpr double kSimultaneousDecades = 8;  // log10 of the last radius; of alternating
                                                   // play −0.001 and 0.001, of consensus −300
inline constexpr double kSlowdown = 3;       // steps of the saturating loss, D ahead; + 1 % a seed

inline constexpr double kWeakPlayer = 2;      // ln of its MMD² over that of fair ones; ± 1 % a seed

struct MadeUp {
  std::size_t rows = 300;      // of metrics.csv
  std::size_t samples = 1000;  // of samples.npy
  int epochs = 5;              // of alpha_mnist, a grid each
  std::string dataset = "mnist";
  std::string preset = "quick";
};

/// Runs of alpha_toy (line and circle, five α, batch 256; and one of recipe equilibrium, the circle at
/// α = 0.5), alpha_mnist (five α, batch 64),
/// optimal_discriminator, alpha_equilibrium, bilinear_game (two seeds), dirac_gan, finite_game,
/// inverse_transform, direct_matching, direct_vs_indirect (two seeds), adversarial_intuition and
/// saturating_gradient (two losses, head starts 1 and 5, two seeds), learnt_discriminator (five α and
/// three variants; α = 0.9 is far off, gap 0.02), learning_process (two losses),
/// absolute_error_gan (two losses, D as fast and ten times faster), discriminator_strength (a grid of
/// widths and three numbers of updates, two seeds), gmmn (four targets, two statistics; what is matched:
/// the normal, and the curves by MMD), kth_models (four models on digits, each half as far from them as the
/// one before), conditional (cgan and cdcgan), kth_features (two outputs), both of these on horses too, budget
/// (two losses, three trials), latent_space and nearest_neighbours (dcgan and cdcgan), random_alpha (both
/// compositions, two seeds), a plan.json naming all of them,
/// and a verify.json of three theorems, one of which fails.
void make_up_results(const std::filesystem::path& out, const MadeUp& options = {});

}  // namespace verigan::tests
