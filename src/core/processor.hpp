// SPDX-License-Identifier: MIT
#pragma once

namespace verigan {

/// Ends the process with one line and exit code 2 where the processor lacks instructions that all of verigan
/// is compiled for: AVX2, FMA and BMI2 (x86-64-v3). The others would end it without a word. In programs it is
/// called before everything else, the constructors of static objects included.
void require_processor();

}  // namespace verigan
