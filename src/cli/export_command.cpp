// SPDX-License-Identifier: MIT
// verigan export: a trained generator for other programs.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/names.hpp"
#include "gan/generator_trainer.hpp"
#include "random/addresses.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"
#include "record/safetensors.hpp"
#include "run/portable.hpp"
#include "run/training.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFooter =
    R"(RUN is the folder of a finished run of alpha_toy, alpha_mnist, kth_models, kth_features or conditional. What
is written draws what samples.npy of the run has: averaged weights, the data's units. Into the folder --out:

  onnx    generator.onnx (operator set 17; inputs noise and, of conditional models, labels; output samples)
  torch   generator.safetensors, and generator.py, which reads it: `python generator.py` compares
  both    noise.npy, samples.npy and labels.npy: the run's first samples, and the noise they were drawn of

What else there is to know is in the metadata: layers, activations and slopes, the noise's distribution,
scaling, and which run it was.

Example: verigan export results/alpha_toy/0c736794d8c5 --to onnx --out circle)";

constexpr std::size_t kExamples = 100;

struct Request {
  std::string run, format, out;
};

std::vector<std::size_t> extents(std::size_t n, const Shape& shape) {
  if (!shape.image()) return {n, shape.size()};
  if (shape.channels == 1) return {n, shape.height, shape.width};
  return {n, shape.height, shape.width, shape.channels};
}

/// The run's first samples, as its samples.npy has them.
void write_examples(const run::TrainedGenerator& generator, const run::Portable& model, const fs::path& folder) {
  Matrix<float> noise(kExamples, generator.noise.dimension), x(kExamples, generator.shape.size());
  data::fill_noise(generator.noise.kind, random::draws::kSamples.stream(generator.seed), 0, noise);
  const std::vector<Label> labels = gan::labels_in_turn(0, kExamples, generator.classes());
  gan::generate(generator.model, noise, labels, x);
  for (std::size_t i = 0; i < kExamples; ++i)
    for (std::size_t j = 0; j < x.cols(); ++j) {
      const std::size_t k = model.factor.size() == 1 ? 0 : j;
      x(i, j) = model.factor[k] * x(i, j) + model.offset[k];
      if (model.clamps) x(i, j) = std::clamp(x(i, j), 0.0F, 1.0F);
    }
  record::write_npy(folder / "noise.npy", run::contiguous(noise), std::vector<std::size_t>{kExamples, noise.cols()});
  record::write_npy(folder / "samples.npy", run::contiguous(x), extents(kExamples, generator.shape));
  if (labels.empty()) return;
  record::write_npy(folder / "labels.npy", std::vector<std::uint8_t>(labels.begin(), labels.end()),
                    std::vector<std::size_t>{kExamples});
}

int write(const Request& request) {
  const std::vector<std::string> formats{"onnx", "torch"};
  require(std::ranges::find(formats, request.format) != formats.end(), "--to '", request.format, "'",
          expected_names(request.format, formats));
  const run::TrainedGenerator generator = run::load_any_generator(request.run);
  const run::Portable model = run::portable(generator);
  const record::Inputs origin{{"run", {generator.run, generator.result_hash}}};
  fs::path folder = request.out;
  if (folder.empty()) folder = generator.run.substr(generator.run.find('/') + 1) + '-' + request.format;
  record::make_folder(folder);
  std::string written = "generator.onnx";
  if (request.format == "onnx") {
    record::write_file(folder / "generator.onnx", run::onnx_model(model, origin));
  } else {
    record::write_safetensors(folder / "generator.safetensors", run::torch_tensors(model, origin));
    record::write_file(folder / "generator.py", run::torch_module(model, origin));
    written = "generator.safetensors and generator.py";
  }
  write_examples(generator, model, folder);
  std::printf("%s: %s of %s\n  %s\n  noise %s of %zu numbers%s\n", folder.c_str(), written.c_str(),
              generator.run.c_str(), model.description.c_str(), model.noise_law.c_str(), model.noise,
              model.classes > 0 ? message("; ", model.classes, " labels").c_str() : "");
  return 0;
}

}  // namespace

Action export_command(Arguments& arguments) {
  const auto request = std::make_shared<Request>();
  arguments.add("RUN", request->run, "folder of a finished run").required();
  arguments.add("--to", request->format, "onnx or torch").required();
  arguments.add("--out", request->out, "folder to write into; else HASH-onnx or HASH-torch here");
  arguments.footer(kFooter);
  return [request] { return write(*request); };
}

}  // namespace verigan::cli
