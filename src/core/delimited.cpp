// SPDX-License-Identifier: MIT
#include "core/delimited.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/check.hpp"

namespace verigan {
namespace {

using Row = DelimitedText::Row;
using namespace std::string_view_literals;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What begins like no text in UTF-8, by its name.
void refuse_foreign(std::string_view text, const std::string& source) {
  require(!text.starts_with("\xFF\xFE"sv) && !text.starts_with("\xFE\xFF"sv), source,
          ":1: UTF-16, expected UTF-8 (spreadsheets call it \"CSV UTF-8\")");
  require(!text.starts_with("PK\x03\x04"sv), source,
          ":1: a spreadsheet or another zip archive, expected text such as CSV");
  const auto zero = std::find(text.begin(), text.end(), '\0');
  require(zero == text.end(), source, ":", 1 + std::count(text.begin(), zero, '\n'),
          ": a zero byte, so UTF-16 or no text at all; expected UTF-8");
}

/// The text without byte-order mark, its lines ending in \n.
std::string plain_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
  }
  return out;
}

/// What a first line sep=; or "sep=;" names; 0 where there is no such line.
char named_separator(std::string_view text, const std::string& source) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.starts_with('"') && line.ends_with('"') && line.size() > 1)
    line = line.substr(1, line.size() - 2);
  if (!line.starts_with("sep=") && !line.starts_with("SEP=")) return 0;
  const std::string_view name = line.substr(4);
  require(name.size() == 1 && ";,\t| "sv.find(name) != std::string_view::npos, source, ":1: 'sep=",
          one_line(std::string(name)), "', expected one of ; , | tab and blank behind sep=");
  return name.front();
}

constexpr std::string_view kCandidates = ";,\t";

/// Which candidates occur inside a line, outside quotes.
std::array<bool, kCandidates.size()> candidates_in(std::string_view line) {
  std::array<bool, kCandidates.size()> found{};
  bool quoted = false;
  for (const char c : line) {
    quoted ^= c == '"';
    const auto k = quoted ? std::string_view::npos : kCandidates.find(c);
    if (k != std::string_view::npos) found[k] = true;
  }
  return found;
}

/// The separator of the lines below the first; of that line, if it is the only one. Tabs separate where
/// every line has one, else they are blanks.
char common_separator(std::string_view text) {
  std::array<bool, kCandidates.size()> found{}, first_line{};
  bool blanks = false;
  for (std::size_t lines = 0; !text.empty();) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto here = candidates_in(line);
    if (lines == 0) first_line = here;
    else blanks = blanks || line.find_first_of(" \t") != std::string_view::npos;
    for (std::size_t k = 0; k < here.size(); ++k) {
      if (lines <= 1) found[k] = here[k];
      else found[k] = kCandidates[k] == '\t' ? found[k] && here[k] : found[k] || here[k];
    }
    ++lines;
  }
  if (!blanks && std::find(found.begin(), found.end(), true) == found.end()) found = first_line;
  const auto first = std::find(found.begin(), found.end(), true);
  return first == found.end() ? ' ' : kCandidates[static_cast<std::size_t>(first - found.begin())];
}

class Parser {
 public:
  Parser(std::string_view text, std::size_t line, char separator, const std::string& source)
      : text_(text), line_(line), separator_(separator), source_(source) {}

  std::vector<Row> rows() {
    std::vector<Row> found;
    while (!text_.empty()) {
      Row row{line_, cells()};
      if (!row.cells.empty()) found.push_back(std::move(row));
      text_.remove_prefix(std::min(text_.find('\n'), text_.size()));  // a comment
      if (!text_.empty()) ++line_, text_.remove_prefix(1);
    }
    return found;
  }

 private:
  bool is_blank(char c) const { return c == ' ' || (c == '\t' && separator_ != '\t'); }
  bool is_separator(char c) const { return separator_ == ' ' ? is_blank(c) : c == separator_; }
  bool at_end() const { return text_.empty() || text_.front() == '\n' || text_.front() == '#'; }
  void skip_blanks() {
    while (!text_.empty() && is_blank(text_.front())) text_.remove_prefix(1);
  }

  std::vector<std::string> cells() {
    std::vector<std::string> found;
    skip_blanks();
    while (!at_end() || !found.empty()) {
      found.push_back(text_.starts_with('"') ? quoted() : bare());
      skip_blanks();
      if (at_end()) break;
      if (separator_ == ' ') continue;
      text_.remove_prefix(1);
      skip_blanks();
    }
    return found;
  }
  std::string bare() {
    std::size_t size = 0;
    while (size < text_.size() && text_[size] != '\n' && text_[size] != '#' &&
           !is_separator(text_[size]))
      ++size;
    std::string cell(text_.substr(0, size));
    text_.remove_prefix(size);
    while (!cell.empty() && is_blank(cell.back())) cell.pop_back();
    return cell;
  }
  std::string quoted() {
    const std::size_t opened = line_;
    std::string cell;
    for (;;) {
      text_.remove_prefix(1);  // the opening quote, or the second of two
      const auto end = text_.find('"');
      require(end != std::string_view::npos, source_, ":", opened, ": a quote is never closed");
      cell += text_.substr(0, end);
      text_.remove_prefix(end + 1);
      if (!text_.starts_with('"')) break;
      cell += '"';
    }
    line_ += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '\n'));
    if (separator_ != ' ') skip_blanks();
    require(at_end() || is_separator(text_.front()), source_, ":", line_, ": '",
            text_.substr(0, 1), "' behind a closing quote, expected a separator");
    return cell;
  }

  std::string_view text_;
  std::size_t line_;
  char separator_;
  const std::string& source_;
};

}  // namespace

DelimitedText parse_delimited(std::string_view bytes, const std::string& source) {
  refuse_foreign(bytes, source);
  const std::string text = plain_lines(bytes);
  if (const char named = named_separator(text, source); named != 0) {
    const auto below = std::string_view(text).substr(std::min(text.find('\n'), text.size()));
    return {source, named, named != ',', Parser(below, 1, named, source).rows()};
  }
  const char separator = common_separator(text);
  return {source, separator, separator == ';', Parser(text, 1, separator, source).rows()};
}

DelimitedText read_delimited(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text, part(1 << 16, '\0');
  while (file && (file.read(part.data(), static_cast<std::streamsize>(part.size())), file.gcount() > 0))
    text.append(part, 0, static_cast<std::size_t>(file.gcount()));
  require(file.is_open() && !file.bad(), "cannot read ", path, ": ", std::strerror(errno),
          ", expected a text file");
  return parse_delimited(text, path);
}

}  // namespace verigan
