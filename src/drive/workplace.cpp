// SPDX-License-Identifier: MIT
#include "drive/workplace.hpp"

#include <stdlib.h>

#include "core/check.hpp"

namespace verigan::drive {

Workplace::Workplace() {
  std::error_code error;
  std::string name = (std::filesystem::temp_directory_path(error) / "verigan-XXXXXX").string();
  require(!error && ::mkdtemp(name.data()) != nullptr, "no folder for temporary files",
          error ? ": " + error.message() : "", "; TMPDIR names one");
  path_ = name;
}

Workplace::~Workplace() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace verigan::drive
