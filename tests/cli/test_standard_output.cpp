// SPDX-License-Identifier: MIT
// Every program of the house, printing to where nothing can be printed.
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "core/check.hpp"
#include "drive/catalogue.hpp"
#include "support/catch.hpp"
#include "support/command.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using verigan::drive::Catalogue;

const fs::path kPrograms = VERIGAN_PROGRAMS;

struct Call {
  std::string program, arguments;
  std::string line() const {
    return verigan::message("'", (kPrograms / program).string(), "' ", arguments);
  }
};

// What verigan's commands print, the quick ones. `folder` has a matrix and results.
std::vector<Call> commands(const TemporaryFolder& folder) {
  std::ofstream(folder / "game.csv") << "0,-1,1\n1,0,-1\n-1,1,0\n";
  fs::create_directory(folder / "results");
  const std::string matrix = "--matrix " + (folder / "game.csv").string();
  const std::string pair = "--p 'normal(0,1)' --q 'normal(1,2)'", game = "--game dirac --step 0.1";
  std::vector<Call> calls;
  for (const std::string& arguments :
       {std::string("--help"), std::string("version"), std::string("list"), "theory " + pair,
        "theory --json " + pair, std::string("theory --help"), "solve " + matrix,
        "solve --json " + matrix, "stability " + game, "stability --json " + game,
        std::string("verify --list"), std::string("verify --only T01 --instances 5"),
        "report --out " + (folder / "results").string()})
    calls.push_back({"verigan", arguments});
  return calls;
}

std::vector<Call> other_programs(const TemporaryFolder& folder) {
  const Catalogue catalogue = verigan::drive::load_catalogue(kPrograms);
  std::vector<Call> calls{{"golden", "--targets"}, {"golden", "--only gemm_nn"}};
  for (const auto& entry : catalogue.experiments)
    for (const char* arguments : {"--help", "--plan --preset smoke"})
      calls.push_back({entry.program, arguments});
  for (const auto* entries : {&catalogue.tables, &catalogue.figures})
    for (const auto& entry : *entries) calls.push_back({entry.program, "--help"});
  calls.push_back({"alpha_equilibrium", "--preset smoke --progress none --out " +
                                            (folder / "results").string()});
  return calls;
}

std::string complaint(const Call& call, const char* reason) {
  return call.program + ": cannot write to standard output: " + reason + "\n";
}

// Standard error alone, standard output going to `where`.
Outcome errors_of(const Call& call, const std::string& where) {
  return shell_command(call.line() + " 2>&1 " + where);
}

// A pipe nobody reads any more, as descriptor 9.
class ClosedPipe {
 public:
  ClosedPipe() {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    REQUIRE(::dup2(ends[1], 9) == 9);
    ::close(ends[1]);
  }
  ~ClosedPipe() { ::close(9); }
  ClosedPipe(const ClosedPipe&) = delete;
  ClosedPipe& operator=(const ClosedPipe&) = delete;
};

}  // namespace

TEST_CASE("what cannot be printed is reported in one line and exit code 1, by every program") {
  const TemporaryFolder folder;
  std::vector<Call> calls = commands(folder);
  for (const Call& call : other_programs(folder)) calls.push_back(call);
  REQUIRE(calls.size() > 80);
  for (const Call& call : calls) {
    INFO(call.line());
    const Outcome usual = errors_of(call, ">/dev/null");
    if (usual.code == 2 && call.arguments.starts_with("--plan")) continue;  // without its data
    REQUIRE(usual.code == 0);
    const Outcome full = errors_of(call, ">/dev/full");
    CHECK(full.code == 1);
    CHECK(full.text == complaint(call, "No space left on device"));
  }
}

TEST_CASE("a standard output that is closed is no file's place, and is told") {
  const TemporaryFolder folder;
  for (const Call& call : commands(folder)) {
    INFO(call.line());
    const Outcome closed = errors_of(call, ">&-");
    CHECK(closed.code == 1);
    CHECK(closed.text == complaint(call, "Bad file descriptor"));
  }
  const std::string csv = (folder / "curves.csv").string();
  const Call call{"verigan", "theory --p 'normal(0,1)' --q 'normal(1,1)' --csv " + csv};
  CHECK(errors_of(call, ">&- <&-").code == 1);
  std::string first;
  std::ifstream in(csv);
  std::getline(in, first);
  CHECK(first == "x,p,q,d_star,d_star_alpha");
}

TEST_CASE("a reader that went away is no fault") {
  const TemporaryFolder folder;
  const ClosedPipe pipe;
  for (const Call& call : commands(folder)) {
    INFO(call.line());
    const Outcome usual = errors_of(call, ">&9");
    CHECK(usual.code == 128 + SIGPIPE);
    CHECK(usual.text.empty());
    const Outcome ignored = shell_command("trap '' PIPE; " + call.line() + " 2>&1 >&9");
    CHECK(ignored.code == 0);
    CHECK(ignored.text.empty());
  }
}
