# SPDX-License-Identifier: MIT
# cmake --install: headers, one static library per folder, and a package for find_package(verigan).
include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY VERIGAN_LIBRARIES)
add_library(verigan_all INTERFACE)
set_target_properties(verigan_all PROPERTIES EXPORT_NAME verigan)
target_link_libraries(verigan_all INTERFACE ${libraries})
add_library(verigan::verigan ALIAS verigan_all)

install(TARGETS verigan_all ${libraries} EXPORT verigan_targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/verigan
        FILES_MATCHING PATTERN "*.hpp" PATTERN "cli" EXCLUDE)
install(EXPORT verigan_targets NAMESPACE verigan:: FILE verigan-targets.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/verigan)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/verigan-config.cmake.in
        ${CMAKE_BINARY_DIR}/verigan-config.cmake
        INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/verigan)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/verigan-config-version.cmake
        COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/verigan-config.cmake ${CMAKE_BINARY_DIR}/verigan-config-version.cmake
        ${CMAKE_CURRENT_LIST_DIR}/FindClp.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/verigan)
