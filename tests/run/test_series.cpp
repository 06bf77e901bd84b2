// SPDX-License-Identifier: MIT
// A table killed at any byte continues to the same bytes, and keeps the numbers that its file says.
#include <cmath>
#include <limits>

#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "run/series.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using run::Series;

namespace {

const run::Schema kSchema{
    "table.csv",
    {run::whole("step"), run::single("loss"), "gap", {"error", 2}, run::text("name")},
    {.digits = 6, .floor = 1e-9}};

void add(Series& series, int t) {
  series.append(t, 0.1F * static_cast<float>(t), 1.0 / 3 / t, 1.0 / 7, t == 2 ? "a, \"b\"" : "c");
}

std::string text_of(const TemporaryFolder& folder) {
  return record::read_file(folder / "table.csv");
}

}  // namespace

TEST_CASE("a series keeps by column what its file says") {
  const TemporaryFolder folder;
  Series series(kSchema);
  for (int t = 1; t <= 3; ++t) add(series, t);
  series.append(4U, -0.0F, 1e-10, std::nan(""), std::string("d"));
  series.flush(folder.path());
  CHECK(text_of(folder) ==
        "step,loss,gap,error,name\n1,0.1,0.333333,0.14,c\n2,0.2,0.166667,0.14,\"a, \"\"b\"\"\"\n"
        "3,0.3,0.111111,0.14,c\n4,-0,0,nan,d\n");
  CHECK(series.length() == text_of(folder).size());
  CHECK(series.sha256() == record::sha256(text_of(folder)));
  CHECK(series.rows() == 4);
  CHECK(series.column<std::uint64_t>("step") == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(series.column<double>("step") == std::vector<double>{1, 2, 3, 4});
  // The numbers of the file: 0.1, not the float nearest to it.
  CHECK(series.column<double>("loss") == record::read_csv(folder / "table.csv").numbers("loss"));
  CHECK(series.column<double>("loss")[0] == 0.1);
  CHECK(series.column<std::string>("name")[1] == "a, \"b\"");
  CHECK(series.last("gap") == 0);
  CHECK(series.tail_mean("gap", 2) == (0.111111 + 0.0) / 2);
  CHECK(series.tail_mean("step", 3) == 3.5);  // two of four
  CHECK(series.tail_mean("step") == 4);
  CHECK(series.has("gap"));
  CHECK_FALSE(series.has("gaps"));
}

TEST_CASE("a series killed at any byte behind its checkpoint continues to the same bytes") {
  const TemporaryFolder whole;
  Series undisturbed(kSchema);
  for (int t = 1; t <= 5; ++t) add(undisturbed, t);
  undisturbed.flush(whole.path());

  const TemporaryFolder folder;
  Series first(kSchema);
  for (int t = 1; t <= 3; ++t) add(first, t);
  first.flush(folder.path());
  const std::uint64_t length = first.length();
  const std::string sha256 = first.sha256();
  for (int t = 4; t <= 5; ++t) add(first, t);
  first.flush(folder.path());
  const std::string ahead = text_of(folder);
  REQUIRE(ahead == text_of(whole));
  for (std::size_t cut = length; cut <= ahead.size(); ++cut) {
    for (const std::string& tail : {std::string(), std::string("4,0.4000"), std::string(9, '\0')}) {
      record::write_file(folder / "table.csv", ahead.substr(0, cut) + tail);
      Series next(kSchema);
      next.resume(folder.path(), length, sha256);
      REQUIRE(text_of(folder).size() == length);
      REQUIRE(next.rows() == 3);
      for (int t = 4; t <= 5; ++t) {
        add(next, t);
        if (cut % 2 == 0) next.flush(folder.path());
      }
      next.flush(folder.path());
      REQUIRE(text_of(folder) == text_of(whole));
      REQUIRE(next.sha256() == undisturbed.sha256());
      for (const char* name : {"step", "loss", "gap", "error"})
        REQUIRE(next.column<double>(name) == undisturbed.column<double>(name));
      REQUIRE(next.column<std::string>("name") == undisturbed.column<std::string>("name"));
    }
  }
}

TEST_CASE("a series whose kept bytes are not as they were, or are not there, is refused") {
  const TemporaryFolder folder;
  Series first(kSchema);
  for (int t = 1; t <= 3; ++t) add(first, t);
  first.flush(folder.path());
  const std::string text = text_of(folder);
  const auto resumed = [&](const std::string& bytes) {
    record::write_file(folder / "table.csv", bytes);
    return error_of([&] { Series(kSchema).resume(folder.path(), first.length(), first.sha256()); });
  };
  CHECK(resumed(text).empty());
  CHECK(resumed(text.substr(0, text.size() - 1)) == "table.csv was changed");
  std::string changed = text;
  changed[text.size() / 2] ^= 1;
  CHECK(resumed(changed) == "table.csv was changed");
}

TEST_CASE("a sampled table continues after the last whole row of a step that counts") {
  const TemporaryFolder folder;
  Series first({"table.csv", {run::whole("step"), "x"}});
  for (const int t : {10, 20, 30}) first.append(t, t / 8.0);
  first.flush(folder.path());
  const std::string text = text_of(folder), until = "step,x\n10,1.25\n20,2.5\n";
  for (const std::string& bytes : {text, text.substr(0, text.size() - 1), until + "3", until}) {
    record::write_file(folder / "table.csv", bytes);
    Series next({"table.csv", {run::whole("step"), "x"}});
    next.resume_until(folder.path(), 29);
    CHECK(next.column<double>("x") == std::vector<double>{1.25, 2.5});
    CHECK(text_of(folder) == until);
    next.append(30, 30 / 8.0);
    next.flush(folder.path());
    CHECK(text_of(folder) == text);
  }
  record::write_file(folder / "table.csv", "step,y\n10,1\n");
  CHECK(error_of([&] {
          Series({"table.csv", {run::whole("step"), "x"}}).resume_until(folder.path(), 29);
        }) == "table.csv was changed");
}
