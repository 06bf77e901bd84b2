// SPDX-License-Identifier: MIT
#include "run/trained_generator.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "gan/described.hpp"
#include "gan/generator_trainer.hpp"
#include "judge/samples.hpp"
#include "random/addresses.hpp"
#include "record/file.hpp"
#include "record/safetensors.hpp"
#include "run/folder.hpp"
#include "run/ladder.hpp"

namespace verigan::run {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStandingSamples = 1024;  // of the trainings of models with options
constexpr const char* kExpected = "expected the folder of a finished run of kth_models, conditional or "
                                  "alpha_mnist";

std::string text(const record::Object& config, const char* name) {
  const auto found = config.find(name);
  const auto* value = found == config.end() ? nullptr : std::get_if<std::string>(&found->second);
  return value == nullptr ? "" : *value;
}

double number(const record::Object& config, const char* name, double otherwise) {
  const auto found = config.find(name);
  if (found == config.end()) return otherwise;
  if (const auto* whole = std::get_if<std::int64_t>(&found->second)) return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&found->second);
  return real == nullptr ? otherwise : *real;
}

std::size_t whole(const record::Object& config, const char* name, double otherwise) {
  return static_cast<std::size_t>(number(config, name, otherwise));
}

/// The architecture that a run's options ask for (experiments/pictures/picture_gan.cpp, alpha_mnist.cpp).
gan::ModelOptions model_options(const gan::ModelRow& row, const record::Object& config, const Shape& shape) {
  gan::ModelOptions o;
  o.noise = whole(config, "noise-dim", 0);
  if (row.options || row.any_size) o.shape = shape;
  if (!row.options) return o;
  o.output = text(config, "output") == "sigmoid" ? nn::Nonlinearity::sigmoid : nn::Nonlinearity::tanh;
  if (const std::string in = text(config, "batch-norm"); in != "own") o.batch_norm = gan::batch_norm_in(in);
  o.dropout_g = number(config, "dropout-g", 0);
  o.width = number(config, "width", 1);
  o.conditioning.kind = gan::conditioning_kind(text(config, "conditioning"));
  o.conditioning.width = whole(config, "embedding", 1);
  return o;
}

/// That of an image in samples.npy.
Shape sample_shape(const fs::path& folder) {
  const std::vector<std::size_t> shape = record::read_any_npy(folder / "samples.npy").shape;
  require(shape.size() >= 2 && shape.size() <= 4, (folder / "samples.npy").string(), ": an array of rank ",
          shape.size(), ", expected points or images");
  if (shape.size() == 2) return {1, 1, shape[1]};
  return {shape[1], shape[2], shape.size() == 4 ? shape[3] : 1};
}

/// A list in summary.json; empty where there is none.
std::vector<double> numbers(const fs::path& folder, const char* name) {
  const fs::path file = folder / "summary.json";
  const record::Object summary = record::parse_json(record::read_file(file), file.string());
  const auto found = summary.find(name);
  const auto* list = found == summary.end() ? nullptr : std::get_if<std::vector<double>>(&found->second);
  return list == nullptr ? std::vector<double>{} : *list;
}

/// Classes of a conditional generator's labels, which samples show in turn.
std::size_t classes_of(const fs::path& folder) {
  const fs::path labels = folder / "labels.npy";
  if (!fs::exists(labels)) return 1;
  const auto values = record::read_any_npy(labels);
  const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&values.values);
  require(bytes != nullptr && !bytes->empty(), labels.string(), ": no labels, expected bytes");
  return std::size_t{*std::ranges::max_element(*bytes)} + 1;
}

nn::Weights read_weights(const fs::path& file, const nn::Network& network, const std::string& name) {
  const record::Tensors tensors = record::read_safetensors(file);
  gan::TrainerState state;
  for (const auto& [tensor, array] : tensors.arrays)
    state.tensors.push_back({tensor, array.shape, array.values});
  gan::TensorReader reader(state);
  nn::Weights weights(network);
  try {
    gan::restore(network, weights, name, reader);
  } catch (const Error& error) {
    throw Error(message(file.string(), ": ", error.what()));
  }
  return weights;
}

record::Manifest finished_manifest(const fs::path& folder) {
  std::error_code error;
  require(folder.extension() != ".partial", folder.string(), " is a run that has not finished, ", kExpected);
  require(fs::exists(folder / record::kManifestName, error), folder.string(), " holds no finished run, ",
          kExpected);
  record::Manifest manifest = record::read_manifest(folder);
  require(manifest.finished, folder.string(), " is a run that has not finished, ", kExpected);
  return manifest;
}

}  // namespace

std::vector<std::uint8_t> TrainedGenerator::images(MatrixView<const float> z,
                                                   std::span<const Label> labels) const {
  Matrix<float> x(z.rows, shape.size());
  gan::generate(model, z, labels, x);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(z.rows * shape.size());
  for (std::size_t i = 0; i < x.rows(); ++i)
    for (const float value : x.row(i))
      bytes.push_back(judge::to_byte(static_cast<double>(
          std::clamp((value - range.low) / (range.high - range.low), 0.0F, 1.0F))));
  return bytes;
}

TrainedGenerator load_generator(const fs::path& folder) {
  TrainedGenerator generator = load_any_generator(folder);
  require(generator.shape.image(), folder.string(), " is a run of ",
          generator.run.substr(0, generator.run.find('/')), ", which trains no generator of images, ", kExpected);
  return generator;
}

TrainedGenerator load_any_generator(const fs::path& folder) {
  const record::Manifest manifest = finished_manifest(folder);
  const record::Object& config = manifest.config;
  const auto rows = gan::models();
  const std::string model = text(config, "model");
  const bool own = gan::describes_networks(model);  // layers of points, not a row
  const auto row = std::ranges::find(rows, own ? "toy" : model, &gan::ModelRow::name);
  require(row != rows.end() && manifest.files.contains(kCheckpoint) && manifest.files.contains("samples.npy"),
          folder.string(), " is a run of ", manifest.experiment, ", which trains no generator of images, ", kExpected);
  const std::vector<std::string> changed = record::differences(folder);
  require(changed.empty(), folder.string(), ": ", changed.empty() ? "" : changed.front(),
          ", expected a run as it was left");
  gan::ModelOptions options = model_options(*row, config, sample_shape(folder));
  options.conditioning.classes = classes_of(folder);
  gan::NetworkPair pair = own ? gan::described_networks(model, options.noise, options.shape.size())
                              : gan::make_model(row->name, options);
  const bool averaged = number(config, "average", 0) > 0;
  nn::Weights weights = read_weights(folder / kCheckpoint, pair.generator,
                                     averaged ? "generator_average" : "generator");
  const data::NoiseLaw noise{pair.generator.inputs(),
                             text(config, "noise") == "uniform" ? data::NoiseLaw::Kind::uniform
                                                                : data::NoiseLaw::Kind::normal};
  const auto seed = static_cast<std::uint64_t>(manifest.seed);
  if (row->options && pair.generator.state_size() > 0)
    gan::calibrate(pair.generator, weights, noise.kind, random::draws::kStanding.stream(seed),
                   kStandingSamples);
  const Shape shape = options.shape.size() > 0 ? options.shape : row->shape;
  nn::Network network = std::move(pair.generator);
  return {model, nn::Model(std::move(network), std::move(weights)), noise, pair.range, shape,
          manifest.dataset, seed,
          folder_name(manifest.experiment, record::read_file(folder / "config.toml")), manifest.result_hash,
          numbers(folder, "data_shift"), numbers(folder, "data_scale")};
}

void GeneratorOption::declare(Options& options) {
  folder_.clear();
  run_.clear();
  loaded_.clear();
  model_ = "auto";
  std::vector<std::string> models{"auto"};
  for (const gan::ModelRow& row : gan::models())
    if (row.shape.image()) models.emplace_back(row.name);
  options.text("generator", folder_, "folder of a finished run that trained the generator", Part::environment);
  options.implied("generator-run", run_);
  options.choice("model", model_, models, "of the generator, auto: whichever it is");
}

void GeneratorOption::prepare() {
  loaded_.clear();
  if (!given()) {
    if (model_ == "auto") model_ = kDefault;
    return;
  }
  loaded_.push_back(load_generator(folder_));
  const TrainedGenerator& found = loaded_.front();
  require(model_ == "auto" || model_ == found.name, "--model ", model_, ", but ", folder_, " holds a ",
          found.name);
  require(run_.empty() || run_ == found.run, folder_, " is the run ", found.run, ", expected ", run_);
  model_ = found.name;
  run_ = found.run;
}

std::vector<record::Need> GeneratorOption::needs(Preset preset, std::uint64_t seed,
                                                 const std::optional<std::string>& data) const {
  if (given()) return {};
  const bool conditional = gan::model_row(model_).conditional;
  std::vector<std::string> asks{conditional ? "conditional" : "kth_models", "--preset", preset_name(preset),
                                "--model", model_, "--seed", std::to_string(seed)};
  if (!conditional) asks.insert(asks.end(), {"--dataset", "auto"});
  if (data) asks.insert(asks.end(), {"--data", *data});
  return {{"generator", run_, std::move(asks)}};
}

record::Inputs GeneratorOption::inputs() const {
  if (!given()) return {};
  return {{"generator", {loaded_.front().run, loaded_.front().result_hash}}};
}

}  // namespace verigan::run
