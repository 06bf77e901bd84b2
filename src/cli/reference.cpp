// SPDX-License-Identifier: MIT
#include "cli/reference.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "data/cifar.hpp"
#include "judge/training_images.hpp"
#include "random/addresses.hpp"

namespace verigan::cli {

namespace {

namespace fs = std::filesystem;

judge::Samples as_samples(data::ImageSet& images) {
  return {images.shape, std::move(images.pixels), judge::Range::bytes};
}

/// `count` of the images, chosen at random and always the same, and the rest.
struct Chosen {
  judge::Samples some, rest;
  std::vector<std::uint8_t> labels;  // of some
};
Chosen chosen(const judge::Samples& images, const std::vector<std::uint8_t>& labels, std::size_t count) {
  std::vector<std::uint32_t> order(images.count());
  random::draws::kMixing.stream(1).permutation(4, order);
  Chosen parts{{images.shape, {}, images.range}, {images.shape, {}, images.range}, {}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto image = images.images()[order[i]];
    auto& pixels = (i < count ? parts.some : parts.rest).pixels;
    pixels.insert(pixels.end(), image.begin(), image.end());
    if (i < count && !labels.empty()) parts.labels.push_back(labels[order[i]]);
  }
  return parts;
}

}  // namespace

std::optional<fs::path> data_option(const std::string& text) {
  if (text.empty()) return {};
  return text;
}

Reference load_reference(const std::string& text, judge::Range range,
                         const std::optional<fs::path>& data) {
  std::error_code error;
  if (text.ends_with(".npy") || fs::exists(text, error))
    return {judge::read_samples(text, range), {}, {}, {}, false};
  std::vector<std::string> names{"mnist", "fashion-mnist"};
  for (std::string& name : data::cifar10_names()) names.push_back(std::move(name));
  const auto colon = text.find(':');
  const std::string name = text.substr(0, colon);
  require(colon != std::string::npos, "--against '", text,
          "', expected DATASET:train, DATASET:test or a .npy file that exists");
  require(std::ranges::count(names, name) == 1, "--against: data set '", name, "'",
          expected_names(name, names));
  const std::string part = text.substr(colon + 1);
  require(part == "train" || part == "test", "--against '", text, "': '", part,
          "', expected train or test");
  const bool test = part == "test";
  data::ImageSet images = judge::load_named(name, test ? data::Split::test : data::Split::train, data),
                 others = judge::load_named(name, test ? data::Split::train : data::Split::test, data);
  Reference found{as_samples(images), as_samples(others), std::move(images.labels), std::move(others.labels),
                  test};
  return found;
}

FloorImages floor_images(const Reference& reference, std::size_t samples) {
  if (!reference.others.pixels.empty() && reference.others.count() >= samples) {
    Chosen found = chosen(reference.others, reference.other_labels, samples);
    return {std::move(found.some), {}, message(samples, " images of the other split of the data set"),
            std::move(found.labels)};
  }
  const std::size_t count = std::min(samples, reference.images.count() / 2);
  if (count < 100) return {{}, {}, "there are too few real images for one", {}};
  Chosen found = chosen(reference.images, reference.labels, count);
  return {std::move(found.some), std::move(found.rest),
          message(count, " of the images compared with against the others"), std::move(found.labels)};
}

}  // namespace verigan::cli
