// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "theory/density.hpp"
#include "theory/own_f.hpp"

// What `verigan theory --f` adds: the f, its limits and its best critic T* = f′(p/q).
namespace verigan::cli {

/// Prints them, the critic at the centres of p and q and at a quartile of each.
void print_own_f(const theory::OwnF& f, const theory::Density& p, const theory::Density& q);
/// The same as JSON.
nlohmann::ordered_json own_f_json(const theory::OwnF& f, const theory::Density& p, const theory::Density& q);

}  // namespace verigan::cli
