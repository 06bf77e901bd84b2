// SPDX-License-Identifier: MIT
#include "games/dynamics.hpp"

#include "core/names.hpp"

namespace verigan::games {
namespace {

constexpr std::array<std::string_view, kMethods.size()> kNames{
    "simultaneous", "alternating", "extragradient", "optimistic", "proximal", "consensus"};

}  // namespace

std::string_view method_name(Method method) { return kNames[static_cast<std::size_t>(method)]; }

Method method_of(std::string_view name) { return kMethods[index_of_name("method", name, kNames)]; }

void StepRule::check() const {
  require(step > 0 && std::isfinite(step), "step ", step, ", expected a finite number above 0");
  require(consensus >= 0 && std::isfinite(consensus), "consensus strength ", consensus,
          ", expected a finite number of at least 0");
  require(first_updates >= 1, "updates of the first player ", first_updates, ", expected 1 or more");
  require(second_updates >= 1, "updates of the second player ", second_updates,
          ", expected 1 or more");
}

}  // namespace verigan::games
