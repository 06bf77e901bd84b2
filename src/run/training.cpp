// SPDX-License-Identifier: MIT
#include "run/training.hpp"

#include <cmath>
#include <cstdio>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "run/trainer_checkpoint.hpp"

namespace verigan::run {
namespace {

/// Mean of a column over the last tenth of its rows.
double final_mean(const record::Table& table, const char* column) {
  const std::size_t last = (table.rows() + 9) / 10;
  const std::vector<double> values = table.numbers(column);
  double sum = 0.0;
  for (std::size_t i = values.size() - last; i < values.size(); ++i) sum += values[i];
  return sum / static_cast<double>(last);
}

/// All steps of a trainer. seen(step, metrics) logs one and returns what the progress line is to say.
template <class Seen>
void play(Run& run, gan::GeneratorTrainer& trainer,
          const std::function<void(std::uint64_t)>& after, const std::string* remark,
          const Seen& seen) {
  TrainerCheckpoint checkpoint(trainer);
  run.loop(trainer.steps(), checkpoint, [&](std::uint64_t step) {
    ensure(step == trainer.steps_done(), "the trainer is where the loop is");
    const std::string text = seen(step, trainer.step());
    after(step + 1);
    return remark == nullptr || remark->empty() ? text : text + "; " + *remark;
  });
}

}  // namespace

FinalMeans train(Run& run, gan::Trainer& trainer, std::uint64_t steps_per_epoch,
                 const std::function<void(std::uint64_t)>& after, const std::string* remark,
                 std::optional<ModeTable> modes, const record::CsvWriter* theory) {
  record::CsvWriter& metrics =
      run.table("metrics.csv", {"step", "epoch", "d_loss", "g_loss", "d_real", "d_fake"});
  TrainingMonitor monitor(run, trainer, modes, theory);
  const auto look_on = [&](std::uint64_t done) {
    after(done);
    monitor.after(done);
  };
  bool warned = false;
  play(run, trainer, look_on, remark, [&](std::uint64_t step, const gan::StepMetrics& seen) {
    metrics.row(step + 1, step / steps_per_epoch + 1, static_cast<float>(seen.d_loss),
                static_cast<float>(seen.g_loss), static_cast<float>(seen.d_real),
                static_cast<float>(seen.d_fake));
    if (trainer.discriminator_won() && !warned) {
      warned = true;
      run.progress().note(message("the discriminator has won: its loss stayed below ",
                                  gan::Trainer::kAlarmLoss, " for ", gan::Trainer::kAlarmSteps,
                                  " steps"));
    }
    char text[64];
    std::snprintf(text, sizeof text, "D %.3f, G %.3f", seen.d_loss, seen.g_loss);
    return std::string(text);
  });
  monitor.finish();
  const record::Table table = record::Table::parse(metrics.text(), "metrics.csv");
  return {final_mean(table, "d_loss"), final_mean(table, "g_loss"), final_mean(table, "d_real"),
          final_mean(table, "d_fake")};
}

double train(Run& run, gan::MatchingTrainer& trainer, std::uint64_t steps_per_epoch,
             const std::function<void(std::uint64_t)>& after, const std::string* remark,
             const record::CsvWriter* theory) {
  record::CsvWriter& metrics = run.table("metrics.csv", {"step", "epoch", "loss"});
  TrainingMonitor monitor(run, trainer, theory);
  const auto look_on = [&](std::uint64_t done) {
    after(done);
    monitor.after(done);
  };
  play(run, trainer, look_on, remark, [&](std::uint64_t step, const gan::StepMetrics& seen) {
    metrics.row(step + 1, step / steps_per_epoch + 1, static_cast<float>(seen.g_loss));
    char text[64];
    std::snprintf(text, sizeof text, "loss %.5f", seen.g_loss);
    return std::string(text);
  });
  monitor.finish();
  return final_mean(record::Table::parse(metrics.text(), "metrics.csv"), "loss");
}

record::Object training_summary(const gan::Trainer& trainer, const FinalMeans& means) {
  const gan::Composition& composition = trainer.composition();
  const double alpha = composition.alpha();
  return {{"alpha", trainer.config().alpha},
          {"alpha_effective", record::rounded(alpha)},
          {"n_true", static_cast<std::int64_t>(composition.n_true)},
          {"batch", static_cast<std::int64_t>(composition.batch)},
          {"steps", static_cast<std::int64_t>(trainer.config().steps)},
          {"entropy_alpha", record::rounded(binary_entropy(alpha))},
          {"minus_log_alpha", record::rounded(-std::log(alpha))},
          {"d_loss", record::rounded(means.d_loss)},
          {"g_loss", record::rounded(means.g_loss)},
          {"d_real", record::rounded(means.d_real)},
          {"d_fake", record::rounded(means.d_fake)},
          {"discriminator_won", trainer.discriminator_won()}};
}

std::vector<float> packed(MatrixView<const float> values) {
  std::vector<float> out;
  out.reserve(values.rows * values.cols);
  for (std::size_t i = 0; i < values.rows; ++i) {
    const auto row = values.row(i);
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

}  // namespace verigan::run
