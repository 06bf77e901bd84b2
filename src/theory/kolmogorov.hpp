// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

// How far an empirical distribution function is from the true one, and how far chance explains.
namespace verigan::theory {

/// sup_x |F_n(x) − F(x)| of the samples; F, which must not decrease by more than rounding (2⁻⁴⁰),
/// and its left limits, which differ at atoms. Samples are sorted, and F asked for, only where the
/// supremum may be. NaN when a sample is NaN. Throws Error for no samples.
double kolmogorov_distance(std::vector<double> samples, const std::function<double(double)>& cdf,
                           const std::function<double(double)>& cdf_left);
/// The same for a continuous law.
double kolmogorov_distance(std::vector<double> samples, const std::function<double(double)>& cdf);

/// The distance that n independent samples exceed with at most this chance, √(ln(2/chance)/(2n)),
/// for every law (Dvoretzky, Kiefer & Wolfowitz 1956 with the constant of Massart 1990).
double kolmogorov_bound(std::size_t n, double chance);

}  // namespace verigan::theory
