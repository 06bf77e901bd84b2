// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "gan/prefix.hpp"

// The rules of troubles.hpp, one function each: what is found at a moment, in numbers, or nothing.
namespace verigan::gan {

using Evidence = std::optional<std::string>;

Evidence not_finite(const Prefix& past);
Evidence vanished_gradient(const Prefix& past);
Evidence saturated_discriminator(const Prefix& past);
Evidence dead_units(const Prefix& past);
Evidence swings(const Prefix& past);
Evidence told_apart(const Prefix& past);

Evidence lost_modes(const Prefix& past);
Evidence off_modes(const Prefix& past);
Evidence rotation(const Prefix& past);
Evidence not_learnt(const Prefix& past);
Evidence no_progress(const Prefix& past);
Evidence blind_discriminator(const Prefix& past);
Evidence off_curve(const Prefix& past);
Evidence bare_stretches(const Prefix& past);
Evidence labels_ignored(const Prefix& past);
Evidence images_alike(const Prefix& past);
Evidence images_worse(const Prefix& past);

}  // namespace verigan::gan
