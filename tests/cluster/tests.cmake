# SPDX-License-Identifier: MIT
add_test(NAME cluster COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cluster/cluster.sh
         $<TARGET_FILE:verigan> $<TARGET_FILE:counting>)
set_tests_properties(cluster PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 PROCESSORS 2)
