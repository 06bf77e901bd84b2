// SPDX-License-Identifier: MIT
#include "drive/bisect.hpp"

#include <algorithm>
#include <bit>

#include "drive/replay.hpp"
#include "drive/workplace.hpp"
#include "core/check.hpp"
#include "record/safetensors.hpp"
#include "run/ladder.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

std::vector<std::size_t> place_of(std::size_t flat, const std::vector<std::size_t>& shape) {
  std::vector<std::size_t> index(shape.size());
  for (std::size_t d = shape.size(); d-- > 0; flat /= shape[d]) index[d] = flat % shape[d];
  return index;
}

/// Of the first tensor among `names` that differs between two checkpoints.
std::optional<Difference> first_difference(const fs::path& a, const fs::path& b,
                                           const std::vector<std::string>& names) {
  const record::Tensors one = record::read_safetensors(a), other = record::read_safetensors(b);
  for (const std::string& name : names) {
    const auto left = one.arrays.find(name), right = other.arrays.find(name);
    if (left == one.arrays.end() || right == other.arrays.end()) continue;
    const std::vector<float>&x = left->second.values, &y = right->second.values;
    Difference found{name.substr(0, name.rfind('.')), name, {}, 0, 0, 0};
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
      if (std::bit_cast<std::uint32_t>(x[i]) == std::bit_cast<std::uint32_t>(y[i])) continue;
      if (found.count++ > 0) continue;
      found.index = place_of(i, left->second.shape);
      found.a = x[i];
      found.b = y[i];
    }
    if (found.count > 0) return found;
  }
  return std::nullopt;
}

/// The last checkpoint that both runs kept, at `step` or before; 0: the beginning.
std::uint64_t common_rung(const RunRecord& a, const RunRecord& b, std::uint64_t step) {
  std::uint64_t last = 0;
  for (const std::uint64_t rung : a.rungs)
    if (rung <= step && std::ranges::count(b.rungs, rung) > 0) last = rung;
  return last;
}

/// The first checkpoint that both kept, at `step` or later, the last ones of runs of one length included.
std::optional<std::pair<fs::path, fs::path>> later_checkpoints(const RunRecord& a, const RunRecord& b,
                                                               std::uint64_t step) {
  for (const std::uint64_t rung : a.rungs)
    if (rung >= step && std::ranges::count(b.rungs, rung) > 0)
      return std::pair{a.folder / run::rung(rung), b.folder / run::rung(rung)};
  if (a.steps == b.steps) return std::pair{a.folder / run::kCheckpoint, b.folder / run::kCheckpoint};
  return std::nullopt;
}

/// Whether a part that was run again has the digests that the run recorded, at the steps both have.
bool repeats(const Digests& recorded, const Digests& again) {
  for (const auto& [step, row] : again.rows) {
    const auto found = recorded.rows.find(step);
    if (found != recorded.rows.end() && found->second != row) return false;
  }
  return true;
}

}  // namespace

Bisection bisect(const RunRecord& a, const RunRecord& b, const Catalogue& catalogue) {
  require(a.manifest.experiment == b.manifest.experiment, "runs of ", a.manifest.experiment, " and ",
          b.manifest.experiment, ", expected two of one experiment");
  const Digests of_a = read_digests(a.folder), of_b = read_digests(b.folder);
  for (const auto& [digests, run] : {std::pair{&of_a, &a}, {&of_b, &b}})
    require(!digests->rows.empty(), run->folder.string(),
            ": no digests.csv with rows, expected a run that makes steps");
  Bisection result;
  result.config = differing(a.manifest.config, b.manifest.config);
  result.provenance = differing(a.manifest.provenance, b.manifest.provenance);
  for (const auto& [step, row] : of_a.rows) result.compared += of_b.rows.contains(step);
  const std::optional<Parting> parted = parting(of_a, of_b);
  if (!parted) return result;
  result.last_same = parted->last_same;
  result.step = parted->step;
  result.tensors = parted->tensors;
  result.started_at = common_rung(a, b, parted->last_same);

  // 1. Both again up to there, with digests at every step.
  const auto again = [&](const Workplace& place, const RunRecord& run, std::uint64_t to) {
    return run_part(run, catalogue, place.path(), {result.started_at, to}, 1).folder;
  };
  {
    const Workplace place_a, place_b;
    const Digests now_a = read_digests(again(place_a, a, parted->step)),
                  now_b = read_digests(again(place_b, b, parted->step));
    if (!repeats(of_a, now_a)) result.not_repeated.push_back("a");
    if (!repeats(of_b, now_b)) result.not_repeated.push_back("b");
    if (result.not_repeated.empty()) {
      const std::optional<Parting> exact = parting(now_a, now_b);
      ensure(exact.has_value(), "what repeats different digests parts");
      result.verdict = Bisection::Verdict::found;
      result.last_same = exact->last_same;
      result.step = exact->step;
      result.tensors = exact->tensors;
    }
  }

  // 2. The numbers: of both runs stopped right there, or of the next checkpoints that were kept.
  if (result.verdict == Bisection::Verdict::found) {
    const Workplace place_a, place_b;
    result.first = first_difference(again(place_a, a, result.step) / run::kCheckpoint,
                                    again(place_b, b, result.step) / run::kCheckpoint, result.tensors);
  } else {
    result.verdict = Bisection::Verdict::not_repeated;
    if (const auto kept = later_checkpoints(a, b, result.step))
      result.first = first_difference(kept->first, kept->second, result.tensors);
  }
  return result;
}

}  // namespace verigan::drive
