# SPDX-License-Identifier: MIT
# The few helpers every folder's CMakeLists.txt is written with.

include(GNUInstallDirs)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Threads REQUIRED)

# Warnings: for verigan's own files only, never handed to those who link it.
add_library(verigan_warnings INTERFACE)
target_compile_options(verigan_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${VERIGAN_WERROR}>:-Werror>)

# The numerics contract (docs/numerics.md). IEEE-754 arithmetic in the written order; a fused
# multiply-add only where the source says fma. Never any flag of the -ffast-math family.
add_library(verigan_numerics INTERFACE)
target_compile_features(verigan_numerics INTERFACE cxx_std_20)
target_compile_options(verigan_numerics INTERFACE
  -ffp-contract=off -fno-math-errno -fno-trapping-math)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(verigan_numerics INTERFACE -march=x86-64-v3)
endif()
# Plain x86-64-v3 lacks AES and CLMUL, for which Highway 1.0.3 would drop to SSSE3, without FMA.
target_compile_definitions(verigan_numerics INTERFACE HWY_DISABLE_PCLMUL_AES)

# For a folder whose files are compiled more often than their own code takes time: what they call has -O3.
macro(verigan_compile_quickly)
  if(NOT CMAKE_CXX_FLAGS MATCHES "-O")
    add_compile_options($<$<CONFIG:Release>:-O1>)
  endif()
endmacro()

# verigan_library(core SOURCES a.cpp ALONE b.cpp DEPENDS verigan::simd LINKS ZLIB::ZLIB)
#   ALONE: sources that VERIGAN_UNITY does not compile together with others, for they repeat names.
#   DEPENDS: what the headers need (public). LINKS: what only the sources need (private).
# Every header of the folder is installed.
function(verigan_library folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;ALONE;DEPENDS;LINKS" ${ARGN})
  add_library(verigan_${folder} STATIC ${ARG_SOURCES} ${ARG_ALONE})
  add_library(verigan::${folder} ALIAS verigan_${folder})
  set_target_properties(verigan_${folder} PROPERTIES EXPORT_NAME ${folder} CXX_EXTENSIONS OFF
    UNITY_BUILD ${VERIGAN_UNITY} UNITY_BUILD_BATCH_SIZE 6)
  set_source_files_properties(${ARG_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_compile_features(verigan_${folder} PUBLIC cxx_std_20)
  target_include_directories(verigan_${folder} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/verigan>)
  target_link_libraries(verigan_${folder}
    PUBLIC ${ARG_DEPENDS}
    PRIVATE $<BUILD_INTERFACE:verigan_warnings> $<BUILD_INTERFACE:verigan_numerics> ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY VERIGAN_LIBRARIES verigan_${folder})
endfunction()

# verigan_program(alpha_toy SOURCES alpha_toy.cpp LINKS verigan::run)
function(verigan_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  # Libraries may lie in ../lib, those that libraries need too (scripts/pack).
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF BUILD_RPATH "$ORIGIN/../lib" INSTALL_RPATH "$ORIGIN/../lib")
  if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    target_link_options(${name} PRIVATE -Wl,--disable-new-dtags)
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} verigan_warnings verigan_numerics)
endfunction()
