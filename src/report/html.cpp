// SPDX-License-Identifier: MIT
#include "report/html.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace verigan::report {

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

std::string png_address(std::string_view bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out = "data:image/png;base64,";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k)
      word = word << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? kDigits[word >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string page(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         escaped(title) + "</title>\n<style>" + std::string(report_style()) + "</style>\n</head>\n<body>\n" +
         body + "</body>\n</html>\n";
}

std::string_view report_style() {
  return R"css(
:root { color-scheme: light dark; --ink: #1b1e23; --soft: #5c6470; --line: #dfe3e8; --back: #f6f7f9;
  --card: #fff; --accent: #0b62a8; --good: #14703a; --bad: #b3261e; --warn: #7a5200; --warnback: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a0a8b3; --line: #343a42;
  --back: #15181c; --card: #1e2227; --accent: #7cbcf0; --good: #6cce92; --bad: #ff8f85; --warn: #ffd37a;
  --warnback: #3a2f14; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.55 system-ui, -apple-system,
  "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 36px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; letter-spacing: -.01em; }
h2 { font-size: 1.35rem; margin: 3rem 0 .8rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0 0 .7rem; }
h3 b { color: var(--accent); margin-right: .5em; }
p { margin: .4rem 0 .8rem; max-width: 72ch; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
.lead, .soft, footer { color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px;
  margin: 1.2rem 0 1rem; padding: 0; list-style: none; }
.facts li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; }
.facts b { display: block; font-size: 1.25rem; line-height: 1.3; }
.facts span { color: var(--soft); font-size: .85rem; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; }
.notice { background: var(--warnback); color: var(--warn); border-radius: 10px; padding: 10px 14px; }
.card, figure { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 18px; margin: 0 0 22px; }
.plot { background: #fff; border-radius: 6px; overflow-x: auto; }
.plot svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .92rem; margin-top: .8rem; }
.card { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 2px solid var(--line);
  padding: 4px 8px; vertical-align: bottom; line-height: 1.3; }
td { padding: 5px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
@media (min-width: 721px) {
  .wide table { font-size: .84rem; }
  .wide th, .wide td { padding-left: 5px; padding-right: 5px; }
}
td.number { white-space: nowrap; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  overflow-wrap: anywhere; }
.holds { color: var(--good); font-weight: 600; white-space: nowrap; }
.fails { color: var(--bad); font-weight: 700; white-space: nowrap; }
.open { color: var(--soft); white-space: nowrap; }
details { font-size: .9em; color: var(--soft); margin-top: .2rem; }
summary { cursor: pointer; }
details ul { margin: .2rem 0; padding-left: 1.2em; }
sub { line-height: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.model { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 12px 24px; }
header + main { margin-top: 18px; }
.model h3 { grid-column: 1 / -1; margin: 0; }
.model img { width: 100%; height: auto; image-rendering: pixelated; border-radius: 4px; display: block; }
.model img[hidden] { display: none; }
.model input[type=range] { width: 100%; margin: 10px 0 0; height: 28px; accent-color: var(--accent); }
.model label { display: block; color: var(--soft); font-size: .9rem; }
.model .seen { grid-column: 1 / -1; display: grid; gap: 12px;
  grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); }
.model .seen figure { padding: 0; border: 0; margin: 0; }
footer { padding-top: 10px; padding-bottom: 40px; font-size: .85rem; }
@media (max-width: 720px) {
  header, main, footer { padding-left: 12px; padding-right: 12px; }
  header { padding-top: 22px; }
  h1 { font-size: 1.5rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .card, figure { padding: 12px; border-radius: 10px; }
  .model { grid-template-columns: minmax(0, 1fr); }
  .plot svg { width: 680px; }
  .plot::after { content: "swipe to see all of it"; position: sticky; left: 0; display: block; width: max-content;
    font-size: .75rem; color: #5c6470; padding: 2px 4px; }
  table, tbody, tr, td { display: block; width: 100%; }
  thead { display: none; }
  tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  tbody tr:last-child { border-bottom: 0; }
  td, td.number { display: flex; justify-content: space-between; gap: 16px; padding: 2px 0; border: 0;
    text-align: left; white-space: normal; }
  td::before { content: attr(data-head); color: var(--soft); flex: none; }
  td > span { min-width: 0; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: 6px; }
}
@media print { .plot { overflow: visible; } figure, tr { break-inside: avoid; } }
)css";
}

}  // namespace verigan::report
