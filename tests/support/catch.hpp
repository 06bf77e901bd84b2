// SPDX-License-Identifier: MIT
#pragma once
// Catch2 v2 (one header) and v3 (a library) behind one name.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
