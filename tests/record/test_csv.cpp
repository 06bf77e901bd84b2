// SPDX-License-Identifier: MIT
#include "record/csv.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include "support/catch.hpp"
#include "support/error_of.hpp"

#include <rapidcheck.h>

using namespace verigan;
using record::number_text;
using record::Table;

TEST_CASE("numbers are written with the shortest digits that read back") {
  CHECK(number_text(0.1F) == "0.1");
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(1.0 / 3.0) == "0.3333333333333333");
  CHECK(number_text(1e300) == "1e+300");
  CHECK(number_text(7) == "7");
  CHECK(number_text(-std::numeric_limits<double>::infinity()) == "-inf");
  CHECK(number_text(-std::nan("")) == "nan");
  CHECK(rc::check("any double reads back to the same bits", [](std::uint64_t bits) {
    const double value = std::bit_cast<double>(bits);
    double back = 0.0;
    RC_ASSERT(record::parse_number(number_text(value), back));
    const bool same = std::bit_cast<std::uint64_t>(back) == bits;
    RC_ASSERT((same || (std::isnan(value) && std::isnan(back))));
  }));
}

TEST_CASE("rounding to significant digits forgets the last bits and nothing else") {
  CHECK(record::rounded_text(0.1 + 0.2) == "0.3");
  CHECK(record::rounded_text(1.0 / 3.0) == "0.3333333333");
  CHECK(record::rounded_text(-123456.789, 3) == "-123000");
  CHECK(record::rounded_text(9.99999999999) == "10");
  CHECK(record::rounded_text(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("a table is read back as it was written") {
  record::CsvWriter csv{"step", "d_loss", "label, with \"all\""};
  csv.row(1, 0.25F, "plain");
  csv.row(2, std::nan(""), "two\nlines, \"quoted\"");
  const Table table = Table::parse(csv.text(), "t.csv");
  REQUIRE(table.rows() == 2);
  CHECK(table.names()[2] == "label, with \"all\"");
  CHECK(table.numbers("step") == std::vector<double>{1, 2});
  CHECK(table.numbers("d_loss")[0] == 0.25);
  CHECK(std::isnan(table.numbers("d_loss")[1]));
  CHECK(table.texts("label, with \"all\"")[1] == "two\nlines, \"quoted\"");
  CHECK(Table::parse("a,b\r\n1,2\r\n", "dos").numbers("b") == std::vector<double>{2});
  CHECK(Table::parse("a,b\n1,2", "no last line break").rows() == 1);
}

TEST_CASE("damaged tables are refused with the place") {
  CHECK(error_of([] { Table::parse("", "t.csv"); }) == "t.csv: empty, expected a header line");
  CHECK(error_of([] { Table::parse("a,b\n1,2\n3\n", "t.csv"); }) ==
        "t.csv line 3: 1 cells, expected 2 as in the header");
  CHECK(is_one_line(error_of([] { Table::parse("a,\"b\n1,2\n", "t.csv"); })));
  const Table table = Table::parse("a\nx1\n", "t.csv");
  CHECK(error_of([&] { table.numbers("a"); }) ==
        "t.csv: 'x1' in column 'a', row 1 below the header, is not a number");
  CHECK(error_of([&] { table.texts("c"); }) == "t.csv: no column 'c'");
}

TEST_CASE("a text is a number as a whole or not at all") {
  double value = 0.0;
  CHECK(record::parse_number(" +1e-3 ", value));
  CHECK(value == 1e-3);
  for (const char* text : {"", " ", "1x", "--1", "+-1", "0x10", "1 2", "one"}) {
    CHECK_FALSE(record::parse_number(text, value));
  }
}

TEST_CASE("a table of one column keeps its empty cells") {
  record::CsvWriter csv({"x"});
  csv.row("1");
  csv.row("");
  csv.row("2");
  const auto table = record::Table::parse(csv.text(), "table.csv");
  CHECK(table.texts("x") == std::vector<std::string>{"1", "", "2"});
}
