// SPDX-License-Identifier: MIT
#include "report/theorems.hpp"

#include <cstdio>

#include "report/html.hpp"

namespace verigan::report {
namespace {

using nlohmann::json;

std::string brief(const json& number) {
  if (number.is_string()) return number.get<std::string>();
  char text[32];
  std::snprintf(text, sizeof text, number.get<double>() == 0 ? "0" : "%.1e", number.get<double>());
  return text;
}

}  // namespace

std::string theorem_section(const std::optional<json>& verified) {
  std::string text = "<h2 id=\"theorems\">Theorems</h2>\n";
  if (!verified)
    return text +
           "<p class=\"soft\">Not verified yet: <code>verigan reproduce --only "
           "theorems</code>.</p>\n";
  text +=
      "<p>Each row is a statement checked on random instances. The tolerance is the error bound of "
      "the two sides that are compared, for the instance with the largest residual; next to it the "
      "largest there was. Where something of it is chosen, such as the chance that a claim about "
      "samples fails by accident, the row says what. The slack is the least that an inequality had "
      "to spare.</p>\n";
  HtmlTable table{{{"id"},
                   {"statement"},
                   {"source"},
                   {"instances", true},
                   {"largest residual", true},
                   {"tolerance", true},
                   {"largest tolerance", true},
                   {"smallest slack", true},
                   {"verdict"}},
                  {}};
  for (const auto& row : verified->at("theorems")) {
    const auto field = [&](const char* name) {
      return with_indices(row.at(name).get<std::string>());
    };
    const std::string verdict = field("verdict"), chosen = with_indices(row.value("chosen", ""));
    const auto number = [&](const char* name) {  // nothing where a row has none
      const json found = row.value(name, json());
      return found.is_null() ? "" : brief(found);
    };
    table.rows.push_back({"<b>" + field("id") + "</b>",
                          "<b>" + field("title") + "</b><br>" + field("statement") +
                              (chosen.empty() ? "" : "<br><i>Chosen: " + chosen + ".</i>"),
                          field("source"), std::to_string(row.at("instances").get<long>()),
                          number("largest_residual"), number("tolerance"),
                          number("largest_tolerance"), number("smallest_slack"),
                          "<span class=\"" + verdict + "\">" + verdict + "</span>"});
  }
  return text + "<div class=\"card theorems\">\n" + html(table) + "</div>\n";
}

}  // namespace verigan::report
