// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include "simd/convolution_plan.hpp"

// The kernel's gradient multiplies image patches with features over all their pixels; the chains run
// over (sample, p, q). The pixels are taken in that order in chunks that fit into a near cache, and
// the sums wait between the chunks in `sums`, in panels.
//
// Images of many channels lie over the lanes, and features are the rows of the tiles. In images of few
// channels kernel rows are the rows of the tiles, and the features lie over the lanes. Either way the
// operand over the lanes is read where it is.
namespace verigan::simd {
namespace {

enum Buffer : std::size_t { packed_features = 16, sums_of_taps, room };

/// Pixels of a chunk of packed features, and floats of one that is not packed: what a tile reads again
/// and again shall stay in the first level of cache, what a chunk does in the second.
constexpr std::size_t kPixels = 196, kFloats = std::size_t{1} << 17;
/// Floats copied at a time when features are packed; at least the rows of any tile.
constexpr std::size_t kCopy = 16;

/// Zeroed sums, (panel, tap, …, column of the panel).
float* zeros(std::size_t size) {
  float* sums = workspace(sums_of_taps, size);
  std::fill_n(sums, size, 0.0f);
  return sums;
}

/// The same samples where `panel` floats may be read from the start of every pixel. That may go beyond
/// the pixel's channels, and beyond the last sample of all, which is then copied.
MatrixView<const float> with_room(MatrixView<const float> all, Range samples, std::size_t channels,
                                  std::size_t panel) {
  const MatrixView<const float> some = all.block_rows(samples.begin, samples.size());
  if (channels % panel == 0 || samples.end < all.rows) return some;
  float* copy = workspace(room, some.rows * some.cols + panel);
  for (std::size_t n = 0; n < some.rows; ++n)
    std::copy_n(&some(n, 0), some.cols, copy + n * some.cols);
  std::fill_n(copy + some.rows * some.cols, panel, 0.0f);
  return {copy, some.rows, some.cols, some.cols};
}

/// Images of many channels.
class ManyChannels {
 public:
  ManyChannels(const ConvolutionTile& kernels, const ConvolutionShape& shape)
      : kernels_(kernels), shape_(shape), P_(shape.feature_rows()), Q_(shape.feature_cols()),
        taps_(shape.kernel_rows * shape.kernel_cols),
        panels_(parts(shape.channels, kernels.panel)),
        height_(parts(shape.features, parts(shape.features, kernels.rows))),
        blocks_(parts(shape.features, height_)) {}

  void run(MatrixView<const float> image, MatrixView<const float> features,
           MatrixView<float> gradient) {
    sums_ = zeros(panels_ * taps_ * shape_.features * kernels_.panel);
    // Whole samples, or some rows of one.
    const std::size_t samples = std::max<std::size_t>(1, kPixels / (P_ * Q_));
    const std::size_t rows = samples > 1 ? P_ : std::clamp<std::size_t>(kPixels / Q_, 1, P_);
    for (std::size_t n = 0; n < image.rows; n += samples) {
      samples_ = {n, std::min(n + samples, image.rows)};
      image_ = with_room(image, samples_, shape_.channels, kernels_.panel);
      for (std::size_t p = 0; p < P_; p += rows) {
        rows_ = {p, std::min(p + rows, P_)};
        chunk(features);
      }
    }
    share(taps_, 1e3 * static_cast<double>(gradient.rows), [&](std::size_t tap) {
      for (std::size_t panel = 0; panel < panels_; ++panel) write(tap, panel, gradient);
    });
  }

 private:
  void chunk(MatrixView<const float> features) {
    pack(features);
    plan_taps();
    const std::size_t pixels = samples_.size() * rows_.size() * Q_;
    const double steps = static_cast<double>(pixels * shape_.taps() * shape_.features);
    share(blocks_, steps, [&](std::size_t block) {
      for (std::size_t panel = 0; panel < panels_; ++panel)
        for (std::size_t tap = 0; tap < taps_; ++tap) multiply(block, panel, tap);
    });
  }

  std::size_t region() const { return samples_.size() * rows_.size() * Q_ * height_ + kCopy; }

  /// Features as (block of `height_` of them, pixel, feature): where they are, pixels lie so far apart
  /// that they evict each other from the cache. More than a block is copied at a time where there is
  /// more: what is too much is overwritten by the next pixel.
  void pack(MatrixView<const float> features) {
    packed_ = workspace(packed_features, blocks_ * region());
    float* to = packed_;
    const std::size_t F = shape_.features, width = rows_.size() * Q_ * F;
    for (std::size_t n = samples_.begin; n < samples_.end; ++n) {
      const float* from = &features(n, rows_.begin * Q_ * F);
      const float* const end = from + width;
      for (; from < end; from += F, to += height_) {
        for (std::size_t block = 0; block < blocks_; ++block) {
          const float* source = from + block * height_;
          float* target = to + block * region();
          if (source + kCopy <= end)
            std::memcpy(target, source, kCopy * sizeof(float));
          else
            std::copy_n(source, std::min(height_, F - block * height_), target);
        }
      }
    }
  }

  /// The runs of every tap: feature rows that lie on the image.
  void plan_taps() {
    plan_.runs.clear();
    plan_.first = {0};
    const std::size_t S = shape_.kernel_cols, C = shape_.channels, stride = shape_.stride;
    for (std::size_t tap = 0; tap < taps_; ++tap) {
      const std::size_t r = tap / S, s = tap % S;
      const Range on = features_inside(r, P_, stride, shape_.rows.before, shape_.height);
      const Range q = features_inside(s, Q_, stride, shape_.cols.before, shape_.width);
      const Range p = {std::max(on.begin, rows_.begin), std::min(on.end, rows_.end)};
      for (std::size_t n = 0; n < samples_.size() && q.size() > 0; ++n) {
        for (std::size_t i = p.begin; i < p.end; ++i) {
          const std::size_t h = i * stride + r - shape_.rows.before;
          const std::size_t w = q.begin * stride + s - shape_.cols.before;
          const std::size_t pixel = (n * rows_.size() + i - rows_.begin) * Q_ + q.begin;
          plan_.runs.push_back(
              {pixel * height_, n * image_.ld + (h * shape_.width + w) * C, q.size()});
        }
      }
      plan_.first.push_back(plan_.runs.size());
    }
  }

  float* sums_of(std::size_t panel, std::size_t tap) const {
    return sums_ + (panel * taps_ + tap) * shape_.features * kernels_.panel;
  }

  void multiply(std::size_t block, std::size_t panel, std::size_t tap) const {
    Tile tile;
    tile.runs = plan_.runs.data() + plan_.first[tap];
    tile.run_count = plan_.first[tap + 1] - plan_.first[tap];
    tile.a = packed_ + block * region();
    tile.a_row = 1;
    tile.a_step = height_;
    tile.b = image_.data + panel * kernels_.panel;
    tile.b_step = shape_.stride * shape_.channels;
    tile.c = sums_of(panel, tap) + block * height_ * kernels_.panel;
    tile.c_row = kernels_.panel;
    if (tile.run_count > 0)
      kernels_.tile(std::min(height_, shape_.features - block * height_), tile);
  }

  void write(std::size_t tap, std::size_t panel, MatrixView<float> gradient) const {
    const std::size_t C = shape_.channels, from = panel * kernels_.panel;
    kernels_.transpose(sums_of(panel, tap), kernels_.panel, shape_.features,
                       std::min(kernels_.panel, C - from), &gradient(tap * C + from, 0),
                       gradient.ld);
  }

  const ConvolutionTile& kernels_;
  const ConvolutionShape& shape_;
  std::size_t P_, Q_, taps_, panels_, height_, blocks_;
  MatrixView<const float> image_;
  Range samples_, rows_;
  Plan plan_;
  float *packed_ = nullptr, *sums_ = nullptr;
};

/// Images of few channels. Which kernel rows lie on the image changes with the feature row: there is
/// one tile for each stretch of feature rows where it does not.
class FewChannels {
 public:
  FewChannels(const ConvolutionTile& kernels, const ConvolutionShape& shape)
      : kernels_(kernels), shape_(shape), panels_(parts(shape.features, kernels.panel)) {
    for (std::size_t s = 0; s < shape.kernel_cols; ++s) {
      for (std::size_t r = 0; r < shape.kernel_rows; r += kernels.rows)
        plan_stretches(s, {r, std::min(r + kernels.rows, shape.kernel_rows)});
      first_.push_back(stretches_.size());
    }
  }

  void run(MatrixView<const float> image, MatrixView<const float> features,
           MatrixView<float> gradient) {
    sums_ = zeros(panels_ * shape_.taps() * kernels_.panel);
    const std::size_t S = shape_.kernel_cols;
    const std::size_t samples = std::max<std::size_t>(1, kFloats / shape_.feature_size());
    for (std::size_t n = 0; n < image.rows; n += samples) {
      const Range some = {n, std::min(n + samples, image.rows)};
      const MatrixView<const float> over = with_room(features, some, shape_.features, kernels_.panel);
      const double steps = static_cast<double>(some.size() * shape_.feature_size() * shape_.taps());
      share(panels_ * S, steps, [&](std::size_t piece) {
        for (std::size_t i = 0; i < some.size(); ++i)
          multiply(piece / S, piece % S, &image(n + i, 0), &over(i, 0));
      });
    }
    write(gradient);
  }

 private:
  struct Stretch {
    Range r;
    std::size_t first_run, runs;
  };

  /// The stretches of feature rows under kernel column s and those of the kernel rows that are `all`.
  void plan_stretches(std::size_t s, Range all) {
    const std::size_t Q = shape_.feature_cols(), stride = shape_.stride;
    const Range q = features_inside(s, Q, stride, shape_.cols.before, shape_.width);
    for (std::size_t p = 0; p < shape_.feature_rows() && q.size() > 0; ++p) {
      const Range on = taps_inside(p, shape_.kernel_rows, stride, shape_.rows.before, shape_.height);
      const Range r = {std::max(on.begin, all.begin), std::min(on.end, all.end)};
      if (r.begin >= r.end) continue;
      const bool fresh = stretches_.size() == first_.back() || stretches_.back().r.begin != r.begin ||
                         stretches_.back().r.end != r.end;
      if (fresh) stretches_.push_back({r, runs_.size(), 0});
      const std::size_t h = p * stride + r.begin - shape_.rows.before;
      const std::size_t w = q.begin * stride + s - shape_.cols.before;
      runs_.push_back({(h * shape_.width + w) * shape_.channels,
                       (p * Q + q.begin) * shape_.features, q.size()});
      ++stretches_.back().runs;
    }
  }

  /// Adds one sample to the sums of kernel column s.
  void multiply(std::size_t panel, std::size_t s, const float* image, const float* features) const {
    const std::size_t C = shape_.channels, S = shape_.kernel_cols;
    for (std::size_t i = first_[s]; i < first_[s + 1]; ++i) {
      const Stretch& stretch = stretches_[i];
      Tile tile;
      tile.runs = runs_.data() + stretch.first_run;
      tile.run_count = stretch.runs;
      tile.a_row = shape_.width * C;
      tile.a_step = shape_.stride * C;
      tile.b = features + panel * kernels_.panel;
      tile.b_step = shape_.features;
      tile.c_row = S * C * kernels_.panel;
      for (std::size_t c = 0; c < C; ++c) {
        const std::size_t tap = (stretch.r.begin * S + s) * C + c;
        tile.a = image + c;
        tile.c = sums_ + (panel * shape_.taps() + tap) * kernels_.panel;
        kernels_.tile(stretch.r.size(), tile);
      }
    }
  }

  void write(MatrixView<float> gradient) const {
    for (std::size_t panel = 0; panel < panels_; ++panel) {
      const std::size_t from = panel * kernels_.panel;
      const std::size_t cols = std::min(kernels_.panel, shape_.features - from);
      for (std::size_t k = 0; k < gradient.rows; ++k)
        std::copy_n(sums_ + (panel * gradient.rows + k) * kernels_.panel, cols, &gradient(k, from));
    }
  }

  const ConvolutionTile& kernels_;
  const ConvolutionShape& shape_;
  std::size_t panels_;
  std::vector<Run> runs_;
  std::vector<Stretch> stretches_;
  std::vector<std::size_t> first_ = {0};  // stretches of kernel column s: first_[s] … first_[s + 1] − 1
  float* sums_ = nullptr;
};

}  // namespace

void kernel_gradient_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                           MatrixView<const float> image, MatrixView<const float> features,
                           MatrixView<float> gradient) {
  // Where more than a quarter of the lanes would idle, there are few channels.
  const ConvolutionTile& over_channels = tile_for(kernels, shape.channels);
  const std::size_t lanes = parts(shape.channels, over_channels.panel) * over_channels.panel;
  if (4 * shape.channels >= 3 * lanes)
    ManyChannels(over_channels, shape).run(image, features, gradient);
  else
    FewChannels(tile_for(kernels, shape.features), shape).run(image, features, gradient);
}

}  // namespace verigan::simd
