// SPDX-License-Identifier: MIT
#pragma once

// Ctrl-C, kill and a terminal that closes ask a run to stop after its present step; a second Ctrl-C or
// kill stops it at once.
namespace verigan::run {

/// While one exists, SIGINT, SIGTERM and SIGHUP are noted instead of ending the program.
class SignalGuard {
 public:
  SignalGuard();
  ~SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

  /// The signal that arrived, or 0.
  int poll_signals() const;
};

/// Thrown when a run stopped because a signal asked it to, everything saved.
struct Interrupted {
  int signal;
};

}  // namespace verigan::run
