// SPDX-License-Identifier: MIT
#include "paper/records.hpp"

#include <algorithm>
#include <set>

#include "core/check.hpp"
#include "record/csv.hpp"

namespace verigan::paper {

const std::string& Record::text(const std::string& column) const {
  const auto found = cells_.find(column);
  require(found != cells_.end(), source_, ": no column '", column, "'");
  return found->second;
}

double Record::number(const std::string& column) const {
  double value = 0;
  require(record::parse_number(text(column), value), source_, ": '", text(column), "' in column '", column,
          "', expected a number");
  return value;
}

bool Record::has(const std::string& column) const {
  const auto found = cells_.find(column);
  return found != cells_.end() && !found->second.empty();
}

Records read_records(const std::filesystem::path& csv) {
  const record::Table table = record::read_csv(csv);
  std::vector<std::map<std::string, std::string>> rows(table.rows());
  for (const std::string& name : table.names()) {
    const std::vector<std::string> column = table.texts(name);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i][name] = column[i];
  }
  Records records;
  for (auto& row : rows) records.emplace_back(std::move(row), csv.filename().string());
  return records;
}

Records where(const Records& records, const Where& wanted) {
  Records kept;
  for (const Record& one : records)
    if (std::ranges::all_of(wanted, [&](const auto& cell) { return one.text(cell.first) == cell.second; }))
      kept.push_back(one);
  return kept;
}

std::vector<std::string> values(const Records& records, const std::string& column) {
  std::set<std::string> seen;
  for (const Record& one : records) seen.insert(one.text(column));
  std::vector<std::string> sorted(seen.begin(), seen.end());
  std::ranges::stable_sort(sorted, [](const std::string& a, const std::string& b) {
    double x = 0, y = 0;
    return record::parse_number(a, x) && record::parse_number(b, y) && x < y;
  });
  return sorted;
}

std::vector<double> numbers(const Records& records, const std::string& column) {
  std::vector<double> all;
  for (const Record& one : records) all.push_back(one.number(column));
  return all;
}

}  // namespace verigan::paper
