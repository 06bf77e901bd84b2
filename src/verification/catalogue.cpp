// SPDX-License-Identifier: MIT
#include "verification/catalogue.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "verification/exercise.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

/// The row's own check, and then the exercise's.
void add(std::vector<theory::Theorem>& rows, const Exercise& exercise) {
  const auto row =
      std::ranges::find_if(rows, [&](const auto& theorem) { return theorem.id == exercise.id; });
  ensure(row != rows.end(), "every exercise belongs to a row");
  row->check = [own = row->check, further = exercise.check](theory::RandomInstance& draw,
                                                            theory::Evidence& evidence) {
    own(draw, evidence);
    further(draw, evidence);
  };
  row->chosen += exercise.chosen;
  row->exercises += (row->exercises.empty() ? "" : ", ") + std::string(exercise.exercises);
}

}  // namespace

const std::vector<theory::Theorem>& catalogue() {
  static const std::vector<theory::Theorem> all = [] {
    std::vector<theory::Theorem> rows = theory::theorem_catalogue();
    for (const Exercise& exercise :
         {zero_sum_losses(), equilibrium_losses(), non_saturating_gradient(),
          slopes_of_the_generator(), blind_losses(), flipped_training(), labelled_training(),
          sample_mmd(), sample_inception_score()})
      add(rows, exercise);
    rows.push_back(gradients());
    rows.push_back(adjoint_convolutions());
    rows.push_back(floors());
    rows.push_back(hinge_loss());
    rows.push_back(frechet_distance());
    rows.push_back(frechet_bias());
    rows.push_back(kernel_distance());
    rows.push_back(batch_statistics());
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return rows;
  }();
  return all;
}

}  // namespace verigan::verification
