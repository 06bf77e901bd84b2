// SPDX-License-Identifier: MIT
#pragma once

#include "theory/density.hpp"

namespace verigan::theory {

/// ln p − ln q of mixtures (a plain density is one of one component), for where they nearly agree.
/// The weights of both sum to 1, so q − p is a sum of differences of components, each taken for
/// the mass that both give it: m·(q_j − p_i) = m·p_i·(e^{−r_ij} − 1), r_ij = ln p_i − ln q_j, which
/// is 0 where the two are identical. Of what no component of the other answers to, the difference
/// itself is taken. None where more than a tenth of the mass has no counterpart that nearly agrees.
LogRatio mixture_ratio(const Density& p, const Density& q);

}  // namespace verigan::theory
