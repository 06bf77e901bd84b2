// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

// The little HTML the report is written with.
namespace verigan::report {

/// Text made safe for element content and quoted attributes.
std::string escaped(std::string_view text);

/// Escaped text in which C_α, max_D, JS_{1−α} have become indices; names like alpha_toy stay.
std::string with_indices(std::string_view text);

struct HtmlTable {
  struct Column {
    std::string head;
    bool number = false;  // right-aligned, digits of one width
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // HTML, already escaped
};

/// A table that becomes a stack of cards where the screen is narrow: each cell carries its heading.
std::string html(const HtmlTable& table);

/// A PNG file's bytes as the address of an image that lies in the page itself.
std::string png_address(std::string_view bytes);
/// The same of an SVG: a browser runs no script of an SVG that is an image, and lets it load nothing.
std::string svg_address(std::string_view bytes);

/// A whole page: head, style sheet and what stands in the body.
std::string page(const std::string& title, const std::string& body);

}  // namespace verigan::report
