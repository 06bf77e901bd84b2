# SPDX-License-Identifier: MIT
# The catalogue: which experiments, tables and figures exist, for `verigan list` and `verigan
# reproduce`. Each adds one JSON object to a global list; verigan_write_catalogue() writes them all
# beside the programs, in bin/catalogue.json.

function(verigan_catalogue_entry property entry)
  set_property(GLOBAL APPEND PROPERTY ${property} "${entry}")
endfunction()

function(verigan_json_names out)
  list(JOIN ARGN "\", \"" names)
  set(${out} "[\"${names}\"]" PARENT_SCOPE)
endfunction()

# verigan_table(alpha_toy SOURCES alpha_toy.cpp EXPERIMENTS alpha_toy TITLE "…")
#   builds the program table_alpha_toy, which writes tables/alpha_toy.csv.
function(verigan_table name)
  cmake_parse_arguments(ARG "" "TITLE" "SOURCES;EXPERIMENTS" ${ARGN})
  verigan_program(table_${name} SOURCES ${ARG_SOURCES} LINKS verigan::analysis)
  install(TARGETS table_${name})
  set_property(GLOBAL APPEND PROPERTY VERIGAN_OUTPUT_PROGRAMS table_${name})
  verigan_json_names(experiments ${ARG_EXPERIMENTS})
  verigan_catalogue_entry(VERIGAN_TABLE_ENTRIES
    "{\"id\": \"${name}\", \"program\": \"table_${name}\", \"experiments\": ${experiments}, \"title\": \"${ARG_TITLE}\"}")
endfunction()

# verigan_figure(F11 SOURCES f11.cpp EXPERIMENTS alpha_toy TITLE "…")
#   builds the program figure_f11, which writes figures/F11.svg, F11.png and F11.json; it is told its
#   id and title by the definitions VERIGAN_FIGURE_ID and VERIGAN_FIGURE_TITLE.
function(verigan_figure id)
  cmake_parse_arguments(ARG "" "TITLE" "SOURCES;EXPERIMENTS" ${ARGN})
  string(TOLOWER figure_${id} program)
  verigan_program(${program} SOURCES ${ARG_SOURCES} LINKS verigan_plots)
  target_compile_definitions(${program} PRIVATE
    VERIGAN_FIGURE_ID="${id}" VERIGAN_FIGURE_TITLE="${ARG_TITLE}")
  install(TARGETS ${program})
  set_property(GLOBAL APPEND PROPERTY VERIGAN_OUTPUT_PROGRAMS ${program})
  verigan_json_names(experiments ${ARG_EXPERIMENTS})
  verigan_catalogue_entry(VERIGAN_FIGURE_ENTRIES
    "{\"id\": \"${id}\", \"program\": \"${program}\", \"experiments\": ${experiments}, \"title\": \"${ARG_TITLE}\"}")
endfunction()

# Call once, after every folder has added its entries.
function(verigan_write_catalogue file)
  set(text "{\n")
  set(end "")
  foreach(kind EXPERIMENT TABLE FIGURE)
    get_property(entries GLOBAL PROPERTY VERIGAN_${kind}_ENTRIES)
    list(JOIN entries ",\n  " entries)
    string(TOLOWER ${kind} key)
    string(APPEND text "${end}\"${key}s\": [\n  ${entries}\n]")
    set(end ",\n")
  endforeach()
  file(WRITE ${file}.new "${text}\n}\n")
  file(COPY_FILE ${file}.new ${file} ONLY_IF_DIFFERENT)
  file(REMOVE ${file}.new)
  install(FILES ${file} TYPE BIN)
endfunction()
