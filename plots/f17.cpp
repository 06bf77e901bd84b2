// SPDX-License-Identifier: MIT
// F17: digits drawn by KTH's three models and by a DCGAN (KTH's Figure 2).
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/sample_grid.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F17", "Digits by three models of growing size and a DCGAN", {"kth_models"}};

void draw(const analysis::Folders& folders) {
  const std::vector<ModelRuns> models =
      by_model(analysis::load_runs(folders, "kth_models"),
               {"kth-simple", "kth-intermediate", "kth-complete", "dcgan"}, false);
  require(!models.empty(), "kth_models: no run on digits");
  constexpr std::size_t kColumns = 2;
  const double gap = 24, head = 56, size = (kCanvas - gap * (kColumns + 1)) / kColumns;
  const std::size_t rows = (models.size() + kColumns - 1) / kColumns;
  Figure figure(kFigure, kCanvas,
                static_cast<int>(static_cast<double>(rows) * (size + head) + gap));
  for (std::size_t k = 0; k < models.size(); ++k) {
    const Box box{gap + static_cast<double>(k % kColumns) * (size + gap),
                  head + static_cast<double>(k / kColumns) * (size + head), size, size};
    draw_model(figure, box, models[k]);
  }
  const std::vector<analysis::Run> runs = all_runs(models);
  figure.save(folders.out,
              "Thirty-six images drawn by each model at the end of its training, with the Fréchet distance "
              "of its samples from test images and their inception score (IS), both by verigan's own "
              "classifier. " +
                  lengths_text(models) + "." + analysis::first_seed_note("The images", runs),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
