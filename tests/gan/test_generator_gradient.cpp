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
  GeneratorGradient gradient(trainer, 40);
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
          return gradient.measure(trainer, objective(loss)).loss;
        };
        const double slope = (at(h) - at(-h)) / (2 * static_cast<double>(h));
        norm2 += slope * slope;
      }
    }
    trainer.restore(start);
    CHECK(gradient.measure(trainer, objective(loss)).norm ==
          Approx(std::sqrt(norm2)).epsilon(2e-3));
  }
}

TEST_CASE("measuring moves nothing, and repeats") {
  Trainer measured = small_trainer(), plain = small_trainer();
  GeneratorGradient gradient(measured, 20);
  for (int t = 0; t < 4; ++t) {
    const auto first = gradient.measure(measured, objective("minimax")),
               again = gradient.measure(measured, objective("minimax"));
    CHECK(first.norm == again.norm);
    CHECK(first.output > 0);
    CHECK(first.output < 1);
    CHECK(measured.step().g_loss == plain.step().g_loss);
  }
}

TEST_CASE("networks whose samples depend on each other are refused") {
  Model model = make_model("kth-intermediate");
  if (model.generator.row_by_row() && model.discriminator.row_by_row()) return;
  CHECK(is_one_line(error_of([&] {
    TrainerConfig config;
    config.batch = 4;
    struct Black final : data::Source {
      std::size_t dimension() const override { return 784; }
      std::size_t size() const override { return 0; }
      void fill(std::uint64_t, MatrixView<float>) override {}
    };
    Trainer trainer(model.generator, model.discriminator, std::make_shared<Black>(), config);
    GeneratorGradient(trainer, 4);
  })));
}
