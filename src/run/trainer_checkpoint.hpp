// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "core/check.hpp"
#include "gan/player.hpp"
#include "record/csv.hpp"
#include "run/run.hpp"

namespace verigan::run {

/// The state of a trainer (its state() and restore()) as the tensors of a checkpoint.
template <class Trainer>
class TrainerCheckpoint final : public Resumable {
 public:
  explicit TrainerCheckpoint(Trainer& trainer) : trainer_(trainer) {}

  record::Tensors save() const override { return tensors_of(trainer_.state()); }
  /// Neither the optimisers' moments nor averaged weights, which follow from the weights.
  record::Tensors followed() const override {
    return tensors_of(trainer_.state([](const std::string& name) {
      return name.find(".adam_") == std::string::npos && name.find("_average") == std::string::npos;
    }));
  }
  void restore(const record::Tensors& tensors) override {
    gan::TrainerState state;
    double step = 0.0;
    const auto found = tensors.metadata.find("step");
    require(found != tensors.metadata.end() && record::parse_number(found->second, step) && step >= 0 &&
                step <= 0x1p53,
            "checkpoint without its step");
    state.step = static_cast<std::uint64_t>(step);
    for (const auto& [name, array] : tensors.arrays)
      state.tensors.push_back({name, array.shape, array.values});
    trainer_.restore(state);
  }

 private:
  static record::Tensors tensors_of(gan::TrainerState state) {
    record::Tensors tensors;
    for (auto& tensor : state.tensors) tensors.arrays[tensor.name] = {tensor.shape, std::move(tensor.values)};
    return tensors;
  }

  Trainer& trainer_;
};

}  // namespace verigan::run
