// SPDX-License-Identifier: MIT
// Images of a user's own: folders of PNGs, arrays, IDX files of any size, with and without labels.
#include <string>

#include "data/fixture.hpp"
#include "data/locate.hpp"
#include "data/own_images.hpp"
#include "record/npy.hpp"
#include "record/png.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::data;

namespace {

// Grey, or in colour, 6 wide and 5 high; pixel k is base + k.
void write_png(const fixture::fs::path& path, std::uint8_t base, std::size_t channels = 1) {
  record::Picture picture{6, 5, channels, {}};
  for (std::size_t k = 0; k < 30 * channels; ++k) picture.pixels.push_back(static_cast<std::uint8_t>(base + k));
  fixture::fs::create_directories(path.parent_path());
  record::write_png(path, picture);
}

std::string number(std::size_t i) { return (i < 10 ? "0" : "") + std::to_string(i) + ".png"; }

}  // namespace

TEST_CASE("a folder of PNGs is read in the order of names; folders in it are classes") {
  const fixture::Folder folder;
  for (std::size_t i = 25; i-- > 0;) write_png(folder / ("flat/" + number(i)), static_cast<std::uint8_t>(i));
  REQUIRE(holds_own_images(folder / "flat"));
  const ImageSet flat = load_own_images(folder / "flat");
  CHECK(flat.count() == 25);
  CHECK(flat.shape == Shape{5, 6, 1});
  CHECK_FALSE(flat.labelled);
  CHECK(flat.image(24)[29] == 24 + 29);
  CHECK(flat.dataset.starts_with("custom-"));

  for (const char* name : {"cats", "dogs"})
    for (std::size_t i = 0; i < 12; ++i)
      write_png(folder / ("animals/" + std::string(name) + "/" + number(i)), static_cast<std::uint8_t>(i), 3);
  const ImageSet animals = load_own_images(folder / "animals");
  CHECK(animals.labelled);
  CHECK(animals.classes() == 2);
  CHECK(animals.labels[11] == 0);
  CHECK(animals.labels[12] == 1);
  CHECK(animals.shape.channels == 3);

  write_png(folder / "flat/aa.png", 0, 3);
  CHECK(error_of([&] { load_own_images(folder / "flat"); }).find("aa.png: 6 x 5 in colour, expected 6 x 5 grey") !=
        std::string::npos);
  fixture::fs::remove(folder / "flat/aa.png");
  write_png(folder / "flat/more/1.png", 0);
  CHECK(error_of([&] { load_own_images(folder / "flat"); }).find("25 PNGs next to 1 folders of PNGs") !=
        std::string::npos);
}

TEST_CASE("a changed pixel or label gives another data set's name") {
  const fixture::Folder folder;
  std::vector<std::uint8_t> pixels(20 * 4), labels(20);
  const auto save = [&] {
    record::write_npy(folder / "a.npy", pixels, std::vector<std::size_t>{20, 2, 2});
    record::write_npy(folder / "a-labels.npy", labels, std::vector<std::size_t>{20});
    return load_own_images(folder / "a.npy").dataset;
  };
  const std::string first = save();
  CHECK(save() == first);
  labels[3] = 1;
  const std::string relabelled = save();
  CHECK(relabelled != first);
  pixels[7] = 1;
  CHECK(save() != relabelled);
  CHECK(load_own_images(folder / "a.npy").classes() == 2);
}

TEST_CASE("arrays of numbers in [0, 1] become bytes; others are refused with the value") {
  const fixture::Folder folder;
  std::vector<float> values(20 * 2 * 2 * 3, 0.5F);
  values[1] = 1;
  record::write_npy(folder / "a.npy", values, std::vector<std::size_t>{20, 2, 2, 3});
  const ImageSet set = load_own_images(folder / "a.npy");
  CHECK(set.shape == Shape{2, 2, 3});
  CHECK(set.pixels[0] == 128);
  CHECK(set.pixels[1] == 255);
  values[5] = 7;
  record::write_npy(folder / "a.npy", values, std::vector<std::size_t>{20, 2, 2, 3});
  CHECK(error_of([&] { load_own_images(folder / "a.npy"); }).find("pixel 7, expected uint8 or numbers in [0, 1]") !=
        std::string::npos);
}

TEST_CASE("an IDX file of any size, and its labels next to it; every fifth image is a test image") {
  const fixture::Folder folder;
  fixture::write(folder / "my-images-idx3-ubyte.gz", fixture::gzip(fixture::idx({25, 3, 7}, 25 * 21)));
  const ImageSet bare = load_images(Split::train, folder / "my-images-idx3-ubyte.gz");
  CHECK_FALSE(bare.labelled);
  CHECK(bare.shape == Shape{3, 7, 1});
  CHECK(bare.count() == 20);
  fixture::write(folder / "my-labels-idx1-ubyte.gz", fixture::gzip(fixture::idx({25}, 25)));
  const ImageSet all = load_own_images(folder / "my-images-idx3-ubyte.gz"),
                 test = load_images(Split::test, folder / "my-images-idx3-ubyte.gz");
  CHECK(all.labelled);
  REQUIRE(test.count() == 5);
  CHECK(test.labels[0] == all.labels[4]);
  CHECK(test.image(1)[3] == all.image(9)[3]);
  CHECK(test.dataset == all.dataset);
  fixture::write(folder / "text.dat", {'h', 'e', 'l', 'l', 'o'});
  CHECK(error_of([&] { load_own_images(folder / "text.dat"); }).find("expected a folder of PNGs") !=
        std::string::npos);
}
