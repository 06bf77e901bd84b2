# SPDX-License-Identifier: MIT
if(VERIGAN_BUILD_EXPERIMENTS)
  # alpha_toy as a node runs it whose multiplier fails once.
  verigan_program(alpha_toy_faulty SOURCES ${PROJECT_SOURCE_DIR}/experiments/alpha_toy.cpp
          ${PROJECT_SOURCE_DIR}/experiments/toy/target.cpp cluster/faulty_node.cpp
    LINKS verigan::run verigan::metrics)
  target_include_directories(alpha_toy_faulty PRIVATE ${PROJECT_SOURCE_DIR}/experiments)
  target_link_options(alpha_toy_faulty PRIVATE
    "LINKER:--wrap=_ZN7verigan4simd16gemm_nn_activateENS_10MatrixViewIKfEES3_NS1_IfEESt4spanIS2_Lm18446744073709551615EENS0_10ActivationEf")
  add_test(NAME faulty_node COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cluster/faulty_node.sh
           $<TARGET_FILE:verigan> $<TARGET_FILE:alpha_toy_faulty>)
  set_tests_properties(faulty_node PROPERTIES TIMEOUT 300 PROCESSORS 2)
  add_test(NAME hardware COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cluster/hardware.sh
           $<TARGET_FILE:verigan> $<TARGET_FILE:alpha_toy>)
  set_tests_properties(hardware PROPERTIES TIMEOUT 600 PROCESSORS 2)
  add_test(NAME cluster COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cluster/cluster.sh
           $<TARGET_FILE:verigan> $<TARGET_FILE:counting> $<TARGET_FILE:alpha_toy_faulty>)
  set_tests_properties(cluster PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 PROCESSORS 2)
endif()
