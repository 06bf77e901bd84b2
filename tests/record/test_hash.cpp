// SPDX-License-Identifier: MIT
#include "record/hash.hpp"

#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using record::sha256;

// FIPS 180-4 example messages (NIST, "SHA256.pdf" of the Cryptographic Standards examples and the
// long-message vectors of FIPS 180-2, appendix B).
TEST_CASE("SHA-256 gives the digests NIST published") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
               "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(sha256(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// NIST CAVP byte-oriented SHA256ShortMsg.rsp, lengths 8, 16 and 512 bits.
TEST_CASE("SHA-256 gives the digests of NIST's CAVP short messages") {
  CHECK(sha256("\xd3") == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
  CHECK(sha256("\x11\xaf") == "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98");
}

TEST_CASE("SHA-256 does not depend on how the bytes are handed over") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  for (std::size_t length = 0; length < text.size(); ++length) {
    const std::string whole = sha256(text.substr(0, length));
    for (const std::size_t first : {std::size_t{1}, std::size_t{55}, std::size_t{64}, length / 2}) {
      if (first > length) continue;
      record::Sha256 hash;
      hash.update(text.substr(0, first));
      hash.update(text.substr(first, length - first));
      REQUIRE(hash.finish() == whole);
    }
  }
}

TEST_CASE("the hash of a file is that of its bytes") {
  const TemporaryFolder folder;
  const std::string bytes(200001, 'x');
  record::write_file(folder / "f", bytes);
  REQUIRE(record::sha256_file(folder / "f") == sha256(bytes));
  CHECK(is_one_line(error_of([&] { record::sha256_file(folder / "missing"); })));
  CHECK(is_one_line(error_of([&] { record::sha256_file(folder.path()); })));
}
