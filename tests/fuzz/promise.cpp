// SPDX-License-Identifier: MIT
// What every reader of foreign bytes promises, beyond not to crash.
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>

#include "core/check.hpp"
#include "core/names.hpp"
#include "fuzz/fuzz.hpp"

#if defined(__has_feature)  // clang
#if __has_feature(address_sanitizer)
#define VERIGAN_CHECKED_ACCESSES
#endif
#endif
#if defined(VERIGAN_CHECKED_ACCESSES)
#include <sanitizer/allocator_interface.h>
#endif

namespace {

std::size_t g_live = 0, g_peak = 0;  // one thread reads

#if defined(VERIGAN_CHECKED_ACCESSES)

void count(const volatile void*, std::size_t size) { g_peak = std::max(g_peak, g_live += size); }
void release(const volatile void* memory) {
  g_live -= std::min(g_live, __sanitizer_get_allocated_size(memory));
}
[[maybe_unused]] const int g_hooks = __sanitizer_install_malloc_and_free_hooks(count, release);

}  // namespace

#else

void* counted(std::size_t size) {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  g_live += ::malloc_usable_size(memory);
  g_peak = std::max(g_peak, g_live);
  return memory;
}
void released(void* memory) noexcept {
  if (memory == nullptr) return;
  g_live -= ::malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { released(memory); }
void operator delete[](void* memory) noexcept { released(memory); }
void operator delete(void* memory, std::size_t) noexcept { released(memory); }
void operator delete[](void* memory, std::size_t) noexcept { released(memory); }

#endif

namespace verigan::fuzz {
namespace {

constexpr std::size_t kMillion = std::size_t{64} << 20;  // a million numbers and the set of them: 1-1000000
constexpr std::size_t kDeflate = 1032 * 3;           // the most that deflate packs, in a growing vector
constexpr std::size_t kTree = 96;                    // a JSON or TOML value of two bytes, as a node of a tree

constexpr std::array kTargets = {
    Target{"cifar", cifar, kDeflate},     Target{"command", command, 400},
    Target{"csv", csv, 160},               Target{"delimited", delimited, 160},
    Target{"density", density, 600},      Target{"game", game, 160},
    Target{"gzip", gzip, kDeflate},       Target{"idx", idx, kDeflate},
    Target{"json", json, kTree},          Target{"manifest", manifest, kTree},
    Target{"npy", npy},                   Target{"numbers", numbers, 64, kMillion},
    Target{"plan", plan, kTree},          Target{"png", png, kDeflate},
    Target{"run_plan", run_plan, kTree},  Target{"safetensors", safetensors, kTree},
    Target{"sweep", sweep, 400, 2 * kMillion},          Target{"tabulated", tabulated, 160},
    Target{"tar", tar},                   Target{"toml", toml, 400},
};

double cpu_seconds() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// A second for a megabyte, three on a machine that others use; checks of every access cost as much again.
#if defined(VERIGAN_CHECKED_ACCESSES)
constexpr double kSeconds = 12;
#else
constexpr double kSeconds = 3;
#endif

void check_refusal(const std::string& line) {
  demand(line.size() >= 8, "a refusal says what is wrong");
  demand(line.size() <= 5000, "a refusal is a line that can be read");
  for (const char c : line)
    demand(static_cast<unsigned char>(c) >= ' ' && c != '\x7f', "a refusal is one line of text");
}

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target& target(const std::string& name) {
  std::vector<std::string_view> known;
  for (const Target& one : kTargets) {
    if (name == one.name) return one;
    known.push_back(one.name);
  }
  throw Error("unknown target '" + name + "'" + expected_names(name, known));
}

void broken(const std::string& promise) {
  std::fprintf(stderr, "BROKEN: %s\n", promise.c_str());
  std::abort();
}

std::filesystem::path as_file(std::string_view bytes) {
  static const int file = ::memfd_create("input", 0);
  static const std::string path = message("/proc/self/fd/", file);
  demand(file >= 0 && ::ftruncate(file, 0) == 0 &&
             ::pwrite(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
         "there is memory for a file");
  return path;
}

std::filesystem::path own_folder() {
  struct Folder {
    std::filesystem::path path;
    Folder() {
      std::string name = std::filesystem::exists("/dev/shm") ? "/dev/shm/verigan-fuzz-XXXXXX"
                                                             : "/tmp/verigan-fuzz-XXXXXX";
      demand(::mkdtemp(name.data()) != nullptr, "a folder can be made");
      path = name;
    }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  };
  static const Folder folder;
  return folder.path;
}

bool check_input(const Target& target, std::string_view bytes) {
  const std::size_t before = g_live;
  g_peak = g_live;
  const double start = cpu_seconds();
  bool accepted = true;
  try {
    target.read(bytes);
  } catch (const Error& error) {
    check_refusal(error.what());
    accepted = false;
  } catch (const std::exception& error) {
    broken(message("what is thrown is verigan::Error; this was another: ", error.what()));
  }
  const double seconds = cpu_seconds() - start;
  const std::size_t peak = g_peak - before;
  const double megabytes = static_cast<double>(bytes.size()) / 1e6;
  if (seconds > kSeconds * std::max(megabytes, 1.0))
    broken(message("a megabyte takes a second; these ", bytes.size(), " bytes took ", seconds, " s"));
  if (peak > target.kept + target.memory * bytes.size())
    broken(message("memory is at most ", target.memory, " times the input; these ", bytes.size(),
                   " bytes took ", peak));
  return accepted;
}

}  // namespace verigan::fuzz
