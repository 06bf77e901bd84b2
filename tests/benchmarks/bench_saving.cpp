// SPDX-License-Identifier: MIT
// What digests and checkpoints cost a training: the same steps of alpha_toy's networks, bare and inside the
// loop of a run (its tables, digests, ladder of checkpoints, last checkpoint), in turn, in CPU and wall time.
//
//   bench_saving --steps 3000 --pairs 5 --json
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "core/arguments.hpp"
#include "core/program.hpp"
#include "data/toy.hpp"
#include "gan/trainer.hpp"
#include "nn/network.hpp"
#include "run/run.hpp"
#include "run/trainer_checkpoint.hpp"

namespace {

using namespace verigan;
namespace fs = std::filesystem;

struct Times {
  double cpu = 0, wall = 0;
};

Times now() {
  return {static_cast<double>(std::clock()) / CLOCKS_PER_SEC,
          std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}

template <class Work>
Times timed(const Work& work) {
  const Times start = now();
  work();
  const Times end = now();
  return {end.cpu - start.cpu, end.wall - start.wall};
}

nn::Network perceptron(std::size_t outputs) {
  nn::NetworkBuilder builder(2);
  for (int layer = 0; layer < 4; ++layer) builder.dense(128, nn::kRelu);
  return builder.dense(outputs, nn::kIdentity).build();
}

gan::Trainer trainer(std::uint64_t steps) {
  gan::TrainerConfig config;
  config.steps = steps;
  config.batch = 256;
  return {perceptron(2), perceptron(1), std::make_shared<data::Toy>("circle", 1), config};
}

Times bare(std::uint64_t steps) {
  gan::Trainer players = trainer(steps);
  return timed([&] {
    for (std::uint64_t t = 0; t < steps; ++t) players.step();
  });
}

Times saved(std::uint64_t steps, const fs::path& out) {
  gan::Trainer players = trainer(steps);
  run::TrainerCheckpoint state(players);
  const std::string config = "steps = " + std::to_string(steps) + '\n';
  fs::remove_all(out);
  run::Folder folder(out, "bench", config, "none");
  run::Progress progress(run::Progress::Mode::none, "");
  run::Run run(folder, progress, config, {}, {run::kDigests});
  return timed([&] {
    run.loop(steps, state, [&](std::uint64_t) {
      players.step();
      return std::string();
    });
    run.close();
  });
}

double median(std::vector<double> x) {
  std::ranges::sort(x);
  return x[x.size() / 2];
}

int main_with(int argc, char** argv) {
  Arguments arguments("bench_saving", "What digests and checkpoints cost a training");
  std::uint64_t steps = 3000, pairs = 5;
  std::string folder = (fs::temp_directory_path() / "verigan-bench-saving").string();
  bool json = false;
  arguments.add("--steps", steps, "Steps of a training").between(100, 10000000).shows_default();
  arguments.add("--pairs", pairs, "Trainings of each kind").between(1, 1000).shows_default();
  arguments.add("--out", folder, "Folder to save in, on the disk that is to be measured; it is emptied")
      .shows_default();
  arguments.flag("--json", json, "Print one JSON object");
  if (const auto code = arguments.parse(argc, argv)) return *code;
  std::vector<double> cpu, wall, seconds;
  bare(steps / 10);
  for (std::uint64_t k = 0; k < pairs; ++k) {
    const Times plain = bare(steps), whole = saved(steps, folder);
    cpu.push_back(whole.cpu / plain.cpu - 1);
    wall.push_back(whole.wall / plain.wall - 1);
    seconds.push_back(plain.cpu);
  }
  fs::remove_all(folder);
  std::printf(json ? "{\"steps\": %llu, \"pairs\": %llu, \"seconds\": %.4g, \"cpu_share\": %.4f, "
                     "\"wall_share\": %.4f}\n"
                   : "%llu steps, median of %llu pairs: %.4g CPU seconds bare; digests and checkpoints add %.2g "
                     "of CPU time, %.2g of wall time\n",
              static_cast<unsigned long long>(steps), static_cast<unsigned long long>(pairs), median(seconds),
              median(cpu), median(wall));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return verigan::run_main("bench_saving", [&] { return main_with(argc, argv); });
}
