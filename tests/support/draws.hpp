// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

#include "random/stream.hpp"

/// Random numbers for tests, one after the other, and the same with every standard library: those of
/// std:: distributions are not.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : stream_(seed, verigan::random::Purpose::test) {}

  double uniform(double low = 0, double high = 1) {
    return low + (high - low) * stream_.uniform_double(0, next_++);
  }
  double normal() {
    float x = 0;
    stream_.normals(1, {&x, 1}, next_++);
    return static_cast<double>(x);
  }
  double exponential() { return -std::log(uniform()); }
  /// low … high, both included.
  int whole(int low, int high) {
    return low + static_cast<int>(
                     stream_.below(2, next_++, static_cast<std::uint32_t>(high - low + 1)));
  }
  /// 0 … weights.size() − 1, each in proportion to its weight.
  std::size_t index(std::span<const double> weights) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    double left = uniform(0, sum);
    std::size_t i = 0;
    while (i + 1 < weights.size() && left >= weights[i]) left -= weights[i++];
    return i;
  }

 private:
  verigan::random::Stream stream_;
  std::uint64_t next_ = 0;
};
