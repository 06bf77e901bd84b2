// SPDX-License-Identifier: MIT
#include "run/command_line.hpp"

#include <algorithm>
#include <sstream>

#include "core/arguments.hpp"
#include "core/check.hpp"
#include "core/names.hpp"

namespace verigan::run {
namespace {

std::vector<std::string> known_names(const Options& options) {
  std::vector<std::string> names;
  for (const Options::Row& row : options.rows()) names.push_back(row.name);
  return names;
}

bool has(const Options& options, const std::string& name) {
  return std::any_of(options.rows().begin(), options.rows().end(),
                     [&](const Options::Row& row) { return row.name == name; });
}

// Words of `text` in lines of at most `width` characters, each line after the first behind `indent`.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
  std::istringstream words(text);
  std::string out, line;
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      out += line + '\n' + indent;
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return out + line;
}

std::string default_text(const record::Value& value) {
  const std::string line = toml_text({{"x", value}});
  return line.substr(4, line.size() - 5);
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments, const Declare& declare) {
  Options options;
  declare(options, Preset::quick);
  Arguments expected("", "");
  expected.without_help();
  CommandLine line;
  std::map<std::string, std::string> values;
  for (const Options::Row& row : options.rows()) expected.add("--" + row.name, values[row.name], "");
  expected.flag("-h,--help", line.help, "");
  expected.flag("--plan", line.plan, "");
  expected.flag("--columns", line.columns, "");
  expected.flag("--describe", line.describe, "");
  expected.flag("--resume-across", line.resume_across, "");
  expected.flag("--tensorboard", line.tensorboard, "");
  expected.add("--plan-of", line.plan_of, "");
  expected.flag("--version", line.version, "");
  expected.parse(arguments);
  for (const auto& [name, value] : values) {
    if (expected.given("--" + name)) line.typed[name] = value;
  }
  return line;
}

record::Object config_file(const CommandLine& line) {
  const auto path = line.typed.find("config");
  return path == line.typed.end() ? record::Object{} : read_toml(path->second);
}

Options resolve(const CommandLine& line, const record::Object& file, const Declare& declare) {
  const auto typed = [&](const std::string& name) {
    const auto found = line.typed.find(name);
    return found == line.typed.end() ? std::string() : found->second;
  };
  const std::string path = typed("config");
  Preset preset = Preset::quick;
  if (const auto found = file.find("preset"); found != file.end()) {
    const auto* name = std::get_if<std::string>(&found->second);
    require(name != nullptr, path, ": preset: expected smoke, quick or paper");
    preset = preset_of(*name);
  }
  if (line.typed.contains("preset")) preset = preset_of(typed("preset"));

  Options options;
  declare(options, preset);
  for (const auto& [name, value] : file) {
    require(has(options, name) && name != "config", path, ": unknown key '", name, "'",
            expected_names(name, known_names(options)));
    options.set(name, value, path + ": " + name);
  }
  for (const auto& [name, value] : line.typed) options.set(name, value, "--" + name);
  return options;
}

std::string options_help(const Declare& declare, Preset preset) {
  Options options;
  declare(options, preset);
  constexpr std::size_t kColumn = 26;
  const std::string indent(kColumn, ' ');
  std::string out;
  const auto add = [&](const std::string& head, const std::string& help) {
    out += head;
    out += head.size() + 2 > kColumn ? '\n' + indent : std::string(kColumn - head.size(), ' ');
    out += wrapped(help, 80 - kColumn, indent) + '\n';
  };
  for (const Options::Row& row : options.rows()) {
    if (row.implied) continue;
    const std::string value = default_text(row.get());
    add("  --" + row.name + ' ' + row.kind,
        value == "\"\"" ? row.help : row.help + " (default " + value + ')');
  }
  add("  --plan", "print the runs this preset is made of, one JSON object a line, and run nothing; --seed 1-20 puts these seeds in place of its own");
  add("  --columns", "print the tables that the run leaves and their columns, and run nothing");
  add("  --describe", "print what the catalogue says of this program, a JSON object");
  add("  --resume-across", "continue what another commit began; the manifest then names both");
  add("  --tensorboard", "also write event files for TensorBoard, below tensorboard/ in the folder of results");
  add("  --plan-of FILE", "the same for the runs in FILE, one JSON object of options a line");
  add("  --version", "the version and commit of verigan");
  add("  --help", "this text");
  return out;
}

}  // namespace verigan::run
