// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// Switches bits of the floating-point control register on, for tests of what refuses them.
namespace verigan::test {

#if defined(__x86_64__)
inline constexpr std::uint64_t kFlushToZero = 1U << 15, kDenormalsAreZero = 1U << 6;  // of MXCSR
inline std::uint64_t float_control() { return _mm_getcsr(); }
inline void set_float_control(std::uint64_t bits) { _mm_setcsr(static_cast<unsigned>(bits)); }
#elif defined(__aarch64__)
inline constexpr std::uint64_t kFlushToZero = 1U << 24, kDenormalsAreZero = 1U << 24;  // of FPCR
inline std::uint64_t float_control() {
  std::uint64_t bits = 0;
  asm volatile("mrs %0, fpcr" : "=r"(bits));
  return bits;
}
inline void set_float_control(std::uint64_t bits) { asm volatile("msr fpcr, %0" ::"r"(bits)); }
#endif

/// While one lives, `bits` are set.
class FloatState {
 public:
  explicit FloatState(std::uint64_t bits) : before_(float_control()) {
    set_float_control(before_ | bits);
  }
  ~FloatState() { set_float_control(before_); }
  FloatState(const FloatState&) = delete;
  FloatState& operator=(const FloatState&) = delete;

 private:
  std::uint64_t before_;
};

}  // namespace verigan::test
