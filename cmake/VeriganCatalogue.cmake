# SPDX-License-Identifier: MIT
# The catalogue: which experiments, tables and figures exist, for `verigan list`, `reproduce` and `sweep`.
# Each program says itself what it is (--describe); when one has changed, all are asked and
# bin/catalogue.json is written anew.

# verigan_experiment(alpha_toy LINKS verigan::metrics) builds experiments/alpha_toy.cpp, and what SOURCES it
# has in addition.
function(verigan_experiment name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  verigan_program(${name} SOURCES ${name}.cpp ${ARG_SOURCES} LINKS verigan::run ${ARG_LINKS})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  install(TARGETS ${name})
  set_property(GLOBAL APPEND PROPERTY VERIGAN_EXPERIMENT_PROGRAMS ${name})
endfunction()

# verigan_table(alpha_toy) builds table_alpha_toy of alpha_toy_table.cpp.
function(verigan_table name)
  verigan_program(table_${name} SOURCES ${name}_table.cpp ${ARGN} LINKS verigan::analysis)
  install(TARGETS table_${name})
  set_property(GLOBAL APPEND PROPERTY VERIGAN_TABLE_PROGRAMS table_${name})
endfunction()

# verigan_figure(f11) builds figure_f11 of f11.cpp.
function(verigan_figure name)
  verigan_program(figure_${name} SOURCES ${name}.cpp ${ARGN} LINKS verigan_plots)
  install(TARGETS figure_${name})
  set_property(GLOBAL APPEND PROPERTY VERIGAN_FIGURE_PROGRAMS figure_${name})
endfunction()

# All programs of tables and figures.
function(verigan_output_programs out)
  get_property(tables GLOBAL PROPERTY VERIGAN_TABLE_PROGRAMS)
  get_property(figures GLOBAL PROPERTY VERIGAN_FIGURE_PROGRAMS)
  set(${out} ${tables} ${figures} PARENT_SCOPE)
endfunction()

# Call once, after every folder has added its programs.
function(verigan_write_catalogue file)
  set(lists)
  set(all)
  foreach(kind EXPERIMENT TABLE FIGURE)
    get_property(programs GLOBAL PROPERTY VERIGAN_${kind}_PROGRAMS)
    list(APPEND all ${programs})
    list(JOIN programs "," names)
    list(APPEND lists -D${kind}S=${names})
  endforeach()
  set(script ${PROJECT_SOURCE_DIR}/cmake/WriteCatalogue.cmake)
  add_custom_command(OUTPUT ${file}
    COMMAND ${CMAKE_COMMAND} -DFILE=${file} -DFOLDER=${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${lists}
            "-DEMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR}" -P ${script}
    DEPENDS ${all} ${script} COMMENT "The catalogue of programs" VERBATIM)
  add_custom_target(verigan_catalogue ALL DEPENDS ${file})
  install(FILES ${file} TYPE BIN)
endfunction()
