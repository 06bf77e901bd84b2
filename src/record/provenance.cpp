// SPDX-License-Identifier: MIT
#include "record/provenance.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/check.hpp"
#include "record/commit.hpp"  // written by the build: kCommit

namespace verigan::record {
namespace {

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

std::string version_number(int major, int minor, int patch) {
  return message(major, '.', minor, '.', patch);
}

// An argument as a shell would need it.
std::string shell_word(const std::string& word) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,%@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  out += '\'';
  return out;
}

// "0123456789ab, with changes".
std::string tree() {
  const std::string& commit = build().commit;
  if (commit == "unknown") return commit;
  const bool changed = commit.ends_with('+');
  return commit.substr(0, std::min<std::size_t>(12, commit.size() - changed)) +
         (changed ? ", with changes" : ", as committed");
}

}  // namespace

const Build& build() {
  static const Build kBuild{VERIGAN_VERSION, kCommit,
#if defined(__clang__)
                            "clang++ " + version_number(__clang_major__, __clang_minor__,
                                                        __clang_patchlevel__),
#else
                            "g++ " + version_number(__GNUC__, __GNUC_MINOR__,
                                                    __GNUC_PATCHLEVEL__),
#endif
                            VERIGAN_FLAGS};
  return kBuild;
}

std::string short_commit(const std::string& commit) {
  return commit.substr(0, 12) + (commit.size() > 12 && commit.ends_with('+') ? "+" : "");
}

std::string version_line(const std::string& program) {
  return program + ' ' + build().version + ", commit " + tree();
}

std::string bibtex() {
  return "@software{verigan,\n"
         "  title = {verigan: checkable theory and bit-reproducible experiments of\n"
         "    generative adversarial networks},\n"
         "  author = {{The verigan developers}},\n"
         "  year = {" VERIGAN_YEAR "},\n"
         "  version = {" + build().version + "},\n"
         "  note = {commit " + tree() + "}\n}\n";
}

std::string machine() {
  utsname system{};
  std::string text = processor();
  if (::uname(&system) == 0) {
    text += std::string(", ") + system.sysname + ' ' + system.release + ' ' + system.machine;
  }
  return text;
}

std::string host_name() {
  if (const char* node = std::getenv("SLURMD_NODENAME")) return node;
  utsname system{};
  return ::uname(&system) == 0 ? system.nodename : "unknown";
}

Object provenance(const std::string& simd_target, int threads,
                  std::span<const char* const> arguments) {
  std::string line;
  for (const char* argument : arguments) {
    if (!line.empty()) line += ' ';
    line += shell_word(argument);
  }
  return {{"version", build().version},   {"commit", build().commit},
          {"compiler", build().compiler}, {"flags", build().flags},
          {"simd_target", simd_target},   {"threads", std::int64_t{threads}},
          {"machine", machine()},         {"host", host_name()},
          {"command_line", line}};
}

}  // namespace verigan::record
