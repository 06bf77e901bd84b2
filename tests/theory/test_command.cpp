// SPDX-License-Identifier: MIT
// `verigan theory` as a user meets it.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "record/file.hpp"
#include "support/command.hpp"
#include "support/fake_gnuplot.hpp"
#include "support/temporary_folder.hpp"

namespace {

Outcome run(const std::string& arguments) { return verigan_command("theory " + arguments); }

}  // namespace

TEST_CASE("The JSON object has every key, numbers or \"inf\"") {
  const Outcome found = run("--p 'normal(0,1)' --q 'exponential(1)' --alpha 0.3 --json");
  REQUIRE(found.code == 0);
  const auto document = nlohmann::json::parse(found.text);
  CHECK(document["p"] == "normal(0,1)");
  CHECK(document["q"] == "exponential(1)");
  CHECK(document["alpha"] == 0.3);
  const auto& quantities = document["quantities"];
  CHECK(quantities.size() == 15);
  for (const char* key : {"kl_pq", "kl_qp", "jsd", "js_alpha", "tv", "hellinger2", "w1", "w2",
                          "value", "value_alpha", "error_absolute", "entropy_alpha", "chi2_pq", "chi2_qp",
                          "least_squares"}) {
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

TEST_CASE("Renyi's divergences come for an order, and what no double can hold has an infinite error") {
  const auto json = [](const std::string& arguments) {
    const Outcome found = run(arguments + " --json");
    REQUIRE(found.code == 0);
    return nlohmann::json::parse(found.text);
  };
  const auto document = json("--p 'normal(0,1)' --q 'normal(3,1)' --order 2");
  CHECK(document["order"] == 2);
  CHECK(document["quantities"].size() == 17);
  // r(μ_p − μ_q)²/2, and χ² = e^9 − 1.
  CHECK(document["quantities"]["renyi_pq"]["value"].get<double>() == Approx(9).epsilon(1e-13));
  CHECK(document["quantities"]["chi2_pq"]["value"].get<double>() ==
        Approx(std::expm1(9)).epsilon(1e-13));
  const auto far = json("--p 'normal(0,1)' --q 'normal(60,1)'")["quantities"]["chi2_pq"];
  CHECK(far["error"] == "inf");  // e^3600
  CHECK(far["value"].is_null());
  CHECK(far["reason"].get<std::string>().find("beyond the range") != std::string::npos);
  const std::string table = run("--p 'normal(0,1)' --q 'normal(60,1)' --order 1e10").text;
  CHECK(table.find("χ²(p‖q)     ? not known to any digit") != std::string::npos);
  CHECK(table.find("18000000000000") != std::string::npos);  // 1e10·60²/2
  CHECK(table.find("∞") == std::string::npos);
  // Of a logistic density there is no closed form; an order that no quadrature resolves is unknown.
  const auto wild = json("--p 'logistic(0,1)' --q 'normal(0,20)' --order 1e300");
  for (const char* key : {"renyi_pq", "renyi_qp"}) {
    const auto& found = wild["quantities"][key];
    CHECK((found["value"].is_null() || found["value"] == "inf" || found["error"].is_number()));
    CHECK(found["value"].is_null() == (found["error"] == "inf"));
  }
  CHECK(json("--p 'normal(0,1)' --q 'normal(1,1)'")["parameters"].get<std::string>().find(
            "exactly as written") != std::string::npos);
}

TEST_CASE("Numbers are the decimals as typed, alpha and the order too") {
  const auto quantities = [](const std::string& arguments) {
    const Outcome found = run(arguments + " --json");
    REQUIRE(found.code == 0);
    return nlohmann::json::parse(found.text)["quantities"];
  };
  // One double, two decimals.
  const auto near = quantities("--p 'normal(0.1,1)' --q 'normal(0.10000000000000000001,1)'");
  CHECK(near["tv"]["value"].get<double>() == Approx(3.98942280401432678e-21).epsilon(1e-12));
  const auto tilted = quantities("--p 'normal(0,1)' --q 'normal(1,1)' --alpha 0.999999999999");
  CHECK(tilted["entropy_alpha"]["value"].get<double>() ==
        Approx(2.8631021115928e-11).epsilon(1e-13));
  CHECK(quantities("--p 'beta(.2,1)' --q 'beta(.3,1)' --order 3")["renyi_pq"]["value"] == "inf");
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
  const TemporaryFolder folder;
  const auto file = [&](const char* name) { return (folder / name).string(); };
  const std::string csv = file("curves.csv");
  const std::string pair = "--p 'beta(0.5,0.5)' --q 'uniform(-1,2)' --alpha 0.25 ";
  REQUIRE(run(pair + "--csv " + csv).code == 0);
  std::istringstream lines(verigan::record::read_file(csv));
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
    REQUIRE(run(pair + "--plot " + file("a.svg")).code == 0);
    CHECK(verigan::record::read_file(file("a.svg")).find("</svg>") != std::string::npos);
    REQUIRE(run(pair + "--plot " + file("a.png")).code == 0);
    CHECK(verigan::record::read_file(file("a.png")).starts_with("\x89PNG"));
  }
  CHECK(run(pair + "--csv " + file("none/curves.csv")).code == 2);
  CHECK(run(pair + "--plot " + file("a.pdf")).code == 2);
  CHECK_FALSE(std::filesystem::exists(file("a.pdf")));
}

TEST_CASE("A picture that fails costs neither the numbers nor an earlier picture") {
  const TemporaryFolder folder;
  const std::string file = (folder / "pair.png").string();
  const std::string plot = "--p 'normal(0,1)' --q 'normal(1,1)' --plot " + file;
  verigan::record::write_file(file, "the good one");
  for (const char* lines : {"exit 127", "kill -9 $$", "echo 'no room' >&2; exit 1", "cat >/dev/null"}) {
    INFO(lines);
    const FakeGnuplot fake(lines);
    for (const std::string& form : {std::string(), std::string(" --json")}) {
      const Outcome found = run(plot + form);
      CHECK(found.code == 2);
      CHECK(found.text.find("0.5") != std::string::npos);  // KL, before the complaint
      const std::size_t complaint = found.text.find("verigan: --plot " + file + ": gnuplot ");
      REQUIRE(complaint != std::string::npos);
      CHECK(complaint > found.text.find("0.5"));
      CHECK(found.text.ends_with("\n"));
      CHECK(verigan::record::read_file(file) == "the good one");
    }
  }
  if (std::system("command -v gnuplot >/dev/null 2>&1") != 0) return;
  for (const char* setting : {"GNUTERM=qt", "TMPDIR=/nowhere/at/all", "GNUPLOT_LIB=/nowhere"}) {
    INFO(setting);
    const Outcome found = shell_command(std::string(setting) + " " + VERIGAN_PROGRAM + " theory " +
                                        plot + " 2>&1 >/dev/null");
    CHECK(found.code == 0);
    CHECK(found.text.empty());
    CHECK(verigan::record::read_file(file).starts_with("\x89PNG"));
  }
}

TEST_CASE("Curves go to devices, pipes and descriptors too, behind the numbers") {
  const std::string pair = " theory --p 'normal(0,1)' --q 'normal(1,1)' --csv ";
  const auto bash = [&](const std::string& rest) {
    return shell_command("bash -c \"" VERIGAN_PROGRAM + pair + rest + "\"");
  };
  const Outcome substituted = bash(">(head -n 1) | cat");
  CHECK(substituted.text.find("x,p,q,d_star,d_star_alpha\n") != std::string::npos);
  const Outcome out = bash("/dev/stdout");
  CHECK(out.code == 0);
  const std::size_t head = out.text.find("x,p,q,d_star,d_star_alpha\n");
  CHECK(head != std::string::npos);
  CHECK(out.text.find("mean of q") < head);
  CHECK(bash("/dev/full 2>&1 >/dev/null").text ==
        "verigan: cannot write /dev/full: No space left on device\n");
}

TEST_CASE("Scans over alpha and t, as a table, a file, JSON and a picture") {
  const TemporaryFolder folder;
  const std::string file = folder / "scan.csv", picture = folder / "scan.png";
  const Outcome table = run("--p 'laplace(0,1/sqrt(2))' --q 'normal(0,1)' --alpha 0.02:0.98:50 --csv " + file);
  CHECK(table.code == 0);
  std::istringstream printed(table.text);
  for (std::string line; std::getline(printed, line);) {
    std::size_t columns = 0;
    for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    CHECK(columns <= 80);
  }
  std::istringstream rows(verigan::record::read_file(file));
  std::string head, line;
  std::getline(rows, head);
  CHECK(head.starts_with("alpha,kl_pq,kl_pq_error,"));
  int count = 0;
  while (std::getline(rows, line)) ++count;
  CHECK(count == 50);

  const Outcome json = run("--p 'normal(t,1)' --q 'normal(0,1)' --t 0:2:3 --divergence jeffreys,renyi:3 --json");
  CHECK(json.code == 0);
  const auto document = nlohmann::json::parse(json.text);
  REQUIRE(document["scan"].size() == 3);
  CHECK(document["scan"][2]["t"] == 2);
  CHECK(document["scan"][2]["quantities"]["jeffreys"]["value"].get<double>() == Approx(4));
  CHECK(document["scan"][2]["quantities"]["renyi:3"]["value"].get<double>() == Approx(6));

  const Outcome found = run("--p 'normal(0,1)' --q 'normal(1,1)' --alpha 0.02:0.98:14 --find 'max js_alpha' --json");
  CHECK(found.code == 0);
  const auto place = nlohmann::json::parse(found.text);
  CHECK(std::abs(place["at"].get<double>() - 0.5) <= place["at_error"].get<double>());

  if (std::system("command -v gnuplot >/dev/null 2>&1") != 0) return;
  CHECK(run("--p 'normal(t,1)' --q 'normal(0,1)' --t 0:5:20 --plot " + picture).code == 0);
  CHECK(verigan::record::read_file(picture).starts_with("\x89PNG"));
}

TEST_CASE("Mistakes: one line with the value and what was expected, exit code 2") {
  const auto says = [](const std::string& arguments, const std::string& words) {
    const Outcome found = run(arguments);
    INFO(arguments << ": " << found.text);
    CHECK(found.code == 2);
    CHECK(found.one_line());
    CHECK(found.text.find("expected") != std::string::npos);
    CHECK(found.text.find(words) != std::string::npos);
  };
  const std::string pair = "--p 'normal(0,1)' --q 'normal(0,1)' ";
  for (const char* alpha : {"0", "1", "-0.1", "1.5", "nan", "inf"})
    says(pair + "--alpha " + alpha, std::string("--alpha ") + alpha);
  says(pair + "--alpha 1e-400", "--alpha '1e-400'");
  says(pair + "--alpha x", "--alpha 'x', expected a number");
  says(pair + "--alpha ''", "--alpha '', expected a number");
  for (const char* order : {"0", "1", "-2", "nan", "inf"})
    says(pair + "--order " + order, std::string("--order ") + order);
  says(pair + "--order x", "--order 'x', expected a number");
  says(pair + "--plot a.pdf", "a.pdf");
  says(pair + "--alpha 0.1,1", "--alpha 1: expected");
  says(pair + "--alpha 0:1:5", "--alpha 0: expected");
  says(pair + "--alpha 0.5:0.1:5", "'0.5:0.1:5'");
  says(pair + "--t 1:2", "--t '1:2', expected FIRST:LAST:COUNT");
  says(pair + "--divergence jefreys", "--divergence quantity 'jefreys', did you mean 'jeffreys'?");
  says(pair + "--divergence renyi:0", "'renyi:0'");
  says(pair + "--find 'js_alpha'", "'max QUANTITY'");
  says(pair + "--find 'max js_alpha'", "--find over 1 values of t and 1 of alpha");
  says(pair + "--find 'max js_alpha' --csv x.csv", "--csv, --plot and --divergence have no effect");
  const struct {
    const char *density, *words;
  } densities[] = {
      {"", "density ''"},
      {"normal(0,0)", "sd = 0"},
      {"normal(0,-1)", "sd = -1"},
      {"normal(0,nan)", "sd = nan"},
      {"normal(inf,1)", "mean = inf"},
      {"normal(0)", "normal(mean,sd)"},
      {"normal(0,1", "normal(mean,sd)"},
      {"normal(0,1)x", "'x'"},
      {"laplace(0,-2)", "scale = -2"},
      {"exponential(0)", "rate = 0"},
      {"logistic(0,nan)", "scale = nan"},
      {"uniform(1,0)", "uniform(1,0)"},
      {"beta(-1,1)", "a = -1"},
      {"0.5*normal(0,1)+0.4*normal(1,1)", "sum to 0.9, expected 1 within 1e-9"},
      {"0.5*normal(0,1)+0.50000000200001*normal(1,1)", "sum to 1.000000002"},
      {"1.5*normal(0,1)+-0.5*normal(1,1)", "weight -0.5"},
      {"nan*normal(0,1)+0.5*normal(1,1)", "weight nan"},
      {"csv:/nowhere", "/nowhere"},
      {"csv:", "file name"},
  };
  for (const auto& [density, words] : densities) {
    says("--p '" + std::string(density) + "' --q 'normal(0,1)'", words);
    says("--q '" + std::string(density) + "' --p 'normal(0,1)' --json", words);
  }
  CHECK(run("--p '0.5*normal(0,1)+0.5000000005*normal(1,1)' --q 'normal(0,1)'").code == 0);
  CHECK(run("--p 'normal(0,1)'").text == "verigan: --q is required\n");
}

TEST_CASE("Unknown names suggest the nearest known one") {
  const auto says = [](const std::string& arguments, const char* words) {
    const Outcome found = run(arguments);
    INFO(found.text);
    CHECK(found.code == 2);
    CHECK(found.one_line());
    CHECK(found.text.find(words) != std::string::npos);
  };
  says("--p 'nomral(0,1)' --q 'normal(0,1)'", "unknown family 'nomral', did you mean 'normal'?");
  says("--p 'gauss(0,1)' --q 'normal(0,1)'", "unknown family 'gauss', expected one of normal");
  says("--p 'normal(0,1)' --q 'normal(0,1)' --alhpa 0.5",
       "unknown option --alhpa, did you mean '--alpha'?");
  says("--p 'normal(0,1)' --q 'normal(0,1)' 3", "unexpected argument '3'");
  says("--p 'normal(0,1)' --p 'normal(0,1)' --q 'normal(0,1)'", "--p is given 2 times, expected once");
  says("--p 'normal(0,1)' --q", "--q needs a value");
  const Outcome found = verigan_command("theroy");
  CHECK(found.code == 2);
  CHECK(found.text.starts_with("verigan: unknown command 'theroy', did you mean 'theory'? expected "
                               "one of bisect, "));
}

TEST_CASE("A table of a density is the same however a program writes it") {
  const TemporaryFolder folder;
  const std::string file = (folder / "table.csv").string();
  const auto quantities = [&](const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    const Outcome found = run("--json --q 'normal(0,1)' --p csv:" + file);
    INFO(text << found.text);
    REQUIRE(found.code == 0);
    return nlohmann::json::parse(found.text)["quantities"];
  };
  const auto expected = quantities("0,0\n1,1\n2,0\n");
  for (const char* text :
       {"\xEF\xBB\xBF" "bin center,density\r\n0,0\r\n1,1\r\n2,0\r\n", "x (mm);density\n0;0,0\n1;1,0\n2;0\n",
        "sep=;\n0;0\n1;1\n2;0", ",0\n0,0\n1,1\n2,0\n", "bin center density\n0 0\n1 1\n2 0\n",
        "\"x\"\t\"p\"\n0\t0\n1\t1\n2\t0\n", "0,0\r1,1\r2,0\r"}) {
    INFO(text);
    CHECK(quantities(text) == expected);
  }
  std::ofstream(file) << "0,1e-400\n1,1\n2,0\n";
  const Outcome tiny = run("--json --q 'normal(0,1)' --p csv:" + file + " 2>&1 >/dev/null | cat");
  CHECK(tiny.text == "verigan: warning: " + file +
                         ":1: 1e-400 in column 2 is too small for a double, taken as 0\n");
}

TEST_CASE("A bad table is named by file, line and value") {
  const TemporaryFolder folder;
  const std::string file = (folder / "table.csv").string();
  const auto complaint = [&](const char* text) {
    std::ofstream(file) << text;
    const Outcome found = run("--q 'normal(0,1)' --p csv:" + file);
    CHECK(found.code == 2);
    CHECK(found.one_line());
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
  CHECK(complaint("0,,1\n1,,1\n").find("table.csv:1: the cell in column 2 is empty") !=
        std::string::npos);
  CHECK(complaint("x,y,z\n0,1,2\n").find("table.csv:2: 3 column(s)") != std::string::npos);
  CHECK(complaint("0,1\nx,density\n1,1\n").find("table.csv:2: 'x'") != std::string::npos);
  CHECK(complaint("\xFE\xFF").find("table.csv:1: UTF-16") != std::string::npos);
  std::ofstream(file) << "0,1.005\n1,1.005\n";  // what a coarse table loses
  CHECK(run("--q 'normal(0,1)' --p csv:" + file).code == 0);
}
