// SPDX-License-Identifier: MIT
#include "drive/bundles.hpp"

#include <filesystem>
#include <set>
#include <thread>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace verigan;
using drive::Claim;

std::vector<record::PlannedRun> runs_named(std::size_t count) {
  std::vector<record::PlannedRun> runs;
  for (std::size_t i = 0; i < count; ++i) runs.push_back({"x", message("x/", i), message(i), {}, 1});
  return runs;
}

constexpr double kNever = 1e9;

}  // namespace

TEST_CASE("bundles hold about as much work as was asked for, the longest runs first") {
  const tests::TemporaryFolder folder;
  CHECK(drive::lay_out(folder.path(), runs_named(5), {1, 9, 2, 3, 4}, 5) == 4);
  std::vector<std::vector<std::string>> bundles;
  while (const auto claim = Claim::next(folder.path(), message("w", bundles.size()), kNever)) {
    bundles.emplace_back();
    for (const auto& run : claim->runs()) bundles.back().push_back(run.label);
  }
  // 9 alone; 4; 3 and 2; 1
  CHECK(bundles == std::vector<std::vector<std::string>>{{"1"}, {"4"}, {"3", "2"}, {"0"}});
  CHECK(drive::count_bundles(folder.path()).doing == 4);
  CHECK(drive::laid_out_folders(folder.path()).size() == 5);
  CHECK(drive::lay_out(folder.path(), runs_named(1), {1}, 5) == 1);  // behind those that are there
  CHECK(drive::count_bundles(folder.path()).todo == 1);
}

TEST_CASE("a run is in one bundle with the runs it needs, behind them") {
  const tests::TemporaryFolder folder;
  std::vector<record::PlannedRun> runs = runs_named(5);
  runs[3].needs = {{"generator", "x/1", {}}};
  runs[4].needs = {{"generator", "x/1", {}}, {"other", "y/elsewhere", {}}};
  CHECK(drive::lay_out(folder.path(), runs, {1, 2, 4, 1, 1}, 1) == 3);
  std::vector<std::vector<std::string>> bundles;
  while (const auto claim = Claim::next(folder.path(), message("w", bundles.size()), kNever)) {
    bundles.emplace_back();
    for (const auto& run : claim->runs()) bundles.back().push_back(run.label);
    if (bundles.back().size() == 3) {
      REQUIRE(claim->runs()[2].needs.size() == 2);  // written down and read back
      CHECK(claim->runs()[2].needs[0].folder == "x/1");
    }
  }
  CHECK(bundles == std::vector<std::vector<std::string>>{{"1", "3", "4"}, {"2"}, {"0"}});
}

TEST_CASE("every bundle is claimed by one of many workers") {
  const tests::TemporaryFolder folder;
  REQUIRE(drive::lay_out(folder.path(), runs_named(200), std::vector<double>(200, 1), 1) == 200);
  std::vector<std::vector<std::string>> taken(8);
  std::vector<std::thread> workers;
  for (std::size_t w = 0; w < taken.size(); ++w)
    workers.emplace_back([&, w] {
      while (auto claim = Claim::next(folder.path(), message("w", w), kNever)) {
        taken[w].push_back(claim->name());
        claim->finish();
      }
    });
  for (std::thread& worker : workers) worker.join();
  std::set<std::string> names;
  std::size_t count = 0;
  for (const auto& mine : taken) {
    names.insert(mine.begin(), mine.end());
    count += mine.size();
  }
  CHECK(count == 200);
  CHECK(names.size() == 200);
  CHECK(drive::count_bundles(folder.path()).done == 200);
}

TEST_CASE("a bundle comes back to the same worker, to anybody when it is given back or its worker is silent") {
  const tests::TemporaryFolder folder;
  drive::lay_out(folder.path(), runs_named(1), {1}, 1);
  auto first = Claim::next(folder.path(), "4_1", kNever);
  REQUIRE(first);
  CHECK(first->origin().empty());
  CHECK_FALSE(Claim::next(folder.path(), "4_2", kNever));
  auto again = Claim::next(folder.path(), "4_1", kNever);  // restarted
  REQUIRE(again);
  CHECK(again->origin() == "again");
  again->give_back();
  auto second = Claim::next(folder.path(), "4_2", kNever);
  REQUIRE(second);
  CHECK(second->touch());
  const auto file = folder.path() / "work/doing/B000001.4_2";
  fs::last_write_time(file, fs::last_write_time(file) - std::chrono::seconds(100));
  CHECK_FALSE(Claim::next(folder.path(), "4_3", 200));
  auto third = Claim::next(folder.path(), "4_3", 50);
  REQUIRE(third);
  CHECK(third->origin() == "left by 4_2");
  CHECK_FALSE(second->touch());  // it is another's now
  second->finish();              // does nothing
  third->finish();
  CHECK(drive::count_bundles(folder.path()).done == 1);
  CHECK_FALSE(Claim::next(folder.path(), "4_2", 0));
}

TEST_CASE("a folder without bundles is named") {
  const tests::TemporaryFolder folder;
  CHECK_THROWS_WITH(Claim::next(folder.path(), "w", 1),
                    folder.path().string() + ": no bundles there, expected a folder that `verigan "
                                             "submit` laid out");
}
