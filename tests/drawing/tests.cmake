# SPDX-License-Identifier: MIT
verigan_test(drawing SOURCES drawing/test_gnuplot.cpp LINKS verigan::drawing verigan::record)
