// SPDX-License-Identifier: MIT
#include <array>
#include <string>

#include "simd/activation.hpp"
#include "simd/bits.hpp"
#include "simd/kernels.hpp"
#include "simd/reduce.hpp"
#include "simd/update.hpp"
#include "simd/vector_math.hpp"
#include "support/catch.hpp"

using namespace verigan;
using namespace verigan::test;

namespace {

constexpr std::size_t kLongest = 2 * 16 + 1;  // twice the widest vector and one

/// An array inside a larger one of sentinels, at any offset from an aligned address.
struct Array {
  OffsetMatrix memory;
  std::size_t length;

  Array(std::size_t n, std::size_t offset) : memory(1, n, n, offset), length(n) {}
  Array(std::size_t n, std::size_t offset, Source& source, Values kind) : Array(n, offset) {
    memory.fill(source, kind);
  }
  std::span<float> span() { return memory.view().row(0); }
};

void require_same(Array& fast, Array& plain, const std::string& what) {
  const std::size_t i = first_difference(fast.span(), plain.span());
  if (i < fast.length) {
    FAIL(simd::simd_target() << " " << what << ", length " << fast.length << ", element " << i
                             << ": " << fast.span()[i] << " instead of " << plain.span()[i]);
  }
  if (!fast.memory.margins_untouched()) FAIL(what << " wrote outside of its array");
}

/// body(length, offset, kind of values) over all of them, on every target.
template <class Body>
void sweep(Body body) {
  on_every_target([&](simd::Target) {
    for (std::size_t n = 0; n <= kLongest; ++n) {
      for (const std::size_t offset : {0u, 1u, 3u, 8u}) {
        for (const Values kind : kAllValues) body(n, offset, kind);
      }
    }
    for (const Values kind : kAllValues) body(5000, 5, kind);
  });
  SUCCEED();
}

using Map = simd::Kernels::Map;
struct Function {
  const char* name;
  Map *fast, *spec;
};
const Function kFunctions[] = {{"exp", simd::exp, simd::spec::exp},
                               {"log", simd::log, simd::spec::log},
                               {"softplus", simd::softplus, simd::spec::softplus},
                               {"sigmoid", simd::sigmoid, simd::spec::sigmoid},
                               {"tanh", simd::tanh, simd::spec::tanh},
                               {"sin", simd::sin, simd::spec::sin},
                               {"cos", simd::cos, simd::spec::cos}};

}  // namespace

TEST_CASE("elementary functions: vectors give the bits of the scalars, NaN included") {
  Source source(1);
  sweep([&](std::size_t n, std::size_t offset, Values kind) {
    for (const Function& f : kFunctions) {
      Array in(n, offset + 1, source, kind), fast(n, offset), plain(n, offset);
      f.fast(in.span(), fast.span());
      f.spec(in.span(), plain.span());
      require_same(fast, plain, f.name);
      for (const float y : fast.span()) {
        if (std::isnan(y)) REQUIRE(std::bit_cast<std::uint32_t>(y) == 0x7fc00000u);
      }
      f.fast(in.span(), in.span());  // in place
      require_same(in, plain, f.name);
    }
  });
}

TEST_CASE("elementary functions agree on a sweep of all floats") {
  on_every_target([](simd::Target) {
    std::vector<float> in(4096), fast(in.size()), plain(in.size());
    std::uint64_t bits = 0;
    while (bits < std::uint64_t{1} << 32) {
      for (float& x : in) x = std::bit_cast<float>(static_cast<std::uint32_t>(bits)), bits += 4099;
      for (const Function& f : kFunctions) {
        f.fast(in, fast);
        f.spec(in, plain);
        const std::size_t i = first_difference(fast, plain);
        if (i < in.size()) FAIL(f.name << " differs at " << in[i]);
      }
    }
  });
  SUCCEED();
}

TEST_CASE("reductions give the bits of their fixed shape") {
  Source source(2);
  sweep([&](std::size_t n, std::size_t offset, Values kind) {
    Array x(n, offset, source, kind), y(n, offset + 2, source, kind);
    const double in_double = simd::sum_in_double(x.span());
    const double in_double_spec = simd::spec::sum_in_double(x.span());
    const bool same = same_bits(simd::sum(x.span()), simd::spec::sum(x.span())) &&
                      same_bits(simd::dot(x.span(), y.span()), simd::spec::dot(x.span(), y.span())) &&
                      (in_double == in_double_spec ||
                       (std::isnan(in_double) && std::isnan(in_double_spec)));
    if (!same) FAIL(simd::simd_target() << " reduction, length " << n);
  });
}

TEST_CASE("a sum has the documented shape, whatever the width") {
  // 1 in chain 0, then 2²⁴ and −2²⁴ in chain 0 too: the 1 is lost. In chains 0, 8 and 4 it is not.
  std::vector<float> x(48, 0.0f);
  x[0] = 1.0f, x[16] = 0x1p25f, x[32] = -0x1p25f;
  on_every_target([&](simd::Target) { CHECK(simd::sum(x) == 0.0f); });
  std::vector<float> z(48, 0.0f);
  z[0] = 1.0f, z[12] = 0x1p25f, z[4] = -0x1p25f;  // 12 and 4 meet before 0 joins them
  on_every_target([&](simd::Target) { CHECK(simd::sum(z) == 1.0f); });
}

TEST_CASE("column sums give the bits of their specification") {
  on_every_target([](simd::Target) {
    Source source(3);
    for (std::size_t n = 0; n <= 150; n += (n < 35 ? 1 : 23)) {
      for (const std::size_t m : {0u, 1u, 2u, 17u}) {
        for (const Values kind : kAllValues) {
          for (const bool accumulate : {false, true}) {
            OffsetMatrix x(m, n, n + source.next() % 5, source.next() % 16);
            x.fill(source, kind);
            Array fast(n, source.next() % 16, source, kind), plain = fast;
            simd::column_sums(x.view(), fast.span(), accumulate);
            simd::spec::column_sums(x.view(), plain.span(), accumulate);
            require_same(fast, plain, "column_sums");
          }
        }
      }
    }
  });
  SUCCEED();
}

TEST_CASE("updates give the bits of their specification") {
  Source source(4);
  sweep([&](std::size_t n, std::size_t offset, Values kind) {
    Array w(n, offset, source, kind), m(n, offset + 1, source, kind), g(n, 0, source, kind);
    Array v(n, offset + 2, source, kind);
    Array ws = w, ms = m, vs = v;
    const simd::AdamStep step{0.5f, 0.999f, 2e-4f, 1e-8f};
    simd::adam(w.span(), g.span(), m.span(), v.span(), step);
    simd::spec::adam(ws.span(), g.span(), ms.span(), vs.span(), step);
    require_same(w, ws, "adam w");
    require_same(m, ms, "adam m");
    require_same(v, vs, "adam v");
    simd::sgd(w.span(), g.span(), m.span(), 0.1f, 0.9f);
    simd::spec::sgd(ws.span(), g.span(), ms.span(), 0.1f, 0.9f);
    require_same(w, ws, "sgd w");
    require_same(m, ms, "sgd velocity");
    simd::moving_average(v.span(), g.span(), 0.99f);
    simd::spec::moving_average(vs.span(), g.span(), 0.99f);
    require_same(v, vs, "moving_average");
  });
}

// The update takes roots without the processor's root where that is faster. With both betas 1 and no
// epsilon, w becomes −rate·m/√v: three values of m show the root of every mantissa to its last bit.
TEST_CASE("adam: the root is rounded correctly for all mantissas of two binades") {
  const simd::AdamStep step{1.0f, 1.0f, 1.0f, 0.0f};
  constexpr std::size_t n = std::size_t{1} << 16;
  on_every_target([&](simd::Target) {
    std::size_t wrong = 0;
    std::vector<float> w(n), g(n), m(n), v(n);
    for (std::uint32_t first = 0x3f000000; first < 0x40000000; first += n) {
      for (const float numerator : {1.0f, 1.25f, 1.7f}) {
        for (std::size_t i = 0; i < n; ++i) {
          w[i] = 0;
          m[i] = numerator;
          v[i] = std::bit_cast<float>(first + static_cast<std::uint32_t>(i));
        }
        simd::adam(w, g, m, v, step);
        for (std::size_t i = 0; i < n; ++i) wrong += w[i] != -(numerator / std::sqrt(v[i]));
      }
    }
    INFO(simd::simd_target());
    CHECK(wrong == 0);
  });
}

TEST_CASE("adam: the moments of a dead unit become 0 and are never denormal") {
  on_every_target([](simd::Target) {
    std::vector<float> w(20, 1.0f), g(20), m(20, -1e-3f), v(20, 1e-6f);
    for (int t = 0; t < 400; ++t) {
      simd::adam(w, g, m, v, {0.5f, 0.5f, 1e-4f, 1e-8f});
      for (const std::vector<float>* x : {&m, &v})
        for (const float moment : *x) REQUIRE((moment == 0 || std::isnormal(moment)));
    }
    CHECK((m[0] == 0 && v[0] == 0 && m[19] == 0 && v[19] == 0));
  });
  // 2⁻⁹⁵ stays, the number below it does not; of either sign, in vectors and tails.
  const float least = 0x1p-95f, below = std::nextafter(least, 0.0f);
  const auto check = [&](const auto& adam) {
    for (const float sign : {1.0f, -1.0f}) {
      std::vector<float> w(20, 1.0f), g(20), m(20, sign * least), v(20, least);
      for (const std::size_t i : {1u, 18u}) m[i] = sign * below, v[i] = below;
      adam(w, g, m, v, simd::AdamStep{1, 1, 0, 1});
      for (std::size_t i = 0; i < 20; ++i) {
        CHECK(m[i] == (i == 1 || i == 18 ? 0 : sign * least));
        CHECK(v[i] == (i == 1 || i == 18 ? 0 : least));
      }
    }
  };
  check(simd::spec::adam);
  on_every_target([&](simd::Target) { check(simd::adam); });
}

TEST_CASE("biases, activations and their gradients give the bits of their specification") {
  using simd::Activation;
  constexpr Activation all[] = {Activation::identity, Activation::leaky_relu, Activation::tanh,
                                Activation::sigmoid};
  on_every_target([&](simd::Target) {
    Source source(5);
    for (std::size_t n = 0; n <= kLongest; ++n) {
      for (const Values kind : kAllValues) {
        for (const Activation f : all) {
          for (const float slope : {0.0f, 0.2f}) {
            const std::size_t m = source.next() % 4, ld = n + source.next() % 5;
            OffsetMatrix x(m, n, ld, source.next() % 16), y(m, n, ld, 1);
            Array bias(n, source.next() % 16, source, kind);
            x.fill(source, kind);
            y.fill(source, kind);
            OffsetMatrix plain = x;
            const auto same = [&](const char* what) {
              for (std::size_t i = 0; i < m; ++i) {
                const auto j = first_difference(x.view().row(i), plain.view().row(i));
                if (j < n) FAIL(simd::simd_target() << " " << what << " at " << i << ", " << j);
              }
              if (!x.margins_untouched()) FAIL(what << " wrote outside");
            };
            simd::bias_activate(x.view(), bias.span(), f, slope);
            simd::spec::bias_activate(plain.view(), bias.span(), f, slope);
            same("bias_activate");
            simd::add_bias(x.view(), bias.span());
            simd::spec::add_bias(plain.view(), bias.span());
            same("add_bias");
            simd::activate(x.view(), f, slope);
            simd::spec::activate(plain.view(), f, slope);
            same("activate");
            simd::activation_backward(y.view(), x.view(), f, slope);
            simd::spec::activation_backward(y.view(), plain.view(), f, slope);
            same("activation_backward");
          }
        }
      }
    }
  });
  SUCCEED();
}

TEST_CASE("leaky ReLU at zero, infinities and NaN") {
  const float infinity = std::numeric_limits<float>::infinity();
  on_every_target([=](simd::Target) {
    Matrix<float> x(1, 4), dy(1, 4);
    const std::array<float, 4> in = {-infinity, -0.0f, infinity, std::nanf("")};
    std::copy(in.begin(), in.end(), x.row(0).begin());
    simd::activate(x, simd::Activation::leaky_relu, 0.0f);
    CHECK(x(0, 0) == 0.0f);
    CHECK(x(0, 1) == 0.0f);
    CHECK(x(0, 2) == infinity);
    CHECK(std::isnan(x(0, 3)));
    std::fill(dy.row(0).begin(), dy.row(0).end(), infinity);
    simd::activation_backward(x, dy, simd::Activation::leaky_relu, 0.0f);
    CHECK(dy(0, 0) == 0.0f);
    CHECK(dy(0, 1) == 0.0f);
    CHECK(dy(0, 2) == infinity);
  });
}
