// SPDX-License-Identifier: MIT
// verigan bisect: at which step, in which layer and at which number two runs part.
#include <bit>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "drive/bisect.hpp"
#include "cli/command.hpp"
#include "drive/compare.hpp"
#include "core/check.hpp"
#include "record/csv.hpp"

namespace verigan::cli {
namespace {

using namespace drive;

struct Request {
  std::string a, b, data;
  bool json = false;
};

std::string hexadecimal(float value) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08x", std::bit_cast<std::uint32_t>(value));
  return text;
}

std::string index_text(const std::vector<std::size_t>& index) {
  std::string text;
  for (const std::size_t i : index) text += (text.empty() ? "" : ", ") + std::to_string(i);
  return '[' + text + ']';
}

const char* verdict_text(Bisection::Verdict verdict) {
  switch (verdict) {
    case Bisection::Verdict::same: return "same";
    case Bisection::Verdict::found: return "found";
    case Bisection::Verdict::not_repeated: return "not repeated";
  }
  return "";
}

void print(const Bisection& found) {
  if (found.verdict == Bisection::Verdict::same) {
    std::printf("The digests of all tensors are equal at all %llu common steps.\n",
                static_cast<unsigned long long>(found.compared));
  } else if (found.verdict == Bisection::Verdict::found) {
    std::printf("The runs part at step %llu; both were run again from step %llu and gave their digests.\n",
                static_cast<unsigned long long>(found.step),
                static_cast<unsigned long long>(found.started_at));
  } else {
    std::printf("The runs part after step %llu and at step %llu at the latest.\n",
                static_cast<unsigned long long>(found.last_same),
                static_cast<unsigned long long>(found.step));
    for (const std::string& run : found.not_repeated)
      std::printf("Run %s does not give its own digests here: another machine or program made it so.\n",
                  run.c_str());
  }
  if (found.first) {
    const Difference& d = *found.first;
    std::printf("  layer   %s\n  tensor  %s, %zu of its numbers differ, of %zu tensors that do\n"
                "  index   %s\n  a       %s = %s\n  b       %s = %s\n",
                d.layer.c_str(), d.tensor.c_str(), d.count, found.tensors.size(),
                index_text(d.index).c_str(), hexadecimal(d.a).c_str(),
                record::number_text(d.a).c_str(), hexadecimal(d.b).c_str(),
                record::number_text(d.b).c_str());
  }
  print_pairs("configuration", found.config);
  print_pairs("provenance", found.provenance);
}

void print_json(const Bisection& found) {
  nlohmann::ordered_json out = {{"verdict", verdict_text(found.verdict)},
                                {"compared", found.compared},
                                {"last_same", found.last_same}};
  if (found.verdict != Bisection::Verdict::same) {
    out["step"] = found.step;
    out["started_at"] = found.started_at;
    out["not_repeated"] = found.not_repeated;
    out["tensors"] = found.tensors;
  }
  if (found.first) {
    const auto number = [](float value) {
      return nlohmann::ordered_json{{"decimal", record::number_text(value)},
                                    {"hex", hexadecimal(value)}};
    };
    out["layer"] = found.first->layer;
    out["tensor"] = found.first->tensor;
    out["index"] = found.first->index;
    out["a"] = number(found.first->a);
    out["b"] = number(found.first->b);
    out["differing_numbers"] = found.first->count;
  }
  out["configuration"] = pairs_json(found.config);
  out["provenance"] = pairs_json(found.provenance);
  std::puts(out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
}

int bisect_runs(const Request& request) {
  use_data(request.data);
  const Bisection found =
      bisect(read_run(request.a), read_run(request.b), load_catalogue(program_folder()));
  request.json ? print_json(found) : print(found);
  return found.verdict == Bisection::Verdict::same ? 0 : 1;
}

}  // namespace

Action bisect_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("A", request->a, "Folder of a finished run").required();
  arguments.add("B", request->b, "Folder of another of the same experiment").required();
  arguments.add("--data", request->data, "Folder with MNIST; default: VERIGAN_DATA, then ./data")
      .existing_folder();
  arguments.flag("--json", request->json, "Print one JSON object");
  arguments.footer("Exit code 1 when the runs part.");
  return [request] { return bisect_runs(*request); };
}

}  // namespace verigan::cli
