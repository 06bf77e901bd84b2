// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>

#include "core/check.hpp"
#include "data/cifar.hpp"
#include "data/fixture.hpp"
#include "data/tar.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using Catch::Matchers::Contains;

namespace {

/// Record i of label(i): red is i + 1 everywhere but 77 at (y, x) = (2, 5), green 100, blue 200.
fixture::Bytes records(std::size_t count, const std::function<int(std::size_t)>& label) {
  fixture::Bytes out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(static_cast<std::uint8_t>(label(i)));
    const std::size_t at = out.size();
    out.resize(at + 1024, static_cast<std::uint8_t>(i + 1));
    out[at + 2 * 32 + 5] = 77;
    out.resize(at + 2048, 100);
    out.resize(at + 3072, 200);
  }
  return out;
}

int in_turn(std::size_t i) { return static_cast<int>(i % 10); }

/// One file of a tar archive, in blocks of 512 bytes.
void add_to_tar(fixture::Bytes& archive, const std::string& name, const fixture::Bytes& bytes) {
  fixture::Bytes header(512, 0);
  std::ranges::copy(name, header.begin());
  char size[13];
  std::snprintf(size, sizeof size, "%011zo", bytes.size());
  std::copy_n(size, 11, header.begin() + 124);
  std::fill_n(header.begin() + 148, 8, ' ');
  header[156] = '0';
  unsigned sum = 0;
  for (const std::uint8_t byte : header) sum += byte;
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06o", sum);
  std::copy_n(digits, 7, header.begin() + 148);
  archive.insert(archive.end(), header.begin(), header.end());
  archive.insert(archive.end(), bytes.begin(), bytes.end());
  archive.resize((archive.size() + 511) / 512 * 512, 0);
}

fixture::Bytes whole_archive(const fixture::Bytes& batch, int batches = 5) {
  fixture::Bytes archive;
  add_to_tar(archive, "cifar-10-batches-bin/batches.meta.txt", {'a', '\n'});
  for (int k = 1; k <= batches; ++k)
    add_to_tar(archive, message("cifar-10-batches-bin/data_batch_", k, ".bin"), batch);
  add_to_tar(archive, "cifar-10-batches-bin/test_batch.bin", batch);
  archive.resize(archive.size() + 1024, 0);
  return archive;
}

std::string complaint(const fixture::Folder& folder, const std::string& name = "cifar10",
                      data::Split split = data::Split::train) {
  const std::string words = error_of([&] { data::load_cifar10(name, split, folder.path()); });
  CHECK(words.find('\n') == std::string::npos);
  return words;
}

}  // namespace

TEST_CASE("cifar: records become images with channels last, gzipped or not") {
  const fixture::Folder folder;
  for (const bool gzipped : {false, true}) {
    const auto path = folder / "some.bin";
    const fixture::Bytes bytes = records(12, in_turn);
    fixture::write(path, gzipped ? fixture::gzip(bytes) : bytes);
    const data::ImageSet set = data::read_cifar10(path);
    CHECK(set.shape == Shape{32, 32, 3});
    CHECK(set.count() == 12);
    CHECK(set.labels[11] == 1);
    const auto image = set.image(3);
    CHECK(image[(2 * 32 + 5) * 3] == 77);
    CHECK(image[(2 * 32 + 5) * 3 + 1] == 100);
    CHECK(image[(2 * 32 + 5) * 3 + 2] == 200);
    CHECK(image[(2 * 32 + 4) * 3] == 4);
    CHECK(image[3071] == 200);
  }
}

TEST_CASE("cifar: the files of one class and of the subset, and the class picked out of all") {
  const fixture::Folder folder;
  fixture::write(folder / "cifar10/horse_train.bin.gz", fixture::gzip(records(5, [](auto) { return 7; })));
  fixture::write(folder / "cifar10/subset_train.bin", records(30, in_turn));
  const data::ImageSet horses = data::load_cifar10("cifar10-horse", data::Split::train, folder.path());
  CHECK(horses.count() == 5);
  CHECK(horses.dataset == "cifar10-horse");
  CHECK(data::load_cifar10("cifar10-subset", data::Split::train, folder.path()).count() == 30);
  const fixture::Bytes batch = records(10000, in_turn);
  fixture::write(folder / "cifar10/test_batch.bin", batch);
  const data::ImageSet ships = data::load_cifar10("cifar10-ship", data::Split::test, folder.path());
  CHECK(ships.count() == 1000);
  CHECK(ships.image(1)[0] == (8 + 10 + 1) % 256);
  CHECK(std::ranges::all_of(ships.labels, [](int label) { return label == 8; }));
}

TEST_CASE("cifar: what is there is found without being read") {
  const fixture::Folder folder;
  const auto found = [&](const char* name, data::Split split = data::Split::train) {
    return data::finds_cifar10(name, split, folder.path());
  };
  for (const char* name : {"cifar10", "cifar10-subset", "cifar10-horse"}) CHECK_FALSE(found(name));
  CHECK_FALSE(data::finds_cifar10("cifar10", data::Split::train, folder / "nowhere"));
  CHECK_THROWS_AS(found("cifar10-hose"), Error);
  fixture::write(folder / "cifar10/horse_train.bin.gz", {1, 2, 3});
  CHECK(found("cifar10-horse"));
  CHECK_FALSE(found("cifar10-horse", data::Split::test));
  CHECK_FALSE(found("cifar10-ship"));
  fixture::write(folder / "cifar10/data_batch_1.bin", {1});
  for (const char* name : {"cifar10", "cifar10-ship"}) CHECK(found(name));
  CHECK_FALSE(found("cifar10-subset"));
  fixture::write(folder / "subset_train.bin", {1});
  CHECK(found("cifar10-subset"));
}

TEST_CASE("cifar: batches, and the archive as it is downloaded") {
  const fixture::Bytes batch = records(10000, in_turn);
  const fixture::Folder plain, packed;
  for (int k = 1; k <= 5; ++k)
    fixture::write(plain / message("cifar-10-batches-bin/data_batch_", k, ".bin"), batch);
  fixture::write(packed / "cifar-10-binary.tar.gz", fixture::gzip(whole_archive(batch)));
  for (const fixture::Folder* folder : {&plain, &packed}) {
    const data::ImageSet set = data::load_cifar10("cifar10", data::Split::train, folder->path());
    CHECK(set.count() == 50000);
    CHECK(set.image(10007)[0] == 8);
  }
  CHECK(data::load_cifar10("cifar10", data::Split::test, packed.path()).count() == 10000);
  CHECK_THAT(complaint(plain, "cifar10", data::Split::test), Contains("no test_batch.bin[.gz], nor"));
}

TEST_CASE("cifar: what is wrong is said in one line") {
  const fixture::Folder folder;
  CHECK_THAT(complaint(folder), Contains("no data_batch_1.bin[.gz], nor cifar-10-binary.tar.gz in '"));
  CHECK_THAT(complaint(folder, "cifar10-subset"), Contains("no subset_train.bin[.gz]"));
  CHECK_THAT(complaint(folder, "cifar10-hose"), Contains("did you mean 'cifar10-horse'?"));
  const auto says = [&](const fixture::Bytes& bytes, const std::string& words) {
    fixture::write(folder / "frog_train.bin", bytes);
    CHECK_THAT(complaint(folder, "cifar10-frog"), Contains(words));
  };
  fixture::Bytes bytes = records(3, [](auto) { return 6; });
  bytes.pop_back();
  says(bytes, "holds 9218 bytes, 2 records of 3073 and 3072 more, expected whole records");
  says({}, "is empty, expected CIFAR-10 records");
  says({1, 2, 3}, "holds 3 bytes, 0 records");
  says(records(3, [](std::size_t i) { return i == 2 ? 10 : 6; }), "label 10 of record 2, expected 0 to 9");
  says({'<', 'h', 't', 'm', 'l', '>'}, "is an HTML page, expected CIFAR-10 records");
  says(records(4, [](auto) { return 1; }), "holds 4 images, none of class 6");
  fixture::Bytes packed = fixture::gzip(records(3, [](auto) { return 6; }));
  packed.erase(packed.begin() + static_cast<std::ptrdiff_t>(packed.size() / 2), packed.end());
  says(packed, "gzip data end early");
  // A dark picture whose first pixels read like markup is a picture.
  fixture::Bytes markup = records(1, [](auto) { return 9; });
  std::ranges::copy(std::string("<h!"), markup.begin() + 1);
  fixture::write(folder / "truck_train.bin", markup);
  CHECK(complaint(folder, "cifar10-truck").empty());
}

TEST_CASE("cifar: damaged batches and archives are named") {
  const fixture::Folder folder;
  fixture::write(folder / "data_batch_1.bin", records(10, in_turn));
  CHECK_THAT(complaint(folder), Contains("data_batch_1.bin holds 30730 bytes, expected 10000 records"));
  fixture::write(folder / "data_batch_1.bin", records(10000, in_turn));
  CHECK_THAT(complaint(folder), Contains("no data_batch_2.bin[.gz] in '"));
  const fixture::Folder other;
  const fixture::Bytes archive = whole_archive(records(10000, in_turn), 4);
  const auto says = [&](const fixture::Bytes& bytes, const std::string& words) {
    fixture::write(other / "cifar-10-binary.tar.gz", bytes);
    CHECK_THAT(complaint(other), Contains(words));
  };
  says(fixture::gzip(archive), "has no data_batch_5.bin, expected 5 files like it");
  fixture::Bytes cut(archive.begin(), archive.begin() + 40000);
  says(fixture::gzip(cut), "ends inside cifar-10-batches-bin/data_batch_1.bin");
  fixture::Bytes damaged = archive;
  damaged[3] ^= 1;
  says(fixture::gzip(damaged), "has the checksum");
  says(fixture::gzip(fixture::Bytes(300, 7)), "is cut short, expected 512 bytes");
}
