// SPDX-License-Identifier: MIT
#include "simd/target.hpp"

#include <atomic>
#include <cstdlib>

#include "core/check.hpp"
#include "simd/gemm.hpp"
#include "simd/kernels.hpp"
#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::simd {
// The specification's products do nothing in passing.
const Kernels kSpecKernels{
    .gemm_nn = [](auto a, auto b, auto c, bool accumulate, const Finish&) {
      spec::gemm_nn(a, b, c, accumulate);
      return false;
    },
    .gemm_nt = [](auto a, auto b, auto c, bool accumulate, const Finish&) {
      spec::gemm_nt(a, b, c, accumulate);
      return false;
    },
    .gemm_tn = [](auto a, auto b, auto c, bool accumulate, float*) {
      spec::gemm_tn(a, b, c, accumulate);
      return false;
    },
    .gemm_tn_adam = [](auto a, auto b, auto c, bool accumulate, const auto& target,
                       const auto& step, float*) {
      spec::gemm_tn_adam(a, b, c, accumulate, target, step);
      return false;
    },
    .exp = spec::exp,
    .log = spec::log,
    .softplus = spec::softplus,
    .sigmoid = spec::sigmoid,
    .tanh = spec::tanh,
    .sin = spec::sin,
    .cos = spec::cos,
    .sum = spec::sum,
    .sum_in_double = spec::sum_in_double,
    .dot = spec::dot,
    .column_sums = spec::column_sums,
    .adam = spec::adam,
    .sgd = spec::sgd,
    .moving_average = spec::moving_average,
    .fma_chains = spec::fma_chains,
    .add_bias = spec::add_bias,
    .activate = spec::activate,
    .bias_activate = spec::bias_activate,
    .activation_backward = spec::activation_backward,
    .convolution = nullptr,
};

namespace {

const std::vector<TargetKernels>& choices() {
  static const std::vector<TargetKernels> all = [] {
    std::vector<TargetKernels> list = wide_targets();
    list.push_back({Target::spec, &kSpecKernels});
    return list;
  }();
  return all;
}

std::string choice_names() {
  std::string names;
  for (const TargetKernels& choice : choices()) {
    names += (names.empty() ? "" : ", ") + std::string(name(choice.target));
  }
  return names;
}

const TargetKernels& named(std::string_view wanted, std::string_view source) {
  for (const TargetKernels& choice : choices()) {
    if (name(choice.target) == wanted) return choice;
  }
  throw Error(message(source, " = '", wanted, "', expected one of: ", choice_names()));
}

const TargetKernels& first_choice() {
  const char* wanted = std::getenv("VERIGAN_SIMD");
  return wanted == nullptr ? choices().front() : named(wanted, "VERIGAN_SIMD");
}

std::atomic<const TargetKernels*> current{nullptr};

const TargetKernels& use() {
  const TargetKernels* choice = current.load(std::memory_order_relaxed);
  if (choice == nullptr) [[unlikely]] {
    choice = &first_choice();
    current = choice;
  }
  return *choice;
}

}  // namespace

std::string_view name(Target target) {
  constexpr std::string_view names[] = {"spec", "avx2", "avx512", "neon", "sve"};
  return names[static_cast<int>(target)];
}

std::vector<Target> available_targets() {
  std::vector<Target> targets;
  for (const TargetKernels& choice : choices()) targets.push_back(choice.target);
  return targets;
}

Target target() { return use().target; }
void set_target(Target target) { current = &named(name(target), "SIMD target"); }
const Kernels& kernels() { return *use().kernels; }

}  // namespace verigan::simd
