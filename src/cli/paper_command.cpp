// SPDX-License-Identifier: MIT
// verigan paper: the paper as a PDF, from the data that are committed next to its source.
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "paper/build.hpp"
#include "record/file.hpp"

namespace verigan::cli {

Action paper_command(Arguments& arguments) {
  struct Request {
    std::string source = "paper", out = "results/paper";
    bool arxiv = false, parts = false;
  };
  auto request = std::make_shared<Request>();
  arguments.add("--source", request->source,
      "Folder with verigan.tex, references.bib and data").shows_default();
  arguments.add("--out", request->out, "Folder for verigan.pdf and what it is made of").shows_default();
  arguments.flag("--arxiv", request->arxiv,
      "Make verigan-arxiv.tar.gz too, with the data as ancillary files");
  arguments.flag("--parts", request->parts, "Write numbers.tex, tables and figures and stop: needs no LaTeX");
  return [request] {
    namespace fs = std::filesystem;
    const fs::path out(request->out);
    require(!(request->arxiv && request->parts), "--arxiv has no effect with --parts, expected one of them");
    paper::write_parts(request->source, out);
    if (request->parts) {
      std::printf("Parts: %s\n", out.c_str());
      return 0;
    }
    paper::typeset(out);
    const auto complaints = paper::complaints(record::read_file(out / "verigan.log"));
    for (const std::string& line : complaints) std::fprintf(stderr, "verigan: %s\n", line.c_str());
    if (request->arxiv) paper::bundle(request->source, out);
    std::printf("Paper: %s\n", (out / "verigan.pdf").c_str());
    return complaints.empty() ? 0 : 1;
  };
}

}  // namespace verigan::cli
