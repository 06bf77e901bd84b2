// SPDX-License-Identifier: MIT
#include "data/locate.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "data/idx.hpp"
#include "data/own_images.hpp"

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

// Where the files may lie below the folder named: as scripts/fetch_data, torchvision and people put
// them; MNIST before what stands in for it.
constexpr const char* kFolders[] = {
    "", "raw", "mnist", "mnist/raw", "MNIST", "MNIST/raw",
    "fashion-mnist", "fashion-mnist/raw", "FashionMNIST", "FashionMNIST/raw"};

// "train-images-idx3-ubyte" and "train-images.idx3-ubyte", as unpacking programs call it.
std::array<std::string, 2> names_of(const std::string& what, const char* type) {
  return {what + '-' + type, what + '.' + type};
}

// The files of these names in `folder`, gzipped ones first; also those in a folder of such a name,
// which unpacking programs make.
std::vector<fs::path> find_files(const fs::path& folder, const std::array<std::string, 2>& names) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const fs::path& place : {folder, folder / names[0], folder / names[1]})
    for (const std::string& name : names)
      for (const char* suffix : {".gz", ""}) {
        const fs::path path = place / (name + suffix);
        if (fs::exists(path, error) && !fs::is_directory(path, error)) found.push_back(path);
      }
  return found;
}

fs::path find_folder(const fs::path& root, const std::array<std::string, 2>& images) {
  std::string below;
  for (const char* name : kFolders) {
    const fs::path folder = *name ? root / name : root;
    if (!find_files(folder, images).empty()) return folder;
    if (*name) below += (below.empty() ? "" : ", ") + std::string(name) + '/';
  }
  throw Error(message("no ", images[0], "[.gz] in '", root.string(), "', nor in ", below,
                      " there; scripts/fetch_data obtains MNIST, --data DIR or VERIGAN_DATA names "
                      "another folder, or --data a folder of PNGs, an .npy or an IDX file"));
}

bool has_folder(const fs::path& root, const std::array<std::string, 2>& images) {
  return fs::is_directory(root) && std::ranges::any_of(kFolders, [&](const char* name) {
           return !find_files(*name ? root / name : root, images).empty();
         });
}

struct File {
  fs::path path;
  Idx contents;
};

// The first of these that is whole: a damaged one does not hide another next to it. Throws what is wrong
// with the first of them when none is.
File read_whole(const std::vector<fs::path>& paths, std::size_t rank) {
  std::optional<Error> first;
  for (const fs::path& path : paths) {
    try {
      return {path, read_idx(path, rank)};
    } catch (const Error& error) {
      if (!first) first = error;
    }
  }
  throw *first;
}

const char* dataset_of(const std::string& sha256, const char* const (Known::*files)[2],
                       std::size_t split) {
  for (const Known& known : kKnown)
    if (sha256 == (known.*files)[split]) return known.dataset;
  return "custom";
}

}  // namespace

fs::path data_folder(const std::optional<fs::path>& folder) {
  const char* variable = std::getenv("VERIGAN_DATA");
  const fs::path root = folder ? *folder
                        : variable != nullptr && *variable != '\0' ? fs::path(variable)
                                                                   : fs::path("data");
  std::error_code error;
  require(fs::is_directory(root, error), "data folder '", root.string(),
          "' does not exist; scripts/fetch_data obtains MNIST, --data DIR or VERIGAN_DATA names "
          "another folder");
  return root;
}

ImageSet load_images(Split split, const std::optional<fs::path>& folder) {
  const std::size_t which = split == Split::train ? 0 : 1;
  const std::string prefix = split == Split::train ? "train" : "t10k";
  const auto image_names = names_of(prefix + "-images", "idx3-ubyte");
  const auto label_names = names_of(prefix + "-labels", "idx1-ubyte");
  if (folder && fs::exists(*folder) && holds_own_images(*folder) && !has_folder(*folder, image_names))
    return part_of(load_own_images(*folder), split == Split::test);
  const fs::path where = find_folder(data_folder(folder), image_names);
  const std::vector<fs::path> label_paths = find_files(where, label_names);
  require(!label_paths.empty(), "no ", label_names[0], "[.gz] in '", where.string(), "' next to ",
          find_files(where, image_names).front().filename().string());

  auto [images_path, images] = read_whole(find_files(where, image_names), 3);
  auto [labels_path, labels] = read_whole(label_paths, 1);
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
  set.shape = {images.shape[1], images.shape[2], 1};
  set.pixels = std::move(images.values);
  set.labels = std::move(labels.values);
  return set;
}

}  // namespace verigan::data
