// SPDX-License-Identifier: MIT
// Dropout and maxout as T60 looks at them.
#include <algorithm>
#include <limits>

#include "nn/dropout.hpp"
#include "nn/maxout.hpp"
#include "verification/altered.hpp"

namespace verigan::verification {
namespace {

using theory::RandomInstance;

/// Dropout with the mask of the address held fixed.
class Dropped final : public Subject {
 public:
  random::Stream stream{0, random::Purpose::dropout};
  Table<Single> mask;

  Table<Single> before(const Numbers&, const Table<Single>& x) const override {
    Table<Single> y(x);
    for (std::size_t k = 0; k < y.v.size(); ++k) y.v[k] = x.v[k] * mask.v[k];
    return y;
  }
  Pulled backward(const Numbers&, const Table<Single>&, const Table<Single>& dz) const override {
    return {before({}, dz), {}};
  }
  double radius(const Numbers&, const Table<Single>&) const override {
    return 1 / std::max(1.0, largest_size(mask.v));
  }
  bool infers_otherwise() const override { return true; }
  Table<Single> inferred(const Numbers&, const Numbers&, const Table<Single>& x) const override {
    return x;
  }
};

class Largest final : public Subject {
 public:
  std::size_t pieces = 1;

  Table<Single> before(const Numbers&, const Table<Single>& x) const override {
    return largest(x, pieces);
  }
  Pulled backward(const Numbers&, const Table<Single>& x, const Table<Single>& dz) const override {
    Table<Single> dx(x.rows, x.cols);
    for (std::size_t i = 0; i < dz.rows; ++i)
      for (std::size_t j = 0; j < dz.cols; ++j) {
        std::size_t taken = j;
        for (std::size_t k = j; k < x.cols; k += dz.cols)
          if (x(i, k).value > x(i, taken).value) taken = k;
        dx(i, taken) = dz(i, j);
      }
    return {std::move(dx), {}};
  }
  double radius(const Numbers&, const Table<Single>&) const override { return 1; }
  double clearance(const Table<Single>& x, const Table<Single>& z, std::size_t i,
                   std::size_t j) const override {
    std::vector<double> below;  // the largest piece first
    for (std::size_t k = j; k < x.cols; k += z.cols) below.push_back(z(i, j).value - x(i, k).value);
    std::sort(below.begin(), below.end());
    return below.size() < 2 ? std::numeric_limits<double>::infinity() : below[1];
  }
};

}  // namespace

std::unique_ptr<Subject> random_dropout(RandomInstance& draw, Mistake mistake) {
  auto subject = std::make_unique<Dropped>();
  const std::size_t width = random_extent(draw, 40);
  const float rate = static_cast<float>(draw.uniform(0, 0.9));
  subject->batch = random_extent(draw, 9);
  subject->layer = std::make_shared<nn::Dropout>(width, rate);
  subject->stream = random::Stream(draw.below(1u << 31), random::Purpose::theory);
  subject->context = {nn::Mode::train, &subject->stream, draw.instance(), 0};
  subject->mask = Table<Single>(subject->batch, width);
  std::vector<float> u(subject->mask.v.size());
  subject->stream.uniforms(draw.instance(), u);
  const Single kept = Single(1) / (Single(1) - Single(static_cast<double>(rate)));
  for (std::size_t k = 0; k < u.size(); ++k) subject->mask.v[k] = u[k] < rate ? Single(0) : kept;
  if (mistake == Mistake::mask_not_scaled)
    alter(*subject, [](const nn::Layer& layer, const Call& call) {
      run_backward(layer, call);
      for (std::size_t i = 0; i < call.dx.rows; ++i)
        for (std::size_t j = 0; j < call.dx.cols; ++j)
          if (call.dx(i, j) != 0) call.dx(i, j) = call.dy(i, j);
    });
  return subject;
}

std::unique_ptr<Subject> random_maxout(RandomInstance& draw, Mistake mistake) {
  auto subject = std::make_unique<Largest>();
  const std::size_t outputs = random_extent(draw, 20);
  subject->pieces = random_extent(draw, 5);
  subject->batch = random_extent(draw, 9);
  subject->layer = std::make_shared<nn::Maxout>(outputs, subject->pieces);
  if (mistake == Mistake::every_piece)
    alter(*subject, [](const nn::Layer&, const Call& call) {
      for (std::size_t i = 0; i < call.dx.rows; ++i)
        for (std::size_t j = 0; j < call.dx.cols; ++j) call.dx(i, j) = call.dy(i, j % call.dy.cols);
    });
  return subject;
}

}  // namespace verigan::verification
