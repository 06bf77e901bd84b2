// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "diagnosis/loss_kind.hpp"
#include "diagnosis/loss_log.hpp"
#include "gan/verdict.hpp"

// What the losses of a training say, and no more: never that it has learnt. x is D's loss over that of the
// best answer that is the same everywhere (H(α), and likewise of other losses), y is G's loss; "late" is the
// last fifth. In this order:
//
//   BROKEN      a value that is no number.
//   TOO SHORT   fewer than 20 rows.
//   NOT LEARNT, blind from the start   x within 5 % of 1 and y within 10 % of its value at equilibrium, from
//               the twentieth part on to the end: had D told anything apart, its loss would have left 1.
//   NOT LEARNT, frozen   late values of a loss that do not change by more than 10⁻⁶ of their size; −ln ε for
//               the ε that clamps are made of is named.
//   UNSTABLE    at least six turns, each of at least 1.5 nats and half the usual level of y (of other losses:
//               half their level) and of six standard deviations of the rows' own noise, in means over
//               blocks of some length; or the critic's loss has grown tenfold over the last half.
//   COLLAPSED   y and x part from each other by a step: within a twentieth of the rows y jumps up by at least
//               1.5 nats and four standard deviations of its course and stays, after a balance of at least a
//               sixth of the rows.
//   NOT LEARNT, D has won    x late below 0.1: D sees at least nine tenths of the largest divergence there is
//               (L ≥ H(α) − JS_α). Or x on the floor that label noise sets: H(ε) at y = −ln ε, or
//               H(s)/2 at smoothed labels s, steady to 5 %, while G is rejected. Or accuracy of at least 98 %.
//   NOT LEARNT, D has lost   x late above 1.25: D's answers are worse than none.
//   UNDECIDED   x and y late at equilibrium after they had left it: p_g = p, or D has gone blind since.
//   NO FAILURE SEEN   otherwise, or UNDECIDED where only one loss or none is known.
// Of a critic: NOT LEARNT where its loss does not leave 0 against its noise; NO FAILURE SEEN where it fell to
// less than 0.7 of its largest; UNDECIDED between.
namespace verigan::diagnosis {

/// With the numbers it rests on, a line each.
struct LossJudgement {
  gan::Verdict verdict;
  std::vector<std::string> numbers;
};

/// `name` as in theory/game_loss.hpp, or empty where it is to be recognised; `hints`: names that may say it.
LossJudgement judge_losses(const LossLog& log, const LossKind& kind, double alpha);

}  // namespace verigan::diagnosis
