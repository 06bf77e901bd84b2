// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "paper/content.hpp"
#include "record/file.hpp"
#include "theory/dirac.hpp"

namespace verigan::paper {
namespace {

using statistics::Interval;

/// The runs that a number rests on, by the first digits of their result hashes.
std::string origin(const Records& records) {
  std::string text = message(records.size(), " runs:");
  for (const Record& one : records) text += message(" ", one.text("result_hash").substr(0, 8));
  return text;
}

class Numbers {
 public:
  void add(const std::string& name, const std::string& text, const std::string& from) {
    ensure(std::ranges::none_of(macros_, [&](const Macro& m) { return m.name == name; }), "one macro a name");
    macros_.push_back({name, text, from});
  }
  /// Least and largest of a number over runs: NameLow and NameHigh.
  void range(const std::string& name, const Records& runs, const std::vector<double>& values, int digits) {
    if (values.empty()) return;
    const auto [low, high] = std::ranges::minmax(values);
    add(name + "Low", significant(low, digits), origin(runs));
    add(name + "High", significant(high, digits), origin(runs));
  }
  std::vector<Macro> all() && { return std::move(macros_); }

 private:
  std::vector<Macro> macros_;
};

std::vector<double> gaps(const Records& runs, const std::string& loss, const std::string& theory) {
  std::vector<double> all;
  for (const Record& one : runs) all.push_back(std::abs(one.number(loss) - one.number(theory)));
  return all;
}

std::size_t count(const Records& runs, const std::string& column, const std::string& value) {
  return where(runs, {{column, value}}).size();
}

// What is known without a run.
void theory_numbers(Numbers& numbers) {
  const char* const from = "computed by the library";
  numbers.add("LnTwo", fixed(kLn2, 4), from);
  const auto settling = [](double alpha, double gamma) {
    return theory::alpha_dirac_settling(theory::game_loss("non-saturating"), alpha, gamma);
  };
  numbers.add("BiasHalf", fixed(settling(0.5, 1).bias, 2), from);
  numbers.add("BiasTenth", fixed(settling(0.1, 1).bias, 2), from);
  numbers.add("PairTenthStrong", fixed(settling(0.1, 10).pair, 3), from);
  numbers.add("PairHalfStrong", fixed(settling(0.5, 10).pair, 3), from);
  numbers.add("PairTenthWeak", fixed(settling(0.1, 0.5).pair, 3), from);
  numbers.add("PairHalfWeak", fixed(settling(0.5, 0.5).pair, 3), from);
  numbers.add("GammaStrong", "10", "of figure rates");
  numbers.add("GammaWeak", "0.5", "of figure rates");
  numbers.add("WithinThree", fixed(100 * -std::expm1(-4.5), 2),
      "a normal in the plane within three deviations");
}

void toy_numbers(Numbers& numbers, const Data& data) {
  const Records toys = data.experiment("alpha_toy");
  require(!toys.empty(), "runs.csv: no run of alpha_toy");
  numbers.add("ToyRuns", std::to_string(toys.size()), origin(toys));
  for (const auto& [prefix, recipe] : {std::pair("Lc", "lc"), std::pair("Eq", "equilibrium")}) {
    const Records runs = where(toys, {{"recipe", recipe}});
    const std::string p = prefix;
    numbers.add(p + "Runs", std::to_string(runs.size()), origin(runs));
    std::size_t least = runs.size();
    for (const std::string& dataset : values(runs, "dataset"))
      for (const std::string& alpha : values(runs, "alpha"))
        least = std::min(least, where(runs, {{"dataset", dataset}, {"alpha", alpha}}).size());
    numbers.add(p + "Seeds", std::to_string(least), origin(runs));
    if (p == "Eq") numbers.add("EqSeedsHalf", std::to_string(values(where(runs, {{"alpha", "0.5"}}),
        "seed").size()), origin(runs));
    numbers.add(p + "Steps", values(runs, "steps").front(), origin(runs));
    numbers.add(p + "Batch", values(runs, "batch").front(), origin(runs));
    numbers.add(p + "Noise", values(runs, "noise-dim").front(), origin(runs));
    numbers.add(p + "WorstDGap", significant(std::ranges::max(gaps(runs, "d_loss", "entropy_alpha")), 2),
        origin(runs));
    numbers.add(p + "WorstGGap", significant(std::ranges::max(gaps(runs, "g_loss", "minus_log_alpha")), 2),
        origin(runs));
    numbers.add(p + "MedianDGap", significant(statistics::median(gaps(runs, "d_loss", "entropy_alpha")), 2),
                origin(runs));
    numbers.range(p + "Jsd", runs, paper::numbers(runs, "jsd_average"), 2);
    numbers.add(p + "Learnt", std::to_string(count(runs, "learnt", "true")), origin(runs));
    std::vector<double> blind;
    for (const double b : paper::numbers(runs, "blindness"))
      if (!std::isnan(b)) blind.push_back(b);
    numbers.range(p + "Blind", runs, blind, 3);
    numbers.range(p + "Fresh", runs, paper::numbers(runs, "fresh_jsd_bound"), 2);
  }
  numbers.add("LcPassing", std::to_string(std::ranges::count_if(where(toys, {{"recipe", "lc"}}),
                                                              [](const Record& one) { return one.number("jsd_p_value") > 0.01; })),
              "runs whose counts in cells a permutation test at 0.01 does not tell from real points");
  numbers.add("EqPassing", std::to_string(std::ranges::count_if(where(toys, {{"recipe", "equilibrium"}}),
                                                              [](const Record& one) { return one.number("jsd_p_value") > 0.01; })),
              "the same of the recipe equilibrium");
  const Records half = where(toys, {{"alpha", "0.5"}});
  const std::vector<double> losses = paper::numbers(half, "d_loss");
  numbers.add("HalfRuns", std::to_string(half.size()), origin(half));
  numbers.add("HalfLossLow", fixed(std::ranges::min(losses), 4), origin(half));
  numbers.add("HalfLossHigh", fixed(std::ranges::max(losses), 4), origin(half));
  numbers.range("HalfJsd", half, paper::numbers(half, "jsd_average"), 2);
  const auto jsd = paper::numbers(half, "jsd_average");
  numbers.add("HalfJsdFactor", significant(std::ranges::max(jsd) / std::ranges::min(jsd), 2), origin(half));
}

void random_numbers(Numbers& numbers, const Data& data) {
  const Records runs = data.experiment("random_alpha");
  if (runs.empty()) return;
  numbers.add("RandomRuns", std::to_string(runs.size()), origin(runs));
  numbers.add("RandomSeeds", std::to_string(values(runs, "seed").size()), origin(runs));
  numbers.add("RandomSteps", values(runs, "steps").front(), origin(runs));
  std::vector<double> off, ratio;
  for (const Record& one : runs)
    for (const std::string kind : {"fixed", "random"})
      off.push_back(std::abs(one.number("variance_" + kind) / one.number("variance_"
          + kind + "_theory") - 1));
  numbers.add("VarianceWorst", significant(100 * std::ranges::max(off), 2), origin(runs));
  const Records outer = where(runs, {{"alpha", "0.1"}});
  for (const Record& one : outer)
      ratio.push_back(one.number("variance_random") / one.number("variance_fixed"));
  numbers.range("VarianceRatioTenth", outer, ratio, 2);
  const Records middle = where(runs, {{"alpha", "0.5"}});
  std::vector<double> even;
  for (const Record& one : middle)
      even.push_back(one.number("variance_random") / one.number("variance_fixed"));
  numbers.range("VarianceRatioHalf", middle, even, 2);
}

double number_of(const nlohmann::json& part, const char* name) {
  const auto& value = part.at(name);
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value == "inf" ? INFINITY : -INFINITY;
  return NAN;
}

/// A claim's part by the words in its name, one level after the other.
const nlohmann::json& part_of(const Data& data, const std::string& claim,
    const std::vector<std::string>& words) {
  const auto find = [&](const nlohmann::json& list, const char* key,
      const std::string& word) -> const nlohmann::json& {
    for (const auto& one : list)
      if (one.at(key).get<std::string>().find(word) != std::string::npos) return one;
    throw Error(message("claims.json: ", claim, " has no part '", word, "'"));
  };
  const nlohmann::json* part = &find(*data.claims, "id", claim);
  for (const std::string& word : words) part = &find(part->at("parts"), "part", word);
  return *part;
}

Interval effect_of(const nlohmann::json& part) {
  return {number_of(part, "effect"), number_of(part, "low"), number_of(part, "high")};
}

// What is said of single claims.
void part_numbers(Numbers& numbers, const Data& data) {
  const auto effect = [&](const std::string& name, const std::string& claim,
      const std::vector<std::string>& words) {
    numbers.add(name, with_interval(effect_of(part_of(data, claim, words))), message("claims.json, ", claim));
  };
  effect("RhoRelative", "C03", {"±5 %", "circle, order"});
  effect("RhoAbsolute", "C03", {"±0.05", "circle, order"});
  effect("ArriveDirect", "C22", {"trainings", "arrive"});
  numbers.add("DecadesLow", significant(number_of(part_of(data, "C09", {"not converge, η = 0.03"}),
      "effect"), 2), "claims.json, C09");
  numbers.add("DecadesHigh", significant(number_of(part_of(data, "C09", {"not converge, η = 0.3"}),
      "effect"), 3), "claims.json, C09");
  double loss = 0, mmd = 0;
  for (const auto& part : part_of(data, "C07", {}).at("parts")) {
    const Interval seen = effect_of(part);
    const double most = std::max(std::abs(seen.low), std::abs(seen.high));
    if (part.at("part").get<std::string>().find("loss") != std::string::npos) loss = std::max(loss, most);
    if (part.at("part").get<std::string>().find("MMD") != std::string::npos) mmd = std::max(mmd,
        seen.high - seen.low);
  }
  numbers.add("RandomLossWorst", significant(100 * loss, 2),
      "claims.json, C07: the furthest end of an interval");
  numbers.add("RandomMmdWidest", significant(50 * mmd, 2), "claims.json, C07: the widest half interval");
}

void verdict_numbers(Numbers& numbers, const Data& data) {
  std::map<std::string, int> counts;
  for (const auto& one : *data.claims) ++counts[one.at("verdict").get<std::string>()];
  const char* const from = "claims.json";
  numbers.add("Claims", std::to_string(data.claims->size()), from);
  for (const auto& [name, verdict] : {std::pair("Supported", "supported"), std::pair("Contradicted",
      "contradicted"),
                                      std::pair("Inconclusive", "inconclusive"), std::pair("TooFew",
                                          "too few seeds"),
                                      std::pair("NotTested", "not tested"), std::pair("Divided", "divided")})
    numbers.add(std::string("Claims") + name, std::to_string(counts[verdict]), from);
  const auto& theorems = data.theorems->at("theorems");
  numbers.add("Theorems", std::to_string(theorems.size()), "verify.json");
  std::size_t instances = 0, holding = 0;
  for (const auto& row : theorems) {
    instances += row.at("instances").get<std::size_t>();
    holding += row.at("verdict") == "holds" ? 1U : 0U;
  }
  numbers.add("TheoremsHolding", std::to_string(holding), "verify.json");
  numbers.add("Instances", std::to_string(instances), "verify.json");
}

void cost_numbers(Numbers& numbers, const Data& data) {
  double seconds = 0;
  for (const Record& one : data.runs) seconds += one.number("seconds");
  numbers.add("AllRuns", std::to_string(data.runs.size()), "runs.csv");
  numbers.add("CoreHours", significant(seconds / 3600, 2), "runs.csv, column seconds");
  std::vector<double> ratio, limit;
  for (const Record& one : data.speed) {
    ratio.push_back(one.number("ratio"));
    limit.push_back(one.number("limit_low"));
    limit.push_back(one.number("limit_high"));
  }
  const auto [low, high] = std::ranges::minmax(ratio);
  numbers.add("SpeedRatioLow", fixed(low, 1), "speed.csv");
  numbers.add("SpeedRatioHigh", fixed(high, 1), "speed.csv");
  numbers.add("LimitLow", fixed(std::ranges::min(limit), 2), "speed.csv");
  numbers.add("LimitHigh", fixed(std::ranges::max(limit), 2), "speed.csv");
}

void published_numbers(Numbers& numbers, const Data& data) {
  const auto floor = [&](const std::string& task, const std::string& measure) {
    return where(data.published, {{"task", task}, {"measure", measure}}).at(0).number("floor");
  };
  const char* const from = "published.csv, column floor";
  numbers.add("FloorStacked", fixed(floor("stacked MNIST", "KL"), 4), from);
  numbers.add("FloorRingKl", fixed(floor("ring of 8", "reverse KL"), 4), from);
  numbers.add("FloorGridKl", fixed(floor("grid of 25", "reverse KL"), 4), from);
  const Records veegan = where(data.published, {{"source", "VEEGAN Table 1"}, {"task", "ring of 8"}});
  numbers.add("VeeganRingModes", where(veegan, {{"measure", "modes"}}).at(0).text("published"),
      "published.csv");
  numbers.add("VeeganRingQuality", where(veegan, {{"measure", "high quality %"}}).at(0).text("published"),
      "published.csv");
}

}  // namespace

Data::Data(const std::filesystem::path& folder)
    : runs(read_records(folder / "runs.csv")),
      course(read_records(folder / "course.csv")),
      published(read_records(folder / "published.csv")),
      speed(read_records(folder / "speed.csv")) {
  const auto json = [&](const char* name) {
    try {
      return std::make_unique<nlohmann::json>(nlohmann::json::parse(record::read_file(folder / name)));
    } catch (const nlohmann::json::exception& error) {
      throw Error(message((folder / name).string(), ": ", error.what()));
    }
  };
  claims = json("claims.json");
  theorems = json("verify.json");
}
Data::Data(Data&&) noexcept = default;
Data::~Data() = default;

std::vector<Macro> numbers(const Data& data) {
  Numbers numbers;
  theory_numbers(numbers);
  toy_numbers(numbers, data);
  random_numbers(numbers, data);
  verdict_numbers(numbers, data);
  part_numbers(numbers, data);
  cost_numbers(numbers, data);
  published_numbers(numbers, data);
  return std::move(numbers).all();
}

}  // namespace verigan::paper
