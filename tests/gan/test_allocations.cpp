// SPDX-License-Identifier: MIT
// How often a training step asks for memory: this program counts every operator new, and every
// aligned_alloc, which is how a Matrix gets its memory.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "nn/batch_norm.hpp"
#include "support/catch.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* aligned(std::size_t alignment, std::size_t size) {
  ++allocations;
  void* memory = nullptr;
  return ::posix_memalign(&memory, alignment, size) == 0 ? memory : nullptr;
}

void* counted(std::size_t size, std::size_t alignment) {
  if (void* memory = aligned(alignment, size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return aligned(alignment, size);
}
// Deletes stay out of line: g++ 12 at -O1 takes an inlined free() for a mismatch with operator new.
void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t a) {
  return counted(size, static_cast<std::size_t>(a));
}
void* operator new[](std::size_t size, std::align_val_t a) {
  return counted(size, static_cast<std::size_t>(a));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

using namespace verigan;

namespace {

/// Allocations of ten steps after the first two.
std::size_t of_ten_steps(gan::GeneratorTrainer& trainer) {
  for (int t = 0; t < 2; ++t) trainer.step();
  const std::size_t before = allocations;
  for (int t = 0; t < 10; ++t) trainer.step();
  return allocations - before;
}

gan::TrainerConfig config() {
  gan::TrainerConfig config;
  config.batch = 40;
  config.steps = 100;
  config.discriminator_steps = 2;
  config.instance_noise = {0.2, 0.1};
  return config;
}

nn::Network discriminator() {
  return nn::NetworkBuilder(2).dense(24, nn::leaky_relu(0.2F)).dense(1, nn::kIdentity).build();
}

}  // namespace

TEST_CASE("a training step of dense layers allocates nothing") {
  for (const bool averages : {true, false}) {
    gan::TrainerConfig c = config();
    if (!averages) c.average_decay = 0;
    gan::Trainer trainer(
        nn::NetworkBuilder(3).dense(32, nn::leaky_relu(0.2F)).dense(2, nn::kIdentity).build(),
        discriminator(), std::make_shared<data::Toy>("circle", 1), c);
    CHECK(of_ten_steps(trainer) == 0);
  }
}

TEST_CASE("batch normalisation allocates, as is said of it, and the count sees it") {
  gan::Trainer trainer(nn::NetworkBuilder(3)
                           .dense(32, nn::kIdentity)
                           .add(std::make_shared<nn::BatchNorm>(Shape{1, 1, 32}, nn::leaky_relu(0.2F)))
                           .dense(2, nn::kIdentity)
                           .build(),
                       discriminator(), std::make_shared<data::Toy>("circle", 1), config());
  const std::size_t found = of_ten_steps(trainer);
  CHECK(found > 0);
  CHECK(found < 10 * 60);  // some small sums of every pass, three passes a step
}
