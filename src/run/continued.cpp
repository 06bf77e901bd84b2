// SPDX-License-Identifier: MIT
#include "run/continued.hpp"

#include <optional>

#include "core/check.hpp"
#include "core/number_list.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "run/folder.hpp"
#include "run/ladder.hpp"

namespace verigan::run {

namespace fs = std::filesystem;

fs::path Continued::checkpoint() const { return folder / kCheckpoint; }

Continued read_continued(const fs::path& folder, const std::string& experiment) {
  const std::string expected = message("expected the folder of a finished run of ", experiment);
  std::error_code error;
  require(fs::exists(folder / record::kManifestName, error), "--from ", folder.string(),
          " holds no finished run, ", expected);
  const record::Manifest manifest = record::read_manifest(folder);
  require(manifest.finished, "--from ", folder.string(), " is a run that has not finished, ", expected);
  require(manifest.experiment == experiment, "--from ", folder.string(), " is a run of ", manifest.experiment,
          ", ", expected);
  const std::vector<std::string> changed = damage(folder);
  require(changed.empty(), "--from ", folder.string(), ": ", changed.empty() ? "" : changed.front(),
          ", expected a run as it was left");
  require(manifest.files.contains(kCheckpoint), "--from ", folder.string(), " has no ", kCheckpoint,
          ", expected a run that trains");
  return {folder, folder_name(experiment, record::read_file(folder / "config.toml")), manifest.result_hash,
          manifest.config};
}

CommandLine extended(CommandLine line, const Continued& from) {
  for (const char* name : {"steps", "epochs"}) {
    const auto typed = line.typed.find(name);
    const auto before = from.config.find(name);
    if (typed == line.typed.end() || before == from.config.end()) continue;
    const auto had = static_cast<double>(std::get<std::int64_t>(before->second));
    std::string& text = typed->second;
    double given = 0;
    const bool more = text.starts_with("+");
    require(record::parse_number(more ? text.substr(1) : text, given), "--", name, " '", text,
            "', expected a number, or as in +5000 how many more");
    const double total = more ? had + given : given;
    require(total > had, "--", name, " ", text, ", but ", from.run, " had ", had, ", expected more of them");
    text = record::number_text(total);
    return line;
  }
  throw Error("--from needs to know how far to go on, expected --steps +5000, or --epochs +5 where epochs are "
              "counted");
}

}  // namespace verigan::run
