// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "theory/scan.hpp"

// `verigan theory` over many values of t or α.
namespace verigan::cli {

struct ScanRequest {
  theory::Family family;
  std::string alpha_text, t_text;      // as typed; t empty: no t
  std::vector<theory::Exact> alpha, t;  // t: one 0 where there is none
  std::vector<theory::Quantity> quantities;
  std::string find;  // "max js_alpha", "min tv"; empty: nothing
  std::string own_f;  // which "max f" means; empty: none
  std::string csv, plot;
  bool json = false;
};

/// Prints the table (or the JSON object), writes the CSV file and draws the plot.
void print_scan(const ScanRequest& request);

/// Prints where a quantity is largest or least, as --find asks. Throws Error unless t or α is given by a
/// range or list, and the other by one value.
void print_extremum(const ScanRequest& request);

}  // namespace verigan::cli
