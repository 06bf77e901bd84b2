// SPDX-License-Identifier: MIT
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/doctor.hpp"
#include "record/provenance.hpp"

namespace verigan::cli {
namespace {

struct Options {
  int threads = 2;
  bool json = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void heading(const char* text) { std::printf("\n%s\n", text); }
void row(const char* name, const std::string& value) { std::printf("  %-19s%s\n", name, value.c_str()); }
std::string verdict(bool good, const char* right, const char* wrong) {
  return good ? right : std::string("WRONG: ") + wrong;
}

void print_machine(const Examination& found) {
  heading("Machine");
  row("processor", record::machine());
  row("SIMD target", found.target + " (of " + joined(found.targets) + "; VERIGAN_SIMD=NAME chooses)");
  row("threads", std::to_string(found.processors) +
                     (found.processors == 1 ? " processor" : " processors") +
                     "; a run uses one unless --threads says more");
  heading("Build");
  row("verigan", record::build().version + ", commit " + record::short_commit());
  row("compiler", record::build().compiler);
  row("flags", record::build().flags);
}

void print_arithmetic(const Examination& found) {
  const FloatEnvironment& a = found.arithmetic;
  heading("Arithmetic");
  row("rounding", verdict(a.rounds_to_nearest, "to nearest", "not to nearest"));
  row("tiny numbers", verdict(!a.flushes_to_zero && !a.denormals_are_zero,
                              "kept (FTZ and DAZ are off)", "lost (FTZ or DAZ is on)"));
  row("a*b + c", verdict(!a.contracts, "rounds twice, as written", "fused by the compiler"));
  row("fused a*b + c", verdict(found.fuses, "rounds once, where C libraries are known not to",
                               "rounds twice"));
  row("known answers", verdict(found.known_answers, "right", "the kernels compute something else"));
}

void print_speed(const Examination& found) {
  char text[160];
  heading("Speed, one thread, measured now");
  std::snprintf(text, sizeof text, "%.1f GFLOP/s of fused multiply-adds", found.peak_gflops);
  row("peak", text);
  std::snprintf(text, sizeof text, "%.1f GFLOP/s, %.0f %% of the peak (256 x 512 times 512 x 512)",
                found.product_gflops, 100 * found.product_gflops / found.peak_gflops);
  row("matrix product", text);
}

/// The names of the parts that sentences such as "exp is …, expected …" begin with.
std::string parts(const std::vector<std::string>& differences) {
  std::vector<std::string> names;
  for (const std::string& sentence : differences) {
    names.push_back(sentence.substr(0, sentence.find(' ')));
  }
  return joined(names);
}

void print_golden(const Examination& found) {
  heading("Repeatability: kernels, trainings and theory against the golden list");
  row("golden list", found.golden);
  for (const GoldenRun& run : found.runs) {
    const std::string name = run.target + ", " + std::to_string(run.threads) +
                             (run.threads == 1 ? " thread" : " threads");
    row(name.c_str(), run.differences.empty() ? "every bit the same"
                                              : "WRONG: other bits in " + parts(run.differences));
  }
}

int print(const Examination& found) {
  print_machine(found);
  print_arithmetic(found);
  print_speed(found);
  print_golden(found);
  if (found.healthy()) {
    std::puts("\nAll is well: results from this machine are the results from every other.");
    return 0;
  }
  const std::string complaint = found.arithmetic.complaint();
  std::printf("\nNot well: %s.\n",
              complaint.empty() ? "this build does not give verigan's results here" : complaint.c_str());
  return 1;
}

int print_json(const Examination& found) {
  nlohmann::json runs = nlohmann::json::array();
  for (const GoldenRun& run : found.runs) {
    runs.push_back({{"target", run.target},
                    {"threads", run.threads},
                    {"sha256", run.digest},
                    {"differences", run.differences}});
  }
  const FloatEnvironment& a = found.arithmetic;
  const nlohmann::json all = {{"machine", record::machine()},
                              {"processors", found.processors},
                              {"simd_target", found.target},
                              {"simd_targets", found.targets},
                              {"version", record::build().version},
                              {"commit", record::build().commit},
                              {"compiler", record::build().compiler},
                              {"flags", record::build().flags},
                              {"rounds_to_nearest", a.rounds_to_nearest},
                              {"flushes_to_zero", a.flushes_to_zero},
                              {"denormals_are_zero", a.denormals_are_zero},
                              {"contracts", a.contracts},
                              {"fuses", found.fuses},
                              {"known_answers", found.known_answers},
                              {"fma_peak_gflops", found.peak_gflops},
                              {"gemm_gflops", found.product_gflops},
                              {"gemm_fraction", found.product_gflops / found.peak_gflops},
                              {"golden", found.golden},
                              {"golden_matches", found.golden_matches()},
                              {"golden_runs", runs},
                              {"healthy", found.healthy()}};
  std::puts(all.dump(2).c_str());
  return found.healthy() ? 0 : 1;
}

}  // namespace

Action doctor_command(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.add("--threads", options->threads, "Threads of a further golden run (1: none)")
      .between(1, 1024)
      .shows_default();
  arguments.flag("--json", options->json, "Print JSON");
  arguments.footer("Exit code 1 when the arithmetic or a golden hash is wrong.");
  return [options] {
    const Examination found = examine(options->threads);
    return options->json ? print_json(found) : print(found);
  };
}

}  // namespace verigan::cli
