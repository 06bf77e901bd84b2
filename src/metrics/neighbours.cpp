// SPDX-License-Identifier: MIT
#include "metrics/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "metrics/tiles.hpp"

namespace verigan::metrics {

namespace {

constexpr float kFar = std::numeric_limits<float>::infinity();
constexpr std::size_t kPiece = 64;  // rows that one thread takes at a time

// An object, not a function, so that the compiler sees through it.
constexpr auto squared_difference = [](float p, float q) { return (p - q) * (p - q); };

std::size_t pieces(std::size_t rows) { return (rows + kPiece - 1) / kPiece; }

/// The k smallest numbers seen, in order.
class Smallest {
 public:
  explicit Smallest(std::size_t k) : values_(k, kFar) {}
  void add(float value) {
    if (!(value < values_.back())) return;
    std::size_t at = values_.size() - 1;
    for (; at > 0 && value < values_[at - 1]; --at) values_[at] = values_[at - 1];
    values_[at] = value;
  }
  float last() const { return values_.back(); }

 private:
  std::vector<float> values_;
};

/// The squared distance of every row to its k-th nearest other row.
std::vector<float> squared_radii(MatrixView<const float> x, std::size_t k) {
  const Matrix<float> columns = columns_of<float>(x);
  std::vector<float> radii(x.rows);
  parallel_for(pieces(x.rows), [&](std::size_t piece) {
    const std::size_t first = piece * kPiece, last = std::min(first + kPiece, x.rows);
    std::vector<Smallest> smallest(last - first, Smallest(k));
    for_each_pair(x, first, last, columns, x.rows, squared_difference,
                  [&](std::size_t i, std::size_t j, float square) {
                    if (i != j) smallest[i - first].add(square);
                  });
    for (std::size_t i = first; i < last; ++i) radii[i] = smallest[i - first].last();
  });
  return radii;
}

void require_one_dimension(std::size_t d, std::size_t other) {
  require(d == other && d > 0, "neighbours between samples of dimension ", d, " and ", other,
          ", expected one dimension");
}

}  // namespace

Neighbourhoods neighbourhoods(MatrixView<const float> real, MatrixView<const float> generated,
                              std::size_t k) {
  require_one_dimension(generated.cols, real.cols);
  require(k >= 1 && real.rows > k && generated.rows > k, "neighbourhoods of ", k, " among ", real.rows,
          " real and ", generated.rows, " generated samples, expected more samples than neighbours");
  const std::vector<float> of_real = squared_radii(real, k), of_generated = squared_radii(generated, k);
  const std::size_t n = real.rows, m = generated.rows;
  const Matrix<float> columns = columns_of<float>(generated);
  Neighbourhoods found{k, {}, std::vector<double>(m, 0.0), std::vector<double>(n, 0.0),
                       std::vector<double>(n, 0.0)};
  std::vector<std::vector<std::uint32_t>> inside(pieces(n), std::vector<std::uint32_t>(m, 0));
  parallel_for(pieces(n), [&](std::size_t piece) {
    const std::size_t first = piece * kPiece, last = std::min(first + kPiece, n);
    std::vector<std::uint32_t>& balls = inside[piece];
    for_each_pair(real, first, last, columns, m, squared_difference,
                  [&](std::size_t i, std::size_t j, float square) {
                    if (square < of_real[i]) {
                      ++balls[j];
                      found.covered[i] = 1;
                    }
                    if (square < of_generated[j]) found.recalled[i] = 1;
                  });
  });
  for (std::size_t j = 0; j < m; ++j) {
    std::uint32_t count = 0;
    for (const auto& balls : inside) count += balls[j];
    found.precise.push_back(count > 0 ? 1 : 0);
    found.density[j] = static_cast<double>(count) / static_cast<double>(k);
  }
  return found;
}

Nearest nearest(MatrixView<const float> x, MatrixView<const float> among) {
  require_one_dimension(x.cols, among.cols);
  require(among.rows > 0, "the nearest of 0 samples, expected at least 1");
  const Matrix<float> columns = columns_of<float>(among);
  std::vector<float> squares(x.rows, kFar);
  Nearest found{std::vector<std::size_t>(x.rows, 0), std::vector<double>(x.rows)};
  parallel_for(pieces(x.rows), [&](std::size_t piece) {
    const std::size_t first = piece * kPiece, last = std::min(first + kPiece, x.rows);
    for_each_pair(x, first, last, columns, among.rows, squared_difference,
                  [&](std::size_t i, std::size_t j, float square) {
                    if (!(square < squares[i])) return;
                    squares[i] = square;
                    found.index[i] = j;
                  });
  });
  for (std::size_t i = 0; i < x.rows; ++i)
    found.distance[i] = std::sqrt(static_cast<double>(squares[i]));
  return found;
}

Nearest nearest(std::span<const std::uint8_t> x, std::span<const std::uint8_t> among,
                std::size_t dimension) {
  ensure(dimension > 0 && dimension < (std::size_t{1} << 15), "squares of bytes fit into 32 bits");
  const std::size_t n = x.size() / dimension, m = among.size() / dimension;
  require(m > 0, "the nearest of 0 samples, expected at least 1");
  Nearest found{std::vector<std::size_t>(n, 0), std::vector<double>(n)};
  parallel_for(n, [&](std::size_t i) {
    const std::uint8_t* __restrict own = x.data() + i * dimension;
    std::int32_t least = std::numeric_limits<std::int32_t>::max();
    for (std::size_t j = 0; j < m; ++j) {
      const std::uint8_t* __restrict other = among.data() + j * dimension;
      std::int32_t sum = 0;
      for (std::size_t c = 0; c < dimension; ++c) {
        const std::int32_t apart = std::int32_t{own[c]} - std::int32_t{other[c]};
        sum += apart * apart;
      }
      if (sum >= least) continue;
      least = sum;
      found.index[i] = j;
    }
    found.distance[i] = std::sqrt(static_cast<double>(least));
  });
  return found;
}

double copy_rate(std::span<const double> generated, std::span<const double> held_out, double level) {
  require(!generated.empty() && !held_out.empty(), "copies among ", generated.size(), " samples by ",
          held_out.size(), " held-out ones, expected at least one of each");
  require(level > 0 && level < 1, "level ", level, ", expected a number in (0, 1)");
  std::vector<double> sorted(held_out.begin(), held_out.end());
  std::ranges::sort(sorted);
  const auto at = static_cast<std::size_t>(level * static_cast<double>(sorted.size()));
  const double limit = sorted[at];
  const auto below = std::ranges::count_if(generated, [limit](double d) { return d < limit; });
  return static_cast<double>(below) / static_cast<double>(generated.size());
}

}  // namespace verigan::metrics
