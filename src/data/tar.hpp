// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace verigan::data {

/// The regular files of a tar archive (POSIX ustar and what came before it) by their names without
/// folders; the spans look into `archive`. `name` is the archive's, for complaints. Throws verigan::Error
/// in one line for a header whose checksum or size is wrong and for an archive that ends inside a file.
std::map<std::string, std::span<const std::uint8_t>> tar_files(const std::vector<std::uint8_t>& archive,
                                                               const std::string& name);

}  // namespace verigan::data
