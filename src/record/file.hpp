// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Whole files, in and out. A write either happens completely or not at all: the bytes go to a new
// file of a name of its own next to the target, reach the disk, and only then take the target's place.
namespace verigan::record {

/// Makes `bytes` what `path` holds, atomically: whoever reads or writes it at the same time meets the
/// earlier file or a whole new one. The earlier file's permissions stay. Symbolic links are followed,
/// to a target that need not exist yet. What is no regular file, a device, a pipe or a descriptor
/// (/dev/fd/N, /dev/stdout), is written to, not replaced. Throws Error naming the file and the reason
/// (no space, no permission, not a folder, …); then an earlier file is untouched and nothing is left.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Throws the Error that write_file would, as far as can be known without writing.
void require_writable(const std::filesystem::path& path);

/// Whether a file of this name is what a process killed inside write_file leaves behind.
bool is_temporary(const std::filesystem::path& path);

/// The bytes of a file. Throws Error when it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Creates the folder and those above it. Throws Error when that is impossible.
void make_folder(const std::filesystem::path& path);

/// Renames and makes it last through a power cut. Throws Error.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace verigan::record
