# SPDX-License-Identifier: MIT
find_package(ZLIB REQUIRED)
verigan_test(record
  SOURCES
    record/test_apng.cpp
    record/test_csv.cpp
    record/test_digest.cpp
    record/test_file.cpp
    record/test_file_targets.cpp
    record/test_hash.cpp
    record/test_lock.cpp
    record/test_manifest.cpp
    record/test_npy.cpp
    record/test_png.cpp
    record/test_safetensors.cpp
  LINKS
    verigan::record
    ZLIB::ZLIB)

# The files must open with numpy and the safetensors package, where a Python has them: the one that
# scripts/python_environment made, or that in PATH.
verigan_program(write_python_samples SOURCES record/write_python_samples.cpp LINKS verigan::record)
add_test(NAME record_python
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/python.sh ${PROJECT_SOURCE_DIR}/build/python
          ${CMAKE_CURRENT_SOURCE_DIR}/record/open_in_python.py $<TARGET_FILE:write_python_samples>)
set_tests_properties(record_python PROPERTIES SKIP_RETURN_CODE 77)
