// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/check.hpp"
#include "data/images.hpp"

// Finds and checks the labelled images an experiment learns from.
namespace verigan::data {

enum class Split { train, test };

/// A data set that is nowhere where it was looked for; not one that is damaged.
class MissingData : public Error {
 public:
  using Error::Error;
};

/// The folder data are looked for in, the first of these that is given: `folder`; the environment variable
/// VERIGAN_DATA; ./data. Throws verigan::Error when it does not exist.
std::filesystem::path data_folder(const std::optional<std::filesystem::path>& folder = {});

/// Loads MNIST, or what stands in for it, from the first of these folders that is given: `folder`; the
/// environment variable VERIGAN_DATA; ./data. In it the files may lie directly, or in mnist/, MNIST/,
/// raw/, MNIST/raw/ (torchvision's), fashion-mnist/ and the like, looked at in this order, gzipped (.gz)
/// or not:
///   train-images-idx3-ubyte  train-labels-idx1-ubyte  t10k-images-idx3-ubyte  t10k-labels-idx1-ubyte
/// or with a dot before idx, each perhaps in a folder of its own name. Of several such files in one
/// place the first whole one is read, the gzipped before the plain.
/// Where `folder` is a file, or has PNGs in it and not these files, it holds images of the user's own
/// (own_images.hpp), of which every fifth is Split::test.
/// Contents are told by SHA-256: dataset becomes "mnist", "fashion-mnist" or, where neither file is
/// known, "custom" (any IDX images and labels that fit together).
/// Throws verigan::Error in one line: nothing found (and where it looked), what read_idx refuses,
/// numbers of images and labels that differ, and one known file next to an unknown or foreign one
/// (which means damage).
ImageSet load_images(Split split, const std::optional<std::filesystem::path>& folder = {});

}  // namespace verigan::data
