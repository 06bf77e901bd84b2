// SPDX-License-Identifier: MIT
#include "gan/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "gan/packing.hpp"
#include "random/addresses.hpp"
#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::gan {

namespace {

std::span<float> head(Matrix<float>& column, std::size_t n) { return {column.data(), n}; }

void scale(std::span<float> values, float factor) {
  for (float& v : values) v *= factor;
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
// cache of 2 MB; the results are the same bits either way.
std::size_t rows_per_block(const nn::Network& g, const nn::Network& d, std::size_t packing,
                           std::size_t batch) {
  constexpr std::size_t kWeightBytes = std::size_t{1} << 19, kActivationBytes = 3 * kWeightBytes;
  const std::size_t weights = (g.parameter_size() + d.parameter_size()) * sizeof(float);
  if (!g.row_by_row() || !d.row_by_row() || weights > kWeightBytes) return batch;
  const std::size_t rows = kActivationBytes / (packing * row_bytes(g) + row_bytes(d));
  return std::max<std::size_t>(rows / 32 * 32, 32);
}

nn::Network checked(nn::Network&& d, const TrainerConfig& c, std::size_t dimension) {
  require(d.inputs() % dimension == 0 && d.inputs() / dimension == c.packing, "discriminator of ",
          d.inputs(), " inputs, expected ", c.packing == 1 ? "" : message(c.packing, " times "),
          "the data's dimension ", dimension);
  require(d.outputs() == 1, "discriminator of ", d.outputs(), " outputs, expected 1 logit");
  require(c.discriminator_steps > 0, "0 discriminator updates a step, expected at least 1");
  require(c.order == Order::alternating || c.discriminator_steps == 1, c.discriminator_steps,
          " discriminator updates in a simultaneous step, expected 1");
  for (const double sd : {c.instance_noise.first, c.instance_noise.last})
    require(sd >= 0 && std::isfinite(sd), "instance noise of standard deviation ", sd,
            ", expected a number >= 0");
  return std::move(d);
}

}  // namespace

double InstanceNoise::at(std::uint64_t t, std::uint64_t total) const {
  if (total <= 1) return first;
  const double done = static_cast<double>(std::min(t, total - 1)) / static_cast<double>(total - 1);
  return first + (last - first) * done;
}

Trainer::Trainer(nn::Network generator, nn::Network discriminator,
                 std::shared_ptr<data::Source> source, const TrainerConfig& config)
    : GeneratorTrainer(std::move(generator), std::move(source), config,
                       sizes_of(config, generator, discriminator)),
      discriminator_(checked(std::move(discriminator), config, this->source().dimension())),
      config_(config),
      objective_(gan::objective(config.loss)),
      composition_(fixed_share(config.alpha, config.batch)),
      augment_(random::draws::kInstanceNoise.stream(config.seed, config.run)),
      d_(discriminator_, config.discriminator),
      d_pass_(discriminator_, sizes().block),
      x_(sizes().largest, discriminator_.inputs()),
      dpacks_(config.packing > 1 ? sizes().block : 0, discriminator_.inputs()),
      logits_(sizes().largest, 1),
      dlogits_(sizes().largest, 1),
      apart_(config.packing > 1 ? sizes().largest * config.packing : 0, this->generator().outputs()),
      values_(sizes().largest) {
  nn::initialise(discriminator_, d_.weights, config.initialisation,
                 random::draws::kDiscriminatorWeights.stream(config.seed, config.run));
}

GeneratorTrainer::Sizes Trainer::sizes_of(const TrainerConfig& c, const nn::Network& g,
                                          const nn::Network& d) {
  require(c.packing > 0, "packing of 0 samples, expected at least 1");
  const std::size_t largest = std::max(c.batch, c.generator_batch);
  return {c.generator_batch ? c.generator_batch : c.batch,
          largest,
          std::min(largest, rows_per_block(g, d, c.packing, largest)),
          c.packing,
          c.discriminator_steps,
          c.order == Order::alternating};
}

float Trainer::input_noise() const {
  return static_cast<float>(config_.instance_noise.at(steps_done(), config_.steps));
}

void Trainer::fill_true(std::uint64_t update, MatrixView<float> rows) {
  if (config_.packing == 1) return source().fill(update, rows);
  const MatrixView<float> samples = apart_.view().block_rows(0, rows.rows * config_.packing);
  source().fill(update, samples);
  pack(samples, rows);
}

void Trainer::learn_beside(std::uint64_t update, StepMetrics& metrics) {
  const std::size_t batch = composition_.batch, n_true = composition_.n_true, m = config_.packing;
  const std::uint64_t at = address(update), done = config_.discriminator_steps * steps_done() + update;
  const MatrixView<float> x = x_;
  const std::span<float> logits = head(logits_, batch), slopes = head(dlogits_, batch);
  const std::span<float> values = std::span(values_).first(batch);
  const float sd = input_noise();

  fill_true(done, x.block_rows(0, n_true));
  const MatrixView<const float> z = noise_beside(update, composition_.n_generated());
  const bool at_once = config_.order == Order::alternating;
  const nn::Descent descent = d_.optimiser.descent(d_.weights.parameters(), done,
                                                   config_.discriminator_steps * config_.steps);
  for_each_block(batch, [&](std::size_t first, std::size_t count) {
    const std::size_t from_data = std::min(count, n_true - std::min(n_true, first));
    const std::size_t begin = first + from_data, made = count - from_data;  // the generated rows
    const MatrixView<float> rows = x.block_rows(first, count);
    if (made > 0) {
      const MatrixView<float> packs = x.block_rows(begin, made);
      const MatrixView<float> samples = m == 1 ? packs : apart_.view().block_rows(0, made * m);
      generate_beside(update, z.block_rows((begin - n_true) * m, made * m), samples);
      if (m > 1) pack(samples, packs);
    }
    data::add_normals(augment_, at, rows, sd, first);
    discriminator_.forward(d_.weights, rows, logits_.view().block_rows(first, count), d_pass_,
                           context(at, 1));
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
  metrics.d_real = mean_output(objective_.discriminator.output, logits.first(n_true), values);
  metrics.d_fake = mean_output(objective_.discriminator.output, logits.subspan(n_true), values);
  if (update + 1 == config_.discriminator_steps)
    low_loss_steps_ = metrics.d_loss < kAlarmLoss ? std::min(low_loss_steps_ + 1, kAlarmSteps) : 0;
}

void Trainer::pull(std::size_t first, MatrixView<const float> generated, MatrixView<float> dx) {
  const std::size_t batch = sizes().batch, m = config_.packing, count = generated.rows / m;
  const std::span<float> logits = head(logits_, batch), slopes = head(dlogits_, batch);
  const std::span<float> values = std::span(values_).first(batch);
  const double weight = objective_.generator_weight(composition_.alpha());

  // The discriminator sees packs, noisy copies; the generator's own output is needed on the way back.
  MatrixView<const float> seen = generated;
  if (const float sd = input_noise(); sd > 0 || m > 1) {
    const MatrixView<float> packs = x_.view().block_rows(0, count);
    pack(generated, packs);
    data::add_normals(augment_, generator_address(), packs, sd, first);
    seen = packs;
  }
  discriminator_.forward(d_.weights, seen, logits_.view().block_rows(first, count), d_pass_,
                         context(generator_address(), 1));
  objective_.for_generator(logits.subspan(first, count), values.subspan(first, count),
                           slopes.subspan(first, count));
  scale(slopes.subspan(first, count), static_cast<float>(weight / static_cast<double>(batch)));
  const MatrixView<float> dpacks = m == 1 ? dx : dpacks_.view().block_rows(0, count);
  discriminator_.backward(d_.weights, seen, logits_.view().block_rows(first, count),
                          dlogits_.view().block_rows(first, count), d_pass_, {}, dpacks);
  if (m > 1) unpack(dpacks, dx);
}

void Trainer::follow() {
  if (config_.order == Order::simultaneous)
    d_.optimiser.step(d_.weights.parameters(), d_.gradients.row(0), steps_done(), config_.steps);
}

double Trainer::generator_loss() {
  return objective_.generator_weight(composition_.alpha()) *
         simd::mean(std::span(values_).first(sizes().batch));
}

void Trainer::judge(MatrixView<const float> x, std::span<float> out) {
  ensure(out.size() == x.rows, "one output per row");
  for (std::size_t done = 0; done < x.rows;) {
    const std::size_t n = std::min(x.rows - done, d_pass_.batch());
    discriminator_.infer(d_.weights, x.block_rows(done, n), logits_.view().block_rows(0, n),
                         d_pass_);
    const std::span<const float> logits = head(logits_, n);
    if (objective_.discriminator.output == Output::probability)
      simd::sigmoid(logits, out.subspan(done, n));
    else
      std::ranges::copy(logits, out.subspan(done).begin());
    done += n;
  }
}

void Trainer::save_beside(TrainerState& state) const {
  visit_player(discriminator_, "discriminator", d_,
               [&](const std::string& name, const nn::Tensor& t, std::span<const float> flat) {
                 state.tensors.push_back(named_tensor(name, t, flat));
               });
}

TrainerState Trainer::state() const {
  TrainerState state = GeneratorTrainer::state();
  state.tensors.push_back({"alarm.low_loss_steps", {1}, {static_cast<float>(low_loss_steps_)}});
  return state;
}

void Trainer::restore_beside(TensorReader& reader) {
  const float low = reader.take("alarm.low_loss_steps", {1})[0];
  require(low >= 0 && low <= kAlarmSteps, "checkpoint tensor 'alarm.low_loss_steps' is ", low,
          ", expected 0 to ", kAlarmSteps);
  visit_player(discriminator_, "discriminator", d_,
               [&](const std::string& name, const nn::Tensor& t, std::span<float> flat) {
                 reader.take(name, t, flat);
               });
  low_loss_steps_ = static_cast<std::uint32_t>(low);
}

}  // namespace verigan::gan
