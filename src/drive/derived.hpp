// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "drive/catalogue.hpp"
#include "drive/pool.hpp"
#include "record/plan.hpp"

// Files made from the results: tables, figures, verify.json. Each has a stamp that says from what
// it was made and what came out; it is made anew when either would now read differently.
namespace verigan::drive {

struct Derived {
  std::string id;
  Command command;
  std::vector<std::filesystem::path> files;  // what it leaves
  std::string inputs;                        // what it is made from, as text
};

/// The tables or figures of `entries` that can be made: those all of whose experiments have at
/// least one finished run in the plan. `folder` is "tables" or "figures", `endings` what each one
/// writes.
std::vector<Derived> derived_files(const std::filesystem::path& out, const Catalogue& catalogue,
                                   const std::vector<CatalogueOutput>& entries, const record::RunPlan& plan,
                                   const std::string& folder,
                                   const std::vector<std::string>& endings);

/// The theorem catalogue's outcome, OUT/verify.json, by this program itself.
Derived derived_verification(const std::filesystem::path& out, const std::filesystem::path& program,
                             long instances);

/// Whether it was made from what there is now, and is as it was made.
bool up_to_date(const std::filesystem::path& out, const Derived& derived);

/// What is not as it was made, by the stamps in OUT, one sentence a file: "tables/alpha_toy.csv has
/// changed since it was made", "verify.json is missing".
std::vector<std::string> changed_files(const std::filesystem::path& out);

/// What jobs that make tables and figures are called together.
inline constexpr const char *kTableKind = "table", *kFigureKind = "figure";

/// A job that makes it and, when all its files are there, stamps it.
Job derived_job(const std::filesystem::path& out, const Derived& derived, double cost);

}  // namespace verigan::drive
