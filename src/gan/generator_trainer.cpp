// SPDX-License-Identifier: MIT
#include "gan/generator_trainer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "random/addresses.hpp"
#include "simd/update.hpp"

namespace verigan::gan {

namespace {

constexpr std::size_t kBlock = 256;  // samples at a time, where they are not a step's

// What is required of a generator, its data and its configuration, before anything is made of them.
nn::Network checked(nn::Network&& generator, const data::Source* source, const GeneratorConfig& c,
                    std::size_t batch) {
  require(source != nullptr, "no source of real samples");
  require(generator.outputs() == source->dimension(), "generator of ", generator.outputs(),
          " outputs, expected the data's dimension ", source->dimension());
  require(generator.classes() == 0 || generator.classes() == source->classes(), "generator of ",
          generator.classes(), " classes, expected 0 or the data's ", source->classes());
  require(c.steps > 0, "0 training steps, expected at least 1");
  require(batch > 0, "0 generated samples in a step, expected at least 1");
  require(c.average_decay >= 0 && c.average_decay < 1, "averaging decay ", c.average_decay,
          ", expected [0, 1)");
  return std::move(generator);
}

}  // namespace

void calibrate(const nn::Network& network, nn::Weights& weights, data::NoiseLaw::Kind law,
               const random::Stream& stream, std::size_t samples) {
  const std::size_t passes = (samples + kBlock - 1) / kBlock, rows = samples / passes;
  nn::Workspace workspace(network, rows);
  Matrix<float> z(rows, network.inputs()), x(rows, network.outputs());
  for (std::size_t p = 0; p < passes; ++p) {
    data::fill_noise(law, stream, 0, z, p * rows);
    const std::vector<Label> labels = labels_in_turn(p * rows, rows, network.classes());
    const double keep = static_cast<double>(p) / static_cast<double>(p + 1);
    network.forward(weights, z, x, workspace, {nn::Mode::calibrate, nullptr, 0, 0, labels, keep});
  }
}

void generate(const nn::Model& generator, MatrixView<const float> z, std::span<const Label> labels,
              MatrixView<float> x) {
  const nn::Network& network = generator.network;
  require(z.rows == x.rows && z.cols == network.inputs() && x.cols == network.outputs(), "noise ",
          z.rows, " x ", z.cols, " and samples ", x.rows, " x ", x.cols, ", expected n x ",
          network.inputs(), " and n x ", network.outputs());
  require(labels.size() == (network.classes() > 0 ? z.rows : 0), labels.size(), " labels for ", z.rows,
          " samples of ", network.classes(), " classes, expected ",
          network.classes() > 0 ? z.rows : 0);
  if (z.rows == 0) return;
  nn::Workspace workspace(network, std::min(z.rows, kBlock));
  generator.infer(z, x, workspace, labels);
}

GeneratorTrainer::GeneratorTrainer(nn::Network generator, std::shared_ptr<data::Source> source,
                                   const GeneratorConfig& config, std::unique_ptr<Teacher> teacher)
    : source_(std::move(source)),
      common_(config),
      teacher_(std::move(teacher)),
      generation_(checked(std::move(generator), source_.get(), config, teacher_->plan().batch), config,
                  teacher_->plan()),
      sample_(random::draws::kSamples.stream(config.seed, config.run)),
      standing_stream_(random::draws::kStanding.stream(config.seed, config.run)),
      average_(generation_.player().model.weights),
      generated_(generation_.plan().block * generation_.plan().packing, this->generator().outputs()),
      dx_(generation_.plan().block * generation_.plan().packing, this->generator().outputs()) {
  require(config.standing_samples != 1, "standing statistics of 1 sample, expected 0 or at least 2");
}

void GeneratorTrainer::generator_step(std::uint64_t update_number, StepMetrics& metrics) {
  const TeachingPlan& plan = generation_.plan();
  const std::size_t batch = plan.batch, m = plan.packing;
  const std::uint64_t done = plan.generator_updates * generation_.step() + update_number;
  generation_.turn(update_number);
  const std::uint64_t address = generation_.generator_address();
  Player& player = generation_.player();
  generation_.draw(plan.fresh_noise ? address : generation_.address(0), batch);
  const nn::ParameterUpdate update = player.update(done, plan.generator_updates * common_.steps);
  generation_.for_each_block(batch, [&](std::size_t first, std::size_t count) {
    const MatrixView<float> generated = generated_.view().block_rows(0, count * m);
    const MatrixView<float> dx = dx_.view().block_rows(0, count * m);
    generation_.generate(address, first * m, generated);
    teacher_->gradient(generation_, first, generated, generation_.labels(first * m, count * m), dx);
    player.backward(generation_.noise(first * m, count * m), generated, dx, first > 0,
                    first + count == batch ? &update : nullptr);
  });
  metrics.g_loss = teacher_->loss();
  if (averages()) update_average(done);
}

// A quotient of doubles is exact to the last bit everywhere, where a power βᵗ would be libm's.
double GeneratorTrainer::average_decay(std::uint64_t t, double decay) {
  const auto done = static_cast<double>(t);
  return std::min(decay, (1 + done) / (10 + done));
}

void GeneratorTrainer::update_average(std::uint64_t done) {
  const auto decay = static_cast<float>(average_decay(done, common_.average_decay));
  const nn::Weights& now = generator_weights();
  simd::moving_average(average_.parameters(), now.parameters(), decay);
  simd::moving_average(average_.state(), now.state(), decay);
}

StepMetrics GeneratorTrainer::step() {
  StepMetrics metrics;
  for (std::uint64_t k = 0; k < generation_.plan().updates; ++k)
    teacher_->update(generation_, k, metrics);
  if (teacher_->competes())
    low_loss_steps_ = metrics.d_loss < kAlarmLoss ? std::min(low_loss_steps_ + 1, kAlarmSteps) : 0;
  for (std::uint64_t k = 0; k < generation_.plan().generator_updates; ++k) generator_step(k, metrics);
  teacher_->after_generator_update(generation_);
  generation_.go_to(steps_done() + 1);
  return metrics;
}

const nn::Weights& GeneratorTrainer::drawing_weights(Which which) {
  const bool averaged = which == Which::averaged && averages();
  const nn::Weights& weights = averaged ? average_ : generator_weights();
  if (common_.standing_samples == 0 || generator().state_size() == 0) return weights;
  std::optional<Standing>& standing = standing_[averaged ? 0 : 1];
  if (!standing || standing->step != steps_done()) {
    standing = Standing{steps_done(), weights};
    calibrate(generator(), standing->weights, common_.noise, standing_stream_, common_.standing_samples);
  }
  return standing->weights;
}

nn::Model GeneratorTrainer::model(Which which) { return {generator(), drawing_weights(which)}; }

void GeneratorTrainer::sample(std::uint64_t first, MatrixView<float> out, Which which) {
  sample(first, labels_in_turn(first, out.rows, classes()), out, which);
}

void GeneratorTrainer::sample(std::uint64_t first, std::span<const Label> labels, MatrixView<float> out,
                              Which which) {
  require(labels.size() == (classes() > 0 ? out.rows : 0), labels.size(), " labels for ", out.rows,
          " samples of ", classes(), " classes, expected ", classes() > 0 ? out.rows : 0);
  const nn::Weights& weights = drawing_weights(which);
  nn::Workspace& workspace = generation_.player().workspace;
  for (std::size_t done = 0; done < out.rows;) {
    const std::size_t n = std::min(out.rows - done, workspace.batch());
    const MatrixView<float> z = generation_.noise_memory(n);
    data::fill_noise(common_.noise, sample_, 0, z, first + done);
    generator().infer(weights, z, out.block_rows(done, n), workspace,
                      labels.empty() ? labels : labels.subspan(done, n));
    done += n;
  }
}

TrainerState GeneratorTrainer::state(const TensorFilter& wanted) const {
  TrainerState state;
  state.wanted = wanted;
  state.step = steps_done();
  generation_.player().save("generator", state);
  teacher_->save(state);
  if (averages()) save(generator(), average_, "generator_average", state);
  if (teacher_->competes())
    state.tensors.push_back({"alarm.low_loss_steps", {1}, {static_cast<float>(low_loss_steps_)}});
  return state;
}

void GeneratorTrainer::restore(const TrainerState& state) {
  TensorReader reader(state);
  generation_.player().restore("generator", reader);
  if (teacher_->competes()) {
    const float low = reader.take("alarm.low_loss_steps", {1})[0];
    require(low >= 0 && low <= kAlarmSteps, "checkpoint tensor 'alarm.low_loss_steps' is ", low,
            ", expected 0 to ", kAlarmSteps);
    low_loss_steps_ = static_cast<std::uint32_t>(low);
  }
  teacher_->restore(reader);
  if (averages()) gan::restore(generator(), average_, "generator_average", reader);
  reader.finish();
  generation_.go_to(state.step);
  for (auto& standing : standing_) standing.reset();
}

}  // namespace verigan::gan
