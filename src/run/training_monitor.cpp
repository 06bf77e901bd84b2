// SPDX-License-Identifier: MIT
#include "run/training_monitor.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gan/matching_probe.hpp"

namespace verigan::run {
namespace {

constexpr const char* kTable = "diagnosis.csv";

// What of a reading stands in a row, before the silent shares.
struct Column {
  const char* name;
  double& (*of)(gan::Reading&);
};
constexpr Column kColumns[] = {
    {"gradient_norm", [](gan::Reading& r) -> double& { return r.gradient_norm; }},
    {"accuracy", [](gan::Reading& r) -> double& { return r.accuracy; }},
    {"true_mean", [](gan::Reading& r) -> double& { return r.on_true.mean; }},
    {"true_low", [](gan::Reading& r) -> double& { return r.on_true.low; }},
    {"true_median", [](gan::Reading& r) -> double& { return r.on_true.median; }},
    {"true_high", [](gan::Reading& r) -> double& { return r.on_true.high; }},
    {"generated_mean", [](gan::Reading& r) -> double& { return r.on_generated.mean; }},
    {"generated_low", [](gan::Reading& r) -> double& { return r.on_generated.low; }},
    {"generated_median", [](gan::Reading& r) -> double& { return r.on_generated.median; }},
    {"generated_high", [](gan::Reading& r) -> double& { return r.on_generated.high; }},
};

std::string silent_column(std::string layer) {
  std::ranges::replace(layer, ' ', '_');
  return "silent_" + layer;
}

/// Those there is something to say in: the first is the generator's, the others the discriminator's.
std::span<const Column> columns(const gan::TrainingHistory& known) {
  return std::span(kColumns).first(known.discriminator ? std::size(kColumns) : 1);
}

std::vector<std::string> header(const gan::TrainingHistory& known) {
  std::vector<std::string> names{"step"};
  for (const Column& column : columns(known)) names.push_back(column.name);
  for (const std::string& layer : known.layers) names.push_back(silent_column(layer));
  return names;
}

std::vector<gan::Reading> readings_of(const std::string& text, const gan::TrainingHistory& known) {
  const record::Table table = record::Table::parse(text, kTable);
  std::vector<gan::Reading> readings(table.rows());
  const auto read = [&](const std::string& name, const auto& place) {
    const std::vector<double> values = table.numbers(name);
    for (std::size_t i = 0; i < values.size(); ++i) place(readings[i], values[i]);
  };
  read("step", [](gan::Reading& r, double x) { r.step = static_cast<std::uint64_t>(x); });
  for (const Column& column : columns(known))
    read(column.name, [&](gan::Reading& r, double x) { column.of(r) = x; });
  for (const std::string& layer : known.layers)
    read(silent_column(layer), [](gan::Reading& r, double x) { r.silent.push_back(x); });
  return readings;
}

std::vector<gan::ModeReading> mode_readings_of(const std::string& text) {
  const record::Table table = record::Table::parse(text, "the table of modes");
  const auto step = table.numbers("step"), covered = table.numbers("covered"),
             good = table.numbers("high_quality_share"), dominant = table.numbers("dominant"),
             share = table.numbers("dominant_share");
  std::vector<gan::ModeReading> readings;
  for (std::size_t i = 0; i < step.size(); ++i)
    readings.push_back({static_cast<std::uint64_t>(step[i]), static_cast<std::size_t>(covered[i]),
                        static_cast<std::size_t>(dominant[i]), good[i], share[i]});
  return readings;
}

std::vector<gan::DivergenceReading> divergences_of(const std::string& text) {
  const record::Table table = record::Table::parse(text, "theory.csv");
  const auto step = table.numbers("step"), drawn = table.numbers("jsd_average"),
             drawn_error = table.numbers("jsd_average_error"), present = table.numbers("jsd"),
             present_error = table.numbers("jsd_error");
  const bool seen = table.has("blindness");
  const std::vector<double> nothing(step.size(), std::numeric_limits<double>::quiet_NaN());
  const auto blindness = seen ? table.numbers("blindness") : nothing,
             blindness_error = seen ? table.numbers("blindness_error") : nothing;
  std::vector<gan::DivergenceReading> readings;
  for (std::size_t i = 0; i < step.size(); ++i)
    readings.push_back({static_cast<std::uint64_t>(step[i]), drawn[i], drawn_error[i], present[i],
                        present_error[i], blindness[i], blindness_error[i]});
  return readings;
}

record::RecordedDiagnosis recorded(const gan::Diagnosis& diagnosis) {
  record::RecordedDiagnosis out{{}, diagnosis.measured};
  for (const gan::Finding& f : diagnosis.findings)
    out.findings.push_back({std::string(trouble_name(f.trouble)),
                            static_cast<std::int64_t>(f.since), static_cast<std::int64_t>(f.last),
                            f.present, f.evidence});
  return out;
}

}  // namespace

std::uint64_t TrainingMonitor::interval(std::uint64_t steps) {
  return std::max<std::uint64_t>({1, steps / 50, std::min<std::uint64_t>(20, steps / 5)});
}

TrainingMonitor::Subject TrainingMonitor::subject(gan::Trainer& trainer) {
  auto probe = std::make_shared<gan::Probe>(trainer);
  Subject subject;
  subject.known.steps = trainer.steps();
  subject.known.output = trainer.objective().output;
  subject.known.equilibrium = gan::Probe::equilibrium(trainer);
  subject.known.layers = probe->layers();
  subject.read = [probe, &trainer] { return probe->read(trainer); };
  return subject;
}

TrainingMonitor::Subject TrainingMonitor::subject(gan::MatchingTrainer& trainer) {
  auto probe = std::make_shared<gan::MatchingProbe>(trainer);
  Subject subject;
  subject.known.steps = trainer.steps();
  subject.known.discriminator = false;
  subject.known.layers = probe->layers();
  subject.read = [probe, &trainer] { return probe->read(trainer); };
  return subject;
}

TrainingMonitor::TrainingMonitor(Run& run, Subject subject, std::optional<ModeTable> modes,
                                 const record::CsvWriter* theory)
    : run_(run),
      subject_(std::move(subject)),
      modes_(modes),
      theory_(theory),
      table_(run.side_table(kTable, header(subject_.known))) {}

TrainingMonitor::TrainingMonitor(Run& run, gan::Trainer& trainer, std::optional<ModeTable> modes,
                                 const record::CsvWriter* theory)
    : TrainingMonitor(run, subject(trainer), modes, theory) {}

TrainingMonitor::TrainingMonitor(Run& run, gan::MatchingTrainer& trainer,
                                 const record::CsvWriter* theory)
    : TrainingMonitor(run, subject(trainer), std::nullopt, theory) {}

gan::TrainingHistory TrainingMonitor::history() const {
  gan::TrainingHistory history = subject_.known;
  history.readings = readings_of(table_.text(), history);
  if (modes_) {
    history.modes = modes_->modes;
    history.mode_readings = mode_readings_of(modes_->table.text());
  }
  if (theory_ != nullptr) history.divergences = divergences_of(theory_->text());
  return history;
}

void TrainingMonitor::after(std::uint64_t done) {
  const std::uint64_t steps = subject_.known.steps;
  if (done % interval(steps) != 0 && done != steps) return;
  gan::Reading reading = subject_.read();
  std::vector<std::string> cells{record::number_text(done)};
  for (const Column& column : columns(subject_.known))
    cells.push_back(record::number_text(column.of(reading)));
  for (const double share : reading.silent) cells.push_back(record::number_text(share));
  table_.add(cells);
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
  std::string found;
  for (const gan::Finding& f : diagnosis.findings)
    if (f.present)
      found += message(found.empty() ? "" : ", ", trouble_name(f.trouble), " since step ", f.since);
  if (!found.empty()) run_.progress().note("diagnosis: " + found);
}

}  // namespace verigan::run
