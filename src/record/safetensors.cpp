// SPDX-License-Identifier: MIT
#include "record/safetensors.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/floats.hpp"
#include "record/json.hpp"

namespace verigan::record {
namespace {

using nlohmann::json;

constexpr const char* kMetadata = "__metadata__";

// Where a tensor's bytes lie, counted from the end of the header.
struct Place {
  std::size_t begin, end;
  std::string name;
};

std::size_t header_length(std::string_view bytes, const std::string& source) {
  require(bytes.size() >= 8, source, ": not a safetensors file: shorter than 8 bytes");
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    length |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  require(length <= bytes.size() - 8, source, ": not a safetensors file or cut short: header of ",
          length, " bytes in a file of ", bytes.size());
  return static_cast<std::size_t>(length);
}

// One entry of the header: checks it and notes its place and shape.
Place read_entry(const std::string& name, const json& entry, std::size_t data_size, Array& array,
                 const std::string& source) {
  require(entry.at("dtype") == "F32", source, ": tensor '", name, "' is of type ",
          entry.at("dtype").dump(), ", expected F32");
  for (const json& extent : entry.at("shape")) array.shape.push_back(size_of(extent, source));
  std::vector<std::size_t> offsets;
  for (const json& offset : entry.at("data_offsets")) offsets.push_back(size_of(offset, source));
  require(offsets.size() == 2 && offsets[0] <= offsets[1] && offsets[1] <= data_size, source,
          ": tensor '", name, "' lies outside the file");
  const std::size_t bytes = offsets[1] - offsets[0];
  std::size_t count = 1;
  for (const std::size_t extent : array.shape) {
    require(extent == 0 || count <= data_size / extent, source, ": tensor '", name, "': shape too large");
    count *= extent;
  }
  require(bytes == 4 * count, source, ": tensor '", name, "' has ", bytes, " bytes, its shape needs ",
          4 * count);
  return {offsets[0], offsets[1], name};
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, const Tensors& tensors) {
  json header = json::object();
  if (!tensors.metadata.empty()) header[kMetadata] = tensors.metadata;
  std::size_t offset = 0;
  for (const auto& [name, array] : tensors.arrays) {
    ensure(name != kMetadata, "a tensor is not called __metadata__");
    const std::size_t end = offset + 4 * array.values.size();
    header[name] = {{"dtype", "F32"}, {"shape", array.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');  // tensors start on 8-byte borders
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(text.size()) >> shift & 0xff);
  }
  bytes += text;
  for (const auto& [name, array] : tensors.arrays) append_floats(bytes, array.values);
  write_file(path, bytes);
}

Tensors read_safetensors(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const std::string source = path.string();
  const std::size_t length = header_length(bytes, source);
  const std::string_view data = std::string_view(bytes).substr(8 + length);
  Tensors tensors;
  std::vector<Place> places;
  try {
    const json header = json::parse(bytes.begin() + 8, bytes.begin() + 8 + static_cast<long>(length));
    for (const auto& [name, entry] : header.items()) {
      if (name == kMetadata) {
        tensors.metadata = entry.get<std::map<std::string, std::string>>();
      } else {
        places.push_back(read_entry(name, entry, data.size(), tensors.arrays[name], source));
      }
    }
  } catch (const json::exception& error) {
    throw Error(message(source, ": damaged safetensors header: ", error.what()));
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::size_t expected = 0;
  for (const Place& place : places) {
    require(place.begin == expected, source, ": tensor '", place.name, "' starts at byte ",
            place.begin, ", expected ", expected);
    expected = place.end;
    tensors.arrays[place.name].values = floats_of(data.substr(place.begin, place.end - place.begin));
  }
  require(expected == data.size(), source, ": ", data.size(), " bytes of tensors, expected ", expected);
  return tensors;
}

}  // namespace verigan::record
