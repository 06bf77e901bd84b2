// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

/// While one lives, the first gnuplot in PATH is a shell script of these lines, which may call the true
/// one by $GNUPLOT.
class FakeGnuplot {
 public:
  explicit FakeGnuplot(const std::string& lines)
      : path_("PATH", folder_.path().string() + ":" + std::getenv("PATH")) {
    const std::filesystem::path script = folder_ / "gnuplot";
    const std::string original = path_.before();
    std::ofstream(script) << "#!/bin/sh\nGNUPLOT=$(PATH='" << original << "' command -v gnuplot)\n"
                          << lines << "\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  }

 private:
  TemporaryFolder folder_;
  Variable path_;
};
