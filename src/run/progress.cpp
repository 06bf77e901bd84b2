// SPDX-License-Identifier: MIT
#include "run/progress.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"

namespace verigan::run {
namespace {

using namespace std::chrono_literals;

const std::string kIndent = "  ";  // of the further lines of a remark

std::string clock_text(double seconds) {
  const auto s = static_cast<long>(seconds + 0.5);
  char text[32];
  if (s >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", s / 60, s % 60);
  }
  return text;
}

}  // namespace

Progress::Progress(Mode mode, std::string label, std::FILE* out)
    : mode_(mode), label_(std::move(label)), out_(out), start_(Clock::now()) {
  if (mode_ == Mode::automatic || mode_ == Mode::bar)
    mode_ = can_redraw(out) ? Mode::bar : Mode::plain;
}

Progress::~Progress() { clear_bar(); }

void Progress::begin(std::uint64_t done, std::uint64_t total) {
  first_ = done_ = done;
  total_ = total;
  start_ = Clock::now();
  shown_ = {};
  show(done == 0 ? "started" : "continues");
}

void Progress::update(std::uint64_t done, const std::string& text) {
  done_ = done;
  const auto pause = mode_ == Mode::bar ? 100ms : mode_ == Mode::machine ? 200ms : 10000ms;
  if (Clock::now() - shown_ >= pause) show(text);
}

void Progress::note(const std::string& text) {
  if (mode_ == Mode::none) return;
  clear_bar();
  if (mode_ == Mode::machine) {  // who listens knows whose words these are
    std::fprintf(out_, "%s\n", text.c_str());
  } else {
    std::string indent;
    for (const std::string& line : wrapped(label_ + ": " + text, terminal_columns(out_) - kIndent.size())) {
      std::fprintf(out_, "%s%s\n", indent.c_str(), line.c_str());
      indent = kIndent;
    }
  }
}

void Progress::end(const std::string& text) {
  if (total_ == 0) total_ = 1;  // a run without a loop
  done_ = total_;
  clear_bar();
  if (mode_ == Mode::bar) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    note(text + (text.empty() ? "" : ", ") + clock_text(seconds));
  } else {
    show(text);
  }
}

std::string Progress::time_left() const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  if (done_ <= first_ || seconds < 0.5) return "";
  const double rate = static_cast<double>(done_ - first_) / seconds;
  return clock_text(static_cast<double>(total_ - done_) / rate) + " left";
}

void Progress::show(const std::string& text) {
  shown_ = Clock::now();
  const double share = total_ == 0 ? 0.0 : static_cast<double>(done_) / static_cast<double>(total_);
  const int percent = static_cast<int>(100 * share);
  const std::string left = done_ < total_ ? time_left() : "";
  if (mode_ == Mode::machine) {
    std::fprintf(out_, "@progress %llu %llu %s\n", static_cast<unsigned long long>(done_),
                 static_cast<unsigned long long>(total_), text.c_str());
  } else if (mode_ == Mode::plain) {
    std::fprintf(out_, "%s: %3d %%%s%s%s%s\n", label_.c_str(), percent, left.empty() ? "" : ", ",
                 left.c_str(), text.empty() ? "" : ", ", text.c_str());
  } else if (mode_ == Mode::bar) {
    constexpr std::size_t kCells = 16;
    const auto full = static_cast<std::size_t>(share * kCells);
    const std::string bar = std::string(full, '#') + std::string(kCells - full, '.');
    char head[96];
    std::snprintf(head, sizeof head, " [%s] %3d %%  %-10s ", bar.c_str(), percent, left.c_str());
    // What does not fit is left out in whole words, the label's end before the numbers.
    const std::size_t columns = terminal_columns(out_) - 1, least = width(head) + 24;
    const std::string label = width(label_) + least <= columns || columns < least
                                  ? label_
                                  : clipped(label_, std::max<std::size_t>(columns - least, 9) - 1) + "…";
    std::string line = label + head;
    const std::size_t room = columns > width(line) ? columns - width(line) : 0;
    if (width(text) <= room)
      line += text;
    else if (room > 4)
      line += wrapped(text, room - 2).front() + " …";
    std::fprintf(out_, "%s%s", kEraseLine, clipped(line, columns).c_str());
    bar_visible_ = true;
  }
  std::fflush(out_);
}

void Progress::clear_bar() {
  if (bar_visible_) std::fputs(kEraseLine, out_);
  bar_visible_ = false;
}

Progress::Mode progress_mode(const std::string& name) {
  using Mode = Progress::Mode;
  constexpr std::pair<const char*, Mode> kModes[] = {{"auto", Mode::automatic},
                                                     {"bar", Mode::bar},
                                                     {"plain", Mode::plain},
                                                     {"machine", Mode::machine},
                                                     {"none", Mode::none}};
  for (const auto& [known, mode] : kModes) {
    if (name == known) return mode;
  }
  throw Error(message("progress = '", name, "', expected auto, bar, plain, machine or none"));
}

}  // namespace verigan::run
