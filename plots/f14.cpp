// SPDX-License-Identifier: MIT
// F14: 36 images drawn by the generator in the course of training on MNIST, for five shares α of true
// data.
#include <algorithm>
#include <set>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/sample_grid.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F14",
    "MNIST: generated images by epoch for five shares α of real data",
    {"alpha_mnist"}};

namespace fs = std::filesystem;

constexpr std::size_t kColumns = 5;

// At most kColumns epochs, evenly spread, the last among them.
std::vector<int> shown_epochs(const analysis::ByAlpha& groups) {
  std::set<int> epochs;
  for (const auto& [alpha, runs] : groups)
    for (const auto& [epoch, file] : grids(runs.front())) epochs.insert(epoch);
  const std::vector<int> all(epochs.begin(), epochs.end());
  const std::size_t count = std::min(kColumns, all.size());
  std::vector<int> shown;
  for (std::size_t k = 1; k <= count; ++k) shown.push_back(all[k * all.size() / count - 1]);
  return shown;
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "alpha_mnist", {"alpha"});
  const auto groups = analysis::by_alpha(runs);
  const std::vector<int> epochs = shown_epochs(groups);
  const double left = 44, top = 40, gap = 8;
  const double size = std::min((kCanvas - left - gap * kColumns) / kColumns, 300.0);
  Figure figure(kFigure, kCanvas,
                static_cast<int>(top + static_cast<double>(groups.size()) * (size + gap)));
  double row = 0;
  for (const auto& [alpha, same] : groups) {
    const auto files = grids(same.front());
    const double y = top + row * (size + gap);
    figure.side_text("α = " + short_number(alpha), 20, y + size / 2, alpha_colour(alpha));
    double column = 0;
    for (const int epoch : epochs) {
      const Box box{left + column * (size + gap), y, size, size};
      if (row == 0) figure.text(message("epoch ", epoch), box.left + size / 2, 20, Align::centre);
      if (const auto file = files.find(epoch); file != files.end())
        draw_picture(figure, box, file->second);
      ++column;
    }
    ++row;
  }
  figure.save(folders.out,
              std::string("Thirty-six images drawn by the generator at several epochs of its training, for "
              "each share α of real data in the mini-batches of the discriminator.") +
                  analysis::first_seed_note("They", runs),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
