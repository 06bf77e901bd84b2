// SPDX-License-Identifier: MIT
// verigan list: what there is to run, to draw and to verify.
#include <cstdio>

#include "cli/command.hpp"
#include "drive/catalogue.hpp"
#include "verification/catalogue.hpp"

namespace verigan::cli {
namespace {

using namespace drive;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

int print_catalogue(const Catalogue& catalogue) {
  std::puts("Experiments");
  for (const auto& entry : catalogue.experiments)
    std::printf("  %-24s %s\n", entry.name.c_str(), entry.title.c_str());
  std::puts("\nFigures");
  for (const auto& entry : catalogue.figures)
    std::printf("  %-6s %s (%s)\n", entry.id.c_str(), entry.title.c_str(),
                joined(entry.experiments).c_str());
  std::puts("\nTheorems");
  for (const auto& theorem : verification::catalogue())
    std::printf("  %-6s %s (%s)\n", theorem.id.c_str(), theorem.title.c_str(),
                theorem.source.c_str());
  return 0;
}

}  // namespace

Action list_command(Arguments&) {
  return [] { return print_catalogue(load_catalogue(program_folder())); };
}

}  // namespace verigan::cli
