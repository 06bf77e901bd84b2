// SPDX-License-Identifier: MIT
// verigan tail: the numbers of a run under way.
#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/present_run.hpp"
#include "core/check.hpp"
#include "core/program.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

/// The last complete lines of a table that grows: all of them but an unfinished one at the end.
record::Table table_of(const fs::path& file) {
  std::string text = record::read_file(file);
  text.resize(text.rfind('\n') + 1);
  return record::Table::parse(text, file.string());
}

struct TailRequest {
  std::string run, table = "metrics.csv";
  bool follow = true;
};

int tail(const TailRequest& request) {
  constexpr std::size_t kFirst = 10;
  std::size_t shown = 0;
  for (bool begun = false;; begun = true) {
    const fs::path folder = present_run(request.run);
    const bool finished = folder.extension() != ".partial";
    if (fs::exists(folder / request.table)) {
      const record::Table table = table_of(folder / request.table);
      std::vector<std::vector<std::string>> columns;
      for (const std::string& name : table.names()) columns.push_back(table.texts(name));
      const std::size_t fit = std::min(columns.size(), std::max<std::size_t>(1, (terminal_columns(stdout) + 2) / 14));
      const auto line = [&](const auto& cell) {
        for (std::size_t c = 0; c < fit; ++c)
          std::printf("%s%s", c > 0 ? "  " : "", padded(cell(c), 12).c_str());
        std::puts("");
      };
      if (!begun) {
        if (fit < columns.size())
          std::printf("%zu of %zu columns of %s\n", fit, columns.size(), request.table.c_str());
        line([&](std::size_t c) { return table.names()[c]; });
        shown = table.rows() > kFirst ? table.rows() - kFirst : 0;
      }
      for (; shown < table.rows(); ++shown)
        line([&](std::size_t c) { return columns[c][shown]; });
      flush_output();
    } else {
      require(!finished, (folder / request.table).string(), ": no such table");
    }
    if (finished || !request.follow) return 0;
    poll(nullptr, 0, 1000);
  }
}

}  // namespace

Action tail_command(Arguments& arguments) {
  auto request = std::make_shared<TailRequest>();
  auto once = std::make_shared<bool>(false);
  arguments.add("RUN", request->run, "Folder of a run, finished or under way").required();
  arguments.add("--table", request->table, "Which of its tables").shows_default();
  arguments.flag("--once", *once, "Print the last rows and do not wait for more");
  arguments.footer("Rows appear when the run saves its state (--checkpoint-every of the experiment).");
  return [request, once] {
    request->follow = !*once;
    return tail(*request);
  };
}

}  // namespace verigan::cli
