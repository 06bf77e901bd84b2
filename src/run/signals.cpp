// SPDX-License-Identifier: MIT
#include "run/signals.hpp"

#include <signal.h>

namespace verigan::run {
namespace {

volatile sig_atomic_t g_pending = 0;
constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
constexpr int kCount = 3;
struct sigaction g_before[kCount];

extern "C" void note_signal(int signal) { g_pending = signal; }

}  // namespace

SignalGuard::SignalGuard() {
  g_pending = 0;
  struct sigaction action {};
  action.sa_handler = note_signal;
  for (int i = 0; i < kCount; ++i) {
    // A terminal that closes may say so twice, itself and by its shell: no second wish.
    const auto once = kSignals[i] == SIGHUP ? 0U : static_cast<unsigned>(SA_RESETHAND);
    action.sa_flags = static_cast<int>(once | SA_RESTART);
    ::sigaction(kSignals[i], nullptr, &g_before[i]);
    // What was to be ignored, under nohup for instance, stays ignored.
    if (g_before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

SignalGuard::~SignalGuard() {
  for (int i = 0; i < kCount; ++i) ::sigaction(kSignals[i], &g_before[i], nullptr);
}

int SignalGuard::poll_signals() const { return g_pending; }

}  // namespace verigan::run
