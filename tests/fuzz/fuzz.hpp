// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

// Readers of bytes that someone else wrote, each as a function of those bytes. A target reads them, writes
// what it understood, reads that and demands the same meaning; check_input() holds the rest of the promise:
// a refusal is one line of verigan::Error that names something, and memory and time stay in proportion.
namespace verigan::fuzz {

struct Target {
  const char* name;
  void (*read)(std::string_view bytes);
  /// Bytes of memory that a byte of input may cost; compressed input is unpacked.
  std::size_t memory = 8;
  /// And what it may take besides, whatever the input.
  std::size_t kept = std::size_t{4} << 20;
};

/// Every target, by name.
std::span<const Target> targets();
/// Throws Error naming those there are.
const Target& target(const std::string& name);

/// Stops the program with a line on what was broken.
[[noreturn]] void broken(const std::string& promise);
inline void demand(bool holds, const char* promise) {
  if (!holds) broken(promise);
}

/// The bytes as a file, which the next call overwrites. In memory; the name is no part of the bytes.
std::filesystem::path as_file(std::string_view bytes);
/// A folder of this process's own, in memory where there is such a place.
std::filesystem::path own_folder();

/// Gives the bytes to the target and holds it to the promise. Whether it accepted them.
bool check_input(const Target& target, std::string_view bytes);

// The targets, by the kind of what they read (files.cpp, texts.cpp, records.cpp).
void npy(std::string_view bytes);
void safetensors(std::string_view bytes);
void png(std::string_view bytes);
void idx(std::string_view bytes);
void gzip(std::string_view bytes);
void cifar(std::string_view bytes);
void tar(std::string_view bytes);
void density(std::string_view bytes);
void tabulated(std::string_view bytes);
void delimited(std::string_view bytes);
void numbers(std::string_view bytes);
void game(std::string_view bytes);
void csv(std::string_view bytes);
void toml(std::string_view bytes);
void sweep(std::string_view bytes);
void command(std::string_view bytes);
void manifest(std::string_view bytes);
void plan(std::string_view bytes);
void run_plan(std::string_view bytes);
void json(std::string_view bytes);

}  // namespace verigan::fuzz
