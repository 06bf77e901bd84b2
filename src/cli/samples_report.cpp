// SPDX-License-Identifier: MIT
#include "cli/samples_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

#include "cli/sample_comparison.hpp"
#include "core/check.hpp"
#include "core/parallel.hpp"
#include "core/text.hpp"
#include "data/points.hpp"
#include "random/addresses.hpp"
#include "theory/plane_spec.hpp"
#include "theory/spec.hpp"

namespace verigan::cli {

namespace {

constexpr std::string_view kPrefix = "samples:";
constexpr const char* kWord =
    "ESTIMATES from samples, not proven bounds: each interval is meant to hold the true value in 95 % of "
    "all samples. Those by nearest neighbours rest on an extrapolated bias, and see nothing of tails that hold "
    "no points; those by a classifier are of a lower bound, and the quantity may be larger.";

struct Source {
  Sampled sampled;
  std::string points;  // where they are from, in words
  std::size_t in_file = 0;
};

// `most` of the points of a file, and in random order: estimates are taken over parts of them.
Source from_file(const std::string& path, const SamplesRequest& request, std::uint64_t which) {
  require(!path.empty(), "'samples:', expected a file name after it");
  const data::PointTable table = data::read_points(path);
  const std::size_t used = std::min(table.count(), request.most);
  std::vector<std::uint32_t> order(table.count());
  random::draws::kSampleChoice.stream(request.seed).permutation(
      random::draws::kSampleChoice.step(0, which), order);
  Source source;
  source.in_file = table.count();
  source.sampled.points = Matrix<double>(used, table.dimension);
  for (std::size_t i = 0; i < used; ++i)
    for (std::size_t c = 0; c < table.dimension; ++c)
      source.sampled.points(i, c) = table.values[order[i] * table.dimension + c];
  source.points = message(used, " points");
  if (table.dimension > 1) source.points += message(" of ", table.dimension, " coordinates");
  if (used < table.count()) source.points += message(", chosen at random from ", table.count());
  return source;
}

Source from_density(const std::string& text, std::size_t count, const SamplesRequest& request,
                    std::uint64_t which, std::vector<std::string>* warnings) {
  Source source;
  source.points = message(count, " points drawn from it");
  const random::Stream stream = random::draws::kSampleOfLaw.stream(request.seed);
  const std::uint64_t step = random::draws::kSampleOfLaw.step(0, which);
  if (theory::names_plane(text)) {
    const theory::PlaneDensityPtr density = theory::parse_plane(text, warnings);
    source.sampled.points = Matrix<double>(count, 2);
    for (std::size_t i = 0; i < count; ++i)
      std::ranges::copy(density->sample(stream, step, i), source.sampled.points.row(i).begin());
    return source;
  }
  source.sampled.density = theory::parse_density(text, warnings);
  source.sampled.points = Matrix<double>(count, 1);
  for (std::size_t i = 0; i < count; ++i)
    source.sampled.points(i, 0) = source.sampled.density->sample(stream, step, i);
  return source;
}

std::string range_text(const statistics::Interval& interval) {
  const bool open = std::isinf(interval.high);
  return "[" + formatted("%.4g", interval.low) + ", " + (open ? "∞)" : formatted("%.4g", interval.high) + "]");
}

void print_text(const SamplesRequest& request, const Source& p, const Source& q,
                const SampleComparison& found) {
  std::printf("p = %s\n    %s\nq = %s\n    %s\n\n", request.p.c_str(), p.points.c_str(),
              request.q.c_str(), q.points.c_str());
  for (const std::string& line : wrapped(kWord, 78)) std::puts(line.c_str());
  std::printf("\n  %s%s%s%s\n", padded("quantity", 14).c_str(), padded("estimate", 12).c_str(),
              padded("95 % interval", 25).c_str(), "interval by");
  for (const SampleEstimate& row : found.estimates) {
    if (!row.interval) {
      std::printf("  %s? %s\n", padded(row.symbol, 14).c_str(), row.reason.c_str());
      continue;
    }
    std::printf("  %s%s%s%s\n", padded(row.symbol, 14).c_str(),
                padded(formatted("%.4g", row.interval->value), 12).c_str(),
                padded(range_text(*row.interval), 25).c_str(), row.by.c_str());
  }
  std::printf(
      "\n  One distribution? p-value %s (permutation test of MMD², %zu permutations)\n"
      "  A classifier tells them apart on %.1f %% of points it did not learn from.\n",
      formatted("%.3g", found.p_value).c_str(), kSamplePermutations, 100 * found.accuracy);
}

nlohmann::ordered_json json_of(const Source& source, const std::string& text) {
  nlohmann::ordered_json side{{"distribution", text}, {"points", source.sampled.points.rows()}};
  if (source.in_file > 0) side["points_in_file"] = source.in_file;
  side["known_by"] = source.in_file > 0 ? "samples" : "density";
  return side;
}

void print_json(const SamplesRequest& request, const Source& p, const Source& q,
                const SampleComparison& found) {
  nlohmann::ordered_json estimates;
  for (const SampleEstimate& row : found.estimates) {
    nlohmann::ordered_json& entry = estimates[row.key];
    entry["meaning"] = row.symbol + ": " + row.meaning;
    entry["lower_bound"] = row.lower_bound;
    if (row.interval) {
      entry["estimate"] = row.interval->value;
      entry["interval"] = {row.interval->low, nullptr};  // JSON has no infinity
      if (std::isfinite(row.interval->high)) entry["interval"][1] = row.interval->high;
      else entry["interval"][1] = "inf";
      entry["interval_by"] = row.by;
    } else {
      entry["estimate"] = nullptr;
      entry["reason"] = row.reason;
    }
  }
  const nlohmann::ordered_json document{
      {"p", json_of(p, request.p)},
      {"q", json_of(q, request.q)},
      {"dimension", p.sampled.points.cols()},
      {"seed", request.seed},
      {"note", kWord},
      {"confidence", kSampleConfidence},
      {"estimates", estimates},
      {"test",
       {{"hypothesis", "p = q"},
        {"statistic", "unbiased MMD²"},
        {"value", found.mmd2},
        {"p_value", found.p_value},
        {"permutations", kSamplePermutations},
        {"bandwidths", found.bandwidths}}},
      {"classifier_accuracy", found.accuracy}};
  std::puts(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

bool names_samples(const std::string& text) { return text.starts_with(kPrefix); }

void print_samples(const SamplesRequest& request) {
  set_threads(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 64U)));
  std::vector<std::string> warnings;
  const auto file = [&](const std::string& text, std::uint64_t which) {
    return from_file(text.substr(kPrefix.size()), request, which);
  };
  const bool p_is_file = names_samples(request.p), q_is_file = names_samples(request.q);
  Source p, q;
  if (p_is_file) p = file(request.p, 0);
  if (q_is_file) q = file(request.q, 1);
  if (!p_is_file) p = from_density(request.p, q.sampled.points.rows(), request, 0, &warnings);
  if (!q_is_file) q = from_density(request.q, p.sampled.points.rows(), request, 1, &warnings);
  print_warnings(warnings);
  const SampleComparison found = compare_samples(p.sampled, q.sampled, request.seed);
  if (request.json)
    print_json(request, p, q, found);
  else
    print_text(request, p, q, found);
}

}  // namespace verigan::cli
