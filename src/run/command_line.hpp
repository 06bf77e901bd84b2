// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "run/options.hpp"
#include "run/preset.hpp"

// From what was typed to a resolved configuration: the preset's values, then the file given with
// --config, then the command line; each later one wins.
namespace verigan::run {

/// Fills the table with an experiment's options, their variables set to the preset's values.
using Declare = std::function<void(Options&, Preset)>;

/// What was typed. Nothing in it has been checked but the options' names.
struct CommandLine {
  std::map<std::string, std::string> typed;  // option → value
  bool help = false;
  bool plan = false;
  bool columns = false;
  bool describe = false;
  bool resume_across = false;
  bool tensorboard = false;
  std::string plan_of;  // file of runs; empty: none
  bool version = false;
};

/// Splits "--name value" and "--name=value". Throws Error for an unknown option (naming those there
/// are), one given twice, one without its value, and for anything that is no option.
CommandLine parse_command_line(const std::vector<std::string>& arguments, const Declare& declare);

/// The options in the file that --config names; none without it. Throws Error.
record::Object config_file(const CommandLine& line);

/// Resolves everything, `file` being config_file(line) or a part of it, into the options' variables and
/// returns their table. Throws Error.
Options resolve(const CommandLine& line, const record::Object& file, const Declare& declare);

/// Lines "  --name KIND  what it means (default …)", wrapped at 80 columns; defaults are the preset's.
std::string options_help(const Declare& declare, Preset preset);

}  // namespace verigan::run
