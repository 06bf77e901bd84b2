# SPDX-License-Identifier: MIT
# The repository itself: who may include whom, headers that stand alone, a package others can use.
verigan_test(layers SOURCES repository/test_layers.cpp repository/test_one_place.cpp)
target_compile_definitions(test_layers PRIVATE VERIGAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")

get_target_property(flags verigan_numerics INTERFACE_COMPILE_OPTIONS)
add_test(NAME headers COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/headers.sh
         ${PROJECT_SOURCE_DIR}/src ${CMAKE_CXX_COMPILER} ${flags})
add_test(NAME package COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/package.sh
         ${PROJECT_BINARY_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/repository/outside ${CMAKE_CXX_COMPILER})
add_test(NAME install_line COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/install_line.sh ${PROJECT_SOURCE_DIR})
add_test(NAME documents COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/documents.sh ${PROJECT_SOURCE_DIR})
add_test(NAME scripts COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/scripts.sh ${PROJECT_SOURCE_DIR})
add_test(NAME apt_lock COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/apt_lock.sh ${PROJECT_SOURCE_DIR})
if(VERIGAN_BUILD_EXPERIMENTS)
  add_test(NAME pack COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/pack.sh ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
  set_tests_properties(pack PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()
add_test(NAME containers COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/repository/containers.sh ${PROJECT_SOURCE_DIR})
set_tests_properties(containers PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 3600 LABELS slow)
set_tests_properties(apt_lock PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
set_tests_properties(headers package PROPERTIES TIMEOUT 600 PROCESSORS 2)
