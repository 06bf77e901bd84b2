// SPDX-License-Identifier: MIT
// What may stand where a file is to be written: links, pipes, devices, descriptors, another writer.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <future>

#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
namespace fs = std::filesystem;
using record::read_file;
using record::write_file;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

mode_t mode(const fs::path& path) {
  struct stat found {};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode;
}

}  // namespace

TEST_CASE("links are followed to their target, which need not exist") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  write_file(folder / "elsewhere/there", "old");
  fs::create_symlink("elsewhere/there", folder / "relative");
  fs::create_symlink(folder / "relative", folder / "twice");
  fs::create_symlink(folder / "elsewhere/new", folder / "dangling");
  write_file(folder / "twice", "a");
  CHECK(read_file(folder / "elsewhere/there") == "a");
  write_file(folder / "dangling", "b");
  CHECK(read_file(folder / "elsewhere/new") == "b");
  for (const char* link : {"relative", "twice", "dangling"}) CHECK(S_ISLNK(mode(folder / link)));
  CHECK(entries(folder.path()) == 4);
  CHECK(entries(folder / "elsewhere") == 2);

  fs::create_symlink("loop", folder / "loop");
  CHECK(error_of([&] { write_file(folder / "loop", "x"); }).find("symbolic links") !=
        std::string::npos);
  fs::create_symlink("none/file", folder / "lost");
  CHECK(is_one_line(error_of([&] { write_file(folder / "lost", "x"); })));
}

TEST_CASE("the permissions of the earlier file stay, and a new one has the usual ones") {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  for (const mode_t permissions : {0600U, 0644U, 0755U}) {
    write_file(folder / "f", "old");
    REQUIRE(::chmod((folder / "f").c_str(), permissions) == 0);
    write_file(folder / "f", "new");
    CHECK((mode(folder / "f") & 07777U) == permissions);
    fs::remove(folder / "f");
  }
  write_file(folder / "fresh", "");
  CHECK((mode(folder / "fresh") & 07777U) == 0640U);
  ::umask(before);
  if (::geteuid() == 0) {  // somebody else's file stays theirs
    REQUIRE(::chown((folder / "fresh").c_str(), 12345, 54321) == 0);
    write_file(folder / "fresh", "root wrote here");
    struct stat found {};
    REQUIRE(::stat((folder / "fresh").c_str(), &found) == 0);
    CHECK(found.st_uid == 12345);
    CHECK(found.st_gid == 54321);
  } else {
    REQUIRE(::chmod((folder / "fresh").c_str(), 0444) == 0);
    CHECK(error_of([&] { write_file(folder / "fresh", "x"); }).find("Permission denied") !=
          std::string::npos);
  }
}

TEST_CASE("a pipe's reader gets the bytes, and the pipe stays") {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  fs::create_symlink("pipe", folder / "link");
  const std::string bytes(200'000, 'b');  // more than a pipe holds
  for (const char* name : {"pipe", "link"}) {
    auto reader = std::async(std::launch::async, [&] { return read_file(pipe); });
    write_file(folder / name, bytes);
    CHECK(reader.get() == bytes);
    CHECK(S_ISFIFO(mode(pipe)));
  }
  CHECK(entries(folder.path()) == 2);
}

TEST_CASE("a device is written to and stays one") {
  const TemporaryFolder folder;
  for (const auto& [name, minor] : {std::pair{"null", 3U}, {"full", 7U}}) {
    const fs::path device = folder / name;
    ::mknod(device.c_str(), S_IFCHR | 0666, makedev(1, minor));
    const int opened = ::open(device.c_str(), O_WRONLY);
    ::close(opened);
    if (opened < 0) {
      WARN("no devices can be made here: " << name << " was not tried");
      continue;
    }
    const std::string error = error_of([&] { write_file(device, "bytes"); });
    CHECK(error.empty() == (minor == 3U));
    CHECK((minor == 3U || error.find("No space left on device") != std::string::npos));
    CHECK(S_ISCHR(mode(device)));
  }
}

TEST_CASE("a descriptor is written to where it stands") {
  const TemporaryFolder folder;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  for (const char* below : {"/dev/fd/", "/proc/self/fd/"})
    write_file(below + std::to_string(ends[1]), "through");
  ::close(ends[1]);
  CHECK(read_file("/dev/fd/" + std::to_string(ends[0])) == "throughthrough");
  ::close(ends[0]);

  // As of `--csv /dev/stdout > file`: behind what is there, in the same file.
  const int file = ::open((folder / "log").c_str(), O_WRONLY | O_CREAT, 0600);
  REQUIRE(::write(file, "before ", 7) == 7);
  write_file("/dev/fd/" + std::to_string(file), "table");
  REQUIRE(::write(file, " after", 6) == 6);
  ::close(file);
  CHECK(read_file(folder / "log") == "before table after");
  CHECK(error_of([&] { write_file("/dev/fd/" + std::to_string(file), "x"); })
            .find("Bad file descriptor") != std::string::npos);
}

TEST_CASE("names of others are left alone, and the longest name will do") {
  const TemporaryFolder folder;
  write_file(folder / "victim", "precious");
  write_file(folder / "t.csv.tmp", "the user's own");
  fs::create_symlink("victim", folder / "u.csv.tmp");
  write_file(folder / "t.csv", "a");
  write_file(folder / "u.csv", "b");
  CHECK(read_file(folder / "t.csv.tmp") == "the user's own");
  CHECK(read_file(folder / "victim") == "precious");
  CHECK(entries(folder.path()) == 5);
  const std::string longest(255, 'n');
  write_file(folder / longest, "c");
  CHECK(read_file(folder / longest) == "c");
  CHECK(error_of([&] { write_file(folder / (longest + "n"), "d"); }).find("too long") !=
        std::string::npos);
}

TEST_CASE("writers of one file do not break each other") {
  const TemporaryFolder folder;
  const fs::path file = folder / "f";
  constexpr std::size_t kLength = 100'000;
  write_file(file, std::string(kLength, 'z'));
  const auto writer = [&](char letter) {
    for (int i = 0; i < 20; ++i) write_file(file, std::string(kLength, letter));
  };
  std::vector<std::future<void>> writers;
  for (const char letter : {'a', 'b', 'c', 'd'})
    writers.push_back(std::async(std::launch::async, writer, letter));
  for (int i = 0; i < 50; ++i) {
    const std::string bytes = read_file(file);
    REQUIRE(bytes == std::string(kLength, bytes.front()));
  }
  for (auto& one : writers) REQUIRE_NOTHROW(one.get());
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("whether a file can be written is known beforehand, and looking changes nothing") {
  const TemporaryFolder folder;
  write_file(folder / "f", "kept");
  fs::create_symlink("new", folder / "dangling");
  for (const char* name : {"f", "new", "dangling"}) record::require_writable(folder / name);
  CHECK(read_file(folder / "f") == "kept");
  CHECK(entries(folder.path()) == 2);
  for (const char* name : {"none/f", "f/below", ""})
    CHECK(error_of([&] { record::require_writable(folder / name); }) ==
          error_of([&] { write_file(folder / name, "x"); }));
  CHECK(error_of([&] { record::require_writable(folder.path()); }).find("Is a directory") !=
        std::string::npos);
}

TEST_CASE("a folder behind a link that leads nowhere is refused with the link's name") {
  const TemporaryFolder folder;
  fs::create_symlink("nowhere", folder / "link");
  for (const fs::path& path : {folder / "link", folder / "link" / "below"}) {
    const std::string error = error_of([&] { record::make_folder(path); });
    CHECK(is_one_line(error));
    CHECK(error.find((folder / "link").string() + " is a link to nowhere") != std::string::npos);
  }
  CHECK(error_of([&] { record::make_folder(folder / std::string(300, 'x')); }).find("too long") !=
        std::string::npos);
}
