// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>

#include "core/check.hpp"
#include "data/fixture.hpp"
#include "data/locate.hpp"
#include "support/catch.hpp"

using namespace verigan;
using Catch::Matchers::Contains;

namespace {

void write_set(const std::filesystem::path& folder, const std::string& prefix, std::uint32_t n,
               std::uint32_t labels, const char* suffix = ".gz") {
  const auto put = [&](const std::string& name, const fixture::Bytes& bytes) {
    fixture::write(folder / (prefix + name + suffix), *suffix ? fixture::gzip(bytes) : bytes);
  };
  put("-images-idx3-ubyte", fixture::idx({n, 4, 3}, std::size_t{n} * 12));
  put("-labels-idx1-ubyte", fixture::idx({labels}, labels));
}

struct Variable {  // VERIGAN_DATA for the length of a test
  std::string before;
  bool was_set;
  explicit Variable(const std::string& value) {
    const char* old = std::getenv("VERIGAN_DATA");
    was_set = old != nullptr;
    if (old) before = old;
    ::setenv("VERIGAN_DATA", value.c_str(), 1);
  }
  ~Variable() { was_set ? ::setenv("VERIGAN_DATA", before.c_str(), 1) : ::unsetenv("VERIGAN_DATA"); }
};

std::string complaint(const std::filesystem::path& folder) {
  try {
    data::load_images(data::Split::train, folder);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("images: found in the folder, in mnist/ and in fashion-mnist/, in this order") {
  const fixture::Folder folder;
  write_set(folder / "fashion-mnist", "train", 7, 7);
  CHECK(data::load_images(data::Split::train, folder.path()).count() == 7);
  write_set(folder / "mnist", "train", 6, 6, "");
  CHECK(data::load_images(data::Split::train, folder.path()).count() == 6);
  write_set(folder.path(), "train", 5, 5);
  const data::ImageSet set = data::load_images(data::Split::train, folder.path());
  CHECK(set.count() == 5);
  CHECK(set.folder == folder.path());
  CHECK(set.dataset == "custom");
  CHECK(set.shape == Shape{4, 3, 1});
  CHECK(set.image(2)[0] == 24 * 37 % 251);
}

TEST_CASE("images: found under every name and layout that people have") {
  const auto count = [](const fixture::Folder& folder) {
    return data::load_images(data::Split::train, folder.path()).count();
  };
  const auto write = [](const std::filesystem::path& place, const char* dot, std::uint32_t n,
                        bool in_folders = false) {
    const auto put = [&](const std::string& name, const fixture::Bytes& bytes) {
      fixture::write(in_folders ? place / name / name : place / name, bytes);
    };
    put(std::string("train-images") + dot + "idx3-ubyte",
        fixture::idx({n, 4, 3}, std::size_t{n} * 12));
    put(std::string("train-labels") + dot + "idx1-ubyte", fixture::idx({n}, n));
  };
  std::uint32_t n = 20;
  for (const char* layout :
       {"", "raw", "mnist", "MNIST", "MNIST/raw", "fashion-mnist", "FashionMNIST/raw"})
    for (const char* dot : {".", "-"}) {
      INFO(layout << dot);
      const fixture::Folder alone, folders;
      write(alone / layout, dot, ++n);
      CHECK(count(alone) == n);
      write(folders / layout, dot, ++n, true);
      CHECK(count(folders) == n);
    }
  const fixture::Folder both;
  write(both / "FashionMNIST/raw", "-", 3);
  CHECK(count(both) == 3);
  write(both / "MNIST/raw", "-", 4);
  CHECK(count(both) == 4);
  std::filesystem::create_directory(both / "train-images-idx3-ubyte");  // an empty folder hides nothing
  CHECK(count(both) == 4);
}

TEST_CASE("images: a damaged file does not hide a whole one next to it") {
  const fixture::Folder folder;
  write_set(folder.path(), "train", 5, 5, "");
  const auto packed = fixture::gzip(fixture::idx({6, 4, 3}, 72));
  const std::string html = "<html>Forbidden</html>";
  for (const fixture::Bytes& damaged :
       {fixture::Bytes(packed.begin(), packed.end() - 9), fixture::Bytes(html.begin(), html.end()),
        fixture::Bytes{}}) {
    fixture::write(folder / "train-images-idx3-ubyte.gz", damaged);
    CHECK(complaint(folder.path()) == "");
    CHECK(data::load_images(data::Split::train, folder.path()).count() == 5);
  }
  // Where none is whole, the first is named; a whole .gz goes before a plain file.
  fixture::write(folder / "train-images-idx3-ubyte", {1, 2, 3, 4, 5});
  CHECK_THAT(complaint(folder.path()), Contains("train-images-idx3-ubyte.gz is empty"));
  write_set(folder.path(), "train", 6, 6, ".gz");
  CHECK(data::load_images(data::Split::train, folder.path()).count() == 6);
}

TEST_CASE("images: VERIGAN_DATA is asked when no folder is named, and a named folder goes first") {
  const fixture::Folder named, variable;
  write_set(named.path(), "t10k", 3, 3);
  write_set(variable.path(), "t10k", 4, 4);
  const Variable set(variable.path().string());
  CHECK(data::load_images(data::Split::test).count() == 4);
  CHECK(data::load_images(data::Split::test, named.path()).count() == 3);
}

TEST_CASE("images: what is missing or does not fit is one line") {
  const fixture::Folder folder;
  CHECK_THAT(complaint(folder / "nowhere"), Contains("nowhere' does not exist"));
  CHECK_THAT(complaint(folder.path()),
             Contains("no train-images-idx3-ubyte[.gz] in '" + folder.path().string()));
  write_set(folder.path(), "train", 5, 4);
  CHECK_THAT(complaint(folder.path()), Contains("5 images") && Contains("4 labels"));
  std::filesystem::remove(folder / "train-labels-idx1-ubyte.gz");
  CHECK_THAT(complaint(folder.path()), Contains("no train-labels-idx1-ubyte[.gz]"));
  CHECK(complaint(folder.path()).find('\n') == std::string::npos);
}

TEST_CASE("images: MNIST is recognised by its contents, and damage behind an intact header is noticed") {
  const char* place = std::getenv("VERIGAN_DATA");
  if (place == nullptr) {
    WARN("VERIGAN_DATA is not set: nothing tried on real MNIST");
    return;
  }
  const data::ImageSet train = data::load_images(data::Split::train);
  if (train.dataset != "mnist") {
    WARN("VERIGAN_DATA holds " << train.dataset << ": nothing tried on real MNIST");
    return;
  }
  CHECK(train.count() == 60000);
  CHECK(train.dimension() == 784);
  CHECK(data::load_images(data::Split::test).count() == 10000);
  // The first ten labels, as printed on every page about MNIST.
  const std::vector<std::uint8_t> first{5, 0, 4, 1, 9, 2, 1, 3, 1, 4};
  CHECK(std::equal(first.begin(), first.end(), train.labels.begin()));

  const fixture::Folder folder;
  std::filesystem::copy_file(train.folder / "t10k-labels-idx1-ubyte.gz",
                             folder / "t10k-labels-idx1-ubyte.gz");
  fixture::write(folder / "t10k-images-idx3-ubyte", fixture::idx({10000, 28, 28}, 7840000));
  CHECK_THROWS_WITH(data::load_images(data::Split::test, folder.path()),
                    Contains("one is damaged or out of place"));
}

TEST_CASE("batches: labels go with their images, channels stay last") {
  auto set = std::make_shared<data::ImageSet>();
  set->shape = {1, 2, 3};
  for (std::size_t i = 0; i < 20; ++i) {
    set->labels.push_back(static_cast<std::uint8_t>(i % 7));
    for (std::size_t k = 0; k < 6; ++k) set->pixels.push_back(static_cast<std::uint8_t>(10 * i + k));
  }
  data::ImageBatches batches(set, 0, 255, 12);
  CHECK(batches.shape() == Shape{1, 2, 3});
  CHECK(batches.classes() == 7);
  Matrix<float> x(8, 6), alone(8, 6);
  std::vector<Label> labels(8);
  for (const std::uint64_t step : {0U, 2U, 1U}) {  // batch 2 runs into the second epoch
    batches.fill(step, {x, labels});
    batches.fill(step, alone);
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t image = batches.index(step, 8, i);
      CHECK(labels[i] == image % 7);
      for (std::size_t k = 0; k < 6; ++k) {
        CHECK(x(i, k) == static_cast<float>(10 * image + k));
        CHECK(alone(i, k) == x(i, k));
      }
    }
  }
}

TEST_CASE("batches: each epoch shows every image once, in another order") {
  auto set = std::make_shared<data::ImageSet>();
  set->shape = {2, 2, 1};
  for (std::size_t i = 0; i < 30; ++i) {
    set->labels.push_back(static_cast<std::uint8_t>(i));
    for (std::size_t k = 0; k < 4; ++k) set->pixels.push_back(static_cast<std::uint8_t>(i * 4 + k));
  }
  data::ImageBatches batches(set, -1, 1, 11);
  std::vector<std::size_t> seen;
  for (std::uint64_t step = 0; step < 10; ++step)  // 10 batches of 6: two epochs
    for (std::size_t i = 0; i < 6; ++i) seen.push_back(batches.index(step, 6, i));
  CHECK(std::set<std::size_t>(seen.begin(), seen.begin() + 30).size() == 30);
  CHECK(std::set<std::size_t>(seen.begin() + 30, seen.end()).size() == 30);
  CHECK_FALSE(std::equal(seen.begin(), seen.begin() + 30, seen.begin() + 30));

  // A batch does not depend on those before it, and pixels land where they belong.
  data::ImageBatches fresh(set, -1, 1, 11);
  Matrix<float> a(6, 4), b(6, 4);
  fresh.fill(7, a);
  batches.fill(2, b);
  batches.fill(7, b);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t k = 0; k < 4; ++k) {
      CHECK(a(i, k) == b(i, k));
      const double pixel = static_cast<double>(seen[7 * 6 + i] * 4 + k);
      CHECK(static_cast<double>(a(i, k)) == Approx(2 * pixel / 255 - 1).margin(1e-6));
    }
}

TEST_CASE("batches: every grey is its share of 255, correctly rounded") {
  std::vector<std::uint8_t> image(256);
  for (std::size_t k = 0; k < 256; ++k) image[k] = static_cast<std::uint8_t>(k);
  std::vector<float> out(256);
  data::scale_image(image, 0, 1, out);
  for (std::size_t k = 0; k < 256; ++k)
    CHECK(out[k] == static_cast<float>(static_cast<double>(k) / 255.0));
}

TEST_CASE("batches: 0 and 255 become the ends of the range exactly") {
  const std::vector<std::uint8_t> image{0, 255};
  std::vector<float> out(2);
  data::scale_image(image, -1, 1, out);
  CHECK((out[0] == -1.0F && out[1] == 1.0F));
  data::scale_image(image, 0, 1, out);
  CHECK((out[0] == 0.0F && out[1] == 1.0F));
  CHECK_THROWS_AS(data::ImageBatches(std::make_shared<data::ImageSet>(), 0, 1, 1), Error);
}
