// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

// The command line of every program: options, commands and the words for a user's mistake. What splits
// and converts the words is CLI11, whose header is slow to compile: arguments.cpp alone includes it.
namespace verigan {

/// What a program, or one of its commands, can be told. Variables handed to it are filled by parse(),
/// keep their value where the option is not given, and must outlive the object.
class Arguments {
 public:
  /// One option; its calls can be chained.
  class Option {
   public:
    Option required();
    /// The variable's present value stands in --help.
    Option shows_default();
    /// Refuses numbers outside [low, high].
    Option between(long low, long high);
    Option positive();
    Option existing_folder();
    /// It may be given only together with `other`.
    Option needs(const Option& other);
    /// A list's values are one word, divided by `separator`.
    Option separated_by(char separator);
    /// It may be given several times, each time with one more value of its list.
    Option repeatable();
    /// Its list has exactly `count` values.
    Option values(int count);

    bool given() const;
    /// The first value as it was typed; empty if it was not given.
    std::string typed() const;

   private:
    friend class Arguments;
    explicit Option(CLI::Option* option) : option_(option) {}
    CLI::Option* option_;
  };

  Arguments(const std::string& name, const std::string& description);
  ~Arguments();
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  /// `names` is "--seed", "--regulariser,--regularizer" or, for a word without a name, "DIR".
  Option add(const std::string& names, double& value, const std::string& help);
  Option add(const std::string& names, int& value, const std::string& help);
  Option add(const std::string& names, long& value, const std::string& help);
  Option add(const std::string& names, unsigned& value, const std::string& help);
  Option add(const std::string& names, std::uint64_t& value, const std::string& help);
  Option add(const std::string& names, std::string& value, const std::string& help);
  Option add(const std::string& names, std::optional<double>& value, const std::string& help);
  Option add(const std::string& names, std::optional<std::uint64_t>& value, const std::string& help);
  Option add(const std::string& names, std::vector<int>& values, const std::string& help);
  Option add(const std::string& names, std::vector<std::string>& values, const std::string& help);
  Option flag(const std::string& names, bool& value, const std::string& help);

  /// Text below the options in --help.
  void footer(const std::string& text);
  /// Adds --version, which prints `line`.
  void version(const std::string& line);
  /// Takes --help away: the program has its own.
  void without_help();

  /// Options that were not declared, and their values, go to `words`; declared words come before them.
  void take_rest(std::vector<std::string>& words);

  /// A command of the program, `name` being the first word. It lives as long as this object.
  Arguments& command(const std::string& name, const std::string& help);
  /// Called by parse() if this command was chosen.
  void when_chosen(std::function<void()> action);

  bool given(const std::string& option) const;

  /// Fills the variables. Returns the exit code of --help and --version, which it answers, and
  /// nothing otherwise. Throws Error, one line naming what was typed and what was expected, for an
  /// unknown command or option (with the nearest there is), a missing or repeated one, and a value
  /// that is no number or out of range.
  std::optional<int> parse(int argc, char** argv);
  std::optional<int> parse(const std::vector<std::string>& words);

 private:
  explicit Arguments(CLI::App* command);
  void refuse_unknown_command(const std::vector<std::string>& words) const;
  void take_remaining() const;

  std::unique_ptr<CLI::App> owned_;  // of a program; none of its commands
  CLI::App* app_;
  std::vector<std::unique_ptr<Arguments>> commands_;
  std::vector<std::string>* rest_ = nullptr;
};

}  // namespace verigan
