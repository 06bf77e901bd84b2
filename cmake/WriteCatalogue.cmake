# SPDX-License-Identifier: MIT
# cmake -DFILE=… -DFOLDER=… -DEXPERIMENTS=a,b -DTABLES=… -DFIGURES=… [-DEMULATOR=…] -P WriteCatalogue.cmake
# What the programs in FOLDER say of themselves, as one JSON object.
set(text "{\n")
set(end "")
foreach(kind EXPERIMENTS TABLES FIGURES)
  string(REPLACE "," ";" programs "${${kind}}")
  set(entries)
  foreach(program ${programs})
    execute_process(COMMAND ${EMULATOR} ${FOLDER}/${program} --describe
      OUTPUT_VARIABLE entry RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "${program} --describe: ${status}")
    endif()
    string(APPEND entries "${between}${entry}")
    set(between ",\n")
  endforeach()
  set(between "")
  string(TOLOWER ${kind} key)
  string(APPEND text "${end}\"${key}\": [\n${entries}\n]")
  set(end ",\n")
endforeach()
file(WRITE ${FILE} "${text}\n}\n")
