// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "theory/density.hpp"

namespace verigan::theory {

/// A name that a density's numbers may mention, and what it is now.
struct Binding {
  std::string name;
  Exact value;
};

/// Reads a density:
///   normal(0,1)  uniform(0,1)  laplace(0,1/sqrt(2))  exponential(2)  beta(2,5)  logistic(0,pi)
///   0.5*normal(-2,1)+0.5*normal(2,0.5)  (1-t)*normal(0,1)+t*normal(3,1)  csv:FILE
/// Numbers are expressions (expression.hpp), evaluated exactly: decimals as written, not the doubles next
/// to them (those in FILE are doubles). A weight is a product, so sums in it need parentheses. Blanks are
/// ignored (not inside FILE, which runs to the end of the text). Throws Error with one line naming what
/// was wrong and where. `warnings` gets what a user should know of a FILE, a line each.
DensityPtr parse_density(const std::string& text, std::vector<std::string>* warnings = nullptr,
                         std::span<const Binding> bindings = {});

/// The names of the families, "normal" and so on.
std::vector<std::string> family_names();

/// A number by an expression, exactly. Throws Error with one line.
Exact parse_number(const std::string& text, std::span<const Binding> bindings = {});

/// The FILE that such a text names; empty if it names none.
std::string density_file(const std::string& text);

}  // namespace verigan::theory
