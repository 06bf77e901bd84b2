// SPDX-License-Identifier: MIT
#include <string>

#include "core/check.hpp"
#include "data/fixture.hpp"
#include "data/idx.hpp"
#include "support/catch.hpp"

using namespace verigan;
using fixture::Bytes;

namespace {

// The one line a user sees; "" when nothing is wrong.
std::string complaint(const std::filesystem::path& path, std::size_t rank) {
  try {
    data::read_idx(path, rank);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

void check_complaint(const std::filesystem::path& path, std::size_t rank, const std::string& part) {
  const std::string line = complaint(path, rank);
  CHECK_THAT(line, Catch::Matchers::Contains(part));
  CHECK_THAT(line, Catch::Matchers::Contains(path.filename().string()));
  CHECK(line.find('\n') == std::string::npos);
}

}  // namespace

TEST_CASE("idx: reads plain and gzipped files alike") {
  const fixture::Folder folder;
  const Bytes bytes = fixture::idx({3, 2, 5}, 30);
  fixture::write(folder / "plain", bytes);
  fixture::write(folder / "packed.gz", fixture::gzip(bytes));
  for (const char* name : {"plain", "packed.gz"}) {
    const data::Idx idx = data::read_idx(folder / name, 3);
    CHECK(idx.shape == std::vector<std::size_t>{3, 2, 5});
    REQUIRE(idx.values.size() == 30);
    CHECK(idx.values[0] == 0);
    CHECK(idx.values[29] == 29 * 37 % 251);
  }
  CHECK(data::read_idx(folder / "plain", 3).sha256 == data::read_idx(folder / "packed.gz", 3).sha256);
}

TEST_CASE("idx: SHA-256 of the decompressed file") {
  // printf '\0\0\10\1\0\0\0\1\7' | sha256sum
  const fixture::Folder folder;
  fixture::write(folder / "one.gz", fixture::gzip({0, 0, 8, 1, 0, 0, 0, 1, 7}));
  CHECK(data::read_idx(folder / "one.gz", 1).sha256 ==
        "c564aa0aa783b8862ae6128a973a6f6b213b9428d39b5c8acfbda3c630d40f1e");
}

TEST_CASE("idx: every kind of damage is one line that names the file") {
  const fixture::Folder folder;
  const Bytes good = fixture::idx({4, 3, 3}, 36);
  const Bytes packed = fixture::gzip(good);

  check_complaint(folder / "missing.gz", 3, "No such file");
  check_complaint(folder.path(), 3, "Is a directory");
  fixture::write(folder / "empty", {});
  check_complaint(folder / "empty", 3, "is empty");
  fixture::write(folder / "stub", {0, 0});
  check_complaint(folder / "stub", 3, "2 bytes");
  fixture::write(folder / "header", Bytes(good.begin(), good.begin() + 9));
  check_complaint(folder / "header", 3, "9 bytes, expected an IDX header of 16");

  Bytes magic = good;
  magic[2] = 0x0d;
  fixture::write(folder / "floats", magic);
  check_complaint(folder / "floats", 3, "0x00000d03, expected the magic number 0x00000803");
  check_complaint(folder / "floats", 1, "0x00000801");
  fixture::write(folder / "text", {'h', 'e', 'l', 'l', 'o'});
  check_complaint(folder / "text", 3, "0x68656c6c");

  fixture::write(folder / "short", fixture::idx({4, 3, 3}, 35));
  check_complaint(folder / "short", 3, "35 bytes behind its header, expected 4 x 3 x 3 = 36");
  fixture::write(folder / "long", fixture::idx({4, 3, 3}, 37));
  check_complaint(folder / "long", 3, "37 bytes");
  fixture::write(folder / "none", fixture::idx({0, 3, 3}, 0));
  check_complaint(folder / "none", 3, "expected at least one");
  fixture::write(folder / "huge", fixture::idx({0xffffffff, 0xffffffff, 0xffffffff}, 4));
  check_complaint(folder / "huge", 3, "announces");

  fixture::write(folder / "cut.gz", Bytes(packed.begin(), packed.end() - 12));
  check_complaint(folder / "cut.gz", 3, "cut short");
  fixture::write(folder / "tail.gz", [&] {
    Bytes bytes = packed;
    bytes.push_back(1);
    return bytes;
  }());
  check_complaint(folder / "tail.gz", 3, "behind the end");
}

TEST_CASE("idx: members one after the other and zero padding belong to a gzip file") {
  const fixture::Folder folder;
  const Bytes bytes = fixture::idx({3, 2, 5}, 30);
  const auto member = [&](std::size_t from, std::size_t upto) {
    return fixture::gzip(Bytes(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                               bytes.begin() + static_cast<std::ptrdiff_t>(upto)));
  };
  const auto joined = [](const std::vector<Bytes>& parts) {
    Bytes all;
    for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
  };
  const Bytes zeros(700, 0), empty = fixture::gzip({});
  const auto path = folder / "members.gz";
  for (const Bytes& packed : {joined({member(0, 9), member(9, bytes.size())}),
                              joined({member(0, 1), member(1, 20), empty, member(20, bytes.size())}),
                              joined({member(0, bytes.size()), zeros}),
                              joined({member(0, 7), zeros, member(7, bytes.size()), zeros})}) {
    fixture::write(path, packed);
    CHECK(complaint(path, 3) == "");
    CHECK(data::read_idx(path, 3).values == Bytes(bytes.begin() + 16, bytes.end()));
  }
  Bytes cut = joined({member(0, 9), member(9, bytes.size())});
  cut.erase(cut.end() - 3, cut.end());
  fixture::write(path, cut);
  check_complaint(path, 3, "cut short");
  fixture::write(path, joined({member(0, bytes.size()), {0, 0, 7}}));
  check_complaint(path, 3, "1 bytes behind the end");
  fixture::write(path, joined({member(0, bytes.size()), {0x1f, 0x8b}}));
  check_complaint(path, 3, "cut short");
}

TEST_CASE("idx: what a refused download leaves is called by its name") {
  const fixture::Folder folder;
  const auto says = [&](const std::string& text, const std::string& words) {
    const Bytes bytes(text.begin(), text.end());
    for (const Bytes& contents : {bytes, fixture::gzip(bytes)}) {
      fixture::write(folder / "train-images-idx3-ubyte.gz", contents);
      check_complaint(folder / "train-images-idx3-ubyte.gz", 3, words);
    }
  };
  says("<!DOCTYPE html>\n<html><body>403</body></html>", "is an HTML page, expected an IDX file");
  says("\xEF\xBB\xBF\r\n  <HTML>", "is an HTML page");
  says("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "is an XML page");
  says("PK\x03\x04 archive.zip", "is a zip archive");
  says("version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS");
  says("    ", "0x20202020");
}

TEST_CASE("idx: no flipped bit and no cut of a gzip file goes unnoticed") {
  const fixture::Folder folder;
  const Bytes packed = fixture::gzip(fixture::idx({4, 3, 3}, 36));
  const auto path = folder / "train-images-idx3-ubyte.gz";
  // Bytes 3 to 9 of a gzip header (flags, time, level, system) do not touch the contents.
  for (std::size_t k = 0; k < packed.size(); k = k == 2 ? 10 : k + 1)
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes bytes = packed;
      bytes[k] = static_cast<std::uint8_t>(bytes[k] ^ (1U << bit));
      fixture::write(path, bytes);
      CAPTURE(k, bit);
      CHECK_THAT(complaint(path, 3), Catch::Matchers::Contains("train-images-idx3-ubyte.gz"));
    }
  for (std::size_t length = 0; length < packed.size(); ++length) {
    fixture::write(path, Bytes(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(length)));
    CAPTURE(length);
    CHECK_FALSE(complaint(path, 3).empty());
  }
}
