// SPDX-License-Identifier: MIT
// Binary files: arrays, checkpoints, pictures, data sets and what they are packed in.
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>

#include "data/cifar.hpp"
#include "data/gzip.hpp"
#include "data/idx.hpp"
#include "data/tar.hpp"
#include "fuzz/fuzz.hpp"
#include "record/npy.hpp"
#include "record/png.hpp"
#include "record/safetensors.hpp"

namespace verigan::fuzz {
namespace {

// One NaN is as good as another: the canonical one is written.
bool same(const std::vector<float>& a, const std::vector<float>& b) {
  const auto equal = [](float x, float y) {
    return std::isnan(x) ? std::isnan(y) : std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

std::string text_of(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

std::string packed(std::span<const std::uint8_t> bytes) {
  z_stream z{};
  demand(::deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib works");
  std::string out(::deflateBound(&z, bytes.size()) + 64, '\0');
  z.next_in = const_cast<std::uint8_t*>(bytes.data());
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  demand(::deflate(&z, Z_FINISH) == Z_STREAM_END, "zlib packs");
  out.resize(out.size() - z.avail_out);
  ::deflateEnd(&z);
  return out;
}

}  // namespace

void npy(std::string_view bytes) {
  const record::AnyArray array = record::read_any_npy(as_file(bytes));
  const std::filesystem::path again = own_folder() / "again.npy";
  if (const auto* values = std::get_if<std::vector<float>>(&array.values)) {
    record::write_npy(again, *values, array.shape);
    const record::Array back = record::read_npy(again);
    demand(back.shape == array.shape && same(back.values, *values), "an array is written as it was read");
  } else if (const auto* whole = std::get_if<std::vector<std::uint8_t>>(&array.values)) {
    record::write_npy(again, *whole, array.shape);
    const record::AnyArray back = record::read_any_npy(again);
    demand(back.shape == array.shape && back.values == array.values, "bytes are written as they were read");
  }
}

void safetensors(std::string_view bytes) {
  const record::Tensors tensors = record::read_safetensors(as_file(bytes));
  const std::filesystem::path again = own_folder() / "again.safetensors";
  record::write_safetensors(again, tensors);
  const record::Tensors back = record::read_safetensors(again);
  demand(back.metadata == tensors.metadata && back.arrays.size() == tensors.arrays.size(),
         "tensors are written as they were read");
  for (const auto& [name, array] : tensors.arrays) {
    const auto found = back.arrays.find(name);
    demand(found != back.arrays.end() && found->second.shape == array.shape &&
               same(found->second.values, array.values),
           "a tensor is written as it was read");
  }
}

void png(std::string_view bytes) {
  const record::Picture picture = record::read_png(as_file(bytes));
  const std::filesystem::path again = own_folder() / "again.png";
  record::write_png(again, picture);
  const record::Picture back = record::read_png(again);
  demand(back.width == picture.width && back.height == picture.height &&
             back.channels == picture.channels && back.pixels == picture.pixels,
         "a picture is written as it was read");
}

void idx(std::string_view bytes) {
  for (const std::size_t rank : {std::size_t{1}, std::size_t{3}}) {
    if (rank == 1 && bytes.size() > 3 && bytes[3] == 3) continue;
    if (rank == 3 && bytes.size() > 3 && bytes[3] == 1) continue;
    const data::Idx found = data::read_idx(as_file(bytes), rank);
    std::string again{'\0', '\0', '\x08', static_cast<char>(rank)};
    for (const std::size_t extent : found.shape)
      for (int shift = 24; shift >= 0; shift -= 8) again += static_cast<char>(extent >> shift & 0xff);
    again.append(found.values.begin(), found.values.end());
    const data::Idx back = data::read_idx(as_file(again), rank);
    demand(back.shape == found.shape && back.values == found.values && back.sha256 == found.sha256,
           "an IDX file written as it was read is the same");
    return;
  }
}

void gzip(std::string_view bytes) {
  const std::vector<std::uint8_t> found = data::read_decompressed(as_file(bytes), "a file");
  if (found.empty()) return;
  demand(data::read_decompressed(as_file(packed(found)), "a file") == found,
         "what is packed again unpacks to the same");
}

void cifar(std::string_view bytes) {
  const data::ImageSet images = data::read_cifar10(as_file(bytes));
  demand(images.pixels.size() == images.count() * images.dimension(), "every image has its pixels");
  std::string again;
  const std::size_t plane = images.shape.height * images.shape.width;
  for (std::size_t i = 0; i < images.count(); ++i) {
    again += static_cast<char>(images.labels[i]);
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t k = 0; k < plane; ++k) again += static_cast<char>(images.image(i)[3 * k + c]);
  }
  const data::ImageSet back = data::read_cifar10(as_file(again));
  demand(back.pixels == images.pixels && back.labels == images.labels, "images are written as they were read");
}

void tar(std::string_view bytes) {
  const std::vector<std::uint8_t> archive(bytes.begin(), bytes.end());
  const auto files = data::tar_files(archive, "archive.tar");
  std::string again;
  for (const auto& [name, content] : files) {
    demand(name.find('/') == std::string::npos, "files are called by their names without folders");
    demand(content.empty() || (content.data() >= archive.data() &&
                               content.data() + content.size() <= archive.data() + archive.size()),
           "a file lies inside the archive");
    char header[512] = {};
    if (name.size() > 100 || name.empty()) return;
    std::memcpy(header, name.data(), name.size());
    std::snprintf(header + 100, 8, "%07o", 0644U);
    std::snprintf(header + 124, 12, "%011zo", content.size());
    header[156] = '0';
    std::memcpy(header + 257, "ustar\0" "00", 8);
    unsigned sum = 8 * ' ';
    for (std::size_t i = 0; i < sizeof header; ++i)
      if (i < 148 || i >= 156) sum += static_cast<unsigned char>(header[i]);
    std::snprintf(header + 148, 8, "%06o", sum);
    header[155] = ' ';
    again.append(header, sizeof header);
    again += text_of(content);
    again.append((512 - again.size() % 512) % 512, '\0');
  }
  again.append(1024, '\0');
  const std::vector<std::uint8_t> written(again.begin(), again.end());
  const auto back = data::tar_files(written, "again.tar");
  demand(back.size() == files.size(), "an archive written as it was read has the same files");
  for (const auto& [name, content] : files) {
    const auto found = back.find(name);
    demand(found != back.end() && text_of(found->second) == text_of(content),
           "a file of an archive is written as it was read");
  }
}

}  // namespace verigan::fuzz
