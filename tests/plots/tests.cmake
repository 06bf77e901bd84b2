# SPDX-License-Identifier: MIT
find_package(nlohmann_json REQUIRED)
if(TARGET verigan_plots)
  verigan_test(plots SOURCES plots/test_layout.cpp plots/test_figures.cpp plots/test_grouping.cpp support/made_up_results.cpp
    LINKS verigan_plots verigan::drive nlohmann_json::nlohmann_json)
  target_compile_definitions(test_plots PRIVATE VERIGAN_PROGRAMS="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  verigan_output_programs(programs)
  add_dependencies(test_plots verigan verigan_catalogue ${programs})
endif()
