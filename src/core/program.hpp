// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

// What the main() of every program does around its work: nothing but one line for a mistake, and no
// output that is lost without a word.
namespace verigan {

/// Runs `body` and returns what main() is to return: the code of `body`, or, after the line
/// "NAME: what is wrong" on standard error, 2 for an Error and for a path that the file system
/// refuses, and 1 for any other exception and for standard output that did not take all that was
/// printed, as on a full disk. A reader that went away (`| head -1`) is no fault.
int run_main(const std::string& name, const std::function<int()>& body);

/// Hands on what was printed so far, before work that takes long or may fail. What standard output
/// refuses here is reported by run_main at the end.
void flush_output();

}  // namespace verigan
