// SPDX-License-Identifier: MIT
#include "record/npy.hpp"

#include <bit>
#include <charconv>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/floats.hpp"

namespace verigan::record {
namespace {

constexpr std::string_view kMagic{"\x93NUMPY\x01\x00", 8};
constexpr std::size_t kPrefix = 10;  // magic, version and the two bytes of the header's length

constexpr std::size_t kMostDimensions = 64;  // as NumPy's, so that every header fits its two bytes

// The text between `key` and the next `end` in the header's dictionary.
std::string_view field(std::string_view header, std::string_view key, char end,
                       const std::string& source) {
  const std::size_t at = header.find(key);
  require(at != std::string_view::npos, source, ": not a .npy file this program reads: no ", key);
  const std::size_t from = at + key.size();
  const std::size_t to = header.find(end, from);
  require(to != std::string_view::npos, source, ": not a .npy file: its header is damaged");
  return header.substr(from, to - from);
}

std::vector<std::size_t> parse_shape(std::string_view text, const std::string& source) {
  std::vector<std::size_t> shape;
  const char* p = text.data();
  const char* const end = p + text.size();
  while (p != end) {
    if (*p == ' ' || *p == ',') {
      ++p;
      continue;
    }
    std::size_t extent = 0;
    const auto result = std::from_chars(p, end, extent);
    require(result.ec == std::errc{}, source, ": damaged shape (", text, ")");
    shape.push_back(extent);
    require(shape.size() <= kMostDimensions, source, ": more than ", kMostDimensions, " dimensions");
    p = result.ptr;
  }
  return shape;
}

}  // namespace

namespace {

// Everything before the numbers.
std::string prefix(const char* type, std::size_t values, std::span<const std::size_t> shape) {
  std::size_t count = 1;
  std::string extents;
  for (const std::size_t extent : shape) {
    count *= extent;
    extents += std::to_string(extent) + (shape.size() == 1 ? "," : ", ");
  }
  ensure(count == values, "an array's shape holds its values");
  if (shape.size() > 1) extents.resize(extents.size() - 2);
  std::string header =
      message("{'descr': '", type, "', 'fortran_order': False, 'shape': (", extents, "), }");
  header.append(64 - (kPrefix + header.size() + 1) % 64, ' ');  // the data start on a 64-byte border
  header += '\n';
  std::string bytes{kMagic};
  bytes += static_cast<char>(header.size() & 0xff);
  bytes += static_cast<char>(header.size() >> 8);
  return bytes += header;
}

}  // namespace

void write_npy(const std::filesystem::path& path, std::span<const float> values,
               std::span<const std::size_t> shape) {
  std::string bytes = prefix("<f4", values.size(), shape);
  append_floats(bytes, values);
  write_file(path, bytes);
}

void write_npy(const std::filesystem::path& path, std::span<const std::uint8_t> values,
               std::span<const std::size_t> shape) {
  std::string bytes = prefix("|u1", values.size(), shape);
  bytes.append(values.begin(), values.end());
  write_file(path, bytes);
}

namespace {

/// A file's header, understood, and the bytes behind it.
struct Parsed {
  std::vector<std::size_t> shape;
  std::string type;
  std::string data;
  std::size_t count = 1;  // numbers
  bool fortran_order = false;
};

Parsed parse(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const std::string source = path.string();
  const std::string_view view = bytes;
  require(view.size() >= kPrefix && view.substr(0, 8) == kMagic, source,
          ": not a .npy file of version 1.0");
  const std::size_t length = static_cast<unsigned char>(view[8]) |
                             static_cast<std::size_t>(static_cast<unsigned char>(view[9])) << 8;
  require(view.size() >= kPrefix + length, source, ": cut short inside its header");
  const std::string_view header = view.substr(kPrefix, length);
  Parsed parsed;
  parsed.type = field(header, "'descr': '", '\'', source);
  parsed.fortran_order = field(header, "'fortran_order': ", ',', source) == "True";
  parsed.shape = parse_shape(field(header, "'shape': (", ')', source), source);
  parsed.data = view.substr(kPrefix + length);
  for (const std::size_t extent : parsed.shape) {
    require(extent == 0 || parsed.count <= parsed.data.size() / extent, source, ": cut short");
    parsed.count *= extent;
  }
  return parsed;
}

void require_bytes(const Parsed& parsed, std::size_t size, const std::filesystem::path& path) {
  require(parsed.data.size() == size * parsed.count, path.string(), ": ", parsed.data.size(),
          " bytes of data, expected ", size * parsed.count);
}

std::uint64_t eight_bytes(std::string_view bytes, std::size_t i) {
  std::uint64_t bits = 0;
  for (std::size_t k = 8; k-- > 0;) bits = bits << 8 | static_cast<unsigned char>(bytes[8 * i + k]);
  return bits;
}

std::vector<double> doubles_of(std::string_view bytes) {
  std::vector<double> values(bytes.size() / 8);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::bit_cast<double>(eight_bytes(bytes, i));
  return values;
}

std::vector<double> doubles_of_whole(std::string_view bytes) {
  std::vector<double> values(bytes.size() / 8);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<double>(std::bit_cast<std::int64_t>(eight_bytes(bytes, i)));
  return values;
}

// Values whose first index runs fastest, in C order.
template <class T>
void reorder(std::vector<T>& values, const std::vector<std::size_t>& shape) {
  const std::vector<T> before = values;
  std::vector<std::size_t> index(shape.size(), 0);
  for (T& value : values) {
    std::size_t from = 0, stride = 1;
    for (std::size_t k = 0; k < shape.size(); ++k) {
      from += stride * index[k];
      stride *= shape[k];
    }
    value = before[from];
    for (std::size_t k = shape.size(); k-- > 0 && ++index[k] == shape[k];) index[k] = 0;
  }
}

}  // namespace

Array read_npy(const std::filesystem::path& path) {
  Parsed parsed = parse(path);
  require(!parsed.fortran_order, path.string(), ": Fortran order, expected C order");
  require(parsed.type == "<f4", path.string(), ": element type ", parsed.type,
          ", expected <f4 (float32)");
  require_bytes(parsed, 4, path);
  return {std::move(parsed.shape), floats_of(parsed.data)};
}

AnyArray read_any_npy(const std::filesystem::path& path) {
  Parsed parsed = parse(path);
  AnyArray array{std::move(parsed.shape), {}};
  if (parsed.type == "|u1" || parsed.type == "<u1") {
    require_bytes(parsed, 1, path);
    array.values = std::vector<std::uint8_t>(parsed.data.begin(), parsed.data.end());
  } else if (parsed.type == "<f4") {
    require_bytes(parsed, 4, path);
    array.values = floats_of(parsed.data);
  } else {
    require(parsed.type == "<f8" || parsed.type == "<i8", path.string(), ": element type ", parsed.type,
            ", expected |u1 (uint8), <f4 (float32), <f8 (float64) or <i8 (int64)");
    require_bytes(parsed, 8, path);
    array.values = parsed.type == "<f8" ? doubles_of(parsed.data) : doubles_of_whole(parsed.data);
  }
  if (parsed.fortran_order)
    std::visit([&](auto& values) { reorder(values, array.shape); }, array.values);
  return array;
}

}  // namespace verigan::record
