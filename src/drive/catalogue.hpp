// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// What can be run, tabulated and drawn, as CMake wrote it next to the programs.
namespace verigan::drive {

struct CatalogueExperiment {
  std::string name, program, title;
};

/// A table or a figure: a program that reads the runs of some experiments.
struct CatalogueOutput {
  std::string id, program, title;
  std::vector<std::string> experiments;
};

struct Catalogue {
  std::filesystem::path programs;  // the folder all programs are in
  std::vector<CatalogueExperiment> experiments;
  std::vector<CatalogueOutput> tables, figures;
};

/// The folder this program was started from, symbolic links resolved.
std::filesystem::path program_folder();

/// Reads FOLDER/catalogue.json. Throws Error if it is missing or is not a catalogue.
Catalogue load_catalogue(const std::filesystem::path& folder);

}  // namespace verigan::drive
