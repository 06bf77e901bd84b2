# SPDX-License-Identifier: MIT
verigan_test(random
  SOURCES random/test_fill_bits.cpp random/test_stream.cpp random/test_transform.cpp
  LINKS verigan::random)
