// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "core/quadrature.hpp"

namespace verigan::theory {

/// The places in `range`, increasing, where f changes sign, to the last bit of t. f returns 0 where
/// its sign is in doubt. Found on a scan that crowds towards both ends, and by descending into
/// every dip of |f| between its nodes, so that a pair of close roots is seen too.
/// `coarse`: a scan of 5 nodes instead of 24, for one of many short ranges.
std::vector<double> sign_changes(const std::function<double(double t)>& f, const Panel& range,
                                 bool coarse = false);

}  // namespace verigan::theory
