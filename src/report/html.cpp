// SPDX-License-Identifier: MIT
#include "report/html.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

#include "report/assets.hpp"

namespace verigan::report {
namespace {

std::string base64(std::string_view bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k)
      word = word << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? kDigits[word >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string with_indices(std::string_view text) {
  const auto of_a_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t begin = i + 1, end = begin + 1, next = end;  // of the index, and of what follows it
    if (begin < text.size() && text[begin] == '{') {
      begin += 1;
      end = std::min(text.find('}', begin), text.size());
      next = end + 1;
    } else {
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
      next = end;
    }
    const bool index = text[i] == '_' && i > 0 && text[i - 1] != ' ' && end <= text.size() &&
                       (next >= text.size() || !of_a_name(text[next]));
    out += index ? "<sub>" + escaped(text.substr(begin, end - begin)) + "</sub>"
                 : escaped(text.substr(i, 1));
    if (index) i = next - 1;
  }
  return out;
}

std::string html(const HtmlTable& table) {
  const auto kind = [](const HtmlTable::Column& column) {
    return std::string(column.number ? " class=\"number\"" : "");
  };
  std::string text = "<table>\n<thead><tr>";
  for (const auto& column : table.columns)
    text += "<th" + kind(column) + ">" + escaped(column.head) + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    text += "<tr>";
    for (std::size_t k = 0; k < row.size(); ++k)
      text += "<td" + kind(table.columns[k]) + " data-head=\"" + escaped(table.columns[k].head) +
              "\"><span>" + row[k] + "</span></td>";
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n";
}


std::string png_address(std::string_view bytes) { return "data:image/png;base64," + base64(bytes); }
std::string svg_address(std::string_view bytes) { return "data:image/svg+xml;base64," + base64(bytes); }

std::string page(const std::string& title, const std::string& body) {
  std::string text(page_template());
  // From the last on, so that no text put in is searched.
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"{body}", body},
                                    {"{style}", std::string(style_sheet())},
                                    {"{title}", escaped(title)}})
    text.replace(text.find(name), name.size(), value);
  return text;
}

}  // namespace verigan::report
