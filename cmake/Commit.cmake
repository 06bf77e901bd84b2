# SPDX-License-Identifier: MIT
# cmake -DSOURCE=DIR -DOUTPUT=FILE -P Commit.cmake: writes the commit of DIR into a header, and leaves
# the header alone when it already says so.
set(commit "unknown")
find_program(git git)
if(git)
  execute_process(COMMAND ${git} -C ${SOURCE} rev-parse HEAD OUTPUT_VARIABLE head ERROR_QUIET
    OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(NOT failed)
    set(commit "${head}")
    execute_process(COMMAND ${git} -C ${SOURCE} --no-optional-locks diff-index --quiet HEAD --
      ERROR_QUIET RESULT_VARIABLE changed)
    if(changed)
      string(APPEND commit "+")
    endif()
  endif()
endif()
set(text "// SPDX-License-Identifier: MIT
#pragma once

namespace verigan::record {
inline constexpr const char* kCommit = \"${commit}\";
}
")
set(before "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT before STREQUAL text)
  file(WRITE ${OUTPUT} "${text}")
endif()
