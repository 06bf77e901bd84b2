// SPDX-License-Identifier: MIT
// verify_rows INSTANCES ID…: what `verigan verify --only ID,…` does, as a program that is quickly
// linked: see mutations.sh.
#include <cstdio>
#include <string>

#include "cli/verify.hpp"
#include "core/program.hpp"
#include "verification/catalogue.hpp"

int main(int argc, char** argv) {
  return verigan::run_main("verify_rows", [&] {
    verigan::cli::VerifyRequest request{.instances = std::stol(argc > 1 ? argv[1] : "1000")};
    for (int i = 2; i < argc; ++i) request.only.emplace_back(argv[i]);
    return verigan::cli::verify_theorems(verigan::verification::catalogue(), request, stdout);
  });
}
