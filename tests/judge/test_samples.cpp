// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "judge/samples.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using judge::Range;

namespace {

/// The bytes of an .npy file of this type and shape.
void write(const std::filesystem::path& path, const std::string& type, const std::string& shape,
           const std::string& data) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  header.append(117 - header.size(), ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size());
  bytes += '\0';
  record::write_file(path, bytes + header + data);
}

std::vector<float> floats(float low, float high, std::size_t count = 2 * 784) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = low + (high - low) * static_cast<float>(i) / static_cast<float>(count - 1);
  return values;
}

}  // namespace

TEST_CASE("samples: bytes as they are, floats rounded to the nearest byte") {
  const TemporaryFolder folder;
  std::string bytes;
  for (std::size_t i = 0; i < 2 * 3072; ++i) bytes += static_cast<char>(i % 251);
  write(folder / "a.npy", "|u1", "(2, 32, 32, 3)", bytes);
  const judge::Samples colour = judge::read_samples(folder / "a.npy");
  CHECK(colour.shape == Shape{32, 32, 3});
  CHECK(colour.count() == 2);
  CHECK(colour.pixels[250] == 250);
  CHECK(colour.range == Range::bytes);
  record::write_npy(folder / "b.npy", floats(0, 1), std::vector<std::size_t>{2, 28, 28});
  const judge::Samples zero = judge::read_samples(folder / "b.npy");
  CHECK(zero.shape == Shape{28, 28, 1});
  CHECK(zero.range == Range::zero_to_one);
  CHECK(zero.pixels.front() == 0);
  CHECK(zero.pixels.back() == 255);
  record::write_npy(folder / "c.npy", floats(-1, 1), std::vector<std::size_t>{2, 28, 28, 1});
  const judge::Samples one = judge::read_samples(folder / "c.npy");
  CHECK(one.range == Range::minus_one_to_one);
  CHECK(one.pixels == zero.pixels);
  // Doubles, by their bytes: −1, then 1, then 0.
  std::string doubles;
  for (const char* eight : {"\0\0\0\0\0\0\xf0\xbf", "\0\0\0\0\0\0\xf0\x3f"}) doubles += std::string(eight, 8);
  doubles.append(8 * 782, '\0');
  write(folder / "d.npy", "<f8", "(1, 28, 28)", doubles);
  CHECK(judge::read_samples(folder / "d.npy").pixels[1] == 255);
  CHECK(judge::read_samples(folder / "d.npy").pixels[2] == 128);
  CHECK(judge::to_byte(0.5) == 128);
  CHECK(judge::to_byte(1.4 / 255) == 1);
  CHECK(judge::to_byte(1.6 / 255) == 2);
}

TEST_CASE("samples: ranges that are unclear or wrong are refused, and can be told") {
  const TemporaryFolder folder;
  const auto path = folder / "a.npy";
  const auto complaint = [&](float low, float high, Range range = Range::automatic) {
    record::write_npy(path, floats(low, high), std::vector<std::size_t>{2, 28, 28});
    return error_of([&] { judge::read_samples(path, range); });
  };
  CHECK(complaint(0, 255).find("values from 0 to 255, expected uint8, or floats in [0, 1]; divide by 255") !=
        std::string::npos);
  CHECK(complaint(-0.1F, 1).find("may be meant in [0, 1] or in [-1, 1]: --range") != std::string::npos);
  CHECK(complaint(-0.1F, 0.9F, Range::minus_one_to_one).empty());
  CHECK(complaint(-0.1F, 0.9F, Range::zero_to_one).find("expected uint8, or floats in [0, 1]") !=
        std::string::npos);
  CHECK(complaint(-2, 1).find("values from -2 to 1") != std::string::npos);
  CHECK(complaint(-1, 1.5F).find("floats in [-1, 1]") != std::string::npos);
  std::vector<float> values = floats(0, 1);
  values[9] = std::numeric_limits<float>::quiet_NaN();
  record::write_npy(path, values, std::vector<std::size_t>{2, 28, 28});
  CHECK(error_of([&] { judge::read_samples(path); }).find("value nan at place 9") != std::string::npos);
  CHECK(error_of([] { judge::range_named("0..1"); }) == "--range '0..1', expected auto, 0,1 or -1,1");
  CHECK(judge::range_named("-1,1") == Range::minus_one_to_one);
}

TEST_CASE("samples: other shapes and types are named") {
  const TemporaryFolder folder;
  const auto path = folder / "a.npy";
  const auto complaint = [&](const std::string& type, const std::string& shape, std::size_t bytes) {
    write(path, type, shape, std::string(bytes, '\0'));
    return error_of([&] { judge::read_samples(path); });
  };
  CHECK(complaint("|u1", "(784, 1)", 784).find("has the shape (784, 1), expected (N, 28, 28)") != std::string::npos);
  CHECK(complaint("|u1", "(1, 3, 32, 32)", 3072).find("has the shape (1, 3, 32, 32)") != std::string::npos);
  CHECK(complaint("|u1", "(0, 28, 28)", 0).find("holds no images") != std::string::npos);
  CHECK(complaint("<i4", "(1, 28, 28)", 4 * 784).find("element type <i4, expected |u1 (uint8)") !=
        std::string::npos);
  CHECK(complaint("|u1", "(1, 28, 28)", 700).find("cut short") != std::string::npos);
  CHECK(complaint("|u1", "(1, 28, 28)", 800).find("800 bytes of data, expected 784") != std::string::npos);
  CHECK(error_of([&] { judge::read_samples(folder / "none.npy"); }).find("none.npy") != std::string::npos);
}
