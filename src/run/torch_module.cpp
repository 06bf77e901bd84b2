// SPDX-License-Identifier: MIT
#include <utility>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "run/portable.hpp"

namespace verigan::run {
namespace {

using Kind = Operation::Kind;

std::string list_text(const std::vector<float>& values) {
  std::string out = "[";
  for (const float x : values) out += (out.size() > 1 ? ", " : "") + record::number_text(x);
  return out + "]";
}

std::string expression(const nn::Activation& f, const std::string& inside) {
  switch (f.kind) {
    case nn::Nonlinearity::tanh: return "torch.tanh(" + inside + ")";
    case nn::Nonlinearity::sigmoid: return "torch.sigmoid(" + inside + ")";
    case nn::Nonlinearity::leaky_relu:
      return f.slope == 0 ? "F.relu(" + inside + ")"
                          : "F.leaky_relu(" + inside + ", " + record::number_text(f.slope) + ")";
    default: return inside;
  }
}

std::string shape_text(const Portable& model) {
  const Shape& s = model.sample;
  if (!s.image()) return std::to_string(s.size());
  return message(s.height, ", ", s.width, s.channels == 1 ? std::string() : message(", ", s.channels));
}

/// A line of forward(), and what it does in words.
std::string line(const Operation& o, std::size_t number) {
  const auto tensor = [number](const char* name) { return message("self.t[\"", number, ".", name, "\"]"); };
  const std::string bias = o.tensors.size() > 1 ? tensor("bias") : "None";
  std::string text, why;
  switch (o.kind) {
    case Kind::labels:
      text = "x = torch.cat([x, " + tensor("table") + "[labels]], 1)";
      why = "each label as numbers behind the noise";
      break;
    case Kind::dense:
      text = "x = " + expression(o.activation, "F.linear(x, " + tensor("weight") + ", " + bias + ")");
      break;
    case Kind::normalise:
      text = "x = " + expression(o.activation,
                                 message("F.batch_norm(x, ", tensor("running_mean"), ", ", tensor("running_variance"),
                                         ", ", tensor("scale"), ", ", tensor("shift"), ", eps=",
                                         record::number_text(o.epsilon), ")"));
      break;
    case Kind::transpose_convolution: {
      const auto height = static_cast<std::int64_t>(o.image.height), width = static_cast<std::int64_t>(o.image.width);
      text = message("x = F.conv_transpose2d(x, ", tensor("weight"), ", ", bias, ", stride=", o.stride,
                     ", output_padding=(", o.extra_rows, ", ", o.extra_cols, "))\n        x = ",
                     expression(o.activation, message("x[:, :, ", o.pad_top, ":", o.pad_top + height, ", ", o.pad_left,
                                                      ":", o.pad_left + width, "]")));
      why = message("the ", o.image.height, " x ", o.image.width, " pixels inside the padding");
      break;
    }
    case Kind::to_image:
      text = message("x = x.reshape(-1, ", o.image.height, ", ", o.image.width, ", ", o.image.channels,
                     ").permute(0, 3, 1, 2)");
      why = "channels first";
      break;
    case Kind::to_row:
      text = "x = x.permute(0, 2, 3, 1).flatten(1)";
      why = "channels last, a row for each sample";
      break;
  }
  return "        " + text + (why.empty() ? "" : "  # " + why) + "\n";
}

}  // namespace

record::Tensors torch_tensors(const Portable& model, const record::Inputs& origin) {
  record::Tensors out;
  std::string layers;
  for (std::size_t k = 0; k < model.operations.size(); ++k) {
    const Operation& o = model.operations[k];
    for (const auto& [name, array] : o.tensors) {
      record::Array stored = array;
      if (o.kind == Kind::dense && name == "weight") {  // (I, O) becomes (O, I)
        const std::size_t rows = array.shape[0], cols = array.shape[1];
        stored.shape = {cols, rows};
        for (std::size_t i = 0; i < rows; ++i)
          for (std::size_t j = 0; j < cols; ++j) stored.values[j * rows + i] = array.values[i * cols + j];
      }
      out.arrays[message(k + 1, ".", name)] = std::move(stored);
    }
  }
  out.metadata = {{"format", "pt"},
                  {"made_by", "verigan"},
                  {"layers", model.description},
                  {"noise_dimension", std::to_string(model.noise)},
                  {"noise_distribution", model.noise_law == "uniform" ? "uniform in (-1, 1)" : "standard normal"},
                  {"classes", std::to_string(model.classes)},
                  {"sample_shape", shape_text(model)},
                  {"factor", list_text(model.factor)},
                  {"offset", list_text(model.offset)},
                  {"clamped_to", model.clamps ? "[0, 1]" : ""}};
  for (const auto& [name, input] : origin) {
    out.metadata[name] = input.run;
    out.metadata[name + "_result_hash"] = input.result_hash;
  }
  return out;
}

std::string torch_module(const Portable& model, const record::Inputs& origin) {
  const bool labels = model.classes > 0;
  std::string out = message(
      "\"\"\"The generator of ", origin.begin()->second.run, ", trained by verigan.\n\n    ", model.description,
      "\n\nNoise is ", model.noise_law == "uniform" ? "uniform in (-1, 1)" : "standard normal", " of shape (N, ",
      model.noise, ")", labels ? message("; labels are whole numbers from 0 to ", model.classes - 1, ", (N,)") : "",
      ".\nSamples have the shape (N, ", shape_text(model), ") and the units of samples.npy",
      model.clamps ? ", pixels in [0, 1]" : "", ".\n\"\"\"\n");
  out +=
      "import pathlib\n\nimport torch\nimport torch.nn.functional as F\n"
      "from safetensors.torch import load_file\n\nHERE = pathlib.Path(__file__).parent\n\n\n"
      "class Generator(torch.nn.Module):\n"
      "    def __init__(self, path=HERE / \"generator.safetensors\"):\n"
      "        super().__init__()\n"
      "        self.t = load_file(path)  # tensors \"<layer>.<name>\", counted from 1\n\n";
  out += std::string("    def forward(self, x") + (labels ? ", labels" : "") + "):\n";
  for (std::size_t k = 0; k < model.operations.size(); ++k) out += line(model.operations[k], k + 1);
  out += message("        x = x * torch.tensor(", list_text(model.factor), ") + torch.tensor(",
                 list_text(model.offset), ")  # units of the data\n        return x",
                 model.clamps ? ".clamp(0, 1)" : "", ".reshape(-1, ", shape_text(model), ")\n\n\n");
  out += "if __name__ == \"__main__\":  # what it draws against what verigan drew of the same noise\n"
         "    import numpy as np\n\n"
         "    noise = torch.from_numpy(np.load(HERE / \"noise.npy\"))\n"
         "    expected = torch.from_numpy(np.load(HERE / \"samples.npy\"))\n";
  if (labels) out += "    labels = torch.from_numpy(np.load(HERE / \"labels.npy\")).long()\n";
  out += message("    with torch.no_grad():\n        samples = Generator()(noise", labels ? ", labels" : "", ")\n"
                 "    print(f\"largest difference {(samples - expected).abs().max():.3g}\")\n");
  return out;
}

}  // namespace verigan::run
