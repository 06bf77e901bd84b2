// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "record/manifest.hpp"
#include "record/value.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"
#include "support/text.hpp"

// A place where experiment programs are run. PROGRAM_FOLDER is where CMake puts them.
class Bench {
 public:
  struct Outcome {
    int code;
    std::string out, err;  // err: remarks as one line each, as they were before they were broken at words
    std::filesystem::path folder() const { return out.substr(0, out.find('\n')); }
    std::string hash() const { return verigan::record::read_manifest(folder()).result_hash; }
    double summary(const std::string& key) const {
      const auto path = folder() / "summary.json";
      const auto object =
          verigan::record::parse_json(verigan::record::read_file(path), path.string());
      const auto& value = object.at(key);
      if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
      if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
      return std::get<double>(value);
    }
  };

  std::vector<std::string> command(const std::string& program,
                                   const std::vector<std::string>& options) const {
    std::vector<std::string> words{std::string(PROGRAM_FOLDER) + '/' + program};
    if (std::find(options.begin(), options.end(), "--plan") == options.end())
      words.insert(words.end(), {"--out", (folder_ / "results").string()});
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }
  Outcome run(const std::string& program, const std::vector<std::string>& options) const {
    Process process(command(program, options), folder_.path());
    const int code = process.wait();
    return {code, process.out(), verigan::tests::unwrapped(process.err())};
  }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};
