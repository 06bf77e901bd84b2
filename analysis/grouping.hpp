// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "analysis/program.hpp"
#include "analysis/runs.hpp"

// Runs are put together only if they were run alike. A table or figure names the options it tells
// runs apart by; the seed it may average over; whatever else differs is shown or refused by name.
namespace verigan::analysis {

using Options = std::vector<std::string>;

/// Runs alike in every option but the seed and those the caller tells apart.
struct Variant {
  std::string options;  // what sets it apart from the other variants, "learning-rate 0.001, steps 10"
  std::vector<Run> runs;
};

/// Runs by the options, other than the seed and those `told_apart`, in which runs that cannot be told
/// apart differ. One variant without a name if there is no such option; else the variants in the order
/// of these options' values. What runs were trained on (Manifest::dataset) counts as the option
/// "images". Throws Error if two runs are alike down to the seed.
std::vector<Variant> variants(const std::vector<Run>& runs, const Options& told_apart);

/// The runs, for who can show one variant alone. Throws Error naming the experiment, the option and its
/// values if there are more.
std::vector<Run> alike(std::vector<Run> runs, const Options& told_apart);

/// The runs of an experiment that --where leaves. Throws Error if there are none.
std::vector<Run> load_runs(const Folders& folders, const std::string& experiment);

/// load_runs() and alike(), and load_runs() and variants().
std::vector<Run> load_alike(const Folders& folders, const std::string& experiment,
                            const Options& told_apart);
std::vector<Variant> load_variants(const Folders& folders, const std::string& experiment,
                                   const Options& told_apart);

/// "0.001", "ring", "yes": a configured value in words.
std::string value_text(const record::Value& value);

}  // namespace verigan::analysis
