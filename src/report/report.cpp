// SPDX-License-Identifier: MIT
#include "report/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/check.hpp"
#include "drive/display.hpp"
#include "drive/run_job.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/json.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "report/claims.hpp"
#include "report/diagnosis.hpp"
#include "report/gallery.hpp"
#include "report/html.hpp"
#include "report/theorems.hpp"

namespace verigan::report {
namespace {

using namespace drive;
namespace fs = std::filesystem;
using nlohmann::json;

struct ReportRun {
  std::string experiment, label, folder, preset;
  std::optional<record::Manifest> manifest;  // absent while it is not finished, or damaged
  std::string damage;
};

std::vector<ReportRun> planned_runs(const fs::path& out, const Changes& changes) {
  std::map<std::string, std::string> damaged;
  for (const DamagedRun& run : changes.runs) damaged[run.folder] = run.why;
  std::vector<ReportRun> runs;
  for (const auto& [experiment, entry] : record::load_plan(out))
    for (std::size_t i = 0; i < entry.folders.size(); ++i) {
      const std::string& folder = entry.folders[i];
      ReportRun run{experiment, entry.labels.at(i), folder, entry.preset, {}, {}};
      if (const auto found = damaged.find(folder); found != damaged.end())
        run.damage = found->second;
      else if (!finished_hash(out / folder).empty())
        run.manifest = record::read_manifest(out / folder);
      runs.push_back(std::move(run));
    }
  return runs;
}

std::optional<json> read_json(const fs::path& file) {
  if (!fs::exists(file)) return std::nullopt;
  json value = json::parse(record::read_file(file), nullptr, false);
  require(!value.is_discarded(), file.string(), ": damaged, expected JSON");
  return value;
}

std::string text_of(const record::Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string>)
          return held;
        else if constexpr (std::is_same_v<Held, bool>)
          return held ? "yes" : "no";
        else if constexpr (std::is_same_v<Held, std::vector<double>>)
          return message(held.size(), " numbers");
        else
          return record::number_text(held);
      },
      value);
}

// Four significant digits, trailing zeros kept out; text stays as it is.
std::string brief(const std::string& cell) {
  double value = 0;
  if (!record::parse_number(cell, value) || !std::isfinite(value)) return cell;
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text[0] == '-' ? "−" + std::string(text + 1) : text;
}

std::string fact(const std::string& value, const std::string& name) {
  return "<li><b>" + escaped(value) + "</b><span>" + escaped(name) + "</span></li>\n";
}

// "quick", or "quick, smoke" where experiments differ.
template <class Member>
std::string distinct(const std::vector<ReportRun>& runs, Member member) {
  std::set<std::string> values;
  for (const auto& run : runs)
    if (const std::string value = member(run); !value.empty()) values.insert(value);
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

std::string dataset_of(const ReportRun& run) { return run.manifest ? run.manifest->dataset : ""; }

// What is not as it was left: no number below can be trusted that rests on it.
std::string changes_notice(const Changes& changes) {
  if (changes.none()) return "";
  std::string list;
  for (const DamagedRun& run : changes.runs)
    list += "<li>" + escaped(run.folder + ": " + run.why) + "</li>\n";
  for (const std::string& file : changes.files) list += "<li>" + escaped(file) + "</li>\n";
  return "<div class=\"notice\">Not as they were left, and so not to be trusted, nor what was drawn "
         "from them since. <code>verigan reproduce</code> makes them again.<ul>\n" +
         list + "</ul></div>\n";
}

// Runs whose data are not here, by name.
std::string skipped_notice(const fs::path& out) {
  std::string list;
  for (const auto& [experiment, entry] : record::load_plan(out))
    for (const std::string& line : entry.skipped)
      list += "<li>" + escaped(experiment + " " + line) + "</li>\n";
  if (list.empty()) return "";
  return "<div class=\"notice\">Skipped, for what they learn from is not here:<ul>\n" + list +
         "</ul></div>\n";
}

std::string head_section(const fs::path& out, const std::vector<ReportRun>& runs,
                         const std::optional<json>& verified, const Changes& changes, bool gallery) {
  std::size_t finished = 0;
  double seconds = 0;
  for (const auto& run : runs)
    if (run.manifest) finished += 1, seconds += run.manifest->seconds;
  std::string text =
      "<header>\n<h1>verigan: theory checked, experiments repeated</h1>\n"
      "<p class=\"lead\">Generative adversarial networks: what the mathematics says, compared with what "
      "training does. "
      "Losses are in nats. Everything here is computed by the programs of this repository; nothing "
      "is typed in.</p>\n"
      "<ul class=\"facts\">\n";
  if (!runs.empty())
    text += fact(distinct(runs, [](const auto& run) { return run.preset; }), "preset");
  text += fact(message(finished, " of ", runs.size()), "runs finished");
  text += fact(duration_text(seconds), "computing time, summed");
  if (verified) {
    const auto& rows = verified->at("theorems");
    const auto holding = std::count_if(
        rows.begin(), rows.end(), [](const json& row) { return row.at("verdict") == "holds"; });
    text += fact(message(holding, " of ", rows.size()), "theorems hold");
  }
  const std::string dataset = distinct(runs, dataset_of);
  if (!dataset.empty()) text += fact(dataset, "image data");
  text += "</ul>\n" + changes_notice(changes) + skipped_notice(out);
  if (dataset.find("fashion") != std::string::npos)
    text +=
        "<p class=\"notice\">MNIST could not be had, so the image experiments here were trained on "
        "Fashion-MNIST: same format, clothes instead of digits.</p>\n";
  return text +
         "<nav><a href=\"#claims\">Claims</a><a href=\"#figures\">Figures</a>" +
         (gallery ? message("<a href=\"", kGalleryFile, "\">Gallery</a>") : "") +
         "<a href=\"#theorems\">Theorems</a><a href=\"#tables\">Tables</a>"
         "<a href=\"#diagnosis\">Diagnosis</a><a href=\"#runs\">Runs</a>"
         "<a href=\"#provenance\">Provenance</a></nav>\n</header>\n";
}

/// The report opens with the claims; a verigan built without experiments has no register of them.
/// Nothing is judged by runs that somebody changed.
std::string claim_section(const fs::path& out, const Catalogue& catalogue, const Changes& changes) {
  if (!changes.runs.empty())
    return "<h2 id=\"claims\">Claims</h2>\n<p class=\"soft\">Not judged: there are damaged "
           "runs.</p>\n";
  if (!fs::exists(catalogue.programs / "verigan_claims"))
    return "<h2 id=\"claims\">Claims</h2>\n<p class=\"soft\">No register of claims next to this "
           "program.</p>\n";
  return claims_section(judged_claims(catalogue.programs, out));
}

std::string svg_image(const fs::path& file, const std::string& title) {
  const std::string text = record::read_file(file);
  require(text.find("<svg") != std::string::npos, file.string(), ": no SVG picture");
  return "<img src=\"" + svg_address(text) + "\" alt=\"" + escaped(title) + "\">";
}

std::string figure_section(const fs::path& out, const Catalogue& catalogue) {
  std::string text = "<h2 id=\"figures\">Figures</h2>\n";
  for (const auto& entry : catalogue.figures) {
    const fs::path stem = out / "figures" / entry.id;
    const auto caption = read_json(stem.string() + ".json");
    if (!caption || !fs::exists(stem.string() + ".svg")) {
      text +=
          "<p class=\"soft\">" + escaped(entry.id + " " + entry.title) + ": not drawn yet.</p>\n";
      continue;
    }
    std::string links = " <a href=\"../figures/" + entry.id + ".png\">PNG</a>, <a href=\"../figures/" +
                        entry.id + ".svg\">SVG</a>";
    for (const auto& file : caption->value("companions", std::vector<std::string>{}))
      links += std::string(", <a href=\"../figures/") + escaped(file) + "\">" +
               (file.ends_with(".mp4") ? "as a film" : "through training, moving") + "</a>";
    text += "<figure id=\"" + escaped(entry.id) + "\">\n<h3><b>" + escaped(entry.id) + "</b>" +
            escaped(caption->at("title").get<std::string>()) + "</h3>\n<div class=\"plot\">" +
            svg_image(stem.string() + ".svg", caption->at("title").get<std::string>()) +
            "</div>\n<figcaption>" +
            with_indices(caption->at("caption").get<std::string>()) + links +
            ".</figcaption>\n</figure>\n";
  }
  return text;
}

// "d_loss" → "D loss": the symbols that the CSV's names stand for.
std::string heading(std::string name) {
  const std::pair<const char*, const char*> symbols[] = {{"alpha_effective", "effective α"},
                                                         {"entropy_alpha", "H(α)"},
                                                         {"minus_log_alpha", "−ln α"},
                                                         {"mmd2", "MMD²"},
                                                         {"alpha", "α"}};
  for (const auto& [from, to] : symbols)
    if (name == from) return to;
  if (name.starts_with("d_") || name.starts_with("g_"))
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string table_section(const fs::path& out, const Catalogue& catalogue) {
  std::string text = "<h2 id=\"tables\">Tables</h2>\n";
  for (const auto& entry : catalogue.tables) {
    const fs::path file = out / "tables" / (entry.id + ".csv");
    if (!fs::exists(file)) continue;
    const record::Table csv = record::read_csv(file);
    HtmlTable table;
    table.rows.resize(csv.rows());
    for (const auto& name : csv.names()) {
      const auto cells = csv.texts(name);
      if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); }))
        continue;  // such as what sets runs apart, where nothing does
      double value = 0;
      const bool number = std::all_of(cells.begin(), cells.end(), [&](const std::string& cell) {
        return record::parse_number(cell, value);
      });
      table.columns.push_back({heading(name), number});
      for (std::size_t i = 0; i < cells.size(); ++i)
        table.rows[i].push_back(escaped(brief(cells[i])));
    }
    text += "<div class=\"card wide\">\n<h3>" + escaped(entry.title) + "</h3>\n" + html(table) +
            "<p class=\"soft\"><a href=\"../tables/" + entry.id + ".csv\">CSV</a></p></div>\n";
  }
  return text;
}

std::vector<DiagnosedRun> diagnosed(const std::vector<ReportRun>& runs) {
  std::vector<DiagnosedRun> found;
  for (const ReportRun& run : runs)
    if (run.manifest && run.manifest->diagnosis)
      found.push_back({run.experiment + " " + run.label, *run.manifest->diagnosis});
  return found;
}

std::string run_section(const std::vector<ReportRun>& runs) {
  std::string text =
      "<h2 id=\"runs\">Runs</h2>\n<p>A run with the same configuration gives the same result hash, "
      "on any number of threads. "
      "The hash is over the result files alone, nothing that holds time or machine.</p>\n";
  HtmlTable table{{{"run"}, {"preset"}, {"seed", true}, {"time", true}, {"result hash"}}, {}};
  for (const auto& run : runs) {
    const std::string name = escaped(run.experiment + " " + run.label) + "<br><a href=\"../" +
                             escaped(run.folder) + "/\"><code>" + escaped(run.folder) +
                             "</code></a>";
    if (run.manifest)
      table.rows.push_back({name, escaped(run.preset), std::to_string(run.manifest->seed),
                            escaped(duration_text(run.manifest->seconds)),
                            "<code title=\"" + run.manifest->result_hash + "\">" +
                                run.manifest->result_hash.substr(0, 16) + "…</code>"});
    else
      table.rows.push_back({name, escaped(run.preset), "", "",
                            std::string("<span class=\"fails\">") +
                                (run.damage.empty() ? "not finished" : "damaged") + "</span> " +
                                escaped(run.damage)});
  }
  return text + "<div class=\"card\">\n" + html(table) + "</div>\n";
}

std::string provenance_section(const std::vector<ReportRun>& runs) {
  std::set<std::string> names;
  for (const auto& run : runs)
    if (run.manifest)
      for (const auto& [name, value] : run.manifest->provenance) names.insert(name);
  names.erase("command_line");
  std::string list;
  for (const auto& name : names) {
    const auto value = [&](const ReportRun& run) {
      if (!run.manifest || !run.manifest->provenance.contains(name)) return std::string();
      return text_of(run.manifest->provenance.at(name));
    };
    std::string head = name;
    std::replace(head.begin(), head.end(), '_', ' ');
    list += "<dt>" + escaped(head) + "</dt><dd>" + escaped(distinct(runs, value)) + "</dd>\n";
  }
  return "<h2 id=\"provenance\">Provenance</h2>\n<p>Where the runs above come from. Each run's own "
         "<code>manifest.json</code> has the same, "
         "with its command line and the SHA-256 of every file.</p>\n<div class=\"card\"><dl>\n" +
         list + "</dl></div>\n";
}

std::string render(const fs::path& out, const Catalogue& catalogue, const Changes& changes,
                   const std::vector<ReportRun>& runs, bool gallery) {
  const auto verified = read_json(out / "verify.json");
  return page("verigan: report",
              head_section(out, runs, verified, changes, gallery) + "<main>\n" +
                  claim_section(out, catalogue, changes) + figure_section(out, catalogue) +
                  theorem_section(verified) + table_section(out, catalogue) + diagnosis_section(diagnosed(runs)) +
                  run_section(runs) + provenance_section(runs) +
                  "</main>\n<footer>Written by <code>verigan report</code>. This file needs no network and "
                  "no script.</footer>\n");
}

/// Whether the file had to be written anew; one without text is removed.
bool write_if_new(const fs::path& file, const std::string& text) {
  if (text.empty()) return fs::remove(file);
  if (fs::exists(file) && record::read_file(file) == text) return false;
  record::make_folder(file.parent_path());
  record::write_file(file, text);
  return true;
}

}  // namespace

fs::path report_file(const fs::path& out) { return out / "report" / "index.html"; }

bool write_report(const fs::path& out, const Catalogue& catalogue, const Changes& changes) {
  const std::vector<ReportRun> runs = planned_runs(out, changes);
  std::vector<GalleryRun> finished;
  for (const ReportRun& run : runs)
    if (run.manifest) finished.push_back({run.experiment, run.label, run.folder, *run.manifest});
  const std::string gallery = gallery_page(out, finished);
  const bool pictures = write_if_new(report_file(out).parent_path() / kGalleryFile, gallery);
  return write_if_new(report_file(out), render(out, catalogue, changes, runs, !gallery.empty())) || pictures;
}

}  // namespace verigan::report
