# SPDX-License-Identifier: MIT
find_package(nlohmann_json REQUIRED)
verigan_test(theorems
  SOURCES
    theorems/test_ball.cpp
    theorems/test_catalogue.cpp
    theorems/test_runner.cpp
    theorems/test_verify.cpp
  LINKS verigan_cli verigan::theory verigan::verification nlohmann_json::nlohmann_json OpenMP::OpenMP_CXX TIMEOUT 900)
