// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace verigan::drive {

/// A folder for runs that nobody keeps, gone with the object. Throws Error where none can be made.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace verigan::drive
