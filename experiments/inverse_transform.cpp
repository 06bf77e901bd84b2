// SPDX-License-Identifier: MIT
// inverse_transform: any law from uniform numbers.
//
//   F⁻¹(u) = inf{x : F(x) ≥ u};  U uniform in (0, 1)  ⇒  F⁻¹(U) has distribution function F
// whether F is continuous, has jumps, or both (Rocca, equations 1–5).
//
// Sample runs:
//   inverse_transform --preset smoke
//   inverse_transform --preset smoke --law '0.5*normal(-2,1)+0.5*normal(2,0.5)' --samples 500
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/numeric.hpp"
#include "random/transform.hpp"
#include "run/experiment.hpp"
#include "theory/densities.hpp"
#include "theory/kolmogorov.hpp"
#include "theory/spec.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(A computer draws numbers uniform in (0, 1). The quantile function F⁻¹ turns them into draws from
the law F: where F is steep many values of u land close together, and where it jumps they land on
one point. A generator network does the same: it learns a map from simple noise to data.

transform.csv has the quantile function; histograms.csv the uniform numbers and what became of
them, next to the density; distance.csv the Kolmogorov–Smirnov distance sup|F_n − F| after n draws
from the law itself, from a die, from a mixed law (rain: none half of the time, else exponential)
and from N(0,1) by rejection of Laplace candidates, next to √(ln(2/δ)/2n), which a right sampler
exceeds with chance δ = 0.01 (Dvoretzky, Kiefer & Wolfowitz; Massart).
)";

constexpr double kChance = 0.01;

const run::Schema kTransform{"transform.csv", {{"u", 10}, "x"}, run::kOfIntegrals};
const run::Schema kHistograms{
    "histograms.csv", {{"u", 10}, "u_density", "x", "x_density", "density"}, run::kOfIntegrals};
const run::Schema kDistance{
    "distance.csv", {run::text("law"), run::whole("n"), "distance", "bound"}, run::kOfIntegrals};

/// A sampler and the law it is to have.
struct Sampler {
  std::string name;
  std::function<double(std::uint64_t index)> draw;
  random::Function cdf, cdf_left;
};

class InverseTransform final : public run::Experiment {
 public:
  std::string name() const override { return "inverse_transform"; }
  std::string title() const override { return "Any law from uniform numbers"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    law_ = "normal(0,1)";
    samples_ = run::pick<std::uint64_t>(preset, 2000, 1000000, 10000000);
    bins_ = 40;
    points_ = 201;
    options.density("law", law_, "density of the law, as in verigan theory");
    options.whole("samples", samples_, 10, 100000000, "draws from each law");
    options.whole("bins", bins_, 1, 10000, "bars of each histogram");
    options.whole("points", points_, 2, 1000000, "values of u in transform.csv");
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"", {}, samples_ / 100}}; }

  void prepare(const run::Common&) override { density_ = theory::parse_density(law_, &warnings); }

  std::vector<run::Schema> tables() const override { return {kTransform, kHistograms, kDistance}; }

  void run(run::Run& run, const run::Common& common) override {
    const random::Stream stream(common.seed, random::Purpose::sample);
    // 1. The map itself.
    run::Series& map = run.table(kTransform);
    for (std::uint64_t i = 0; i < points_; ++i) {
      const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(points_);
      map.append(u, quantile(u));
    }

    // 2. Numbers on their way through it.
    histograms(run, stream);

    // 3. How far the draws' distribution function is from the true one.
    run.progress().begin(0, 4);
    run::Series& table = run.table(kDistance);
    record::Object summary{{"chance", kChance}};
    std::uint64_t done = 0;
    bool inside = true;
    for (const Sampler& sampler : samplers(stream)) {
      const double last = distances(sampler, table);
      summary["distance_" + sampler.name] = record::rounded(last);
      inside = inside && last <= theory::kolmogorov_bound(samples_, kChance);
      run.progress().update(++done, sampler.name);
    }
    summary["bound"] = record::rounded(theory::kolmogorov_bound(samples_, kChance));
    summary["within_bound"] = inside;
    run.summary(summary);
  }

 private:
  double quantile(double u) const { return density_->quantile({0, u}).value(); }

  void histograms(run::Run& run, const random::Stream& stream) const {
    const double low = quantile(0.0005), high = quantile(0.9995);
    const double width = (high - low) / static_cast<double>(bins_);
    std::vector<std::uint64_t> uniform(bins_, 0), transformed(bins_, 0);
    for (std::uint64_t i = 0; i < samples_; ++i) {
      const double u = stream.uniform_double(0, i), x = quantile(u);
      ++uniform[std::min(bins_ - 1, static_cast<std::uint64_t>(u * static_cast<double>(bins_)))];
      if (x < low || x >= high) continue;
      ++transformed[std::min(bins_ - 1, static_cast<std::uint64_t>((x - low) / width))];
    }
    run::Series& table = run.table(kHistograms);
    const auto n = static_cast<double>(samples_);
    for (std::uint64_t k = 0; k < bins_; ++k) {
      const double middle = static_cast<double>(k) + 0.5, x = low + middle * width;
      table.append(middle / static_cast<double>(bins_), static_cast<double>(uniform[k] * bins_) / n, x,
                   static_cast<double>(transformed[k]) / (n * width), density_->pdf(x));
    }
  }

  std::vector<Sampler> samplers(const random::Stream& stream) const {
    const auto inverse = [&stream](std::uint64_t step, random::Function quantile) {
      return [&stream, step, quantile](std::uint64_t i) {
        return random::inverse_transform(stream, step, i, quantile);
      };
    };
    const auto cdf = [this](double x) { return density_->cdf(x).value(); };
    const random::DiscreteLaw die({1, 2, 3, 4, 5, 6}, std::vector<double>(6, 1.0 / 6));
    const theory::DensityPtr wet = theory::exponential(1);
    const random::MixedLaw rain(
        0.5, [wet](double x) { return wet->cdf(x).value(); },
        [wet](double u) {
          return wet->quantile({0, u}).value();
        },
        {0}, {0.5});
    const theory::DensityPtr target = theory::normal(0, 1), proposal = theory::laplace(0, 1);
    const double log_m = 0.5 + std::log(2 / std::sqrt(2 * kPi));  // reached at |x| = 1
    const random::Rejection rejection(
        [proposal](double u) {
          return proposal->quantile({0, u}).value();
        },
        [target, proposal, log_m](double x) {
          return std::exp(std::min(0.0, target->log_pdf(x) - proposal->log_pdf(x) - log_m));
        });
    const auto normal_cdf = [target](double x) { return target->cdf(x).value(); };
    return {
        {"continuous", inverse(0, [this](double u) { return quantile(u); }), cdf, cdf},
        {"die", inverse(1, [die](double u) { return die.quantile(u); }),
         [die](double x) { return die.cdf(x); }, [die](double x) { return die.cdf_left(x); }},
        {"mixed", inverse(2, [rain](double u) { return rain.quantile(u); }),
         [rain](double x) { return rain.cdf(x); }, [rain](double x) { return rain.cdf_left(x); }},
        {"rejection",
         [&stream, rejection](std::uint64_t i) { return rejection.draw(stream, 3, i).value; },
         normal_cdf, normal_cdf}};
  }

  /// After 10, 20, 50, 100, … draws and after all; returns the last.
  double distances(const Sampler& sampler, run::Series& table) const {
    std::vector<double> draws(samples_);
    for (std::uint64_t i = 0; i < samples_; ++i) draws[i] = sampler.draw(i);
    double last = 0;
    constexpr std::uint64_t kSteps[] = {1, 2, 5};
    std::vector<std::uint64_t> sizes;
    for (std::uint64_t ten = 10; ten < samples_; ten *= 10)
      for (const std::uint64_t step : kSteps)
        if (step * ten < samples_) sizes.push_back(step * ten);
    sizes.push_back(samples_);
    for (const std::uint64_t n : sizes) {
      last = theory::kolmogorov_distance(
          {draws.begin(), draws.begin() + static_cast<std::ptrdiff_t>(n)}, sampler.cdf,
          sampler.cdf_left);
      table.append(sampler.name, n, last, theory::kolmogorov_bound(n, kChance));
    }
    return last;
  }

  std::string law_;
  std::uint64_t samples_ = 0, bins_ = 0, points_ = 0;
  theory::DensityPtr density_;
};

}  // namespace

int main(int argc, char** argv) {
  InverseTransform experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
