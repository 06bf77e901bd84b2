// SPDX-License-Identifier: MIT
#include "data/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::data {

namespace {

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
void inflate_member(z_stream& z, std::vector<std::uint8_t>& out, const std::string& name,
                    const std::string& kind) {
  int status = Z_OK;
  while (status == Z_OK) {
    std::array<std::uint8_t, std::size_t{1} << 16> chunk;  // not written before: members may be tiny and many
    require(out.size() < kLargestFile, name, " decompresses to more than ", kLargestFile,
            " bytes, expected ", kind, " of that size at most");
    z.next_out = chunk.data();
    z.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&z, Z_NO_FLUSH);
    out.insert(out.end(), chunk.data(), z.next_out);
    require(status != Z_BUF_ERROR && !(status == Z_OK && z.avail_in == 0 && z.avail_out > 0), name,
            ": gzip data end early after ", out.size(), " decompressed bytes, file cut short?");
  }
  require(status == Z_STREAM_END, name, ": corrupt gzip data (", z.msg ? z.msg : "no reason given",
          ") after ", out.size(), " decompressed bytes");
}

bool is_gzip(const std::uint8_t* bytes, std::size_t size) {
  return size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

std::vector<std::uint8_t> gunzip(std::vector<std::uint8_t> packed, const std::string& name,
                                 const std::string& kind) {
  Inflater inflater;
  ensure(inflater.ready, "zlib starts");
  z_stream& z = inflater.stream;
  require(packed.size() < kLargestFile, name, " has ", packed.size(), " bytes, expected fewer than ",
          kLargestFile);
  z.next_in = packed.data();
  z.avail_in = static_cast<uInt>(packed.size());
  std::vector<std::uint8_t> out;
  do {
    ensure(inflateReset(&z) == Z_OK, "zlib starts anew");
    inflate_member(z, out, name, kind);
    for (; z.avail_in > 0 && *z.next_in == 0; --z.avail_in) ++z.next_in;
  } while (is_gzip(z.next_in, z.avail_in));
  require(z.avail_in == 0, name, ": ", z.avail_in, " bytes behind the end of the gzip data, expected 0");
  return out;
}

// What a download that went wrong leaves in place of a data set, by its name.
void refuse_foreign(const std::vector<std::uint8_t>& bytes, const std::string& name,
                    const std::string& kind) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<std::size_t>(bytes.size(), 512));
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string_view begin = first == std::string_view::npos ? "" : text.substr(first);
  const auto refuse = [&](const char* what) {
    throw Error(message(name, " is ", what, ", expected ", kind, "; was its download refused?"));
  };
  std::string tag(begin.substr(0, 9));
  for (char& c : tag) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (tag.starts_with("<?xml")) refuse("an XML page");
  for (const char* const page : {"<!doctype", "<html", "<head", "<body"})
    if (tag.starts_with(page)) refuse("an HTML page");
  if (begin.starts_with("PK\x03\x04")) refuse("a zip archive (unpack it)");
  if (begin.starts_with("version https://git-lfs")) refuse("a pointer of Git LFS (git lfs pull)");
}

}  // namespace

std::vector<std::uint8_t> read_decompressed(const std::filesystem::path& path,
                                            const std::string& kind) {
  const std::string name = path.string(), file = record::read_file(path);
  std::vector<std::uint8_t> bytes(file.begin(), file.end());
  require(!bytes.empty(), name, " is empty, expected ", kind);
  if (is_gzip(bytes.data(), bytes.size())) bytes = gunzip(std::move(bytes), name, kind);
  refuse_foreign(bytes, name, kind);
  return bytes;
}

}  // namespace verigan::data
