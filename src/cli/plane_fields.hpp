// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "theory/plane_density.hpp"

// What `verigan theory` tabulates and draws of two densities of the plane.
namespace verigan::cli {

/// p, q and D*_α on a square grid, a row for each y and a column for each x, both increasing; D*_α is NaN
/// where p = q = 0.
struct Fields {
  std::vector<double> x, y;
  Matrix<double> p, q, d_star_alpha;
};

/// Over three standard deviations about both means (about the medians where there are none), `side` places
/// along each axis.
Fields sample_fields(const theory::PlaneDensity& p, const theory::PlaneDensity& q, double alpha,
                     std::size_t side = 161);

/// x,y,p,q,d_star_alpha
std::string fields_csv(const Fields& fields);

/// Three panels; `file` ends in .svg or .png. Throws Error as drawing::draw does and when the file cannot be
/// written; an earlier picture is then as it was.
void draw_fields(const Fields& fields, double alpha, const std::string& p, const std::string& q,
                 const std::string& file);

}  // namespace verigan::cli
