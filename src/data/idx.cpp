// SPDX-License-Identifier: MIT
#include "data/idx.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <iomanip>
#include <span>
#include <sstream>
#include <string_view>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"

namespace verigan::data {

namespace {

constexpr std::size_t kLargest = std::size_t{1} << 31;  // bytes, decompressed: 40 times MNIST

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  const std::string bytes = record::read_file(path);
  return {bytes.begin(), bytes.end()};
}

struct Inflater {
  z_stream stream{};
  // 15 window bits, + 16: a gzip header and its checksum, nothing else.
  bool ready = inflateInit2(&stream, 15 + 16) == Z_OK;
  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
};

// Appends what one member of a gzip file holds.
void inflate_member(z_stream& z, std::vector<std::uint8_t>& out, const std::string& name) {
  int status = Z_OK;
  while (status == Z_OK) {
    constexpr std::size_t kChunk = std::size_t{1} << 20;
    const std::size_t before = out.size();
    require(before < kLargest, name, " decompresses to more than ", kLargest,
            " bytes, expected an IDX file of that size at most");
    out.resize(before + kChunk);
    z.next_out = out.data() + before;
    z.avail_out = static_cast<uInt>(kChunk);
    status = inflate(&z, Z_NO_FLUSH);
    out.resize(before + kChunk - std::min<std::size_t>(z.avail_out, kChunk));
    require(status != Z_BUF_ERROR && !(status == Z_OK && z.avail_in == 0 && z.avail_out > 0), name,
            ": gzip data end early after ", out.size(), " decompressed bytes, file cut short?");
  }
  require(status == Z_STREAM_END, name, ": corrupt gzip data (", z.msg ? z.msg : "no reason given",
          ") after ", out.size(), " decompressed bytes");
}

bool is_gzip(const std::uint8_t* bytes, std::size_t size) {
  return size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

// All members, one after the other (RFC 1952), and zeros behind them.
std::vector<std::uint8_t> gunzip(std::vector<std::uint8_t> packed, const std::string& name) {
  Inflater inflater;
  ensure(inflater.ready, "zlib starts");
  z_stream& z = inflater.stream;
  require(packed.size() < kLargest, name, " has ", packed.size(), " bytes, expected fewer than ",
          kLargest);
  z.next_in = packed.data();
  z.avail_in = static_cast<uInt>(packed.size());
  std::vector<std::uint8_t> out;
  do {
    ensure(inflateReset(&z) == Z_OK, "zlib starts anew");
    inflate_member(z, out, name);
    for (; z.avail_in > 0 && *z.next_in == 0; --z.avail_in) ++z.next_in;
  } while (is_gzip(z.next_in, z.avail_in));
  require(z.avail_in == 0, name, ": ", z.avail_in, " bytes behind the end of the gzip data, expected 0");
  return out;
}

// What a download that went wrong leaves in place of a data set, by its name.
void refuse_foreign(const std::vector<std::uint8_t>& bytes, const std::string& name) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<std::size_t>(bytes.size(), 512));
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string_view begin = first == std::string_view::npos ? "" : text.substr(first);
  const auto refuse = [&](const char* what) {
    throw Error(message(name, " is ", what, ", expected an IDX file; was its download refused?"));
  };
  if (begin.starts_with("<?xml")) refuse("an XML page");
  if (begin.starts_with("<")) refuse("an HTML page");
  if (begin.starts_with("PK\x03\x04")) refuse("a zip archive (unpack it)");
  if (begin.starts_with("version https://git-lfs")) refuse("a pointer of Git LFS (git lfs pull)");
}

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
    require(shape.back() == 0 || product <= kLargest / shape.back(), name, " announces ",
            dimensions.str(), " bytes, expected fewer than ", kLargest);
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
  std::vector<std::uint8_t> bytes = read_bytes(path);
  require(!bytes.empty(), name, " is empty, expected an IDX file");
  if (is_gzip(bytes.data(), bytes.size())) bytes = gunzip(std::move(bytes), name);
  refuse_foreign(bytes, name);
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
