// SPDX-License-Identifier: MIT
#include "latent/arithmetic.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.hpp"
#include "metrics/image_moments.hpp"
#include "random/addresses.hpp"

namespace verigan::latent {

namespace {

constexpr std::size_t kTogether = 3;    // examples in a mean
constexpr std::size_t kFewest = 10 * kTogether;
constexpr std::size_t kShownTrials = 6, kShownImages = 5;

constexpr Attribute kRows[kAttributes] = {
    {"thick",
     [](std::span<const std::uint8_t> image, const Shape& shape) {
       return metrics::image_moments(image, shape).ink;
     },
     false},
    {"slanted",
     [](std::span<const std::uint8_t> image, const Shape& shape) {
       return metrics::image_moments(image, shape).slant;
     },
     true},
};

/// Images of one class with little and with much of an attribute.
struct Extremes {
  std::size_t of_class;
  std::vector<std::size_t> little, much;
};

std::vector<std::vector<std::size_t>> by_class(const Pool& pool) {
  std::vector<std::vector<std::size_t>> members(pool.view.judged.probabilities.cols());
  for (std::size_t i = 0; i < pool.z.rows(); ++i)
    members[pool.labels.empty() ? pool.view.classes[i] : pool.labels[i]].push_back(i);
  return members;
}

/// Tenths of each class that has enough images.
std::vector<Extremes> extremes(const std::vector<std::vector<std::size_t>>& members,
                               const std::vector<double>& values, bool near_zero) {
  std::vector<Extremes> found;
  for (std::size_t y = 0; y < members.size(); ++y) {
    if (members[y].size() < kFewest) continue;
    const auto tenth = static_cast<std::ptrdiff_t>(members[y].size() / 10);
    std::vector<std::size_t> order = members[y];
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
    Extremes one{y, {}, {order.end() - tenth, order.end()}};
    if (near_zero)
      std::ranges::stable_sort(order, {}, [&](std::size_t i) { return std::abs(values[i]); });
    one.little.assign(order.begin(), order.begin() + tenth);
    found.push_back(std::move(one));
  }
  require(!found.empty(), "no class has ", kFewest, " of the ", values.size(),
          " generated images, expected a larger --pool");
  return found;
}

/// The root of the mean variance within classes.
double sd_within(const std::vector<std::vector<std::size_t>>& members, const std::vector<double>& values) {
  double squares = 0;
  std::size_t freedom = 0;
  for (const auto& of_class : members) {
    if (of_class.size() < 2) continue;
    double mean = 0;
    for (const std::size_t i : of_class) mean += values[i] / static_cast<double>(of_class.size());
    for (const std::size_t i : of_class) squares += (values[i] - mean) * (values[i] - mean);
    freedom += of_class.size() - 1;
  }
  return std::sqrt(squares / static_cast<double>(freedom));
}

/// The draws of one trial.
class Chance {
 public:
  Chance(const random::Stream& stream, std::uint64_t trial) : stream_(stream), trial_(trial) {}
  std::size_t below(std::size_t bound) {
    return stream_.below(random::draws::kLatent.step(trial_, 2), count_++,
                         static_cast<std::uint32_t>(bound));
  }
  /// The mean of three different ones of these points.
  std::vector<float> mean(const Matrix<float>& z, std::vector<std::size_t> among) {
    std::vector<float> sum(z.cols(), 0.0F);
    for (std::size_t k = 0; k < kTogether; ++k) {
      const auto at = static_cast<std::ptrdiff_t>(below(among.size()));
      const auto row = z.row(among[static_cast<std::size_t>(at)]);
      for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += row[c] / static_cast<float>(kTogether);
      among.erase(among.begin() + at);
    }
    return sum;
  }
  std::vector<float> direction(std::size_t dimension, double length) const {
    std::vector<float> u(dimension);
    stream_.normals(random::draws::kLatent.step(trial_, 3), u);
    double squares = 0;
    for (const float x : u) squares += static_cast<double>(x) * static_cast<double>(x);
    for (float& x : u) x = static_cast<float>(static_cast<double>(x) * length / std::sqrt(squares));
    return u;
  }

 private:
  const random::Stream& stream_;
  std::uint64_t trial_, count_ = 0;
};

double length_of(std::span<const float> v) {
  double squares = 0;
  for (const float x : v) squares += static_cast<double>(x) * static_cast<double>(x);
  return std::sqrt(squares);
}

}  // namespace

const Attribute& attribute(std::size_t number) { return kRows[number]; }

const run::Schema kArithmetic{"arithmetic.csv",
                              {run::text("attribute"), run::whole("trial"), run::whole("from_class"),
                               run::whole("of_class"), "length", "before", "after", "random",
                               run::whole("kept"), run::whole("kept_random")}};

Arithmetic arithmetic(const Viewer& viewer, const Pool& pool, std::size_t number, std::size_t trials,
                      const random::Stream& stream, run::Series& table, record::Picture& picture) {
  const Attribute& wanted = kRows[number];
  const Shape& shape = viewer.generator().shape;
  const auto value = [&](const View& view, std::size_t i) {
    return wanted.value(viewer.image(view, i), shape);
  };
  // 1. Which images of which class show little and much of it.
  std::vector<double> values(pool.z.rows());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = value(pool.view, i);
  const auto members = by_class(pool);
  const std::vector<Extremes> classes = extremes(members, values, wanted.little_is_near_zero);
  Arithmetic found;
  found.sd = sd_within(members, values);

  // 2. All points of all trials: the two means, m, m + v and m + u.
  const std::size_t d = pool.z.cols();
  Matrix<float> z(trials * kShownImages, d);
  std::vector<Label> labels(pool.labels.empty() ? 0 : z.rows());
  std::vector<std::pair<std::size_t, std::size_t>> drawn(trials);  // the classes
  std::vector<double> lengths(trials);
  for (std::size_t t = 0; t < trials; ++t) {
    Chance chance(stream, number * trials + t);
    const std::size_t from = chance.below(classes.size());
    const std::size_t others = classes.size() > 1 ? classes.size() - 1 : 1;
    const std::size_t of = (from + (classes.size() > 1 ? 1 + chance.below(others) : 0)) % classes.size();
    const std::vector<float> much = chance.mean(pool.z, classes[from].much),
                             little = chance.mean(pool.z, classes[from].little),
                             base = chance.mean(pool.z, classes[of].little);
    std::vector<float> v(d);
    for (std::size_t c = 0; c < d; ++c) v[c] = much[c] - little[c];
    lengths[t] = length_of(v);
    const std::vector<float> u = chance.direction(d, lengths[t]);
    for (std::size_t c = 0; c < d; ++c) {
      z(kShownImages * t, c) = much[c];
      z(kShownImages * t + 1, c) = little[c];
      z(kShownImages * t + 2, c) = base[c];
      z(kShownImages * t + 3, c) = base[c] + v[c];
      z(kShownImages * t + 4, c) = base[c] + u[c];
    }
    drawn[t] = {classes[from].of_class, classes[of].of_class};
    if (!labels.empty())
      for (std::size_t k = 0; k < kShownImages; ++k)
        labels[kShownImages * t + k] = static_cast<Label>(k < 2 ? drawn[t].first : drawn[t].second);
  }

  // 3. What their images show.
  const View view = viewer.look(z, labels);
  for (std::size_t t = 0; t < trials; ++t) {
    const std::size_t at = kShownImages * t + 2;
    const double before = value(view, at), after = value(view, at + 1), random = value(view, at + 2);
    const bool kept = view.classes[at + 1] == view.classes[at],
               kept_random = view.classes[at + 2] == view.classes[at];
    table.append(wanted.name, t, drawn[t].first, drawn[t].second, lengths[t], before, after, random,
                 kept ? 1 : 0, kept_random ? 1 : 0);
    const auto n = static_cast<double>(trials);
    found.change += (after - before) / found.sd / n;
    found.random += (random - before) / found.sd / n;
    found.more += (after > random ? 1 : 0) / n;
    found.kept += (kept ? 1 : 0) / n;
    found.kept_random += (kept_random ? 1 : 0) / n;
  }
  const std::size_t shown = std::min(kShownTrials, trials);
  picture = viewer.grid(view.pixels, shown, kShownImages);
  return found;
}

}  // namespace verigan::latent
