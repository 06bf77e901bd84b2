// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "theory/plane_density.hpp"
#include "theory/spec.hpp"

namespace verigan::theory {

/// Whether a text is meant for a density of the plane: it names normal([…), product, ring or grid.
bool names_plane(const std::string& text);

/// Reads a density of the plane:
///   normal([0,0],[[1,.5],[.5,1]])   mean and covariance
///   product(laplace(0,1),uniform(0,2))   two densities of the line, as parse_density reads them
///   ring(8,2,0.1)   equally likely normals of sd 0.1 on a circle of radius 2, the first at angle 0
///   grid(5,1,0.1)   5 × 5 of them, 1 apart, centred on the origin
///   0.3*normal([0,0],[[1,0],[0,1]])+0.7*product(…)   a mixture
/// Numbers as for the line: exact expressions (centres of a ring are the doubles next to them). Throws
/// Error with one line naming what was wrong and where.
PlaneDensityPtr parse_plane(const std::string& text, std::vector<std::string>* warnings = nullptr,
                            std::span<const Binding> bindings = {});

}  // namespace verigan::theory
