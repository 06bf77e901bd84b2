// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/verify.hpp"
#include "core/check.hpp"
#include "support/catch.hpp"
#include "verification/catalogue.hpp"

using namespace verigan;
using cli::VerifyRequest;
namespace fs = std::filesystem;

namespace {

struct Run {
  int code;
  std::string text;
};

/// verify_theorems, its table read back.
Run run(std::span<const theory::Theorem> catalogue, const VerifyRequest& request) {
  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  Run result{cli::verify_theorems(catalogue, request, file), ""};
  std::rewind(file);
  for (int c; (c = std::fgetc(file)) != EOF;) result.text += static_cast<char>(c);
  std::fclose(file);
  return result;
}

std::vector<theory::Theorem> with_wrong_row() {
  std::vector<theory::Theorem> rows = verification::catalogue();
  rows[3].check = rows[3].mutants[0].check;
  return rows;
}

fs::path scratch(const std::string& name) {
  const fs::path folder = fs::temp_directory_path() / "verigan_test_theorems";
  fs::create_directories(folder);
  fs::remove(folder / name);
  return folder / name;
}

std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

TEST_CASE("a table of at most 100 columns, and exit code 0 when all hold") {
  const Run result = run(verification::catalogue(), {.instances = 10});
  CHECK(result.code == 0);
  const std::string all = std::to_string(verification::catalogue().size());
  CHECK(result.text.find(all + " of " + all + " theorems hold") != std::string::npos);
  std::istringstream lines(result.text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(columns(line) <= 100);
  }
  for (const theory::Theorem& theorem : verification::catalogue()) {
    CHECK(result.text.find("\n" + theorem.id + " ") != std::string::npos);
  }
}

TEST_CASE("a wrong row makes it fail, and the table says which") {
  const Run result = run(with_wrong_row(), {.instances = 50});
  CHECK(result.code == 1);
  const std::string all = std::to_string(verification::catalogue().size());
  CHECK(result.text.find("1 of " + all + " theorems FAIL") != std::string::npos);
  const std::size_t row = result.text.find("\nT04 "), reason = result.text.find("missed in ");
  CHECK(row < reason);
  CHECK(reason < result.text.find("\nT05 "));
  CHECK(result.text.find("of 50 instances; worst: ", reason) != std::string::npos);
  CHECK(run(with_wrong_row(), {.instances = 50, .only = {"T01", "T05"}}).code == 0);
  CHECK(run(with_wrong_row(), {.instances = 50, .only = {"T04"}}).code == 1);
}

TEST_CASE("the table says what is chosen, the largest tolerance and the smallest slack") {
  const Run result = run(verification::catalogue(), {.instances = 20, .only = {"T14", "T19"}});
  CHECK(result.text.find("Chosen: the chance δ = 1e-12") != std::string::npos);
  std::istringstream lines(result.text);
  std::string line;
  while (std::getline(lines, line) && !line.starts_with("T19")) {
  }
  const theory::Outcome t19 =
      theory::verify(*theory::select_theorems(verification::catalogue(), std::array{
                         std::string("T19")})[0], {20, 1});
  REQUIRE(std::getline(lines, line));  // below residual and tolerance
  char slack[32], largest[32];
  std::snprintf(slack, sizeof slack, "%.1e", t19.slack);
  std::snprintf(largest, sizeof largest, "%.1e", t19.largest_tolerance);
  CHECK(line.find(slack) != std::string::npos);
  CHECK(line.find(largest) != std::string::npos);
}

TEST_CASE("only the rows asked for, in the catalogue's order") {
  const Run result = run(verification::catalogue(), {.instances = 5, .only = {"T17", "T01"}});
  CHECK(result.text.find("2 of 2 theorems hold") != std::string::npos);
  CHECK(result.text.find("T01") < result.text.find("T17"));
  CHECK(result.text.find("T04") == std::string::npos);
  const Run list = run(verification::catalogue(), {.list = true});
  CHECK(list.text.find("exercises metrics::mmd2") != std::string::npos);
  CHECK(list.code == 0);
  CHECK(list.text.find("T33") != std::string::npos);
  CHECK(list.text.find("hold") == std::string::npos);
}

TEST_CASE("the JSON says what the table says") {
  const fs::path file = scratch("table.json");
  const VerifyRequest request{.instances = 30, .seed = 11, .json = file.string()};
  const std::vector<theory::Theorem> rows = with_wrong_row();
  CHECK(run(rows, request).code == 1);
  const auto document = nlohmann::json::parse(std::ifstream(file));
  CHECK(document["seed"] == 11);
  CHECK(document["instances"] == 30);
  REQUIRE(document["theorems"].size() == rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const auto& row = document["theorems"][k];
    CAPTURE(row.dump());
    CHECK(row["id"] == rows[k].id);
    CHECK(row["title"] == rows[k].title);
    CHECK(row["statement"] == rows[k].statement);
    CHECK(row["source"] == rows[k].source);
    CHECK(row["instances"] == rows[k].instances_checked(30));
    CHECK(row["seconds"].get<double>() >= 0);
    const theory::Outcome outcome = theory::verify(rows[k], {30, 11});
    CHECK(row["largest_residual"].get<double>() == outcome.largest.value);
    CHECK(row["tolerance"].get<double>() == outcome.largest.tolerance);
    CHECK(row["largest_tolerance"].get<double>() == outcome.largest_tolerance);
    CHECK(row["smallest_slack"].is_null() == std::isinf(outcome.slack));
    if (std::isfinite(outcome.slack)) CHECK(row["smallest_slack"].get<double>() == outcome.slack);
    CHECK(row["chosen"] == rows[k].chosen);
    CHECK(row["exercises"] == rows[k].exercises);
    CHECK(row["verdict"] == (k == 3 ? "fails" : "holds"));
    if (k != 3) CHECK(row["worst_ratio"].get<double>() <= 1);
  }
}

TEST_CASE("mistakes are named before any work is done") {
  const auto& catalogue = verification::catalogue();
  const auto message = [&catalogue](const VerifyRequest& request) -> std::string {
    try {
      run(catalogue, request);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(message({.only = {"T04", "T99"}}).find("unknown theorem 'T99'") == 0);
  CHECK(message({.only = {""}}).find("unknown theorem ''") == 0);
  CHECK(message({.instances = 0}) == "--instances 0, expected 1 to 10000000");
  CHECK(message({.instances = -3}) == "--instances -3, expected 1 to 10000000");
  CHECK(message({.instances = 10000001}) == "--instances 10000001, expected 1 to 10000000");
  CHECK(message({.json = "/nonexistent/folder/table.json"}).find("cannot write /nonexistent") ==
        0);
  for (const std::string& text : {message({.only = {"T99"}}), message({.json = "/"})}) {
    CHECK_FALSE(text.empty());
    CHECK(text.find('\n') == std::string::npos);
  }
}
