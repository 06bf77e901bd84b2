// SPDX-License-Identifier: MIT
// Compiled for every x86-64 processor, so nothing of the standard library may be called here: the linker
// might choose another file's copy of it, with the instructions that are to be asked for.
#include "core/processor.hpp"

#include <unistd.h>

namespace verigan {
namespace {

#if defined(__x86_64__)
bool has_instructions() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}
#else
bool has_instructions() { return true; }
#endif

}  // namespace

void require_processor() {
  if (has_instructions()) return;
  constexpr char kLine[] =
      "verigan: this processor lacks AVX2, FMA or BMI2, expected x86-64-v3 (Haswell, Zen or newer)\n";
  if (::write(STDERR_FILENO, kLine, sizeof kLine - 1) < 0) ::_exit(2);
  ::_exit(2);
}

namespace {

[[gnu::section(".preinit_array"), gnu::used]] void (*const kBeforeAll)() = require_processor;

}  // namespace
}  // namespace verigan
