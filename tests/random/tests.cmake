# SPDX-License-Identifier: MIT
verigan_test(random
  SOURCES random/test_addresses.cpp random/test_fill_bits.cpp random/test_stream.cpp
    random/test_transform.cpp
  LINKS verigan::random)
target_compile_definitions(test_random PRIVATE VERIGAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
