// SPDX-License-Identifier: MIT
// Golden part of src/games: players' steps and fictitious play are plain double arithmetic in the
// written order, and so the same bits everywhere.
#include <array>

#include "games/bilinear.hpp"
#include "games/dynamics.hpp"
#include "games/learning.hpp"
#include "games/quadratic.hpp"
#include "golden/golden.hpp"
#include "random/stream.hpp"

namespace verigan::golden {
namespace {

using namespace games;

constexpr std::size_t kSteps = 400;

template <Game G>
void add_runs(Digest& digest, const G& game, const StateOf<G>& start) {
  for (const Method method : kMethods) {
    const StepRule rule{.method = method, .step = 0.1, .consensus = 0.25, .second_updates = 2};
    for (const StateOf<G>& state : trajectory(game, rule, start, kSteps))
      for (const double x : state) digest.add(x);
  }
}

void games_part(Digest& digest) {
  add_runs(digest, Bilinear{}, {0.6, -0.8});
  const Quadratic<2, 1> quadratic{
      .a = {{{0.3, 0.1}, {0.1, 0.2}}}, .b = {{{1}, {-0.7}}}, .c = {{{0.4}}}};
  add_runs(digest, quadratic, {1, -2, 0.5});

  const random::Stream stream(5, random::Purpose::test);
  Matrix<double> payoffs(7, 9);
  for (std::size_t i = 0; i < 7; ++i)
    for (std::size_t j = 0; j < 9; ++j) payoffs(i, j) = stream.uniform_double(0, 9 * i + j);
  const std::array<std::size_t, 3> checkpoints{1, 10, 500};
  const Learning learnt = fictitious_play(payoffs, 1000, checkpoints);
  for (const LearningPoint& point : learnt.history) digest.add(point.exploitability);
  for (const double x : learnt.row) digest.add(x);
  for (const double y : learnt.column) digest.add(y);
}

const Part kParts[] = {{"games", games_part}};

}  // namespace

std::span<const Part> games_parts() { return kParts; }

}  // namespace verigan::golden
