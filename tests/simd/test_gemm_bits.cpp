// SPDX-License-Identifier: MIT
#include "core/parallel.hpp"
#include "simd/bits.hpp"
#include "simd/gemm.hpp"
#include "simd/reduce.hpp"
#include "support/catch.hpp"

using namespace verigan;
using namespace verigan::test;

namespace {

using Product = void(MatrixView<const float>, MatrixView<const float>, MatrixView<float>, bool);

struct Form {
  const char* name;
  Product *fast, *spec;
  bool a_transposed, b_transposed;
};
void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  simd::gemm_tn(a, b, c, accumulate);
}

const Form kForms[] = {{"nn", simd::gemm_nn, simd::spec::gemm_nn, false, false},
                       {"nt", simd::gemm_nt, simd::spec::gemm_nt, false, true},
                       {"tn", gemm_tn, simd::spec::gemm_tn, true, false}};

struct Shape {
  std::size_t m, k, n;
};

OffsetMatrix operand(bool transposed, std::size_t rows, std::size_t cols, Source& source) {
  if (transposed) std::swap(rows, cols);
  return OffsetMatrix(rows, cols, cols + source.next() % 6, source.next() % 16);
}

void expect_same(OffsetMatrix& c, OffsetMatrix& expected) {
  for (std::size_t i = 0; i < c.view().rows; ++i) {
    const std::size_t j = first_difference(c.view().row(i), expected.view().row(i));
    if (j == c.view().cols) continue;
    FAIL("differs at (" << i << ", " << j << "): " << c.view()(i, j) << " instead of "
                        << expected.view()(i, j));
  }
  if (!c.margins_untouched()) FAIL("wrote outside of C");
}

void compare(const Form& form, const Shape& s, Values kind, bool accumulate, Source& source) {
  OffsetMatrix a = operand(form.a_transposed, s.m, s.k, source);
  OffsetMatrix b = operand(form.b_transposed, s.k, s.n, source);
  OffsetMatrix c(s.m, s.n, s.n + source.next() % 6, source.next() % 16);
  a.fill(source, kind);
  b.fill(source, kind);
  c.fill(source, kind);
  OffsetMatrix expected = c;
  form.spec(a.view(), b.view(), expected.view(), accumulate);
  form.fast(a.view(), b.view(), c.view(), accumulate);
  INFO(simd::simd_target() << " " << form.name << " M " << s.m << " K " << s.k << " N " << s.n
                           << " values " << static_cast<int>(kind) << " accumulate " << accumulate);
  expect_same(c, expected);
}

// Products whose results are finished on their way to memory, next to a product and a pass over it.
void compare_finished(const Shape& s, Values kind, simd::Activation f, float slope, Source& source) {
  OffsetMatrix a = operand(false, s.m, s.k, source), b = operand(false, s.k, s.n, source);
  OffsetMatrix turned = operand(true, s.k, s.n, source), bias = operand(false, 1, s.n, source);
  OffsetMatrix y(s.m, s.n, s.n + source.next() % 6, source.next() % 16);
  OffsetMatrix c(s.m, s.n, s.n + source.next() % 6, source.next() % 16);
  for (OffsetMatrix* x : {&a, &b, &turned, &bias, &y, &c}) x->fill(source, kind);
  OffsetMatrix expected = c;
  INFO(simd::simd_target() << " M " << s.m << " K " << s.k << " N " << s.n << " values "
                           << static_cast<int>(kind) << " activation " << static_cast<int>(f)
                           << " slope " << slope);
  simd::spec::gemm_nn(a.view(), b.view(), expected.view());
  simd::spec::bias_activate(expected.view(), bias.view().row(0), f, slope);
  simd::gemm_nn_activate(a.view(), b.view(), c.view(), bias.view().row(0), f, slope);
  expect_same(c, expected);
  simd::spec::gemm_nt(a.view(), turned.view(), expected.view());
  simd::spec::activation_backward(y.view(), expected.view(), f, slope);
  simd::gemm_nt_backward(a.view(), turned.view(), c.view(), y.view(), f, slope);
  expect_same(c, expected);
}

// The sums of b's columns next to a product.
void compare_sums(const Shape& s, Values kind, bool accumulate, Source& source) {
  OffsetMatrix a = operand(true, s.m, s.k, source), b = operand(false, s.k, s.n, source);
  OffsetMatrix c(s.m, s.n, s.n + source.next() % 6, source.next() % 16);
  OffsetMatrix sums(1, s.n, s.n, source.next() % 16);
  for (OffsetMatrix* x : {&a, &b, &c, &sums}) x->fill(source, kind);
  OffsetMatrix expected_c = c, expected = sums;
  INFO(simd::simd_target() << " M " << s.m << " K " << s.k << " N " << s.n << " values "
                           << static_cast<int>(kind) << " accumulate " << accumulate);
  simd::spec::gemm_tn(a.view(), b.view(), expected_c.view(), accumulate);
  simd::spec::column_sums(b.view(), expected.view().row(0), accumulate);
  simd::gemm_tn(a.view(), b.view(), c.view(), accumulate, sums.view().row(0));
  expect_same(c, expected_c);
  expect_same(sums, expected);
}

// gemm_tn_adam leaves C open, so only what it moves is compared.
void compare_adam(const Shape& s, Values kind, bool accumulate, Source& source) {
  OffsetMatrix a = operand(true, s.m, s.k, source), b = operand(false, s.k, s.n, source);
  OffsetMatrix c(s.m, s.n, s.n + source.next() % 6, source.next() % 16);
  const std::size_t ld = s.n + source.next() % 6;
  std::vector<OffsetMatrix> moved;  // w, m, v
  for (int i = 0; i < 3; ++i) moved.emplace_back(s.m, s.n, ld, source.next() % 16);
  OffsetMatrix sums(1, s.n, s.n, source.next() % 16);
  for (OffsetMatrix* x : {&a, &b, &c, &moved[0], &moved[1], &moved[2], &sums}) x->fill(source, kind);
  OffsetMatrix expected_c = c, expected_sums = sums;
  std::vector<OffsetMatrix> expected = moved;
  const auto target = [](std::vector<OffsetMatrix>& x) {
    return simd::AdamMatrices{x[0].view(), x[1].view(), x[2].view()};
  };
  const simd::AdamStep step{0.5f, 0.999f, 2e-4f, 1e-8f};
  simd::spec::gemm_tn_adam(a.view(), b.view(), expected_c.view(), accumulate, target(expected), step);
  simd::spec::column_sums(b.view(), expected_sums.view().row(0), accumulate);
  simd::gemm_tn_adam(a.view(), b.view(), c.view(), accumulate, target(moved), step,
                     sums.view().row(0));
  INFO(simd::simd_target() << " M " << s.m << " K " << s.k << " N " << s.n << " values "
                           << static_cast<int>(kind) << " accumulate " << accumulate);
  for (std::size_t x = 0; x < 3; ++x) {
    for (std::size_t i = 0; i < s.m; ++i)
      if (first_difference(moved[x].view().row(i), expected[x].view().row(i)) != s.n)
        FAIL("row " << i << " of " << "wmv"[x] << " differs");
    if (!moved[x].margins_untouched()) FAIL("wrote outside of " << "wmv"[x]);
  }
  expect_same(sums, expected_sums);
  if (!c.margins_untouched()) FAIL("wrote outside of C");
}

}  // namespace

TEST_CASE("gemm: every small shape, odd leading dimensions, every kind of value") {
  on_every_target([](simd::Target) {
    Source source(11);
    const std::size_t sizes[] = {0, 1, 2, 3, 4, 5, 7, 8, 13, 14, 15, 16, 17, 29, 31, 32, 33, 50};
    for (const Form& form : kForms) {
      for (const std::size_t m : sizes) {
        for (const std::size_t n : sizes) {
          const std::size_t k = sizes[source.next() % std::size(sizes)];
          const Values kind = kAllValues[source.next() % std::size(kAllValues)];
          compare(form, {m, k, n}, kind, source.next() % 2 == 0, source);
        }
      }
      for (std::size_t k = 0; k < 70; ++k) {
        for (const Values kind : kAllValues) compare(form, {9, k, 35}, kind, k % 2 == 0, source);
      }
    }
  });
  SUCCEED();
}

TEST_CASE("gemm: several blocks of k, tall and thin, the layers of the networks") {
  on_every_target([](simd::Target) {
    Source source(12);
    const Shape shapes[] = {{100, 300, 70}, {3, 1000, 5},   {256, 128, 2},  {64, 784, 1},
                            {2, 128, 256},  {1, 513, 1000}, {64, 100, 784}, {64, 784, 128},
                            {128, 2, 128},  {33, 257, 513}, {700, 40, 33},  {16, 600, 16}};
    for (const Form& form : kForms) {
      for (const Shape& shape : shapes) {
        compare(form, shape, Values::ordinary, false, source);
        compare(form, shape, Values::wild, true, source);
      }
    }
  });
  SUCCEED();
}

TEST_CASE("gemm: results that are finished on their way to memory, sums in passing") {
  const std::pair<simd::Activation, float> functions[] = {
      {simd::Activation::identity, 0.0f},   {simd::Activation::leaky_relu, 0.0f},
      {simd::Activation::leaky_relu, 0.2f}, {simd::Activation::leaky_relu, 1.5f},
      {simd::Activation::tanh, 0.0f},       {simd::Activation::sigmoid, 0.0f}};
  on_every_target([&](simd::Target) {
    Source source(15);
    const std::size_t sizes[] = {0, 1, 2, 3, 8, 13, 14, 15, 16, 17, 31, 32, 33, 48};
    for (const std::size_t m : sizes)
      for (const std::size_t n : sizes) {
        const auto& [f, slope] = functions[source.next() % std::size(functions)];
        const Values kind = kAllValues[source.next() % std::size(kAllValues)];
        compare_finished({m, source.next() % 70, n}, kind, f, slope, source);
        compare_sums({m, source.next() % 70, n}, kind, source.next() % 2 == 0, source);
      }
    for (const Shape& shape : {Shape{100, 300, 64}, Shape{256, 128, 128}, Shape{64, 784, 128},
                               Shape{64, 128, 784}, Shape{256, 1, 128}, Shape{256, 128, 1}})
      for (const auto& [f, slope] : functions)
        for (const Values kind : {Values::ordinary, Values::wild}) {
          compare_finished(shape, kind, f, slope, source);
          compare_sums({shape.k, shape.m, shape.n}, kind, f == functions[0].first, source);
        }
    compare_sums({600, 300, 32}, Values::ordinary, true, source);  // more rows than one chunk
  });
  SUCCEED();
}

TEST_CASE("gemm: a product that goes straight into an Adam update") {
  on_every_target([](simd::Target) {
    Source source(14);
    const std::size_t sizes[] = {0, 1, 2, 3, 8, 13, 14, 15, 16, 17, 31, 32, 33, 50};
    for (const std::size_t m : sizes)
      for (const std::size_t n : sizes)
        compare_adam({m, source.next() % 70, n}, kAllValues[source.next() % std::size(kAllValues)],
                     source.next() % 3 == 0, source);
    for (const Shape& shape : {Shape{100, 300, 70}, Shape{128, 256, 128}, Shape{128, 85, 128},
                               Shape{784, 64, 128}, Shape{40, 1000, 784}, Shape{128, 256, 1}}) {
      compare_adam(shape, Values::ordinary, false, source);
      compare_adam(shape, Values::ordinary, true, source);
      compare_adam(shape, Values::wild, false, source);
    }
  });
  SUCCEED();
}

TEST_CASE("gemm: the same bits for any number of threads") {
  Source source(13);
  for (const int n : {2, 3, 4}) {
    set_threads(n);
    for (const Form& form : kForms) compare(form, {200, 300, 260}, Values::ordinary, false, source);
    compare_adam({200, 100, 260}, Values::ordinary, false, source);
    compare_finished({200, 100, 256}, Values::ordinary, simd::Activation::leaky_relu, 0.2f, source);
  }
  set_threads(1);
  SUCCEED();
}
