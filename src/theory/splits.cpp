// SPDX-License-Identifier: MIT
#include "theory/splits.hpp"

#include <algorithm>

namespace verigan::theory {

namespace {

constexpr double kMerge = 0.15;  // cuts closer than this share of their scale are one

bool before(const Split& a, const Split& b) { return difference(a.at, b.at) < 0; }

// Of two cuts that are one, the one whose place must be kept.
bool outranks(const Split& a, const Split& b) {
  if (a.sharp != b.sharp) return a.sharp;
  return a.scale < b.scale;
}

}  // namespace

std::vector<Split> merged(std::vector<Split> all) {
  std::stable_sort(all.begin(), all.end(), before);
  std::vector<Split> kept;
  for (const Split& split : all) {
    if (kept.empty()) {
      kept.push_back(split);
      continue;
    }
    Split& last = kept.back();
    const double distance = difference(split.at, last.at);
    const bool same = !(distance > 0);
    const bool redundant = (!split.sharp && distance < kMerge * split.scale) ||
                           (!last.sharp && distance < kMerge * last.scale);
    if (!same && !redundant) {
      kept.push_back(split);
      continue;
    }
    const bool left = last.graded_left || split.graded_left;
    const bool right = last.graded_right || split.graded_right;
    if (outranks(split, last)) last = split;
    if (same) {
      last.graded_left = left;
      last.graded_right = right;
    }
  }
  // One merger after the other may have crept inwards; the outermost cuts bound the mass.
  if (difference(kept.front().at, all.front().at) > 0) kept.insert(kept.begin(), all.front());
  if (difference(all.back().at, kept.back().at) > 0) kept.push_back(all.back());
  return kept;
}

}  // namespace verigan::theory
