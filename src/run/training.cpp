// SPDX-License-Identifier: MIT
#include "run/training.hpp"

#include <cmath>
#include <cstdio>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "gan/models.hpp"
#include "run/live.hpp"
#include "run/moment.hpp"
#include "run/trainer_checkpoint.hpp"

namespace verigan::run {
namespace {

const Schema kMetrics{"metrics.csv",
                      {whole("step"), whole("epoch"), single("d_loss"), single("g_loss"),
                       single("d_real"), single("d_fake")}};
const Schema kMatchingMetrics{"metrics.csv", {whole("step"), whole("epoch"), single("loss")}};

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
                 std::optional<ModeTable> modes, const Series* theory, const Series* images) {
  Series& metrics = run.table(kMetrics);
  TrainingMonitor monitor(run, trainer, modes, theory, images);
  Live live(run.settings().live, run.progress(), [&] { return moment_of(run, trainer); });
  const auto observe = [&](std::uint64_t done) {
    after(done);
    monitor.after(done);
    live.after_step();
  };
  if (gan::judges_batches(trainer.discriminator()))
    run.progress().note("D normalises by its mini-batch and so is no function of x: D* = α and a loss of H(α) "
                        "where p = p_g are no statements about it");
  bool warned = false;
  play(run, trainer, observe, remark, [&](std::uint64_t step, const gan::StepMetrics& seen) {
    metrics.append(step + 1, step / steps_per_epoch + 1, seen.d_loss, seen.g_loss, seen.d_real,
                   seen.d_fake);
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
  live.finish();
  leave_plane(run, trainer);
  return {metrics.tail_mean("d_loss"), metrics.tail_mean("g_loss"), metrics.tail_mean("d_real"),
          metrics.tail_mean("d_fake")};
}

double train(Run& run, gan::MatchingTrainer& trainer, std::uint64_t steps_per_epoch,
             const std::function<void(std::uint64_t)>& after, const std::string* remark,
             const Series* theory) {
  Series& metrics = run.table(kMatchingMetrics);
  TrainingMonitor monitor(run, trainer, theory);
  Live live(run.settings().live, run.progress(),
            [&] { return moment_of(run, static_cast<gan::GeneratorTrainer&>(trainer)); });
  const auto observe = [&](std::uint64_t done) {
    after(done);
    monitor.after(done);
    live.after_step();
  };
  play(run, trainer, observe, remark, [&](std::uint64_t step, const gan::StepMetrics& seen) {
    metrics.append(step + 1, step / steps_per_epoch + 1, seen.g_loss);
    char text[64];
    std::snprintf(text, sizeof text, "loss %.5f", seen.g_loss);
    return std::string(text);
  });
  monitor.finish();
  live.finish();
  return metrics.tail_mean("loss");
}

std::vector<Schema> training_tables(std::vector<Schema> further) {
  further.insert(further.begin(), {kMetrics, TrainingMonitor::schema(true), kDigests});
  return further;
}

std::vector<Schema> matching_tables(std::vector<Schema> further) {
  further.insert(further.begin(), {kMatchingMetrics, TrainingMonitor::schema(false), kDigests});
  return further;
}

record::Object training_summary(const gan::Trainer& trainer, const FinalMeans& means) {
  const gan::BatchMix& composition = trainer.composition();
  const double alpha = composition.alpha();
  record::Object summary{
          {"alpha", trainer.config().alpha},
          {"alpha_effective", record::rounded(alpha)},
          {"n_true", static_cast<std::int64_t>(composition.n_real)},
          {"batch", static_cast<std::int64_t>(composition.batch)},
          {"steps", static_cast<std::int64_t>(trainer.config().steps)},
          {"entropy_alpha", record::rounded(binary_entropy(alpha))},
          {"minus_log_alpha", record::rounded(-std::log(alpha))},
          {"d_loss", record::rounded(means.d_loss)},
          {"g_loss", record::rounded(means.g_loss)},
          {"d_real", record::rounded(means.d_real)},
          {"d_fake", record::rounded(means.d_fake)},
          {"discriminator_won", trainer.discriminator_won()}};
  if (gan::judges_batches(trainer.discriminator())) summary["d_judges_batches"] = true;
  return summary;
}

std::vector<float> contiguous(MatrixView<const float> values) {
  std::vector<float> out;
  out.reserve(values.rows * values.cols);
  for (std::size_t i = 0; i < values.rows; ++i) {
    const auto row = values.row(i);
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

}  // namespace verigan::run
