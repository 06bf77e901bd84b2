// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/text.hpp"
#include "drawing/gnuplot.hpp"
#include "look/moment.hpp"

namespace verigan::look {
namespace {

using drawing::quoted;

constexpr int kWidth = 1200, kHeight = 960;
constexpr const char *kReal = "#0072b2", *kGenerated = "#d55e00", *kInk = "#22262b", *kSoft = "#6a727c";
constexpr const char* kCurves[] = {"#d55e00", "#0072b2", "#009e73", "#cc79a7"};
constexpr std::size_t kShown = 2000, kSmooth = 400;  // points, and points of a curve

struct Box {
  double left, top, width, height;  // pixels
};

/// The script of one picture: data first, then the panels.
class Sheet {
 public:
  std::string data(const std::vector<std::vector<double>>& columns) {
    const std::string name = message("$d", blocks_++);
    data_ += drawing::data_block(name, columns, 6);
    return name;
  }
  template <class... Parts>
  void add(const Parts&... parts) {
    body_ += message(parts...) + "\n";
  }
  void text(const std::string& words, double left, double top, const char* colour = kInk, int size = 15,
            const char* align = "left") {
    add("set label ", ++labels_, " ", quoted(words), " at screen ", left / kWidth, ",", 1 - top / kHeight, " ", align,
        " font ',", size, "' textcolor rgb '", colour, "' front noenhanced");
  }
  void panel(const Box& box, const std::string& title) {
    add("set lmargin at screen ", box.left / kWidth, "\nset rmargin at screen ", (box.left + box.width) / kWidth,
        "\nset tmargin at screen ", 1 - box.top / kHeight, "\nset bmargin at screen ",
        1 - (box.top + box.height) / kHeight);
    add("set border 3 lc rgb '", kSoft, "' lw 1\nset tics nomirror out scale 0.5 font ',13'\nset xtics nomirror autofreq\n",
        "set ytics nomirror autofreq\nset grid lt 1 lw 1 lc rgb '#e6e9ed' back\nunset colorbox\nset key off");
    text(title, box.left, box.top - 16);
  }
  void plot(const std::vector<std::string>& elements) {
    std::string list;
    for (const std::string& element : elements) list += (list.empty() ? "" : ", \\\n  ") + element;
    add("plot ", list, "\nunset label");
  }
  std::string png() const {
    const std::string set_up = "set minussign\nset multiplot\n";
    return drawing::draw(data_, {{drawing::Format::png,
                                  message("size ", kWidth, ",", kHeight,
                                          " enhanced font 'Sans,11' background '#ffffff'"),
                                  set_up + body_ + "unset multiplot\n"}})
        .pictures.front();
  }

 private:
  std::string data_, body_;
  int blocks_ = 0, labels_ = 0;
};

std::vector<std::vector<double>> first(const Points& points) {
  const auto some = [](const std::vector<double>& values) {
    return std::vector<double>(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), kShown)));
  };
  return {some(points.x), some(points.y)};
}

/// 1, 2 or 5 times a power of ten, so that numbers have room.
double step_for(double span, double pixels) {
  const double least = span / std::max(2.0, pixels / 85);
  const double ten = std::pow(10, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0})
    if (times * ten >= least) return times * ten;
  return 10 * ten;
}

/// The frame of a field, with tics that have room on both axes.
void set_frame(Sheet& sheet, const Box& box, const Field& frame) {
  const double step = step_for(frame.high_x - frame.low_x, box.width);
  sheet.add("set xrange [", frame.low_x, ":", frame.high_x, "]\nset yrange [", frame.low_y, ":", frame.high_y,
            "]\nset xtics ", step, "\nset ytics ", step);
}

void draw_points(Sheet& sheet, const Box& box, const Moment& moment, const Field& frame) {
  sheet.panel(box, "Samples");
  sheet.text("real", box.left + 90, box.top - 16, kReal);
  sheet.text("generated", box.left + 140, box.top - 16, kGenerated);
  set_frame(sheet, box, frame);
  std::vector<std::string> elements;
  const auto dots = [&](const Points& points, const char* colour) {
    elements.push_back(message(sheet.data(first(points)), " using 1:2 with points pt 7 ps 0.35 lc rgb '", colour, "'"));
  };
  if (moment.real) dots(*moment.real, kReal);
  if (moment.generated) dots(*moment.generated, kGenerated);
  sheet.plot(elements);
}

void draw_field(Sheet& sheet, const Box& box, const std::string& title, const Field& field, double alpha) {
  std::vector<double> x, y, z;
  for (std::size_t r = 0; r < field.cells; ++r)
    for (std::size_t c = 0; c < field.cells; ++c) {
      x.push_back(field.x(c)), y.push_back(field.y(r));
      z.push_back(std::clamp(field.values[r * field.cells + c], 0.0, 1.0));
    }
  sheet.panel(box, title);
  set_frame(sheet, box, field);
  sheet.add("set cbrange [0:1]\nset cbtics (0,", formatted("%.2g", alpha), ",1) font ',11' offset 0,0.6\nset palette defined (0 '", kGenerated, "', ", alpha,
            " '#ffffff', 1 '", kReal, "')");
  sheet.add("set colorbox horizontal user origin screen ", (box.left + box.width - 130) / kWidth, ",",
            1 - (box.top - 30) / kHeight, " size screen ", 130.0 / kWidth, ",", 10.0 / kHeight);
  sheet.plot({message(sheet.data({x, y, z}), " using 1:2:3 with image")});
}

void draw_images(Sheet& sheet, const Box& box, const record::Picture& picture) {
  std::vector<double> x, y, r, g, b;
  const std::size_t green = picture.channels == 3 ? 1 : 0, blue = picture.channels == 3 ? 2 : 0;
  for (std::size_t row = 0; row < picture.height; ++row)
    for (std::size_t column = 0; column < picture.width; ++column) {
      const std::uint8_t* at = &picture.pixels[(row * picture.width + column) * picture.channels];
      x.push_back(static_cast<double>(column)), y.push_back(-static_cast<double>(row));
      r.push_back(at[0]), g.push_back(at[green]), b.push_back(at[blue]);
    }
  const double scale = std::min(box.width / static_cast<double>(picture.width), box.height / static_cast<double>(picture.height));
  const Box fitted{box.left, box.top, scale * static_cast<double>(picture.width), scale * static_cast<double>(picture.height)};
  sheet.panel(fitted, "Generated samples");
  sheet.add("set xrange [-0.5:", static_cast<double>(picture.width) - 0.5, "]\nset yrange [",
            0.5 - static_cast<double>(picture.height), ":0.5]\nunset border\nunset xtics\nunset ytics\nunset grid");
  sheet.plot({message(sheet.data({x, y, r, g, b}), " using 1:2:3:4:5 with rgbimage")});
}

/// At most kSmooth points: means of pieces, their lowest and highest values.
struct Pieces {
  std::vector<double> x, mean, low, high;
};
Pieces pieces(const Curve& curve) {
  Pieces out;
  const std::size_t size = std::max<std::size_t>(1, (curve.value.size() + kSmooth - 1) / kSmooth);
  for (std::size_t begin = 0; begin < curve.value.size(); begin += size) {
    const std::size_t end = std::min(begin + size, curve.value.size());
    double sum = 0, low = curve.value[begin], high = low;
    for (std::size_t i = begin; i < end; ++i) {
      sum += curve.value[i];
      low = std::min(low, curve.value[i]), high = std::max(high, curve.value[i]);
    }
    out.x.push_back((curve.step[begin] + curve.step[end - 1]) / 2);
    out.mean.push_back(sum / static_cast<double>(end - begin));
    out.low.push_back(low), out.high.push_back(high);
  }
  return out;
}

/// Holds nearly all there is: the wildest fiftieth of the values may lie beyond it.
std::pair<double, double> heights(const Panel& panel) {
  double low = 1e300, high = -1e300;
  for (const Curve& curve : panel.curves) {
    std::vector<double> values;
    for (const double value : pieces(curve).mean)
      if (std::isfinite(value)) values.push_back(value);
    if (values.empty()) continue;
    std::ranges::sort(values);
    const std::size_t off = values.size() / 50;
    low = std::min(low, values[off]), high = std::max(high, values[values.size() - 1 - off]);
  }
  for (const Line& line : panel.lines) low = std::min(low, line.second), high = std::max(high, line.second);
  if (low > high) return {0, 1};
  const double pad = std::max(0.08 * (high - low), 1e-3 * std::max(std::abs(high), 1e-6));
  return {low - pad, high + pad};
}

void draw_panel(Sheet& sheet, const Box& box, const Panel& panel, bool shares) {
  sheet.panel(box, panel.title);
  const auto [low, high] = shares ? std::pair{-0.03, 1.05} : heights(panel);
  double last = 1;
  for (const Curve& curve : panel.curves)
    if (!curve.step.empty()) last = std::max(last, curve.step.back());
  sheet.add("set xrange [0:", last, "]\nset yrange [", low, ":", high, "]\nset xtics ", step_for(last, box.width));
  double left = box.left + 10.0 * static_cast<double>(width(panel.title)) + 20;
  std::vector<std::string> raw, elements;
  for (std::size_t i = 0; i < panel.curves.size(); ++i) {
    const Curve& curve = panel.curves[i];
    const char* colour = kCurves[i % std::size(kCurves)];
    sheet.text(curve.name, left, box.top - 16, colour);
    left += 11.0 * static_cast<double>(width(curve.name)) + 14;
    const Pieces shown = pieces(curve);
    if (shown.low != shown.high)
      raw.push_back(message(sheet.data({shown.x, shown.low, shown.high}), " using 1:2:3 with filledcurves fs transparent solid ",
                            "0.18 noborder lc rgb '", colour, "'"));
    elements.push_back(message(sheet.data({shown.x, shown.mean}), " using 1:2 with ",
                               shown.x.size() < 30 ? "linespoints pt 7 ps 0.5" : "lines", " lw 2 lc rgb '", colour, "'"));
  }
  for (std::size_t i = 0; i < panel.lines.size(); ++i) {
    const auto& [name, value] = panel.lines[i];
    const char* colour = panel.lines.size() > 1 ? kCurves[i % std::size(kCurves)] : kSoft;
    raw.push_back(message(sheet.data({{0, last}, {value, value}}), " using 1:2 with lines dt (8,6) lw 1.3 lc rgb '", colour, "'"));
    sheet.text("- - " + name, left, box.top - 16, colour);
    left += 11.0 * static_cast<double>(width(name)) + 50;
  }
  raw.insert(raw.end(), elements.begin(), elements.end());
  sheet.plot(raw);
}

}  // namespace

std::string picture(const Moment& moment) {
  Sheet sheet;
  double top = 34;
  sheet.text(moment.title, 40, top, kInk, 19);
  top += 8;
  for (const std::string& remark : moment.remarks)
    for (const std::string& line : wrapped(remark, 115)) sheet.text(line, 40, top += 25, &remark == moment.remarks.data() ? kInk : kSoft, 14);
  const double row = std::max(top + 60, 150.0), side = 320;
  std::vector<std::pair<const Panel*, bool>> panels;
  for (const auto& [panel, shares] : {std::pair{&moment.losses, false}, {&moment.distance, false}, {&moment.shares, true}})
    if (!panel->curves.empty()) panels.push_back({panel, shares});
  double below = row;
  if (moment.images) {
    draw_images(sheet, {60, row, 480, 480}, *moment.images);
    // Panels next to the images, then below.
    const double height = (kHeight - row - 60 - 80.0 * static_cast<double>(panels.size() - 1)) / static_cast<double>(std::max<std::size_t>(panels.size(), 1));
    for (std::size_t i = 0; i < panels.size(); ++i)
      draw_panel(sheet, {620, row + (height + 80) * static_cast<double>(i), 540, height}, *panels[i].first, panels[i].second);
    return sheet.png();
  }
  if (moment.generated) {
    const Field frame = moment.d ? *moment.d : field_about(moment.real ? *moment.real : *moment.generated, *moment.generated, 1);
    draw_points(sheet, {60, row, side, side}, moment, frame);
    if (moment.d) draw_field(sheet, {60 + side + 60, row, side, side}, "D", *moment.d, moment.alpha);
    if (moment.best_d)
      draw_field(sheet, {60 + 2 * (side + 60), row, side, side}, "best D (estimated)", *moment.best_d, moment.alpha);
    below = row + side + 90;
  }
  const double gap = 70, each = (kWidth - 60 - 40 - gap * static_cast<double>(panels.size() - 1)) / static_cast<double>(std::max<std::size_t>(panels.size(), 1));
  for (std::size_t i = 0; i < panels.size(); ++i)
    draw_panel(sheet, {60 + (each + gap) * static_cast<double>(i), below, each, kHeight - below - 50}, *panels[i].first, panels[i].second);
  if (panels.empty() && !moment.generated) sheet.add("set border 0\nunset tics\nset yrange [0:1]\nplot 2 notitle");
  return sheet.png();
}

}  // namespace verigan::look
