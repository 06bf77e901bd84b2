// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Whole files, in and out. A write either happens completely or not at all: the bytes go to a
// temporary name beside the target, reach the disk, and only then take the target's place.
namespace verigan::record {

/// What the temporary names end in; a file of such a name is what a killed process left behind.
inline constexpr std::string_view kTemporary = ".tmp";

/// Replaces `path` by `bytes`, atomically. Throws Error naming the file and the reason (no space, no
/// permission, not a folder, …); then the earlier file, if any, is untouched and nothing is left over.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The bytes of a file. Throws Error when it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Creates the folder and those above it. Throws Error when that is impossible.
void make_folder(const std::filesystem::path& path);

/// Renames and makes it last through a power cut. Throws Error.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace verigan::record
