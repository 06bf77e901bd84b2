// SPDX-License-Identifier: MIT
#include "run/portable.hpp"

#include <memory>
#include <utility>

#include "core/check.hpp"
#include "nn/dense.hpp"
#include "nn/dropout.hpp"
#include "record/csv.hpp"

namespace verigan::run {
namespace {

using Kind = Operation::Kind;

record::Array array_of(const nn::Tensor& tensor, std::span<const float> flat, std::vector<std::size_t> shape) {
  const MatrixView<const float> rows = tensor.in(flat);
  record::Array out{std::move(shape), {}};
  for (std::size_t i = 0; i < rows.rows; ++i)
    out.values.insert(out.values.end(), rows.row(i).begin(), rows.row(i).end());
  return out;
}

/// A kernel (R·S·C, F) as (F, C, R, S).
record::Array kernel_of(const nn::Tensor& tensor, std::span<const float> flat,
                        const simd::ConvolutionShape& g) {
  const MatrixView<const float> k = tensor.in(flat);
  record::Array out{{g.features, g.channels, g.kernel_rows, g.kernel_cols}, {}};
  for (std::size_t f = 0; f < g.features; ++f)
    for (std::size_t c = 0; c < g.channels; ++c)
      for (std::size_t r = 0; r < g.kernel_rows; ++r)
        for (std::size_t s = 0; s < g.kernel_cols; ++s)
          out.values.push_back(k((r * g.kernel_cols + s) * g.channels + c, f));
  return out;
}

/// Reads one layer after the other.
class Reader {
 public:
  explicit Reader(const nn::Model& model) : model_(model) {}

  std::vector<Operation> operations;
  std::string description;

  void add(const nn::Layer& layer, std::size_t number) {
    prefix_ = std::to_string(number) + '.' + layer.kind() + '.';
    if (const auto* dense = dynamic_cast<const nn::Dense*>(&layer)) {
      be_row();
      const nn::Tensor& weight = parameter("weight");
      operations.push_back({Kind::dense, dense->activation(),
                            {{"weight", array_of(weight, parameters(), {weight.rows, weight.cols})},
                             {"bias", array_of(parameter("bias"), parameters(), {weight.cols})}}});
      note(message("dense ", weight.cols), dense->activation());
    } else if (const auto* norm = dynamic_cast<const nn::BatchNorm*>(&layer)) {
      if (norm->input_shape().image()) be_image(norm->input_shape());
      Operation op{Kind::normalise, norm->activation()};
      const std::size_t channels = norm->input_shape().channels;
      for (const char* name : {"scale", "shift"})
        op.tensors.emplace_back(name, array_of(parameter(name), parameters(), {channels}));
      for (const char* name : {"running_mean", "running_variance"})
        op.tensors.emplace_back(name, array_of(find(model_.network.state(), name), model_.weights.state(), {channels}));
      op.epsilon = norm->settings().epsilon;
      operations.push_back(std::move(op));
      note("batch_norm", norm->activation());
    } else if (const auto* up = dynamic_cast<const nn::FractionallyStridedConvolution*>(&layer)) {
      add_convolution(*up);
    } else if (const auto* labels = dynamic_cast<const nn::Conditioned*>(&layer)) {
      add_labels(*labels);
    } else if (dynamic_cast<const nn::Dropout*>(&layer) == nullptr) {  // which keeps all when samples are drawn
      throw Error(message("a generator with a layer '", layer.kind(), "' cannot be exported, expected dense, "
                          "batch_norm, fractionally_strided_convolution, conditioned and dropout layers"));
    }
  }
  void be_row() {
    if (image_.size() == 0) return;
    operations.push_back({Kind::to_row});
    image_ = {0, 0, 0};
  }

 private:
  std::span<const float> parameters() const { return model_.weights.parameters(); }
  const nn::Tensor& find(const std::vector<nn::Tensor>& list, const std::string& name) const {
    for (const nn::Tensor& tensor : list)
      if (tensor.name == prefix_ + name) return tensor;
    throw Error(message("no tensor '", prefix_, name, "' in the generator"));
  }
  const nn::Tensor& parameter(const std::string& name) const { return find(model_.network.parameters(), name); }
  bool has_parameter(const std::string& name) const {
    for (const nn::Tensor& tensor : model_.network.parameters())
      if (tensor.name == prefix_ + name) return true;
    return false;
  }
  void be_image(const Shape& shape) {
    if (image_.size() > 0) return;
    Operation op{Kind::to_image};
    op.image = image_ = shape;
    operations.push_back(std::move(op));
  }
  void add_convolution(const nn::FractionallyStridedConvolution& up) {
    const simd::ConvolutionShape& g = up.geometry();
    be_image(up.input_shape());
    Operation op{Kind::transpose_convolution, up.activation(),
                 {{"weight", kernel_of(parameter("kernel"), parameters(), g)}}};
    if (has_parameter("bias"))
      op.tensors.emplace_back("bias", array_of(parameter("bias"), parameters(), {g.channels}));
    op.image = image_ = {g.height, g.width, g.channels};
    const auto whole = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    op.stride = whole(g.stride);
    op.pad_top = whole(g.rows.before), op.pad_bottom = whole(g.rows.behind);
    op.pad_left = whole(g.cols.before), op.pad_right = whole(g.cols.behind);
    op.extra_rows = whole((g.height + g.rows.before + g.rows.behind - g.kernel_rows) % g.stride);
    op.extra_cols = whole((g.width + g.cols.before + g.cols.behind - g.kernel_cols) % g.stride);
    operations.push_back(std::move(op));
    note(message("up ", g.kernel_rows, "x", g.kernel_cols, " stride ", g.stride, " to ", g.height, "x", g.width, "x",
                 g.channels), up.activation());
  }
  void add_labels(const nn::Conditioned& labels) {
    require(!labels.input_shape().image(), "labels next to an image cannot be exported, expected next to noise");
    be_row();
    const std::size_t classes = labels.how().classes;
    record::Array table{{classes, classes}, std::vector<float>(classes * classes)};
    if (labels.how().kind == nn::Conditioning::Kind::one_hot)
      for (std::size_t k = 0; k < classes; ++k) table.values[k * classes + k] = 1;
    else
      table = array_of(parameter("table"), parameters(), {classes, parameter("table").cols});
    note(message("labels ", table.shape[1]), nn::kIdentity);
    operations.push_back({Kind::labels, nn::kIdentity, {{"table", std::move(table)}}});
  }
  void note(const std::string& text, const nn::Activation& f) {
    const std::string activation = activation_text(f);
    description += (description.empty() ? "" : " | ") + text + (activation.empty() ? "" : ' ' + activation);
  }

  const nn::Model& model_;
  std::string prefix_;
  Shape image_{0, 0, 0};  // what comes in; of no size: a row
};

}  // namespace

std::string activation_text(const nn::Activation& f) {
  switch (f.kind) {
    case nn::Nonlinearity::tanh: return "tanh";
    case nn::Nonlinearity::sigmoid: return "sigmoid";
    case nn::Nonlinearity::leaky_relu:
      return f.slope == 0 ? "relu" : "leaky " + record::number_text(f.slope);
    default: return "";
  }
}

Portable portable(const TrainedGenerator& generator) {
  Reader reader(generator.model);
  std::size_t number = 0;
  for (const auto& layer : generator.model.network.layers()) reader.add(*layer, ++number);
  reader.be_row();
  Portable out;
  out.operations = std::move(reader.operations);
  out.description = std::move(reader.description);
  out.noise = generator.noise.dimension;
  out.classes = generator.classes();
  out.noise_law = generator.noise.kind == data::NoiseLaw::Kind::uniform ? "uniform" : "normal";
  out.sample = generator.shape;
  out.clamps = generator.shape.image();
  const std::size_t d = generator.shape.size();
  if (out.clamps) {
    const float width = generator.range.high - generator.range.low;
    out.factor.assign(1, 1 / width);
    out.offset.assign(1, -generator.range.low / width);
  } else {
    for (std::size_t j = 0; j < d; ++j) {
      out.factor.push_back(generator.scale.empty() ? 1.0F : static_cast<float>(generator.scale[j]));
      out.offset.push_back(generator.shift.empty() ? 0.0F : static_cast<float>(generator.shift[j]));
    }
  }
  return out;
}

}  // namespace verigan::run
