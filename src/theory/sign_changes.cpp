// SPDX-License-Identifier: MIT
#include "theory/sign_changes.hpp"

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"

namespace verigan::theory {

namespace {

struct Node {
  double t, value;
};

// Between nodes of opposite sign. A doubtful middle counts with the lower node, so it ends as well.
double bisect(const std::function<double(double)>& f, Node low, Node high) {
  while (high.t - low.t > kEpsilon * std::max(std::abs(low.t), std::abs(high.t))) {
    const double middle = low.t + 0.5 * (high.t - low.t);
    if (middle <= low.t || middle >= high.t) break;
    (f(middle) * high.value > 0 ? high.t : low.t) = middle;
  }
  return high.t;
}

// The bottom of the dip of |f| around `b`, or the first place where f has the other sign.
Node descend(const std::function<double(double)>& f, Node a, Node b, Node c) {
  constexpr double kGolden = 0.38196601125010515;
  for (int i = 0; i < 24 && b.value * a.value > 0; ++i) {
    const bool right = c.t - b.t > b.t - a.t;
    const double t = right ? b.t + kGolden * (c.t - b.t) : b.t - kGolden * (b.t - a.t);
    const Node probe{t, f(t)};
    if (probe.value == 0) return b;
    if (std::abs(probe.value) < std::abs(b.value) || probe.value * b.value < 0) {
      (right ? a : c) = b;
      b = probe;
      if (b.value * a.value < 0 || b.value * c.value < 0) return b;
    } else {
      (right ? c : a) = probe;
    }
  }
  return b;
}

}  // namespace

std::vector<double> sign_changes(const std::function<double(double)>& f, const Panel& range,
                                 bool coarse) {
  const int scan = coarse ? 3 : 14;
  const std::size_t at_ends = coarse ? 1 : 5;
  constexpr double kEnds[] = {1e-9, 1e-12, 1e-6, 1e-4, 2e-3};
  std::vector<double> shares;
  for (std::size_t i = 0; i < at_ends; ++i) {
    shares.insert(shares.end(), {kEnds[i], 1 - kEnds[i]});
  }
  for (int i = 0; i < scan; ++i) shares.push_back((i + 0.5) / scan);
  std::sort(shares.begin(), shares.end());
  std::vector<Node> nodes;
  for (const double share : shares) {
    const double t = range.lower + share * (range.upper - range.lower);
    if (!nodes.empty() && t <= nodes.back().t) continue;
    const Node node{t, f(t)};
    if (std::isfinite(node.value) && node.value != 0) nodes.push_back(node);
  }
  std::vector<double> roots;
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    if (nodes[i - 1].value * nodes[i].value < 0) roots.push_back(bisect(f, nodes[i - 1], nodes[i]));
    if (i + 1 == nodes.size()) break;
    const double depth = std::abs(nodes[i].value);
    const bool dip = depth < std::abs(nodes[i - 1].value) && depth < std::abs(nodes[i + 1].value) &&
                     nodes[i - 1].value * nodes[i].value > 0 &&
                     nodes[i].value * nodes[i + 1].value > 0;
    if (!dip) continue;
    const Node bottom = descend(f, nodes[i - 1], nodes[i], nodes[i + 1]);
    if (bottom.value * nodes[i].value > 0) continue;
    roots.push_back(bisect(f, nodes[i - 1], bottom));
    roots.push_back(bisect(f, bottom, nodes[i + 1]));
  }
  std::sort(roots.begin(), roots.end());
  return roots;
}

}  // namespace verigan::theory
