// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "record/csv.hpp"

// Trainings as they are made elsewhere, made up: the mean logits of both players' samples over time, and from
// them, batch by batch, what a program would write down under one loss or another.
namespace verigan::tests {

struct Course {
  double real, fake;  ///< mean logits of D (critics: its answers)
  double spread = 1;  ///< of the logits of a batch's samples
};
using CourseOf = std::function<Course(double t)>;  // t: share of the training done

struct Made {
  std::vector<double> d, g, acc_real, acc_fake;
};

/// Randomness of a variant.
class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  /// Box and Muller (1958): the distributions of <random> are each library's own.
  double normal() { return std::sqrt(-2 * std::log(between(0, 1))) * std::cos(2 * std::numbers::pi * between(0, 1)); }
  double between(double low, double high) { return low + (high - low) * (static_cast<double>(engine_()) + 0.5) / 4294967296.0; }
  std::size_t whole(std::size_t low, std::size_t high) { return low + engine_() % (high - low + 1); }

 private:
  std::mt19937 engine_;
};

struct Scheme {
  std::function<double(double t)> on_real, on_fake, generator;
  double factor = 1;  // 1: mean of both halves, 2: their sum
};

inline double softplus(double t) { return t > 30 ? t : std::log1p(std::exp(t)); }
/// Cross-entropy with real labels smoothed to `label` and shares of labels flipped.
inline Scheme cross_entropy(double factor, double label = 1, double flipped = 0) {
  return {[=](double t) {
            const double kept = label * softplus(-t) + (1 - label) * softplus(t);
            return (1 - flipped) * kept + flipped * softplus(t);
          },
          [=](double t) { return (1 - flipped) * softplus(t) + flipped * softplus(-t); },
          [](double t) { return softplus(-t); }, factor};
}
inline Scheme least_squares(double factor) {
  return {[](double t) { return (t - 1) * (t - 1); }, [](double t) { return t * t; },
          [](double t) { return (t - 1) * (t - 1); }, factor};
}
inline Scheme hinge(double factor) {
  return {[](double t) { return std::max(0.0, 1 - t); }, [](double t) { return std::max(0.0, 1 + t); },
          [](double t) { return -t; }, factor};
}
inline Scheme wasserstein() {
  return {[](double t) { return -t; }, [](double t) { return t; }, [](double t) { return -t; }, 2};
}

inline Made play(Chance& chance, std::size_t rows, std::size_t batch, const CourseOf& course, const Scheme& scheme) {
  Made made;
  for (std::size_t i = 0; i < rows; ++i) {
    const Course now = course(static_cast<double>(i) / static_cast<double>(rows));
    double real = 0, fake = 0, g = 0, right_real = 0, right_fake = 0;
    for (std::size_t k = 0; k < batch; ++k) {
      const double a = now.real + now.spread * chance.normal(), b = now.fake + now.spread * chance.normal(),
                   c = now.fake + now.spread * chance.normal();
      real += scheme.on_real(a), fake += scheme.on_fake(b), g += scheme.generator(c);
      right_real += a > 0, right_fake += b < 0;
    }
    const auto n = static_cast<double>(batch);
    made.d.push_back(scheme.factor / 2 * (real + fake) / n);
    made.g.push_back(g / n);
    made.acc_real.push_back(right_real / n);
    made.acc_fake.push_back(right_fake / n);
  }
  return made;
}

inline std::string number_text(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return record::rounded_text(x, 6);
}

/// A table of columns.
inline std::string table(const std::vector<std::pair<std::string, std::vector<double>>>& columns) {
  std::string text = "epoch";
  for (const auto& column : columns) text += "," + column.first;
  text += "\n";
  for (std::size_t i = 0; i < columns.front().second.size(); ++i) {
    text += std::to_string(i);
    for (const auto& column : columns) text += "," + number_text(column.second[i]);
    text += "\n";
  }
  return text;
}

}  // namespace verigan::tests
