// SPDX-License-Identifier: MIT
#pragma once

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "core/check.hpp"

// Whether the words of a figure can be read: inside the canvas, and none on another.
namespace verigan::tests {

/// A text of an SVG as gnuplot writes it, and about where it lies, in pixels from the top left.
struct PlacedText {
  std::string words;
  double left = 0, top = 0, right = 0, bottom = 0;
};

/// Width of a text over its font size: that of DejaVu Sans, in which the PNG is drawn, about.
inline double text_width(const std::string& words) {
  double width = 0;
  for (const char c : words) {
    if ((c & 0xC0) == 0x80) continue;  // a further byte of one character
    const std::string_view narrow = "iljtfr.,:;|!'()[] ";
    width += narrow.find(c) != narrow.npos ? 0.34 : c >= 'A' && c <= 'Z' ? 0.7 : 0.63;
  }
  return width;
}

/// Adds the words of a <text> and returns their width; `size` is the font's where a part says no other.
inline double add_words(const boost::property_tree::ptree& tree, double size, std::string& words) {
  double width = 0;
  for (const auto& [name, part] : tree) {
    if (name != "tspan") continue;
    words += part.data();
    width += part.get("<xmlattr>.font-size", size) * text_width(part.data());
  }
  return width;
}

inline void collect_texts(const boost::property_tree::ptree& tree, std::vector<PlacedText>& out) {
  for (const auto& [name, child] : tree) {
    const auto words = child.get_child_optional("text");
    double x = 0, y = 0;
    if (name == "g" && words &&
        std::sscanf(child.get("<xmlattr>.transform", "").c_str(), "translate(%lf,%lf)", &x, &y) == 2) {
      PlacedText text;
      const double size = child.get("<xmlattr>.font-size", 0.0), length = add_words(*words, size, text.words);
      const std::string anchor = child.get("<xmlattr>.text-anchor", "start");
      const double before = anchor == "middle" ? length / 2 : anchor == "end" ? length : 0;
      if (child.get("<xmlattr>.transform", "").find("rotate(-90)") != std::string::npos) {
        text = {text.words, x - 0.75 * size, y - (length - before), x + 0.2 * size, y + before};
      } else {
        text = {text.words, x - before, y - 0.75 * size, x + length - before, y + 0.2 * size};
      }
      if (!text.words.empty()) out.push_back(text);
    }
    collect_texts(child, out);
  }
}

/// A line for each text that leaves the canvas or lies on another; none where all is well.
inline std::vector<std::string> layout_faults(const std::string& svg) {
  boost::property_tree::ptree tree;
  std::istringstream stream(svg);
  boost::property_tree::read_xml(stream, tree);
  const double width = tree.get("svg.<xmlattr>.width", 0.0), height = tree.get("svg.<xmlattr>.height", 0.0);
  std::vector<PlacedText> texts;
  collect_texts(tree, texts);
  std::vector<std::string> faults;
  constexpr double kSlack = 3;  // of the widths, which are estimates
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const PlacedText& a = texts[i];
    if (a.left < -kSlack || a.top < -kSlack || a.right > width + kSlack || a.bottom > height + kSlack)
      faults.push_back(message("'", a.words, "' leaves the canvas: ", a.left, "…", a.right, " × ", a.top,
                               "…", a.bottom));
    for (std::size_t k = 0; k < i; ++k) {
      const PlacedText& b = texts[k];
      const double across = std::min(a.right, b.right) - std::max(a.left, b.left),
                   down = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
      if (across > kSlack && down > kSlack && a.words != b.words)  // a word on white is written twice
        faults.push_back(message("'", a.words, "' lies on '", b.words, "'"));
    }
  }
  return faults;
}

}  // namespace verigan::tests
