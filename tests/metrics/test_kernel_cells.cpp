// SPDX-License-Identifier: MIT
// Cells of a density that is known by a sample: against a law that is known.
#include <cmath>
#include <numeric>

#include "data/batch.hpp"
#include "metrics/kernel_cells.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using namespace verigan::metrics;

namespace {

Matrix<float> normals(std::size_t n, std::size_t d, std::uint64_t seed) {
  Matrix<float> x(n, d);
  data::fill_normals(random::Stream(seed, random::Purpose::test), 0, x);
  return x;
}

}  // namespace

TEST_CASE("the estimate of normal points is near the normal density, and sums to 1") {
  const KernelCells line = kernel_cells(normals(4000, 1, 1), 100);
  CHECK(std::accumulate(line.cells.data.begin(), line.cells.data.end(), 0.0) == Approx(1));
  const theory::DensityPtr normal = theory::normal(0, 1);
  double apart = 0, before = 0;
  const double half = 0.5 * static_cast<double>(line.cells.centres(1, 0) - line.cells.centres(0, 0));
  for (std::size_t i = 0; i < 100; ++i) {
    const double upto = i == 99 ? 1 : normal->cdf(static_cast<double>(line.cells.centres(i, 0)) + half).value();
    apart += std::abs(upto - before - line.cells.data[i]);
    before = upto;
  }
  CHECK(apart < 0.06);  // total variation, twice
  CHECK(line.bandwidth[0] > 0.05);
  CHECK(line.bandwidth[0] < 0.3);

  const Matrix<float> points = normals(3000, 2, 2);
  const KernelCells plane = kernel_cells(points, 32);
  CHECK(std::accumulate(plane.cells.data.begin(), plane.cells.data.end(), 0.0) == Approx(1));
  for (std::size_t i = 0; i < 1024; ++i)
    CHECK(plane.cells.cell_of(plane.cells.centres.row(i)) == i);
  CHECK(counted_jsd(plane.cells.data, count(plane.cells, normals(3000, 2, 3))).value < 0.03);
}

TEST_CASE("points about a ring get a bandwidth of the ring's width, not of its radius") {
  Matrix<float> ring = normals(2000, 2, 4);
  for (std::size_t i = 0; i < ring.rows(); ++i) {
    const float r = std::sqrt(ring(i, 0) * ring(i, 0) + ring(i, 1) * ring(i, 1)), wide = 1 + 0.03F * (r - 1.25F);
    ring(i, 0) *= wide / r;
    ring(i, 1) *= wide / r;
  }
  CHECK(kernel_cells(ring, 32).bandwidth[0] < 0.06);
  Matrix<float> flat(50, 2);
  for (std::size_t i = 0; i < 50; ++i) flat(i, 0) = static_cast<float>(i);
  CHECK(error_of([&] { kernel_cells(flat, 32); }).find("coordinate 2 of points from 0 to 0") != std::string::npos);
}

TEST_CASE("scaled cells count scaled points as the cells do the points") {
  const theory::DensityPtr law = theory::normal(100, 20);
  const Cells cells = line_cells(*law, 40, 160, 60), scaled = scaled_cells(cells, 100, 20);
  CHECK(scaled.centres(0, 0) == Approx((41.0 - 100) / 20));
  for (const float x : {-3.1F, -0.02F, 0.7F, 2.99F, 9.0F}) {
    const float there = 100 + 20 * x;
    CHECK(scaled.cell_of(std::span(&x, 1)) == cells.cell_of(std::span(&there, 1)));
  }
}
