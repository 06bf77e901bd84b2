// SPDX-License-Identifier: MIT
#include "data/cifar.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "core/check.hpp"
#include "core/names.hpp"
#include "data/gzip.hpp"
#include "data/tar.hpp"

namespace verigan::data {

namespace {

namespace fs = std::filesystem;

constexpr Shape kShape{32, 32, 3};
constexpr std::size_t kPlane = 32 * 32, kRecord = 1 + 3 * kPlane, kBatchRecords = 10000;
constexpr const char* kKind = "CIFAR-10 records";
constexpr const char* kArchive = "cifar-10-binary.tar.gz";
constexpr const char* kCifarFolders[] = {"", "cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin"};

void append_records(ImageSet& set, std::span<const std::uint8_t> bytes, const std::string& name) {
  const std::size_t count = bytes.size() / kRecord;
  require(bytes.size() % kRecord == 0 && count > 0, name, " holds ", bytes.size(), " bytes, ", count,
          " records of ", kRecord, " and ", bytes.size() % kRecord,
          " more, expected whole records and at least one");
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* const record = bytes.data() + i * kRecord;
    require(record[0] < kCifar10Classes.size(), name, ": label ", static_cast<int>(record[0]),
            " of record ", i, ", expected 0 to 9");
    set.labels.push_back(record[0]);
    for (std::size_t pixel = 0; pixel < kPlane; ++pixel)
      for (std::size_t c = 0; c < kShape.channels; ++c)
        set.pixels.push_back(record[1 + c * kPlane + pixel]);
  }
}

ImageSet empty_set(const std::string& dataset, const fs::path& folder) {
  ImageSet set;
  set.dataset = dataset;
  set.folder = folder;
  set.shape = kShape;
  return set;
}

/// The file of this name, or its gzipped form, in one of the folders that are searched; empty: neither.
fs::path find(const fs::path& root, const std::string& name) {
  std::error_code error;
  for (const char* below : kCifarFolders)
    for (const char* suffix : {".gz", ""}) {
      const fs::path path = (*below ? root / below : root) / (name + suffix);
      if (fs::is_regular_file(path, error)) return path;
    }
  return {};
}

std::vector<std::string> batch_names(Split split) {
  if (split == Split::test) return {"test_batch.bin"};
  std::vector<std::string> names;
  for (int k = 1; k <= 5; ++k) names.push_back(message("data_batch_", k, ".bin"));
  return names;
}

/// The file that a part of CIFAR-10 has of its own: "horse_train.bin".
std::string part_file(const std::string& name, Split split) {
  return message(name.substr(name.find('-') + 1), split == Split::train ? "_train.bin" : "_test.bin");
}

/// Its place among cifar10_names(): a class is behind 2.
std::ptrdiff_t index_of(const std::string& name) {
  const std::vector<std::string> known = cifar10_names();
  const auto at = std::ranges::find(known, name);
  require(at != known.end(), "data set '", name, "'", expected_names(name, known));
  return at - known.begin();
}

void append_batch(ImageSet& set, std::span<const std::uint8_t> bytes, const std::string& name) {
  require(bytes.size() == kBatchRecords * kRecord, name, " holds ", bytes.size(), " bytes, expected ",
          kBatchRecords, " records of ", kRecord, " = ", kBatchRecords * kRecord);
  append_records(set, bytes, name);
}

/// All of CIFAR-10, from batches or from the archive; nothing: neither is there.
std::optional<ImageSet> load_whole(Split split, const fs::path& root) {
  const std::vector<std::string> names = batch_names(split);
  if (const fs::path first = find(root, names.front()); !first.empty()) {
    ImageSet set = empty_set("cifar10", first.parent_path());
    for (const std::string& name : names) {
      const fs::path path = find(root, name);
      require(!path.empty(), "no ", name, "[.gz] in '", first.parent_path().string(), "' next to ",
              first.filename().string());
      append_batch(set, read_decompressed(path, kKind), path.string());
    }
    return set;
  }
  const fs::path archive = find(root, kArchive);
  if (archive.empty()) return {};
  const std::vector<std::uint8_t> bytes = read_decompressed(archive, "CIFAR-10's archive");
  const std::map<std::string, std::span<const std::uint8_t>> files = tar_files(bytes, archive.string());
  ImageSet set = empty_set("cifar10", archive.parent_path());
  for (const std::string& name : names) {
    const auto file = files.find(name);
    require(file != files.end(), archive.string(), " has no ", name, ", expected ", names.size(),
            " files like it");
    append_batch(set, file->second, archive.string() + ": " + name);
  }
  return set;
}

}  // namespace

ImageSet read_cifar10(const fs::path& path) {
  ImageSet set = empty_set("cifar10", path.parent_path());
  append_records(set, read_decompressed(path, kKind), path.string());
  return set;
}

ImageSet only_class(const ImageSet& images, std::uint8_t label) {
  ImageSet some;
  some.dataset = images.dataset;
  some.folder = images.folder;
  some.shape = images.shape;
  for (std::size_t i = 0; i < images.count(); ++i) {
    if (images.labels[i] != label) continue;
    const auto image = images.image(i);
    some.pixels.insert(some.pixels.end(), image.begin(), image.end());
    some.labels.push_back(label);
  }
  require(some.count() > 0, images.folder.string(), " holds ", images.count(), " images, none of class ",
          static_cast<int>(label));
  return some;
}

std::vector<std::string> cifar10_names() {
  std::vector<std::string> names{"cifar10", "cifar10-subset"};
  for (const char* name : kCifar10Classes) names.push_back(std::string("cifar10-") + name);
  return names;
}

bool finds_cifar10(const std::string& name, Split split, const std::optional<fs::path>& folder) {
  index_of(name);
  fs::path root;
  try {
    root = data_folder(folder);
  } catch (const Error&) {
    return false;
  }
  if (name != "cifar10" && !find(root, part_file(name, split)).empty()) return true;
  if (name == "cifar10-subset") return false;
  return !find(root, batch_names(split).front()).empty() || !find(root, kArchive).empty();
}

ImageSet load_cifar10(const std::string& name, Split split, const std::optional<fs::path>& folder) {
  const auto label = index_of(name) - 2;  // below 0: of all classes
  const fs::path root = data_folder(folder);
  std::string looked_for;
  if (name != "cifar10") {
    const std::string file = part_file(name, split);
    looked_for = file + "[.gz], nor ";
    if (const fs::path path = find(root, file); !path.empty()) {
      ImageSet set = read_cifar10(path);
      set.dataset = name;
      return label < 0 ? set : only_class(set, static_cast<std::uint8_t>(label));
    }
  }
  const std::string otherwise = message(
      " in '", root.string(), "', nor in cifar10/ or cifar-10-batches-bin/ there; scripts/fetch_data "
      "--cifar10 obtains CIFAR-10, --data DIR or VERIGAN_DATA names another folder");
  if (name == "cifar10-subset")
    throw MissingData(message("no ", part_file(name, split), "[.gz]", otherwise));
  std::optional<ImageSet> whole = load_whole(split, root);
  if (!whole)
    throw MissingData(message("no ", looked_for, batch_names(split).front(), "[.gz], nor ", kArchive,
                              otherwise));
  if (label < 0) return std::move(*whole);
  ImageSet set = only_class(*whole, static_cast<std::uint8_t>(label));
  set.dataset = name;
  return set;
}

}  // namespace verigan::data
