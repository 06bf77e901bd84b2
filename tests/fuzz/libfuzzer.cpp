// SPDX-License-Identifier: MIT
// For clang's libFuzzer; the environment variable FUZZ_TARGET says which reader is meant.
#include <cstdio>
#include <cstdlib>

#include "core/check.hpp"
#include "fuzz/fuzz.hpp"

namespace {
const verigan::fuzz::Target* g_target = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* const name = std::getenv("FUZZ_TARGET");
  try {
    g_target = &verigan::fuzz::target(name == nullptr ? "" : name);
    verigan::fuzz::own_folder();
  } catch (const verigan::Error& error) {
    std::fprintf(stderr, "FUZZ_TARGET: %s\n", error.what());
    std::exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  verigan::fuzz::check_input(*g_target, {reinterpret_cast<const char*>(data), size});
  return 0;
}
