// SPDX-License-Identifier: MIT
#include "analysis/program.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/arguments.hpp"
#include "core/check.hpp"
#include "core/program.hpp"
#include "record/file.hpp"
#include "record/provenance.hpp"

namespace verigan::analysis {
namespace {

std::map<std::string, std::string> parse_where(const std::vector<std::string>& words) {
  std::map<std::string, std::string> where;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    require(equals != std::string::npos && equals > 0, "--where ", word, ", expected OPTION=VALUE");
    const bool is_new = where.insert({word.substr(0, equals), word.substr(equals + 1)}).second;
    require(is_new, "--where ", word, ": ", word.substr(0, equals), " is given twice");
  }
  return where;
}

}  // namespace

int run_program(int argc, char** argv, const Output& output,
                const std::function<void(const Folders&)>& body) {
  const std::string name = std::filesystem::path(argv[0]).filename().string();
  std::string results, out;
  std::vector<std::string> where;
  bool describe = false;
  Arguments arguments(name, output.title);
  arguments.version(record::version_line(name));
  arguments.add("--results", results, "Folder with the results")
      .existing_folder();
  arguments.add("--out", out, "Folder to write to");
  arguments.add("--where", where, "OPTION=VALUE: only runs that have this value, or no such option")
      .repeatable();
  arguments.flag("--describe", describe, "Print what the catalogue says of this program, a JSON object");
  return run_main(name, [&] {
    if (const auto answered = arguments.parse(argc, argv)) return *answered;
    if (describe) {
      const nlohmann::ordered_json json{{"id", output.id},
                                        {"program", name},
                                        {"experiments", output.experiments},
                                        {"title", output.title}};
      std::printf("%s\n", json.dump(2).c_str());
      return 0;
    }
    require(!results.empty(), "--results is missing, expected the folder with the results");
    require(!out.empty(), "--out is missing, expected the folder to write to");
    const Folders folders{results, out, parse_where(where), {}};
    record::make_folder(out);
    body(folders);
    for (const auto& [option, value] : folders.where)
      require(folders.known.contains(option), "--where ", option, "=", value,
              ": no run has an option of this name");
    return 0;
  });
}

}  // namespace verigan::analysis
