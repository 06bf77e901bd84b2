# SPDX-License-Identifier: MIT
# The whole: every program run and drawn as ./reproduce does it, at the preset smoke.
find_package(nlohmann_json REQUIRED)
if(TARGET verigan_plots)
  verigan_test(reproduction SOURCES reproduction/test_smoke.cpp support/made_up_results.cpp
    LINKS verigan_plots verigan::drive nlohmann_json::nlohmann_json TIMEOUT 900)
  target_compile_definitions(test_reproduction PRIVATE VERIGAN_PROGRAMS="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  verigan_output_programs(outputs)
  get_property(experiments GLOBAL PROPERTY VERIGAN_EXPERIMENT_PROGRAMS)
  add_dependencies(test_reproduction verigan verigan_claims verigan_catalogue ${outputs} ${experiments})
  set_tests_properties(reproduction PROPERTIES PROCESSORS 2)
endif()
