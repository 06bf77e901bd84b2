// SPDX-License-Identifier: MIT
// The life of a result folder, with a real program killed, interrupted and disturbed.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "record/digest.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/manifest.hpp"
#include "record/provenance.hpp"
#include "record/safetensors.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"
#include "support/terminal.hpp"
#include "support/text.hpp"
#include "support/variable.hpp"

using namespace verigan;
namespace fs = std::filesystem;

namespace {

struct Outcome {
  int code;
  std::string out, err;
  fs::path folder() const { return out.substr(0, out.find('\n')); }
};

class Bench {
 public:
  std::vector<std::string> command(std::vector<std::string> options) const {
    std::vector<std::string> words{COUNTING_PROGRAM};
    if (std::find(options.begin(), options.end(), "--plan") == options.end())
      words.insert(words.end(), {"--out", (folder_ / "results").string()});
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }
  Outcome run(const std::vector<std::string>& options) const {
    Process process(command(options), folder_.path());
    const int code = process.wait();
    return {code, process.out(), verigan::tests::unwrapped(process.err())};
  }
  // Starts a slow run and waits for its first checkpoint.
  std::unique_ptr<Process> start_slow(const std::string& threads = "1",
                                      const std::string& pause = "0.002") const {
    auto process = std::make_unique<Process>(
        command({"--pause", pause, "--checkpoint-every", "0", "--progress", "none", "--threads",
                 threads}),
        folder_.path());
    wait_for_checkpoint();
    return process;
  }
  void wait_for_checkpoint() const {
    for (int i = 0; i < 5000 && !has_checkpoint(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  bool has_checkpoint() const {
    const fs::path path = partial();
    return !path.empty() && fs::exists(path / "checkpoint.safetensors");
  }
  fs::path partial() const {
    if (!fs::exists(folder_ / "results" / "counting")) return {};
    for (const auto& entry : fs::directory_iterator(folder_ / "results" / "counting")) {
      if (entry.path().extension() == ".partial") return entry.path();
    }
    return {};
  }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

std::string hash_of(const fs::path& folder) { return record::read_manifest(folder).result_hash; }

// The hash of a run that nothing disturbed.
std::string undisturbed() {
  static const std::string kHash = [] {
    const Bench bench;
    return hash_of(bench.run({}).folder());
  }();
  return kHash;
}

std::size_t entries(const fs::path& path) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(path), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a run leaves a whole folder named by its configuration, and twice is a no-op") {
  const Bench bench;
  const Outcome first = bench.run({});
  REQUIRE(first.code == 0);
  const fs::path folder = first.folder();
  CHECK(folder.filename() == record::sha256_file(folder / "config.toml").substr(0, 12));
  CHECK(record::read_file(folder / "config.toml") ==
        "lift = 0.0\npreset = \"quick\"\nrate = 3.9\nseed = 1\nstart = \"middle\"\nsteps = 200\n");
  const record::Manifest manifest = record::read_manifest(folder);
  CHECK(manifest.finished);
  CHECK(manifest.experiment == "counting");
  CHECK(manifest.preset == "quick");
  CHECK(manifest.seed == 1);
  CHECK(manifest.result_files == std::vector<std::string>{"checkpoint.safetensors", "metrics.csv",
                                                          "samples.npy", "summary.json"});
  CHECK(manifest.files.size() == 10);  // and config.toml, grid.png, digests.csv, three checkpoints
  CHECK(manifest.files == record::hash_files(folder));

  const auto before = fs::last_write_time(folder / record::kManifestName);
  const Outcome second = bench.run({"--progress", "none", "--threads", "2"});
  CHECK(second.code == 0);
  CHECK(second.folder() == folder);
  CHECK(fs::last_write_time(folder / record::kManifestName) == before);
}

TEST_CASE("a run of several threads does not let them wait long on cores that others want") {
  const auto shortly = [](const std::string& threads) {
    const Bench bench;
    const auto process = bench.start_slow(threads);
    return process->environment().find("GOMP_SPINCOUNT=10000") != std::string::npos;
  };
  CHECK_FALSE(shortly("1"));
  CHECK(shortly("2"));
}

TEST_CASE("a run killed at any moment and resumed gives the same bytes") {
  for (int delay = 0; delay < 3; ++delay) {
    const Bench bench;
    const auto process = bench.start_slow();
    std::this_thread::sleep_for(std::chrono::milliseconds(37 * delay));
    REQUIRE(process->running());
    process->send(SIGKILL);
    REQUIRE(process->wait() == 128 + SIGKILL);
    REQUIRE(bench.has_checkpoint());
    const Outcome rest = bench.run({});
    REQUIRE(rest.code == 0);
    CHECK(rest.err.find("continues") != std::string::npos);
    CHECK(hash_of(rest.folder()) == undisturbed());
    CHECK(bench.partial().empty());
  }
}

TEST_CASE("Ctrl-C, kill and a hangup save what is done and say so with their exit codes") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Bench bench;
    const auto process = bench.start_slow();
    process->send(signal);
    CHECK(process->wait() == 128 + signal);
    CHECK(process->err().find("interrupted") != std::string::npos);
    const Outcome rest = bench.run({});
    REQUIRE(rest.code == 0);
    CHECK(rest.err.find("continues") != std::string::npos);
    CHECK(hash_of(rest.folder()) == undisturbed());
  }
}

TEST_CASE("a terminal that closes under a run lets it save what is done") {
  const Variable kind("TERM", "xterm");
  const Bench bench;
  OnTerminal process(bench.command({"--pause", "0.002", "--checkpoint-every", "1000"}));
  process.wait_for("counting");  // its loop has begun
  process.close();
  CHECK(process.wait() == 128 + SIGHUP);
  CHECK(bench.has_checkpoint());
  const Outcome rest = bench.run({});
  REQUIRE(rest.code == 0);
  CHECK(rest.err.find("continues") != std::string::npos);
  CHECK(hash_of(rest.folder()) == undisturbed());
}

TEST_CASE("a second hangup is no second wish, and under nohup there is none") {
  const auto pause = [](int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  };
  {
    const Bench bench;
    const auto process = bench.start_slow("1", "0.2");
    for (int i = 0; i < 3; ++i) {  // within one step
      process->send(SIGHUP);
      pause(30);
    }
    CHECK(process->wait() == 128 + SIGHUP);
    CHECK(process->err().find("interrupted") != std::string::npos);
  }
  const Bench bench;
  const auto handler = std::signal(SIGHUP, SIG_IGN);  // inherited
  const auto process = bench.start_slow("1", "0.02");
  std::signal(SIGHUP, handler);
  process->send(SIGHUP);
  pause(300);
  CHECK(process->running());
  process->send(SIGTERM);
  CHECK(process->wait() == 128 + SIGTERM);
}

TEST_CASE("progress moves the cursor where it can, and nothing is coloured") {
  const auto shown = [](const char* term, const char* mode) {
    const Variable kind("TERM", term), no_colour("NO_COLOR", "1");
    const Bench bench;
    OnTerminal process(bench.command({"--progress", mode, "--preset", "smoke"}));
    const std::string text = process.shown();
    CHECK(process.wait() == 0);
    CHECK(text.find("counting") != std::string::npos);
    return text;
  };
  for (const char* mode : {"auto", "bar"}) {
    CHECK_FALSE(moves_cursor(shown("dumb", mode)));
    CHECK_FALSE(moves_cursor(shown("", mode)));
    const std::string text = shown("xterm", mode);
    CHECK(moves_cursor(text));
    for (std::size_t at = 0; (at = text.find("\033[", at)) != std::string::npos; at += 2)
      CHECK(text[text.find_first_not_of("0123456789;", at + 2)] != 'm');
  }
  const Bench bench;
  const Variable kind("TERM", "xterm");
  CHECK_FALSE(moves_cursor(bench.run({"--progress", "bar"}).err));
}

TEST_CASE("a table ahead of its checkpoint, as a kill between the two writes leaves it, does no harm") {
  const Bench bench;
  const auto process = bench.start_slow();
  process->send(SIGTERM);
  process->wait();
  const fs::path table = bench.partial() / "metrics.csv";
  record::write_file(table, record::read_file(table) + "201,0.5\n202,0.");
  record::write_file(bench.partial() / ".verigan-0123456789abcdef.tmp", "half a fi");
  const Outcome rest = bench.run({});
  CHECK(rest.err.find("continues") != std::string::npos);
  CHECK(hash_of(rest.folder()) == undisturbed());
  CHECK(record::hash_files(rest.folder()) == record::read_manifest(rest.folder()).files);
}

TEST_CASE("what is damaged in an unfinished run is noticed, and the run begun again") {
  for (const char* name : {"checkpoint.safetensors", "metrics.csv", "config.toml", "unfinished.json"}) {
    INFO(name);
    const Bench bench;
    const auto process = bench.start_slow();
    process->send(SIGTERM);
    process->wait();
    std::string bytes = record::read_file(bench.partial() / name);
    const bool is_json = std::string(name) == "unfinished.json";  // whose first third names a commit
    bytes[is_json ? 0 : bytes.size() / 3] ^= 1;
    record::write_file(bench.partial() / name, bytes);
    const Outcome rest = bench.run({});
    REQUIRE(rest.code == 0);
    CHECK(rest.err.find("begun again") != std::string::npos);
    CHECK(hash_of(rest.folder()) == undisturbed());
  }
}

TEST_CASE("a finished file that changed is noticed, set aside and made again") {
  for (const char* name : {"samples.npy", "grid.png", "manifest.json"}) {
    INFO(name);
    const Bench bench;
    const fs::path folder = bench.run({}).folder();
    record::write_file(folder / name, "somebody wrote here");
    const Outcome again = bench.run({});
    REQUIRE(again.code == 0);
    CHECK(again.err.find(name) != std::string::npos);
    CHECK(again.err.find("set aside") != std::string::npos);
    CHECK(hash_of(folder) == undisturbed());
    CHECK(record::read_file(folder.string() + ".changed-1/" + name) == "somebody wrote here");
    CHECK(bench.run({}).err.find("nothing to do") != std::string::npos);
  }
  const Bench bench;
  const fs::path folder = bench.run({}).folder();
  fs::remove(folder / "metrics.csv");
  CHECK(bench.run({}).err.find("metrics.csv is missing") != std::string::npos);
  CHECK(hash_of(folder) == undisturbed());
}

TEST_CASE("two processes do not work on one run") {
  const Bench bench;
  const auto process = bench.start_slow();
  TemporaryFolder elsewhere;
  Process second(bench.command({"--pause", "0"}), elsewhere.path());
  CHECK(second.wait() == 2);
  CHECK(second.err().find("another process") != std::string::npos);
  CHECK(process->running());
}

TEST_CASE("two nodes at work on one run do not disturb each other, and their bytes are compared") {
  for (const bool same : {true, false}) {
    const Bench bench;
    std::unique_ptr<Process> first;
    {
      const Variable node("VERIGAN_NODE", "node a");
      first = bench.start_slow("1", "0.004");
    }
    CHECK(bench.partial().filename().string().find(".node_a-") != std::string::npos);
    Outcome second;
    {
      const Variable node("VERIGAN_NODE", "b");
      second = bench.run({});
    }
    REQUIRE(second.code == 0);
    CHECK(second.err.find("continues a copy of") != std::string::npos);
    CHECK(hash_of(second.folder()) == undisturbed());
    REQUIRE(first->running());
    const fs::path table = second.folder() / "metrics.csv";
    const std::string rows = record::read_file(table);
    if (!same) {
      std::string changed = rows;
      changed[changed.size() - 3] ^= 1;
      record::write_file(table, changed);
    }
    CHECK(first->wait() == (same ? 0 : 1));
    const std::string said = first->err();
    CHECK((said.find("confirmed") != std::string::npos) == same);
    if (same) {
      CHECK(entries(second.folder().parent_path()) == 1);
      continue;
    }
    CHECK(said.find(message("differs: metrics.csv, byte ", rows.size() - 2)) != std::string::npos);
    REQUIRE(entries(second.folder().parent_path()) == 2);
    for (const auto& entry : fs::directory_iterator(second.folder().parent_path()))
      if (entry.path() != second.folder()) {
        CHECK(entry.path().extension() == ".differs-1");
        CHECK(record::read_file(entry.path() / "metrics.csv") == rows);
      }
  }
}

TEST_CASE("what another commit began is left alone, or continued if that is requested") {
  const Bench bench;
  const auto begin = [&] {
    const auto process = bench.start_slow();
    process->send(SIGTERM);
    process->wait();
    const fs::path file = bench.partial() / "unfinished.json";
    record::Object state = record::parse_json(record::read_file(file), "unfinished.json");
    state["commits"] = std::string("0123abcd");
    record::write_file(file, record::json_text(state));
  };
  begin();
  const std::string left = bench.partial().filename().string();
  const Outcome fresh = bench.run({});
  REQUIRE(fresh.code == 0);
  CHECK(fresh.err.find("begun by commit 0123abcd, is left as " + left) != std::string::npos);
  CHECK(fresh.err.find("%, continues") == std::string::npos);
  CHECK(hash_of(fresh.folder()) == undisturbed());
  CHECK_FALSE(record::read_manifest(fresh.folder()).provenance.contains("earlier_commits"));
  CHECK(bench.partial().filename() == left);
  fs::remove_all(fresh.folder());
  const Outcome across = bench.run({"--resume-across"});
  REQUIRE(across.code == 0);
  CHECK(across.err.find("%, continues") != std::string::npos);
  CHECK(bench.partial().empty());
  CHECK(hash_of(across.folder()) == undisturbed());
  const record::Manifest manifest = record::read_manifest(across.folder());
  CHECK(std::get<std::string>(manifest.provenance.at("earlier_commits")) == "0123abcd");
  CHECK(std::get<std::string>(manifest.provenance.at("commit")) == record::build().commit);
}

TEST_CASE("a run stops where it is asked to, and keeps digests and a ladder of checkpoints") {
  const Bench bench;
  const Outcome stopped = bench.run({"--stop-at", "120", "--checkpoint-every", "1000"});
  REQUIRE(stopped.code == 0);
  CHECK(stopped.folder() == bench.partial());
  CHECK(record::read_csv(stopped.folder() / "metrics.csv").rows() == 120);
  CHECK(record::read_safetensors(stopped.folder() / "checkpoint.safetensors").metadata.at("step") ==
        "120");
  const Outcome rest = bench.run({"--digest-every", "1"});
  CHECK(rest.err.find("continues") != std::string::npos);
  CHECK(hash_of(rest.folder()) == undisturbed());
  const record::Table digests = record::read_csv(rest.folder() / "digests.csv");
  CHECK(digests.names() == std::vector<std::string>{"step", "x"});
  const std::vector<double> steps = digests.numbers("step");
  REQUIRE(steps.size() == 12 + 80);  // every tenth, then all
  CHECK(steps[11] == 120);
  CHECK(steps[12] == 121);
  const std::vector<std::string> seen = digests.texts("x");
  for (const std::uint64_t step : {50U, 100U, 150U}) {
    const record::Tensors kept = record::read_safetensors(
        rest.folder() / message("checkpoints/000000", step < 100 ? "0" : "", step, ".safetensors"));
    CHECK(kept.metadata.at("step") == std::to_string(step));
    const auto at = std::ranges::find(steps, static_cast<double>(step)) - steps.begin();
    CHECK(seen[static_cast<std::size_t>(at)] ==
          record::digest_text(record::digest(kept.arrays.at("x").values)));
  }
}

TEST_CASE("a disk that takes no more gives one line, and the run continues later") {
  const Bench bench;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit small{2500, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);  // inherited: writes fail instead
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const Outcome full = bench.run({"--progress", "none"});
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(full.code == 2);
  CHECK(full.err.find("cannot write") != std::string::npos);
  CHECK(std::count(full.err.begin(), full.err.end(), '\n') == 1);
  const Outcome rest = bench.run({});
  CHECK(rest.code == 0);
  CHECK(hash_of(rest.folder()) == undisturbed());
}

TEST_CASE("a place where nothing can be written is one line and exit code 2") {
  const Bench bench;
  record::write_file(bench.folder() / "plain", "a file");
  fs::create_symlink("nowhere", bench.folder() / "dangling");
  for (const std::string& out : {(bench.folder() / "plain").string(),
                                 (bench.folder() / "plain" / "below").string(),
                                 std::string("/dev/full/results"), std::string("/proc/verigan"),
                                 std::string(300, 'x'), "/tmp" + std::string(2500, '/') + std::string(2500, '/') + "x",
                                 (bench.folder() / "dangling").string()}) {
    Process process({COUNTING_PROGRAM, "--out", out}, bench.folder().path());
    INFO(out);
    CHECK(process.wait() == 2);
    const std::string err = process.err();
    CHECK(std::count(err.begin(), err.end(), '\n') == 1);
    CHECK(err.starts_with("counting: cannot create the folder"));
  }
}

TEST_CASE("bad options are one line and exit code 2, and write nothing") {
  const Bench bench;
  record::write_file(bench.folder() / "typo.toml", "ratte = 1\n");
  record::write_file(bench.folder() / "table.toml", "[model]\nrate = 1\n");
  record::write_file(bench.folder() / "broken.toml", "rate = = 1\n");
  record::write_file(bench.folder() / "range.toml", "rate = nan\n");
  record::write_file(bench.folder() / "word.toml", "rate = i\nseed = 2\n");
  record::write_file(bench.folder() / "half.toml", "seed = 7.5\n");
  record::write_file(bench.folder() / "huge.toml", "seed = 1e300\n");
  record::write_file(bench.folder() / "idle.toml", "lift = 0.25\n");
  record::write_file(bench.folder() / "data.toml", "data = \"points\"\n");
  record::write_file(bench.folder() / "start.toml", "start = \"low\"\n");
  record::write_file(bench.folder() / "out.toml", "out = \"elsewhere\"\n");
  const auto file = [&](const char* name) { return (bench.folder() / name).string(); };
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"--rate", "nan"}, "--rate = nan, expected a number in (0, 4]"},
      {{"--rate", "0"}, "--rate = 0, expected a number in (0, 4]"},
      {{"--rate", "inf"}, "--rate = inf, expected a number in (0, 4]"},
      {{"--rate=-1"}, "--rate = -1, expected a number in (0, 4]"},
      {{"--rate", "fast"}, "--rate = 'fast', expected a number in (0, 4]"},
      {{"--rate", ""}, "--rate = '', expected a number in (0, 4]"},
      {{"--steps", "0"}, "--steps = 0, expected a whole number from 1 to 1000000"},
      {{"--steps", "1.5"}, "--steps = 1.5, expected a whole number from 1 to 1000000"},
      {{"--steps", "99999999999999999999"}, "--steps = 1e+20, expected"},
      {{"--seed", "-1"}, "--seed = -1, expected a whole number"},
      {{"--threads", "0"}, "--threads = 0, expected a whole number"},
      {{"--start", "high"}, "--start = 'high', expected one of middle, low"},
      {{"--preset", "fast"}, "preset = 'fast', expected smoke, quick or paper"},
      {{"--progress", "loud"}, "--progress = 'loud', expected one of auto"},
      {{"--alhpa", "0.3"}, "unknown option --alhpa, expected one of --preset, --seed"},
      {{"--tsart", "low"}, "unknown option --tsart, did you mean '--start'? expected one of --preset"},
      {{"--start", "midle"}, "--start = 'midle', did you mean 'middle'? expected one of middle"},
      {{"circle"}, "unexpected argument 'circle'"},
      {{"--rate"}, "--rate needs a value"},
      {{"--rate", "1", "--rate", "2"}, "--rate is given 2 times, expected once"},
      {{"--seed=1", "--seed=1", "--seed=1"}, "--seed is given 3 times, expected once"},
      {{"--lift", "0"}, "--lift has no effect here: it belongs to --start low"},
      {{"--data", "points.npy"}, "--data has no effect here: nothing is learnt from image files"},
      {{"--config", file("idle.toml")}, "idle.toml: lift has no effect here: it belongs to --start"},
      {{"--config", file("data.toml")}, "data.toml: data has no effect here"},
      {{"--plan", "--data", "points"}, "--data has no effect on any run of the plan"},
      {{"--plan", "--progress", "none"}, "--progress has no effect with --plan"},
      {{"--config", file("word.toml")}, "word.toml line 1: "},
      {{"--config", file("word.toml")}, "saw 'i '"},
      {{"--config", file("half.toml")}, "seed = 7.5, expected a whole number from 0 to"},
      {{"--config", file("huge.toml")}, "seed = 1e+300, expected a whole number from 0 to"},
      {{"--config", file("missing.toml")}, "cannot read"},
      {{"--config", file("typo.toml")}, "unknown key 'ratte', did you mean 'rate'? expected one of"},
      {{"--config", file("table.toml")}, "model"},
      {{"--config", file("broken.toml")}, "line 1"},
      {{"--config", file("range.toml")}, "rate = nan, expected a number in (0, 4]"},
      {{"--config", file("typo.toml"), "--plan"}, "unknown key"},
      {{"--plan", "--start", "low"}, "--start cannot be given with --plan"},
      {{"--config", file("data.toml"), "--plan"}, "data.toml: data has no effect on any run of the plan; "},
      {{"--config", file("start.toml"), "--plan"},
       "start.toml: start has no effect on any run of the plan, which sets it itself; "},
      {{"--config", file("out.toml"), "--plan"}, "out.toml: out has no effect with --plan"},
  };
  for (const auto& [options, expected] : cases) {
    const Outcome outcome = bench.run(options);
    INFO(options.front() << ": " << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.starts_with("counting: "));
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    CHECK(outcome.err.find(expected) != std::string::npos);
  }
  CHECK_FALSE(fs::exists(bench.folder() / "results"));
}

TEST_CASE("preset, file and command line win in this order") {
  const Bench bench;
  record::write_file(bench.folder() / "my.toml", "preset = \"smoke\"\nrate = 2\nstart = \"low\"\n");
  const Outcome outcome =
      bench.run({"--config", (bench.folder() / "my.toml").string(), "--rate", "3"});
  REQUIRE(outcome.code == 0);
  CHECK(record::read_file(outcome.folder() / "config.toml") ==
        "lift = 0.0\npreset = \"smoke\"\nrate = 3.0\nseed = 1\nstart = \"low\"\nsteps = 20\n");
  // A run's own config.toml repeats it.
  const Outcome again = bench.run({"--config", (outcome.folder() / "config.toml").string()});
  CHECK(again.err.find("nothing to do") != std::string::npos);
  CHECK(again.folder() == outcome.folder());
}

TEST_CASE("a file's 7.0 is the whole number 7, and so is the command line's") {
  const Bench bench;
  record::write_file(bench.folder() / "my.toml", "\xEF\xBB\xBFseed = 7.0\r\nsteps = 2e1\r\n");
  const Outcome file = bench.run({"--config", (bench.folder() / "my.toml").string()});
  REQUIRE(file.code == 0);
  const std::string config = record::read_file(file.folder() / "config.toml");
  CHECK(config.find("seed = 7\n") != std::string::npos);
  CHECK(config.find("steps = 20\n") != std::string::npos);
  CHECK(bench.run({"--seed", "7", "--steps", "20"}).folder() == file.folder());
  CHECK(bench.run({"--seed", "7.0", "--steps", "2e1"}).folder() == file.folder());
}

TEST_CASE("a run's own config.toml repeats it, options without an effect and all") {
  const Bench bench;
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--steps", "9"}, {"--steps", "9", "--start", "low", "--lift", "0.125"}}) {
    const Outcome run = bench.run(options);
    REQUIRE(run.code == 0);
    const Outcome again = bench.run({"--config", (run.folder() / "config.toml").string()});
    CHECK(again.folder() == run.folder());
    CHECK(again.err.find("nothing to do") != std::string::npos);
  }
}

TEST_CASE("the plan takes an option to the runs it has an effect on") {
  const Bench bench;
  const Outcome plan = bench.run({"--plan", "--preset", "smoke", "--lift", "0.25"});
  REQUIRE(plan.code == 0);
  CHECK(plan.out.find(R"("args":["--preset","smoke","--start","middle"])") != std::string::npos);
  CHECK(plan.out.find(R"("args":["--preset","smoke","--start","low","--lift","0.25"])") !=
        std::string::npos);

  // So of a file, over which the command line wins. What the plan names is what its words run.
  record::write_file(bench.folder() / "my.toml", "lift = 0.25\nseed = 3\nrate = 3.5\npreset = \"smoke\"\n");
  const Outcome file = bench.run({"--plan", "--config", (bench.folder() / "my.toml").string(), "--seed", "9"});
  CHECK(file.err.empty());
  REQUIRE(file.code == 0);
  CHECK(file.out.find(R"("args":["--preset","smoke","--start","middle","--seed","9","--rate","3.5"])") !=
        std::string::npos);
  CHECK(file.out.find(R"("args":["--preset","smoke","--start","low","--seed","9","--lift","0.25","--rate","3.5"])") !=
        std::string::npos);
  const Outcome run = bench.run({"--preset", "smoke", "--start", "middle", "--rate", "3.5", "--seed", "9"});
  CHECK(file.out.find("counting/" + run.folder().filename().string() + '"') != std::string::npos);
}

TEST_CASE("version and commit are printed") {
  const Bench bench;
  const Outcome version = bench.run({"--version"});
  CHECK(version.code == 0);
  CHECK(version.out == record::version_line("counting of verigan") + '\n');
}

TEST_CASE("the plan names the folders that its runs will make") {
  const Bench bench;
  const Outcome plan = bench.run({"--plan", "--preset", "smoke", "--seed", "9"});
  REQUIRE(plan.code == 0);
  const std::size_t second = plan.out.find('\n') + 1;
  const std::string line = plan.out.substr(second);
  CHECK(line.starts_with(R"({"experiment":"counting","folder":"counting/)"));
  CHECK(line.find(R"("label":"low seed 9","args":["--preset","smoke","--start","low","--seed","9"],"cost":7})") !=
        std::string::npos);
  const Outcome run = bench.run({"--preset", "smoke", "--start", "low", "--seed", "9"});
  CHECK(line.find("counting/" + run.folder().filename().string() + '"') != std::string::npos);
  CHECK(entries(bench.folder() / "results" / "counting") == 1);
}

TEST_CASE("progress for programs is a line of its own kind, and help explains") {
  const Bench bench;
  const Outcome machine = bench.run({"--progress", "machine", "--preset", "smoke"});
  CHECK(machine.err.starts_with("@progress 0 20 started\n"));
  CHECK(machine.err.ends_with("@progress 20 20 done\n"));
  const Outcome help = bench.run({"--help"});
  CHECK(help.code == 0);
  CHECK(help.out.find("x ← r x (1 − x)") != std::string::npos);
  CHECK(help.out.find("--rate NUMBER") != std::string::npos);
  CHECK(help.out.find("(default 3.9)") != std::string::npos);
}
