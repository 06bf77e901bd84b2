// SPDX-License-Identifier: MIT
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "record/provenance.hpp"

namespace verigan::cli {

Action version_command(Arguments& arguments) {
  auto bibtex = std::make_shared<bool>(false);
  arguments.flag("--bibtex", *bibtex, "As an entry to cite");
  return [bibtex] {
    if (*bibtex)
      std::fputs(record::bibtex().c_str(), stdout);
    else
      std::puts(record::version_line("verigan").c_str());
    return 0;
  };
}

}  // namespace verigan::cli
