// SPDX-License-Identifier: MIT
// What a user looks at: the width of all that is printed, the picture of a run, one that is drawn while it
// trains, and the verdict on a log from elsewhere.
#include <chrono>
#include <sstream>
#include <thread>

#include "core/text.hpp"
#include "drive/catalogue.hpp"
#include "drive/child.hpp"
#include "experiments/bench.hpp"
#include "record/npy.hpp"
#include "record/png.hpp"
#include "support/catch.hpp"
#include "support/fake_gnuplot.hpp"

using namespace verigan;
using tests::contains;
namespace fs = std::filesystem;

namespace {

drive::Capture verigan_says(std::vector<std::string> words) {
  return drive::run_and_capture({fs::path(PROGRAM_FOLDER) / "verigan", std::move(words), {}});
}

/// The lines of a text that are wider than a terminal, but for one word that is, such as a long choice.
std::vector<std::string> wide(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (width(line) > 80 && std::ranges::none_of(wrapped(line, 1), [](const auto& word) { return width(word) > 70; }))
      found.push_back(line);
  return found;
}

std::vector<std::string> commands() {
  std::vector<std::string> names;
  std::istringstream help(verigan_says({"--help"}).output);
  bool inside = false;
  for (std::string line; std::getline(help, line);) {
    if (line == "Subcommands:") inside = true;
    else if (inside && line.starts_with("  ") && !line.starts_with("   ")) names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

const std::vector<std::string> kSmall{"--steps", "60", "--fresh-steps", "5", "--samples", "300", "--progress", "none"};

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("all help fits 80 columns and is broken at words") {
  const std::vector<std::string> names = commands();
  REQUIRE(names.size() >= 26);
  CHECK(wide(verigan_says({"--help"}).output).empty());
  for (const std::string& name : names) {
    const drive::Capture help = verigan_says({name, "--help"});
    CHECK(help.status == 0);
    for (const std::string& line : wide(help.output)) FAIL_CHECK(name << ": " << line);
  }
  for (const auto& experiment : drive::load_catalogue(PROGRAM_FOLDER).experiments) {
    const drive::Capture help = drive::run_and_capture({fs::path(PROGRAM_FOLDER) / experiment.program, {"--help"}, {}});
    CHECK(help.status == 0);
    for (const std::string& line : wide(help.output)) FAIL_CHECK(experiment.name << ": " << line);
  }
}

TEST_CASE("help says all that it said, whatever it was broken into") {
  const std::string help = tests::unwrapped(verigan_says({"theory", "--help"}).output);
  for (const char* words : {"--alpha", "--divergence", "Examples:", "Everything in nats"}) CHECK(contains(help, words));
}

TEST_CASE("version names the commit and whether the tree was changed, and can be cited") {
  const std::string line = verigan_says({"version"}).output, entry = verigan_says({"version", "--bibtex"}).output;
  CHECK(line == verigan_says({"--version"}).output);
  CHECK((contains(line, ", as committed") || contains(line, ", with changes") || contains(line, "commit unknown")));
  CHECK(entry.starts_with("@software{verigan,\n"));
  CHECK(contains(entry, line.substr(line.find("commit "), 19)));
  CHECK(contains(entry, "year = {2"));
  CHECK(wide(entry).empty());
}

TEST_CASE("show: the verdict first, then a picture next to the folder, which stays as it was") {
  const Bench bench;
  const auto run = bench.run("alpha_toy", with({"--learning-rate", "1e-6"}, kSmall));
  REQUIRE(run.code == 0);
  const drive::Capture shown = verigan_says({"show", run.folder().string() + "/"});
  CHECK(shown.status == 0);
  CHECK(shown.output.starts_with("NOT LEARNT: "));
  CHECK(contains(shown.output, "\nPicture: " + run.folder().string() + ".png\n"));
  for (const std::string& line : wide(shown.output))
    CHECK((contains(line, bench.folder().path().string()) || contains(line, "result ")));  // paths, hashes
  const record::Picture picture = record::read_png(run.folder().string() + ".png");
  CHECK(picture.width == 1200);
  CHECK(picture.channels == 3);
  CHECK(record::differences(run.folder()).empty());
  // Real points in blue, generated ones in vermilion, D's field: the picture has them.
  std::size_t blue = 0, vermilion = 0;
  for (std::size_t i = 0; i < picture.width * picture.height; ++i) {
    const std::uint8_t* at = &picture.pixels[3 * i];
    blue += at[0] < 20 && at[2] > 160;
    vermilion += at[0] > 200 && at[1] < 110 && at[2] < 20;
  }
  CHECK(blue > 500);
  CHECK(vermilion > 500);
  const fs::path named = bench.folder() / "mine.png";
  CHECK(contains(verigan_says({"show", run.folder().string(), "--picture", named.string()}).output, named.string()));
  CHECK(fs::exists(named));
  const record::Array field = record::read_npy(run.folder() / "d_field.npy");
  CHECK(field.shape == std::vector<std::size_t>{64 * 64, 3});
  const record::Manifest manifest = record::read_manifest(run.folder());
  for (const char* name : {"d_field.npy", "real.npy"}) {
    CHECK(manifest.files.contains(name));
    CHECK(std::ranges::count(manifest.result_files, name) == 0);
  }
  const FakeGnuplot none("exit 7");
  const drive::Capture without = verigan_says({"show", run.folder().string()});
  CHECK(without.status == 0);
  CHECK(contains(without.output, "No picture: gnuplot failed with exit code 7"));
}

TEST_CASE("--live draws a training while it lasts and moves no bit of it") {
  const Bench plain, watched, blind;
  const std::vector<std::string> words{"--steps", "400", "--fresh-steps", "5", "--samples", "300", "--recipe", "equilibrium",
                                       "--progress", "plain"};
  const std::string file = (watched.folder() / "live.png").string();
  const auto expected = plain.run("alpha_toy", words);
  Process process(watched.command("alpha_toy", with(words, {"--live", file})), watched.folder().path());
  bool while_it_ran = false;
  while (process.running()) {
    while_it_ran = while_it_ran || fs::exists(file);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  REQUIRE(process.wait() == 0);
  CHECK(while_it_ran);
  CHECK(record::read_png(file).width == 1200);
  CHECK(contains(tests::unwrapped(process.err()), "live.png shows the end"));
  const fs::path folder = process.out().substr(0, process.out().find('\n'));
  CHECK(record::read_manifest(folder).result_hash == expected.hash());
  CHECK(record::read_file(folder / "diagnosis.csv") == record::read_file(expected.folder() / "diagnosis.csv"));
  // Without gnuplot the training goes on, and says why there is no picture.
  const FakeGnuplot none("exit 7");
  const auto without = blind.run("alpha_toy", with(words, {"--live", (blind.folder() / "live.png").string()}));
  CHECK(without.code == 0);
  CHECK(without.hash() == expected.hash());
  CHECK(contains(without.err, "--live: gnuplot failed with exit code 7"));
  // Where it has no effect it is refused.
  const auto refused = blind.run("optimal_discriminator", {"--preset", "smoke", "--live", "x.png"});
  CHECK(refused.code == 2);
  CHECK(contains(refused.err, "--live"));
  CHECK(blind.run("alpha_toy", with(words, {"--live", "x.jpg"})).code == 2);
}

TEST_CASE("diagnose: a log and samples, in words that fit") {
  const TemporaryFolder folder;
  std::string text = "epoch,d_loss,g_loss\n";
  for (int i = 0; i < 200; ++i) text += std::to_string(i) + "," + std::to_string(0.7 / (1 + 0.5 * i)) + "," + std::to_string(0.7 + 0.05 * i) + "\n";
  record::write_file(folder / "log.csv", text);
  const std::string log = (folder / "log.csv").string();
  const drive::Capture said = verigan_says({"diagnose", log});
  INFO(said.output);
  CHECK(said.status == 0);
  CHECK(said.output.starts_with("NOT LEARNT: the discriminator has won: "));
  CHECK(contains(said.output, "binary cross-entropy"));
  CHECK(contains(said.output, "Losses cannot tell how good samples are"));
  CHECK(wide(said.output).empty());

  std::vector<float> real, same;
  for (int i = 0; i < 400; ++i) real.insert(real.end(), {std::cos(0.7F * static_cast<float>(i)), std::sin(0.7F * static_cast<float>(i))});
  same.assign(real.begin(), real.begin() + 2);
  for (int i = 0; i < 99; ++i) same.insert(same.end(), {same[0] + 0.0001F * static_cast<float>(i), same[1]});
  record::write_npy(folder / "real.npy", real, std::vector<std::size_t>{400, 2});
  record::write_npy(folder / "same.npy", same, std::vector<std::size_t>{100, 2});
  const drive::Capture samples = verigan_says({"diagnose", log, "--real", (folder / "real.npy").string(), "--generated",
                                               (folder / "same.npy").string()});
  INFO(samples.output);
  CHECK(samples.output.starts_with("COLLAPSED: "));
  CHECK(contains(samples.output, "The losses alone: NOT LEARNT"));
  CHECK(wide(samples.output).empty());
  const drive::Capture half = verigan_says({"diagnose", log, "--real", (folder / "real.npy").string()});
  CHECK(half.status == 2);
}
