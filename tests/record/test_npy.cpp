// SPDX-License-Identifier: MIT
#include "record/npy.hpp"

#include <array>
#include <cmath>

#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

TEST_CASE("arrays of any rank are read back") {
  const TemporaryFolder folder;
  for (const std::vector<std::size_t>& shape :
       {std::vector<std::size_t>{}, {0}, {5}, {2, 3}, {3, 4, 5}, {1000, 2}, {0, 28, 28}}) {
    std::size_t count = 1;
    for (const std::size_t extent : shape) count *= extent;
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i) * 0.37F - 1.0F;
    record::write_npy(folder / "a.npy", values, shape);
    const record::Array array = record::read_npy(folder / "a.npy");
    CHECK(array.shape == shape);
    CHECK(array.values == values);
  }
}

// The bytes numpy 1.24 writes: numpy.save("a.npy", numpy.array([[1, -2]], dtype="<f4")); xxd a.npy
TEST_CASE("the bytes are numpy's own") {
  const TemporaryFolder folder;
  record::write_npy(folder / "a.npy", std::array{1.0F, -2.0F}, std::array<std::size_t, 2>{1, 2});
  std::string expected("\x93NUMPY\x01\x00\x76\x00", 10);
  expected += "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
  expected.append(127 - expected.size(), ' ');
  expected += '\n';
  expected += std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8);
  CHECK(record::read_file(folder / "a.npy") == expected);
}

TEST_CASE("every NaN is written as one") {
  const TemporaryFolder folder;
  const std::array<std::size_t, 1> shape{1};
  record::write_npy(folder / "a.npy", std::array{std::nanf("1")}, shape);
  record::write_npy(folder / "b.npy", std::array{-std::nanf("77")}, shape);
  CHECK(record::read_file(folder / "a.npy") == record::read_file(folder / "b.npy"));
  CHECK(std::isnan(record::read_npy(folder / "a.npy").values[0]));
}

TEST_CASE("a damaged array is refused at every length and in every byte that matters") {
  const TemporaryFolder folder;
  const auto path = folder / "a.npy";
  record::write_npy(path, std::array{1.0F, 2.0F, 3.0F}, std::array<std::size_t, 1>{3});
  const std::string good = record::read_file(path);
  const auto reading = [&](const std::string& bytes) {
    record::write_file(path, bytes);
    return error_of([&] { record::read_npy(path); });
  };
  for (std::size_t n = 0; n < good.size(); ++n) CHECK(is_one_line(reading(good.substr(0, n))));
  CHECK(is_one_line(reading(good + "x")));
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string bytes = good;
    return bytes.replace(bytes.find(from), from.size(), to);
  };
  CHECK(reading(replaced("<f4", "<f8")).find("<f8") != std::string::npos);
  CHECK(is_one_line(reading(replaced("(3,)", "(4,)"))));
  CHECK(is_one_line(reading(replaced("(3,)", "(-3)"))));
  CHECK(is_one_line(reading(replaced("(3,), }     ", "(99999999999)"))));
}

TEST_CASE("bytes are NumPy's uint8") {
  const TemporaryFolder folder;
  const std::vector<std::uint8_t> labels{3, 0, 255};
  record::write_npy(folder / "labels.npy", labels, std::vector<std::size_t>{3});
  const std::string bytes = record::read_file(folder / "labels.npy");
  CHECK(bytes.find("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }") == 10);
  CHECK(bytes.size() == 64 + 64 + 3);
  CHECK(bytes.substr(bytes.size() - 3) == std::string("\x03\x00\xff", 3));
}

TEST_CASE("an array has at most 64 dimensions, as NumPy's") {
  const TemporaryFolder folder;
  const std::vector<std::uint8_t> one{7};
  for (const std::size_t rank : {64, 65}) {
    record::write_npy(folder / "a.npy", one, std::vector<std::size_t>(rank, 1));
    const std::string error = error_of([&] { record::read_any_npy(folder / "a.npy"); });
    CHECK(error.empty() == (rank == 64));
  }
}
