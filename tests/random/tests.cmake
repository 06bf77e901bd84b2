# SPDX-License-Identifier: MIT
verigan_test(random SOURCES random/test_stream.cpp LINKS verigan::random)
