// SPDX-License-Identifier: MIT
#include "drive/display.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/check.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"

namespace verigan::drive {
namespace {

std::string bar(double done, int width) {
  const int full = static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * width));
  std::string text;
  for (int i = 0; i < width; ++i) text += i < full ? "█" : "·";
  return text;
}

int percent(double done) { return static_cast<int>(100 * std::clamp(done, 0.0, 1.0)); }

std::string summary(const Display::State& state, double elapsed) {
  return message(percent(state.done), " %  ", state.finished, " of ", state.total, " done, ",
                 duration_text(elapsed), " so far, ",
                 state.seconds_left ? duration_text(*state.seconds_left) + " left"
                                    : std::string("time left not known yet"));
}

}  // namespace

Display::Display() : live_(can_redraw(stderr)) {}

void Display::say(const std::string& line) {
  clear();
  // Further lines begin where the first one's text does.
  const std::size_t columns = terminal_columns(stderr), indent = std::min(line.find_first_not_of(' '), columns / 2);
  std::string begin = line.substr(0, std::min(indent, line.size()));
  for (const std::string& part : width(line) <= columns ? std::vector{line.substr(begin.size())} : wrapped(line, columns - begin.size() - 2)) {
    std::fprintf(stderr, "%s%s\n", begin.c_str(), part.c_str());
    if (begin.size() == std::min(indent, line.size())) begin += "  ";
  }
  std::fflush(stderr);
}

void Display::update(const State& now_state) {
  State state = now_state;
  furthest_ = state.done = std::max(furthest_, state.done);
  const auto now = Clock::now();
  const auto pause = live_ ? std::chrono::milliseconds(200) : std::chrono::seconds(15);
  if (!shown_) shown_ = live_ ? now - pause : now;
  if (now - *shown_ < pause) return;
  shown_ = now;
  const double elapsed = std::chrono::duration<double>(now - started_).count();
  if (!live_) {
    std::fprintf(stderr, "%s\n", summary(state, elapsed).c_str());
    std::fflush(stderr);
    return;
  }
  const std::size_t columns = terminal_columns(stderr) - 1;
  std::string text = clipped(bar(state.done, 24) + " " + summary(state, elapsed), columns) + "\n";
  std::size_t widest = 0;
  for (const auto& run : state.running) widest = std::max(widest, width(run.name));
  for (const auto& run : state.running) {
    std::string line = "  " + run.name + std::string(widest - width(run.name) + 2, ' ');
    line += message(bar(run.done, 12), " ", percent(run.done), " %  ");
    // Not in the middle of a number: whole words alone.
    const std::size_t room = columns > width(line) ? columns - width(line) : 0;
    line += width(run.text) <= room ? run.text : room > 4 ? wrapped(run.text, room - 2).front() + " …" : "";
    text += clipped(line, columns) + "\n";
  }
  if (drawn_ > 0) text = erase_lines(drawn_) + text;  // one write: no flicker
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
  drawn_ = static_cast<int>(state.running.size()) + 1;
}

void Display::clear() {
  if (drawn_ > 0) std::fputs(erase_lines(drawn_).c_str(), stderr);
  drawn_ = 0;
}

std::string duration_text(double seconds) {
  const long whole = std::lround(std::max(seconds, 0.0));
  if (whole < 60) return message(whole, " s");
  if (whole < 3600) return message(whole / 60, " min ", whole % 60, " s");
  return message(whole / 3600, " h ", whole % 3600 / 60, " min");
}

}  // namespace verigan::drive
