// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "gan/past.hpp"

// The rules of troubles.hpp, one function each: what is found at a moment, in numbers, or nothing.
namespace verigan::gan {

using Evidence = std::optional<std::string>;

Evidence not_finite(const Past& past);
Evidence vanished_gradient(const Past& past);
Evidence saturated_discriminator(const Past& past);
Evidence dead_units(const Past& past);
Evidence swings(const Past& past);
Evidence told_apart(const Past& past);

Evidence lost_modes(const Past& past);
Evidence off_modes(const Past& past);
Evidence rotation(const Past& past);
Evidence not_learnt(const Past& past);
Evidence no_progress(const Past& past);
Evidence blind_discriminator(const Past& past);
Evidence off_curve(const Past& past);
Evidence bare_stretches(const Past& past);
Evidence labels_ignored(const Past& past);
Evidence images_alike(const Past& past);
Evidence images_worse(const Past& past);

}  // namespace verigan::gan
