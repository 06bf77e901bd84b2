// SPDX-License-Identifier: MIT
#include "run/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <utility>

#include "core/check.hpp"
#include "core/names.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/toml.hpp"
#include "run/preset.hpp"
#include "theory/spec.hpp"

namespace verigan::run {
namespace {

using record::Value;

// A value as a message shows it.
std::string shown(const Value& value) {
  if (const auto* x = std::get_if<bool>(&value)) return *x ? "true" : "false";
  if (const auto* x = std::get_if<std::int64_t>(&value)) return std::to_string(*x);
  if (const auto* x = std::get_if<double>(&value)) return record::number_text(*x);
  if (const auto* x = std::get_if<std::string>(&value)) return "'" + *x + "'";
  return "a list";
}

// 7.0 is 7, as far as doubles hold every whole number.
Value whole_if_possible(const Value& value) {
  const auto* x = std::get_if<double>(&value);
  if (x == nullptr || std::abs(*x) > 9007199254740992.0 || *x != std::trunc(*x)) return value;
  return static_cast<std::int64_t>(*x);
}

[[noreturn]] void refuse(const std::string& source, const std::string& found,
                         const std::string& expected) {
  throw Error(message(source, " = ", found, ", expected ", expected));
}

std::string joined(const std::vector<std::string>& names, const char* between) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += between;
    out += name;
  }
  return out;
}

std::string toml_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      out += code;
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

std::string toml_value(const Value& value) {
  if (const auto* x = std::get_if<std::string>(&value)) return toml_string(*x);
  if (const auto* x = std::get_if<double>(&value)) {
    std::string text = record::number_text(*x);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
  }
  return shown(value);
}

Value value_of(const toml::node& node, const std::string& source) {
  if (const auto* x = node.as_boolean()) return x->get();
  if (const auto* x = node.as_integer()) return x->get();
  if (const auto* x = node.as_floating_point()) return x->get();
  if (const auto* x = node.as_string()) return x->get();
  throw Error(message(source, ": expected a number or a text"));
}

}  // namespace

std::string preset_name(Preset preset) {
  return pick<const char*>(preset, "smoke", "quick", "paper");
}

Preset preset_of(std::string_view name) {
  for (const Preset preset : {Preset::smoke, Preset::quick, Preset::paper}) {
    if (name == preset_name(preset)) return preset;
  }
  throw Error(message("preset = '", name, "', expected smoke, quick or paper"));
}

bool Interval::contains(double x) const {
  return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high);
}

std::string Interval::text() const {
  return message("a number in ", low_open ? '(' : '[', low, ", ", high, high_open ? ')' : ']');
}

void Options::number(const std::string& name, double& value, const Interval& range,
                     const std::string& help, Part part) {
  const auto set = [&value, range](const Value& from, const std::string& source) {
    double x = 0.0;
    if (const auto* whole = std::get_if<std::int64_t>(&from)) {
      x = static_cast<double>(*whole);
    } else if (const auto* real = std::get_if<double>(&from)) {
      x = *real;
    } else {
      refuse(source, shown(from), range.text());
    }
    if (!range.contains(x)) refuse(source, shown(from), range.text());
    value = x;
  };
  const auto parse = [](const std::string& typed) -> Value {
    double x = 0.0;
    if (record::parse_number(typed, x)) return x;
    return typed;
  };
  rows_.push_back({name, help, "NUMBER", part, [&value] { return Value(value); }, set, parse});
}

void Options::whole(const std::string& name, std::uint64_t& value, std::uint64_t low,
                    std::uint64_t high, const std::string& help, Part part) {
  ensure(high <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()),
         "whole options fit into 63 bits");
  const std::string expected = message("a whole number from ", low, " to ", high);
  const auto set = [&value, low, high, expected](const Value& given, const std::string& source) {
    const Value from = whole_if_possible(given);
    const auto* x = std::get_if<std::int64_t>(&from);
    if (x == nullptr || *x < 0) refuse(source, shown(from), expected);
    const auto n = static_cast<std::uint64_t>(*x);
    if (n < low || n > high) refuse(source, shown(from), expected);
    value = n;
  };
  const auto parse = [](const std::string& typed) -> Value {
    std::int64_t x = 0;
    const char* const end = typed.data() + typed.size();
    const auto result = std::from_chars(typed.data(), end, x);
    if (result.ec == std::errc{} && result.ptr == end) return x;
    double real = 0;
    if (record::parse_number(typed, real)) return real;  // 1e3, 7.0
    return typed;
  };
  const auto get = [&value] { return Value(static_cast<std::int64_t>(value)); };
  rows_.push_back({name, help, "N", part, get, set, parse});
}

void Options::choice(const std::string& name, std::string& value,
                     const std::vector<std::string>& choices, const std::string& help, Part part) {
  const auto set = [&value, choices](const Value& from, const std::string& source) {
    const auto* x = std::get_if<std::string>(&from);
    if (x == nullptr) refuse(source, shown(from), "one of " + joined(choices, ", "));
    if (std::find(choices.begin(), choices.end(), *x) == choices.end())
      throw Error(message(source, " = ", shown(from), expected_names(*x, choices)));
    value = *x;
  };
  const auto parse = [](const std::string& typed) { return Value(typed); };
  rows_.push_back(
      {name, help, joined(choices, "|"), part, [&value] { return Value(value); }, set, parse});
}

void Options::text(const std::string& name, std::string& value, const std::string& help, Part part) {
  const auto set = [&value](const Value& from, const std::string& source) {
    const auto* x = std::get_if<std::string>(&from);
    if (x == nullptr) refuse(source, shown(from), "a text");
    value = *x;
  };
  const auto parse = [](const std::string& typed) { return Value(typed); };
  rows_.push_back({name, help, "TEXT", part, [&value] { return Value(value); }, set, parse});
}

void Options::implied(const std::string& name, std::string& value) {
  text(name, value, "");
  rows_.back().implied = true;
}

void Options::contents(const std::string& name, const std::string& value, std::function<std::string()> hash,
                       const std::string& names_none) {
  const auto expected = std::make_shared<std::string>();
  const auto get = [name, &value, hash = std::move(hash), expected]() -> Value {
    const std::string found = hash();
    require(found.empty() || expected->empty() || *expected == found, "--", name, " ", value,
            ": contents of SHA-256 ", found, ", expected ", *expected);
    return found;
  };
  const auto set = [expected](const Value& from, const std::string& source) {
    const auto* x = std::get_if<std::string>(&from);
    if (x == nullptr) refuse(source, shown(from), "a text");
    *expected = *x;
  };
  const auto parse = [](const std::string& typed) { return Value(typed); };
  const std::string key = name + "-sha256";
  rows_.push_back({key, "", "TEXT", Part::result, get, set, parse});
  rows_.back().implied = true;
  only_if(key, [get] { return get() != Value(std::string()); }, names_none);
}

void Options::density(const std::string& name, std::string& value, const std::string& help) {
  text(name, value, help);
  contents(
      name, value,
      [&value]() -> std::string {
        const std::string file = theory::density_file(value);
        return file.empty() ? "" : record::sha256_file(file);
      },
      "--" + name + " names no csv:FILE");
}

void Options::left_out_while_unset(const std::string& name) {
  Row& row = find(name);
  row.left_out = [get = row.get, unset = row.get()] { return get() == unset; };
}

void Options::only_if(const std::string& name, std::function<bool()> holds,
                      const std::string& otherwise) {
  Row& row = find(name);
  row.has_effect = std::move(holds);
  row.otherwise = otherwise;
}

void Options::never(const std::string& name, const std::string& reason) {
  only_if(name, [] { return false; }, reason);
}

void Options::require_effect(std::string_view name, const std::string& source) const {
  const Row& row = find(name);
  require(row.has_effect(), source, " has no effect here: ", row.otherwise, "; expected to be left out");
}

Options::Row& Options::find(std::string_view name) {
  return const_cast<Row&>(std::as_const(*this).find(name));
}

const Options::Row& Options::find(std::string_view name) const {
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.name == name; });
  ensure(found != rows_.end(), "options are looked up before they are set");
  return *found;
}

void Options::set(std::string_view name, const std::string& typed, const std::string& source) {
  const Row& row = find(name);
  row.set(row.parse(typed), source);
}

void Options::set(std::string_view name, const Value& value, const std::string& source) {
  find(name).set(value, source);
}

record::Object Options::resolved() const {
  record::Object object;
  for (const Row& row : rows_) {
    if (row.part == Part::environment || row.left_out()) continue;
    Value value = row.get();
    if (!row.implied || value != Value(std::string())) object[row.name] = std::move(value);
  }
  return object;
}

std::string toml_text(const record::Object& object) {
  std::string out;
  for (const auto& [key, value] : object) out += key + " = " + toml_value(value) + '\n';
  return out;
}

record::Object read_toml(const std::string& path) {
  record::Object object;
  try {
    const toml::table table = toml::parse(record::read_file(path), path);
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      object[name] = value_of(node, path + ": " + name);
    }
  } catch (const toml::parse_error& error) {
    throw Error(message(path, " line ", error.source().begin.line, ": ",
                        one_line(std::string(error.description()))));
  }
  return object;
}

}  // namespace verigan::run
