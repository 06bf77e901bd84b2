// SPDX-License-Identifier: MIT
#include "record/npy.hpp"

#include <charconv>
#include <string>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/floats.hpp"

namespace verigan::record {
namespace {

constexpr std::string_view kMagic{"\x93NUMPY\x01\x00", 8};
constexpr std::size_t kPrefix = 10;  // magic, version and the two bytes of the header's length

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
    p = result.ptr;
  }
  return shape;
}

}  // namespace

void write_npy(const std::filesystem::path& path, std::span<const float> values,
               std::span<const std::size_t> shape) {
  std::size_t count = 1;
  std::string extents;
  for (const std::size_t extent : shape) {
    count *= extent;
    extents += std::to_string(extent) + (shape.size() == 1 ? "," : ", ");
  }
  ensure(count == values.size(), "an array's shape holds its values");
  if (shape.size() > 1) extents.resize(extents.size() - 2);
  std::string header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (" + extents + "), }";
  header.append(64 - (kPrefix + header.size() + 1) % 64, ' ');  // the data start on a 64-byte border
  header += '\n';
  std::string bytes{kMagic};
  bytes += static_cast<char>(header.size() & 0xff);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  append_floats(bytes, values);
  write_file(path, bytes);
}

Array read_npy(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const std::string source = path.string();
  const std::string_view view = bytes;
  require(view.size() >= kPrefix && view.substr(0, 8) == kMagic, source,
          ": not a .npy file of version 1.0");
  const std::size_t length = static_cast<unsigned char>(view[8]) |
                             static_cast<std::size_t>(static_cast<unsigned char>(view[9])) << 8;
  require(view.size() >= kPrefix + length, source, ": cut short inside its header");
  const std::string_view header = view.substr(kPrefix, length);
  const std::string_view type = field(header, "'descr': '", '\'', source);
  require(type == "<f4", source, ": element type ", type, ", expected <f4 (float32)");
  require(field(header, "'fortran_order': ", ',', source) == "False", source,
          ": Fortran order, expected C order");
  Array array;
  array.shape = parse_shape(field(header, "'shape': (", ')', source), source);
  const std::string_view data = view.substr(kPrefix + length);
  std::size_t count = 1;
  for (const std::size_t extent : array.shape) {
    require(extent == 0 || count <= data.size() / extent, source, ": cut short");
    count *= extent;
  }
  require(data.size() == 4 * count, source, ": ", data.size(), " bytes of data, expected ", 4 * count);
  array.values = floats_of(data);
  return array;
}

}  // namespace verigan::record
