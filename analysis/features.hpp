// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "analysis/grouping.hpp"

// The features of KTH's section 3.2, as the runs of kth_features have them.
namespace verigan::analysis {

/// "base", "flip", "dropout", "uniform", "uneven" and "sigmoid", in this order.
std::vector<std::string> feature_names();

/// Options that tell features apart, and the values, as texts, that one has. Throws Error for another name.
const Options& feature_options();
const std::vector<std::string>& feature_values(const std::string& name);

/// The feature that a run was made with; empty: none of these alone.
std::string feature_of(const Run& run);

}  // namespace verigan::analysis
