// SPDX-License-Identifier: MIT
#include <cstdio>

#include "cli/command.hpp"
#include "record/provenance.hpp"

namespace verigan::cli {

Action version_command(Arguments&) {
  return [] {
    std::puts(record::version_line("verigan").c_str());
    return 0;
  };
}

}  // namespace verigan::cli
