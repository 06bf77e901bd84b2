// SPDX-License-Identifier: MIT
#include "core/matrix.hpp"

#include <cstdint>

#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("rows are aligned and never a multiple of 4096 bytes apart") {
  for (std::size_t cols = 0; cols < 4200; ++cols) {
    const std::size_t ld = padded_ld(cols, sizeof(float));
    REQUIRE(ld >= cols);
    if (cols > 1) {
      REQUIRE(ld * sizeof(float) % kAlignment == 0);
      REQUIRE(ld * sizeof(float) % 4096 != 0);
    }
  }
  Matrix<float> m(3, 1024);
  REQUIRE(reinterpret_cast<std::uintptr_t>(m.row(2).data()) % kAlignment == 0);
}

TEST_CASE("a copy is deep, a move leaves nothing behind, views share") {
  Matrix<float> a(2, 3);
  a(1, 2) = 5.0F;
  Matrix<float> b = a;
  a(1, 2) = 6.0F;
  REQUIRE(b(1, 2) == 5.0F);
  MatrixView<const float> view = a.view();
  REQUIRE(view(1, 2) == 6.0F);
  Matrix<float> c = std::move(a);
  REQUIRE(c(1, 2) == 6.0F);
  REQUIRE(c.view().block_rows(1, 1)(0, 2) == 6.0F);
}
