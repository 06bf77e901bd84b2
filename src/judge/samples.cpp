// SPDX-License-Identifier: MIT
#include "judge/samples.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/check.hpp"
#include "record/npy.hpp"

namespace verigan::judge {

namespace {

std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

Shape image_shape(const std::vector<std::size_t>& shape, const std::string& name) {
  const bool grey = (shape.size() == 3 || (shape.size() == 4 && shape[3] == 1)) && shape[1] == 28 &&
                    shape[2] == 28;
  const bool colour = shape.size() == 4 && shape[1] == 32 && shape[2] == 32 && shape[3] == 3;
  require(grey || colour, name, " has the shape ", shape_text(shape),
          ", expected (N, 28, 28), (N, 28, 28, 1) or (N, 32, 32, 3)");
  require(shape[0] > 0, name, " holds no images");
  return grey ? Shape{28, 28, 1} : Shape{32, 32, 3};
}

/// The range of these floats, which lie in it.
template <class T>
Range range_of(const std::vector<T>& values, Range range, const std::string& name) {
  for (std::size_t i = 0; i < values.size(); ++i)
    require(std::isfinite(values[i]), name, ": value ", values[i], " at place ", i,
            ", expected a finite number");
  const auto [least, most] = std::ranges::minmax(values);
  if (range == Range::automatic) {
    require(!(least < 0) || least <= T(-0.5), name, ": values from ", least, " to ", most,
            " may be meant in [0, 1] or in [-1, 1]: --range 0,1 or --range -1,1 says which, after "
            "clipping to it");
    range = least < 0 ? Range::minus_one_to_one : Range::zero_to_one;
  }
  const T low = range == Range::zero_to_one ? T(0) : T(-1);
  require(least >= low && most <= 1, name, ": values from ", least, " to ", most,
          ", expected uint8, or floats in ", range == Range::zero_to_one ? "[0, 1]" : "[-1, 1]",
          most > 1 ? "; divide by 255 what ends there" : "");
  return range;
}

}  // namespace

Range range_named(std::string_view text) {
  if (text == "auto") return Range::automatic;
  if (text == "0,1") return Range::zero_to_one;
  require(text == "-1,1", "--range '", text, "', expected auto, 0,1 or -1,1");
  return Range::minus_one_to_one;
}

std::string range_text(Range range) {
  return range == Range::bytes         ? "8 bits a channel"
         : range == Range::zero_to_one ? "floats in [0, 1]"
                                       : "floats in [-1, 1]";
}

std::uint8_t to_byte(double x) {
  return static_cast<std::uint8_t>(std::clamp(std::floor(255 * x + 0.5), 0.0, 255.0));
}

Samples read_samples(const std::filesystem::path& path, Range range) {
  record::AnyArray array = record::read_any_npy(path);
  const std::string name = path.string();
  Samples samples;
  samples.shape = image_shape(array.shape, name);
  std::visit(
      [&](auto& values) {
        using T = typename std::remove_reference_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<T, std::uint8_t>) {
          require(range == Range::automatic, name, " holds uint8, for which there is no --range");
          samples.pixels = std::move(values);
        } else {
          samples.range = range_of(values, range, name);
          const bool both_signs = samples.range == Range::minus_one_to_one;
          samples.pixels.reserve(values.size());
          for (const T value : values) {
            const auto x = static_cast<double>(value);
            samples.pixels.push_back(to_byte(both_signs ? (x + 1) / 2 : x));
          }
        }
      },
      array.values);
  return samples;
}

}  // namespace verigan::judge
