// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/number_list.hpp"
#include "drive/sweep.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/toml.hpp"

namespace verigan::drive {
namespace {

std::string text_of(const toml::node& node, const std::string& source) {
  if (const auto* x = node.as_boolean()) return x->get() ? "true" : "false";
  if (const auto* x = node.as_integer()) return std::to_string(x->get());
  if (const auto* x = node.as_floating_point()) return record::number_text(x->get());
  if (const auto* x = node.as_string()) return x->get();
  throw Error(source + ": expected a number or a text");
}

std::vector<std::string> list_of(const toml::node& node, const std::string& source) {
  const toml::array* array = node.as_array();
  require(array != nullptr, source, ": expected a list of values in brackets");
  require(!array->empty(), source, ": an empty list, expected at least one value");
  std::vector<std::string> values;
  for (const toml::node& value : *array) values.push_back(text_of(value, source));
  return values;
}

class Reader {
 public:
  Reader(const std::filesystem::path& file, const toml::table& table)
      : file_(file.string()), table_(table) {
    sweep_.name = file.stem().string();
    sweep_.source = file_;
  }

  Sweep read() {
    const std::vector<std::string> known{"title", "experiment", "seeds", "fixed", "cross", "zip"};
    for (const auto& [key, node] : table_) {
      const std::string name(key.str());
      require(std::ranges::find(known, name) != known.end(), file_, ": unknown key '", name, "'",
              expected_names(name, known));
    }
    const toml::node* experiment = table_.get("experiment");
    require(experiment != nullptr && experiment->is_string(), file_,
            ": no experiment, expected experiment = \"NAME\"");
    sweep_.experiment = text_of(*experiment, file_ + ": experiment");
    read_seeds();
    for (const auto& [key, node] : section("fixed"))
      sweep_.fixed.emplace_back(option(key), text_of(node, place("fixed", key)));
    read_axes("cross", sweep_.cross);
    read_axes("zip", sweep_.zip);
    for (const Axis& axis : sweep_.zip)
      require(axis.values.size() == sweep_.zip.front().values.size(), file_, ": zip.", axis.option,
              " has ", axis.values.size(), " values, expected ", sweep_.zip.front().values.size(),
              " as zip.", sweep_.zip.front().option, " has");
    return std::move(sweep_);
  }

 private:
  std::string place(const char* table, const toml::key& key) const {
    return message(file_, ": ", table, ".", key.str());
  }

  void read_seeds() {
    const toml::node* seeds = table_.get("seeds");
    if (seeds == nullptr) return;
    const std::string source = file_ + ": seeds";
    std::string text;
    if (seeds->is_array()) {
      for (const std::string& seed : list_of(*seeds, source)) text += (text.empty() ? "" : ",") + seed;
    } else {
      text = text_of(*seeds, source);
    }
    sweep_.seeds = whole_numbers(text, source);
  }

  const toml::table& section(const char* name) const {
    static const toml::table none;
    const toml::node* node = table_.get(name);
    if (node == nullptr) return none;
    require(node->is_table(), file_, ": ", name, ": expected a table of options, [", name, "]");
    return *node->as_table();
  }

  std::string option(const toml::key& key) {
    const std::string name(key.str());
    require(name != "seed", file_, ": seed: expected seeds = \"1-20\" above the tables");
    require(seen_.insert(name).second, file_, ": ", name, " is in two tables, expected in one");
    return name;
  }

  void read_axes(const char* table, std::vector<Axis>& axes) {
    for (const auto& [key, node] : section(table))
      axes.push_back({option(key), list_of(node, place(table, key))});
  }

  std::string file_;
  const toml::table& table_;
  Sweep sweep_;
  std::set<std::string> seen_;
};

}  // namespace

Sweep read_sweep(const std::filesystem::path& file) {
  try {
    const toml::table table = toml::parse(record::read_file(file), file.string());
    return Reader(file, table).read();
  } catch (const toml::parse_error& error) {
    throw Error(message(file.string(), " line ", error.source().begin.line, ": ",
                        one_line(std::string(error.description()))));
  }
}

}  // namespace verigan::drive
