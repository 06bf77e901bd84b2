// SPDX-License-Identifier: MIT
// How long metrics take on one thread: MMD² of n points of the plane against n others, both
// estimators, for one bandwidth and for five; the sliced Wasserstein distance in 50 directions; the
// inception score of n answers over ten classes.
//
//   bench_metrics --json
//   bench_metrics --samples 20000
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "core/arguments.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "data/batch.hpp"
#include "metrics/inception_score.hpp"
#include "metrics/mmd.hpp"
#include "metrics/sliced_wasserstein.hpp"
#include "random/stream.hpp"

namespace {

using namespace verigan;

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Matrix<float> points(std::size_t n, std::uint64_t step) {
  Matrix<float> x(n, 2);
  data::fill_normals(random::Stream(1, random::Purpose::test), step, x);
  return x;
}

Matrix<float> answers(std::size_t n) {
  Matrix<float> rows(n, 10);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t y = 0; y < 10; ++y) rows(i, y) = y == i % 10 ? 0.55F : 0.05F;
  return rows;
}

int run(int argc, char** argv) {
  std::size_t samples = 10000;
  bool json = false;
  Arguments arguments("bench_metrics", "Speed of metrics");
  arguments.add("--samples", samples, "Points or answers of each kind").shows_default();
  arguments.flag("--json", json, "Print one JSON object");
  if (const auto answered = arguments.parse(argc, argv)) return *answered;
  set_threads(1);

  const Matrix<float> x = points(samples, 0), y = points(samples, 1), rows = answers(samples);
  const std::vector<double> five{0.1, 0.2, 0.5, 1, 2};
  const random::Stream directions(2, random::Purpose::test);
  const struct {
    const char* name;
    double seconds;
  } found[] = {
      {"mmd2", seconds_of([&] { metrics::mmd2(x, y); })},
      {"mmd2_of_five_bandwidths", seconds_of([&] { metrics::mmd2(x, y, five); })},
      {"sliced_wasserstein",
       seconds_of([&] { metrics::sliced_wasserstein(x, y, 50, directions); })},
      {"inception_score", seconds_of([&] { metrics::inception_score(rows); })},
  };
  std::printf(json ? "{\"samples\": %zu" : "%zu samples\n", samples);
  for (const auto& [name, seconds] : found)
    std::printf(json ? ", \"%s\": %.3g" : "%-24s %.3g seconds\n", name, seconds);
  if (json) std::puts("}");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return verigan::run_main("bench_metrics", [&] { return run(argc, argv); });
}
