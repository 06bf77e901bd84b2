// SPDX-License-Identifier: MIT
// What the monitor reads of trainers.
#include <cmath>
#include <vector>

#include "data/density_source.hpp"
#include "metrics/curve_cells.hpp"
#include "nn/activation.hpp"
#include "run/theory_monitor.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using namespace verigan::run;
using metrics::line_cells;

namespace {

using Counts = std::vector<std::size_t>;

}  // namespace

TEST_CASE("the monitor reads a trainer of any loss, and looking on changes nothing") {
  const nn::Activation leaky = nn::leaky_relu(0.2F);
  const auto player = [&] { return nn::NetworkBuilder(1).dense(8, leaky).dense(1, nn::kIdentity).build(); };
  gan::TrainerConfig config;
  config.alpha = 0.25;
  const auto trainer = [&](const char* loss) {
    config.loss = loss;
    return gan::Trainer(player(), player(),
                        std::make_shared<data::DensitySource>(
                            data::parse_law("normal(0,1)"), random::Stream(1, random::Purpose::data)),
                        config);
  };
  TheoryMonitor monitor(line_cells(*theory::normal(0, 1), -4, 4, 50), 2000);
  gan::Trainer one = trainer("minimax");
  const TheorySnapshot first = monitor.read(one);
  double mass = 0;
  for (const double q : first.generated) mass += q;
  CHECK(mass == Approx(1));
  CHECK(first.gap > 0);
  CHECK(first.jsd > 0);
  CHECK(monitor.read(one).jsd == first.jsd);
  CHECK(reading_text(first).find("JSD ≥ 0.") == 0);
  CHECK(reading_text(first).find("blindness ") != std::string::npos);
  CHECK(first.jsd_average == first.jsd);  // the average begins with the weights themselves
  for (const gan::Objective& loss : gan::objectives()) {
    INFO(loss.name);
    gan::Trainer watched = trainer(std::string(loss.name).c_str()),
                 alone = trainer(std::string(loss.name).c_str());
    for (int t = 0; t < 30; ++t) {
      const TheorySnapshot seen = monitor.read(watched);
      if (loss.discriminator.best)
        CHECK(seen.gap > 0);
      else
        CHECK((std::isnan(seen.gap) && std::isnan(seen.rms) && std::isfinite(seen.loss)));
      CHECK(watched.step().d_loss == alone.step().d_loss);
    }
    // The averaged generator lags behind, and is the one that draws the samples.
    const TheorySnapshot seen = monitor.read(watched);
    CHECK(seen.jsd_average != seen.jsd);
    CHECK(reading_text(seen).find(", averaged ≥ 0.") != std::string::npos);
    Matrix<float> points(2000, 1);
    watched.sample(0, points);
    const Counts counts = metrics::count(monitor.cells(), points);
    CHECK(monitor.divergence(watched, 300).jsd != seen.jsd);  // by fewer points
    const std::vector<float> d(50, 0.5F);
    const TheorySnapshot averaged = metrics::theory_snapshot(monitor.cells(), counts, d, 0.25, loss.discriminator);
    CHECK(seen.jsd_average == averaged.jsd);
    CHECK(seen.jsd_average_error == averaged.jsd_error);
    const TheoryMonitor::Divergence alone_seen = monitor.divergence(watched);
    CHECK(alone_seen.jsd == seen.jsd);
    CHECK(alone_seen.jsd_error == seen.jsd_error);
    CHECK(alone_seen.jsd_average == seen.jsd_average);
    CHECK(alone_seen.jsd_average_error == seen.jsd_average_error);
    const auto a = watched.state(), b = alone.state();
    for (std::size_t i = 0; i < a.tensors.size(); ++i)
      CHECK(a.tensors[i].values == b.tensors[i].values);
  }
  CHECK_FALSE(error_of([&] { TheoryMonitor(monitor.cells(), 99); }).empty());
  TheoryMonitor plane(metrics::curve_cells(data::Curve("circle")), 2000);
  CHECK(error_of([&] { plane.read(one); }) == "samples of 1 numbers, expected 2");
  CHECK(error_of([&] { plane.divergence(one); }) == "samples of 1 numbers, expected 2");
}
