// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "theory/game_loss.hpp"

// The losses two networks are trained with: rows of theory::game_losses(), which say what they mean,
// each with its three terms over floats. Everything is computed from the discriminator's last linear
// output, the logit ℓ, so that ln σ(ℓ) never meets ln 0.
namespace verigan::gan {

using Output = theory::DiscriminatorOutput;

/// One term: values t(ℓᵢ) and slopes t′(ℓᵢ), of which those below 2⁻⁶⁰ of a probability's loss are 0
/// (D is then sure of itself to 18 digits), so that no denormal numbers come of them. All three of one length; none overlap.
using Term = void (*)(std::span<const float> logits, std::span<float> values,
                      std::span<float> slopes);

/// A row of theory::game_losses() that networks can be trained with.
struct Objective : theory::GameLoss {
  Term on_true, on_generated, for_generator;
};

/// Every loss that networks can be trained with, in the order of their table.
std::span<const Objective> objectives();

/// Their names, or of those that are wanted.
std::vector<std::string> objective_names(
    const std::function<bool(const Objective&)>& wanted = [](const Objective&) { return true; });

/// The loss of that name; capitals, '-' and '_' do not count. Throws verigan::Error naming those there
/// are.
const Objective& objective(std::string_view name);

/// The first objective whose discriminator has this loss. Throws verigan::Error if none has.
const Objective& objective_of(const theory::DiscriminatorLoss& discriminator);

/// Mean discriminator output of these logits under `output`; 0 for none. scratch: as many floats.
double mean_output(Output output, std::span<const float> logits, std::span<float> scratch);

}  // namespace verigan::gan
