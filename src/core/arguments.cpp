// SPDX-License-Identifier: MIT
#include "core/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <sstream>
#include <string_view>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"

namespace verigan {
namespace {

/// CLI11 reads an empty word as 0 and does not say what it expected.
CLI::Option* expecting_numbers(CLI::Option* option, bool whole, bool natural = false) {
  return option->check([option, whole, natural](const std::string& word) {
    double real = 0;
    long long integer = 0;
    const bool read = whole ? CLI::detail::lexical_cast(word, integer) && (!natural || integer >= 0)
                            : CLI::detail::lexical_cast(word, real);
    require(!word.empty() && read, option->get_name(), " '", word, "', expected a ",
            whole ? "whole " : "", "number", natural ? " of at least 0" : "");
    return std::string();
  });
}

/// The help CLI11 writes, each line broken at words where it does not fit, further ones below its text. A line
/// that is indented as a whole, such as an example, continues two blanks further in.
std::string fitted(const std::string& help, std::size_t columns) {
  std::istringstream lines(help);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    if (width(line) <= columns) {
      out += line + '\n';
      continue;
    }
    const std::size_t first = line.find_first_not_of(' ');
    std::size_t text = first == line.npos ? 0 : first;  // where its text begins
    if (const std::size_t gap = line.find("  ", text); first == 2 && gap != line.npos)
      text = std::min(line.find_first_not_of(' ', gap), columns / 2);
    else if (first == 2 && line.starts_with("  -"))
      text = 30;
    text = std::min(text, line.size());
    std::string begin = line.substr(0, text), rest = line.substr(text);
    if (first == 2 && line.find("  ", 2) == line.npos && line.starts_with("  -")) {  // a name that fills its column
      const std::size_t blank = std::min(line.find(' ', 30), line.size());
      begin = line.substr(0, blank) + ' ', rest = line.substr(blank);
    }
    const std::size_t indent = first == 2 ? std::max<std::size_t>(text, 4) : text;
    for (const std::string& part : wrapped(rest, columns - std::max(width(begin), indent))) {
      out += begin + part + '\n';
      begin = std::string(indent, ' ');
    }
  }
  return out;
}

/// Text below the options. Lines of prose are one paragraph, wrapped anew, and so is what begins with
/// "Example"; an indented line stays a line.
std::string paragraphs(const std::string& text, std::size_t columns) {
  std::string out, prose;
  const auto end = [&] {
    if (prose.empty()) return;
    for (const std::string& line : wrapped(prose, columns)) out += line + '\n';
    prose.clear();
  };
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == 0 && !line.starts_with("Example")) {
      prose += (prose.empty() ? "" : " ") + line;
      continue;
    }
    end();
    if (indent == 0) {
      prose = line;
    } else if (indent == std::string::npos) {
      out += '\n';
    } else if (width(line) <= columns) {
      out += line + '\n';
    } else {
      std::string begin(indent, ' ');
      for (const std::string& part : wrapped(line, columns - indent - 2)) {
        out += begin + part + '\n';
        begin = std::string(indent + 2, ' ');
      }
    }
  }
  end();
  if (!out.empty()) out.pop_back();
  return out;
}

/// What CLI11 did not expect, with the option that was perhaps meant.
std::string unexpected(const CLI::App& app) {
  const std::string first = app.remaining(true).front();
  if (!first.starts_with("-")) return "unexpected argument '" + first + "', options start with --";
  const auto chosen = app.get_subcommands();
  const CLI::App& asked = chosen.empty() ? app : *chosen.front();
  std::vector<std::string> names;
  for (const CLI::Option* option : asked.get_options()) names.push_back(option->get_name());
  return "unknown option " + first + expected_names(first.substr(0, first.find('=')), names);
}

/// What CLI11 says of an option that is given more than once or lacks a value, in plain words;
/// anything else as it is.
std::string plain(const std::string& cli11) {
  const auto colon = cli11.find(": ");
  if (colon == std::string::npos) return cli11;
  const std::string option = cli11.substr(0, colon);
  const char* const said = cli11.c_str() + colon + 2;
  int expected = 0, received = 0;
  if (std::sscanf(said, "At Most %d required but received %d", &expected, &received) == 2) {
    if (expected == 1) return message(option, " is given ", received, " times, expected once");
    return message(option, " has ", received, " values, expected ", expected);
  }
  if (std::sscanf(said, "At least %d required but received %d", &expected, &received) == 2)
    return message(option, " has ", received, " value(s), expected ", expected);
  if (std::sscanf(said, "%d required ", &expected) == 1 && cli11.ends_with("missing"))
    return expected == 1 ? option + " needs a value" : message(option, " needs ", expected, " values");
  return cli11;
}

}  // namespace

using Option = Arguments::Option;

Option Option::required() {
  option_->required();
  return *this;
}
Option Option::shows_default() {
  option_->capture_default_str();
  return *this;
}
Option Option::between(long low, long high) {
  option_->check([option = option_, low, high](const std::string& word) {
    long value = 0;
    require(CLI::detail::lexical_cast(word, value) && value >= low && value <= high,
            option->get_name(), " ", word, ", expected ", low, " to ", high);
    return std::string();
  });
  return *this;
}
Option Option::positive() {
  option_->check(CLI::PositiveNumber);
  return *this;
}
Option Option::existing_folder() {
  option_->check(CLI::ExistingDirectory);
  return *this;
}
Option Option::needs(const Option& other) {
  option_->needs(other.option_);
  return *this;
}
Option Option::separated_by(char separator) {
  option_->delimiter(separator);
  return *this;
}
Option Option::repeatable() {
  option_->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return *this;
}
Option Option::values(int count) {
  option_->expected(count);
  return *this;
}
bool Option::given() const { return option_->count() > 0; }
std::string Option::typed() const { return given() ? option_->results().front() : std::string(); }

Arguments::Arguments(const std::string& name, const std::string& description)
    : owned_(std::make_unique<CLI::App>(description, name)), app_(owned_.get()) {}
Arguments::Arguments(CLI::App* command) : app_(command) {}
Arguments::~Arguments() = default;

Option Arguments::add(const std::string& names, double& value, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), false));
}
Option Arguments::add(const std::string& names, int& value, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), true));
}
Option Arguments::add(const std::string& names, long& value, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), true));
}
Option Arguments::add(const std::string& names, unsigned& value, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), true, true));
}
Option Arguments::add(const std::string& names, std::uint64_t& value, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), true, true));
}
Option Arguments::add(const std::string& names, std::string& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}
Option Arguments::add(const std::string& names, std::optional<double>& value, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), false));
}
Option Arguments::add(const std::string& names, std::optional<std::uint64_t>& value,
                      const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, value, help), true, true));
}
Option Arguments::add(const std::string& names, std::vector<int>& values, const std::string& help) {
  return Option(expecting_numbers(app_->add_option(names, values, help), true));
}
Option Arguments::add(const std::string& names, std::vector<std::string>& values,
                      const std::string& help) {
  return Option(app_->add_option(names, values, help));
}
Option Arguments::flag(const std::string& names, bool& value, const std::string& help) {
  return Option(app_->add_flag(names, value, help));
}

void Arguments::footer(const std::string& text) { app_->footer(paragraphs(text, 80)); }
void Arguments::version(const std::string& line) { app_->set_version_flag("--version", line); }
void Arguments::without_help() { app_->set_help_flag(); }

void Arguments::take_rest(std::vector<std::string>& words) {
  app_->allow_extras();
  rest_ = &words;
}

Arguments& Arguments::command(const std::string& name, const std::string& help) {
  app_->require_subcommand(1);
  commands_.push_back(std::unique_ptr<Arguments>(new Arguments(app_->add_subcommand(name, help))));
  return *commands_.back();
}
void Arguments::when_chosen(std::function<void()> action) { app_->callback(std::move(action)); }

bool Arguments::given(const std::string& option) const { return app_->count(option) > 0; }

/// A first word that is no command is named before anything else is looked at.
void Arguments::refuse_unknown_command(const std::vector<std::string>& words) const {
  if (commands_.empty() || (!words.empty() && words.front().starts_with("-"))) return;
  std::vector<std::string> names;
  for (const auto& command : commands_) names.push_back(command->app_->get_name());
  require(!words.empty(), "no command", expected_names("", names));
  for (const std::string& name : names)
    if (name == words.front()) return;
  throw Error(message("unknown command '", words.front(), "'", expected_names(words.front(), names)));
}

std::optional<int> Arguments::parse(int argc, char** argv) {
  return parse(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
}

std::optional<int> Arguments::parse(const std::vector<std::string>& words) {
  refuse_unknown_command(words);
  try {
    app_->parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ExtrasError&) {
    throw Error(unexpected(*app_));
  } catch (const CLI::ParseError& error) {
    if (dynamic_cast<const CLI::CallForHelp*>(&error) != nullptr) {
      std::fputs(fitted(app_->help(), std::min<std::size_t>(terminal_columns(stdout), 80)).c_str(), stdout);
      return 0;
    }
    if (error.get_exit_code() == 0) return app_->exit(error);  // --version
    throw Error(plain(error.what()));
  }
  take_remaining();
  return std::nullopt;
}

void Arguments::take_remaining() const {
  if (rest_ != nullptr) *rest_ = app_->remaining();
  for (const auto& command : commands_) command->take_remaining();
}

}  // namespace verigan
