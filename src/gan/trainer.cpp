// SPDX-License-Identifier: MIT
#include "gan/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simd/reduce.hpp"
#include "simd/update.hpp"
#include "simd/vector_math.hpp"

namespace verigan::gan {

namespace {

using random::Purpose;
using random::Stream;

std::span<float> head(Matrix<float>& column, std::size_t n) { return {column.data(), n}; }

void scale(std::span<float> values, float factor) {
  for (float& v : values) v *= factor;
}

// Row i of `packs` is rows i·m … i·m + m − 1 of `samples` side by side, m the ratio of their widths.
void pack(MatrixView<const float> samples, MatrixView<float> packs) {
  const std::size_t m = packs.cols / samples.cols;
  for (std::size_t i = 0; i < samples.rows; ++i)
    std::ranges::copy(samples.row(i), &packs(i / m, i % m * samples.cols));
}

void unpack(MatrixView<const float> packs, MatrixView<float> samples) {
  const std::size_t m = packs.cols / samples.cols;
  for (std::size_t i = 0; i < samples.rows; ++i)
    std::copy_n(&packs(i / m, i % m * samples.cols), samples.cols, &samples(i, 0));
}

// Bytes of activations that one row leaves behind.
std::size_t row_bytes(const nn::Network& network) {
  std::size_t floats = 0;
  for (const auto& layer : network.layers())
    floats += padded_ld(layer->outputs(), sizeof(float));
  return floats * sizeof(float);
}

// How many rows are taken through both networks at a time. Where rows do not mix, and the weights are
// few enough to be read again for each block, a block's activations fit beside them into a second-level
// cache of 1 MB; the results are the same bits either way.
std::size_t rows_per_block(const nn::Network& g, const nn::Network& d, std::size_t packing,
                           std::size_t batch) {
  constexpr std::size_t kWeightBytes = std::size_t{1} << 19, kActivationBytes = kWeightBytes;
  const std::size_t weights = (g.parameter_size() + d.parameter_size()) * sizeof(float);
  if (!g.row_by_row() || !d.row_by_row() || weights > kWeightBytes) return batch;
  const std::size_t rows = kActivationBytes / (packing * row_bytes(g) + row_bytes(d));
  return std::max<std::size_t>(rows / 32 * 32, 32);
}

void check(const TrainerConfig& c, const nn::Network& g, const nn::Network& d,
           const data::Source* source) {
  require(source != nullptr, "no source of true samples");
  require(g.outputs() == source->dimension(), "generator of ", g.outputs(),
          " outputs, expected the data's dimension ", source->dimension());
  require(c.packing > 0, "packing of 0 samples, expected at least 1");
  require(d.inputs() % source->dimension() == 0 && d.inputs() / source->dimension() == c.packing,
          "discriminator of ", d.inputs(), " inputs, expected ",
          c.packing == 1 ? "" : message(c.packing, " times "), "the data's dimension ",
          source->dimension());
  require(d.outputs() == 1, "discriminator of ", d.outputs(), " outputs, expected 1 logit");
  require(c.steps > 0, "0 training steps, expected at least 1");
  require(c.discriminator_steps > 0, "0 discriminator updates a step, expected at least 1");
  require(c.order == Order::alternating || c.discriminator_steps == 1, c.discriminator_steps,
          " discriminator updates in a simultaneous step, expected 1");
  require(c.average_decay >= 0 && c.average_decay < 1, "averaging decay ", c.average_decay,
          ", expected [0, 1)");
  for (const double sd : {c.instance_noise.first, c.instance_noise.last})
    require(sd >= 0 && std::isfinite(sd), "instance noise of standard deviation ", sd,
            ", expected a number >= 0");
}

}  // namespace

double InstanceNoise::at(std::uint64_t t, std::uint64_t total) const {
  if (total <= 1) return first;
  const double done = static_cast<double>(std::min(t, total - 1)) / static_cast<double>(total - 1);
  return first + (last - first) * done;
}

Trainer::Trainer(nn::Network generator, nn::Network discriminator,
                 std::shared_ptr<data::Source> source, const TrainerConfig& config)
    : generator_(std::move(generator)),
      discriminator_((check(config, generator_, discriminator, source.get()),
                      std::move(discriminator))),
      source_(std::move(source)),
      config_(config),
      objective_(gan::objective(config.loss)),
      composition_(fixed_share(config.alpha, config.batch)),
      generator_batch_(config.generator_batch ? config.generator_batch : config.batch),
      noise_(config.seed, Purpose::noise, config.run),
      augment_(config.seed, Purpose::augment, config.run),
      dropout_(config.seed, Purpose::dropout, config.run),
      sample_(config.seed, Purpose::sample, config.run),
      g_(generator_, config.generator),
      d_(discriminator_, config.discriminator),
      average_(generator_),
      largest_(std::max(composition_.batch, generator_batch_)),
      block_(std::min(largest_, rows_per_block(generator_, discriminator_, config.packing, largest_))),
      g_pass_(generator_, block_ * config.packing),
      d_pass_(discriminator_, block_),
      z_(largest_ * config.packing, generator_.inputs()),
      x_(largest_, discriminator_.inputs()),
      generated_(block_ * config.packing, generator_.outputs()),
      dx_(block_, discriminator_.inputs()),
      logits_(largest_, 1),
      dlogits_(largest_, 1),
      apart_(config.packing > 1 ? largest_ * config.packing : 0, generator_.outputs()),
      values_(largest_) {
  nn::initialise(generator_, g_.weights, config.initialisation,
                 Stream(config.seed, Purpose::initialise, 2 * config.run));
  nn::initialise(discriminator_, d_.weights, config.initialisation,
                 Stream(config.seed, Purpose::initialise, 2 * config.run + 1));
  average_ = g_.weights;
}

nn::Context Trainer::context(std::uint64_t update, std::uint64_t pass) const {
  return {nn::Mode::train, &dropout_, 2 * address(update) + pass, 0};
}

template <class Body>
void Trainer::for_each_block(std::size_t rows, const Body& body) const {
  const std::size_t blocks = (rows + block_ - 1) / block_;
  for (std::size_t k = 0; k < blocks; ++k) {
    const std::size_t first = rows * k / blocks;
    body(first, rows * (k + 1) / blocks - first);
  }
}

void Trainer::fill_true(std::uint64_t update, MatrixView<float> rows) {
  if (config_.packing == 1) return source_->fill(update, rows);
  const MatrixView<float> samples = apart_.view().block_rows(0, rows.rows * config_.packing);
  source_->fill(update, samples);
  pack(samples, rows);
}

void Trainer::discriminator_step(std::uint64_t update, StepMetrics& metrics) {
  const std::uint64_t done = config_.discriminator_steps * step_ + update;
  const std::size_t batch = composition_.batch, n_true = composition_.n_true, m = config_.packing;
  const MatrixView<float> x = x_, z = z_.view().block_rows(0, composition_.n_generated() * m);
  const std::span<float> logits = head(logits_, batch), slopes = head(dlogits_, batch);
  const std::span<float> values = std::span(values_).first(batch);
  const auto sd = static_cast<float>(config_.instance_noise.at(step_, config_.steps));

  fill_true(done, x.block_rows(0, n_true));
  data::fill_normals(noise_, address(update), z);
  const bool at_once = config_.order == Order::alternating;
  const nn::Descent descent = d_.optimiser.descent(d_.weights.parameters(), done,
                                                   config_.discriminator_steps * config_.steps);
  for_each_block(batch, [&](std::size_t first, std::size_t count) {
    const std::size_t from_data = std::min(count, n_true - std::min(n_true, first));
    const std::size_t begin = first + from_data, made = count - from_data;  // the generated rows
    const MatrixView<float> rows = x.block_rows(first, count);
    if (made > 0) {
      const MatrixView<float> packs = x.block_rows(begin, made);
      const MatrixView<float> samples = m == 1 ? packs : generated_.view().block_rows(0, made * m);
      generator_.forward(g_.weights, z.block_rows((begin - n_true) * m, made * m), samples, g_pass_,
                         context(update, 0));
      if (m > 1) pack(samples, packs);
    }
    data::add_normals(augment_, address(update), rows, sd, first);
    discriminator_.forward(d_.weights, rows, logits_.view().block_rows(first, count), d_pass_,
                           context(update, 1));
    objective_.on_true(logits.subspan(first, from_data), values.subspan(first, from_data),
                       slopes.subspan(first, from_data));
    objective_.on_generated(logits.subspan(begin, made), values.subspan(begin, made),
                            slopes.subspan(begin, made));
    scale(slopes.subspan(first, count), 1.0F / static_cast<float>(batch));
    discriminator_.backward(d_.weights, rows, logits_.view().block_rows(first, count),
                            dlogits_.view().block_rows(first, count), d_pass_, d_.gradients.row(0),
                            {}, first > 0, at_once && first + count == batch ? &descent : nullptr);
  });
  metrics.d_loss = simd::mean(values);
  metrics.d_real = mean_output(objective_.output, logits.first(n_true), values);
  metrics.d_fake = mean_output(objective_.output, logits.subspan(n_true), values);
}

void Trainer::generator_step(StepMetrics& metrics) {
  const std::uint64_t last = config_.discriminator_steps;  // this update's number
  const bool fresh = config_.order == Order::alternating;
  const std::size_t batch = generator_batch_, m = config_.packing;
  const MatrixView<float> z = z_.view().block_rows(0, batch * m);
  const std::span<float> logits = head(logits_, batch), slopes = head(dlogits_, batch);
  const std::span<float> values = std::span(values_).first(batch);
  const auto sd = static_cast<float>(config_.instance_noise.at(step_, config_.steps));
  const double weight = objective_.generator_weight(composition_.alpha());

  data::fill_normals(noise_, address(fresh ? last : 0), z);
  const nn::Descent descent =
      g_.optimiser.descent(g_.weights.parameters(), step_, config_.steps);
  for_each_block(batch, [&](std::size_t first, std::size_t count) {
    const MatrixView<const float> noise = z.block_rows(first * m, count * m);
    const MatrixView<float> generated = generated_.view().block_rows(0, count * m);
    generator_.forward(g_.weights, noise, generated, g_pass_, context(last, 0));

    // The discriminator sees packs, noisy copies; the generator's own output is needed on the way back.
    MatrixView<const float> seen = generated;
    if (sd > 0 || m > 1) {
      const MatrixView<float> packs = x_.view().block_rows(0, count);
      pack(generated, packs);
      data::add_normals(augment_, address(last), packs, sd, first);
      seen = packs;
    }
    discriminator_.forward(d_.weights, seen, logits_.view().block_rows(first, count), d_pass_,
                           context(last, 1));
    objective_.for_generator(logits.subspan(first, count), values.subspan(first, count),
                             slopes.subspan(first, count));
    scale(slopes.subspan(first, count), static_cast<float>(weight / static_cast<double>(batch)));
    const MatrixView<float> dx = dx_.view().block_rows(0, count);
    discriminator_.backward(d_.weights, seen, logits_.view().block_rows(first, count),
                            dlogits_.view().block_rows(first, count), d_pass_, {}, dx);
    const MatrixView<float> dgenerated = m == 1 ? dx : apart_.view().block_rows(0, count * m);
    if (m > 1) unpack(dx, dgenerated);
    generator_.backward(g_.weights, noise, generated, dgenerated, g_pass_, g_.gradients.row(0), {},
                        first > 0, first + count == batch ? &descent : nullptr);
  });
  metrics.g_loss = weight * simd::mean(values);
}

StepMetrics Trainer::step() {
  StepMetrics metrics;
  for (std::uint64_t k = 0; k < config_.discriminator_steps; ++k) discriminator_step(k, metrics);
  generator_step(metrics);
  if (config_.order == Order::simultaneous)
    d_.optimiser.step(d_.weights.parameters(), d_.gradients.row(0), step_, config_.steps);
  if (config_.average_decay > 0)
    simd::moving_average(average_.parameters(), std::as_const(g_.weights).parameters(),
                         static_cast<float>(config_.average_decay));
  low_loss_steps_ = metrics.d_loss < kAlarmLoss ? std::min(low_loss_steps_ + 1, kAlarmSteps) : 0;
  ++step_;
  return metrics;
}

void Trainer::sample(std::uint64_t first, MatrixView<float> out, Which which) {
  const bool averaged = which == Which::averaged && config_.average_decay > 0;
  nn::Weights& weights = averaged ? average_ : g_.weights;
  if (averaged) std::ranges::copy(g_.weights.state(), average_.state().begin());
  for (std::size_t done = 0; done < out.rows;) {
    const std::size_t n = std::min(out.rows - done, g_pass_.batch());
    const MatrixView<float> z = z_.view().block_rows(0, n);
    data::fill_normals(sample_, 0, z, first + done);
    generator_.infer(weights, z, out.block_rows(done, n), g_pass_);
    done += n;
  }
}

void Trainer::judge(MatrixView<const float> x, std::span<float> out) {
  ensure(out.size() == x.rows, "one output per row");
  for (std::size_t done = 0; done < x.rows;) {
    const std::size_t n = std::min(x.rows - done, d_pass_.batch());
    discriminator_.infer(d_.weights, x.block_rows(done, n), logits_.view().block_rows(0, n),
                         d_pass_);
    const std::span<const float> logits = head(logits_, n);
    if (objective_.output == Output::probability)
      simd::sigmoid(logits, out.subspan(done, n));
    else
      std::ranges::copy(logits, out.subspan(done).begin());
    done += n;
  }
}

template <class Self, class Visit>
void Trainer::visit_tensors(Self& self, const Visit& visit) {
  visit_player(self.generator_, "generator", self.g_, visit);
  visit_player(self.discriminator_, "discriminator", self.d_, visit);
  if (self.config_.average_decay > 0)
    visit_parameters(self.generator_, "generator_average", self.average_.parameters(), visit);
}

TrainerState Trainer::state() const {
  TrainerState state;
  state.step = step_;
  visit_tensors(*this, [&](const std::string& name, const nn::Tensor& t, auto flat) {
    state.tensors.push_back(named_tensor(name, t, flat));
  });
  state.tensors.push_back({"alarm.low_loss_steps", {1}, {static_cast<float>(low_loss_steps_)}});
  return state;
}

void Trainer::restore(const TrainerState& state) {
  TensorReader reader(state);
  const float low = reader.take("alarm.low_loss_steps", {1})[0];
  require(low >= 0 && low <= kAlarmSteps, "checkpoint tensor 'alarm.low_loss_steps' is ", low,
          ", expected 0 to ", kAlarmSteps);
  visit_tensors(*this, [&](const std::string& name, const nn::Tensor& t, std::span<float> flat) {
    reader.take(name, t, flat);
  });
  reader.finish();
  low_loss_steps_ = static_cast<std::uint32_t>(low);
  step_ = state.step;
}

}  // namespace verigan::gan
