// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "analysis/runs.hpp"

// How training at share α ended, and the theory.
namespace verigan::analysis {

/// Names of the columns that alpha_row() fills.
std::vector<std::string> alpha_columns();

/// One row for the runs at one α, as text: how many, effective α, final losses (means over the
/// runs and their standard deviation), H(α) and −ln α at the effective α, their gaps (of the run
/// furthest from 0), mean D on both sides and its deviation.
std::vector<std::string> alpha_row(double alpha, const std::vector<Run>& runs);

}  // namespace verigan::analysis
