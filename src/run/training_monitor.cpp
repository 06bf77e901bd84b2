// SPDX-License-Identifier: MIT
#include "run/training_monitor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/check.hpp"

namespace verigan::run {
namespace {

// What of a reading stands in a row, before the silent shares.
struct Field {
  const char* name;
  double& (*of)(gan::Snapshot&);
};
constexpr Field kFields[] = {
    {"gradient_norm", [](gan::Snapshot& r) -> double& { return r.gradient_norm; }},
    {"accuracy", [](gan::Snapshot& r) -> double& { return r.accuracy; }},
    {"true_mean", [](gan::Snapshot& r) -> double& { return r.on_true.mean; }},
    {"true_low", [](gan::Snapshot& r) -> double& { return r.on_true.low; }},
    {"true_median", [](gan::Snapshot& r) -> double& { return r.on_true.median; }},
    {"true_high", [](gan::Snapshot& r) -> double& { return r.on_true.high; }},
    {"generated_mean", [](gan::Snapshot& r) -> double& { return r.on_generated.mean; }},
    {"generated_low", [](gan::Snapshot& r) -> double& { return r.on_generated.low; }},
    {"generated_median", [](gan::Snapshot& r) -> double& { return r.on_generated.median; }},
    {"generated_high", [](gan::Snapshot& r) -> double& { return r.on_generated.high; }},
};

const std::string kSilent = "silent_";

std::string silent_column(std::string layer) {
  std::ranges::replace(layer, ' ', '_');
  return kSilent + layer;
}

/// Those there is something to say in: the first is the generator's, the others the discriminator's.
std::span<const Field> fields(bool discriminator) {
  return std::span(kFields).first(discriminator ? std::size(kFields) : 1);
}

Schema schema_of(const gan::TrainingHistory& known) {
  Schema schema = TrainingMonitor::schema(known.discriminator);
  for (const std::string& layer : known.layers) schema.columns.push_back(silent_column(layer));
  return schema;
}

std::vector<gan::Snapshot> readings_of(const Series& table, const gan::TrainingHistory& known) {
  std::vector<gan::Snapshot> readings(table.rows());
  const auto read = [&](const std::string& name, const auto& place) {
    const std::vector<double> values = table.column<double>(name);
    for (std::size_t i = 0; i < values.size(); ++i) place(readings[i], values[i]);
  };
  read("step", [](gan::Snapshot& r, double x) { r.step = static_cast<std::uint64_t>(x); });
  for (const Field& field : fields(known.discriminator))
    read(field.name, [&](gan::Snapshot& r, double x) { field.of(r) = x; });
  for (const std::string& layer : known.layers)
    read(silent_column(layer), [](gan::Snapshot& r, double x) { r.silent.push_back(x); });
  return readings;
}

std::vector<gan::ModeReading> mode_readings_of(const Series& table) {
  const auto step = table.column<std::uint64_t>("step"), covered = table.column<std::uint64_t>("covered"),
             dominant = table.column<std::uint64_t>("dominant");
  const auto good = table.column<double>("high_quality_share"),
             share = table.column<double>("dominant_share");
  std::vector<gan::ModeReading> readings;
  for (std::size_t i = 0; i < step.size(); ++i)
    readings.push_back({step[i], covered[i], dominant[i], good[i], share[i]});
  return readings;
}

std::vector<gan::DivergenceReading> divergences_of(const Series& table) {
  const auto step = table.column<std::uint64_t>("step");
  const auto drawn = table.column<double>("jsd_average"),
             drawn_error = table.column<double>("jsd_average_error"),
             present = table.column<double>("jsd"), present_error = table.column<double>("jsd_error");
  const bool seen = table.has("blindness");
  const std::vector<double> nothing(step.size(), std::numeric_limits<double>::quiet_NaN());
  const auto blindness = seen ? table.column<double>("blindness") : nothing,
             blindness_error = seen ? table.column<double>("blindness_error") : nothing;
  std::vector<gan::DivergenceReading> readings;
  for (std::size_t i = 0; i < step.size(); ++i)
    readings.push_back({step[i], drawn[i], drawn_error[i], present[i], present_error[i], blindness[i],
                        blindness_error[i]});
  return readings;
}

/// Those that a classifier was asked for.
std::vector<gan::ImageReading> image_readings_of(const Series& table) {
  const auto step = table.column<std::uint64_t>("step");
  const auto frechet = table.column<double>("frechet"), agreement = table.column<double>("class_agreement"),
             score = table.column<double>("inception_score");
  std::vector<gan::ImageReading> readings;
  for (std::size_t i = 0; i < step.size(); ++i)
    if (std::isfinite(frechet[i])) readings.push_back({step[i], frechet[i], agreement[i], score[i]});
  return readings;
}

std::vector<gan::PointReading> point_readings_of(const Series& table) {
  const auto step = table.column<std::uint64_t>("step");
  const auto near = table.column<double>("near_share"), covered = table.column<double>("coverage"),
             mmd2 = table.column<double>("mmd2");
  std::vector<gan::PointReading> readings;
  for (std::size_t i = 0; i < step.size(); ++i) readings.push_back({step[i], near[i], covered[i], mmd2[i]});
  return readings;
}

/// The table if it has all of these columns, else null.
const Series* with_columns(const Series* table, std::initializer_list<const char*> names) {
  if (table == nullptr) return nullptr;
  for (const char* name : names)
    if (!table->has(name)) return nullptr;
  return table;
}

record::RecordedDiagnosis recorded(const gan::Diagnosis& diagnosis) {
  const gan::Verdict& verdict = diagnosis.verdict;
  record::RecordedDiagnosis out{{}, diagnosis.measured, std::string(outcome_name(verdict.outcome)), verdict.reason,
                                verdict.advice};
  for (const gan::Finding& f : diagnosis.findings)
    out.findings.push_back({std::string(trouble_name(f.trouble)),
                            static_cast<std::int64_t>(f.since), static_cast<std::int64_t>(f.last),
                            f.present, f.evidence});
  return out;
}

}  // namespace

// Numbers of 17 significant digits always read back.
Schema TrainingMonitor::schema(bool discriminator) {
  Schema schema{"diagnosis.csv", {whole("step")}, {.digits = 17}, kSilent};
  for (const Field& field : fields(discriminator)) schema.columns.push_back(field.name);
  return schema;
}

std::uint64_t TrainingMonitor::interval(std::uint64_t steps) {
  return std::max<std::uint64_t>({1, steps / 50, std::min<std::uint64_t>(20, steps / 5)});
}

TrainingMonitor::Subject TrainingMonitor::subject(gan::Trainer& trainer) {
  Subject subject;
  subject.known.steps = trainer.steps();
  subject.known.output = trainer.objective().discriminator.output;
  subject.known.equilibrium = gan::equilibrium_logit(trainer);
  subject.known.layers = gan::watched_layers(trainer);
  const gan::Objective& loss = trainer.objective();
  const double alpha = trainer.composition().alpha();
  if (loss.discriminator.best) subject.known.losses.constant = loss.discriminator.best->equilibrium.of(alpha);
  if (loss.generator_equilibrium) subject.known.losses.generator_equilibrium = loss.generator_equilibrium->of(alpha);
  subject.read = [&trainer] { return gan::read(trainer); };
  return subject;
}

TrainingMonitor::Subject TrainingMonitor::subject(gan::MatchingTrainer& trainer) {
  Subject subject;
  subject.known.steps = trainer.steps();
  subject.known.discriminator = false;
  subject.known.layers = gan::watched_layers(trainer);
  subject.read = [&trainer] { return gan::read(trainer); };
  return subject;
}

TrainingMonitor::TrainingMonitor(Run& run, Subject subject, std::optional<ModeTable> modes,
                                 const Series* theory, const Series* images)
    : run_(run),
      subject_(std::move(subject)),
      modes_(modes),
      theory_(theory),
      images_(images),
      table_(run.sampled_table(schema_of(subject_.known))) {}

TrainingMonitor::TrainingMonitor(Run& run, gan::Trainer& trainer, std::optional<ModeTable> modes,
                                 const Series* theory, const Series* images)
    : TrainingMonitor(run, subject(trainer), modes, theory, images) {}

TrainingMonitor::TrainingMonitor(Run& run, gan::MatchingTrainer& trainer,
                                 const Series* theory)
    : TrainingMonitor(run, subject(trainer), std::nullopt, theory, nullptr) {}

gan::TrainingHistory TrainingMonitor::history() const {
  gan::TrainingHistory history = subject_.known;
  history.readings = readings_of(table_, history);
  if (modes_) {
    history.modes = modes_->modes;
    history.mode_readings = mode_readings_of(modes_->table);
  }
  // What else the run measured is found by its columns.
  const Series* const theory = theory_ != nullptr ? theory_ : run_.find("theory.csv");
  if (with_columns(theory, {"jsd", "jsd_error", "jsd_average", "jsd_average_error"}) != nullptr)
    history.divergences = divergences_of(*theory);
  const Series* const images = images_ != nullptr ? images_ : run_.find("scores.csv");
  if (with_columns(images, {"frechet", "class_agreement", "inception_score"}) != nullptr)
    history.images = image_readings_of(*images);
  if (const Series* points = with_columns(run_.find("quality.csv"), {"near_share", "coverage", "mmd2"}))
    history.points = point_readings_of(*points);
  if (const Series* losses = with_columns(run_.find("metrics.csv"), {"d_loss", "g_loss"})) {
    history.losses.discriminator = losses->column<double>("d_loss");
    history.losses.generator = losses->column<double>("g_loss");
  }
  return history;
}

void TrainingMonitor::after(std::uint64_t done) {
  const std::uint64_t steps = subject_.known.steps;
  if (done % interval(steps) != 0 && done != steps) return;
  gan::Snapshot reading = subject_.read();
  std::vector<Series::Cell> cells{done};
  for (const Field& field : fields(subject_.known.discriminator)) cells.push_back(field.of(reading));
  cells.insert(cells.end(), reading.silent.begin(), reading.silent.end());
  table_.append_cells(cells);
  if (done == steps || run_.progress().for_program()) return;
  for (const gan::Finding& finding : gan::diagnose(history()).findings)
    if (finding.present && said_.insert(finding.trouble).second)
      run_.progress().note(message("step ", done, ": ", trouble_name(finding.trouble), ": ",
                                   finding.evidence));
}

void TrainingMonitor::finish() {
  const gan::Diagnosis diagnosis = gan::diagnose(history());
  run_.diagnosis(recorded(diagnosis));
  if (!run_.progress().for_program()) {
    for (const std::string& line : diagnosis.text()) run_.progress().note(line);
    return;
  }
  if (!gan::failed(diagnosis.verdict.outcome)) return;
  std::string found(outcome_name(diagnosis.verdict.outcome));
  for (const gan::Finding& f : diagnosis.findings)
    if (f.present) found += message(", ", trouble_name(f.trouble), " since step ", f.since);
  run_.progress().note("diagnosis: " + found);
}

}  // namespace verigan::run
