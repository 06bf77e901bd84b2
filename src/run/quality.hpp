// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "gan/generator_trainer.hpp"
#include "record/value.hpp"

namespace verigan::run {

/// How good the points of a generator are, by points of the data that it never saw. The points are those of
/// the averaged generator; what is read goes into quality.csv.
class Quality {
 public:
  virtual ~Quality() = default;
  /// A row of quality.csv when `done` steps are done.
  virtual void read(gan::GeneratorTrainer& trainer, std::uint64_t done) = 0;
  /// What stands in the summary at the end.
  virtual void conclude(gan::GeneratorTrainer& trainer, record::Object& summary) = 0;
  /// The same in one line for people, once concluded.
  virtual const std::string& text() const = 0;
};

}  // namespace verigan::run
