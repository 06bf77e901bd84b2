// SPDX-License-Identifier: MIT
// Tables as spreadsheets, numpy, pandas and people write them.
#include "core/delimited.hpp"

#include <cmath>
#include <fstream>

#include "core/number_table.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace std::string_literals;

namespace {

using Cells = std::vector<std::vector<std::string>>;
using Numbers = std::vector<std::vector<double>>;

Cells cells(const std::string& text) {
  Cells found;
  for (const auto& row : parse_delimited(text, "t.csv").rows) found.push_back(row.cells);
  return found;
}

Numbers numbers(const std::string& text, Header header = Header::allowed) {
  Numbers found;
  for (const auto& row : numbers_of(parse_delimited(text, "t.csv"), header).rows)
    found.push_back(row.numbers);
  return found;
}

std::string complaint(const std::string& text, Header header = Header::allowed) {
  const std::string words = error_of([&] { numbers(text, header); });
  INFO(text << " gave: " << words);
  CHECK(is_one_line(words));
  CHECK(words.starts_with("t.csv:"));
  CHECK(words.find("expected") != std::string::npos);
  return words;
}

const Numbers kTable{{0, 0.5}, {1, 1.5}};

}  // namespace

TEST_CASE("the same table, as different programs write it") {
  for (const std::string text : {
           "0,0.5\n1,1.5\n",
           "0,0.5\r\n1,1.5\r\n",
           "0,0.5\r1,1.5",
           "\xEF\xBB\xBF""0,0.5\n1,1.5",
           "\xEF\xBB\xBFx,density\r\n0,0.5\r\n1,1.5",
           "\n  0 , .5 \n\n\t1,+1.5\n\n",
           "0 0.5\n1 1.5\n",
           "  0\t 0.5\t\n 1   1.5 \n",
           "0\t0.5\n1\t1.5\n",
           "0\t 0.5\n1 \t1.5\n",
           "0;0.5\n1;1.5\n",
           "0;0,5\n1;1,5\n",
           "x;Dichte\n0,0;0,5\n1;15e-1\n",
           "sep=;\n0;0,5\n1;1,5\n",
           "\"sep=;\"\r\n0;0,5\r\n1;1,5\r\n",
           "\xEF\xBB\xBFsep=,\n0,0.5\n1,1.5\n",
           "sep=\t\n0\t0,5\n1\t1,5\n",
           "SEP=|\n0|0.5\n1|1.5\n",
           "# made by hand, x;density\n0,0.5 # half\n#\n1,1.5",
           "# 0.000000000000000000e+00 5.000000000000000000e-01\n"
           "0.000000000000000000e+00 5.000000000000000000e-01\n1.0E+0 1.5\n",
           "bin center,density\n0,0.5\n1,1.5\n",
           "x (mm),density\n0,0.5\n1,1.5\n",
           "bin center density\n0 0.5\n1 1.5\n",
           "x, density\n0 0.5\n1 1.5\n",
           "\"x, in mm\",\"the \"\"density\"\"\"\n\"0\",\"0.5\"\n1,\"1.5\"\n",
           "\"bin\ncenter\",density\n0,0.5\n1,1.5\n",
           "3.5\" pipe,density\n0,0.5\n1,1.5\n",
           ",0\n0,0.5\n1,1.5\n",
           ",density\n0,0.5\n1,1.5\n",
       }) {
    INFO(text);
    CHECK(numbers(text) == kTable);
  }
  CHECK(numbers(",0,1\n1,2,3\n") == Numbers{{1, 2, 3}});
  CHECK(numbers("") == Numbers{});
  CHECK(numbers("# nothing\n\n") == Numbers{});
  CHECK(numbers("sep=;") == Numbers{});
  CHECK(numbers("x,density") == Numbers{});
  CHECK(numbers("inf,-inf\n") == Numbers{{INFINITY, -INFINITY}});
}

TEST_CASE("cells: quotes, blanks, comments and lines are what RFC 4180 and people mean by them") {
  CHECK(cells("a,b\nc,d\n") == Cells{{"a", "b"}, {"c", "d"}});
  CHECK(cells("a, ,\nc,,d") == Cells{{"a", "", ""}, {"c", "", "d"}});
  CHECK(cells(" \"a,\"\"b\" , c d\n1,2\n") == Cells{{"a,\"b", "c d"}, {"1", "2"}});
  CHECK(cells("\"\",\"\"\"\"\n1,2") == Cells{{"", "\""}, {"1", "2"}});
  CHECK(cells("\"#1\",b # c,d\n1,2\n") == Cells{{"#1", "b"}, {"1", "2"}});
  CHECK(cells("\"a b\" c\n1 2") == Cells{{"a b", "c"}, {"1", "2"}});
  CHECK(cells("a\tb c\t\n1\t2") == Cells{{"a", "b c", ""}, {"1", "2"}});
  CHECK(parse_delimited("a;b,c\n1,2\n3,4\n", "t").separator == ',');
  CHECK(parse_delimited("1,2\n3;4\n5,6", "t").separator == ';');  // then no line is split at commas
  CHECK(parse_delimited("a\tb", "t").separator == '\t');
  const auto rows = parse_delimited("\r\n# x\r\n\"a\r\nb\",c\r\n\r\n1,2\r\n", "t").rows;
  REQUIRE(rows.size() == 2);
  CHECK((rows[0].line == 3 && rows[1].line == 6));
}

TEST_CASE("what is no table is refused by name and line") {
  const auto says = [](const std::string& text, const std::string& words) {
    CHECK_THAT(complaint(text), Catch::Matchers::Contains(words));
  };
  says("\xFF\xFE""0\0,\0"s, "t.csv:1: UTF-16");
  says("\xFE\xFF\0""0\0,"s, "t.csv:1: UTF-16");
  says("0\0,\0""1\0\n\0"s, "t.csv:1: a zero byte, so UTF-16");
  says("0,1\n1,2\n\0"s, "t.csv:3: a zero byte");
  says("PK\x03\x04whatever", "t.csv:1: a spreadsheet");
  says("sep=x\n0x1\n", "t.csv:1: 'sep=x'");
  CHECK(error_of([] { parse_delimited("0,1\n2,\"3\n4,5\n", "t.csv"); }) ==
        "t.csv:2: a quote is never closed");
  says("0,1\n\"2\"3,4\n", "t.csv:2: '3' behind a closing quote");
  CHECK(error_of([] { read_delimited("/nowhere/t.csv"); }).find("No such file") !=
        std::string::npos);
  CHECK(error_of([] { read_delimited("/"); }).find("directory") != std::string::npos);
}

TEST_CASE("no cell is dropped or misread without a word") {
  const auto says = [](const std::string& text, const std::string& words,
                       Header header = Header::allowed) {
    CHECK_THAT(complaint(text, header), Catch::Matchers::Contains(words));
  };
  says("0,,0.5\n1,,1\n", "t.csv:1: the cell in column 2 is empty");
  says("x,density\n0,1\n,2\n", "t.csv:3: the cell in column 1 is empty");
  says("0\t\t0.5\n", "t.csv:1: the cell in column 2 is empty");
  says("0,1,\n", "t.csv:1: the cell in column 3 is empty");
  says("0;1\n1;\n", "t.csv:2: the cell in column 2 is empty");
  says(",0.5\n1,2\n", "t.csv:1: the cell in column 1 is empty");
  says(",\n1,2\n", "t.csv:1: the cell in column 1 is empty");
  says("0,1\na,b\n", "t.csv:2: 'a' in column 1 is not a number, expected numbers below the first row");
  says("x,density\nmm,1/mm\n0,1\n", "t.csv:2: 'mm'");
  says("O.5,1\n1,2\n", "t.csv:1: 'O.5' in column 1 is not a number");  // a letter, no header
  says("a,b\n1,2\n", "t.csv:1: 'a' in column 1 is not a number, expected numbers from the first",
       Header::none);
  says(",0,1\n0,3,-2\n", "t.csv:1: the cell in column 1 is empty", Header::none);
  says("0,5 1,2\n1,5 2,2\n", "'5 1' in column 2");
  says("1,2 3,4\n5 6\n7 8\n", "t.csv:1: '1,2' in column 1");  // no header, and no 1.2
  says("1,2\t3\n5\t6\n", "t.csv:1: '1,2' in column 1");
  CHECK(numbers("1,2\n3\n") == Numbers{{1, 2}, {3}});
  CHECK(numbers("1;2,5\n3\n") == Numbers{{1, 2.5}, {3}});
  says("0,5\t1,2\n", "'5 1' in column 2");
  says("0;1.234,5\n", "is not a number");
  says("0;1,234,5\n", "is not a number");
  says("1.000;0,5\n", "t.csv:1: '0,5' in column 2, but line 1 has '.' for its decimal point");
  says("0;0,5\n1;1.5\n", "t.csv:2: '1.5' in column 2, but line 1 has ','");
  says("0,1\n1,0x10\n", "'0x10'");
  says("0,1e400\n", "'1e400' in column 2 is beyond the range of a double");
  says("0,-1e99999999999999999999\n", "beyond the range");
}

TEST_CASE("what is too small for a double is 0, with a warning") {
  for (const char* tiny : {"1e-400", "-1e-400", "0.001e-330", "1e-99999999999999999999",
                           "100000e-330", "1,5e-400"}) {
    const NumberTable table = numbers_of(
        parse_delimited("x;d\n0;"s + tiny + "\n1;2\n", "t.csv"), Header::allowed);
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].numbers == std::vector<double>{0, 0});
    REQUIRE(table.warnings.size() == 1);
    CHECK(table.warnings[0] ==
          "t.csv:2: "s + tiny + " in column 2 is too small for a double, taken as 0");
  }
  std::string zeros = "0." + std::string(400, '0') + "1,1";
  CHECK(numbers(zeros) == Numbers{{0, 1}});
  const NumberTable exact = numbers_of(
      parse_delimited("0,-0,0e-500,0.000\n5e-324,1e-310,2.2e-308,1e-307", "t.csv"), Header::none);
  CHECK(exact.warnings.empty());
  CHECK(exact.rows[1].numbers[0] == 5e-324);
}

TEST_CASE("a file is read as its bytes are") {
  const tests::TemporaryFolder folder;
  const std::string path = (folder.path() / "t.csv").string();
  std::string text;
  for (int i = 0; i < 20000; ++i) text += std::to_string(i) + ",1\r\n";  // more than one buffer
  std::ofstream(path, std::ios::binary) << text;
  const NumberTable table = numbers_of(read_delimited(path), Header::none);
  REQUIRE(table.rows.size() == 20000);
  CHECK(table.rows.back().line == 20000);
  CHECK(table.rows.back().numbers[0] == 19999);
}
