// SPDX-License-Identifier: MIT
#include "judge/classifier.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "nn/softmax.hpp"
#include "record/hash.hpp"

namespace verigan::judge {

namespace {

constexpr std::size_t kBlock = 100;  // images that go through the network together

}  // namespace

std::vector<std::uint8_t> Judgement::classes() const {
  std::vector<std::uint8_t> found(probabilities.rows());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto row = probabilities.row(i);
    found[i] = static_cast<std::uint8_t>(std::ranges::max_element(row) - row.begin());
  }
  return found;
}

Classifier::Classifier(const Recipe& recipe)
    : recipe_(recipe), network_(recipe.build()), weights_(network_) {}

Judgement Classifier::judge(const Images& images) const {
  require(images.shape == recipe_.shape, "images of ", images.shape.height, " x ", images.shape.width,
          " x ", images.shape.channels, ", expected ", recipe_.shape.height, " x ", recipe_.shape.width,
          " x ", recipe_.shape.channels, " for the classifier ", recipe_.name);
  const std::size_t n = images.count();
  Judgement found{Matrix<float>(n, kFeatures), Matrix<float>(n, recipe_.classes)};
  nn::Workspace pass(network_, kBlock);
  Matrix<float> x(kBlock, images.shape.size());
  const std::size_t last_hidden = network_.layers().size() - 2;
  for (std::size_t first = 0; first < n; first += kBlock) {
    const std::size_t count = std::min(kBlock, n - first);
    for (std::size_t i = 0; i < count; ++i)
      data::scale_image(images[first + i], recipe_.low, recipe_.high, x.row(i));
    const MatrixView<float> logits = found.probabilities.view().block_rows(first, count);
    network_.infer(weights_, x.view().block_rows(0, count), logits, pass);
    const MatrixView<const float> features = pass.output(last_hidden, count);
    for (std::size_t i = 0; i < count; ++i)
      std::ranges::copy(features.row(i), found.features.row(first + i).begin());
    nn::softmax(logits, logits);
  }
  return found;
}

double Classifier::accuracy(const data::ImageSet& images) const {
  const std::vector<std::uint8_t> found = judge(images).classes();
  std::size_t right = 0;
  for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == images.labels[i];
  return static_cast<double>(right) / static_cast<double>(found.size());
}

record::Array to_array(const nn::Tensor& tensor, std::span<const float> flat) {
  record::Array array{tensor.shape, {}};
  const MatrixView<const float> values = tensor.in(flat);
  for (std::size_t i = 0; i < values.rows; ++i)
    array.values.insert(array.values.end(), values.row(i).begin(), values.row(i).end());
  return array;
}

void from_array(const record::Tensors& tensors, const std::string& name, const nn::Tensor& tensor,
                std::span<float> flat) {
  const auto found = tensors.arrays.find(name);
  require(found != tensors.arrays.end(), "no tensor '", name, "', expected a classifier's");
  require(found->second.shape == tensor.shape, "tensor '", name, "' of ", found->second.values.size(),
          " numbers, expected one of ", tensor.rows * tensor.cols);
  const MatrixView<float> values = tensor.in(flat);
  auto from = found->second.values.begin();
  for (std::size_t i = 0; i < values.rows; ++i)
    for (float& value : values.row(i)) value = *from++;
}

record::Tensors Classifier::save() const {
  record::Tensors tensors;
  visit_tensors(network_, weights_,
                [&](const std::string& name, const nn::Tensor& tensor, std::span<const float> flat) {
                  tensors.arrays[name] = to_array(tensor, flat);
                });
  tensors.metadata["classifier"] = recipe_.name;
  tensors.metadata["dataset"] = dataset_;
  return tensors;
}

std::string Classifier::hash() const {
  record::Sha256 hash;
  for (const auto& [name, array] : save().arrays) {
    hash.update(name);
    hash.update(std::as_bytes(std::span(array.values)));
  }
  return hash.finish();
}

Classifier load_classifier(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path file = path;
  if (std::filesystem::is_directory(path, error)) {
    require(path.extension() != ".partial", path.string(), " is a run that has not finished");
    file = path / "checkpoint.safetensors";
    require(std::filesystem::exists(file, error), path.string(), " has no checkpoint.safetensors, expected "
            "the folder of a run of the experiment classifier");
  }
  const record::Tensors tensors = record::read_safetensors(file);
  const auto name = tensors.metadata.find("classifier"), dataset = tensors.metadata.find("dataset");
  require(name != tensors.metadata.end() && dataset != tensors.metadata.end(), file.string(),
          " holds no classifier, expected a file or run of the experiment classifier");
  Classifier classifier(recipe_named(name->second));
  classifier.set_dataset(dataset->second);
  try {
    visit_tensors(classifier.network(), classifier.weights(),
                  [&](const std::string& tensor_name, const nn::Tensor& tensor, std::span<float> flat) {
                    from_array(tensors, tensor_name, tensor, flat);
                  });
  } catch (const Error& mistake) {
    throw Error(message(file.string(), ": ", mistake.what()));
  }
  return classifier;
}

}  // namespace verigan::judge
