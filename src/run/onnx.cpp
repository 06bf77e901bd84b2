// SPDX-License-Identifier: MIT
// Field numbers are those of onnx.proto3, the published definition of the format.
#include <string>

#include "record/floats.hpp"
#include "record/protobuf.hpp"
#include "record/provenance.hpp"
#include "run/portable.hpp"

namespace verigan::run {
namespace {

using Kind = Operation::Kind;
using record::Protobuf;

constexpr std::int64_t kFloat = 1, kWhole = 7;  // TensorProto.DataType
constexpr std::int64_t kOperatorSet = 17, kFormat = 8;

std::string bytes_of(std::span<const float> values) {
  std::string bytes;
  record::append_floats(bytes, values);
  return bytes;
}

Protobuf tensor(const std::string& name, const std::vector<std::size_t>& shape, std::int64_t type,
                const std::string& bytes) {
  Protobuf out;
  for (const std::size_t extent : shape) out.whole(1, static_cast<std::int64_t>(extent));
  return out.whole(2, type).text(8, name).text(9, bytes);
}

/// (N, …) of a type.
Protobuf value(const std::string& name, std::int64_t type, const std::vector<std::size_t>& shape) {
  Protobuf extents;
  extents.message(1, Protobuf().text(2, "N"));
  for (const std::size_t extent : shape)
    extents.message(1, Protobuf().whole(1, static_cast<std::int64_t>(extent)));
  return Protobuf().text(1, name).message(
      2, Protobuf().message(1, Protobuf().whole(1, type).message(2, extents)));
}

class Writer {
 public:
  explicit Writer(const Portable& model) : model_(model) {}

  Protobuf graph() {
    for (const Operation& operation : model_.operations) add(operation);
    finish();
    graph_.text(2, "generator");
    for (const Protobuf& initial : initial_) graph_.message(5, initial);
    graph_.message(11, value("noise", kFloat, {model_.noise}));
    if (model_.classes > 0) graph_.message(11, value("labels", kWhole, {}));
    graph_.message(12, value("samples", kFloat, sample_extents()));
    return graph_;
  }

 private:
  std::vector<std::size_t> sample_extents() const {
    const Shape& s = model_.sample;
    if (!s.image()) return {s.size()};
    if (s.channels == 1) return {s.height, s.width};
    return {s.height, s.width, s.channels};
  }
  std::string constant(const std::string& name, const record::Array& array) {
    const std::string full = std::to_string(number_) + '.' + name;
    initial_.push_back(tensor(full, array.shape, kFloat, bytes_of(array.values)));
    return full;
  }
  std::string extents(const std::vector<std::int64_t>& numbers) {
    std::string bytes;
    for (const std::int64_t n : numbers)
      for (int k = 0; k < 8; ++k) bytes += static_cast<char>(static_cast<std::uint64_t>(n) >> (8 * k) & 0xff);
    const std::string name = std::to_string(number_) + ".shape";
    initial_.push_back(tensor(name, {numbers.size()}, kWhole, bytes));
    return name;
  }
  static Protobuf attribute(const std::string& name, const std::vector<std::int64_t>& numbers) {
    Protobuf out;
    out.text(1, name);
    for (const std::int64_t n : numbers) out.whole(8, n);
    return out.whole(20, 7);
  }
  static Protobuf attribute(const std::string& name, std::int64_t n) {
    return Protobuf().text(1, name).whole(3, n).whole(20, 2);
  }
  static Protobuf attribute(const std::string& name, float x) {
    return Protobuf().text(1, name).single(2, x).whole(20, 1);
  }
  /// A node whose first input is what the one before it gave, or `first`.
  void node(const std::string& type, const std::vector<std::string>& further = {},
            const std::vector<Protobuf>& attributes = {}, const std::string& first = "") {
    Protobuf out;
    out.text(1, first.empty() ? at_ : first);
    for (const std::string& name : further) out.text(1, name);
    at_ = type == "Last" ? "samples" : std::to_string(number_) + '.' + type;
    out.text(2, at_).text(3, at_).text(4, type);
    for (const Protobuf& one : attributes) out.message(5, one);
    graph_.message(1, out);
  }
  void activate(const nn::Activation& f) {
    switch (f.kind) {
      case nn::Nonlinearity::tanh: return node("Tanh");
      case nn::Nonlinearity::sigmoid: return node("Sigmoid");
      case nn::Nonlinearity::leaky_relu:
        if (f.slope == 0) return node("Relu");
        return node("LeakyRelu", {}, {attribute("alpha", f.slope)});
      default: return;
    }
  }
  void add(const Operation& o) {
    ++number_;
    std::vector<std::string> names;
    for (const auto& [name, array] : o.tensors) names.push_back(constant(name, array));
    const auto whole = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    switch (o.kind) {
      case Kind::labels: {
        const std::string before = at_;
        node("Gather", {"labels"}, {}, names[0]);
        const std::string rows = at_;
        node("Concat", {rows}, {attribute("axis", std::int64_t{1})}, before);
        break;
      }
      case Kind::dense: node("Gemm", names); break;
      case Kind::normalise: node("BatchNormalization", names, {attribute("epsilon", o.epsilon)}); break;
      case Kind::transpose_convolution:
        node("ConvTranspose", names,
             {attribute("strides", {o.stride, o.stride}),
              attribute("pads", {o.pad_top, o.pad_left, o.pad_bottom, o.pad_right}),
              attribute("output_padding", {o.extra_rows, o.extra_cols})});
        break;
      case Kind::to_image:
        node("Reshape", {extents({-1, whole(o.image.height), whole(o.image.width), whole(o.image.channels)})});
        node("Transpose", {}, {attribute("perm", {0, 3, 1, 2})});
        break;
      case Kind::to_row:
        node("Transpose", {}, {attribute("perm", {0, 2, 3, 1})});
        node("Flatten");
        break;
    }
    activate(o.activation);
  }
  /// To the units and the shape of samples.npy.
  void finish() {
    ++number_;
    node("Mul", {constant("factor", {{model_.factor.size()}, model_.factor})});
    node("Add", {constant("offset", {{model_.offset.size()}, model_.offset})});
    if (model_.clamps) node("Clip", {constant("low", {{}, {0.0F}}), constant("high", {{}, {1.0F}})});
    std::vector<std::int64_t> shape{-1};
    for (const std::size_t extent : sample_extents()) shape.push_back(static_cast<std::int64_t>(extent));
    const std::string name = extents(shape), last = at_;
    graph_.message(1, Protobuf().text(1, last).text(1, name).text(2, "samples").text(3, "samples").text(4, "Reshape"));
  }

  const Portable& model_;
  Protobuf graph_;
  std::vector<Protobuf> initial_;
  std::string at_ = "noise";
  int number_ = 0;
};

}  // namespace

std::string onnx_model(const Portable& model, const record::Inputs& origin) {
  Protobuf out;
  out.whole(1, kFormat).text(2, "verigan").text(3, record::build().version);
  out.message(7, Writer(model).graph()).message(8, Protobuf().text(1, "").whole(2, kOperatorSet));
  for (const auto& [name, text] : torch_tensors(model, origin).metadata)
    out.message(14, Protobuf().text(1, name).text(2, text));
  return out.bytes();
}

}  // namespace verigan::run
