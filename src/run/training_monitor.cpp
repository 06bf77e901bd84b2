// SPDX-License-Identifier: MIT
#include "run/training_monitor.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

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

std::vector<std::string> header(const gan::Probe& probe) {
  std::vector<std::string> names{"step"};
  for (const Column& column : kColumns) names.push_back(column.name);
  for (const std::string& layer : probe.layers()) names.push_back(silent_column(layer));
  return names;
}

std::vector<gan::Reading> readings_of(const std::string& text,
                                      const std::vector<std::string>& layers) {
  const record::Table table = record::Table::parse(text, kTable);
  std::vector<gan::Reading> readings(table.rows());
  const auto read = [&](const std::string& name, const auto& place) {
    const std::vector<double> values = table.numbers(name);
    for (std::size_t i = 0; i < values.size(); ++i) place(readings[i], values[i]);
  };
  read("step", [](gan::Reading& r, double x) { r.step = static_cast<std::uint64_t>(x); });
  for (const Column& column : kColumns)
    read(column.name, [&](gan::Reading& r, double x) { column.of(r) = x; });
  for (const std::string& layer : layers)
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

TrainingMonitor::TrainingMonitor(Run& run, gan::Trainer& trainer, std::optional<ModeTable> modes)
    : run_(run),
      trainer_(trainer),
      modes_(modes),
      probe_(trainer),
      table_(run.side_table(kTable, header(probe_))) {}

gan::TrainingHistory TrainingMonitor::history() const {
  gan::TrainingHistory history;
  history.steps = trainer_.config().steps;
  history.output = trainer_.objective().output;
  history.equilibrium = gan::Probe::equilibrium(trainer_);
  history.layers = probe_.layers();
  history.readings = readings_of(table_.text(), history.layers);
  if (modes_) {
    history.modes = modes_->modes;
    history.mode_readings = mode_readings_of(modes_->table.text());
  }
  return history;
}

void TrainingMonitor::after(std::uint64_t done) {
  const std::uint64_t steps = trainer_.config().steps;
  if (done % interval(steps) != 0 && done != steps) return;
  gan::Reading reading = probe_.read(trainer_);
  std::vector<std::string> cells{record::number_text(done)};
  for (const Column& column : kColumns) cells.push_back(record::number_text(column.of(reading)));
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
