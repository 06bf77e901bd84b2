// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "record/value.hpp"

// The options of one experiment as a table: each row has a name, a meaning, a range, and the variable
// it is kept in. Command line, configuration file, --help and config.toml are all made from it.
namespace verigan::run {

/// Numbers from low to high, the ends included or not.
struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false, high_open = false;

  bool contains(double x) const;  // false for NaN
  std::string text() const;       // "a number in (0, 1)"
};
inline constexpr Interval kShare{0, 1, true, true};        // (0, 1), where α lives
inline constexpr Interval kPositive{0, std::numeric_limits<double>::infinity(), true, true};
inline constexpr Interval kNotNegative{0, std::numeric_limits<double>::infinity(), false, true};

/// Whether an option can change the result. What cannot (where it is written, how many threads work)
/// enters neither config.toml nor its hash.
enum class Part { result, environment };

class Options {
 public:
  /// The variable's value when declared is the default. It must outlive the table.
  void number(const std::string& name, double& value, const Interval& range, const std::string& help,
              Part part = Part::result);
  void whole(const std::string& name, std::uint64_t& value, std::uint64_t low, std::uint64_t high,
             const std::string& help, Part part = Part::result);
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& choices,
              const std::string& help, Part part = Part::result);
  void text(const std::string& name, std::string& value, const std::string& help,
            Part part = Part::result);
  /// A density (theory/spec.hpp). Where it is csv:FILE, resolved() also has the SHA-256 of the FILE as
  /// `name`-sha256, so that a run is named by what was in it; given so, it is an option of its own, and a
  /// FILE with other contents throws Error in resolved().
  void density(const std::string& name, std::string& value, const std::string& help);

  /// What a file named by another option's `value` holds, by SHA-256: `name`-sha256 is part of the configuration while
  /// `hash` gives one and not "", so that a run is named by the contents; a file with other contents than a
  /// configuration names throws Error in resolved().
  /// `names_none` is said where there is no file: "--p names no csv:FILE".
  void contents(const std::string& name, const std::string& value, std::function<std::string()> hash,
                const std::string& names_none);

  /// Leaves `name`, declared before, out of resolved() while it has the value it has now: an option that came
  /// later, without which a run is what it was before.
  void left_out_while_unset(const std::string& name);

  /// What follows from another option and is part of the configuration alone: not shown by --help, left out
  /// of resolved() while it is empty.
  void implied(const std::string& name, std::string& value);

  /// `name`, declared before, has an effect only while `holds` is true; what it needs is said behind the
  /// option's name and "has no effect here": "it belongs to --mixture grid". The last call counts.
  void only_if(const std::string& name, std::function<bool()> holds, const std::string& otherwise);
  /// The same of an option that never has an effect.
  void never(const std::string& name, const std::string& reason);
  /// Throws Error naming `name`, given by `source`, if it has no effect under the options now set.
  void require_effect(std::string_view name, const std::string& source) const;
  bool has_effect(std::string_view name) const { return find(name).has_effect(); }
  record::Value value(std::string_view name) const { return find(name).get(); }

  /// Sets an option from what was typed, or from a file's value. `source` stands before the message
  /// ("--alpha", "my.toml: alpha"). Throws Error for an unknown name, a wrong type and a value out of
  /// range, each naming the value and what was expected.
  void set(std::string_view name, const std::string& typed, const std::string& source);
  void set(std::string_view name, const record::Value& value, const std::string& source);

  /// The values now in the variables, without those of Part::environment and what is `implied` and empty.
  record::Object resolved() const;

  struct Row {
    std::string name, help, kind;  // kind: "NUMBER", "N", "smoke|quick|paper", "TEXT"
    Part part;
    std::function<record::Value()> get;
    std::function<void(const record::Value&, const std::string& source)> set;
    std::function<record::Value(const std::string& typed)> parse;
    std::function<bool()> has_effect = [] { return true; };
    std::string otherwise = {};  // why it has none
    bool implied = false;        // follows from another option, so not in --help
    std::function<bool()> left_out = [] { return false; };  // of resolved()
  };
  const std::vector<Row>& rows() const { return rows_; }

 private:
  const Row& find(std::string_view name) const;
  Row& find(std::string_view name);
  std::vector<Row> rows_;
};

/// Sorted "key = value" lines of TOML. Its SHA-256 names the run's folder.
std::string toml_text(const record::Object& object);

/// A flat TOML file. Throws Error naming the file and the line or key: no TOML, a table or an array.
record::Object read_toml(const std::string& path);

}  // namespace verigan::run
