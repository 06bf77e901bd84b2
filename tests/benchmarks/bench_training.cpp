// SPDX-License-Identifier: MIT
// How fast whole training steps are, against what the processor's multiply–adds alone would allow.
//
//   bench_training --config mlp --threads 1 --json
//
// One step is one discriminator update on a true and a generated half as one batch and one generator
// update, binary cross-entropy from logits, Adam. It needs at least 4G − G₁ + 8D − 2D₁ multiply–adds
// per sample: G and D those of a forward pass, G₁ and D₁ those of the first layers, whose input
// gradients nobody wants; the discriminator's weight gradients are not needed in the generator's step.
// fraction_of_flop_limit = (steps per second) · (flops per step) / (threads · peak of one thread).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "core/arguments.hpp"
#include "core/check.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "data/images.hpp"
#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "nn/batch_norm.hpp"
#include "nn/convolution.hpp"
#include "simd/peak.hpp"
#include "simd/target.hpp"

namespace {

using namespace verigan;
using nn::NetworkBuilder;

struct Config {
  nn::Network generator, discriminator;
  std::size_t batch;  // real samples, and as many generated ones
};

nn::Network perceptron(const std::vector<std::size_t>& widths, nn::Activation hidden, nn::Activation last) {
  NetworkBuilder builder(widths.front());
  for (std::size_t l = 1; l < widths.size(); ++l)
    builder.dense(widths[l], l + 1 < widths.size() ? hidden : last);
  return builder.build();
}

Config perceptrons(const std::vector<std::size_t>& g, const std::vector<std::size_t>& d,
                   nn::Activation hidden, nn::Activation last, std::size_t batch) {
  return {perceptron(g, hidden, last), perceptron(d, hidden, nn::kIdentity), batch};
}

// Convolutions 5×5 of stride 2 with batch normalisation.
Config dcgan() {
  const nn::Activation leaky = nn::leaky_relu(0.2F);
  const auto fine = nn::same_convolution(28, 28, 1, 5, 64, 2);
  const auto coarse = nn::same_convolution(14, 14, 64, 5, 128, 2);
  NetworkBuilder g(100), d(fine.image_size());
  g.dense(coarse.feature_size(), nn::kIdentity)
      .add(std::make_shared<nn::BatchNorm>(Shape{7, 7, 128}, nn::kRelu))
      .add(std::make_shared<nn::FractionallyStridedConvolution>(coarse, nn::kIdentity, nn::Bias::none))
      .add(std::make_shared<nn::BatchNorm>(Shape{14, 14, 64}, nn::kRelu))
      .add(std::make_shared<nn::FractionallyStridedConvolution>(fine, nn::kTanh));
  d.add(std::make_shared<nn::Convolution>(fine, leaky))
      .add(std::make_shared<nn::Convolution>(coarse, nn::kIdentity, nn::Bias::none))
      .add(std::make_shared<nn::BatchNorm>(Shape{7, 7, 128}, leaky))
      .dense(1, nn::kIdentity);
  return {g.build(), d.build(), 64};
}

Config model(const std::string& name) {
  gan::ModelOptions options;
  options.conditioning.classes = 10;
  gan::NetworkPair pair = gan::make_model(name, options);
  return {std::move(pair.generator), std::move(pair.discriminator), 64};
}

Config config_of(const std::string& name) {
  if (name == "toy")
    return perceptrons({2, 128, 128, 128, 128, 2}, {2, 128, 128, 128, 128, 1}, nn::kRelu,
                       nn::kIdentity, 256);
  if (name == "simple64" || name == "simple128")
    return perceptrons({100, 128, 784}, {784, 128, 1}, nn::kRelu, nn::kSigmoid,
                       name == "simple64" ? 64 : 128);
  if (name == "mlp")
    return perceptrons({100, 256, 512, 1024, 784}, {784, 1024, 512, 256, 1}, nn::leaky_relu(0.2F),
                       nn::kTanh, 128);
  if (name == "dcgan") return dcgan();
  if (name == "kth-intermediate" || name == "kth-complete" || name == "cdcgan") return model(name);
  throw Error(message("configuration '", name, "', expected toy, simple64, simple128, mlp, dcgan, "
                      "kth-intermediate, kth-complete or cdcgan"));
}

// Multiply–adds per sample of a layer, forward: each weight once, of a convolution once for each place of the
// smaller image (every tap of every feature).
double multiply_adds(const nn::Layer& layer) {
  const Shape in = layer.input_shape(), out = layer.output_shape();
  const std::size_t places = std::min(in.height * in.width, out.height * out.width);
  double sum = 0;
  for (const nn::Tensor& tensor : layer.parameters())
    if (tensor.role == nn::Role::weight) sum += static_cast<double>(tensor.rows * tensor.cols * places);
  return sum;
}

struct Work {
  double all = 0, first = 0;  // of the first layer that has weights
};

Work work_of(const nn::Network& network) {
  Work work;
  for (const auto& layer : network.layers()) {
    const double here = multiply_adds(*layer);
    if (work.all == 0) work.first = here;
    work.all += here;
  }
  return work;
}

double flops_per_step(const Config& config) {
  const Work g = work_of(config.generator), d = work_of(config.discriminator);
  return 2 * (4 * g.all - g.first + 8 * d.all - 2 * d.first) * static_cast<double>(config.batch);
}

// Pictures of noise: what is learnt does not matter to the clock.
std::shared_ptr<data::Source> source_of(const nn::Network& discriminator) {
  if (discriminator.inputs() == 2) return std::make_shared<data::Toy>("circle", 1);
  auto images = std::make_shared<data::ImageSet>();
  images->shape = {28, 28, 1};
  images->labels.resize(6000);
  for (std::size_t k = 0; k < images->labels.size(); ++k) images->labels[k] = static_cast<std::uint8_t>(k % 10);
  images->pixels.resize(images->count() * images->dimension());
  const random::Stream stream(1, random::Purpose::test);
  for (std::size_t k = 0; k < images->pixels.size(); ++k)
    images->pixels[k] = static_cast<std::uint8_t>(stream.word(0, k) >> 24);
  return std::make_shared<data::ImageBatches>(std::move(images), -1.0F, 1.0F, 1);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> x) {
  std::ranges::nth_element(x, x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2));
  return x[x.size() / 2];
}

struct Measured {
  double steps_per_second, peak, fraction_of_peak;
};

// Short windows of training, each between two short measurements of the peak, so that both see the
// same machine; the median of each figure over the windows. `flops` are those of one step.
Measured measure(gan::Trainer& trainer, double flops, double seconds) {
  std::vector<double> rates, peaks, fractions;
  for (int k = 0; k < 3; ++k) trainer.step();
  const auto begin = std::chrono::steady_clock::now();
  double before = simd::fma_peak_gflops(1e-3);
  while (rates.empty() || seconds_since(begin) < seconds) {
    const auto start = std::chrono::steady_clock::now();
    double elapsed = 0;
    int steps = 0;
    for (; elapsed < 5e-3; ++steps, elapsed = seconds_since(start)) trainer.step();
    const double after = simd::fma_peak_gflops(1e-3);
    rates.push_back(steps / elapsed);
    peaks.push_back((before + after) / 2);
    fractions.push_back(rates.back() * flops * 1e-9 / peaks.back());
    before = after;
  }
  return {median(rates), median(peaks), median(fractions)};
}

int run(int argc, char** argv) {
  Arguments arguments("bench_training", "Training steps per second against the processor's multiply-add peak");
  std::string name = "mlp";
  int threads = 1;
  double seconds = 5;
  bool json = false;
  arguments.add("--config", name, "toy, simple64, simple128, mlp, dcgan, kth-intermediate, kth-complete or cdcgan");
  arguments.add("--threads", threads, "threads of one run").between(1, 1024);
  arguments.add("--seconds", seconds, "length of the measurement").positive();
  arguments.flag("--json", json, "print one JSON object");
  if (const auto answered = arguments.parse(argc, argv)) return *answered;

  const Config config = config_of(name);
  if (threads > 1) restart_with_short_waits(argv);
  set_threads(threads);
  gan::TrainerConfig training;
  training.batch = 2 * config.batch;
  training.generator_batch = config.batch;
  training.average_decay = 0;
  training.generator.learning_rate = training.discriminator.learning_rate = 2e-4;
  training.generator.beta1 = training.discriminator.beta1 = 0.5;
  gan::Trainer trainer(config.generator, config.discriminator, source_of(config.discriminator),
                       training);
  const double flops = flops_per_step(config);
  const auto [rate, peak, of_one_thread] = measure(trainer, flops, seconds);
  const double limit = peak * 1e9 * threads / flops, fraction = of_one_thread / threads;
  if (json)
    std::printf("{\"config\": \"%s\", \"threads\": %d, \"simd_target\": \"%s\", "
                "\"steps_per_second\": %.6g, \"fma_peak_gflops\": %.6g, \"mflop_per_step\": %.6g, "
                "\"flop_limit_steps_per_second\": %.6g, \"fraction_of_flop_limit\": %.4f}\n",
                name.c_str(), threads, simd::simd_target().c_str(), rate, peak, flops / 1e6, limit,
                fraction);
  else
    std::printf("%s, %d thread(s), %s: %.1f steps/s, %.3f of the flop limit (peak %.1f Gflop/s a "
                "thread, %.1f Mflop a step)\n",
                name.c_str(), threads, simd::simd_target().c_str(), rate, fraction, peak,
                flops / 1e6);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return verigan::run_main("bench_training", [&] { return run(argc, argv); });
}
