// SPDX-License-Identifier: MIT
#include "record/value.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "record/json.hpp"

namespace verigan::record {
namespace {

using nlohmann::json;

json number_json(double value) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;  // NaN is dumped as null
}

double json_number(const json& value) {
  return value.is_null() ? std::nan("") : value.get<double>();
}

}  // namespace

nlohmann::json as_json(const Object& object) {
  json out = json::object();
  for (const auto& [key, value] : object) {
    if (const auto* number = std::get_if<double>(&value)) {
      out[key] = number_json(*number);
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
      out[key] = json::array();
      for (const double x : *numbers) out[key].push_back(number_json(x));
    } else {
      std::visit([&out, &key = key](const auto& plain) { out[key] = plain; }, value);
    }
  }
  return out;
}

Object object_of(const json& in, const std::string& source) {
  Object object;
  require(in.is_object(), source, ": expected a JSON object");
  for (const auto& [key, value] : in.items()) {
    if (value.is_boolean()) {
      object[key] = value.get<bool>();
    } else if (value.is_number_integer()) {
      object[key] = value.get<std::int64_t>();
    } else if (value.is_number() || value.is_null()) {
      object[key] = json_number(value);
    } else if (value.is_array()) {
      std::vector<double> numbers;
      for (const json& x : value) {
        require(x.is_number() || x.is_null(), source, ": '", key, "' holds something else than numbers");
        numbers.push_back(json_number(x));
      }
      object[key] = std::move(numbers);
    } else {
      require(value.is_string(), source, ": '", key, "' is an object, expected a plain value");
      object[key] = value.get<std::string>();
    }
  }
  return object;
}

std::int64_t signed_of(const json& in, const std::string& source) {
  const bool fits = in.is_number_integer() &&
                    (!in.is_number_unsigned() ||
                     in.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max());
  require(fits, source, ": ", in.dump(-1, ' ', false, json::error_handler_t::replace),
          ", expected a whole number");
  return in.get<std::int64_t>();
}

std::size_t size_of(const json& in, const std::string& source) {
  require(in.is_number_unsigned(), source, ": ", in.dump(-1, ' ', false, json::error_handler_t::replace),
          ", expected a whole number of at least 0");
  return in.get<std::size_t>();
}

std::string json_text(const Object& object) { return as_json(object).dump(2) + '\n'; }

Object parse_json(const std::string& text, const std::string& source) {
  try {
    return object_of(json::parse(text), source);
  } catch (const json::exception& error) {
    throw Error(message(source, ": not JSON: ", error.what()));
  }
}

}  // namespace verigan::record
