// SPDX-License-Identifier: MIT
// `verigan theory` of densities of the plane, as a user meets it.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "record/file.hpp"
#include "support/command.hpp"
#include "support/fake_gnuplot.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

namespace {

Outcome run(const std::string& arguments) { return verigan_command("theory " + arguments); }

const std::string kPair = "--p 'normal([0,0],[[1,.5],[.5,1]])' --q 'normal([1,0],[[1,0],[0,2]])'";

}  // namespace

TEST_CASE("the numbers of the plane come as those of the line do, and W2 where it is known") {
  const Outcome found = run(kPair + " --alpha 0.3 --divergence jeffreys --order 1/2 --json");
  REQUIRE(found.code == 0);
  const auto document = nlohmann::json::parse(found.text);
  const auto& quantities = document["quantities"];
  const double truth = 0.5 * (0.5 + std::log(2 / 0.75));
  CHECK(std::abs(quantities["kl_pq"]["value"].get<double>() - truth) <=
        quantities["kl_pq"]["error"].get<double>() + 1e-15);
  CHECK(quantities["chi2_qp"]["value"] == "inf");
  CHECK(quantities["jeffreys"]["value"].get<double>() ==
        Approx(truth + quantities["kl_qp"]["value"].get<double>()).epsilon(1e-10));
  CHECK(quantities.contains("w2"));
  CHECK_FALSE(quantities.contains("w1"));
  CHECK(quantities.contains("renyi_pq"));
  const Outcome products = run("--p 'product(uniform(0,1),laplace(0,1))' --q 'product(uniform(0,2),laplace(0,1))'");
  REQUIRE(products.code == 0);
  CHECK(products.text.find("W₂") == std::string::npos);
  CHECK(products.text.find("(0.5, 0)") != std::string::npos);  // D* at the mean of p
}

TEST_CASE("fields are tabulated and drawn in three panels") {
  const TemporaryFolder folder;
  const auto file = [&](const char* name) { return (folder.path() / name).string(); };
  REQUIRE(run(kPair + " --alpha 0.3 --csv " + file("f.csv") + " --plot " + file("f.svg")).code == 0);
  const std::string csv = record::read_file(file("f.csv"));
  CHECK(csv.starts_with("x,y,p,q,d_star_alpha\n"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 161 * 161 + 1);
  const std::string picture = record::read_file(file("f.svg"));
  CHECK(picture.find("</svg>") != std::string::npos);
  CHECK(picture.find("normal([0,0]") != std::string::npos);
  const std::string p = "--p 'normal([0,0],[[1,.5],[.5,1]])'";
  for (const auto& [arguments, word] : std::vector<std::pair<std::string, std::string>>{
           {p + " --q 'normal(0,1)'", "normal([mean x"},
           {p + " --q 'normal([0,0],[[1,2],[2,1]])'", "positive definite"},
           {kPair + " --divergence energy", "energy"},
           {kPair + " --find 'max tv'", "--find"},
           {kPair + " --f 'u*ln(u)'", "--f"},
           {kPair + " --plot x.pdf", "x.pdf"}}) {
    INFO(arguments);
    const Outcome refused = run(arguments);
    CHECK(refused.code == 2);
    CHECK(refused.one_line());
    CHECK(refused.text.find(word) != std::string::npos);
  }
}

TEST_CASE("a scan over t goes over the plane") {
  const Outcome found = run("--p 'normal([t,0],[[1,0],[0,1]])' --q 'normal([0,0],[[1,0],[0,1]])' --t 0:2:3 "
                            "--divergence kl_pq,hellinger2 --json");
  REQUIRE(found.code == 0);
  const auto rows = nlohmann::json::parse(found.text)["scan"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[2]["quantities"]["kl_pq"]["value"].get<double>() == Approx(2).epsilon(1e-9));
}
