// SPDX-License-Identifier: MIT
#include "data/tar.hpp"

#include <algorithm>
#include <string_view>

#include "core/check.hpp"

namespace verigan::data {

namespace {

constexpr std::size_t kBlock = 512;
// Fields of a header: first byte and length.
constexpr std::size_t kName = 0, kNameLength = 100, kSize = 124, kSizeLength = 12, kSum = 148,
                      kSumLength = 8, kType = 156;

std::string_view field(std::span<const std::uint8_t> header, std::size_t first, std::size_t length) {
  const std::string_view text(reinterpret_cast<const char*>(header.data()) + first, length);
  return text.substr(0, text.find('\0'));
}

/// An octal number, perhaps between spaces. Throws where there is none.
std::size_t octal(std::string_view text, const std::string& where) {
  const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  const std::string_view digits =
      first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
  require(!digits.empty() && digits.find_first_not_of("01234567") == std::string_view::npos, where, ": '",
          text, "', expected an octal number; is the archive damaged?");
  std::size_t value = 0;
  for (const char digit : digits) value = 8 * value + static_cast<std::size_t>(digit - '0');
  return value;
}

/// The sum of a header's bytes, those of the sum itself counted as spaces.
std::size_t sum_of(std::span<const std::uint8_t> header) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    sum += i >= kSum && i < kSum + kSumLength ? std::size_t{' '} : header[i];
  return sum;
}

}  // namespace

std::map<std::string, std::span<const std::uint8_t>> tar_files(const std::vector<std::uint8_t>& archive,
                                                               const std::string& name) {
  std::map<std::string, std::span<const std::uint8_t>> files;
  for (std::size_t at = 0; at < archive.size();) {
    const std::string where = message(name, ": archive header at byte ", at);
    require(at + kBlock <= archive.size(), where, " is cut short, expected ", kBlock, " bytes");
    const std::span<const std::uint8_t> header(archive.data() + at, kBlock);
    if (std::ranges::all_of(header, [](std::uint8_t byte) { return byte == 0; })) break;  // its end
    const std::size_t sum = octal(field(header, kSum, kSumLength), where);
    require(sum == sum_of(header), where, " has the checksum ", sum, ", expected ", sum_of(header),
            "; is the archive damaged?");
    const std::size_t size = octal(field(header, kSize, kSizeLength), where);
    const std::string path(field(header, kName, kNameLength));
    at += kBlock;
    require(size <= archive.size() - at, name, " ends inside ", path, ", of which ", archive.size() - at,
            " bytes are there, expected ", size);
    if (header[kType] == '0' || header[kType] == 0)
      files[path.substr(path.rfind('/') + 1)] = std::span(archive).subspan(at, size);
    at += (size + kBlock - 1) / kBlock * kBlock;
  }
  return files;
}

}  // namespace verigan::data
