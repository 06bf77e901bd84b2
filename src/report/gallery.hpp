// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "record/manifest.hpp"

// The page of what trained image models draw.
namespace verigan::report {

/// A finished run whose files are as they were left.
struct GalleryRun {
  std::string experiment, label;
  std::string folder;  // relative to the results
  record::Manifest manifest;
};

/// Beside the report.
inline constexpr const char* kGalleryFile = "gallery.html";

/// An HTML page that needs nothing else: for each run that left grid_<epoch>.png, of runs that differ in their
/// seed alone the first, its samples by epoch, its scores where its summary.json has them, and what runs of
/// latent_space and nearest_neighbours saw of its generator. Empty if there is no such run.
std::string gallery_page(const std::filesystem::path& out, const std::vector<GalleryRun>& runs);

}  // namespace verigan::report
