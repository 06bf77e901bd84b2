// SPDX-License-Identifier: MIT
#include "gan/adversary.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "gan/packing.hpp"
#include "simd/reduce.hpp"

namespace verigan::gan {

namespace {

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
// few enough to be read again for each block, a block's activations fit next to them into a second-level
// cache of 2 MB; the results are the same bits either way.
std::size_t rows_per_block(const nn::Network& g, const nn::Network& d, std::size_t packing,
                           std::size_t batch) {
  constexpr std::size_t kWeightBytes = std::size_t{1} << 19, kActivationBytes = 3 * kWeightBytes;
  const std::size_t weights = (g.parameter_size() + d.parameter_size()) * sizeof(float);
  if (!g.samplewise() || !d.samplewise() || weights > kWeightBytes) return batch;
  const std::size_t rows = kActivationBytes / (packing * row_bytes(g) + row_bytes(d));
  return std::max<std::size_t>(rows / 32 * 32, 32);
}

nn::Network checked(nn::Network&& d, const AdversaryConfig& c, const data::Source* source) {
  require(source != nullptr, "no source of real samples");
  const std::size_t dimension = source->dimension();
  require(d.inputs() % dimension == 0 && d.inputs() / dimension == c.packing, "discriminator of ",
          d.inputs(), " inputs, expected ", c.packing == 1 ? "" : message(c.packing, " times "),
          "the data's dimension ", dimension);
  require(d.outputs() == 1, "discriminator of ", d.outputs(), " outputs, expected 1 logit");
  require(d.classes() == 0 || d.classes() == source->classes(), "discriminator of ", d.classes(),
          " classes, expected 0 or the data's ", source->classes());
  require(d.classes() == 0 || c.packing == 1, "packing of ", c.packing,
          " samples with labels, expected 1");
  require(c.discriminator_steps > 0, "0 discriminator updates a step, expected at least 1");
  require(c.order == Order::alternating || c.discriminator_steps == 1, c.discriminator_steps,
          " discriminator updates in a simultaneous step, expected 1");
  require(c.generator_steps > 0, "0 generator updates a step, expected at least 1");
  require(c.order == Order::alternating || c.generator_steps == 1, c.generator_steps,
          " generator updates in a simultaneous step, expected 1");
  require(c.flip_rate >= 0 && c.flip_rate < 0.5, "rate of flipped labels ", c.flip_rate,
          ", expected a number in [0, 0.5)");
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

TeachingPlan Adversary::plan_of(const AdversaryConfig& c, const nn::Network& g, const nn::Network& d) {
  require(c.packing > 0, "packing of 0 samples, expected at least 1");
  const std::size_t largest = std::max(c.batch, c.generator_batch);
  return {c.generator_batch ? c.generator_batch : c.batch,
          largest,
          c.separate_batches ? largest : std::min(largest, rows_per_block(g, d, c.packing, largest)),
          c.packing,
          c.discriminator_steps,
          c.order == Order::alternating,
          c.generator_steps};
}

Adversary::Adversary(nn::Network&& discriminator, std::shared_ptr<data::Source> source,
                     const AdversaryConfig& config, std::uint64_t steps,
                     const nn::Initialisation& initialisation, const Streams& streams,
                     const TeachingPlan& plan)
    : config_(config),
      steps_(steps),
      plan_(plan),
      source_(std::move(source)),
      objective_(gan::objective(config.loss)),
      composition_(fixed_share(config.alpha, config.batch)),
      n_real_(composition_.n_real),
      augment_(streams.instance_noise),
      flips_(streams.flips),
      own_batch_dropout_(streams.own_batch_dropout),
      share_(streams.share),
      player_(checked(std::move(discriminator), config, source_.get()), config.discriminator, plan.block),
      x_(plan.largest, player_.network().inputs()),
      dpacks_(config.packing > 1 ? plan.block : 0, player_.network().inputs()),
      logits_(plan.largest, 1),
      dlogits_(plan.largest, 1),
      unpacked_(config.packing > 1 ? plan.largest * config.packing : 0, source_->dimension()),
      other_gradients_(config.separate_batches ? 1 : 0, player_.network().parameter_size()),
      values_(plan.largest),
      uniforms_(config.flip_rate > 0 ? config.batch : 0),
      other_values_(uniforms_.size()),
      other_slopes_(uniforms_.size()),
      labels_(player_.network().classes() > 0 ? config.batch : 0) {
  if (config.random_share) require_random_share(composition_);
  nn::initialise(player_.network(), player_.model.weights, initialisation, streams.weights);
  if (config.penalties.any())
    penalty_.emplace(config.penalties, player_.network(), config.batch, streams.between);
  if (config.spectral_norm) spectral_.emplace(player_.network(), player_.model.weights, streams.singular);
}

nn::ParameterUpdate Adversary::update_at(std::uint64_t done, std::uint64_t total) {
  return spectral_ ? player_.optimiser.update(spectral_->trained(), done, total) : player_.update(done, total);
}

// The loss' gradients are there; now all of them, of what is trained.
void Adversary::finish_gradients(std::uint64_t address) {
  if (penalty_)
    penalty_->add(player_.model.weights, x_.view().block_rows(0, composition_.batch), n_real_, address,
                  player_.gradients());
  if (spectral_) spectral_->to_trained(player_.model.weights, player_.gradients());
}

void Adversary::apply(const nn::ParameterUpdate& update) {
  update.apply(player_.gradients());
  if (spectral_) spectral_->renew(player_.model.weights);
}

void Adversary::save(TrainerState& state) const {
  player_.save("discriminator", state);
  if (spectral_) spectral_->save("discriminator", state);
}

void Adversary::restore(TensorReader& reader) {
  player_.restore("discriminator", reader);
  if (spectral_) spectral_->restore("discriminator", reader);
}

float Adversary::input_noise(std::uint64_t step) const {
  return static_cast<float>(config_.instance_noise.at(step, steps_));
}

std::span<Label> Adversary::labels_of(std::size_t first, std::size_t count) {
  return labels_.empty() ? std::span<Label>{} : std::span(labels_).subspan(first, count);
}

void Adversary::fill_real(std::uint64_t update, MatrixView<float> rows) {
  if (config_.packing == 1) return source_->fill(update, {rows, labels_of(0, rows.rows)});
  const MatrixView<float> samples = unpacked_.view().block_rows(0, rows.rows * config_.packing);
  source_->fill(update, samples);
  pack(samples, rows);
}

// Of rows whose logits are known: losses into values_, their slopes over the batch into dlogits_.
void Adversary::losses(const Rows& rows, std::uint64_t address) {
  const auto part = [&](std::span<float> all, std::size_t first, std::size_t count) {
    return all.subspan(rows.first + first, count);
  };
  const std::size_t made = rows.count - rows.real;
  const std::span<float> logits{logits_.data(), composition_.batch};
  const std::span<float> slopes{dlogits_.data(), composition_.batch};
  const auto take = [&](Term term, std::size_t first, std::size_t count, std::span<float> values,
                        std::span<float> derivatives) {
    term(part(logits, first, count), part(values, first, count), part(derivatives, first, count));
  };
  take(objective_.on_true, 0, rows.real, values_, slopes);
  take(objective_.on_generated, rows.real, made, values_, slopes);
  if (config_.flip_rate > 0) {
    take(objective_.on_generated, 0, rows.real, other_values_, other_slopes_);
    take(objective_.on_true, rows.real, made, other_values_, other_slopes_);
    flips_.uniforms(address, part(uniforms_, 0, rows.count), rows.first);
    const auto rate = static_cast<float>(config_.flip_rate);
    for (std::size_t i = rows.first; i < rows.first + rows.count; ++i) {
      const bool flipped = uniforms_[i] < rate;
      if (!flipped) continue;
      values_[i] = other_values_[i];
      slopes[i] = other_slopes_[i];
    }
  }
  scale(part(slopes, 0, rows.count), 1.0F / static_cast<float>(composition_.batch));
}

// Makes the generated ones of these rows, and takes all of them through the discriminator.
void Adversary::forward(const Rows& rows, std::uint64_t address, float sd, nn::Context context,
                        const Generate& generate) {
  const std::size_t m = config_.packing, begin = rows.first + rows.real, made = rows.count - rows.real;
  const MatrixView<float> here = x_.view().block_rows(rows.first, rows.count);
  if (made > 0) {
    const MatrixView<float> packs = x_.view().block_rows(begin, made);
    const MatrixView<float> samples = m == 1 ? packs : unpacked_.view().block_rows(0, made * m);
    generate((begin - n_real_) * m, samples);
    if (m > 1) pack(samples, packs);
  }
  data::add_normals(augment_, address, here, sd, rows.first);
  context.labels = labels_of(rows.first, rows.count);
  player_.forward(here, logits_.view().block_rows(rows.first, rows.count), context);
  losses(rows, address);
}

void Adversary::learn(std::uint64_t done, std::uint64_t address, const nn::Context& context,
                      std::span<const Label> labels, const Generate& generate, StepMetrics& metrics) {
  const std::size_t batch = composition_.batch, n_real = n_real_;
  const std::uint64_t total = config_.discriminator_steps * steps_;
  const float sd = input_noise(done / config_.discriminator_steps);
  const std::span<float> logits{logits_.data(), batch};
  const std::span<float> values = std::span(values_).first(batch);

  fill_real(done, x_.view().block_rows(0, n_real));
  ensure(labels_.empty() || labels.size() >= batch - n_real, "a label for each generated sample");
  if (!labels_.empty()) std::ranges::copy(labels.first(batch - n_real), labels_.begin() +
                                          static_cast<std::ptrdiff_t>(n_real));
  const bool at_once = config_.order == Order::alternating;
  const nn::ParameterUpdate update = update_at(done, total);
  // Layers take their steps on the way back, unless something comes after all gradients.
  const bool on_the_way = at_once && !config_.separate_batches && !penalty_ && !spectral_;
  if (config_.separate_batches) {
    learn_separately(address, sd, context, generate);
  } else {
    const std::size_t blocks = (batch + plan_.block - 1) / plan_.block;
    for (std::size_t k = 0; k < blocks; ++k) {
      const std::size_t first = batch * k / blocks, end = batch * (k + 1) / blocks;
      const Rows rows{first, end - first, std::min(end - first, n_real - std::min(n_real, first))};
      forward(rows, address, sd, context, generate);
      player_.backward(x_.view().block_rows(first, rows.count),
                       logits_.view().block_rows(first, rows.count),
                       dlogits_.view().block_rows(first, rows.count), first > 0,
                       on_the_way && end == batch ? &update : nullptr);
    }
  }
  if (!on_the_way) finish_gradients(address);
  if (at_once && !on_the_way) apply(update);
  metrics.d_loss = simd::mean(values);
  metrics.d_real = mean_output(objective_.discriminator.output, logits.first(n_real), values);
  metrics.d_fake = mean_output(objective_.discriminator.output, logits.subspan(n_real), values);
}

// The sum of both batches' gradients, so that their rows count as those of one batch do.
void Adversary::learn_separately(std::uint64_t address, float sd, const nn::Context& context,
                                 const Generate& generate) {
  const std::size_t batch = composition_.batch, n_real = n_real_;
  const auto back = [&](const Rows& rows, std::span<float> gradients) {
    player_.network().backward(player_.model.weights, x_.view().block_rows(rows.first, rows.count),
                               logits_.view().block_rows(rows.first, rows.count),
                               dlogits_.view().block_rows(rows.first, rows.count), player_.workspace,
                               gradients);
  };
  const Rows real{0, n_real, n_real}, generated{n_real, batch - n_real, 0};
  forward(real, address, sd, context, generate);
  back(real, player_.gradients());
  nn::Context apart = context;
  apart.stream = &own_batch_dropout_;
  forward(generated, address, sd, apart, generate);
  back(generated, other_gradients_.row(0));
  const std::span<const float> more = std::as_const(other_gradients_).row(0);
  for (std::size_t k = 0; k < more.size(); ++k) player_.gradients()[k] += more[k];
}

void Adversary::update(Generation& generation, std::uint64_t update, StepMetrics& metrics) {
  const std::uint64_t address = generation.address(update);
  if (config_.random_share) n_real_ = random_real_rows(composition_, share_, address);
  const std::size_t n_generated = composition_.batch - n_real_;
  generation.draw(address, n_generated);
  const auto generate = [&generation, address](std::size_t first, MatrixView<float> x) {
    generation.generate(address, first, x);
  };
  learn(config_.discriminator_steps * generation.step() + update, address,
        generation.context(address, 1), generation.labels(0, n_generated), generate,
        metrics);
}

void Adversary::gradient(const Generation& generation, std::size_t first,
                         MatrixView<const float> x, std::span<const Label> labels,
                         MatrixView<float> dx) {
  const std::size_t batch = plan_.batch, m = config_.packing, count = x.rows / m;
  const std::uint64_t address = generation.generator_address();
  const std::span<float> logits = std::span(logits_.data(), batch).subspan(first, count);
  const std::span<float> slopes = std::span(dlogits_.data(), batch).subspan(first, count);
  const double weight = objective_.generator_weight(composition_.alpha());

  // The discriminator sees packs, noisy copies; the generator's own output is needed on the way back.
  MatrixView<const float> seen = x;
  if (const float sd = input_noise(generation.step()); sd > 0 || m > 1) {
    const MatrixView<float> packs = x_.view().block_rows(0, count);
    pack(x, packs);
    data::add_normals(augment_, address, packs, sd, first);
    seen = packs;
  }
  const MatrixView<float> y = logits_.view().block_rows(first, count);
  const bool wanted = player_.network().classes() > 0;
  player_.forward(seen, y, generation.context(address, 1, wanted ? labels : std::span<const Label>{}));
  objective_.for_generator(logits, std::span(values_).subspan(first, count), slopes);
  scale(slopes, static_cast<float>(weight / static_cast<double>(batch)));
  const MatrixView<float> dpacks = m == 1 ? dx : dpacks_.view().block_rows(0, count);
  player_.input_gradient(seen, y, dlogits_.view().block_rows(first, count), dpacks);
  if (m > 1) unpack(dpacks, dx);
}

void Adversary::after_generator_update(const Generation& generation) {
  if (config_.order == Order::simultaneous)
    apply(update_at(generation.step(), steps_));
}

double Adversary::loss() {
  return objective_.generator_weight(composition_.alpha()) *
         simd::mean(std::span(values_).first(plan_.batch));
}

void Adversary::logits(MatrixView<const float> x, std::span<float> out,
                       std::span<const Label> labels) {
  ensure(out.size() == x.rows, "one logit per row");
  for (std::size_t done = 0; done < x.rows;) {
    const std::size_t n = std::min(x.rows - done, player_.workspace.batch());
    const MatrixView<float> y = logits_.view().block_rows(0, n);
    player_.network().infer(player_.model.weights, x.block_rows(done, n), y, player_.workspace,
                            labels.empty() ? labels : labels.subspan(done, n));
    std::copy_n(logits_.data(), n, out.subspan(done).begin());
    done += n;
  }
}

}  // namespace verigan::gan
