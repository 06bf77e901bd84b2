// SPDX-License-Identifier: MIT
#include "run/signals.hpp"

#include <signal.h>

namespace verigan::run {
namespace {

volatile sig_atomic_t g_pending = 0;
struct sigaction g_before[2];
constexpr int kSignals[2] = {SIGINT, SIGTERM};

extern "C" void note_signal(int signal) { g_pending = signal; }

}  // namespace

SignalGuard::SignalGuard() {
  g_pending = 0;
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  for (int i = 0; i < 2; ++i) {
    ::sigaction(kSignals[i], nullptr, &g_before[i]);
    // What was to be ignored, under nohup for instance, stays ignored.
    if (g_before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

SignalGuard::~SignalGuard() {
  for (int i = 0; i < 2; ++i) ::sigaction(kSignals[i], &g_before[i], nullptr);
}

int SignalGuard::pending() const { return g_pending; }

}  // namespace verigan::run
