// SPDX-License-Identifier: MIT
#include "plots/sample_grid.hpp"

#include <algorithm>
#include <cstdio>

#include "analysis/grouping.hpp"
#include "plots/style.hpp"

namespace verigan::plots {

namespace fs = std::filesystem;

std::map<int, fs::path> grids(const analysis::Run& run) {
  std::map<int, fs::path> found;
  for (const auto& entry : fs::directory_iterator(run.folder)) {
    int epoch = 0;
    const std::string name = entry.path().filename().string();
    if (std::sscanf(name.c_str(), "grid_%d.png", &epoch) == 1) found[epoch] = entry.path();
  }
  require(!found.empty(), run.folder.string(), ": no grid_<epoch>.png");
  return found;
}

std::string score_text(const std::vector<analysis::Run>& runs) {
  const auto all = [&](const char* name) {
    std::vector<double> values;
    for (const analysis::Run& run : runs)
      if (run.summary.contains(name)) values.push_back(run.number(name));
    return values;
  };
  const std::vector<double> frechet = all("frechet"), score = all("inception_score"),
                            agreement = all("class_agreement");
  std::string text;
  if (!agreement.empty()) text += seeds_text(agreement, 1, 100) + " % show it, ";
  if (!frechet.empty()) text += "Fréchet " + seeds_text(frechet, 1);
  if (!score.empty() && agreement.empty()) text += ", IS " + seeds_text(score, 2);
  return text;
}

std::vector<ModelRuns> by_model(const std::vector<analysis::Run>& runs,
                                const std::vector<std::string>& models, bool horses) {
  std::vector<ModelRuns> found;
  for (const std::string& model : models) {
    std::vector<analysis::Run> some;
    std::ranges::copy_if(runs, std::back_inserter(some), [&](const analysis::Run& run) {
      return run.text("model") == model && run.text("dataset").starts_with("cifar10") == horses;
    });
    if (!some.empty()) found.push_back({model, analysis::alike(std::move(some), {})});
  }
  return found;
}

void draw_model(Figure& figure, const Box& box, const ModelRuns& model) {
  figure.text(model.model, box.left, box.top - 20, Align::left, kInk, kTitle);
  figure.text(score_text(model.runs), box.right(), box.top - 20, Align::right, kSoft);
  draw_picture(figure, box, grids(model.runs.front()).rbegin()->second);
}

std::string lengths_text(const std::vector<ModelRuns>& models) {
  std::string text;
  for (const ModelRuns& one : models) {
    const analysis::Run& run = one.runs.front();
    const double epochs = run.number("epochs");
    text += message(text.empty() ? "" : "; ", one.model, ": ", short_number(epochs, 6),
                    epochs == 1 ? " epoch of " : " epochs of ", short_number(run.number("images"), 6),
                    " images at width ", short_number(run.number("width"), 3));
  }
  return text;
}

void save_without_horses(const fs::path& out, const analysis::Output& output,
                         const std::vector<analysis::Run>& runs) {
  Figure figure(output, kCanvas, 64);
  figure.text("Skipped: no run has learnt CIFAR-10's horses", kCanvas / 2.0, 32, Align::centre, kSoft);
  figure.panel({0, 0, kCanvas, 64}, {0, 1}, {0, 1});
  figure.add("unset xtics\nunset ytics\nunset grid\nunset border");
  figure.plot({"NaN notitle"});
  figure.save(out,
              "Skipped: no run has learnt CIFAR-10's horses. The presets quick and paper learn them where "
              "CIFAR-10 is found; scripts/fetch_data --cifar10 obtains it.",
              runs);
}

std::vector<analysis::Run> all_runs(const std::vector<ModelRuns>& models) {
  std::vector<analysis::Run> runs;
  for (const ModelRuns& one : models) runs.insert(runs.end(), one.runs.begin(), one.runs.end());
  return runs;
}

}  // namespace verigan::plots
