// SPDX-License-Identifier: MIT
#include "run/moment.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"
#include "theory/game_loss.hpp"

namespace verigan::run {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPoints = 2000, kCells = 64;

/// The numbers of a column; empty where there is no such table or column.
using ReadColumn = std::function<std::vector<double>(const std::string& file, const std::string& column)>;

void add_curve(look::Panel& panel, const ReadColumn& read, const char* file, const char* column, const char* name,
               double over = 1) {
  look::Curve curve{name, read(file, "step"), read(file, column)};
  for (double& value : curve.value) value /= over;
  const std::size_t n = std::min(curve.step.size(), curve.value.size());
  curve.step.resize(n), curve.value.resize(n);
  if (std::ranges::any_of(curve.value, [](double x) { return std::isfinite(x); })) panel.curves.push_back(std::move(curve));
}

void add_panels(look::Moment& moment, const ReadColumn& read) {
  moment.losses.title = "Losses";
  add_curve(moment.losses, read, "metrics.csv", "d_loss", "D");
  add_curve(moment.losses, read, "metrics.csv", "g_loss", "G");
  add_curve(moment.losses, read, "metrics.csv", "loss", "loss");
  moment.distance.title = "JSD";
  add_curve(moment.distance, read, "theory.csv", "jsd_average", "samples");
  add_curve(moment.distance, read, "theory.csv", "jsd", "present");
  if (!moment.distance.curves.empty()) moment.distance.lines.push_back({"ln 2", std::log(2)});
  if (moment.distance.curves.empty()) {
    moment.distance.title = "Fréchet distance";
    add_curve(moment.distance, read, "scores.csv", "frechet", "");
  }
  moment.shares.title = "Shares";
  add_curve(moment.shares, read, "quality.csv", "near_share", "near");
  add_curve(moment.shares, read, "quality.csv", "coverage", "covered");
  const std::vector<double> modes = read("counts.csv", "mode");
  if (!modes.empty())
    add_curve(moment.shares, read, "modes.csv", "covered", "modes", 1 + *std::ranges::max_element(modes));
  add_curve(moment.shares, read, "modes.csv", "high_quality_share", "points on modes");
  add_curve(moment.shares, read, "scores.csv", "class_agreement", "show the class asked for");
}

void add_lines(look::Moment& moment, const theory::GameLoss& loss, double alpha) {
  const auto add = [&](const theory::Formula& formula) {
    moment.losses.lines.push_back({std::string(formula.text), formula.of(alpha)});
  };
  if (loss.discriminator.best) add(loss.discriminator.best->equilibrium);
  if (loss.generator_equilibrium) add(*loss.generator_equilibrium);
  if (moment.losses.lines.size() == 2 && moment.losses.lines[0].second == moment.losses.lines[1].second) {
    moment.losses.lines[0].first += " = " + moment.losses.lines[1].first;
    moment.losses.lines.pop_back();
  }
}

look::Points points_of(MatrixView<const float> samples) {
  look::Points points;
  for (std::size_t i = 0; i < samples.rows; ++i)
    points.x.push_back(static_cast<double>(samples.row(i)[0])), points.y.push_back(static_cast<double>(samples.row(i)[1]));
  return points;
}
look::Points points_of(const record::Array& array, std::size_t most) {
  look::Points points;
  for (std::size_t i = 0; i < std::min(array.shape.at(0), most); ++i)
    points.x.push_back(static_cast<double>(array.values[2 * i])), points.y.push_back(static_cast<double>(array.values[2 * i + 1]));
  return points;
}

bool on_the_plane(gan::GeneratorTrainer& trainer) { return trainer.generator().outputs() == 2; }

void add_best(look::Moment& moment) {
  if (!moment.d || !moment.real || moment.real->x.size() < 6 || moment.generated->x.empty()) return;
  moment.best_d = look::best_discriminator(*moment.d, *moment.real, *moment.generated, moment.alpha,
                                           look::bandwidth_of(*moment.real));
}

/// Of a run's tables so far, as they lie in memory.
ReadColumn reader_of(const Run& run) {
  return [&run](const std::string& file, const std::string& column) {
    const Series* table = run.find(file);
    return table == nullptr || !table->has(column) ? std::vector<double>() : table->column<double>(column);
  };
}

/// Of a folder's tables, an unfinished last line left out.
ReadColumn reader_of(const fs::path& folder) {
  return [folder](const std::string& file, const std::string& column) -> std::vector<double> {
    if (!fs::exists(folder / file)) return {};
    std::string text = record::read_file(folder / file);
    text.resize(text.rfind('\n') + 1);
    const record::Table table = record::Table::parse(text, file);
    return table.has(column) ? table.numbers(column) : std::vector<double>();
  };
}

/// 36 generated images, scaled to [0, 1] from where they lie.
void add_images(look::Moment& moment, gan::GeneratorTrainer& trainer) {
  const Shape shape = trainer.source().shape();
  if (!shape.image() || (shape.channels != 1 && shape.channels != 3)) return;
  const std::size_t columns = trainer.classes() == 10 ? 10 : 6, n = columns == 10 ? 60 : 36;
  Matrix<float> images(n, shape.size());
  trainer.sample(0, images);
  bool below = false;
  for (std::size_t i = 0; i < n; ++i)
    for (const float value : images.row(i)) below = below || value < -0.01F;
  if (below)
    for (std::size_t i = 0; i < n; ++i)
      for (float& value : images.row(i)) value = (value + 1) / 2;
  moment.images = record::image_grid(images, shape, n / columns, columns);
}

look::Moment begin(const Run& run, gan::GeneratorTrainer& trainer) {
  look::Moment moment;
  moment.title = message(run.progress().label(), ", step ", trainer.steps_done(), " of ", trainer.steps());
  add_panels(moment, reader_of(run));
  return moment;
}

double number(const record::Object& object, const char* name, double otherwise) {
  const auto found = object.find(name);
  if (found == object.end()) return otherwise;
  if (const auto* whole = std::get_if<std::int64_t>(&found->second)) return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&found->second);
  return real == nullptr ? otherwise : *real;
}

std::optional<fs::path> last_grid(const fs::path& folder) {
  std::vector<fs::path> grids;
  for (const auto& entry : fs::directory_iterator(folder))
    if (const std::string name = entry.path().filename().string(); name.starts_with("grid_") && name.ends_with(".png") &&
                                                                   name != "grid_true.png")
      grids.push_back(entry.path());
  if (grids.empty() && fs::exists(folder / "grid.png")) return folder / "grid.png";
  if (grids.empty()) return {};
  return *std::ranges::max_element(grids);
}

}  // namespace

std::optional<Plane> plane_of(gan::Trainer& trainer) {
  if (!on_the_plane(trainer) || trainer.config().packing != 1 || trainer.classes() > 0) return {};
  Plane plane;
  Matrix<float> samples(kPoints, 2);
  trainer.source().fill(trainer.steps() * std::max<std::uint64_t>(trainer.config().discriminator_steps, 1) + 1,
                        samples);  // of an update that is never made
  plane.real = points_of(samples.view());
  trainer.sample(0, samples);
  plane.generated = points_of(samples.view());
  plane.d = look::field_about(plane.real, plane.generated, kCells);
  Matrix<float> centres(kCells * kCells, 2);
  for (std::size_t r = 0; r < kCells; ++r)
    for (std::size_t c = 0; c < kCells; ++c)
      centres.row(r * kCells + c)[0] = static_cast<float>(plane.d.x(c)), centres.row(r * kCells + c)[1] = static_cast<float>(plane.d.y(r));
  std::vector<float> d(centres.rows());
  trainer.judge(centres, d);
  plane.d.values.assign(d.begin(), d.end());
  return plane;
}

void leave_plane(Run& run, gan::Trainer& trainer) {
  const auto plane = plane_of(trainer);
  if (!plane) return;
  std::vector<float> real, field;
  for (std::size_t i = 0; i < plane->real.x.size(); ++i)
    real.insert(real.end(), {static_cast<float>(plane->real.x[i]), static_cast<float>(plane->real.y[i])});
  for (std::size_t i = 0; i < plane->d.values.size(); ++i)
    field.insert(field.end(), {static_cast<float>(plane->d.x(i % kCells)), static_cast<float>(plane->d.y(i / kCells)),
                               static_cast<float>(plane->d.values[i])});
  run.by_product(kRealFile, real, std::vector<std::size_t>{plane->real.x.size(), 2});
  run.by_product(kFieldFile, field, std::vector<std::size_t>{plane->d.values.size(), 3});
}

look::Moment moment_of(const Run& run, gan::Trainer& trainer) {
  look::Moment moment = begin(run, trainer);
  moment.alpha = trainer.composition().alpha();
  add_lines(moment, trainer.objective(), moment.alpha);
  if (auto plane = plane_of(trainer)) {
    moment.real = std::move(plane->real), moment.generated = std::move(plane->generated), moment.d = std::move(plane->d);
    add_best(moment);
  }
  add_images(moment, trainer);
  return moment;
}

look::Moment moment_of(const Run& run, gan::GeneratorTrainer& trainer) {
  look::Moment moment = begin(run, trainer);
  if (on_the_plane(trainer)) {
    Matrix<float> samples(kPoints, 2);
    trainer.source().fill(trainer.steps() + 1, samples);
    moment.real = points_of(samples.view());
    trainer.sample(0, samples);
    moment.generated = points_of(samples.view());
  }
  add_images(moment, trainer);
  return moment;
}

look::Moment moment_of(const fs::path& folder) {
  look::Moment moment;
  record::Object config, summary;
  moment.title = (folder.parent_path().filename() / folder.filename()).string();
  if (fs::exists(folder / record::kManifestName)) {
    const record::Manifest manifest = record::read_manifest(folder);
    config = manifest.config;
    if (manifest.diagnosis && !manifest.diagnosis->verdict.empty()) {
      moment.remarks.push_back(manifest.diagnosis->headline());
      if (!manifest.diagnosis->advice.empty()) moment.remarks.push_back(manifest.diagnosis->advice);
    }
  } else {
    moment.remarks.push_back("under way");
  }
  if (const fs::path file = folder / "summary.json"; fs::exists(file))
    summary = record::parse_json(record::read_file(file), file.string());
  add_panels(moment, reader_of(folder));
  moment.alpha = number(summary, "alpha_effective", number(config, "alpha", 0.5));
  if (std::ranges::any_of(moment.losses.curves, [](const look::Curve& curve) { return curve.name == "D"; })) {
    const auto loss = config.find("loss");
    const auto* name = loss == config.end() ? nullptr : std::get_if<std::string>(&loss->second);
    const auto known = theory::game_losses();
    const auto row = std::ranges::find(known, name == nullptr ? "non-saturating" : *name, &theory::GameLoss::name);
    if (row != known.end()) add_lines(moment, *row, moment.alpha);
  }
  if (const auto grid = last_grid(folder)) {
    moment.images = record::read_png(*grid);
  } else if (fs::exists(folder / "samples.npy")) {
    const record::Array samples = record::read_npy(folder / "samples.npy");
    if (samples.shape.size() == 2 && samples.shape[1] == 2) moment.generated = points_of(samples, kPoints);
  }
  if (moment.generated && fs::exists(folder / kRealFile))
    moment.real = points_of(record::read_npy(folder / kRealFile), kPoints);
  if (moment.generated && fs::exists(folder / kFieldFile)) {
    const record::Array field = record::read_npy(folder / kFieldFile);
    const std::size_t n = field.shape.at(0), cells = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(n))));
    require(cells > 1 && cells * cells == n && field.shape.size() == 2 && field.shape[1] == 3, kFieldFile, " of ", n,
            " rows, expected a square grid of x, y, D");
    const auto at = [&](std::size_t row, std::size_t column) { return static_cast<double>(field.values[3 * row + column]); };
    const double half_x = (at(cells - 1, 0) - at(0, 0)) / (2 * static_cast<double>(cells - 1)),
                 half_y = (at(n - 1, 1) - at(0, 1)) / (2 * static_cast<double>(cells - 1));
    moment.d = look::Field{at(0, 0) - half_x, at(n - 1, 0) + half_x, at(0, 1) - half_y, at(n - 1, 1) + half_y, cells, {}};
    for (std::size_t i = 0; i < n; ++i) moment.d->values.push_back(at(i, 2));
    add_best(moment);
  }
  require(!moment.losses.curves.empty() || moment.generated || moment.images, folder.string(),
          ": nothing here that a picture shows, expected the losses or samples of a training");
  return moment;
}

}  // namespace verigan::run
