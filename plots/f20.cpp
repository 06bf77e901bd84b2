// SPDX-License-Identifier: MIT
// F20: CIFAR-10's horses by a generator with a sigmoid output, next to those by tanh (KTH's Figure 5). Where
// no run learnt them, for want of the data, the figure says so.
#include <algorithm>

#include "analysis/features.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/sample_grid.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F20", "Horses by a tanh and by a sigmoid output", {"kth_features"}};

std::string saturation_text(const std::vector<analysis::Run>& runs) {
  std::vector<double> values;
  for (const analysis::Run& run : runs) values.push_back(run.number("saturation"));
  return "saturation " + seeds_text(values, 3);
}

void draw(const analysis::Folders& folders) {
  const std::vector<analysis::Run> found = analysis::load_runs(folders, "kth_features");
  std::vector<analysis::Run> shown;
  std::vector<std::pair<std::string, std::vector<analysis::Run>>> outputs;
  for (const std::string output : {"tanh", "sigmoid"}) {
    std::vector<analysis::Run> some;
    std::ranges::copy_if(found, std::back_inserter(some), [&](const analysis::Run& run) {
      return run.text("dataset").starts_with("cifar10") &&
             analysis::feature_of(run) == (output == "tanh" ? "base" : output);
    });
    if (some.empty()) continue;
    some = analysis::alike(std::move(some), {});
    shown.insert(shown.end(), some.begin(), some.end());
    outputs.emplace_back(output, std::move(some));
  }
  if (outputs.empty())
    return save_without_horses(folders.out, kFigure, found);
  const double gap = 24, head = 56, size = (kCanvas - gap) / 2 - gap;
  Figure figure(kFigure, kCanvas, static_cast<int>(head + size + 16));
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Box box{gap + static_cast<double>(k) * (size + gap), head, size, size};
    figure.text(outputs[k].first, box.left, box.top - 20, Align::left, kInk, kTitle);
    figure.text(saturation_text(outputs[k].second), box.right(), box.top - 20, Align::right, kSoft);
    draw_picture(figure, box, grids(outputs[k].second.front()).rbegin()->second);
  }
  figure.save(folders.out,
              "Thirty-six images drawn after learning CIFAR-10's horses by generators that differ in their "
              "last layer alone, with the mean saturation of their samples' colours, (max − min)/max of the "
              "channels. " +
                  lengths_text({{shown.front().text("model"), shown}}) + "." +
                  analysis::first_seed_note("The images", shown),
              shown);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
