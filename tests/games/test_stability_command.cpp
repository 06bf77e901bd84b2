// SPDX-License-Identifier: MIT
// `verigan stability` as a user meets it.
#include <cmath>
#include <complex>
#include <nlohmann/json.hpp>

#include "support/command.hpp"
#include "record/csv.hpp"
#include "support/temporary_folder.hpp"

namespace {

nlohmann::json asked(const std::string& arguments) {
  const Outcome found = verigan_command("stability --json " + arguments);
  INFO(arguments << ": " << found.text);
  REQUIRE(found.code == 0);
  return nlohmann::json::parse(found.text);
}

Outcome told(const std::string& arguments) { return verigan_command("stability " + arguments); }

}  // namespace

TEST_CASE("the JSON object has the four keys, and closed-form numbers") {
  const auto bilinear = asked("--game bilinear --method extragradient --step 0.5");
  CHECK(bilinear.size() == 4);
  CHECK(bilinear["eigenvalues"] == nlohmann::json::parse("[[0.0,-1.0],[0.0,1.0]]"));
  CHECK(bilinear["rotation_frequency"] == 1.0);
  CHECK(bilinear["contraction_per_step"].get<double>() ==
        Approx(std::sqrt(1 - 0.25 + 0.0625)).epsilon(1e-14));
  CHECK(bilinear["largest_stable_step"] == 1.0);
  CHECK(asked("--game bilinear --method simultaneous")["largest_stable_step"] == 0.0);
  CHECK(asked("--game bilinear --method proximal")["largest_stable_step"] == "inf");
  CHECK(asked("--game bilinear --method alternating")["largest_stable_step"] == 2.0);
  CHECK(asked("--game bilinear --method optimistic")["largest_stable_step"].get<double>() ==
        Approx(1 / std::sqrt(3)).epsilon(1e-15));

  const auto dirac = asked("--game dirac --loss minimax --regulariser r1 --gamma 0.6");
  CHECK(dirac["eigenvalues"].size() == 2);
  CHECK(dirac["eigenvalues"][1][0].get<double>() == Approx(-0.3).epsilon(1e-14));
  CHECK(dirac["eigenvalues"][1][1].get<double>() == Approx(0.4).epsilon(1e-14));

  const auto alpha = asked("--game dirac --loss nonsaturating --alpha 0.3");
  CHECK(alpha["eigenvalues"].size() == 3);
  CHECK(alpha["rotation_frequency"].get<double>() ==
        Approx(0.7 * std::sqrt(0.3)).epsilon(1e-14));
  CHECK(alpha["eigenvalues"][0][0].get<double>() == Approx(-0.21).epsilon(1e-14));

  // ½x² + 2xy − ½y²: −1 ± 2i.
  const auto quadratic = asked("--game quadratic --a 1 --b 2 --c 1 --step 0.1");
  CHECK(quadratic["eigenvalues"][1] == nlohmann::json::parse("[-1.0,2.0]"));
  CHECK(quadratic["contraction_per_step"].get<double>() ==
        Approx(std::hypot(0.9, 0.2)).epsilon(1e-14));
  CHECK(asked("--game Dirac --alpha 0.5")["rotation_frequency"] == 0.25);
}

TEST_CASE("the terminal form names every method, what happens, and the phases") {
  const Outcome found = told("--game dirac --alpha 0.3 --regulariser r1 --gamma 1 --step 0.5");
  CHECK(found.code == 0);
  for (const char* words : {"α = 0.3", "→ simultaneous", "alternating", "extragradient",
                            "optimistic", "proximal", "consensus", "halved every",
                            "It settles", "Regulariser against step", "█", "·"}) {
    INFO(words);
    CHECK(found.text.find(words) != std::string::npos);
  }
  CHECK(told("--game bilinear").text.find("doubled every 139 steps") != std::string::npos);
  CHECK(told("--game bilinear --method alternating").text.find("neither settles nor grows") !=
        std::string::npos);
}

TEST_CASE("the phase table holds every pair") {
  const verigan::tests::TemporaryFolder folder;
  const std::string file = (folder.path() / "phases.csv").string();
  REQUIRE(told("--game dirac --method proximal --phase " + file).code == 0);
  const auto table = verigan::record::read_csv(file);
  const auto gamma = table.numbers("gamma"), step = table.numbers("step"),
             factor = table.numbers("contraction_per_step");
  REQUIRE(gamma.size() == 101 * 121);
  for (std::size_t i = 0; i < gamma.size(); i += 97) {
    // 1/|1 − hλ|, λ = −γ/2 ± √(γ²/4 − ¼), the slower of the two.
    const std::complex<double> root =
        std::sqrt(std::complex<double>(gamma[i] * gamma[i] / 4 - 0.25));
    const double expected = 1 / std::abs(1.0 - step[i] * (-gamma[i] / 2 + root));
    CHECK(factor[i] == Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("mistakes: one line, exit code 2, the nearest name") {
  for (const char* arguments :
       {"", "--game dirc", "--game bilinear --method opti", "--game dirac --loss minmax",
        "--game dirac --regulariser r3 --gamma 1", "--game bilinear --step 0",
        "--game bilinear --step -1", "--game bilinear --step nan", "--game bilinear --step inf",
        "--game bilinear --step x", "--game dirac --gamma 1", "--game dirac --regulariser r1",
        "--game dirac --alpha 0", "--game dirac --alpha 1", "--game dirac --alpha nan",
        "--game dirac --regulariser r1 --gamma -1", "--game bilinear --alpha 0.5",
        "--game bilinear --loss minimax", "--game quadratic --scale 2", "--game quadratic --a nan",
        "--game dirac --loss hinge --alpha 0.3", "--game dirac --target 0",
        "--game dirac --regulariser gradient-penalty --gamma 1",
        "--game bilinear --updates 2 2", "--game bilinear --consensus 2",
        "--game dirac --alpha ''", "--game bilinear --step ''", "--game bilinear --method alternating --updates 0 1",
        "--game bilinear --scale 1e200", "--game bilinear --step 1e300",
        "--game dirac --phase /nowhere/phases.csv", "--nonsense"}) {
    const Outcome found = told(arguments);
    INFO(arguments << ": " << found.text);
    CHECK(found.code == 2);
    CHECK(found.one_line());
  }
  CHECK(told("--game dirc").text.find("did you mean 'dirac'") != std::string::npos);
  CHECK(told("--game dirac --loss minmax").text.find("did you mean 'minimax'") !=
        std::string::npos);
}
