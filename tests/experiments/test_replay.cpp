// SPDX-License-Identifier: MIT
// verigan replay, bisect and compare, of real runs: whole ones, one in which a bit was turned half-way, and
// two of different options.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "record/safetensors.hpp"
#include "support/catch.hpp"

using namespace verigan;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;
using nlohmann::json;

const Words kOptions{"--preset", "smoke", "--steps", "300", "--progress", "none"};

struct Told {
  int code;
  std::string out, err;
  json object() const { return json::parse(out); }
};

Told ask(const Words& words) {
  const TemporaryFolder folder;
  Words all{std::string(PROGRAM_FOLDER) + "/verigan"};
  all.insert(all.end(), words.begin(), words.end());
  Process process(all, folder.path());
  const int code = process.wait();
  return {code, process.out(), process.err()};
}

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// A run in whose generator the last bit of one number is turned after step 120.
Bench::Outcome disturbed(const Bench& bench) {
  const auto begun = bench.run("mode_collapse", with(kOptions, {"--stop-at", "120"}));
  REQUIRE(begun.code == 0);
  const fs::path file = begun.folder() / "checkpoint.safetensors";
  record::Tensors tensors = record::read_safetensors(file);
  float& number = tensors.arrays.at("generator.1.dense.weight").values.at(5);
  number = std::nextafter(number, 10.0F);
  record::write_safetensors(file, tensors);
  const auto rest = bench.run("mode_collapse", kOptions);
  REQUIRE(rest.code == 0);
  return rest;
}

}  // namespace

TEST_CASE("replay confirms a run, all of it or a window, and names the step at which another parts") {
  const Bench peace, bench;
  const auto whole = peace.run("mode_collapse", kOptions);
  REQUIRE(whole.code == 0);
  const Told all = ask({"replay", whole.folder().string(), "--json"});
  INFO(all.err << all.out);
  REQUIRE(all.code == 0);
  CHECK(all.object()["verdict"] == "confirmed");
  CHECK(all.object()["from"] == 0);
  CHECK(all.object()["to"] == 300);
  CHECK(all.object()["digests"] == 30);
  CHECK(all.object()["checkpoints"] == 3);  // 75, 150, 225
  CHECK(all.object()["difference"].is_null());
  const Told part = ask({"replay", whole.folder().string(), "--window", "160:200", "--json"});
  REQUIRE(part.code == 0);
  CHECK(part.object()["verdict"] == "confirmed");
  CHECK(part.object()["started_at"] == 150);
  CHECK(part.object()["digests"] == 5);
  const Told said = ask({"replay", whole.folder().string(), "--window", "280:"});
  CHECK(said.code == 0);
  CHECK(said.out.find("from the checkpoint at 225") != std::string::npos);
  CHECK(said.out.find("confirmed: every bit is as it was") != std::string::npos);

  const std::string other = disturbed(bench).folder().string();
  const Told found = ask({"replay", other, "--window", "100:140", "--json"});
  CHECK(found.code == 1);
  CHECK(found.object()["verdict"] == "differs");
  CHECK(found.object()["started_at"] == 75);
  CHECK(found.object()["step"] >= 121);  // a row of metrics.csv, if the loss shows so little
  CHECK(found.object()["step"] <= 130);  // digests.csv
  CHECK(ask({"replay", other, "--window", "150:300"}).code == 0);  // from its own checkpoint at 150
  CHECK(ask({"replay", other}).code == 1);
}

TEST_CASE("bisect names step, layer, number and bits, and who does not repeat its digests") {
  const Bench peace, bench;
  const std::string a = peace.run("mode_collapse", kOptions).folder().string();
  // Another rate: the first step already.
  const std::string b =
      bench.run("mode_collapse", with(kOptions, {"--learning-rate", "0.00100001"})).folder().string();
  const Told rate = ask({"bisect", a, b, "--json"});
  INFO(rate.err << rate.out);
  REQUIRE(rate.code == 1);
  const json found = rate.object();
  CHECK(found["verdict"] == "found");
  CHECK(found["step"] == 1);
  CHECK(found["last_same"] == 0);
  CHECK(found["layer"] == "discriminator.1.dense");
  const std::string tensor = found["tensor"];
  CHECK(tensor.starts_with("discriminator.1.dense."));
  CHECK(found["a"]["hex"] != found["b"]["hex"]);
  CHECK(std::stof(found["a"]["decimal"].get<std::string>()) != 0.0F);
  REQUIRE(found["configuration"].size() == 1);
  CHECK(found["configuration"][0]["name"] == "learning-rate");
  // The numbers are those of the runs themselves, stopped there.
  const Bench again;
  const auto one = again.run("mode_collapse", with(kOptions, {"--stop-at", "1"}));
  const record::Array array =
      record::read_safetensors(one.folder() / "checkpoint.safetensors").arrays.at(tensor);
  std::size_t flat = 0;
  for (std::size_t d = 0; d < array.shape.size(); ++d)
    flat = flat * array.shape[d] + found["index"][d].get<std::size_t>();
  CHECK(record::number_text(array.values[flat]) == found["a"]["decimal"]);

  // A turned bit: not repeated by b, known between two rows of digests.
  const Bench third;
  const std::string c = disturbed(third).folder().string();
  const Told turned = ask({"bisect", a, c, "--json"});
  INFO(turned.err << turned.out);
  REQUIRE(turned.code == 1);
  CHECK(turned.object()["verdict"] == "not repeated");
  CHECK(turned.object()["not_repeated"] == json({"b"}));
  CHECK(turned.object()["last_same"] == 120);
  CHECK(turned.object()["step"] == 130);
  CHECK(turned.object()["configuration"].empty());

  // A longer run at a constant rate is the same as far as the shorter one goes.
  const Bench fourth;
  const auto longer = fourth.run("mode_collapse", with(kOptions, {"--every", "20"}));
  const Told same = ask({"bisect", a, longer.folder().string(), "--json"});
  CHECK(same.code == 0);
  CHECK(same.object()["verdict"] == "same");
  CHECK(same.object()["compared"] == 30);
  CHECK(ask({"bisect", a, longer.folder().string()}).out.find("equal at all 30 common steps") !=
        std::string::npos);
}

TEST_CASE("a schedule that falls over more steps parts at the second step") {
  const Bench one, other;
  const Words brief{"--preset", "smoke", "--samples", "100", "--progress", "none", "--fresh-steps", "5"};
  const std::string a = one.run("alpha_toy", with(brief, {"--steps", "60"})).folder().string(),
                    b = other.run("alpha_toy", with(brief, {"--steps", "62"})).folder().string();
  const Told told = ask({"bisect", a, b, "--json"});
  INFO(told.err << told.out);
  REQUIRE(told.code == 1);
  CHECK(told.object()["verdict"] == "found");
  CHECK(told.object()["last_same"] == 1);
  CHECK(told.object()["step"] == 2);
}

TEST_CASE("compare says how runs and folders of runs differ") {
  const Bench one, other;
  const auto a = one.run("mode_collapse", kOptions), b = disturbed(other);
  const auto results = [](const Bench& bench) { return (bench.folder() / "results").string(); };
  const Told same = ask({"compare", a.folder().string(), a.folder().string(), "--json"});
  CHECK(same.code == 0);
  CHECK(same.object()["same"] == true);
  CHECK(same.object()["compared_steps"] == 30);
  const Told two = ask({"compare", a.folder().string(), b.folder().string(), "--json"});
  CHECK(two.code == 1);
  CHECK(two.object()["first_differing_step"] == 130);
  CHECK(two.object()["last_same_step"] == 120);
  CHECK(std::ranges::count(two.object()["files"], "metrics.csv") == 1);
  CHECK(std::ranges::count(two.object()["files"], "config.toml") == 0);
  CHECK(two.object()["configuration"].empty());
  CHECK(ask({"compare", a.folder().string(), b.folder().string()})
            .out.find("equal at step 120 and differ at step 130") != std::string::npos);

  const Told folders = ask({"compare", results(one), results(other), "--json"});
  CHECK(folders.code == 1);
  CHECK(folders.object()["same"] == 0);
  REQUIRE(folders.object()["differ"].size() == 1);
  CHECK(folders.object()["differ"][0]["run"] == "mode_collapse/" + a.folder().filename().string());
  CHECK(ask({"compare", results(one), results(one)}).code == 0);
}

TEST_CASE("what cannot be replayed or compared is one line and exit code 2") {
  const Bench bench;
  const auto run = bench.run("mode_collapse", kOptions);
  const auto stopped =
      bench.run("mode_collapse", with(kOptions, {"--seed", "2", "--stop-at", "20"}));
  const auto exact = bench.run("alpha_equilibrium", {"--preset", "smoke"});
  const std::string folder = run.folder().string();
  const std::pair<Words, const char*> cases[] = {
      {{"replay", folder, "--window", "5"}, "--window 5, expected two steps, A:B"},
      {{"replay", folder, "--window", "5:x"}, "--window 5:x, expected two steps, A:B"},
      {{"replay", folder, "--window", "9:9"}, "expected A below B and B at most 300"},
      {{"replay", folder, "--window", "9:301"}, "expected A below B and B at most 300"},
      {{"replay", exact.folder().string(), "--window", "1:2"}, "makes no steps"},
      {{"replay", stopped.folder().string()}, "no finished run, expected a folder with a manifest.json"},
      {{"bisect", folder, exact.folder().string()}, "expected two of one experiment"},
      {{"bisect", exact.folder().string(), exact.folder().string()}, "no digests.csv with rows"},
      {{"compare", folder, "nowhere"}, "nowhere: no such folder"},
      {{"compare", folder, (bench.folder() / "results").string()}, "expected two of a kind"}};
  for (const auto& [words, expected] : cases) {
    const Told told = ask(words);
    INFO(words[0] << ' ' << words.back());
    CHECK(told.code == 2);
    CHECK(told.err.find(expected) != std::string::npos);
    CHECK(std::count(told.err.begin(), told.err.end(), '\n') == 1);
  }
  CHECK(ask({"replay", exact.folder().string()}).code == 0);  // makes no steps: all of it
}
