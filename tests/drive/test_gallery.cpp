// SPDX-License-Identifier: MIT
// The page of what trained models of images draw.
#include "report/gallery.hpp"

#include "record/file.hpp"
#include "record/png.hpp"
#include "report/html.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "support/text.hpp"

using namespace verigan;
using report::GalleryRun;
using tests::contains;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

struct Results {
  TemporaryFolder folder;
  std::vector<GalleryRun> runs;

  GalleryRun& add(const std::string& experiment, const std::string& label, const std::vector<std::string>& files,
                  const std::string& summary = "{}") {
    GalleryRun run{experiment, label, experiment + "/" + std::to_string(runs.size()), {}};
    run.manifest.seed = 1;
    run.manifest.preset = "quick";
    run.manifest.config = {{"model", label}, {"seed", std::int64_t{1}}};
    record::make_folder(folder / run.folder);
    record::write_file(folder / run.folder / "summary.json", summary);
    for (const std::string& name : files) {
      record::write_png(folder / run.folder / name, {1, 1, 1, {static_cast<std::uint8_t>(name.size())}});
      run.manifest.files[name] = "hash";
    }
    runs.push_back(std::move(run));
    return runs.back();
  }
  std::string page() const { return report::gallery_page(folder.path(), runs); }
};

}  // namespace

TEST_CASE("bytes become an address that browsers read (RFC 4648, section 10)") {
  CHECK(report::png_address("") == "data:image/png;base64,");
  CHECK(report::png_address("f") == "data:image/png;base64,Zg==");
  CHECK(report::png_address("fo") == "data:image/png;base64,Zm8=");
  CHECK(report::png_address("foo") == "data:image/png;base64,Zm9v");
  CHECK(report::png_address("foobar") == "data:image/png;base64,Zm9vYmFy");
  CHECK(report::png_address("\xff\xfe\xfd") == "data:image/png;base64,//79");
}

TEST_CASE("a model's epochs in their order, the last one shown, with its scores and what was seen of it") {
  Results results;
  results.add("kth_models", "dcgan", {"grid_010.png", "grid_009.png", "grid_002.png", "mistakes.png"},
              R"({"frechet": 12.5, "frechet_low": 11, "frechet_high": 14, "frechet_floor": 0.8, "d_loss": 0.5})");
  GalleryRun& seen = results.add("nearest_neighbours", "dcgan", {"neighbours_pixels.png", "closest.png"},
                                 R"({"pixel_copy_rate": 0.02})");
  seen.manifest.inputs["generator"] = {"kth_models/0", "hash"};
  GalleryRun& other = results.add("latent_space", "cdcgan", {"walk_spherical.png"});
  other.manifest.inputs["generator"] = {"conditional/7", "hash"};
  const std::string page = results.page();
  const auto at = [&](const std::string& part) { return page.find(part); };
  CHECK(at("alt=\"epoch 2\" hidden") < at("alt=\"epoch 9\" hidden"));
  CHECK(at("alt=\"epoch 9\" hidden") < at("alt=\"epoch 10\">"));
  CHECK(contains(page, "<output>epoch 10</output><input type=\"range\" hidden min=\"0\" max=\"2\" value=\"2\""));
  CHECK(count(page, "<img ") == 3 + 2);
  CHECK(contains(page, "Rightmost: the nearest training image, by pixels"));
  CHECK_FALSE(contains(page, "Great circles"));  // of another run's generator
  for (const char* cell : {">Fréchet distance<", ">12.5<", ">11 … 14<", ">0.8<", ">copies, by pixels<", ">0.02<"})
    CHECK(contains(page, cell));
  CHECK_FALSE(contains(page, "http"));  // it needs nothing else
}

TEST_CASE("of runs that differ in their seed alone the first is shown, and names are text") {
  Results results;
  results.add("conditional", "<script>alert(\"1\")</script>", {"grid_001.png"}).manifest.seed = 3;
  results.runs.back().manifest.config["seed"] = std::int64_t{3};
  results.runs.back().label = "third & last";
  results.add("conditional", "<script>alert(\"1\")</script>", {"grid_001.png"});
  results.add("conditional", "cgan", {"grid_001.png"});
  results.add("alpha_toy", "circle", {"samples.png", "grid.png", "grid_x.png"});
  const std::string page = results.page();
  CHECK(count(page, "class=\"card model\"") == 2);
  CHECK_FALSE(contains(page, "third"));
  CHECK(contains(page, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"));
  CHECK(count(page, "<script>") == 1);  // the page's own
  CHECK_FALSE(contains(page, "type=\"range\" hidden"));  // one epoch: nothing to choose
  results.runs = {results.runs.back()};
  CHECK(results.page().empty());
}
