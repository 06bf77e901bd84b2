// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/batch.hpp"
#include "metrics/cells.hpp"
#include "run/quality.hpp"
#include "run/run.hpp"
#include "run/schema.hpp"

namespace verigan::toy {

/// What a toy's generator is to draw: points about a curve, a density of the line, or points of a file. The
/// networks see it scaled.
class Target {
 public:
  virtual ~Target() = default;

  virtual std::size_t dimension() const = 0;
  /// Real points of a seed and run, to train on.
  virtual std::shared_ptr<data::Source> source(std::uint64_t seed, std::uint32_t run) const = 0;
  /// A source whose batch number `steps` has points that `source(seed, run)` has not shown in as many steps,
  /// or that were held out: at most unseen_count() of these.
  virtual std::shared_ptr<data::Source> unseen(std::uint64_t seed, std::uint32_t run) const {
    return source(seed, run);
  }
  virtual std::size_t unseen_count() const { return std::numeric_limits<std::size_t>::max(); }
  /// The length over which the density changes.
  virtual double fine_scale() const = 0;
  /// Cells that the density's mass is known or estimated in; nothing: it is not.
  virtual std::optional<metrics::Cells> cells() const = 0;
  /// Of quality.csv.
  virtual const run::Schema& quality_schema() const = 0;
  virtual std::unique_ptr<run::Quality> quality(run::Run& run, std::uint64_t seed) const = 0;
  /// Rows (n, d) of a network in the target's own units.
  virtual void unscale(MatrixView<float>) const {}
  /// What the summary says of the data, and a line for people at the beginning; none for a curve.
  virtual void describe(record::Object&) const {}
  virtual std::string note() const { return ""; }
};

std::unique_ptr<Target> curve(const std::string& name);
/// A density as theory reads it (theory/spec.hpp), scaled by its median and quartiles. Throws verigan::Error
/// for one that cannot be read.
std::unique_ptr<Target> density(const std::string& spec);
/// The points of a file (data/points.hpp), a fifth of which, drawn by the seed, is held out.
std::unique_ptr<Target> points(const std::string& file, std::uint64_t seed);

}  // namespace verigan::toy
