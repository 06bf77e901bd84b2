// SPDX-License-Identifier: MIT
// verigan show and verigan tail: one run, finished or under way.
#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/program.hpp"
#include "core/text.hpp"
#include "drive/display.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

/// The folder as it is now: a run under way has ".partial" behind its name.
fs::path present(const fs::path& folder) {
  if (fs::is_directory(folder)) return folder;
  fs::path partial = folder;
  partial += ".partial";
  require(fs::is_directory(partial), folder.string(), ": no such run, expected results/EXPERIMENT/HASH");
  return partial;
}

std::string text_of(const record::Value& value) {
  if (const auto* x = std::get_if<bool>(&value)) return *x ? "true" : "false";
  if (const auto* x = std::get_if<std::int64_t>(&value)) return std::to_string(*x);
  if (const auto* x = std::get_if<double>(&value)) return formatted("%.6g", *x);
  if (const auto* x = std::get_if<std::string>(&value)) return *x;
  return message(std::get<std::vector<double>>(value).size(), " numbers");
}

void print(const char* title, const record::Object& object) {
  if (object.empty()) return;
  std::printf("\n%s\n", title);
  for (const auto& [name, value] : object)
    std::printf("  %s%s\n", padded(name, 30).c_str(), text_of(value).c_str());
}

int show(const std::string& name) {
  const fs::path folder = present(name);
  if (!fs::exists(folder / record::kManifestName)) {
    std::printf("%s: not finished; `verigan tail` shows how it goes\n\nconfig.toml\n%s", folder.c_str(),
                fs::exists(folder / "config.toml") ? record::read_file(folder / "config.toml").c_str() : "");
    return 1;
  }
  const record::Manifest manifest = record::read_manifest(folder);
  std::printf("%s: %s\n%s of work since %s, result %s\n", manifest.experiment.c_str(),
              manifest.title.c_str(), drive::duration_text(manifest.seconds).c_str(),
              manifest.started.c_str(), manifest.result_hash.c_str());
  print("Configuration", manifest.config);
  if (const fs::path file = folder / "summary.json"; fs::exists(file))
    print("Summary", record::parse_json(record::read_file(file), file.string()));
  if (manifest.diagnosis) {
    std::puts("\nDiagnosis");
    for (const auto& finding : manifest.diagnosis->findings)
      std::printf("  %s%s %lld: %s\n", padded(finding.name, 20).c_str(),
                  finding.present ? "since step" : "until step",
                  static_cast<long long>(finding.present ? finding.since : finding.last),
                  finding.evidence.c_str());
    if (manifest.diagnosis->findings.empty()) std::puts("  nothing found wrong");
    std::printf("  %s\n", manifest.diagnosis->measured.c_str());
  }
  print("Provenance", manifest.provenance);
  std::puts("\nFiles");
  for (const auto& [file, hash] : manifest.files)
    std::printf("  %.12s  %s\n", hash.c_str(), (folder / file).c_str());
  return 0;
}

/// The last complete lines of a table that grows: all of them but an unfinished one at the end.
record::Table table_of(const fs::path& file) {
  std::string text = record::read_file(file);
  text.resize(text.rfind('\n') + 1);
  return record::Table::parse(text, file.string());
}

struct TailRequest {
  std::string run, table = "metrics.csv";
  bool follow = true;
};

int tail(const TailRequest& request) {
  constexpr std::size_t kFirst = 10;
  std::size_t shown = 0;
  for (bool begun = false;; begun = true) {
    const fs::path folder = present(request.run);
    const bool finished = folder.extension() != ".partial";
    if (fs::exists(folder / request.table)) {
      const record::Table table = table_of(folder / request.table);
      std::vector<std::vector<std::string>> columns;
      for (const std::string& name : table.names()) columns.push_back(table.texts(name));
      const auto line = [&](const auto& cell) {
        for (std::size_t c = 0; c < columns.size(); ++c)
          std::printf("%s%s", c > 0 ? "  " : "", padded(cell(c), 12).c_str());
        std::puts("");
      };
      if (!begun) {
        line([&](std::size_t c) { return table.names()[c]; });
        shown = table.rows() > kFirst ? table.rows() - kFirst : 0;
      }
      for (; shown < table.rows(); ++shown)
        line([&](std::size_t c) { return columns[c][shown]; });
      flush_output();
    } else {
      require(!finished, (folder / request.table).string(), ": no such table");
    }
    if (finished || !request.follow) return 0;
    poll(nullptr, 0, 1000);
  }
}

}  // namespace

Action show_command(Arguments& arguments) {
  auto run = std::make_shared<std::string>();
  arguments.add("RUN", *run, "Folder of a run").required();
  return [run] { return show(*run); };
}

Action tail_command(Arguments& arguments) {
  auto request = std::make_shared<TailRequest>();
  auto once = std::make_shared<bool>(false);
  arguments.add("RUN", request->run, "Folder of a run, finished or under way").required();
  arguments.add("--table", request->table, "Which of its tables").shows_default();
  arguments.flag("--once", *once, "Print the last rows and do not wait for more");
  arguments.footer("Rows appear when the run saves its state (--checkpoint-every of the experiment).");
  return [request, once] {
    request->follow = !*once;
    return tail(*request);
  };
}

}  // namespace verigan::cli
