// SPDX-License-Identifier: MIT
#include "report/claims.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "core/text.hpp"
#include "drive/child.hpp"
#include "report/html.hpp"

namespace verigan::report {
namespace {

using nlohmann::ordered_json;

/// A number of the register: three digits, "∞", or "–" for what is unknown.
std::string brief(const ordered_json& value) {
  if (value.is_null()) return "–";
  if (value.is_string()) return value == "inf" ? "∞" : "−∞";
  const std::string text = formatted("%.3g", value.get<double>());
  return text[0] == '-' ? message("−", text.substr(1)) : text;
}

std::string words(const ordered_json& row, const char* name) { return row.at(name).get<std::string>(); }

/// "0.012 [0.01, 0.014]"; empty if nothing was measured.
std::string effect_of(const ordered_json& row) {
  if (row.at("effect").is_null()) return "";
  return brief(row.at("effect")) + " [" + brief(row.at("low")) + ", " + brief(row.at("high")) + "]";
}

std::string joined(const ordered_json& list) {
  std::string text;
  for (const auto& one : list) {
    if (!text.empty()) text += ", ";
    text += one.get<std::string>();
  }
  return text;
}

std::string hashes(const ordered_json& row) {
  std::string text;
  for (const auto& hash : row.at("runs")) {
    if (!text.empty()) text += ' ';
    text += hash.get<std::string>().substr(0, 12);
  }
  return text;
}

std::string counted(const ordered_json& claims) {
  std::map<std::string, int> counts;
  for (const auto& row : claims) counts[words(row, "verdict")] += 1;
  std::string text;
  for (const auto& [name, count] : counts) text += message(text.empty() ? "" : ", ", count, " ", name);
  return text;
}

class Lines {
 public:
  explicit Lines(std::size_t columns) : columns_(columns) {}
  /// A paragraph that begins with `head`, later lines indented as far as `indent`.
  void add(const std::string& head, std::size_t indent, const std::string& text) {
    if (text.empty()) return;
    const auto lines = wrapped(text, columns_ - indent);
    for (std::size_t i = 0; i < lines.size(); ++i)
      text_ += padded(i == 0 ? head : "", indent) + lines[i] + "\n";
  }
  void plain(const std::string& line) { text_ += line + "\n"; }
  const std::string& text() const { return text_; }

 private:
  std::size_t columns_;
  std::string text_;
};

std::string row_text(const std::string& id, const ordered_json& row) {
  return padded(id, 5) + padded(words(row, "verdict"), 16) +
         padded(message(row.at("seeds").get<std::size_t>()), 7) + padded(brief(row.at("effect")), 11) +
         padded(brief(row.at("low")), 11) + brief(row.at("high"));
}

void add_parts(Lines& lines, const ordered_json& row, std::size_t indent) {
  for (const auto& part : row.at("parts")) {
    const bool leaf = part.at("parts").empty();
    std::string text = words(part, "part") + ": " + words(part, "verdict");
    if (leaf && !effect_of(part).empty())
      text += ", " + effect_of(part) + message(", ", part.at("seeds").get<std::size_t>(), " seeds");
    if (leaf && !words(part, "reason").empty()) text += " (" + words(part, "reason") + ")";
    lines.add(std::string(indent, ' ') + "· ", indent + 2, text);
    add_parts(lines, part, indent + 2);
  }
}

void add_claim(Lines& lines, const ordered_json& row) {
  lines.plain(row_text(words(row, "id"), row));
  lines.add("", 5, words(row, "claim") + " (" + words(row, "source") + ")");
  lines.add("     rule: ", 11, words(row, "rule"));
  lines.add("     amended: ", 14, words(row, "amended"));
  lines.add("     premise: ", 14, joined(row.at("premises")));
  lines.add("     statistic: ", 16, words(row, "statistic"));
  if (row.at("parts").empty()) lines.add("     reason: ", 13, words(row, "reason"));
  add_parts(lines, row, 5);
  lines.add("     runs: ", 11, hashes(row));
}

std::string parts_list(const ordered_json& row) {
  std::string text;
  for (const auto& part : row.at("parts")) {
    const bool leaf = part.at("parts").empty();
    text += "<li><b>" + with_indices(words(part, "part")) + "</b>: " + words(part, "verdict");
    if (leaf && !effect_of(part).empty())
      text += ", " + effect_of(part) + message(", ", part.at("seeds").get<std::size_t>(), " seeds");
    if (leaf && !words(part, "reason").empty()) text += " (" + with_indices(words(part, "reason")) + ")";
    text += parts_list(part) + "</li>";
  }
  return text.empty() ? "" : "<ul>" + text + "</ul>";
}

std::string details(const ordered_json& row) {
  std::string text = "<p>Rule: " + with_indices(words(row, "rule")) + ".</p>";
  if (const auto amended = words(row, "amended"); !amended.empty())
    text += "<p>Amended: " + with_indices(amended) + ". Judged on fresh seeds.</p>";
  if (const auto statistic = words(row, "statistic"); !statistic.empty())
    text += "<p>Statistic: " + with_indices(statistic) + ".</p>";
  text += parts_list(row);
  if (const auto runs = hashes(row); !runs.empty())
    text += "<p>Runs (" + escaped(joined(row.at("presets"))) + "): <code>" + escaped(runs) + "</code></p>";
  return "<details><summary>rule" + std::string(row.at("amended") == "" ? "" : ", amended") +
         "</summary>" + text + "</details>";
}

std::string verdict_span(const std::string& verdict) {
  const char* kind = verdict == "supported" ? "holds" : verdict == "contradicted" ? "fails" : "open";
  return std::string("<span class=\"") + kind + "\">" + verdict + "</span>";
}

}  // namespace

ordered_json judged_claims(const std::filesystem::path& programs, const std::filesystem::path& results) {
  const auto program = programs / "verigan_claims";
  require(std::filesystem::exists(program), program.string(), ": not found, expected it next to verigan");
  const drive::Capture answer =
      drive::run_and_capture({program, {"--results", results.string()}, {}});
  require(answer.status == 0, answer.last_errors.empty() ? program.string() + " failed"
                                                         : answer.last_errors.back());
  ordered_json claims = ordered_json::parse(answer.output, nullptr, false);
  require(claims.is_array(), program.string(), ": printed no register of claims");
  return claims;
}

std::string claims_text(const ordered_json& claims, std::size_t columns) {
  Lines lines(columns);
  lines.plain(padded("id", 5) + padded("verdict", 16) + padded("seeds", 7) + padded("effect", 11) +
              padded("low", 11) + "high");
  for (const auto& row : claims) add_claim(lines, row);
  lines.add("", 0, message(claims.size(), " claims: ", counted(claims), "."));
  return lines.text();
}

std::string claims_section(const ordered_json& claims) {
  HtmlTable table{{{"id"}, {"claim"}, {"verdict"}, {"effect", true}, {"seeds", true}, {"why"}}, {}};
  for (const auto& row : claims)
    table.rows.push_back({"<b>" + words(row, "id") + "</b>",
                          with_indices(words(row, "claim")) + " <span class=\"soft\">" +
                              escaped(words(row, "source")) + "</span>" + details(row),
                          verdict_span(words(row, "verdict")), effect_of(row),
                          row.at("seeds") == 0 ? "" : message(row.at("seeds").get<std::size_t>()),
                          with_indices(words(row, "reason"))});
  return "<h2 id=\"claims\">Claims</h2>\n<p>What the source documents say happened, each judged by a rule "
         "set before the runs; " +
         message(claims.size(), " claims: ", counted(claims)) +
         ". The effect has its 95 % interval over seeds. A contradicted claim is a result; where there is "
         "no verdict the table says why.</p>\n<div class=\"card claims\">\n" +
         html(table) + "</div>\n";
}

}  // namespace verigan::report
