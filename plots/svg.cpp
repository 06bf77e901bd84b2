// SPDX-License-Identifier: MIT
#include "plots/svg.hpp"

#include "core/check.hpp"

namespace verigan::plots {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at; (at = text.find(from, done)) != std::string::npos; done = at + from.size())
    out.append(text, done, at - done).append(to);
  text = out.append(text, done);
}

void remove_elements(std::string& text, const std::string& open, const std::string& close) {
  for (std::size_t at; (at = text.find(open)) != std::string::npos;) {
    const std::size_t end = text.find(close, at);
    text.erase(at, end == std::string::npos ? end : end + close.size() - at);
  }
}

std::string attribute(const std::string& text) {
  std::string out = text;
  replace_all(out, "&", "&amp;");
  replace_all(out, "<", "&lt;");
  replace_all(out, "\"", "&quot;");
  return out;
}

}  // namespace

std::string tidy_svg(std::string svg, const std::string& id, const std::string& title) {
  remove_elements(svg, "<title>", "</title>");
  for (const std::string quote : {"'", "\""}) {
    replace_all(svg, " id=" + quote, " id=" + quote + id + "_");
    replace_all(svg, "href=" + quote + "#", "href=" + quote + "#" + id + "_");
  }
  replace_all(svg, "url(#", "url(#" + id + "_");
  replace_all(
      svg, "font-family=\"Arial\"",
      "font-family=\"Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif\"");
  replace_all(svg, "<image ", "<image style=\"image-rendering:pixelated\" ");
  replace_all(svg, "<svg", "<svg role=\"img\" aria-label=\"" + attribute(title) + "\"");
  return svg;
}

}  // namespace verigan::plots
