// SPDX-License-Identifier: MIT
// Points of a user's own: what is read of a file, how it is split and scaled, what is refused.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <string>

#include "data/points.hpp"
#include "record/npy.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace verigan::data;

namespace {

std::string written(const TemporaryFolder& folder, const std::string& name, const std::string& text) {
  std::ofstream(folder / name, std::ios::binary) << text;
  return (folder / name).string();
}

// 40 points (i, 1000 + i²).
std::string table_text() {
  std::string text = "x;y\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(i) + ";" + std::to_string(1000 + i * i) + "\n";
  return text;
}

// numpy.save of an int64 array of shape (20, 2) in Fortran order whose element (i, j) is 100·j + i.
std::string fortran_npy() {
  std::string header = "{'descr': '<i8', 'fortran_order': True, 'shape': (20, 2), }";
  header.append(117 - header.size(), ' ') += '\n';
  std::string bytes{"\x93NUMPY\x01\x00", 8};
  bytes += static_cast<char>(header.size());
  bytes += '\0';
  bytes += header;
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 20; ++i) {
      bytes += static_cast<char>(100 * j + i);
      bytes.append(7, '\0');
    }
  return bytes;
}

}  // namespace

TEST_CASE("points are read from tables and arrays, a point a row") {
  const TemporaryFolder folder;
  const PointTable table = read_points(written(folder, "a.csv", table_text()));
  CHECK(table.dimension == 2);
  REQUIRE(table.count() == 40);
  CHECK(table.values[2 * 39] == 39);
  CHECK(table.values[2 * 39 + 1] == 1000 + 39 * 39);

  std::vector<float> line(30);
  for (std::size_t i = 0; i < line.size(); ++i) line[i] = static_cast<float>(i) / 4;
  record::write_npy(folder / "line.NPY", line, std::vector<std::size_t>{30});
  const PointTable one = read_points(folder / "line.NPY");
  CHECK(one.dimension == 1);
  CHECK(one.values[29] == 29.0 / 4);

  const PointTable fortran = read_points(written(folder, "f.npy", fortran_npy()));
  CHECK(fortran.dimension == 2);
  CHECK(fortran.values[2 * 7] == 7);
  CHECK(fortran.values[2 * 7 + 1] == 107);
  CHECK(names_points("a.CSV"));
  CHECK_FALSE(names_points("circle"));
}

TEST_CASE("a fifth of the points is held out, by the seed, and all are scaled to mean 0 and deviation 1") {
  const TemporaryFolder folder;
  const PointTable table = read_points(written(folder, "a.csv", table_text()));
  SplitPoints split(table, 3);
  CHECK(split.held_out.rows() == 8);
  CHECK(split.training.rows() == 32);
  double mean[2] = {}, squares[2] = {};
  std::set<float> seen;
  for (const auto* part : {&split.held_out, &split.training})
    for (std::size_t i = 0; i < part->rows(); ++i) {
      seen.insert((*part)(i, 0));
      for (std::size_t j = 0; j < 2; ++j) {
        mean[j] += static_cast<double>((*part)(i, j)) / 40;
        squares[j] += std::pow(static_cast<double>((*part)(i, j)), 2) / 40;
      }
    }
  CHECK(seen.size() == 40);
  for (std::size_t j = 0; j < 2; ++j) {
    CHECK(mean[j] == Approx(0).margin(1e-6));
    CHECK(squares[j] == Approx(1));
  }
  const SplitPoints other(table, 4), same(table, 3);
  CHECK(same.held_out(0, 0) == split.held_out(0, 0));
  bool moved = false;
  for (std::size_t i = 0; i < 8; ++i) moved |= other.held_out(i, 0) != split.held_out(i, 0);
  CHECK(moved);
  split.scaling.undo(split.held_out);
  for (std::size_t i = 0; i < 8; ++i)
    CHECK(static_cast<double>(split.held_out(i, 1)) ==
          Approx(1000 + std::pow(static_cast<double>(split.held_out(i, 0)), 2)).epsilon(1e-5));
}

TEST_CASE("batches of points are without replacement, one permutation after the other") {
  auto points = std::make_shared<Matrix<float>>(10, 1);
  for (std::size_t i = 0; i < 10; ++i) (*points)(i, 0) = static_cast<float>(i);
  PointBatches batches(points, 5);
  Matrix<float> batch(4, 1);
  std::vector<float> all;
  for (std::uint64_t step = 0; step < 5; ++step) {
    batches.fill(step, batch);
    for (std::size_t i = 0; i < 4; ++i) all.push_back(batch(i, 0));
  }
  for (int epoch = 0; epoch < 2; ++epoch) {
    const std::set<float> one(all.begin() + 10 * epoch, all.begin() + 10 * (epoch + 1));
    CHECK(one.size() == 10);
  }
  CHECK(!std::equal(all.begin(), all.begin() + 10, all.begin() + 10));
}

TEST_CASE("files without points are refused with the place") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& text, const std::string& expected) {
    const std::string file = written(folder, "bad.csv", text);
    INFO(text);
    CHECK(error_of([&] { read_points(file); }).find(expected) != std::string::npos);
  };
  refused("1,2\n3,4\n", "2 points, expected at least 20");
  refused(table_text() + "7\n", "line 42: 1 numbers, expected 2 as in the first point");
  refused(table_text() + "7;nan\n", "point 41, coordinate 2 is nan");
  std::string constant;
  for (int i = 0; i < 30; ++i) constant += std::to_string(i) + ",5\n";
  refused(constant, "coordinate 2 is 5 in all points");
  record::write_npy(folder / "cube.npy", std::vector<float>(8), std::vector<std::size_t>{2, 2, 2});
  CHECK(error_of([&] { read_points(folder / "cube.npy"); }).find("rank 3, expected points of shape") !=
        std::string::npos);
}
