// SPDX-License-Identifier: MIT
#include "theory/density.hpp"

#include <array>
#include <charconv>

namespace verigan::theory {

double Density::sample(const random::Stream& stream, std::uint64_t step,
                       std::uint64_t index) const {
  const double u = stream.uniform_double(step, index);
  // Above ½ the exact 1 − u keeps the right tail's digits.
  return quantile(u <= 0.5 ? Mass{0, u, 0} : Mass{1, u - 1, 0}).value();
}

LogRatio Density::log_ratio_to(const Density&) const { return {}; }

std::optional<Estimate> Density::renyi_to(const Density&, const Exact&) const { return {}; }

Tail Density::approach(double x, Side side) const {
  const Exact e = exponent(x, side);
  if (std::isinf(e.value())) return Tail::vacant();
  return Tail().with_log(0 - e);
}

std::optional<Exact> Density::shift_from(const Density&) const { return {}; }

DensityPtr Density::affine_image(const Exact&, const Exact&) const { return nullptr; }

double Density::centre() const {
  const double m = mean();
  return std::isfinite(m) ? m : quantile({0, 0.5, 0}).value();
}

Range Density::log_pdf_range(const Point&, const Point&) const { return {}; }

std::string shortest(double x) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x).ptr;
  return {text.data(), end};
}

}  // namespace verigan::theory
