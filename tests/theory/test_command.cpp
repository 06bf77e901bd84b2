// SPDX-License-Identifier: MIT
// `verigan theory` as a user meets it.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "support/catch.hpp"

namespace {

namespace fs = std::filesystem;

struct Outcome {
  int code;
  std::string text;
};

// Standard output and standard error together.
Outcome run(const std::string& arguments) {
  FILE* pipe = popen((std::string(THEORY_PROGRAM) + " theory " + arguments + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t n; (n = fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), n);
  const int status = pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text};
}

struct Folder {
  fs::path path = fs::temp_directory_path() / ("verigan_theory_test_" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
};

std::string content(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("The JSON object has every key, numbers or \"inf\"") {
  const Outcome found = run("--p 'normal(0,1)' --q 'exponential(1)' --alpha 0.3 --json");
  REQUIRE(found.code == 0);
  const auto document = nlohmann::json::parse(found.text);
  CHECK(document["p"] == "normal(0,1)");
  CHECK(document["q"] == "exponential(1)");
  CHECK(document["alpha"] == 0.3);
  const auto& quantities = document["quantities"];
  CHECK(quantities.size() == 12);
  for (const char* key : {"kl_pq", "kl_qp", "jsd", "js_alpha", "tv", "hellinger2", "w1", "w2",
                          "value", "value_alpha", "error_absolute", "entropy_alpha"}) {
    INFO(key);
    REQUIRE(quantities.contains(key));
    CHECK(quantities[key]["error"].is_number());
    CHECK(quantities[key]["error"] >= 0);
    CHECK((quantities[key]["value"].is_number() || quantities[key]["value"] == "inf"));
  }
  CHECK(quantities["kl_pq"]["value"] == "inf");
  CHECK(quantities["kl_pq"]["error"] == 0);
  // KL(exp(1) ‖ N(0,1)) = −1 + ½·2 + ½ ln 2π.
  CHECK(quantities["kl_qp"]["value"].get<double>() ==
        Approx(0.91893853320467274178).epsilon(1e-13));
}

TEST_CASE("The table names every quantity and the best discriminators") {
  const Outcome found = run("--p 'normal(0,1)' --q 'normal(2,1)'");
  CHECK(found.code == 0);
  for (const char* words :
       {"KL(p‖q)", "W₂(p,q)", "C_α(G)", "H(α)", "0.6931471805599453", "mean of q", "p = q"}) {
    INFO(words);
    CHECK(found.text.find(words) != std::string::npos);
  }
}

TEST_CASE("Curves and pictures are written whole, or not at all") {
  const Folder folder;
  const std::string csv = folder.file("curves.csv");
  const std::string pair = "--p 'beta(0.5,0.5)' --q 'uniform(-1,2)' --alpha 0.25 ";
  REQUIRE(run(pair + "--csv " + csv).code == 0);
  std::istringstream lines(content(csv));
  std::string line;
  std::getline(lines, line);
  CHECK(line == "x,p,q,d_star,d_star_alpha");
  int rows = 0;
  double last = -1e300;
  while (std::getline(lines, line)) {
    double x, p, q, d, weighted;
    REQUIRE(std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf,%lf", &x, &p, &q, &d, &weighted) == 5);
    CHECK(x > last);
    last = x;
    ++rows;
    if (p + q == 0) {
      CHECK(std::isnan(d));
      continue;
    }
    CHECK(d == Approx(p / (p + q)).margin(1e-14));
    CHECK(weighted == Approx(0.25 * p / (0.25 * p + 0.75 * q)).margin(1e-14));
  }
  CHECK(rows > 500);
  if (std::system("command -v gnuplot >/dev/null 2>&1") == 0) {
    REQUIRE(run(pair + "--plot " + folder.file("a.svg")).code == 0);
    CHECK(content(folder.file("a.svg")).find("</svg>") != std::string::npos);
    REQUIRE(run(pair + "--plot " + folder.file("a.png")).code == 0);
    CHECK(content(folder.file("a.png")).starts_with("\x89PNG"));
  }
  CHECK(run(pair + "--csv " + folder.file("none/curves.csv")).code == 2);
  CHECK(run(pair + "--plot " + folder.file("a.pdf")).code == 2);
  CHECK_FALSE(fs::exists(folder.file("a.pdf")));
}

TEST_CASE("Mistakes: one line, exit code 2") {
  for (const char* arguments :
       {"--p 'normal(0,0)' --q 'normal(0,1)'", "--p 'normal(0,1)'", "--p '' --q 'normal(0,1)'",
        "--p 'normal(0,1)' --q 'normal(0,1)' --alpha 0",
        "--p 'normal(0,1)' --q 'normal(0,1)' --alpha 1",
        "--p 'normal(0,1)' --q 'normal(0,1)' --alpha nan",
        "--p 'normal(0,1)' --q 'normal(0,1)' --alpha x", "--p 'csv:/nowhere' --q 'normal(0,1)'",
        "--p 'normal(0,1)' --q 'normal(0,1)' --nonsense"}) {
    const Outcome found = run(arguments);
    INFO(arguments << ": " << found.text);
    CHECK(found.code == 2);
    CHECK(std::count(found.text.begin(), found.text.end(), '\n') == 1);
  }
}

TEST_CASE("Unknown names suggest the nearest known one") {
  const auto says = [](const std::string& arguments, const char* words) {
    const Outcome found = run(arguments);
    INFO(found.text);
    CHECK(found.code == 2);
    CHECK(std::count(found.text.begin(), found.text.end(), '\n') == 1);
    CHECK(found.text.find(words) != std::string::npos);
  };
  says("--p 'nomral(0,1)' --q 'normal(0,1)'", "unknown family 'nomral', did you mean 'normal'?");
  says("--p 'gauss(0,1)' --q 'normal(0,1)'", "unknown family 'gauss', expected one of normal");
  says("--p 'normal(0,1)' --q 'normal(0,1)' --alhpa 0.5",
       "unknown option --alhpa, did you mean '--alpha'?");
  says("--p 'normal(0,1)' --q 'normal(0,1)' 3", "unexpected argument '3'");
  const std::string program = THEORY_PROGRAM;
  FILE* pipe = popen((program + " theroy 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 400> line{};
  REQUIRE(fgets(line.data(), line.size(), pipe) != nullptr);
  CHECK(WEXITSTATUS(pclose(pipe)) == 2);
  CHECK(std::string(line.data())
            .starts_with("verigan: unknown command 'theroy', did you mean 'theory'? expected one "
                         "of doctor, "));
}

TEST_CASE("A bad table is named by file, line and value") {
  const Folder folder;
  const std::string file = folder.file("table.csv");
  const auto complaint = [&](const char* text) {
    std::ofstream(file) << text;
    const Outcome found = run("--q 'normal(0,1)' --p csv:" + file);
    CHECK(found.code == 2);
    CHECK(std::count(found.text.begin(), found.text.end(), '\n') == 1);
    return found.text;
  };
  CHECK(complaint("x,density\n0,1\n1,2\n1,3\n").find("table.csv:4: x = 1") != std::string::npos);
  CHECK(complaint("0,1\n1,-2\n").find("table.csv:2: density -2") != std::string::npos);
  CHECK(complaint("0,1\n1,nan\n").find("table.csv:2: density nan") != std::string::npos);
  CHECK(complaint("0,1\n1,abc\n").find("'abc'") != std::string::npos);
  CHECK(complaint("0,1\n1\n").find("1 column(s)") != std::string::npos);
  CHECK(complaint("0,1\n").find("at least 2") != std::string::npos);
  CHECK(complaint("").find("at least 2") != std::string::npos);
  CHECK(complaint("0,0\n1,0\n").find("mass 0") != std::string::npos);
  CHECK(complaint("0,1\n0.5,1\n").find("integrates to 0.5, expected 1 within 0.01") !=
        std::string::npos);
  CHECK(complaint("0,1e99\n1e99,1e99\n").find("integrates to 1e+198") != std::string::npos);
  std::ofstream(file) << "0,1.005\n1,1.005\n";  // what a coarse table loses
  CHECK(run("--q 'normal(0,1)' --p csv:" + file).code == 0);
}
