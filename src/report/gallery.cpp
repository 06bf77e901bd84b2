// SPDX-License-Identifier: MIT
#include "report/gallery.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <span>

#include "core/check.hpp"
#include "core/text.hpp"
#include "record/file.hpp"
#include "record/value.hpp"
#include "report/assets.hpp"
#include "report/html.hpp"

namespace verigan::report {
namespace {

namespace fs = std::filesystem;

// Scores that a summary may have, and with them NAME_low, NAME_high and NAME_floor.
struct ScoreRow {
  const char *name, *title;
};
constexpr ScoreRow kScores[] = {{"frechet", "Fréchet distance"},
                                {"frechet_infinity", "… of endless samples"},
                                {"kid", "kernel distance"},
                                {"inception_score", "inception score"},
                                {"precision", "precision"},
                                {"recall", "recall"},
                                {"class_agreement", "class agreement"},
                                {"gan_train", "accuracy, trained on them"},
                                {"within_class_variance", "variance within classes"},
                                {"fresh_jsd_bound", "JSD proved at least, nats"}};
constexpr ScoreRow kNeighbours[] = {{"pixel_copy_rate", "copies, by pixels"},
                                    {"feature_copy_rate", "copies, by features"}};

std::map<long, std::string> grids(const record::Manifest& manifest) {
  std::map<long, std::string> found;  // epoch → file
  for (const auto& [name, hash] : manifest.files) {
    if (!name.starts_with("grid_") || !name.ends_with(".png")) continue;
    long epoch = 0;
    const char* const end = name.data() + name.size() - 4;
    const auto read = std::from_chars(name.data() + 5, end, epoch);
    if (read.ec == std::errc{} && read.ptr == end) found[epoch] = name;
  }
  return found;
}

double number_of(const record::Object& summary, const std::string& name) {
  const auto found = summary.find(name);
  if (found == summary.end()) return NAN;
  if (const auto* whole = std::get_if<std::int64_t>(&found->second)) return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&found->second);
  return real == nullptr ? NAN : *real;
}

record::Object summary_of(const fs::path& out, const std::string& folder) {
  const fs::path file = out / folder / "summary.json";
  return fs::exists(file) ? record::parse_json(record::read_file(file), file.string()) : record::Object{};
}

void add_scores(HtmlTable& table, const record::Object& summary, std::span<const ScoreRow> rows) {
  const auto cell = [](double x) { return std::isfinite(x) ? formatted("%.4g", x) : std::string("–"); };
  for (const auto& [name, title] : rows) {
    const std::string key = name;
    const double value = number_of(summary, key), low = number_of(summary, key + "_low"),
                 high = number_of(summary, key + "_high");
    if (!std::isfinite(value)) continue;
    table.rows.push_back({escaped(title), cell(value),
                          std::isfinite(low) && std::isfinite(high) ? cell(low) + " … " + cell(high) : "–",
                          cell(number_of(summary, key + "_floor"))});
  }
}

std::string image(const fs::path& file, const std::string& words, bool shown = true) {
  return "<img src=\"" + png_address(record::read_file(file)) + "\" alt=\"" + escaped(words) + "\"" +
         (shown ? "" : " hidden") + ">";
}

std::string figure(const fs::path& file, const std::string& words) {
  if (!fs::exists(file)) return "";
  return "<figure>" + image(file, words) + "<figcaption>" + escaped(words) + ".</figcaption></figure>\n";
}

/// The first seed of each setting, in the order of the plan.
std::vector<const GalleryRun*> shown_runs(const std::vector<GalleryRun>& runs) {
  std::map<std::pair<std::string, record::Object>, const GalleryRun*> first;
  std::vector<std::pair<std::string, record::Object>> order;
  for (const GalleryRun& run : runs) {
    if (grids(run.manifest).empty()) continue;
    record::Object setting = run.manifest.config;
    setting.erase("seed");
    const auto [place, is_new] = first.insert({{run.experiment, setting}, &run});
    if (is_new)
      order.push_back(place->first);
    else if (run.manifest.seed < place->second->manifest.seed)
      place->second = &run;
  }
  std::vector<const GalleryRun*> shown;
  for (const auto& key : order) shown.push_back(first.at(key));
  return shown;
}

class Gallery {
 public:
  Gallery(const fs::path& out, const std::vector<GalleryRun>& runs) : out_(out), runs_(runs) {}

  std::string model(const GalleryRun& run) const {
    HtmlTable scores{{{"score"}, {"value", true}, {"95 % interval", true}, {"floor", true}}, {}};
    add_scores(scores, summary_of(out_, run.folder), kScores);
    std::string seen;
    for (const GalleryRun& other : runs_) {
      if (!sees(other, run)) continue;
      const fs::path folder = out_ / other.folder;
      if (other.experiment == "nearest_neighbours") {
        add_scores(scores, summary_of(out_, other.folder), kNeighbours);
        seen += figure(folder / "neighbours_pixels.png", "Rightmost: the nearest training image, by pixels") +
                figure(folder / "neighbours_features.png", "Rightmost: the nearest by features") +
                figure(folder / "closest.png", "The samples nearest of all to a training image, next to it");
      } else {
        seen += figure(folder / "walk_spherical.png", "Great circles between nine points of latent space");
      }
    }
    return "<section class=\"card model\">\n<h3><b>" + escaped(run.experiment) + "</b>" + escaped(run.label) +
           "</h3>\n" + epochs(run) + "<div>\n" +
           (scores.rows.empty() ? "<p class=\"soft\">No scores in its summary.</p>\n" : html(scores)) +
           details(run) + "</div>\n" + (seen.empty() ? "" : "<div class=\"seen\">\n" + seen + "</div>\n") +
           "</section>\n";
  }

 private:
  /// Whether a run looked at the generator of another one.
  static bool sees(const GalleryRun& other, const GalleryRun& run) {
    if (other.experiment != "nearest_neighbours" && other.experiment != "latent_space") return false;
    const auto input = other.manifest.inputs.find("generator");
    return input != other.manifest.inputs.end() && input->second.run == run.folder;
  }

  std::string epochs(const GalleryRun& run) const {
    const auto files = grids(run.manifest);
    std::string text = "<div class=\"epochs\">";
    for (const auto& [epoch, name] : files)
      text += image(out_ / run.folder / name, message("epoch ", epoch), epoch == files.rbegin()->first);
    const std::size_t last = files.size() - 1;
    text += "<label><output>" + message("epoch ", files.rbegin()->first) + "</output>";
    if (last > 0)
      text += message("<input type=\"range\" hidden min=\"0\" max=\"", last, "\" value=\"", last,
                      "\" aria-label=\"epoch\">");
    return text + "</label></div>\n";
  }

  static std::string details(const GalleryRun& run) {
    return "<p class=\"soft\">Seed " + std::to_string(run.manifest.seed) + ", preset " +
           escaped(run.manifest.preset) +
           (run.manifest.dataset.empty() ? "" : ", " + escaped(run.manifest.dataset)) + "<br><a href=\"../" +
           escaped(run.folder) + "/\"><code>" + escaped(run.folder) + "</code></a></p>\n";
  }

  const fs::path& out_;
  const std::vector<GalleryRun>& runs_;
};

}  // namespace

std::string gallery_page(const fs::path& out, const std::vector<GalleryRun>& runs) {
  const std::vector<const GalleryRun*> shown = shown_runs(runs);
  if (shown.empty()) return "";
  const Gallery gallery(out, runs);
  std::string body =
      "<header>\n<h1>What the models draw</h1>\n<p class=\"lead\">Samples of every trained model of images by "
      "epoch: the same noise in every epoch, drawn by the averaged weights. Of runs that differ in their seed "
      "alone, the first. Scores are in the features of verigan's own classifier, with the interval of another "
      "sample of the size and what real images score (docs/metrics.md).</p>\n<nav><a "
      "href=\"index.html\">Report</a></nav>\n</header>\n<main>\n";
  for (const GalleryRun* run : shown) body += gallery.model(*run);
  body += "</main>\n<footer>Written by <code>verigan report</code>. This file needs no network.</footer>\n";
  return page("verigan: gallery", message(body, "<script>\n", gallery_script(), "</script>\n"));
}

}  // namespace verigan::report
