# SPDX-License-Identifier: MIT
verigan_test(verification
  SOURCES verification/test_difference.cpp verification/test_reference.cpp verification/test_single.cpp
  LINKS verigan::verification)
