// SPDX-License-Identifier: MIT
#include <cmath>

#include "data/toy.hpp"
#include "gan/generator_gradient.hpp"
#include "gan/models.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::gan;

namespace {

// Smooth networks, so that differences of the loss have a limit.
Trainer small_trainer() {
  TrainerConfig config;
  config.batch = 8;
  config.average_decay = 0;
  return {nn::NetworkBuilder(2).dense(5, nn::kTanh).dense(2, nn::kIdentity).build(),
          nn::NetworkBuilder(2).dense(5, nn::kTanh).dense(1, nn::kIdentity).build(),
          std::make_shared<data::Toy>("circle", 1), config};
}

}  // namespace

TEST_CASE("the generator's gradient norm is that of differences of the loss") {
  Trainer trainer = small_trainer();
  for (int t = 0; t < 3; ++t) trainer.step();
  const TrainerState start = trainer.state();
  for (const char* loss : {"minimax", "non-saturating"}) {
    INFO(loss);
    double norm2 = 0;
    for (std::size_t k = 0; k < start.tensors.size(); ++k) {
      const std::string& name = start.tensors[k].name;
      if (!name.starts_with("generator.") || name.find("adam") != std::string::npos) continue;
      for (std::size_t i = 0; i < start.tensors[k].values.size(); ++i) {
        constexpr float h = 1e-2F;
        const auto at = [&](float shift) {
          TrainerState moved = start;
          moved.tensors[k].values[i] += shift;
          trainer.restore(moved);
          return generator_gradient(trainer, objective(loss), 40).loss;
        };
        const double slope = (at(h) - at(-h)) / (2 * static_cast<double>(h));
        norm2 += slope * slope;
      }
    }
    trainer.restore(start);
    CHECK(generator_gradient(trainer, objective(loss), 40).norm ==
          Approx(std::sqrt(norm2)).epsilon(2e-3));
  }
}

TEST_CASE("measuring moves nothing, and repeats") {
  Trainer measured = small_trainer(), plain = small_trainer();
  for (int t = 0; t < 4; ++t) {
    const auto first = generator_gradient(measured, objective("minimax"), 20),
               again = generator_gradient(measured, objective("minimax"), 20);
    CHECK(first.norm == again.norm);
    CHECK(first.output > 0);
    CHECK(first.output < 1);
    CHECK(measured.step().g_loss == plain.step().g_loss);
  }
}

TEST_CASE("batch statistics act as in training, and the trainer's own stay where they are") {
  TrainerConfig config;
  config.batch = 8;
  const auto make = [&] {
    NetworkPair model = make_model("mixture-batch-norm");
    return Trainer(model.generator, model.discriminator, std::make_shared<data::Toy>("line", 1), config);
  };
  Trainer measured = make(), plain = make();
  for (int t = 0; t < 4; ++t) {
    CHECK(generator_gradient(measured, objective("minimax"), 16).norm > 0);
    CHECK(measured.step().g_loss == plain.step().g_loss);
  }
  CHECK(error_of([&] { generator_gradient(measured, objective("minimax"), 0); }) ==
        "a gradient over 0 samples, expected at least 1");
}
