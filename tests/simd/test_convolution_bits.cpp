// SPDX-License-Identifier: MIT
#include "core/parallel.hpp"
#include "simd/convolution.hpp"
#include "simd/convolution_cases.hpp"
#include "simd/target.hpp"
#include "support/catch.hpp"

// Every target and number of threads returns the bits of the plain loops.
namespace {

using namespace verigan;
using namespace verigan::simd;
using namespace verigan::simd::test;

/// Back to the target and the number of threads there were.
class Restore {
 public:
  ~Restore() {
    set_target(target_);
    set_threads(threads_);
  }

 private:
  Target target_ = target();
  int threads_ = threads();
};

using Fill = Matrix<float>(std::size_t rows, std::size_t cols, std::uint32_t seed);

struct Results {
  Matrix<float> features, image, gradient;
};

struct Inputs {
  Inputs(const Case& c, Fill* fill)
      : image(fill(c.batch, c.shape.image_size(), 1)), kernel(fill(c.shape.taps(), c.shape.features, 2)),
        features(fill(c.batch, c.shape.feature_size(), 3)), feature_bias(fill(1, c.shape.features, 4)),
        image_bias(fill(1, c.shape.channels, 5)) {}
  Matrix<float> image, kernel, features, feature_bias, image_bias;
};

Results make(const Case& c) {
  return {Matrix<float>(c.batch, c.shape.feature_size()), Matrix<float>(c.batch, c.shape.image_size()),
          Matrix<float>(c.shape.taps(), c.shape.features)};
}

Results specified(const Case& c, const Inputs& in) {
  Results out = make(c);
  spec::convolution(c.shape, in.image, in.kernel, in.feature_bias.row(0), out.features);
  spec::transposed_convolution(c.shape, in.features, in.kernel, in.image_bias.row(0), out.image);
  spec::convolution_kernel_gradient(c.shape, in.image, in.features, out.gradient);
  return out;
}

Results computed(const Case& c, const Inputs& in) {
  Results out = make(c);
  convolution(c.shape, in.image, in.kernel, in.feature_bias.row(0), out.features);
  transposed_convolution(c.shape, in.features, in.kernel, in.image_bias.row(0), out.image);
  convolution_kernel_gradient(c.shape, in.image, in.features, out.gradient);
  return out;
}

void compare(const std::vector<Case>& all, Fill* fill) {
  const Restore restore;
  for (const Case& c : all) {
    INFO(describe(c.shape, c.batch));
    const Inputs in(c, fill);
    const Results expected = specified(c, in);
    for (const Target target : available_targets()) {
      for (const int n : {1, 3}) {
        INFO(name(target) << ", " << n << " threads");
        set_target(target);
        set_threads(n);
        const Results got = computed(c, in);
        CHECK(differences(got.features, expected.features) == 0);
        CHECK(differences(got.image, expected.image) == 0);
        CHECK(differences(got.gradient, expected.gradient) == 0);
      }
    }
  }
}

}  // namespace

TEST_CASE("convolutions return the bits of their loops") { compare(cases(80), random_matrix); }

TEST_CASE("so they do for huge, tiny, subnormal, infinite and missing numbers") {
  compare(cases(30), wild_matrix);
}

TEST_CASE("so they do in buffers that start anywhere and have rows of any length") {
  const Restore restore;
  const Case c{same(9, 9, 16, 5, 32, 2), 15};
  const Inputs in(c, random_matrix);
  const Results expected = specified(c, in);
  for (std::size_t shift = 1; shift < 17; shift += 5) {
    for (const Target target : available_targets()) {
      INFO(name(target) << ", shifted by " << shift);
      set_target(target);
      const auto shifted = [&](const Matrix<float>& m, Matrix<float>& home) {
        home = Matrix<float>(1, m.rows() * (m.cols() + shift) + shift);
        const MatrixView<float> view(home.data() + shift, m.rows(), m.cols(), m.cols() + shift);
        for (std::size_t i = 0; i < m.rows(); ++i)
          for (std::size_t j = 0; j < m.cols(); ++j) view(i, j) = m(i, j);
        return view;
      };
      const auto dense = [](MatrixView<const float> view) {
        Matrix<float> m(view.rows, view.cols);
        for (std::size_t i = 0; i < m.rows(); ++i)
          for (std::size_t j = 0; j < m.cols(); ++j) m(i, j) = view(i, j);
        return m;
      };
      Matrix<float> homes[6];
      const auto image = shifted(in.image, homes[0]), kernel = shifted(in.kernel, homes[1]);
      const auto features = shifted(in.features, homes[2]);
      const Results out = make(c);
      const auto to_features = shifted(out.features, homes[3]), to_image = shifted(out.image, homes[4]);
      const auto to_gradient = shifted(out.gradient, homes[5]);
      convolution(c.shape, image, kernel, in.feature_bias.row(0), to_features);
      transposed_convolution(c.shape, features, kernel, in.image_bias.row(0), to_image);
      convolution_kernel_gradient(c.shape, image, features, to_gradient);
      CHECK(differences(dense(to_features), expected.features) == 0);
      CHECK(differences(dense(to_image), expected.image) == 0);
      CHECK(differences(dense(to_gradient), expected.gradient) == 0);
    }
  }
}
