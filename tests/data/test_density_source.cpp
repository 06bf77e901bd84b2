// SPDX-License-Identifier: MIT
// Samples against the distribution function of the law they are drawn from.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "data/density_source.hpp"
#include "data/quantile_table.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::data;

namespace {

const random::Stream kStream(3, random::Purpose::test);

// The largest distance between two distribution functions.
double kolmogorov(std::vector<double> sample, const theory::Density& density) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double worst = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = density.cdf(sample[i]).value();
    worst = std::max({worst, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return worst;
}

}  // namespace

TEST_CASE("every family is drawn as its distribution function says") {
  for (const char* text :
       {"normal(1,2)", "uniform(-1,3)", "laplace(0.5,2)", "exponential(0.7)", "logistic(-1,0.5)",
        "0.25*normal(-2,0.5)+0.5*uniform(0,1)+0.25*exponential(2)", "beta(2,5)", "beta(0.5,0.5)",
        "0.5*beta(2,2)+0.5*normal(3,0.1)"}) {
    const LabelledDistribution law = parse_law(text);
    DensitySource source(law, kStream, 0.5, 2);
    REQUIRE(source.dimension() == 1);
    Matrix<float> rows(50000, 1);
    source.fill(7, rows);
    std::vector<double> sample;
    for (std::size_t i = 0; i < rows.rows(); ++i)
      sample.push_back(0.5 + 2 * static_cast<double>(rows(i, 0)));
    INFO(text);
    CHECK(kolmogorov(sample, *law.densities[0]) < 1.95 / std::sqrt(50000.0));  // chance 0.001
    Matrix<float> again(50000, 1), next(50000, 1);
    source.fill(7, again);
    source.fill(8, next);
    CHECK(rows(49999, 0) == again(49999, 0));
    CHECK(rows(0, 0) != next(0, 0));
  }
}

TEST_CASE("labels come with their shares, and x with its label's density") {
  const LabelledDistribution law = parse_law("0.7: normal(0,1) | 0.2: uniform(4,5) | 0.1: exponential(1)");
  REQUIRE(law.labelled());
  DensitySource source(law, kStream);
  REQUIRE(source.dimension() == 1);
  REQUIRE(source.classes() == 3);
  Matrix<float> rows(50000, 1);
  std::vector<Label> labels(rows.rows());
  source.fill(0, {rows, labels});
  std::vector<std::vector<double>> samples(3);
  for (std::size_t i = 0; i < rows.rows(); ++i) samples.at(labels[i]).push_back(rows(i, 0));
  for (std::size_t y = 0; y < 3; ++y) {
    const double n = static_cast<double>(samples[y].size()), share = law.shares[y];
    CHECK(std::abs(n / 50000 - share) < 4 * std::sqrt(share * (1 - share) / 50000));
    CHECK(kolmogorov(samples[y], *law.densities[y]) < 1.95 / std::sqrt(n));
  }
  const double at = 0.5;
  CHECK(law.marginal()->pdf(at) ==
        Approx(0.7 * std::exp(-0.125) / std::sqrt(2 * 3.14159265358979323846) +
               0.1 * std::exp(-0.5)));
  CHECK(parse_law("normal(0,1)|normal(1,1)").shares == std::vector<double>{0.5, 0.5});
}

TEST_CASE("what no formula draws is drawn by a table of its quantiles, into the last halving of the tails") {
  const theory::DensityPtr normal = theory::parse_density("normal(3,2)");
  const QuantileTable table(*normal);
  CHECK(table.median() == 3);
  double worst = 0;
  const auto look = [&](double asked) {
    const auto single = static_cast<float>(asked);
    const double u = static_cast<double>(single), x = 3 + static_cast<double>(table.offset(single));
    const double f = u < 0.5 ? normal->cdf(x).value() : normal->survival(x), wanted = u < 0.5 ? u : 1 - u;
    worst = std::max(worst, std::abs(f / wanted - 1));
  };
  for (int k = 1; k <= 23; ++k)
    for (const double part : {1.0, 1.01, 1.3, 1.99}) {
      look(std::ldexp(part, -k - 1));
      look(1 - std::ldexp(part, -k - 1));
    }
  CHECK(worst < 1e-3);
  CHECK(worst > 0);
}

TEST_CASE("a table of a file is drawn, its gap left out but for one knot's mass") {
  const TemporaryFolder folder;
  const std::string file = (folder / "a+b.csv").string();
  std::ofstream(file) << "0,0.5\n1,0.5\n1.001,0\n9,0\n9.001,0.5\n10,0.5\n";
  const LabelledDistribution law = parse_law("csv:" + file);
  DensitySource source(law, kStream);
  Matrix<float> rows(20000, 1);
  source.fill(0, rows);
  std::vector<double> sample;
  for (std::size_t i = 0; i < rows.rows(); ++i) sample.push_back(static_cast<double>(rows(i, 0)));
  CHECK(kolmogorov(sample, *law.densities[0]) < 1.95 / std::sqrt(20000.0));
}

TEST_CASE("laws that cannot be are refused in words") {
  CHECK(error_of([] { parse_law("0.7: normal(0,1) | 0.2: normal(1,1)"); }) ==
        "shares of '0.7: normal(0,1) | 0.2: normal(1,1)' sum to 0.9, expected 1");
  CHECK(error_of([] { parse_law("0.7: normal(0,1) | normal(1,1)"); }).find("all or none") !=
        std::string::npos);
  CHECK_FALSE(error_of([] { parse_law("nan: normal(0,1) | 1: normal(1,1)"); }).empty());
  CHECK_FALSE(error_of([] { parse_law("normal(0,1)|"); }).empty());
  CHECK_FALSE(error_of([] { parse_law(""); }).empty());
  CHECK_FALSE(error_of([] { DensitySource(parse_law("normal(0,1)"), kStream, 0, 0); }).empty());
}
