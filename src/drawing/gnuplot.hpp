// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

// The one place that runs gnuplot. It runs with its own defaults (no ~/.gnuplot, no GNUTERM, no
// GNUPLOT_*, no locale of the user's), its exit code is heeded, and a picture is handed out only when
// it is whole. Pictures are made in memory: nothing is written anywhere.
namespace verigan::drawing {

enum class Format { svg, png };

struct Page {
  Format format;
  std::string options;   // of the terminal: "size 900,640 enhanced …"
  std::string commands;  // gnuplot's, with line breaks
};

struct Drawing {
  std::vector<std::string> pictures;  // the bytes of each page
  std::string messages;                // what gnuplot wrote to its standard error; usually nothing
};

/// Draws the pages one after the other, behind the commands `common`, in UTF-8. Throws Error with
/// gnuplot's last words when it is not installed, fails or is ended, and when a picture is not whole.
Drawing draw(const std::string& common, const std::vector<Page>& pages);

/// Text as gnuplot's quoted strings want it; control characters are blanks.
std::string quoted(const std::string& text);

/// The definition of the datablock `name` ("$d"): columns of equal length, numbers to `digits`
/// significant digits, what is not finite as NaN, a gap.
std::string data_block(const std::string& name, const std::vector<std::vector<double>>& columns,
                       int digits);

}  // namespace verigan::drawing
