// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

// What a table that a run leaves is called and holds. An experiment declares its tables once: the
// Series that are written, `--columns` and the checks of the documents all read the declaration.
namespace verigan::run {

/// single: a float. text: anything, quoted where CSV needs it.
enum class Kind { real, single, whole, text };

/// How real numbers are written.
struct Rounding {
  int digits = 10;   ///< significant digits, 1 … 17
  double floor = 0;  ///< what is smaller in magnitude is written as 0
};
/// Of what comes out of a quadrature, whose absolute error is about 1e-12: smaller numbers say nothing,
/// and differ between machines.
inline constexpr Rounding kOfIntegrals{10, 1e-11};

struct Column {
  Column(std::string column, Kind of = Kind::real) : name(std::move(column)), kind(of) {}
  Column(const char* column) : name(column) {}
  /// Real numbers of so many digits, whatever the table's rounding is.
  Column(std::string column, int digits) : name(std::move(column)), rounding(Rounding{digits, 0}) {}

  std::string name;
  Kind kind = Kind::real;
  std::optional<Rounding> rounding;  // of its own
};
inline Column whole(const char* name) { return {name, Kind::whole}; }
inline Column single(const char* name) { return {name, Kind::single}; }
inline Column text(std::string name) { return {std::move(name), Kind::text}; }

struct Schema {
  std::string file;  ///< "metrics.csv"
  std::vector<Column> columns;
  Rounding rounding = {};
  /// How the names of further columns begin, of which there are as many as the run's networks have
  /// layers or tensors; nothing: there are none.
  std::optional<std::string> further = {};
};

}  // namespace verigan::run
