// SPDX-License-Identifier: MIT
// Prints "<sha256>  <part>" for every golden part, computed with the SIMD target of VERIGAN_SIMD.
//
//   golden                  the list
//   golden --check FILE     compares with FILE and names the parts that differ; exit code 1 if any
//   golden --threads N      on N threads
//   golden --only gemm      parts whose names begin with this
//   golden --targets        instead of all that: the SIMD targets VERIGAN_SIMD may name here
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "core/environment.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "golden/golden.hpp"
#include "simd/target.hpp"

namespace {

using namespace verigan;

struct Options {
  std::string check;
  std::string only;
  int threads = 1;
  bool targets = false;
};

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--targets") {
      options.targets = true;
      return options;
    }
    const char* value = i + 1 < argc ? argv[i + 1] : "";
    require(*value != '\0', option, " needs a value");
    if (option == "--check") {
      options.check = value;
    } else if (option == "--only") {
      options.only = value;
    } else if (option == "--threads") {
      options.threads = std::atoi(value);
    } else {
      throw Error(message("unknown option '", option, "', expected --check, --only, --threads or --targets"));
    }
  }
  return options;
}

std::string contents(const std::string& file) {
  std::ifstream in(file);
  require(in.good(), "cannot read '", file, "'");
  return {std::istreambuf_iterator<char>(in), {}};
}

int list_targets() {
  for (const simd::Target target : simd::available_targets()) {
    std::printf("%s\n", std::string(simd::name(target)).c_str());
  }
  return 0;
}

int run(const Options& options) {
  if (options.targets) return list_targets();
  require_exact_arithmetic();
  set_threads(options.threads);
  const std::vector<golden::Line> computed = golden::compute(options.only);
  if (options.check.empty()) {
    for (const golden::Line& line : computed) {
      std::printf("%s  %s\n", line.digest.c_str(), line.name.c_str());
    }
    return 0;
  }
  const auto expected = golden::read_list(contents(options.check), options.only);
  const std::vector<std::string> different = golden::differences(computed, expected);
  for (const std::string& part : different) std::printf("differs: %s\n", part.c_str());
  std::printf("%zu parts, %zu differ (%s, threads %d)\n", computed.size(), different.size(),
              simd::simd_target().c_str(), options.threads);
  return different.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  return run_main("golden", [&] { return run(parse(argc, argv)); });
}
