// SPDX-License-Identifier: MIT
#include "gan/image_models.hpp"

#include <cmath>

#include "core/check.hpp"

namespace verigan::gan {

namespace {

using nn::Activation;
using nn::Bias;
using nn::Kernel;
using nn::NetworkBuilder;

const Activation kLeaky = nn::leaky_relu(0.2F);

/// What the rows below share: hidden layers, each normalised where that is requested, then activated, then
/// thinned out.
class Writer {
 public:
  enum class Player { generator, discriminator };
  Writer(const ModelOptions& options, Player player, const Shape& input)
      : options_(options),
        normalised_(options.batch_norm == BatchNormIn::both ||
                    (options.batch_norm == BatchNormIn::generator && player == Player::generator)),
        dropout_(static_cast<float>(player == Player::generator ? options.dropout_g : options.dropout_d)),
        builder_(input) {}

  /// That many features at the multiplier asked for.
  std::size_t wide(std::size_t features) const {
    const double wanted = options_.width * static_cast<double>(features);
    return std::max<std::size_t>(1, static_cast<std::size_t>(wanted + 0.5));
  }
  Writer& conditioned() {
    builder_.conditioned(options_.conditioning);
    return *this;
  }
  Writer& dense(const Shape& output, Activation f, bool may_normalise = true) {
    const bool normal = normalised_ && may_normalise;
    builder_.dense(output, normal ? nn::kIdentity : f);
    return finish(f, normal);
  }
  Writer& dense(std::size_t outputs, Activation f, bool may_normalise = true) {
    return dense(Shape{1, 1, outputs}, f, may_normalise);
  }
  Writer& down(const Kernel& kernel, std::size_t features, Activation f, bool may_normalise = true) {
    const bool normal = normalised_ && may_normalise;
    builder_.convolution(kernel, features, normal ? nn::kIdentity : f, bias(normal));
    return finish(f, normal);
  }
  Writer& up(const Kernel& kernel, const Shape& image, Activation f) {
    builder_.fractionally_strided(kernel, image, normalised_ ? nn::kIdentity : f, bias(normalised_));
    return finish(f, normalised_);
  }
  /// The generator's last layers: neither normalised nor thinned out.
  nn::Network image(const Kernel& kernel, const Shape& shape) {
    return builder_.fractionally_strided(kernel, shape, output()).build();
  }
  nn::Network image(const Shape& shape) { return builder_.dense(shape, output()).build(); }
  /// The discriminator's.
  nn::Network logit() { return builder_.dense(1, nn::kIdentity).build(); }

 private:
  static Bias bias(bool normalised) { return normalised ? Bias::none : Bias::per_channel; }
  Writer& finish(Activation f, bool normalised) {
    if (normalised) builder_.batch_norm(f);
    builder_.dropout(dropout_);
    return *this;
  }
  Activation output() const { return {*options_.output, 0}; }

  const ModelOptions& options_;
  bool normalised_;
  float dropout_;
  NetworkBuilder builder_;
};

Writer generator(const ModelOptions& o) {
  return {o, Writer::Player::generator, Shape{1, 1, o.noise}};
}
Writer discriminator(const ModelOptions& o) { return {o, Writer::Player::discriminator, o.shape}; }

Range range_of(const ModelOptions& o) {
  return *o.output == nn::Nonlinearity::sigmoid ? Range{0, 1} : Range{-1, 1};
}

std::size_t half(std::size_t length) { return (length + 1) / 2; }
Shape halved(const Shape& shape, std::size_t channels) {
  return {half(shape.height), half(shape.width), channels};
}

constexpr Kernel kFive{5, 2, {}};       // "same" padding: ⌈length/2⌉
constexpr Kernel kFiveStill{5, 1, {}};
constexpr Kernel kFour{4, 2, 1};        // exactly half of an even length

/// Images from the finest features to the coarsest: halves while lengths are even and above 4.
std::vector<Shape> pyramid(const ModelOptions& o, const Writer& w) {
  std::vector<Shape> levels;
  Shape at = o.shape;
  for (std::size_t features = 64; at.height % 2 == 0 && at.width % 2 == 0 && at.height > 4 && at.width > 4;
       features *= 2) {
    at = {at.height / 2, at.width / 2, w.wide(features)};
    levels.push_back(at);
  }
  require(!levels.empty(), "images of ", o.shape.height, " x ", o.shape.width,
          " pixels, expected even lengths of at least 6");
  return levels;
}

NetworkPair strided(const ModelOptions& o, bool conditional) {
  Writer g = generator(o), d = discriminator(o);
  if (conditional) g.conditioned(), d.conditioned();
  const std::vector<Shape> levels = pyramid(o, g);
  g.dense(levels.back(), nn::kRelu);
  for (std::size_t k = levels.size() - 1; k-- > 0;) g.up(kFour, levels[k], nn::kRelu);
  for (std::size_t k = 0; k < levels.size(); ++k) d.down(kFour, levels[k].channels, kLeaky, k > 0);
  return {g.image(kFour, o.shape), d.logit(), range_of(o)};
}

}  // namespace

NetworkPair kth_simple(const ModelOptions& o) {
  Writer g = generator(o), d = discriminator(o);
  g.dense(g.wide(128), nn::kRelu);
  d.dense(d.wide(128), nn::kRelu);
  return {g.image(o.shape), d.logit(), range_of(o)};
}

// The generator's first layer, "FC. height*width*depth*8", is read as (h/4)(w/4) pixels of 128·depth
// channels, which are as many numbers where 4 divides both lengths.
NetworkPair kth_intermediate(const ModelOptions& o) {
  Writer g = generator(o), d = discriminator(o);
  const Shape fine = halved(o.shape, g.wide(64)),
              coarse = halved(fine, g.wide(128 * o.shape.channels));
  g.dense(coarse, nn::kRelu).up(kFive, fine, nn::kRelu);
  d.down(kFive, d.wide(64), kLeaky, false).down(kFive, d.wide(128), kLeaky);
  d.dense(d.wide(128), kLeaky);
  return {g.image(kFive, o.shape), d.logit(), range_of(o)};
}

// Four doublings of h/8 would be twice the image's height ("the strides may change", says the source's
// footnote): the generator's last stride is 1. Odd lengths are rounded up: 28, 14, 7, 4.
NetworkPair kth_complete(const ModelOptions& o) {
  Writer g = generator(o), d = discriminator(o);
  const Shape whole{o.shape.height, o.shape.width, g.wide(128)}, second = halved(whole, g.wide(256)),
              fourth = halved(second, g.wide(512)), eighth = halved(fourth, g.wide(1024));
  g.dense(eighth, nn::kRelu).up(kFive, fourth, nn::kRelu).up(kFive, second, nn::kRelu);
  g.up(kFive, whole, nn::kRelu);
  for (const std::size_t features : {64U, 128U, 256U, 512U})
    d.down(kFive, d.wide(features), kLeaky, features > 64);
  return {g.image(kFiveStill, o.shape), d.logit(), range_of(o)};
}

NetworkPair dcgan(const ModelOptions& o) { return strided(o, false); }

// The label is a one-hot vector (or what stands for it) behind the noise and behind the pixels.
NetworkPair conditional_dense(const ModelOptions& o) {
  Writer g = generator(o);
  Writer d(o, Writer::Player::discriminator, Shape{1, 1, o.shape.size()});
  g.conditioned().dense(g.wide(256), kLeaky).dense(g.wide(512), kLeaky).dense(g.wide(512), kLeaky);
  d.conditioned().dense(d.wide(512), kLeaky, false).dense(d.wide(256), kLeaky);
  return {g.image(o.shape), d.logit(), range_of(o)};
}

NetworkPair conditional_dcgan(const ModelOptions& o) { return strided(o, true); }

}  // namespace verigan::gan
