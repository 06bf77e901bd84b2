// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "theory/game_loss.hpp"

// Which loss a training was made with, by the values that it wrote down: its row of theory/game_loss.hpp, and
// how often over the row's units it was counted, for people add the two halves of D's loss or average them.
namespace verigan::diagnosis {

struct LossKind {
  const theory::GameLoss* loss = nullptr;
  double factor = 1;    ///< of D's loss over the row's: 1, a mean of both halves; 2, their sum (α = ½)
  double g_factor = 1;  ///< of G's
  std::string how;      ///< "as asked", or how it was recognised

  /// D's loss where its answer is the same everywhere; none of a critic.
  std::optional<double> d_balance(double alpha) const;
  /// G's loss where p = q and D is best; none where that is left open.
  std::optional<double> g_balance(double alpha) const;
  bool critic() const { return !loss->discriminator.best; }
  bool cross_entropy() const { return loss->discriminator.name == "cross-entropy"; }
  bool saturating() const { return cross_entropy() && loss->saturating(); }  ///< ln(1 − D)
  bool bounded() const { return loss->discriminator.name == "least-squares"; }  ///< G's loss is, where D is sure
  /// "binary cross-entropy, the sum of both halves".
  std::string text() const;
};

/// `asked`: a row's name, or empty. `hints`: names of columns and of the file. d and g may be empty.
LossKind recognise(const std::string& asked, const std::string& hints, const std::vector<double>& d,
                   const std::vector<double>& g, double alpha);

/// −ln(1 − e^(−g)): at least that is, by Jensen's inequality, D's cross-entropy on generated samples where the
/// mean of −ln D over them is g > 0.
double least_fake_part(double g);

}  // namespace verigan::diagnosis
