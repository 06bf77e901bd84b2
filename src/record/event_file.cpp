// SPDX-License-Identifier: MIT
#include "record/event_file.hpp"

#include <array>
#include <bit>
#include <chrono>

#include "core/check.hpp"

namespace verigan::record {
namespace {

constexpr std::array<std::uint32_t, 256> kTable = [] {
  constexpr std::uint32_t kReversed = 0x82f63b78;  // Castagnoli's polynomial
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? kReversed : 0);
    table[i] = value;
  }
  return table;
}();

/// A checksum of data that hold checksums says little, so TFRecord turns it and adds a constant.
std::uint32_t masked(std::string_view bytes) {
  return std::rotr(crc32c(bytes), 15) + 0xa282ead8U;
}

template <class Number>
std::string little_endian(Number value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

// Protocol buffers (protobuf.dev/programming-guides/encoding): a field is its number and wire type, then
// its value.
std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}
std::string key(unsigned field, unsigned wire_type) { return varint(field << 3 | wire_type); }
std::string whole(unsigned field, std::int64_t value) {
  return key(field, 0) + varint(static_cast<std::uint64_t>(value));
}
std::string number(unsigned field, double value) {
  return key(field, 1) + little_endian(std::bit_cast<std::uint64_t>(value));
}
std::string number(unsigned field, float value) {
  return key(field, 5) + little_endian(std::bit_cast<std::uint32_t>(value));
}
std::string bytes(unsigned field, std::string_view value) {
  return key(field, 2) + varint(value.size()) + std::string(value);
}

std::string wall_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return number(1, std::chrono::duration<double>(now).count());
}

std::string framed(const std::string& event) {
  const std::string length = little_endian(std::uint64_t{event.size()});
  return length + little_endian(masked(length)) + event + little_endian(masked(event));
}

std::uint32_t big_endian(std::string_view four) {
  std::uint32_t value = 0;
  for (const char c : four) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) crc = crc >> 8 ^ kTable[(crc ^ static_cast<unsigned char>(c)) & 0xff];
  return ~crc;
}

EventFile::EventFile(const std::filesystem::path& path) : file_(path) {
  file_.append(framed(wall_time() + bytes(3, "brain.Event:2")));
}

void EventFile::event(std::int64_t step, const std::string& value) {
  pending_ += framed(wall_time() + whole(2, step) + bytes(5, bytes(1, value)));
}

void EventFile::flush() {
  file_.append(pending_);
  pending_.clear();
}

void EventFile::scalar(std::string_view tag, std::int64_t step, float value) {
  event(step, bytes(1, tag) + number(2, value));
}

// Width and height stand in the first chunk, IHDR, behind 8 bytes of signature and its length and name; then
// bit depth and the kind of colour.
void EventFile::picture(std::string_view tag, std::int64_t step, std::string_view png) {
  require(png.size() > 33 && png.substr(12, 4) == "IHDR", tag, ": no PNG file");
  const unsigned char colour = static_cast<unsigned char>(png[25]);
  require(colour == 0 || colour == 2, tag, ": a PNG of colour type ", int{colour}, ", expected grey or RGB");
  event(step, bytes(1, tag) + bytes(4, whole(1, big_endian(png.substr(20, 4))) +
                                           whole(2, big_endian(png.substr(16, 4))) +
                                           whole(3, colour == 0 ? 1 : 3) + bytes(4, png)));
}

}  // namespace verigan::record
