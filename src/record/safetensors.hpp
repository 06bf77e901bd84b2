// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "record/npy.hpp"

// The safetensors format: 8 bytes with the header's length, a JSON header, the tensors' bytes.
// Only F32 tensors and text metadata are written and read. Opens in Python with
// safetensors.numpy.load_file and safetensors.safe_open.
namespace verigan::record {

struct Tensors {
  std::map<std::string, Array> arrays;
  std::map<std::string, std::string> metadata;
};

/// Equal contents give equal bytes. Throws Error when the file cannot be written.
void write_safetensors(const std::filesystem::path& path, const Tensors& tensors);

/// Throws Error naming the file and what is wrong: header cut short or not JSON, a type other than
/// F32, offsets that overlap, leave gaps or run past the end, a shape that does not fit them.
Tensors read_safetensors(const std::filesystem::path& path);

}  // namespace verigan::record
