// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "judge/recipe.hpp"
#include "judge/samples.hpp"

// The real images that samples are scored against, as the command line names them.
namespace verigan::cli {

/// --data, nothing when it is empty.
std::optional<std::filesystem::path> data_option(const std::string& text);

struct Reference {
  judge::Samples images;
  judge::Samples others;  // the other split of the data set; none of a file
  std::vector<std::uint8_t> labels = {}, other_labels = {};  // of a data set; a file has none
  bool others_were_learnt = false;  // these are the training images, and `images` the test images
};

/// "DATASET:train", "DATASET:test" or a .npy file, which `range` is about too. Throws verigan::Error naming
/// what was given and what was expected, and what the readers of both refuse.
Reference load_reference(const std::string& text, judge::Range range,
                         const std::optional<std::filesystem::path>& data);

/// Real images for the floor, and those they are scored against; none of these: the reference itself.
struct FloorImages {
  judge::Samples real, reference;
  std::string meaning;  // which they are, for people
  std::vector<std::uint8_t> labels = {};  // of `real`, where they are known
};
/// As many as there are samples, from the other split of the data set where it has so many; else some from
/// the reference, at most half of it, against the rest.
FloorImages floor_images(const Reference& reference, std::size_t samples);

}  // namespace verigan::cli
