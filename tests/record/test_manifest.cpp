// SPDX-License-Identifier: MIT
#include "record/manifest.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/plan.hpp"
#include "record/provenance.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using record::Manifest;

namespace {

Manifest manifest_of(const std::filesystem::path& folder) {
  Manifest manifest;
  manifest.experiment = "alpha_toy";
  manifest.preset = "quick";
  manifest.title = "a title";
  manifest.finished = true;
  manifest.config = {{"alpha", 0.3}, {"steps", std::int64_t{3000}}, {"dataset", std::string("line")}};
  manifest.seed = 7;
  manifest.files = record::hash_files(folder);
  manifest.result_files = {"b.npy", "a.csv"};
  manifest.result_hash = record::result_hash(manifest.files, manifest.result_files);
  manifest.seconds = 1.5;
  manifest.started = "2000-01-01T00:00:00Z";
  const std::array<const char*, 3> arguments{"alpha_toy", "--out", "my results"};
  manifest.provenance = record::provenance("AVX2", 2, arguments);
  manifest.diagnosis = {{{"lost modes", 300, 1000, true, "3 of 8 modes covered"}}, "gradient 1"};
  return manifest;
}

}  // namespace

TEST_CASE("a manifest is read back, and a folder that changed is noticed") {
  const TemporaryFolder folder;
  record::write_file(folder / "a.csv", "x\n1\n");
  record::write_file(folder / "b.npy", "bytes");
  record::write_file(folder / "grid.png", "picture");
  const Manifest written = manifest_of(folder.path());
  record::write_manifest(folder.path(), written);
  const Manifest read = record::read_manifest(folder.path());
  CHECK(read.config == written.config);
  CHECK(read.files == written.files);
  CHECK(read.result_hash == written.result_hash);
  CHECK(read.provenance == written.provenance);
  CHECK(std::get<std::string>(read.provenance.at("command_line")) == "alpha_toy --out 'my results'");
  REQUIRE(read.diagnosis);
  CHECK(read.diagnosis->measured == "gradient 1");
  REQUIRE(read.diagnosis->findings.size() == 1);
  CHECK(read.diagnosis->findings[0].name == "lost modes");
  CHECK(read.diagnosis->findings[0].since == 300);
  CHECK(read.diagnosis->findings[0].last == 1000);
  CHECK(read.diagnosis->findings[0].present);
  CHECK(read.diagnosis->findings[0].evidence == "3 of 8 modes covered");
  CHECK(record::differences(folder.path()).empty());

  record::write_file(folder / "grid.png", "Picture");
  CHECK(record::differences(folder.path()) == std::vector<std::string>{"grid.png has changed"});
  std::filesystem::remove(folder / "grid.png");
  CHECK(record::differences(folder.path()) == std::vector<std::string>{"grid.png is missing"});
}

TEST_CASE("the result hash is what sha256sum | sha256sum prints, in any order of the names") {
  const TemporaryFolder folder;
  record::write_file(folder / "a.csv", "x\n1\n");
  record::write_file(folder / "b.npy", "bytes");
  const auto files = record::hash_files(folder.path());
  // printf 'x\n1\n' > a.csv; printf bytes > b.npy; sha256sum a.csv b.npy | sha256sum
  const std::string expected = "701924ad5cf0be8d8b1ff07253abecd39b96bf0da9619dd685fde5846e505491";
  CHECK(record::result_hash(files, {"a.csv", "b.npy"}) == expected);
  CHECK(record::result_hash(files, {"b.npy", "a.csv"}) == expected);
  CHECK(is_one_line(error_of([&] { record::result_hash(files, {"c"}); })));
}

TEST_CASE("a manifest someone edited is noticed or refused") {
  const TemporaryFolder folder;
  record::write_file(folder / "a.csv", "x\n1\n");
  record::write_file(folder / "b.npy", "bytes");
  Manifest manifest = manifest_of(folder.path());
  manifest.result_hash = std::string(64, '0');
  record::write_manifest(folder.path(), manifest);
  CHECK(record::differences(folder.path()) == std::vector<std::string>{"manifest.json has changed"});
  for (const char* text : {"", "{", "[]", "{}", R"({"experiment": 3})"}) {
    record::write_file(folder / record::kManifestName, text);
    CHECK(is_one_line(error_of([&] { record::read_manifest(folder.path()); })));
  }
  std::filesystem::remove(folder / record::kManifestName);
  CHECK(is_one_line(error_of([&] { record::read_manifest(folder.path()); })));
}

TEST_CASE("a manifest's and a plan's paths stay in their folder") {
  const TemporaryFolder folder;
  record::write_file(folder / "a.csv", "x\n1\n");
  record::write_file(folder / "b.npy", "bytes");
  const Manifest honest = manifest_of(folder.path());
  for (const char* name : {"../b.npy", "/etc/passwd", "c/../../d", "", "a\nb", ".."}) {
    CAPTURE(name);
    const auto refused = [&](const auto& change) {
      Manifest manifest = honest;
      change(manifest);
      record::write_manifest(folder.path(), manifest);
      const std::string error = error_of([&] { record::read_manifest(folder.path()); });
      return is_one_line(error) && error.find("stays in its folder") != std::string::npos;
    };
    CHECK(refused([&](Manifest& m) { m.files[name] = "00"; }));
    CHECK(refused([&](Manifest& m) { m.result_files.push_back(name); }));
    CHECK(refused([&](Manifest& m) { m.inputs["generator"] = {name, "00"}; }));
    CHECK(refused([&](Manifest& m) { m.experiment = name; }));
    if (std::string(name).empty()) continue;  // a plan's folder that is not known yet
    CHECK(is_one_line(error_of([&] { record::parse_plan(record::plan_line({"a", name, "", {}})); })));
    record::save_plan(folder.path(), {{"a", {"quick", {name}, {"label"}}}});
    CHECK(is_one_line(error_of([&] { record::load_plan(folder.path()); })));
  }
  record::save_plan(folder.path(), {{"a", {"quick", {"a/01", "a/02"}, {"one label"}}}});
  CHECK(error_of([&] { record::load_plan(folder.path()); }).find("1 labels, expected 2") != std::string::npos);
}

TEST_CASE("a link is not the file that a manifest names") {
  const TemporaryFolder folder, elsewhere;
  record::write_file(folder / "a.csv", "x\n1\n");
  record::write_file(folder / "b.npy", "bytes");
  record::write_manifest(folder.path(), manifest_of(folder.path()));
  CHECK(record::differences(folder.path()).empty());
  std::filesystem::remove(folder / "b.npy");
  record::write_file(elsewhere / "b.npy", "bytes");
  std::filesystem::create_symlink(elsewhere / "b.npy", folder / "b.npy");
  CHECK(record::differences(folder.path()) == std::vector<std::string>{"b.npy is missing"});
}

TEST_CASE("summaries are read back as JSON") {
  const record::Object object = {{"alpha", 0.3},
                                 {"n_true", std::int64_t{75}},
                                 {"whole", 2.0},
                                 {"infinite", std::numeric_limits<double>::infinity()},
                                 {"name", std::string("Jensen–Shannon")},
                                 {"ok", true},
                                 {"shares", std::vector<double>{0.1, 1.0}}};
  record::Object back = record::parse_json(record::json_text(object), "summary.json");
  CHECK(std::get<std::string>(back.at("infinite")) == "inf");
  back["infinite"] = object.at("infinite");
  CHECK(back == object);
  CHECK(record::json_text({{"x", std::nan("")}}) == "{\n  \"x\": null\n}\n");
  CHECK(std::isnan(std::get<double>(record::parse_json(R"({"x": null})", "s").at("x"))));
  CHECK(is_one_line(error_of([] { record::parse_json("{", "s.json"); })));
  CHECK(is_one_line(error_of([] { record::parse_json("[1]", "s.json"); })));
  CHECK(is_one_line(error_of([] { record::parse_json(R"({"a": {"b": 1}})", "s.json"); })));
}

TEST_CASE("a commit is shortened and keeps the + of a changed tree") {
  const std::string commit = "0123456789abcdef0123456789abcdef01234567";
  CHECK(record::short_commit(commit) == "0123456789ab");
  CHECK(record::short_commit(commit + '+') == "0123456789ab+");
  CHECK(record::short_commit("unknown") == "unknown");
  CHECK(record::version_line("verigan").starts_with("verigan " + record::build().version +
                                                    ", commit " + record::short_commit().substr(0, 12)));
}
