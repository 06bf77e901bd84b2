// SPDX-License-Identifier: MIT
#include "core/terminal.hpp"

#include <pty.h>
#include <unistd.h>

#include <memory>

#include "core/check.hpp"
#include "core/program.hpp"
#include "support/catch.hpp"
#include "support/terminal.hpp"

using namespace verigan;

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

}  // namespace

TEST_CASE("lines are drawn again on terminals that can, and nowhere else") {
  int master = -1, slave = -1;
  winsize size{};
  size.ws_col = 33;
  REQUIRE(::openpty(&master, &slave, nullptr, nullptr, &size) == 0);
  const File terminal(::fdopen(slave, "w"), &std::fclose);
  const File plain(std::tmpfile(), &std::fclose);
  for (const auto& [kind, can] : {std::pair{"xterm-256color", true}, {"linux", true},
                                  {"dumb", false}, {"", false}}) {
    INFO(kind);
    const Variable term("TERM", kind);
    CHECK(can_redraw(terminal.get()) == can);
    CHECK_FALSE(can_redraw(plain.get()));
  }
  CHECK(terminal_columns(terminal.get()) == 33);
  CHECK(terminal_columns(plain.get()) == 80);
  ::close(master);
}

TEST_CASE("text is cut between characters, not between bytes") {
  CHECK(clipped("α=½ und", 3) == "α=½");
  CHECK(clipped("█··", 1) == "█");
  CHECK(clipped("short", 5) == "short");
  CHECK(clipped("short", 0).empty());
}

TEST_CASE("a message is on one line, whatever it quotes") {
  CHECK(one_line("saw 'i\n'") == "saw 'i '");
  CHECK(one_line("a\tb\r\033[31m\x7f α") == "a b  [31m  α");
}
