// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "data/images.hpp"

// Images of a user's own, of any size, with or without labels.
namespace verigan::data {

/// True for a file, and for a folder that holds PNGs, or folders of PNGs, and no IDX files' names.
bool holds_own_images(const std::filesystem::path& path);

/// All images of `path`, which is
///   a folder of PNGs, taken in the order of their names; folders of PNGs in it are classes 0, 1, … in the
///     order of their names;
///   FILE.npy of shape (N, H, W) or (N, H, W, C), C 1 or 3: uint8, or numbers in [0, 1]. Labels, if there
///     are any, are whole numbers 0 … 255, (N), in FILE-labels.npy;
///   an IDX file of bytes, rank 3 or 4, gzipped or not. Labels, if there are any, are the file of the same
///     name with "labels" for "images" and idx1 for idx3.
/// Grey or RGB, all of one size. `dataset` is custom- and 12 digits of the SHA-256 of size, labels and
/// pixels; without labels all images are of class 0 and `labelled` is false. Throws verigan::Error in one
/// line with the file: what is no such thing, of another size than the first one, fewer than 20 images.
ImageSet load_own_images(const std::filesystem::path& path);

/// Of own images every fifth is kept to judge by, Split::test of load_images(); this is one of the parts.
ImageSet part_of(const ImageSet& images, bool held_out);

}  // namespace verigan::data
