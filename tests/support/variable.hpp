// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <string>

/// While one lives, a variable of the environment has this value.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    const char* before = std::getenv(name);
    had_ = before != nullptr;
    if (had_) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (had_) {
      ::setenv(name_, before_.c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

  const std::string& before() const { return before_; }

 private:
  const char* name_;
  bool had_;
  std::string before_;
};
