// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <variant>
#include <vector>

// NumPy's .npy format, version 1.0: little-endian in C order, what numpy.load opens.
namespace verigan::record {

/// An array of any rank, C order: the last index runs fastest. values.size() = product of shape.
struct Array {
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

/// Throws Error when the file cannot be written.
void write_npy(const std::filesystem::path& path, std::span<const float> values,
               std::span<const std::size_t> shape);
/// The same of bytes, NumPy's uint8.
void write_npy(const std::filesystem::path& path, std::span<const std::uint8_t> values,
               std::span<const std::size_t> shape);

/// Throws Error naming the file when it is not such a file, is of another type or is cut short.
Array read_npy(const std::filesystem::path& path);

/// An array of other people's: its numbers in the type they were written in.
struct AnyArray {
  std::vector<std::size_t> shape;
  std::variant<std::vector<std::uint8_t>, std::vector<float>, std::vector<double>> values;
};

/// uint8, float32, float64 or, as doubles, int64, in C or Fortran order. Throws Error as read_npy does.
AnyArray read_any_npy(const std::filesystem::path& path);

}  // namespace verigan::record
