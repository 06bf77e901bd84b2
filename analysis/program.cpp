// SPDX-License-Identifier: MIT
#include "analysis/program.hpp"


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

int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body) {
  const std::string name = std::filesystem::path(argv[0]).filename().string();
  std::string results, out;
  std::vector<std::string> where;
  Arguments arguments(name, description);
  arguments.version(record::version_line(name));
  arguments.add("--results", results, "Folder with the results")
      .required()
      .existing_folder();
  arguments.add("--out", out, "Folder to write to").required();
  arguments.add("--where", where, "OPTION=VALUE: only runs that have this value, or no such option")
      .repeatable();
  return run_main(name, [&] {
    if (const auto answered = arguments.parse(argc, argv)) return *answered;
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
