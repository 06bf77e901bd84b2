// SPDX-License-Identifier: MIT
// F23: digits on request: a row of images for each label asked for, by a conditional GAN of dense layers and
// by one of convolutions.
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/sample_grid.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F23", "Digits on request, a row for each label", {"conditional"}};

constexpr std::size_t kLabels = 10;

void draw(const analysis::Folders& folders) {
  const std::vector<ModelRuns> models =
      by_model(analysis::load_runs(folders, "conditional"), {"cgan", "cdcgan"}, false);
  require(!models.empty(), "conditional: no run");
  const double left = 36, gap = 40, head = 56, size = (kCanvas - left - gap - 12) / 2;
  Figure figure(kFigure, kCanvas, static_cast<int>(head + size + 16));
  for (std::size_t k = 0; k < models.size(); ++k) {
    const Box box{left + static_cast<double>(k) * (size + gap), head, size, size};
    draw_model(figure, box, models[k]);
    for (std::size_t label = 0; label < kLabels; ++label)
      figure.text(message(label), box.left - 14,
                  box.top + size * (static_cast<double>(label) + 0.5) / static_cast<double>(kLabels),
                  Align::centre, kSoft);
  }
  const std::vector<analysis::Run> runs = all_runs(models);
  figure.save(folders.out,
              "Images drawn on request: a row for each label asked for, the same ten noises in every row. "
              "Above, the share of samples that verigan's own classifier takes for the label asked for, and "
              "their Fréchet distance from test images. " +
                  lengths_text(models) + "." + analysis::first_seed_note("The images", runs),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
