// SPDX-License-Identifier: MIT
// F18: CIFAR-10's horses as KTH's intermediate and complete models draw them (KTH's Figure 3). Where no run
// learnt them, for want of the data, the figure says so.
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/sample_grid.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F18", "Horses by two models", {"kth_models"}};

void draw(const analysis::Folders& folders) {
  const std::vector<analysis::Run> found = analysis::load_runs(folders, "kth_models");
  const std::vector<ModelRuns> models =
      by_model(found, {"kth-intermediate", "kth-complete", "dcgan"}, true);
  if (models.empty()) return save_without_horses(folders.out, kFigure, found);
  const double gap = 24, head = 56, width = (kCanvas - gap) / 2 - gap;
  Figure figure(kFigure, kCanvas,
                static_cast<int>(head + (width + head) * static_cast<double>((models.size() + 1) / 2)));
  for (std::size_t k = 0; k < models.size(); ++k) {
    const Box box{gap + static_cast<double>(k % 2) * (width + gap),
                  head + static_cast<double>(k / 2) * (width + head), width, width};
    figure.text(models[k].model, box.left, box.top - 20, Align::left, kInk, kTitle);
    figure.text(score_text(models[k].runs), box.right(), box.top - 20, Align::right, kSoft);
    draw_picture(figure, box, grids(models[k].runs.front()).rbegin()->second);
  }
  const std::vector<analysis::Run> runs = all_runs(models);
  figure.save(folders.out,
              "Thirty-six images drawn by each model after learning CIFAR-10's horses. " +
                  lengths_text(models) + "." + analysis::first_seed_note("The images", runs),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
