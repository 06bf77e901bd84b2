// SPDX-License-Identifier: MIT
#include "data/own_images.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <variant>

#include "core/check.hpp"
#include "data/idx.hpp"
#include "record/hash.hpp"
#include "record/npy.hpp"
#include "record/png.hpp"

namespace verigan::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFewest = 20, kMostClasses = 256;

std::vector<fs::path> sorted_entries(const fs::path& folder, const auto& wanted) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (wanted(entry)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

std::vector<fs::path> pngs(const fs::path& folder) {
  return sorted_entries(folder, [](const fs::directory_entry& entry) {
    const std::string extension = entry.path().extension().string();
    return (extension == ".png" || extension == ".PNG") && entry.is_regular_file();
  });
}

std::vector<fs::path> folders_of_pngs(const fs::path& folder) {
  return sorted_entries(folder, [](const fs::directory_entry& entry) {
    return entry.is_directory() && !pngs(entry.path()).empty();
  });
}

std::string size_text(const Shape& shape) {
  return message(shape.width, " x ", shape.height, shape.channels == 1 ? " grey" : " in colour");
}

void add_png(ImageSet& set, const fs::path& file, std::size_t label) {
  const record::Picture picture = record::read_png(file);
  const Shape shape{picture.height, picture.width, picture.channels};
  if (set.labels.empty()) set.shape = shape;
  require(shape == set.shape, file.string(), ": ", size_text(shape), ", expected ", size_text(set.shape),
          " as the first image");
  set.pixels.insert(set.pixels.end(), picture.pixels.begin(), picture.pixels.end());
  set.labels.push_back(static_cast<std::uint8_t>(label));
}

ImageSet from_folder(const fs::path& folder) {
  ImageSet set;
  const std::vector<fs::path> files = pngs(folder), classes = folders_of_pngs(folder);
  require(files.empty() || classes.empty(), folder.string(), ": ", files.size(), " PNGs next to ", classes.size(),
          " folders of PNGs, expected one or the other");
  require(classes.size() <= kMostClasses, folder.string(), ": ", classes.size(), " folders of PNGs, expected ",
          kMostClasses, " classes at most");
  for (const fs::path& file : files) add_png(set, file, 0);
  for (std::size_t label = 0; label < classes.size(); ++label)
    for (const fs::path& file : pngs(classes[label])) add_png(set, file, label);
  set.labelled = !classes.empty();
  return set;
}

std::vector<std::uint8_t> labels_in_npy(const fs::path& file, std::size_t count) {
  const record::AnyArray array = record::read_any_npy(file);
  require(array.shape.size() == 1 && array.shape[0] == count, file.string(),
          ": expected an array of shape (", count, ",), a label for each image");
  std::vector<std::uint8_t> labels;
  const auto add = [&](const auto& values) {
    for (const auto given : values) {
      const auto value = static_cast<double>(given);
      require(value >= 0 && value < static_cast<double>(kMostClasses) && value == std::floor(value),
              file.string(), ": label ", value, ", expected a whole number from 0 to ", kMostClasses - 1);
      labels.push_back(static_cast<std::uint8_t>(value));
    }
  };
  std::visit(add, array.values);
  return labels;
}

std::vector<std::uint8_t> pixels_of(const record::AnyArray& array, const std::string& name) {
  if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&array.values)) return *bytes;
  std::vector<std::uint8_t> pixels;
  const auto add = [&](const auto& values) {
    for (const auto given : values) {
      const auto value = static_cast<double>(given);
      require(value >= 0 && value <= 1, name, ": pixel ", value, ", expected uint8 or numbers in [0, 1]");
      pixels.push_back(static_cast<std::uint8_t>(value * 255 + 0.5));
    }
  };
  std::visit(add, array.values);
  return pixels;
}

ImageSet from_npy(const fs::path& file) {
  const record::AnyArray array = record::read_any_npy(file);
  const std::size_t rank = array.shape.size();
  require(rank == 3 || rank == 4, file.string(), ": an array of rank ", rank,
          ", expected images of shape (N, H, W) or (N, H, W, C)");
  ImageSet set;
  set.shape = {array.shape[1], array.shape[2], rank == 4 ? array.shape[3] : 1};
  set.pixels = pixels_of(array, file.string());
  const fs::path labels = file.parent_path() / (file.stem().string() + "-labels.npy");
  set.labelled = fs::exists(labels);
  set.labels = set.labelled ? labels_in_npy(labels, array.shape[0]) : std::vector<std::uint8_t>(array.shape[0]);
  return set;
}

/// "…images…idx3…" → "…labels…idx1…"; empty where the name has no "images".
std::string labels_name(std::string name) {
  const auto put = [&name](const char* from, const char* to) {
    const std::size_t at = name.rfind(from);
    if (at == std::string::npos) return false;
    name.replace(at, std::strlen(from), to);
    return true;
  };
  if (!put("images", "labels")) return "";
  put("idx3", "idx1");
  put("idx4", "idx1");
  return name;
}

Idx images_in_idx(const fs::path& file) {
  try {
    return read_idx(file, 3);
  } catch (const Error& error) {
    if (std::string(error.what()).find("magic number") == std::string::npos) throw;
  }
  try {
    return read_idx(file, 4);
  } catch (const Error&) {
    throw Error(message(file.string(), ": expected a folder of PNGs, an array FILE.npy of images or an IDX file "
                                       "of bytes, of rank 3 or 4"));
  }
}

ImageSet from_idx(const fs::path& file) {
  Idx images = images_in_idx(file);
  ImageSet set;
  set.shape = {images.shape[1], images.shape[2], images.shape.size() == 4 ? images.shape[3] : 1};
  set.pixels = std::move(images.values);
  set.labels.assign(images.shape[0], 0);
  const std::string name = labels_name(file.filename().string());
  set.labelled = !name.empty() && fs::exists(file.parent_path() / name);
  if (set.labelled) {
    const fs::path where = file.parent_path() / name;
    set.labels = read_idx(where, 1).values;
    require(set.labels.size() == images.shape[0], where.string(), " holds ", set.labels.size(), " labels, ",
            file.string(), " ", images.shape[0], " images, expected as many of one as of the other");
  }
  return set;
}

std::string content_hash(const ImageSet& set) {
  record::Sha256 hash;
  hash.update(message(set.shape.height, " x ", set.shape.width, " x ", set.shape.channels, '\n'));
  if (set.labelled) hash.update(std::as_bytes(std::span(set.labels)));
  hash.update(std::as_bytes(std::span(set.pixels)));
  return hash.finish();
}

}  // namespace

bool holds_own_images(const fs::path& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return true;
  return fs::is_directory(path, error) && (!pngs(path).empty() || !folders_of_pngs(path).empty());
}

ImageSet load_own_images(const fs::path& path) {
  ImageSet set = fs::is_directory(path)          ? from_folder(path)
                 : path.extension() == ".npy" ? from_npy(path)
                                              : from_idx(path);
  require(set.shape.channels == 1 || set.shape.channels == 3, path.string(), ": ", set.shape.channels,
          " channels, expected 1 (grey) or 3 (RGB)");
  require(set.count() >= kFewest, path.string(), ": ", set.count(), " images, expected at least ", kFewest);
  set.folder = path;
  set.dataset = "custom-" + content_hash(set).substr(0, 12);
  return set;
}

ImageSet part_of(const ImageSet& images, bool held_out) {
  ImageSet part = images;
  part.pixels.clear();
  part.labels.clear();
  for (std::size_t i = 0; i < images.count(); ++i) {
    if ((i % 5 == 4) != held_out) continue;
    const auto pixels = images.image(i);
    part.pixels.insert(part.pixels.end(), pixels.begin(), pixels.end());
    part.labels.push_back(images.labels[i]);
  }
  return part;
}

}  // namespace verigan::data
