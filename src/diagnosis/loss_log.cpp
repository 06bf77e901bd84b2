// SPDX-License-Identifier: MIT
#include "diagnosis/loss_log.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/check.hpp"
#include "core/delimited.hpp"
#include "core/names.hpp"
#include "record/csv.hpp"

namespace verigan::diagnosis {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

/// "errD_real" → {err, d, real}; "dLoss" → {d, loss}; "D(G(z))" → {d, g, z}.
std::vector<std::string> tokens(std::string_view name) {
  std::vector<std::string> all;
  std::string token;
  const auto end = [&] {
    if (!token.empty()) all.push_back(std::exchange(token, ""));
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!alphanumeric(name[i])) {
      end();
      continue;
    }
    if (i > 0 && upper(name[i]) && alphanumeric(name[i - 1]) && !upper(name[i - 1])) end();
    token += lower(name[i]);
  }
  end();
  return all;
}

bool among(const std::vector<std::string>& words, std::initializer_list<std::string_view> known) {
  return std::ranges::any_of(words, [&](const std::string& word) {
    return std::ranges::find(known, std::string_view(word)) != known.end();
  });
}

/// Names without anything between their parts.
std::vector<std::string> split_joined(std::vector<std::string> words) {
  static const std::map<std::string, std::vector<std::string>> kJoined{
      {"dloss", {"d", "loss"}},     {"gloss", {"g", "loss"}},   {"lossd", {"loss", "d"}},
      {"lossg", {"loss", "g"}},     {"errd", {"err", "d"}},     {"errg", {"err", "g"}},
      {"discloss", {"d", "loss"}},  {"genloss", {"g", "loss"}}, {"dacc", {"d", "acc"}},
      {"criticloss", {"d", "loss"}}, {"closs", {"d", "loss"}}, {"netd", {"d"}}, {"netg", {"g"}}};
  std::vector<std::string> out;
  for (const std::string& word : words)
    if (const auto found = kJoined.find(word); found != kJoined.end())
      out.insert(out.end(), found->second.begin(), found->second.end());
    else
      out.push_back(word);
  return out;
}

/// Numbers as people and programs write them: "0.69", "51.6%", "nan", "-inf", "NaN".
std::optional<double> number_of(std::string cell) {
  if (cell.ends_with('%')) cell.pop_back();
  while (!cell.empty() && cell.back() == ' ') cell.pop_back();
  double value = 0;
  if (record::parse_number(cell, value)) return value;
  std::ranges::transform(cell, cell.begin(), lower);
  if (cell == "nan" || cell == "-nan" || cell == "none" || cell == "null") return kNan;
  if (cell == "inf" || cell == "infinity") return std::numeric_limits<double>::infinity();
  if (cell == "-inf" || cell == "-infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

using Raw = std::map<std::string, std::vector<std::optional<double>>>;  // by column, a cell for each row

/// What stands in front of a ':' or '=' in a line of a log, without what parts it from its neighbours.
std::string label_before(std::string_view line, std::size_t colon) {
  std::size_t begin = line.find_last_of("[],;|\t{}/", colon == 0 ? 0 : colon - 1);
  begin = begin == line.npos ? 0 : begin + 1;
  std::string label(line.substr(begin, colon - begin));
  if (const auto gap = label.rfind("  "); gap != label.npos && gap + 2 < label.size()) label.erase(0, gap + 2);
  std::erase(label, '"');
  std::erase(label, '\'');
  const auto first = label.find_first_not_of(" -");
  if (first == label.npos) return "";
  label.erase(0, first);
  while (label.ends_with(' ')) label.pop_back();
  // Behind an earlier number in the same part: "3 d_loss", "loss: 0.1 acc".
  if (const auto blank = label.rfind(' '); blank != label.npos) {
    const auto words_before = label.substr(0, blank);
    const auto last = words_before.rfind(' ');
    if (number_of(words_before.substr(last == words_before.npos ? 0 : last + 1))) label.erase(0, blank + 1);
  }
  return label;
}

/// Lines of a log: every "name: number" and "name=number".
void scan_log(const std::string& text, std::vector<std::string>& names, Raw& raw, std::size_t& rows) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\n\r", begin), text.size());
    const std::string_view line(text.data() + begin, end - begin);
    begin = end + 1;
    std::map<std::string, double> found;
    for (std::size_t at = line.find_first_of(":="); at != line.npos; at = line.find_first_of(":=", at + 1)) {
      std::size_t from = at + 1;
      while (from < line.size() && line[from] == ' ') ++from;
      const std::size_t to = std::min(line.find_first_of(" ,;]}|\t/", from), line.size());
      const std::string label = label_before(line, at);
      const auto value = number_of(std::string(line.substr(from, to - from)));
      if (!label.empty() && value && !std::isdigit(static_cast<unsigned char>(label.front()))) found.insert({label, *value});
    }
    if (found.empty()) continue;
    for (const auto& [name, value] : found) {
      if (!raw.contains(name)) names.push_back(name);
      raw[name].resize(rows);
      raw[name].push_back(value);
    }
    ++rows;
  }
  for (auto& [name, cells] : raw) cells.resize(rows);
}

std::string pointed(std::string cell, bool decimal_comma) {
  if (decimal_comma) std::ranges::replace(cell, ',', '.');
  return cell;
}

void read_table(const DelimitedText& table, std::vector<std::string>& names, Raw& raw, std::size_t& rows) {
  names = table.rows.front().cells;
  std::set<std::string> seen;
  for (std::string& name : names)
    while (!seen.insert(name).second) name += '\'';
  for (std::size_t r = 1; r < table.rows.size(); ++r) {
    const auto& cells = table.rows[r].cells;
    for (std::size_t c = 0; c < names.size(); ++c)
      raw[names[c]].push_back(c < cells.size() ? number_of(pointed(cells[c], table.decimal_comma)) : std::nullopt);
  }
  rows = table.rows.size() - 1;
}

/// The values there are. A column that is full up to a row and empty from there on, while others go on, holds
/// numbers that are none, as pandas writes them.
std::vector<double> values_of(const std::vector<std::optional<double>>& cells) {
  std::vector<double> values;
  for (const auto& cell : cells)
    if (cell) values.push_back(*cell);
  const auto gap = std::ranges::find_if(cells, [](const auto& cell) { return !cell; });
  const bool full_before = static_cast<std::size_t>(gap - cells.begin()) == values.size();
  if (full_before && gap != cells.end() && values.size() >= 2) values.resize(cells.size(), kNan);
  return values;
}

bool looks_like_a_log(const std::string& text) {
  std::vector<std::string> names;
  Raw raw;
  std::size_t rows = 0, lines = 0;
  scan_log(text, names, raw, rows);
  for (std::size_t i = 0; i < text.size(); ++i) lines += text[i] == '\n' && i > 0 && text[i - 1] != '\n';
  return rows > 0 && 2 * rows >= lines &&
         std::ranges::any_of(names, [](const std::string& name) { return role_of(name) != Role::unused; });
}

}  // namespace

std::string_view role_name(Role role) {
  switch (role) {
    case Role::d_loss: return "D's loss";
    case Role::g_loss: return "G's loss";
    case Role::d_loss_real: return "D's loss on real samples";
    case Role::d_loss_fake: return "D's loss on generated samples";
    case Role::d_accuracy: return "D's accuracy";
    case Role::d_accuracy_real: return "D's accuracy on real samples";
    case Role::d_accuracy_fake: return "D's accuracy on generated samples";
    case Role::d_on_real: return "D's answer to real samples";
    case Role::d_on_fake: return "D's answer to generated samples";
    case Role::unused: break;
  }
  return "not used";
}

Role role_of(std::string_view column) {
  const std::vector<std::string> words = split_joined(tokens(column));
  if (among(words, {"val", "valid", "validation", "test", "lr", "time", "grad", "gp", "penalty", "std"}))
    return Role::unused;
  const bool loss = among(words, {"loss", "err", "error", "cost", "objective", "bce", "losses"});
  const bool d = among(words, {"d", "disc", "discriminator", "discrim", "dis", "critic", "c"});
  const bool g = among(words, {"g", "gen", "generator", "adversarial", "adv"});
  const bool real = among(words, {"real", "true", "r", "x"});
  const bool fake = among(words, {"fake", "generated", "f", "synthetic"});
  if (among(words, {"acc", "accuracy"})) {
    if (g && !d && !fake) return Role::unused;
    return fake ? Role::d_accuracy_fake : real ? Role::d_accuracy_real : Role::d_accuracy;
  }
  if (loss || among(words, {"wasserstein", "hinge"})) {
    if (real && !g) return Role::d_loss_real;
    if (fake && !g) return Role::d_loss_fake;
    if (d && !g) return Role::d_loss;
    if (g && !d) return Role::g_loss;
    if (d && g) return words.front().front() == 'g' ? Role::g_loss : Role::d_loss;
    return among(words, {"wasserstein"}) ? Role::d_loss : Role::unused;
  }
  if (!d) return Role::unused;
  if (g || fake) return Role::d_on_fake;
  return real ? Role::d_on_real : Role::unused;
}

std::vector<double> LossLog::of(Role role) const {
  const Column* longest = nullptr;
  for (const Column& column : columns)
    if (column.role == role && (longest == nullptr || column.values.size() > longest->values.size()))
      longest = &column;
  if (longest != nullptr) {
    std::vector<double> values = longest->values;
    const bool share = role == Role::d_accuracy || role == Role::d_accuracy_real || role == Role::d_accuracy_fake;
    if (share && std::ranges::any_of(values, [](double x) { return x > 1.5; }))
      for (double& x : values) x /= 100;
    return values;
  }
  const auto both = [&](Role one, Role other, double part) {
    std::vector<double> sum = of(one);
    const std::vector<double> more = of(other);
    sum.resize(std::min(sum.size(), more.size()));
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = part * (sum[i] + more[i]);
    return sum;
  };
  if (role == Role::d_loss) return both(Role::d_loss_real, Role::d_loss_fake, 1);
  if (role == Role::d_accuracy) return both(Role::d_accuracy_real, Role::d_accuracy_fake, 0.5);
  return {};
}

LossLog parse_losses(const std::string& text, const std::string& source, const Named& named) {
  std::vector<std::string> names;
  Raw raw;
  LossLog log;
  if (looks_like_a_log(text)) {
    scan_log(text, names, raw, log.rows);
  } else {
    const DelimitedText table = parse_delimited(text, source);
    require(table.rows.size() >= 2, source, ": no rows of numbers, expected a header and a line for each step");
    read_table(table, names, raw, log.rows);
  }
  for (const std::string* name : {&named.d_loss, &named.g_loss})
    require(name->empty() || raw.contains(*name), source, ": no column '", *name, "'", expected_names(*name, names));
  for (const std::string& name : names) {
    Role role = role_of(name);
    if (!named.d_loss.empty() && (role == Role::d_loss || name == named.d_loss))
      role = name == named.d_loss ? Role::d_loss : Role::unused;
    if (!named.g_loss.empty() && (role == Role::g_loss || name == named.g_loss))
      role = name == named.g_loss ? Role::g_loss : Role::unused;
    std::vector<double> values = values_of(raw.at(name));
    if ((role == Role::d_on_real || role == Role::d_on_fake) &&
        !std::ranges::all_of(values, [](double x) { return x >= 0 && x <= 1; }))
      role = Role::unused;  // no probabilities
    log.columns.push_back({name, values.empty() ? Role::unused : role, std::move(values)});
  }
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  require(std::ranges::any_of(log.columns, [](const auto& column) { return column.role != Role::unused; }), source,
          ": no column is known as a loss of D or G among ", list, "; --d-loss and --g-loss name them");
  return log;
}

}  // namespace verigan::diagnosis
