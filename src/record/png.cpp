// SPDX-License-Identifier: MIT
#include "record/png.hpp"

#include <png.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::record {
namespace {

// libpng's simplified interface: one struct, freed on every path.
struct PngImage : png_image {
  PngImage() : png_image{} { version = PNG_IMAGE_VERSION; }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  ~PngImage() { png_image_free(this); }
};

std::uint8_t byte_of(float value) {
  if (!(value > 0.0F)) return 0;
  return value >= 1.0F ? 255 : static_cast<std::uint8_t>(value * 255.0F + 0.5F);
}

}  // namespace

void write_png(const std::filesystem::path& path, const Picture& picture) {
  ensure(picture.channels == 1 || picture.channels == 3, "a picture is grey or RGB");
  ensure(picture.pixels.size() == picture.width * picture.height * picture.channels,
         "a picture's pixels fill it");
  PngImage image;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = picture.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string bytes(size, '\0');
  const int done = png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.pixels.data(), 0,
                                             nullptr);
  require(done != 0, "cannot write ", path.string(), ": ", image.message);
  bytes.resize(size);
  write_file(path, bytes);
}

Picture read_png(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  PngImage image;
  require(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0, path.string(),
          ": not a PNG: ", image.message);
  Picture picture;
  picture.channels = (image.format & PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1;
  image.format = picture.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  picture.width = image.width;
  picture.height = image.height;
  // No memory for what a short file cannot hold: deflate packs 1032 bytes into one, and a bit of a palette
  // becomes 24 of colour.
  const std::size_t size = picture.width * picture.height * picture.channels;
  require(size / (1032 * 24) <= bytes.size(), path.string(), ": not a PNG: ", picture.width, " x ",
          picture.height, " pixels in ", bytes.size(), " bytes");
  picture.pixels.resize(size);
  const png_color black{0, 0, 0};
  require(png_image_finish_read(&image, &black, picture.pixels.data(), 0, nullptr) != 0,
          path.string(), ": not a PNG: ", image.message);
  return picture;
}

Picture image_grid(MatrixView<const float> images, const Shape& shape, std::size_t rows,
                   std::size_t columns, std::size_t margin, std::uint8_t background) {
  ensure(images.rows >= rows * columns, "as many images as the grid has places");
  ensure(images.cols == shape.size(), "images fit their shape");
  Picture grid;
  grid.width = columns * (shape.width + margin) + margin;
  grid.height = rows * (shape.height + margin) + margin;
  grid.channels = shape.channels;
  grid.pixels.assign(grid.width * grid.height * grid.channels, background);
  for (std::size_t n = 0; n < rows * columns; ++n) {
    const std::size_t top = margin + n / columns * (shape.height + margin);
    const std::size_t left = margin + n % columns * (shape.width + margin);
    const auto image = images.row(n);
    const std::size_t line = shape.width * shape.channels;
    for (std::size_t y = 0; y < shape.height; ++y) {
      std::uint8_t* const to = &grid.pixels[((top + y) * grid.width + left) * grid.channels];
      for (std::size_t k = 0; k < line; ++k) to[k] = byte_of(image[y * line + k]);
    }
  }
  return grid;
}

}  // namespace verigan::record
