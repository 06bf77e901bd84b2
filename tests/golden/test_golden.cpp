// SPDX-License-Identifier: MIT
#include "golden/golden.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "core/check.hpp"
#include "golden/theory_table.hpp"
#include "support/catch.hpp"

using namespace verigan;
using golden::Line;

namespace {

template <class... Values>
std::string digest_of(const Values&... values) {
  golden::Digest digest;
  (digest.add(values), ...);
  return digest.finish();
}

const std::string kSome(64, 'a'), kOther(64, 'b');

}  // namespace

// printf '\x00\x00\x80\x3f\x00\x00\x00\x00\x00\x00\x00\x80' | sha256sum
TEST_CASE("a digest is that of little-endian IEEE-754 bytes") {
  const std::string expected =
      "fda6afb17305e3f22d8b12a768b492354e971796f0496516bc2a54d5a05e4432";
  REQUIRE(digest_of(1.0F, -0.0) == expected);
}

TEST_CASE("every NaN counts as the same, every other bit counts") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  REQUIRE(digest_of(nan) == digest_of(-nan));
  REQUIRE(digest_of(nan) == digest_of(std::bit_cast<float>(0x7f800001U)));
  REQUIRE(digest_of(nan) != digest_of(std::numeric_limits<float>::infinity()));
  REQUIRE(digest_of(0.0F) != digest_of(-0.0F));
  REQUIRE(digest_of(1.0F) != digest_of(std::nextafter(1.0F, 2.0F)));
  const double wide = std::numeric_limits<double>::quiet_NaN();
  REQUIRE(digest_of(wide) == digest_of(-wide));
}

TEST_CASE("a digest leaves out the padding of a matrix") {
  Matrix<float> padded(2, 3);
  padded(1, 2) = 4.0F;
  const std::string whole = digest_of(MatrixView<const float>(padded));
  REQUIRE(whole == digest_of(0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 4.0F));
  padded.data()[3] = 1.0F;  // behind the first row
  REQUIRE(digest_of(MatrixView<const float>(padded)) == whole);
}

TEST_CASE("a list is read back, and what is not a line of one is refused") {
  const std::string text = "# comment\n\n" + kSome + "  gemm_nn\n" + kOther + "  exp";
  const std::vector<Line> lines = golden::read_list(text);
  REQUIRE(lines.size() == 2);
  REQUIRE(lines[1].digest == kOther);
  REQUIRE(lines[1].name == "exp");
  REQUIRE(golden::read_list(text, "gemm").size() == 1);
  for (const std::string& wrong : {kSome, kSome + " exp", kSome + "  ", "a" + kSome + "  exp",
                                   kSome.substr(1) + "g  exp", kSome + "  two words"}) {
    INFO(wrong);
    REQUIRE_THROWS_AS(golden::read_list(wrong), Error);
  }
}

TEST_CASE("lists differ by a digest, by a part too many and by a part too few") {
  const std::vector<Line> one = {{kSome, "a"}, {kSome, "b"}};
  REQUIRE(golden::differences(one, one).empty());
  const std::vector<Line> changed = {{kSome, "a"}, {kOther, "b"}};
  REQUIRE(golden::differences(changed, one).size() == 1);
  const std::vector<Line> shorter = {{kSome, "a"}};
  REQUIRE(golden::differences(shorter, one) == std::vector<std::string>{"b was not computed"});
  REQUIRE(golden::differences(one, shorter) == std::vector<std::string>{"b is not in the list"});
}

TEST_CASE("parts have names of their own and an unknown one is refused") {
  std::set<std::string> names;
  for (const auto group : {golden::kernel_parts(), golden::training_parts(), golden::metric_parts(),
                           golden::games_parts(), golden::theory_parts()}) {
    for (const golden::Part& part : group) REQUIRE(names.insert(part.name).second);
  }
  REQUIRE_THROWS_AS(golden::compute("no such part"), Error);
  REQUIRE(golden::compute("gemm").size() == 3);
}

// A value of nine digits is at most 1e-9 of itself away from its neighbours; what systems may differ
// by is below 1e-13 of it. Closer than 1e-12 to a boundary, the digest would be a matter of luck.
TEST_CASE("no value of the theory table lies where rounding could go either way") {
  const std::vector<golden::TheoryRow> rows = golden::theory_rows();
  REQUIRE(rows.size() >= 40);
  for (const golden::TheoryRow& row : rows) {
    INFO(row.name << " = " << row.value);
    if (std::isinf(row.value)) continue;
    REQUIRE(std::isfinite(row.value));
    const double nudge = 1e-12 * std::abs(row.value);
    CHECK(golden::rounded(row.value + nudge) == golden::rounded(row.value));
    CHECK(golden::rounded(row.value - nudge) == golden::rounded(row.value));
  }
}
