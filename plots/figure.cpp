// SPDX-License-Identifier: MIT
#include "plots/figure.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "plots/style.hpp"
#include "plots/svg.hpp"
#include "record/file.hpp"
#include "statistics/interval.hpp"

namespace verigan::plots {
namespace {

namespace fs = std::filesystem;

constexpr int kPngScale = 2;  // its fonts are in points of 4/3 pixels, its marks are smaller than SVG's
constexpr const char* kSettings =
    "set key off\nset minussign\nset style textbox opaque noborder fillcolor rgb '#ffffff' margins "
    "0.4,0.3\n";

constexpr int kDigits = 7;  // of data: far more than pixels

std::string cell(double value) {
  return std::isfinite(value) ? short_number(value, kDigits) : "NaN";
}

const char* side(Align align) {
  return align == Align::left ? "left" : align == Align::right ? "right" : "center";
}

// What gnuplot remarks on is shown; it is usually nothing.
std::vector<std::string> drawn(const std::vector<drawing::Page>& pages,
                               const std::string& data = "") {
  drawing::Drawing drawing = drawing::draw(data, pages);
  std::fputs(drawing.messages.c_str(), stderr);
  return std::move(drawing.pictures);
}

}  // namespace

Figure::Figure(const analysis::Output& output, int width, int height)
    : id_(output.id), title_(output.title), width_(width), height_(height) {}

std::string Figure::data(const std::vector<std::vector<double>>& columns) {
  const std::string name = message("$d", blocks_++);
  data_ += drawing::data_block(name, columns, kDigits);
  return name;
}

std::string Figure::dots(const std::vector<double>& x, const std::vector<double>& y, double dash) {
  const std::string name = message("$d", blocks_++);
  data_ += name + " << END\n";
  for (std::size_t i = 0; i < x.size(); ++i)
    data_ += message(cell(x[i]), " ", cell(y[i]), "\n", cell(x[i] + dash), " ", cell(y[i]), "\n\n");
  data_ += "END\n";
  return name;
}

void Figure::panel(const Box& box, const Range& x, const Range& y) {
  const double w = width_, h = height_;
  add("set lmargin at screen ", box.left / w, "\nset rmargin at screen ", box.right() / w);
  add("set tmargin at screen ", 1 - box.top / h, "\nset bmargin at screen ", 1 - box.bottom() / h);
  add("set xrange [", x.low, ":", x.high, "]\nset yrange [", y.low, ":", y.high, "]");
  add("set border 3 lc rgb '", kSoft, "' lw 1\nset tics nomirror out scale 0.5 textcolor rgb '",
      kInk, "'");
  add("set xtics autofreq format '%g'\nset ytics autofreq format '%g'\nunset xlabel\nunset "
      "ylabel\nset xtics offset 0,0.3");
  add("set grid xtics ytics lt 1 lw 1 lc rgb '", kGrid, "' back\nset size noratio");
}

void Figure::text(const std::string& text, double left, double top, Align align,
                  const std::string& colour, int size) {
  add("set label ", ++labels_, " ", quoted(text), " at screen ", left / width_, ",",
      1 - top / height_, " ", side(align), " font ',", size ? size : kText, "' textcolor rgb '",
      colour.empty() ? kInk : colour, "' front");
}

void Figure::x_title(const Box& box, const std::string& words) {
  text(words, box.left + box.width / 2, box.bottom() + 46, Align::centre, kSoft);
}

void Figure::note(const std::string& text, double x, double y, Align align,
                  const std::string& colour, bool boxed) {
  add("set label ", ++labels_, " ", quoted(text), " at ", x, ",", y, " ", side(align),
      " textcolor rgb '", colour, "' front", boxed ? " boxed" : "");
}

void Figure::side_text(const std::string& text, double left, double top,
                       const std::string& colour) {
  add("set label ", ++labels_, " ", quoted(text), " at screen ", left / width_, ",",
      1 - top / height_, " center rotate by 90 font ',", kTitle, "' textcolor rgb '", colour, "'");
}

void Figure::plot(const std::vector<std::string>& elements) {
  std::string list;
  for (const auto& element : elements) list += (list.empty() ? "" : ", \\\n  ") + element;
  add("plot ", list, "\nunset label\nunset arrow\nunset object");
}

std::string Figure::commands() const {
  return message(kSettings, "set multiplot\n", body_, "unset multiplot\nreset\n");
}

drawing::Page Figure::svg_page() const {
  return {drawing::Format::svg,
          message("size ", width_, ",", height_, " enhanced ", ends_, " font 'Arial,", kText,
                  "' background '#ffffff'"),
          commands()};
}

drawing::Page Figure::png_page(int scale) const {
  return {drawing::Format::png,
          message("size ", scale * width_, ",", scale * height_, " enhanced ", ends_,
                  " font 'DejaVu Sans,", kText, "' fontscale ", 0.75 * scale, " linewidth ", scale,
                  " pointscale ", 1.5 * scale),
          commands()};
}

std::vector<std::string> Figure::pictures(const std::vector<Figure>& frames) {
  std::vector<drawing::Page> pages;
  for (const Figure& frame : frames) {
    pages.push_back(frame.png_page(1));
    pages.back().commands.insert(0, frame.data_);
  }
  return drawn(pages);
}

void Figure::save(const fs::path& out, const std::string& caption,
                  const std::vector<analysis::Run>& runs) const {
  const std::string stem = (out / id_).string();
  const std::vector<std::string> both = drawn({svg_page(), png_page(kPngScale)}, data_);
  record::write_file(stem + ".svg", tidy_svg(both[0], id_, title_));
  record::write_file(stem + ".png", both[1]);
  write_caption(stem + ".json", caption, runs);
}

void Figure::write_caption(const fs::path& file, const std::string& caption,
                           const std::vector<analysis::Run>& runs) const {
  std::set<std::string> experiments, presets;
  std::set<std::int64_t> seeds;
  nlohmann::json list = nlohmann::json::object();
  for (const auto& run : runs) {
    experiments.insert(run.manifest.experiment);
    presets.insert(run.manifest.preset);
    seeds.insert(run.manifest.seed);
    list[run.manifest.experiment + "/" + run.folder.filename().string()] = run.manifest.result_hash;
  }
  const auto joined = [](const auto& values) {
    std::string text;
    for (const auto& value : values) text += (text.empty() ? "" : ", ") + message(value);
    return text;
  };
  const std::string origin = message(" (", joined(experiments), "; preset ", joined(presets),
                                     "; seed", seeds.size() > 1 ? "s " : " ", joined(seeds), ".)");
  nlohmann::json json{{"id", id_},
                            {"title", title_},
                            {"caption", caption + analysis::substitute_note(runs) + origin},
                            {"experiments", experiments},
                            {"preset", joined(presets)},
                            {"seeds", seeds},
                            {"runs", list}};
  if (!companions_.empty()) json["companions"] = companions_;
  record::write_file(file, json.dump(1) + "\n");
}

std::vector<double> spread(const std::vector<double>& positions, double gap) {
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
  // Neighbours that would touch join a block, which sits where its members would like it on
  // average.
  struct Block {
    double sum = 0;  // of (wish − place within the block)
    std::size_t count = 0;
    double start() const { return sum / static_cast<double>(count); }
  };
  std::vector<Block> blocks;
  for (const std::size_t i : order) {
    blocks.push_back({positions[i], 1});
    while (blocks.size() > 1) {
      const Block last = blocks.back();
      Block& before = blocks[blocks.size() - 2];
      const double length = gap * static_cast<double>(before.count);
      if (before.start() + length <= last.start()) break;
      before.sum += last.sum - length * static_cast<double>(last.count);
      before.count += last.count;
      blocks.pop_back();
    }
  }
  std::vector<double> places(positions.size());
  std::size_t next = 0;
  for (const Block& block : blocks)
    for (std::size_t k = 0; k < block.count; ++k)
      places[order[next++]] = block.start() + gap * static_cast<double>(k);
  return places;
}

double nice_step(double span, int pieces) {
  double step = std::pow(10.0, std::floor(std::log10(span / pieces)));
  for (const double factor : {2.0, 2.5, 2.0})
    if (std::floor(span / step * (1 + 1e-12)) > pieces) step *= factor;
  return step;
}

std::string short_number(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

std::string fixed_number(double value, int decimals) {
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  const bool zero = std::string(text).find_first_of("123456789") == std::string::npos;
  return text[0] == '-' ? (zero ? "" : "−") + std::string(text + 1) : text;
}

std::string seeds_text(const std::vector<double>& values, int decimals, double unit) {
  const statistics::Estimate found = statistics::estimate(values);
  const std::string middle = fixed_number(unit * found.mean, decimals);
  if (values.size() < 2) return middle;
  // Of equal values the library knows no spread: what is shown here is theirs, 0.
  const double sd = std::isinf(found.error) ? 0 : found.error * std::sqrt(double(found.trials));
  std::string spread = fixed_number(unit * sd, decimals);
  if (spread.starts_with("0.")) spread.erase(0, 1);
  return middle + " ± " + spread;
}

}  // namespace verigan::plots
