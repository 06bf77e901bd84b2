// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/check.hpp"

/// The message of the verigan::Error that `action` throws; "" when it throws none.
template <class Action>
std::string error_of(Action&& action) {
  try {
    action();
    return "";
  } catch (const verigan::Error& error) {
    return error.what();
  }
}

/// A message for users: something, on one line.
inline bool is_one_line(const std::string& text) {
  return !text.empty() && text.find('\n') == std::string::npos;
}
