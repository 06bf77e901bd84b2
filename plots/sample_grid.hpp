// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analysis/runs.hpp"
#include "plots/figure.hpp"
#include "plots/picture_panel.hpp"

// Pictures that a training left of generated images, in figures.
namespace verigan::plots {

/// Epoch → grid_<epoch>.png of a run. Throws Error if it has none.
std::map<int, std::filesystem::path> grids(const analysis::Run& run);

/// What a model's images score, over its runs: "Fréchet 8.2 ± .3, inception score 8.9"; of conditional ones
/// also the share that show their label; empty without a classifier.
std::string score_text(const std::vector<analysis::Run>& runs);

/// The runs of these models on a kind of data set, one variant of each, in this order; models without runs
/// are left out. Throws Error naming the option in which runs of one model differ.
struct ModelRuns {
  std::string model;
  std::vector<analysis::Run> runs;  // by seed
};
std::vector<ModelRuns> by_model(const std::vector<analysis::Run>& runs, const std::vector<std::string>& models,
                                bool horses);

/// Draws the last grid of a model's first run, above it the model's name and what its images score.
void draw_model(Figure& figure, const Box& box, const ModelRuns& model);

/// "kth-simple: 3 epochs at width 0.25; …", for captions.
std::string lengths_text(const std::vector<ModelRuns>& models);

/// Saves, in place of a figure of CIFAR-10's horses, a line that no run learnt them and what to do.
void save_without_horses(const std::filesystem::path& out, const analysis::Output& output,
                         const std::vector<analysis::Run>& runs);

/// Their runs in one list.
std::vector<analysis::Run> all_runs(const std::vector<ModelRuns>& models);

}  // namespace verigan::plots
