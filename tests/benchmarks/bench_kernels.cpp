// SPDX-License-Identifier: MIT
// How fast the kernels are: the matrix products as fractions of the multiply–add peak measured in the
// same moments, the elementwise ones in nanoseconds per number.
//
//   bench_kernels --json
//   VERIGAN_SIMD=avx2 bench_kernels --samples 31
//
// Shapes: the layers (K, N ≥ 100) of the networks bench_training trains, M = 64 … 256 samples. Forms:
// Y = X·W, dW = Xᵀ·dY, dX = dY·Wᵀ. A sample is about a millisecond of one shape between two short
// measurements of the peak; a shape's fraction is the median of its samples.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "core/arguments.hpp"
#include "core/check.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "core/program.hpp"
#include "random/stream.hpp"
#include "simd/activation.hpp"
#include "simd/gemm.hpp"
#include "simd/peak.hpp"
#include "simd/reduce.hpp"
#include "simd/target.hpp"
#include "simd/update.hpp"
#include "simd/vector_math.hpp"

namespace {

using namespace verigan;

struct Shape {
  std::size_t m, k, n;
};
struct Layer {
  std::size_t k, n;
};
constexpr Layer kLayers[] = {{128, 128},  {100, 128},  {128, 784},  {784, 128},
                             {100, 256},  {256, 512},  {512, 1024}, {1024, 784},
                             {784, 1024}, {1024, 512}, {512, 256}};
constexpr std::size_t kSamples[] = {64, 100, 128, 256};

double seconds_of(const std::function<void()>& work, int times) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> x) {
  std::ranges::nth_element(x, x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2));
  return x[x.size() / 2];
}

Matrix<float> normal_matrix(std::size_t rows, std::size_t cols, std::uint64_t step) {
  const random::Stream stream(1, random::Purpose::test);
  Matrix<float> x(rows, cols);
  for (std::size_t i = 0; i < rows; ++i) stream.normals(step, x.row(i), i * cols);
  return x;
}

struct GemmResult {
  const char* form;
  Shape shape;
  double gflops, fraction;
};

/// One shape in one form, `samples` times.
GemmResult measure(const char* form, const Shape& s, int samples, std::vector<double>& peaks) {
  auto x = normal_matrix(s.m, s.k, 1), w = normal_matrix(s.k, s.n, 2), y = normal_matrix(s.m, s.n, 3);
  std::function<void()> product = [&] { simd::gemm_nn(x, w, y); };
  if (form == std::string("dW")) product = [&] { simd::gemm_tn(x, y, w); };
  if (form == std::string("dX")) product = [&] { simd::gemm_nt(y, w, x); };
  const double flops = 2.0 * static_cast<double>(s.m * s.k * s.n);
  const int times = std::max(1, static_cast<int>(2e8 / flops));
  product();
  std::vector<double> rates, fractions;
  double before = simd::fma_peak_gflops(1e-3);
  for (int i = 0; i < samples; ++i) {
    const double rate = flops * times / seconds_of(product, times) * 1e-9;
    const double after = simd::fma_peak_gflops(1e-3);
    rates.push_back(rate);
    fractions.push_back(2 * rate / (before + after));
    peaks.push_back(after);
    before = after;
  }
  return {form, s, median(rates), median(fractions)};
}

struct Elementwise {
  const char* name;
  double nanoseconds;  // per number
};

/// Kernels over arrays that stay in the first-level cache.
std::vector<Elementwise> measure_elementwise(int samples) {
  constexpr std::size_t n = 2048;
  auto data = normal_matrix(4, n, 4);
  std::vector<float> out(n);
  const auto x = data.row(0), m = data.row(1), v = data.row(2), w = data.row(3);
  for (float& second_moment : v) second_moment *= second_moment;
  const random::Stream stream(1, random::Purpose::test);
  const simd::AdamStep step{0.5F, 0.999F, 1e-4F, 1e-8F};
  MatrixView<float> row{out.data(), 1, n, n};
  std::uint64_t draw = 0;
  volatile float sink = 0;
  const std::pair<const char*, std::function<void()>> kernels[] = {
      {"exp", [&] { simd::exp(x, out); }},
      {"log", [&] { simd::log(v, out); }},
      {"softplus", [&] { simd::softplus(x, out); }},
      {"sigmoid", [&] { simd::sigmoid(x, out); }},
      {"tanh", [&] { simd::tanh(x, out); }},
      {"sin", [&] { simd::sin(x, out); }},
      {"cos", [&] { simd::cos(x, out); }},
      {"uniforms", [&] { stream.uniforms(draw++, out); }},
      {"normals", [&] { stream.normals(draw++, out); }},
      {"sum", [&] { sink = simd::sum(x); }},
      {"dot", [&] { sink = simd::dot(x, w); }},
      {"bias_leaky_relu", [&] { simd::bias_activate(row, x, simd::Activation::leaky_relu, 0.2F); }},
      {"adam", [&] { simd::adam(w, x, m, v, step); }},
      {"sgd", [&] { simd::sgd(w, x, m, 1e-6F, 0.5F); }},
  };
  std::vector<Elementwise> results;
  for (const auto& [name, kernel] : kernels) {
    std::vector<double> times;
    for (int i = 0; i < samples; ++i) times.push_back(seconds_of(kernel, 200) / (200.0 * n) * 1e9);
    results.push_back({name, median(times)});
  }
  return results;
}

int run(int argc, char** argv) {
  Arguments arguments("bench_kernels", "Speed of the kernels against the processor's multiply-add peak");
  int samples = 15;
  bool json = false;
  arguments.add("--samples", samples, "measurements of each kernel").between(1, 100000);
  arguments.flag("--json", json, "print one JSON object");
  if (const auto answered = arguments.parse(argc, argv)) return *answered;

  set_threads(1);
  std::vector<double> peaks;
  std::vector<GemmResult> products;
  std::vector<std::pair<const char*, double>> medians;
  for (const char* form : {"Y", "dW", "dX"}) {
    std::vector<double> fractions;
    for (const std::size_t m : kSamples) {
      for (const Layer& layer : kLayers) {
        products.push_back(measure(form, {m, layer.k, layer.n}, samples, peaks));
        fractions.push_back(products.back().fraction);
      }
    }
    medians.emplace_back(form, median(fractions));
  }
  const auto elementwise = measure_elementwise(samples);
  const double peak = median(peaks);

  if (json) {
    std::printf("{\"simd_target\": \"%s\", \"fma_peak_gflops\": %.6g,\n \"gemm\": [",
                simd::simd_target().c_str(), peak);
    for (std::size_t i = 0; i < products.size(); ++i) {
      const auto& [form, s, gflops, fraction] = products[i];
      std::printf("%s\n  {\"form\": \"%s\", \"m\": %zu, \"k\": %zu, \"n\": %zu, \"gflops\": %.5g, "
                  "\"fraction\": %.4f}",
                  i == 0 ? "" : ",", form, s.m, s.k, s.n, gflops, fraction);
    }
    std::printf("],\n \"gemm_median_fraction\": {");
    for (std::size_t i = 0; i < medians.size(); ++i)
      std::printf("%s\"%s\": %.4f", i == 0 ? "" : ", ", medians[i].first, medians[i].second);
    std::printf("},\n \"nanoseconds_per_float\": {");
    for (std::size_t i = 0; i < elementwise.size(); ++i)
      std::printf("%s\"%s\": %.4g", i == 0 ? "" : ", ", elementwise[i].name,
                  elementwise[i].nanoseconds);
    std::printf("}}\n");
    return 0;
  }
  std::printf("%s, peak %.1f Gflop/s a thread\n", simd::simd_target().c_str(), peak);
  std::printf("\nfraction of the peak, columns K x N:\n%-2s %4s", "", "M");
  for (const Layer& layer : kLayers) {
    std::printf(" %9s", message(layer.k, "x", layer.n).c_str());
  }
  for (std::size_t i = 0; i < products.size(); ++i) {
    if (i % std::size(kLayers) == 0)
      std::printf("\n%-2s %4zu", products[i].form, products[i].shape.m);
    std::printf(" %9.3f", products[i].fraction);
  }
  std::printf("\n\nmedians:");
  for (const auto& [form, fraction] : medians) std::printf(" %s %.3f", form, fraction);
  std::printf("\n\nnanoseconds per float, in the first-level cache:\n");
  for (const auto& [name, nanoseconds] : elementwise) std::printf("%-16s %.3f\n", name, nanoseconds);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return verigan::run_main("bench_kernels", [&] { return run(argc, argv); });
}
