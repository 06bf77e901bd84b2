// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

// Which process works in an unfinished run's folder, and whether it still does.
namespace verigan::run {

/// The node's name: the environment variable VERIGAN_NODE, for containers that share a host name, or
/// the host name. Only letters, digits, - and _; others are written as _.
std::string this_node();

struct Owner {
  std::string node;
  std::int64_t pid = 0;
  std::string birth;  ///< when that process began, in the kernel's words: process numbers come again

  static Owner this_process();
  /// "node-pid-random digits", for the name of a folder that no other process chooses.
  std::string label() const;
};

enum class Life { here, gone, elsewhere };
/// Whether the process is at work on this node, has ended, or is another node's, of which nothing is known
/// here. The folder it works in is locked where the file system can; where it cannot, the process table
/// is asked.
Life life(const Owner& owner, const std::filesystem::path& folder);

}  // namespace verigan::run
