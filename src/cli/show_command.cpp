// SPDX-License-Identifier: MIT
// verigan show: one run, finished or under way, in words and in a picture.

#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/present_run.hpp"
#include "core/check.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"
#include "drive/child.hpp"
#include "drive/display.hpp"
#include "look/moment.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "run/moment.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of(const record::Value& value) {
  if (const auto* x = std::get_if<bool>(&value)) return *x ? "true" : "false";
  if (const auto* x = std::get_if<std::int64_t>(&value)) return std::to_string(*x);
  if (const auto* x = std::get_if<double>(&value)) return formatted("%.6g", *x);
  if (const auto* x = std::get_if<std::string>(&value)) return *x;
  return message(std::get<std::vector<double>>(value).size(), " numbers");
}

/// Lines of at most the terminal's width, further ones below the first's text.
void say(const std::string& text, std::size_t indent = 0, const std::string& head = "") {
  std::string begin = padded(head, indent);
  for (const std::string& line : wrapped(text, terminal_columns(stdout) - width(begin))) {
    std::printf("%s%s\n", begin.c_str(), line.c_str());
    begin = std::string(indent, ' ');
  }
}

void print(const char* title, const record::Object& object) {
  if (object.empty()) return;
  std::printf("\n%s\n", title);
  for (const auto& [name, value] : object) say(text_of(value), 30, "  " + name);
}

void print(const record::RecordedDiagnosis& diagnosis) {
  std::puts("\nDiagnosis");
  for (const auto& finding : diagnosis.findings)
    say(message(finding.present ? "since step " : "until step ", finding.present ? finding.since : finding.last, ": ",
                finding.evidence),
        26, "  " + finding.name);
  say(diagnosis.measured, 26, "  measured");
}

struct Request {
  std::string run, picture;
  bool open = false;
};

/// Draws the run; next to its folder, which stays as it was left, where no other file is named.
void draw(const fs::path& folder, const Request& request) {
  std::string file = request.picture;
  if (file.empty()) file = folder.string() + ".png";
  try {
    record::write_file(file, look::picture(run::moment_of(folder)));
  } catch (const Error& error) {
    if (!request.picture.empty() || request.open) throw;
    say(message("No picture: ", error.what()));
    return;
  }
  std::printf("Picture: %s\n", file.c_str());
  if (!request.open) return;
  const drive::Capture opened = drive::run_and_capture({"xdg-open", {file}, {}});
  require(opened.status == 0, "--open: xdg-open cannot show ", file, ", expected a desktop with a viewer of PNG");
}

int show(const Request& request) {
  const fs::path folder = present_run(request.run);
  if (!fs::exists(folder / record::kManifestName)) {
    std::printf("%s: not finished; `verigan tail` shows how it goes\n", folder.c_str());
    draw(folder, request);
    std::printf("\nconfig.toml\n%s", fs::exists(folder / "config.toml") ? record::read_file(folder / "config.toml").c_str() : "");
    return 1;
  }
  const record::Manifest manifest = record::read_manifest(folder);
  if (manifest.diagnosis && !manifest.diagnosis->verdict.empty()) {
    say(manifest.diagnosis->headline());
    if (!manifest.diagnosis->advice.empty()) say(manifest.diagnosis->advice);
    std::puts("");
  }
  say(manifest.experiment + ": " + manifest.title);
  say(message(drive::duration_text(manifest.seconds), " of work since ", manifest.started));
  std::printf("result %s\n", manifest.result_hash.c_str());
  draw(folder, request);
  print("Configuration", manifest.config);
  if (const fs::path file = folder / "summary.json"; fs::exists(file))
    print("Summary", record::parse_json(record::read_file(file), file.string()));
  if (manifest.diagnosis) print(*manifest.diagnosis);
  print("Provenance", manifest.provenance);
  std::printf("\nFiles in %s\n", folder.c_str());
  for (const auto& [file, hash] : manifest.files) std::printf("  %.12s  %s\n", hash.c_str(), file.c_str());
  return 0;
}

}  // namespace

fs::path present_run(const fs::path& named) {
  fs::path folder = named.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // "results/alpha_toy/abc/"
  if (fs::is_directory(folder)) return folder;
  std::error_code error;
  const std::string begin = folder.filename().string() + ".";
  for (const auto& entry : fs::directory_iterator(folder.parent_path().empty() ? "." : folder.parent_path(), error))
    if (const std::string name = entry.path().filename().string();
        entry.is_directory() && name.starts_with(begin) && name.ends_with(".partial"))
      return entry.path();
  throw Error(folder.string() + ": no such run, expected results/EXPERIMENT/HASH");
}

Action show_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("RUN", request->run, "Folder of a run").required();
  arguments.add("--picture", request->picture, "PNG file to draw it in; default: RUN.png, next to the folder");
  arguments.flag("--open", request->open, "Open the picture in the desktop's viewer");
  return [request] { return show(*request); };
}

}  // namespace verigan::cli
