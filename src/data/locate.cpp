// SPDX-License-Identifier: MIT
#include "data/locate.hpp"

#include <array>
#include <cstdlib>

#include "core/check.hpp"
#include "data/idx.hpp"

namespace verigan::data {

namespace {

namespace fs = std::filesystem;

struct Known {
  const char* dataset;
  const char* images[2];  // train, test
  const char* labels[2];
};

// SHA-256 of the decompressed files.
constexpr Known kKnown[] = {
    {"mnist",
     {"ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
     {"65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"}},
    {"fashion-mnist",
     {"c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"},
     {"bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"}},
};

constexpr std::array<const char*, 2> kPrefix = {"train", "t10k"};

fs::path root_folder(const std::optional<fs::path>& folder) {
  if (folder) return *folder;
  const char* variable = std::getenv("VERIGAN_DATA");
  return variable != nullptr && *variable != '\0' ? fs::path(variable) : fs::path("data");
}

// The file `name` or `name`.gz in `folder`; empty when there is neither.
fs::path find_file(const fs::path& folder, const std::string& name) {
  std::error_code error;
  for (const char* suffix : {".gz", ""})
    if (const fs::path path = folder / (name + suffix); fs::exists(path, error)) return path;
  return {};
}

fs::path find_folder(const fs::path& root, const std::string& images) {
  std::error_code error;
  require(fs::is_directory(root, error), "data folder '", root.string(),
          "' does not exist; scripts/fetch_data obtains MNIST, --data DIR or VERIGAN_DATA names "
          "another folder");
  for (const char* below : {"", "mnist", "fashion-mnist"})
    if (const fs::path folder = *below ? root / below : root; !find_file(folder, images).empty())
      return folder;
  throw Error(message("no ", images, "[.gz] in '", root.string(),
                      "', nor in mnist/ or fashion-mnist/ there; scripts/fetch_data obtains MNIST, "
                      "--data DIR or VERIGAN_DATA names another folder"));
}

const char* dataset_of(const std::string& sha256, const char* const (Known::*files)[2],
                       std::size_t split) {
  for (const Known& known : kKnown)
    if (sha256 == (known.*files)[split]) return known.dataset;
  return "custom";
}

}  // namespace

ImageSet load_images(Split split, const std::optional<fs::path>& folder) {
  const std::size_t which = split == Split::train ? 0 : 1;
  const std::string images_name = std::string(kPrefix[which]) + "-images-idx3-ubyte";
  const std::string labels_name = std::string(kPrefix[which]) + "-labels-idx1-ubyte";
  const fs::path where = find_folder(root_folder(folder), images_name);
  const fs::path images_path = find_file(where, images_name);
  const fs::path labels_path = find_file(where, labels_name);
  require(!labels_path.empty(), "no ", labels_name, "[.gz] in '", where.string(), "' beside ",
          images_path.filename().string());

  Idx images = read_idx(images_path, 3);
  Idx labels = read_idx(labels_path, 1);
  require(images.shape[0] == labels.shape[0], images_path.string(), " holds ", images.shape[0],
          " images, ", labels_path.string(), " holds ", labels.shape[0],
          " labels, expected as many of one as of the other");
  const std::string of_images = dataset_of(images.sha256, &Known::images, which);
  const std::string of_labels = dataset_of(labels.sha256, &Known::labels, which);
  require(of_images == of_labels, images_path.string(), " (SHA-256 ", images.sha256, ") is ",
          of_images, ", ", labels_path.string(), " (SHA-256 ", labels.sha256, ") is ", of_labels,
          ": expected both of one data set, so one is damaged or out of place");

  ImageSet set;
  set.dataset = of_images;
  set.folder = where;
  set.height = images.shape[1];
  set.width = images.shape[2];
  set.pixels = std::move(images.values);
  set.labels = std::move(labels.values);
  return set;
}

}  // namespace verigan::data
