// SPDX-License-Identifier: MIT
#include "record/file.hpp"

#include <sys/resource.h>

#include <csignal>

#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

namespace {

std::size_t entries(const std::filesystem::path& folder) {
  std::size_t n = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++n;
  return n;
}

}  // namespace

TEST_CASE("a file is replaced as a whole and read back") {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\n", 4);
  record::write_file(folder / "f", "something longer than what follows");
  record::write_file(folder / "f", bytes);
  REQUIRE(record::read_file(folder / "f") == bytes);
  REQUIRE(entries(folder.path()) == 1);
}

// A limit on the file size fails in the middle of a write, as a full disk does.
TEST_CASE("when the disk takes no more, the earlier file stays and nothing is left over") {
  const TemporaryFolder folder;
  record::write_file(folder / "f", "precious");
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit small{4096, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::string error =
      error_of([&] { record::write_file(folder / "f", std::string(100000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(is_one_line(error));
  CHECK(error.find((folder / "f").string()) != std::string::npos);
  CHECK(error.find("too large") != std::string::npos);
  CHECK(record::read_file(folder / "f") == "precious");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("folders that cannot be are refused by name") {
  const TemporaryFolder folder;
  record::write_file(folder / "plain", "");
  for (const auto& path : {folder / "plain" / "sub", folder / "plain"}) {
    const std::string error = error_of([&] { record::make_folder(path); });
    CHECK(is_one_line(error));
    CHECK(error.find(path.string()) != std::string::npos);
  }
  CHECK(is_one_line(error_of([&] { record::write_file(folder / "plain" / "f", "x"); })));
  CHECK(is_one_line(error_of([&] { record::write_file(folder / "none" / "f", "x"); })));
  CHECK(is_one_line(error_of([&] { record::read_file(folder / "none"); })));
  CHECK(is_one_line(error_of([&] { record::rename_file(folder / "none", folder / "f"); })));
  record::make_folder(folder / "a" / "b");
  CHECK(std::filesystem::is_directory(folder / "a" / "b"));
}
