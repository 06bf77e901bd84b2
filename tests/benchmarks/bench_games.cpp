// SPDX-License-Identifier: MIT
// How fast games are played and solved: steps of the bilinear game per second on one core for each
// method, and seconds for a random square matrix game (both linear programs, certificate, and the
// search for other equilibria).
//
//   bench_games --json
//   bench_games --seconds 2 --size 400
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "core/arguments.hpp"
#include "core/program.hpp"
#include "games/bilinear.hpp"
#include "games/dynamics.hpp"
#include "games/matrix_game.hpp"
#include "random/stream.hpp"

namespace {

using namespace verigan;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Steps per second. A state that would overflow starts again: the step is too small to tell.
double steps_per_second(games::Method method, double seconds) {
  constexpr std::size_t kChunk = 1'000'000;
  const games::StepRule rule{.method = method, .step = 1e-3, .consensus = 1e-3};
  games::State<2> z{1, 0};
  const auto start = Clock::now();
  double elapsed = 0;
  std::size_t steps = 0;
  do {
    z = games::play(games::Bilinear{}, rule, z, kChunk);
    const double radius = std::hypot(z[0], z[1]);
    z = {z[0] / radius, z[1] / radius};
    steps += kChunk;
    elapsed = seconds_since(start);
  } while (elapsed < seconds);
  return static_cast<double>(steps) / elapsed;
}

double seconds_to_solve(std::size_t size, std::uint64_t game) {
  const random::Stream stream(1, random::Purpose::test);
  Matrix<double> payoffs(size, size);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j)
      payoffs(i, j) = stream.uniform_double(game, i * size + j);
  const auto start = Clock::now();
  games::solve_matrix_game(payoffs);
  return seconds_since(start);
}

int run(int argc, char** argv) {
  double seconds = 0.5;
  std::size_t size = 200;
  bool json = false;
  Arguments arguments("bench_games", "Speed of games");
  arguments.add("--seconds", seconds, "For each method").shows_default();
  arguments.add("--size", size, "Actions of each player").shows_default();
  arguments.flag("--json", json, "Print one JSON object");
  if (const auto answered = arguments.parse(argc, argv)) return *answered;

  std::string text = json ? "{\"bilinear_steps_per_second\": {" : "";
  for (const games::Method method : games::kMethods) {
    char line[96];
    std::snprintf(line, sizeof line, json ? "%s\"%s\": %.3g" : "%s%-15s %.3g steps a second\n",
                  json && method != games::kMethods.front() ? ", " : "",
                  std::string(games::method_name(method)).c_str(),
                  steps_per_second(method, seconds));
    text += line;
  }
  std::vector<double> solved;
  for (std::uint64_t game = 0; game < 3; ++game) solved.push_back(seconds_to_solve(size, game));
  const double slowest = *std::max_element(solved.begin(), solved.end());
  char line[96];
  std::snprintf(line, sizeof line,
                json ? "}, \"size\": %zu, \"seconds_to_solve\": %.3g}\n"
                     : "%zu actions each    %.3g seconds to solve\n",
                size, slowest);
  std::fputs((text + line).c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return verigan::run_main("bench_games", [&] { return run(argc, argv); });
}
