// SPDX-License-Identifier: MIT
// A discriminator alone against two fixed laws.
#include <cmath>

#include "data/density_source.hpp"
#include "gan/fixed_pair.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::gan;

namespace {

std::shared_ptr<data::Source> source(const char* law, random::Purpose purpose) {
  return std::make_shared<data::DensitySource>(data::parse_law(law), random::Stream(1, purpose));
}

FixedPairTrainer trainer(const FixedPairConfig& config, const char* p = "normal(0,1)",
                         const char* q = "normal(1,1)") {
  return FixedPairTrainer(
      nn::NetworkBuilder(1).dense(8, nn::leaky_relu(0.2F)).dense(1, nn::kIdentity).build(),
      source(p, random::Purpose::data), source(q, random::Purpose::sample), config);
}

}  // namespace

TEST_CASE("the logit of two normals of one width is learnt as the line it is, flips or none") {
  for (const double flip : {0.0, 0.2}) {
    FixedPairConfig config;
    config.steps = 3000;
    config.batch = 2000;
    config.alpha = 0.25;
    config.flip_rate = flip;
    config.optimiser = {nn::OptimiserConfig::Kind::adam, 1e-2, nn::Schedule::linear};
    FixedPairTrainer one = trainer(config);
    double loss = 0;
    for (std::uint64_t t = 0; t < config.steps; ++t) loss = one.step();
    CHECK(std::abs(loss - (flip > 0 ? 0.60 : 0.48)) < 0.06);
    Matrix<float> x(5, 1);
    std::vector<float> logits(5);
    for (std::size_t i = 0; i < 5; ++i) x(i, 0) = static_cast<float>(i) - 1.5F;
    one.logits(x, logits);
    for (std::size_t i = 0; i < 5; ++i) {
      // ln(p/q) = ½ − x, and ln(α/(1 − α)) = −ln 3.
      const double d = 1 / (1 + std::exp(-(0.5 - static_cast<double>(x(i, 0)) - std::log(3.0))));
      const double expected = flip + (1 - 2 * flip) * d;
      const double found = 1 / (1 + std::exp(-static_cast<double>(logits[i])));
      INFO("x = " << x(i, 0) << ", ε = " << flip);
      CHECK(std::abs(found - expected) < 0.02);
    }
  }
}

TEST_CASE("stopped and resumed, the discriminator continues to the same bits") {
  FixedPairConfig config;
  config.steps = 40;
  config.batch = 100;
  config.flip_rate = 0.1;
  FixedPairTrainer whole = trainer(config), first = trainer(config), second = trainer(config);
  for (int t = 0; t < 40; ++t) whole.step();
  for (int t = 0; t < 15; ++t) first.step();
  second.restore(first.state());
  CHECK(second.steps_done() == 15);
  for (int t = 15; t < 40; ++t) second.step();
  const TrainerState expected = whole.state(), found = second.state();
  REQUIRE(expected.tensors.size() == 12);  // two layers: weights and biases, and Adam's moments
  for (std::size_t i = 0; i < expected.tensors.size(); ++i) {
    CHECK(expected.tensors[i].name == found.tensors[i].name);
    CHECK(expected.tensors[i].values == found.tensors[i].values);
  }
  TrainerState cut = whole.state();
  cut.tensors.pop_back();
  CHECK_FALSE(error_of([&] { second.restore(cut); }).empty());
}

TEST_CASE("what does not fit together is refused") {
  FixedPairConfig config;
  for (const double rate : {-0.1, 0.5, std::nan("")}) {
    config.flip_rate = rate;
    CHECK(error_of([&] { trainer(config); }).find("flipped labels") != std::string::npos);
  }
  config.flip_rate = 0;
  config.alpha = 0;
  CHECK_FALSE(error_of([&] { trainer(config); }).empty());
  config.alpha = 0.5;
  CHECK(error_of([&] {
          FixedPairTrainer(nn::NetworkBuilder(1).conditioned({2}).dense(1, nn::kIdentity).build(),
                           source("normal(0,1) | normal(1,1)", random::Purpose::data),
                           source("normal(1,1)", random::Purpose::sample), config);
        }) == "discriminator of 2 classes, expected 0 or the generated samples' 0");
  CHECK(error_of([&] {
          FixedPairTrainer(nn::NetworkBuilder(2).dense(1, nn::kIdentity).build(),
                           source("normal(0,1)", random::Purpose::data),
                           source("normal(1,1)", random::Purpose::sample), config);
        }) == "discriminator of 2 inputs, expected the data's dimension 1");
  config.steps = 0;
  CHECK_FALSE(error_of([&] { trainer(config); }).empty());
}
