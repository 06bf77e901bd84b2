// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include "simd/convolution_plan.hpp"

// The kernel's gradient is a product of image patches with features over all their pixels. The chain
// runs over (sample, p, q), so the pixels are taken in that order in chunks that fit into the nearest
// cache: for each chunk the features are packed into panels, and then every tile of the kernel takes
// its pixels of the chunk. The sums wait between chunks in `sums`, laid out in panels as well.
namespace verigan::simd {
namespace {

enum Buffer : std::size_t { packed_features = 16, packed_patch, sums };

/// Pixels of a chunk: a panel of 192 rows takes 24 KB.
constexpr std::size_t kPixels = 192;
/// Floats copied at a time when a patch is packed; at least the rows of any tile.
constexpr std::size_t kCopy = 16;

class Gradient {
 public:
  Gradient(const ConvolutionTile& kernels, const ConvolutionShape& shape,
           MatrixView<const float> image, MatrixView<const float> features)
      : kernels_(kernels), shape_(shape), image_(image), features_(features),
        P_(shape.feature_rows()), Q_(shape.feature_cols()),
        panels_(parts(shape.features, kernels.panel)),
        chunk_rows_(std::max<std::size_t>(1, kPixels / Q_)) {
    packed_ = workspace(packed_features, panels_ * chunk_rows_ * Q_ * kernels.panel);
    sums_ = workspace(sums, panels_ * shape.taps() * kernels.panel);
    std::fill_n(sums_, panels_ * shape.taps() * kernels.panel, 0.0f);
  }

  void run() {
    const std::size_t rows = image_.rows * P_;
    const double steps = static_cast<double>(chunk_rows_ * Q_ * shape_.taps() * shape_.features);
    for (std::size_t first = 0; first < rows; first += chunk_rows_) {
      chunk_ = {first, std::min(rows, first + chunk_rows_)};
      share(panels_, steps, [&](std::size_t panel) { pack(panel); });
      // Channels of the image as rows of a tile where there are enough of them, else kernel rows.
      if (shape_.channels >= shape_.kernel_rows)
        share(shape_.kernel_rows * shape_.kernel_cols, steps, [&](std::size_t i) { tap(i); });
      else
        share(panels_, steps, [&](std::size_t panel) { kernel_rows(panel); });
    }
  }

  void write(MatrixView<float> gradient) const {
    const std::size_t width = kernels_.panel;
    for (std::size_t panel = 0; panel < panels_; ++panel) {
      const std::size_t from = panel * width, cols = std::min(width, shape_.features - from);
      for (std::size_t k = 0; k < gradient.rows; ++k)
        std::copy_n(sums_ + (panel * gradient.rows + k) * width, cols, &gradient(k, from));
    }
  }

 private:
  void pack(std::size_t panel) const {
    const std::size_t width = kernels_.panel, from = panel * width;
    const std::size_t cols = std::min(width, shape_.features - from);
    float* to = packed_ + panel * chunk_rows_ * Q_ * width;
    for (std::size_t row = chunk_.begin; row < chunk_.end; ++row) {
      const float* pixel = &features_(row / P_, row % P_ * Q_ * shape_.features) + from;
      for (std::size_t q = 0; q < Q_; ++q, pixel += shape_.features, to += width) {
        std::copy_n(pixel, cols, to);
        std::fill(to + cols, to + width, 0.0f);
      }
    }
  }

  /// The run of feature row `row` (counted through all samples) under tap (r, s).
  Run run_of(std::size_t row, std::size_t r, Range q, std::size_t s) const {
    const std::size_t h = row % P_ * shape_.stride + r - shape_.rows.before;
    const std::size_t w = q.begin * shape_.stride + s - shape_.cols.before;
    return {row / P_ * image_.ld + (h * shape_.width + w) * shape_.channels,
            ((row - chunk_.begin) * Q_ + q.begin) * kernels_.panel, q.size()};
  }

  Tile tile_of(std::size_t panel, std::size_t k, const std::vector<Run>& runs) const {
    Tile tile;
    tile.runs = runs.data();
    tile.run_count = runs.size();
    tile.a = image_.data;
    tile.a_step = shape_.stride * shape_.channels;
    tile.b = packed_ + panel * chunk_rows_ * Q_ * kernels_.panel;
    tile.c = sums_ + (panel * shape_.taps() + k) * kernels_.panel;
    return tile;
  }

  Range columns(std::size_t s) const {
    return features_inside(s, Q_, shape_.stride, shape_.cols.before, shape_.width);
  }

  /// One tap, tiles of channels. Its patch of the image is packed first, one block of channels after
  /// the other: where it is, its pixels lie so far apart that they evict each other from the cache.
  void tap(std::size_t number) const {
    const std::size_t C = shape_.channels, height = parts(C, parts(C, kernels_.rows));
    const std::vector<Run> runs = pack_patch(number, height);
    if (runs.empty()) return;
    const std::size_t region = region_of(height);
    for (std::size_t panel = 0; panel < panels_; ++panel) {
      Tile tile = tile_of(panel, number * C, runs);
      tile.a = workspace(packed_patch, 0);
      tile.a_row = 1;
      tile.a_step = height;
      tile.c_row = kernels_.panel;
      for (std::size_t from = 0; from < C; from += height) {
        kernels_.tile(std::min(height, C - from), tile);
        tile.a += region;
        tile.c += height * kernels_.panel;
      }
    }
  }

  /// Floats between the packed blocks.
  std::size_t region_of(std::size_t height) const { return chunk_rows_ * Q_ * height + kCopy; }

  /// Packs the pixels of the chunk that a tap meets, (block of `height` channels, pixel, channel), and
  /// returns where they and the features they meet are.
  std::vector<Run> pack_patch(std::size_t number, std::size_t height) const {
    const std::size_t C = shape_.channels, r = number / shape_.kernel_cols;
    const std::size_t s = number % shape_.kernel_cols, region = region_of(height);
    const Range p = features_inside(r, P_, shape_.stride, shape_.rows.before, shape_.height);
    const Range q = columns(s);
    float* packed = workspace(packed_patch, parts(C, height) * region);
    std::vector<Run> runs;
    std::size_t pixels = 0;
    for (std::size_t row = chunk_.begin; row < chunk_.end && q.size() > 0; ++row) {
      if (row % P_ < p.begin || row % P_ >= p.end) continue;
      Run run = run_of(row, r, q, s);
      pack_run(image_.data + run.a, &image_(row / P_, 0) + image_.cols, q.size(), height,
               packed + pixels * height);
      run.a = pixels * height;
      pixels += q.size();
      if (!runs.empty() && runs.back().b + runs.back().length * kernels_.panel == run.b)
        runs.back().length += run.length;
      else
        runs.push_back(run);
    }
    return runs;
  }

  /// Packs `count` pixels of one feature row. More than a block's channels are copied where that does
  /// not reach `end`: what is too much is overwritten by the next pixel.
  void pack_run(const float* from, const float* end, std::size_t count, std::size_t height,
                float* to) const {
    const std::size_t C = shape_.channels, step = shape_.stride * C;
    for (std::size_t pixel = 0; pixel < count; ++pixel, from += step, to += height) {
      float* target = to;
      for (std::size_t c = 0; c < C; c += height, target += region_of(height)) {
        if (from + c + kCopy <= end)
          std::memcpy(target, from + c, kCopy * sizeof(float));
        else
          std::copy_n(from + c, std::min(height, C - c), target);
      }
    }
  }

  /// Tiles of kernel rows, for images of few channels. Which of them lie on the image changes with
  /// the feature row: one tile for each stretch of rows where it does not.
  void kernel_rows(std::size_t panel) const {
    std::vector<Run> runs;
    for (std::size_t from = 0; from < shape_.kernel_rows; from += kernels_.rows) {
      const std::size_t count = std::min(kernels_.rows, shape_.kernel_rows - from);
      for (std::size_t s = 0; s < shape_.kernel_cols; ++s) {
        const Range q = columns(s);
        for (std::size_t row = chunk_.begin; row < chunk_.end && q.size() > 0;) {
          const Range r = rows_inside(row, from, count);
          runs.clear();
          for (; row < chunk_.end && same(r, rows_inside(row, from, count)); ++row)
            if (r.size() > 0) runs.push_back(run_of(row, r.begin, q, s));
          if (!runs.empty()) tile_rows(panel, r, s, runs);
        }
      }
    }
  }

  void tile_rows(std::size_t panel, Range r, std::size_t s, const std::vector<Run>& runs) const {
    const std::size_t C = shape_.channels, S = shape_.kernel_cols;
    for (std::size_t c = 0; c < C; ++c) {
      Tile tile = tile_of(panel, (r.begin * S + s) * C + c, runs);
      tile.a += c;
      tile.a_row = shape_.width * C;
      tile.c_row = S * C * kernels_.panel;
      kernels_.tile(r.size(), tile);
    }
  }

  /// Which of the kernel rows from … from + count − 1 lie on the image at feature row `row`.
  Range rows_inside(std::size_t row, std::size_t from, std::size_t count) const {
    const Range r = taps_inside(row % P_, shape_.kernel_rows, shape_.stride, shape_.rows.before,
                                shape_.height);
    const std::size_t begin = std::clamp(r.begin, from, from + count);
    return {begin, std::clamp(r.end, begin, from + count)};
  }
  static bool same(Range a, Range b) { return a.begin == b.begin && a.end == b.end; }

  const ConvolutionTile& kernels_;
  const ConvolutionShape& shape_;
  MatrixView<const float> image_, features_;
  std::size_t P_, Q_, panels_, chunk_rows_;
  Range chunk_;
  float *packed_, *sums_;
};

}  // namespace

void kernel_gradient_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                           MatrixView<const float> image, MatrixView<const float> features,
                           MatrixView<float> gradient) {
  Gradient work(kernels, shape, image, features);
  work.run();
  work.write(gradient);
}

}  // namespace verigan::simd
