// SPDX-License-Identifier: MIT
#include "data/idx.hpp"

#include <cstring>
#include <iomanip>
#include <span>
#include <sstream>

#include "core/check.hpp"
#include "data/gzip.hpp"
#include "record/hash.hpp"

namespace verigan::data {

namespace {

std::string hexadecimal(const std::vector<std::uint8_t>& bytes, std::size_t count) {
  std::ostringstream out;
  out << "0x" << std::hex << std::setfill('0');
  for (std::size_t i = 0; i < count; ++i) out << std::setw(2) << static_cast<unsigned>(bytes[i]);
  return out.str();
}

std::size_t big_endian(const std::uint8_t* p) {
  return (std::size_t{p[0]} << 24) | (std::size_t{p[1]} << 16) | (std::size_t{p[2]} << 8) | p[3];
}

// The shape a header announces, after checking it against the number of bytes there are.
std::vector<std::size_t> read_header(const std::vector<std::uint8_t>& bytes, std::size_t rank,
                                     const std::string& name) {
  const std::size_t header = 4 + 4 * rank;
  require(bytes.size() >= 4, name, " holds ", bytes.size(), " bytes, expected an IDX header of ",
          header);
  const std::vector<std::uint8_t> magic{0, 0, 8, static_cast<std::uint8_t>(rank)};
  require(std::memcmp(bytes.data(), magic.data(), 4) == 0, name, " begins with ",
          hexadecimal(bytes, 4), ", expected the magic number ", hexadecimal(magic, 4),
          " (unsigned bytes of rank ", rank, ")");
  require(bytes.size() >= header, name, " holds ", bytes.size(), " bytes, expected an IDX header of ",
          header);
  std::vector<std::size_t> shape;
  std::ostringstream dimensions;
  std::size_t product = 1;
  for (std::size_t d = 0; d < rank; ++d) {
    shape.push_back(big_endian(bytes.data() + 4 + 4 * d));
    dimensions << (d ? " x " : "") << shape.back();
    require(shape.back() == 0 || product <= kLargestFile / shape.back(), name, " announces ",
            dimensions.str(), " bytes, expected fewer than ", kLargestFile);
    product *= shape.back();
  }
  require(product > 0, name, " announces ", dimensions.str(), " elements, expected at least one");
  require(bytes.size() == header + product, name, " holds ", bytes.size() - header,
          " bytes behind its header, expected ", dimensions.str(), " = ", product);
  return shape;
}

}  // namespace

Idx read_idx(const std::filesystem::path& path, std::size_t rank) {
  const std::string name = path.string();
  std::vector<std::uint8_t> bytes = read_decompressed(path, "an IDX file");
  Idx idx;
  idx.shape = read_header(bytes, rank, name);
  record::Sha256 hash;
  hash.update(std::as_bytes(std::span(bytes)));
  idx.sha256 = hash.finish();
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(4 + 4 * rank));
  idx.values = std::move(bytes);
  return idx;
}

}  // namespace verigan::data
