// SPDX-License-Identifier: MIT
#include "data/points.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>
#include <variant>

#include "core/check.hpp"
#include "core/number_table.hpp"
#include "random/addresses.hpp"
#include "record/npy.hpp"

namespace verigan::data {

namespace {

constexpr std::size_t kFewest = 20, kWidest = 1000, kMostHeldOut = 10000;

std::string extension_of(const std::filesystem::path& path) {
  std::string text = path.extension().string();
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

PointTable from_npy(const std::filesystem::path& path) {
  const record::AnyArray array = record::read_any_npy(path);
  require(array.shape.size() == 1 || array.shape.size() == 2, path.string(), ": an array of rank ",
          array.shape.size(), ", expected points of shape (N,) or (N, d)");
  PointTable table;
  table.dimension = array.shape.size() == 1 ? 1 : array.shape[1];
  std::visit([&](const auto& values) { table.values.assign(values.begin(), values.end()); }, array.values);
  return table;
}

PointTable from_csv(const std::filesystem::path& path) {
  const NumberTable numbers = numbers_of(read_delimited(path.string()), Header::allowed);
  PointTable table;
  for (const NumberTable::Row& row : numbers.rows) {
    if (table.dimension == 0) table.dimension = row.numbers.size();
    require(row.numbers.size() == table.dimension, path.string(), " line ", row.line, ": ", row.numbers.size(),
            " numbers, expected ", table.dimension, " as in the first point");
    table.values.insert(table.values.end(), row.numbers.begin(), row.numbers.end());
  }
  return table;
}

}  // namespace

bool names_points(const std::string& text) {
  const std::string extension = extension_of(text);
  return extension == ".npy" || extension == ".csv";
}

PointTable read_points(const std::filesystem::path& path) {
  const std::string name = path.string();
  PointTable table = extension_of(path) == ".npy" ? from_npy(path) : from_csv(path);
  const std::size_t d = table.dimension;
  require(d >= 1 && d <= kWidest, name, ": points of ", d, " coordinates, expected 1 to ", kWidest);
  require(table.count() >= kFewest, name, ": ", table.count(), " points, expected at least ", kFewest);
  for (std::size_t i = 0; i < table.values.size(); ++i)
    require(std::isfinite(table.values[i]) && std::abs(table.values[i]) < 1e30, name, ": point ", i / d + 1,
            ", coordinate ", i % d + 1, " is ", table.values[i], ", expected a number below 1e30 in magnitude");
  for (std::size_t j = 0; j < d; ++j) {
    bool varies = false;
    for (std::size_t i = 1; i < table.count() && !varies; ++i)
      varies = table.values[i * d + j] != table.values[j];
    require(varies, name, ": coordinate ", j + 1, " is ", table.values[j],
            " in all points, expected one that varies");
  }
  return table;
}

Scaling Scaling::of(const PointTable& points) {
  const std::size_t d = points.dimension;
  const auto n = static_cast<double>(points.count());
  Scaling scaling{std::vector<double>(d, 0.0), std::vector<double>(d, 0.0)};
  for (std::size_t i = 0; i < points.values.size(); ++i) scaling.shift[i % d] += points.values[i] / n;
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    const double apart = points.values[i] - scaling.shift[i % d];
    scaling.scale[i % d] += apart * apart / n;
  }
  for (double& scale : scaling.scale) scale = std::sqrt(scale);
  return scaling;
}

void Scaling::undo(MatrixView<float> rows) const {
  ensure(rows.cols == shift.size(), "a scale for each coordinate");
  for (std::size_t i = 0; i < rows.rows; ++i)
    for (std::size_t j = 0; j < rows.cols; ++j)
      rows(i, j) = static_cast<float>(shift[j] + scale[j] * static_cast<double>(rows(i, j)));
}

SplitPoints::SplitPoints(const PointTable& points, std::uint64_t seed) : scaling(Scaling::of(points)) {
  const std::size_t n = points.count(), d = points.dimension, held = std::min(n / 5, kMostHeldOut);
  std::vector<std::uint32_t> order(n);
  random::draws::kHeldBack.stream(seed).permutation(0, order);
  held_out = Matrix<float>(held, d);
  training = Matrix<float>(n - held, d);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < d; ++j) {
      const double x = points.values[order[i] * d + j];
      (i < held ? held_out(i, j) : training(i - held, j)) =
          static_cast<float>((x - scaling.shift[j]) / scaling.scale[j]);
    }
}

PointBatches::PointBatches(std::shared_ptr<const Matrix<float>> points, std::uint64_t seed, std::uint32_t run)
    : points_(std::move(points)), stream_(random::draws::kShuffle.stream(seed, run)) {
  require(points_ != nullptr && points_->rows() > 0, "no points, expected at least 1");
  order_.resize(points_->rows());
  stream_.permutation(epoch_, order_);
}

void PointBatches::fill(std::uint64_t step, Batch batch) {
  ensure(batch.x.cols == dimension(), "a column for each coordinate");
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    const std::uint64_t place = step * batch.rows() + i, epoch = place / size();
    if (epoch != epoch_) {
      epoch_ = epoch;
      stream_.permutation(epoch_, order_);
    }
    std::ranges::copy(points_->row(order_[place % size()]), batch.x.row(i).begin());
  }
}

}  // namespace verigan::data
