// SPDX-License-Identifier: MIT
#include "core/arguments.hpp"

#include "core/check.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

/// The mistake that `words` are, on a program with an option of each kind.
std::string mistake(const std::vector<std::string>& words) {
  Arguments arguments("program", "");
  double alpha = 0;
  std::uint64_t seed = 0;
  std::vector<int> updates;
  std::string name;
  arguments.add("--alpha", alpha, "");
  arguments.add("--seed", seed, "").between(1, 9);
  arguments.add("--updates", updates, "").values(2);
  arguments.add("--name", name, "").required();
  try {
    arguments.parse(words);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("options that are repeated, lack a value or are unknown are reported in plain words") {
  CHECK(mistake({"--name", "x"}) == "none");
  CHECK(mistake({"--name", "x", "--alpha", "1", "--alpha", "2"}) ==
        "--alpha is given 2 times, expected once");
  CHECK(mistake({"--name", "x", "--updates", "1", "2", "--updates", "3", "4"}) ==
        "--updates has 4 values, expected 2");
  CHECK(mistake({"--name", "x", "--alpha"}) == "--alpha needs a value");
  CHECK(mistake({"--name", "x", "--updates", "1"}) == "--updates has 1 value(s), expected 2");
  CHECK(mistake({}) == "--name is required");
  CHECK(mistake({"--alhpa", "x", "--name", "x"}).starts_with(
      "unknown option --alhpa, did you mean '--alpha'? expected one of "));
  CHECK(mistake({"--name", "x", "y"}) == "unexpected argument 'y', options start with --");
}

TEST_CASE("a number that is none is reported with what was expected") {
  CHECK(mistake({"--name", "x", "--alpha", "a"}) == "--alpha 'a', expected a number");
  CHECK(mistake({"--name", "x", "--alpha="}) == "--alpha needs a value");
  CHECK(mistake({"--name", "x", "--seed", "1.5"}) == "--seed '1.5', expected a whole number of at least 0");
  CHECK(mistake({"--name", "x", "--seed", "-1"}) == "--seed '-1', expected a whole number of at least 0");
  CHECK(mistake({"--name", "x", "--seed", "10"}) == "--seed 10, expected 1 to 9");
}

TEST_CASE("an option knows whether and how it was typed; a command is chosen by the first word") {
  Arguments program("program", "");
  double alpha = 0.5;
  std::vector<std::string> where;
  std::string chosen;
  Arguments& one = program.command("one", "");
  const Arguments::Option option = one.add("--alpha", alpha, "");
  one.add("--where", where, "").repeatable();
  one.when_chosen([&] { chosen = "one"; });
  program.command("second", "").when_chosen([&] { chosen = "second"; });
  CHECK_FALSE(program.parse({"one", "--alpha", "0.10", "--where", "a=1", "--where", "b=2"}));
  CHECK(chosen == "one");
  CHECK(alpha == 0.1);
  CHECK(option.typed() == "0.10");
  CHECK(one.given("--alpha"));
  CHECK(where == std::vector<std::string>{"a=1", "b=2"});
  CHECK_THROWS_WITH(program.parse({"secnod"}),
                    "unknown command 'secnod', did you mean 'second'? expected one of one, second");
  CHECK_THROWS_WITH(program.parse(std::vector<std::string>{}), "no command, expected one of one, second");
}

TEST_CASE("a command can take options that it does not know, in their order") {
  Arguments program("program", "");
  std::string name;
  std::uint64_t jobs = 1;
  std::vector<std::string> rest;
  Arguments& sweep = program.command("sweep", "");
  sweep.add("NAME", name, "").required();
  sweep.add("--jobs", jobs, "");
  sweep.take_rest(rest);
  CHECK_FALSE(program.parse({"sweep", "toy", "--alpha", "0.1,0.3", "--jobs", "2", "--beta=-1"}));
  CHECK(name == "toy");
  CHECK(jobs == 2);
  CHECK(rest == std::vector<std::string>{"--alpha", "0.1,0.3", "--beta=-1"});
}
