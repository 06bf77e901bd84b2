// SPDX-License-Identifier: MIT
// Training programs: the same bytes whatever happens on the way, and mistakes caught before work.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "record/npy.hpp"
#include "record/png.hpp"
#include "record/safetensors.hpp"
#include "support/catch.hpp"

using namespace verigan;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

namespace {

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// 200 images of a bright bar somewhere, as IDX files, so that no data set is needed.
fs::path write_images(const Bench& bench, std::size_t side = 28) {
  const auto word = [](std::size_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16),
                       static_cast<char>(n >> 8), static_cast<char>(n)};
  };
  constexpr std::size_t kCount = 200;
  std::string images = word(0x803) + word(kCount) + word(side) + word(side);
  std::string labels = word(0x801) + word(kCount);
  for (std::size_t n = 0; n < kCount; ++n) {
    labels += static_cast<char>(n % 10);
    for (std::size_t i = 0; i < side * side; ++i) {
      images += static_cast<char>(i / side == n % side ? 250 : 3);
    }
  }
  const fs::path folder = bench.folder() / ("images" + std::to_string(side));
  record::make_folder(folder);
  record::write_file(folder / "train-images-idx3-ubyte", images);
  record::write_file(folder / "train-labels-idx1-ubyte", labels);
  return folder;
}

Words small_images(const fs::path& folder) {
  return {"--data", folder.string(), "--images", "160", "--batch", "16", "--epochs", "2",
          "--samples", "50", "--progress", "none"};
}

}  // namespace

TEST_CASE("a toy gives the same bytes at 1 and 2 threads, other bytes for another seed or α") {
  const Bench one, two;
  const Words options{"--steps", "60", "--samples", "500", "--progress", "none"};
  const auto first = one.run("alpha_toy", options);
  REQUIRE(first.code == 0);
  const auto second = two.run("alpha_toy", options + Words{"--threads", "2"});
  CHECK(first.hash() == second.hash());
  CHECK(one.run("alpha_toy", options + Words{"--seed", "2"}).hash() != first.hash());
  CHECK(one.run("alpha_toy", options + Words{"--alpha", "0.3"}).hash() != first.hash());
  CHECK(one.run("alpha_toy", options + Words{"--dataset", "line"}).hash() != first.hash());
}

TEST_CASE("a toy killed in the middle of training goes on to the same bytes") {
  const Words options{"--steps", "400", "--samples", "500"};
  const Bench whole, bench;
  const auto undisturbed = whole.run("alpha_toy", options);
  Process process(bench.command("alpha_toy", options + Words{"--checkpoint-every", "0"}),
                  bench.folder().path());
  const auto toys = bench.folder() / "results" / "alpha_toy";
  const auto rows = [&] {
    if (!fs::exists(toys)) return std::size_t{0};
    for (const auto& entry : fs::directory_iterator(toys)) {
      if (!fs::exists(entry.path() / "checkpoint.safetensors")) continue;
      return record::read_csv(entry.path() / "metrics.csv").rows();
    }
    return std::size_t{0};
  };
  while (process.running() && rows() < 100) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  REQUIRE(process.running());
  process.send(SIGKILL);
  process.wait();
  REQUIRE(rows() < 400);
  const auto rest = bench.run("alpha_toy", options);
  REQUIRE(rest.code == 0);
  CHECK(rest.err.find("continues") != std::string::npos);
  CHECK(rest.hash() == undisturbed.hash());
  // What the diagnosis rests on continues too.
  const std::string readings = record::read_file(rest.folder() / "diagnosis.csv");
  CHECK(readings == record::read_file(undisturbed.folder() / "diagnosis.csv"));
  CHECK(std::count(readings.begin(), readings.end(), '\n') == 21);  // every 20 of 400 steps
  const record::Manifest manifest = record::read_manifest(rest.folder());
  REQUIRE(manifest.diagnosis);
  CHECK(manifest.diagnosis->measured ==
        record::read_manifest(undisturbed.folder()).diagnosis->measured);
  CHECK(std::ranges::find(manifest.result_files, "diagnosis.csv") == manifest.result_files.end());
  CHECK(rest.err.find("diagnosis: not learnt since step ") != std::string::npos);
}

TEST_CASE("images give the same bytes at 1 and 2 threads and after an interruption") {
  const Bench one, two, three;
  const auto first = one.run("alpha_mnist", small_images(write_images(one)));
  INFO(first.err);
  REQUIRE(first.code == 0);
  Process second(two.command("alpha_mnist", small_images(write_images(two)) +
                                                Words{"--threads", "2"}),
                 two.folder().path());
  int threads = 0;
  while (second.running()) threads = std::max(threads, second.threads());
  CHECK(second.wait() == 0);
  CHECK(threads >= 2);  // they were really used
  const Bench::Outcome with_two{0, second.out(), ""};
  CHECK(with_two.hash() == first.hash());

  Process process(three.command("alpha_mnist", small_images(write_images(three)) +
                                                   Words{"--checkpoint-every", "0"}),
                  three.folder().path());
  const auto runs = three.folder() / "results" / "alpha_mnist";
  const auto has_checkpoint = [&] {
    return fs::exists(runs) &&
           std::any_of(fs::directory_iterator(runs), fs::directory_iterator(), [](const auto& run) {
             return fs::exists(run.path() / "checkpoint.safetensors");
           });
  };
  while (process.running() && !has_checkpoint()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  process.send(SIGTERM);
  CHECK(process.wait() == 128 + SIGTERM);
  CHECK(three.run("alpha_mnist", small_images(three.folder() / "images28")).hash() == first.hash());
}

TEST_CASE("a run on images leaves what docs/results.md says") {
  const Bench bench;
  const auto outcome = bench.run("alpha_mnist", small_images(write_images(bench)) +
                                                    Words{"--alpha", "0.3"});
  REQUIRE(outcome.code == 0);
  const fs::path folder = outcome.folder();
  const record::Manifest manifest = record::read_manifest(folder);
  CHECK(manifest.dataset.starts_with("custom-"));
  CHECK(std::get<std::string>(manifest.config.at("dataset")) == manifest.dataset);

  const record::Array samples = record::read_npy(folder / "samples.npy");
  CHECK(samples.shape == std::vector<std::size_t>{50, 28, 28});
  const auto [low, high] = std::minmax_element(samples.values.begin(), samples.values.end());
  CHECK(*low >= 0.0F);
  CHECK(*high <= 1.0F);

  for (const char* name : {"grid_001.png", "grid_002.png"}) {
    const record::Picture grid = record::read_png(folder / name);
    CHECK(grid.width == 6 * 30 + 2);
    CHECK(grid.height == grid.width);
  }
  // p is unknown: a bound by images that nothing was trained on, the 40 left.
  CHECK(std::get<std::string>(manifest.config.at("held-out")) == "unused");
  CHECK(outcome.summary("held_out") == 40);
  CHECK(outcome.summary("fresh_jsd_bound") >= 0);
  CHECK(outcome.summary("fresh_jsd_bound") <= std::log(2));
  CHECK(outcome.summary("fresh_jsd_bound") <= std::max(outcome.summary("fresh_jsd"), 0.0));
  const record::Table metrics = record::read_csv(folder / "metrics.csv");
  CHECK(metrics.names() ==
        std::vector<std::string>{"step", "epoch", "d_loss", "g_loss", "d_real", "d_fake"});
  REQUIRE(metrics.rows() == 20);
  CHECK(metrics.numbers("step").back() == 20);
  CHECK(metrics.numbers("epoch")[9] == 1);
  CHECK(metrics.numbers("epoch")[10] == 2);
  // The last tenth of 20 steps: two rows.
  const auto d_loss = metrics.numbers("d_loss");
  CHECK(outcome.summary("d_loss") == Approx((d_loss[18] + d_loss[19]) / 2).epsilon(1e-9));

  CHECK(outcome.summary("n_true") == 5);  // 0.3 · 16 = 4.8
  CHECK(outcome.summary("alpha") == 0.3);
  CHECK(outcome.summary("alpha_effective") == 0.3125);
  CHECK(outcome.summary("minus_log_alpha") == Approx(1.1631508098).epsilon(1e-9));  // −ln(5/16)
  CHECK(outcome.summary("entropy_alpha") == Approx(0.6210863745).epsilon(1e-9));    // H(5/16)

  const record::Tensors checkpoint = record::read_safetensors(folder / "checkpoint.safetensors");
  CHECK(checkpoint.metadata.at("step") == "20");
  CHECK(checkpoint.metadata.at("config") == record::read_file(folder / "config.toml"));
  CHECK(checkpoint.arrays.contains("generator.1.dense.weight"));
  CHECK(checkpoint.arrays.contains("generator_average.1.dense.weight"));
  CHECK(checkpoint.arrays.contains("discriminator.adam_v.1.dense.weight"));
}

TEST_CASE("saturating_gradient: what is measured, and the step that reached the target") {
  const Bench bench;
  const auto outcome =
      bench.run("saturating_gradient", {"--preset", "smoke", "--loss", "minimax", "--target", "0.08"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "gradient.csv");
  const auto step = table.numbers("step"), d = table.numbers("d_generated"),
             saturating = table.numbers("norm_saturating"),
             other = table.numbers("norm_non_saturating"), mmd2 = table.numbers("mmd2");
  REQUIRE(step.size() == 21);  // step 1 and every tenth of 200
  double first = 0;
  for (std::size_t i = step.size(); i-- > 0;) {
    CHECK(d[i] > 0);
    CHECK(d[i] < 1);
    CHECK(saturating[i] > 0);
    CHECK(other[i] > 0);
    if (mmd2[i] <= 0.08) first = step[i];
  }
  CHECK(outcome.summary("arrival_step") == first);
  CHECK(outcome.summary("mmd2") == mmd2.back());
  // A target out of reach: the run is lost from sight after its last step.
  const auto never = bench.run(
      "saturating_gradient", {"--preset", "smoke", "--loss", "minimax", "--target", "1e-9"});
  CHECK(never.summary("arrival_step") == 200);
  CHECK(record::read_file(never.folder() / "summary.json").find("\"reached\": false") !=
        std::string::npos);
  // The same moments of the same training whichever thread count.
  const auto two = bench.run("saturating_gradient", {"--preset", "smoke", "--loss", "minimax",
                                                     "--target", "0.08", "--threads", "2"});
  CHECK(two.folder() == outcome.folder());
}

TEST_CASE("random_alpha: the variance of mini-batches is T13's, and batches that may lack a kind are refused") {
  Bench bench;
  const Words brief{"--preset", "smoke", "--alpha", "0.1", "--composition"};
  const auto random = bench.run("random_alpha", brief + Words{"random"});
  const auto table = record::read_csv(random.folder() / "variance.csv");
  REQUIRE(table.rows() == 5);
  for (const std::string kind : {"fixed", "random"}) {
    const auto seen = table.numbers(kind), error = table.numbers(kind + "_error"),
               theory = table.numbers(kind + "_theory");
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(std::abs(seen[i] - theory[i]) < 5 * error[i]);
  }
  CHECK(table.numbers("random_theory").back() > table.numbers("fixed_theory").back());
  CHECK(bench.run("random_alpha", brief + Words{"fixed"}).hash() != random.hash());
  CHECK(bench.run("random_alpha", {"--preset", "smoke", "--alpha", "0.1", "--batch", "100"}).code == 2);
}

TEST_CASE("mode_protocols: packing is written down, and the ring is found by packs and without") {
  const Bench bench, threads;
  const auto table = [](const Bench::Outcome& outcome) {
    REQUIRE(outcome.code == 0);
    return record::read_csv(outcome.folder() / "modes.csv");
  };
  const Words options{"--preset", "quick", "--packing", "2", "--progress", "none"};
  const auto packed = bench.run("mode_protocols", options);
  const record::Table modes = table(packed);
  CHECK(modes.numbers("step").back() == 1200);
  CHECK(modes.rows() == 12);
  CHECK(packed.summary("batch") == 200);
  CHECK(packed.summary("alpha_effective") == 0.5);
  CHECK(packed.summary("modes") == 8);
  CHECK(packed.summary("covered") == modes.numbers("covered").back());
  CHECK(packed.summary("covered") >= 4);  // untrained, all points lie in the middle: none
  CHECK(packed.summary("reverse_kl") < 0.4);
  CHECK(std::get<std::int64_t>(record::read_manifest(packed.folder()).config.at("packing")) == 2);
  const record::Array samples = record::read_npy(packed.folder() / "samples.npy");
  CHECK(samples.shape == std::vector<std::size_t>{2500, 2});

  const Words brief{"--preset", "smoke", "--packing", "3", "--progress", "none"};
  CHECK(threads.run("mode_protocols", brief + Words{"--threads", "2"}).hash() ==
        bench.run("mode_protocols", brief).hash());
  const auto plain = bench.run("mode_protocols", {"--preset", "quick", "--progress", "none"});
  CHECK(plain.hash() != packed.hash());
  CHECK(table(plain).numbers("covered").back() >= 4);
}

TEST_CASE("gmmn: a normal is learnt, next to the loss its expectation, by both statistics") {
  const Bench bench;
  for (const char* statistic : {"mmd", "moments"}) {
    INFO(statistic);
    const auto outcome = bench.run("gmmn", {"--target", "normal", "--statistic", statistic, "--steps",
                                            "800", "--mean", "0.5", "--sd", "0.8"});
    REQUIRE(outcome.code == 0);
    CHECK(outcome.summary("mean_learnt") == Approx(0.5).margin(0.03));
    CHECK(outcome.summary("sd_learnt") == Approx(0.8).margin(0.03));
    CHECK(outcome.summary("tv") < 0.02);
    CHECK(outcome.summary("p_value") > 0.005);
    const record::Table quality = record::read_csv(outcome.folder() / "quality.csv");
    const auto mean = quality.numbers("mean"), sd = quality.numbers("sd"),
               expected = quality.numbers("population_loss");
    // Moments are about the mean of 10,000 points and in units of their spread: not quite 0.5 and 0.8.
    const bool by_moments = statistic == std::string("moments");
    for (std::size_t i = 0; i < mean.size(); ++i) {
      double loss = 0;
      if (by_moments) {
        const double e = (mean[i] - 0.5) / 0.8, v = sd[i] * sd[i] / 0.64;
        loss = e * e + (e * e + v - 1) * (e * e + v - 1);
      } else {
        for (const double s : {0.5, 1.0, 2.0}) {  // E k = s/√(s²+v)·exp(−Δ²/2(s²+v))
          const auto k = [s](double w, double delta) {
            return s / std::sqrt(s * s + w) * std::exp(-delta * delta / (2 * (s * s + w)));
          };
          const double v = sd[i] * sd[i];
          loss += (k(1.28, 0) + k(2 * v, 0) - 2 * k(0.64 + v, mean[i] - 0.5)) / 3;
        }
      }
      CHECK(std::abs(expected[i] - loss) < (by_moments ? 0.05 * loss + 1e-3 : 2e-6));
    }
  }
}

TEST_CASE("gmmn: a circle is found by MMD in a few hundred steps and not by two moments") {
  const Bench bench;
  const Words options{"--target", "circle", "--steps", "600"};
  const auto mmd = bench.run("gmmn", options),
             moments = bench.run("gmmn", options + Words{"--statistic", "moments"});
  REQUIRE(mmd.code == 0);
  REQUIRE(moments.code == 0);
  CHECK(mmd.summary("mmd2") < 0.01);
  CHECK(mmd.summary("coverage") > 0.95);
  CHECK(moments.summary("mmd2") > 0.03);
  CHECK(moments.summary("p_value") == Approx(0.005));  // 1 of 200: told apart
  const record::Table quality = record::read_csv(mmd.folder() / "quality.csv"),
                      theory = record::read_csv(mmd.folder() / "theory.csv");
  CHECK(quality.names() ==
        std::vector<std::string>{"step", "epoch", "mmd2", "near_share", "coverage", "distance_sd"});
  CHECK(mmd.summary("jsd_average") == theory.numbers("jsd_average").back());
  // Covered and near by MMD², and yet not learnt.
  CHECK(mmd.summary("jsd_average") > 0.02);
  CHECK(mmd.summary("learnt") == 0);
  CHECK(mmd.err.find("diagnosis: not learnt since step") != std::string::npos);
  CHECK(quality.numbers("mmd2").back() == mmd.summary("mmd2"));
  CHECK(theory.numbers("jsd_average").back() < theory.numbers("jsd_average").front());
  CHECK(record::read_csv(mmd.folder() / "metrics.csv").rows() == 600);
}

TEST_CASE("gmmn: the same bytes at 1 and 2 threads and after an interruption") {
  const Bench one, two, three;
  const Words images{"--target", "images", "--steps", "12", "--batch", "40", "--progress", "none"};
  const auto with = [&](const Bench& bench) {
    return images + Words{"--data", write_images(bench).string()};
  };
  const auto first = one.run("gmmn", with(one));
  INFO(first.err);
  REQUIRE(first.code == 0);
  CHECK(record::read_manifest(first.folder()).dataset.starts_with("custom-"));
  CHECK(record::read_npy(first.folder() / "samples.npy").shape ==
        std::vector<std::size_t>{33, 28, 28});  // as many as were held back
  for (const char* name : {"grid.png", "grid_true.png"})
    CHECK(record::read_png(first.folder() / name).width == 6 * 30 + 2);
  CHECK(two.run("gmmn", with(two) + Words{"--threads", "2"}).hash() == first.hash());
  CHECK(two.run("gmmn", with(two) + Words{"--statistic", "moments"}).hash() != first.hash());

  const Words toy{"--target", "line", "--steps", "400"};
  const std::string expected = one.run("gmmn", toy).hash();
  Process process(three.command("gmmn", toy + Words{"--checkpoint-every", "0"}),
                  three.folder().path());
  const auto runs = three.folder() / "results" / "gmmn";
  const auto begun = [&] {
    if (!fs::exists(runs)) return false;
    for (const auto& run : fs::directory_iterator(runs))
      if (fs::exists(run.path() / "checkpoint.safetensors")) return true;
    return false;
  };
  while (process.running() && !begun()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  process.send(SIGKILL);
  process.wait();
  const auto rest = three.run("gmmn", toy);
  CHECK(rest.err.find("continues") != std::string::npos);
  CHECK(rest.hash() == expected);
  // What the diagnosis rests on continues too: every 20 of 400 steps, of four hidden layers and no
  // discriminator.
  const record::Table readings = record::read_csv(rest.folder() / "diagnosis.csv");
  CHECK(readings.rows() == 20);
  CHECK(readings.names().size() == 2 + 4);
  const auto diagnosis = record::read_manifest(rest.folder()).diagnosis;
  REQUIRE(diagnosis);
  REQUIRE_FALSE(diagnosis->findings.empty());  // 400 steps are too few, and it says so
  CHECK(diagnosis->verdict == "NOT LEARNT");
  CHECK(diagnosis->findings.front().name == "not learnt");
  CHECK(diagnosis->measured.starts_with("generator's gradient "));
  CHECK(diagnosis->measured.find("discriminator") == std::string::npos);
}

#ifdef HAVE_TABLES
TEST_CASE("mode_protocols: the preset paper is the published protocol, but for what is asked here") {
  const Bench bench;
  const auto run = bench.run("mode_protocols", {"--preset", "paper", "--epochs", "2",
                                                "--training-set", "200", "--progress", "none"});
  REQUIRE(run.code == 0);
  REQUIRE(bench.run("table_mode_protocols", {"--results", run.folder().parent_path().parent_path()})
              .code == 0);
  const auto table = record::read_csv(bench.folder() / "results" / "mode_protocols.csv");
  CHECK(table.texts("protocol") ==
        std::vector<std::string>(4, "shortened: epochs 2 for 400, training-set 200 for 100000"));
}
#endif

TEST_CASE("a training says what is wrong with it: to people as it shows, to programs in a word") {
  const Bench bench;
  const Words short_ring{"--preset", "smoke", "--deviation", "0.01"};
  const auto outcome = bench.run("mode_collapse", short_ring);
  REQUIRE(outcome.code == 0);
  const auto diagnosis = record::read_manifest(outcome.folder()).diagnosis;
  REQUIRE(diagnosis);
  REQUIRE_FALSE(diagnosis->findings.empty());
  const auto& lost = diagnosis->findings.front();
  CHECK(lost.name == "lost modes");
  CHECK(lost.present);
  CHECK(lost.evidence.find(" of 8 modes covered") != std::string::npos);
  const std::size_t at_once = outcome.err.find(": lost modes: ");
  const std::string end = "diagnosis: lost modes since step " + std::to_string(lost.since) + ": ";
  CHECK(at_once < outcome.err.find(end));
  CHECK(outcome.err.find(end) != std::string::npos);

  const auto driven = Bench().run("mode_collapse", short_ring + Words{"--progress", "machine"});
  CHECK(driven.err.find(", lost modes since step " + std::to_string(lost.since)) != std::string::npos);
  CHECK(driven.err.find("modes covered") == std::string::npos);
  const auto blur = Bench().run("alpha_toy", {"--steps", "400", "--progress", "machine"});
  CHECK(blur.err.find("diagnosis: NOT LEARNT, not learnt since step 320") != std::string::npos);
  const auto sound = Bench().run("gmmn", {"--target", "normal", "--steps", "400", "--progress", "machine"});
  CHECK(sound.code == 0);
  CHECK(sound.err.find("diagnosis") == std::string::npos);
}

TEST_CASE("mistakes are one line, exit code 2, and found before anything is written") {
  const Bench bench;
  const std::string images = write_images(bench).string();
  record::write_file(bench.folder() / "plain", "x");
  const std::pair<const char*, Words> cases[] = {
      {"alpha_toy", {"--alpha", "0"}},
      {"alpha_toy", {"--alpha", "1"}},
      {"alpha_toy", {"--alpha", "nan"}},
      {"alpha_toy", {"--alpha", "half"}},
      {"alpha_toy", {"--alpha", "0.001", "--batch", "10"}},
      {"alpha_toy", {"--dataset", "square"}},
      {"alpha_toy", {"--recipe", "fast"}},
      {"alpha_toy", {"--beta1", "1"}},
      {"alpha_mnist", {"--data", images, "--held-out", "test"}},  // there is none
      {"alpha_mnist", {"--data", images, "--images", "200", "--held-out", "unused"}},
      {"alpha_toy", {"--learning-rate", "-1"}},
      {"alpha_toy", {"--epochs", "3"}},
      {"alpha_mnist", {"--data", (bench.folder() / "nowhere").string()}},
      {"alpha_mnist", {"--data", (bench.folder() / "plain").string()}},
      {"alpha_mnist", {"--data", images, "--alpha", "0.999"}},
      {"alpha_mnist", {"--data", images, "--dataset", "mnist"}},
      {"alpha_mnist", {"--data", images, "--images", "10"}},
      {"gmmn", {"--bandwidths", "0"}},
      {"gmmn", {"--bandwidths", "0.1,-1"}},
      {"gmmn", {"--bandwidths", "nan"}},
      {"gmmn", {"--bandwidths", "0.1,"}},
      {"gmmn", {"--bandwidths", ""}},
      {"gmmn", {"--statistic", "moment"}},
      {"gmmn", {"--order", "17"}},
      {"gmmn", {"--order", "0"}},
      {"gmmn", {"--order", "-1"}},
      {"gmmn", {"--batch", "1"}},
      {"gmmn", {"--estimate", "rooted"}},
      {"gmmn", {"--target", "square"}},
      {"gmmn", {"--target", "normal", "--sd", "0"}},
      {"gmmn", {"--target", "line", "--dataset", "mnist"}},
      {"gmmn", {"--target", "line", "--data", images}},
      {"gmmn", {"--target", "circle", "--mean", "1"}},
      {"gmmn", {"--statistic", "moments", "--bandwidths", "1"}},
      {"gmmn", {"--statistic", "mmd", "--order", "3"}},
      {"alpha_toy", {"--data", images}},
      {"mode_collapse", {"--side", "3"}},
      {"mode_collapse", {"--mixture", "grid", "--radius", "2"}},
      {"optimal_discriminator", {"--seed", "2"}},
      {"dirac_gan", {"--checkpoint-every", "5"}},
      {"gmmn", {"--target", "images", "--data", (bench.folder() / "nowhere").string()}},
      {"alpha_mnist", {"--data", images, "--samples", "0"}},
      {"mode_protocols", {"--packing", "0"}},
      {"mode_protocols", {"--packing", "1.5"}},
      {"mode_protocols", {"--batch", "0"}},
      {"mode_protocols", {"--beta1", "1"}},
      {"mode_protocols", {"--pieces", "nan"}},
      {"mode_protocols", {"--mixture", "cube"}},
      {"mode_protocols", {"--epochs", "1", "--training-set", "99"}},
  };
  for (const auto& [program, options] : cases) {
    const auto outcome = bench.run(program, options);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    CHECK(outcome.err.starts_with(std::string(program) + ": "));
  }
  CHECK_FALSE(fs::exists(bench.folder() / "results"));
}
