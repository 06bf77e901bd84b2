// SPDX-License-Identifier: MIT
// write_python_samples FOLDER: writes samples.npy and checkpoint.safetensors for open_in_python.py.
#include <array>
#include <filesystem>

#include "record/npy.hpp"
#include "record/safetensors.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  verigan::record::write_npy(folder / "samples.npy", std::array{0.5F, -1.25F, 3.0F, 1e-40F, 0.0F, 7.0F},
                             std::array<std::size_t, 2>{3, 2});
  verigan::record::Tensors tensors;
  tensors.arrays["generator.0.weight"] = {{2, 3}, {1, 2, 3, 4, 5, 6}};
  tensors.arrays["generator.0.bias"] = {{3}, {-1, 0.5F, 0}};
  tensors.metadata = {{"step", "12"}, {"config", "alpha = 0.3\n"}};
  verigan::record::write_safetensors(folder / "checkpoint.safetensors", tensors);
}
