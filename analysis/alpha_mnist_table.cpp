// SPDX-License-Identifier: MIT
// tables/alpha_mnist.csv: how training on MNIST ended, for each share α of true data.
#include "analysis/alpha_table.hpp"
#include "analysis/program.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

void write_table(const Folders& folders) {
  record::CsvWriter table(alpha_columns());
  for (const auto& [alpha, runs] : by_alpha(load_runs(folders.results, "alpha_mnist")))
    table.add(alpha_row(alpha, runs));
  record::write_file(folders.out / "alpha_mnist.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Table of the final losses of alpha_mnist", write_table);
}
