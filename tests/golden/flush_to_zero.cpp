// SPDX-License-Identifier: MIT
// What linking any one library with -ffast-math does to a whole process: when this one is loaded,
// subnormal numbers count as zero from then on.
#include "support/float_state.hpp"

namespace {

[[gnu::constructor]] void flush_to_zero() {
  using namespace verigan::test;
  set_float_control(float_control() | kFlushToZero | kDenormalsAreZero);
}

}  // namespace
