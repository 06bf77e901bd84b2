// SPDX-License-Identifier: MIT
#include "data/density_source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "simd/vector_math.hpp"
#include "theory/densities.hpp"
#include "theory/lattice.hpp"
#include "theory/spec.hpp"

namespace verigan::data {

namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    depth += (c == '(') - (c == ')');
    if (c == at && depth == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

}  // namespace

theory::DensityPtr LabelledDistribution::marginal() const {
  return labelled() ? theory::mixture(shares, densities) : densities.front();
}

LabelledDistribution parse_law(const std::string& text) {
  LabelledDistribution law;
  std::size_t stated = 0;
  for (const std::string& part : split(text, '|')) {
    const std::size_t colon = part.find(':');
    double share = 0;
    const bool has_share = colon != std::string::npos &&
                           record::parse_number(trimmed(part.substr(0, colon)), share);
    if (has_share) {
      require(share > 0 && share <= 1, "share ", share, " of a label in '", text,
              "', expected a number in (0, 1]");
      ++stated;
    }
    law.shares.push_back(share);
    law.densities.push_back(theory::parse_density(has_share ? part.substr(colon + 1) : part));
  }
  const std::size_t labels = law.densities.size();
  require(stated == 0 || stated == labels, "'", text, "' gives ", stated, " shares for ", labels,
          " labels, expected all or none");
  if (stated == 0) law.shares.assign(labels, 1 / static_cast<double>(labels));
  double sum = 0;
  for (const double share : law.shares) sum += share;
  for (const theory::DensityPtr& density : law.densities)
    require(!theory::is_discrete(*density), "'", text, "' is a distribution on the integers, expected a density");
  require(std::abs(sum - 1) <= 1e-9, "shares of '", text, "' sum to ", sum, ", expected 1");
  for (double& share : law.shares) share /= sum;
  return law;
}

// What spec() writes: "normal(0,1)", or of a mixture's part, with its weight, "0.5*normal(0,1)".
DensitySource::Part DensitySource::parse_part(const std::string& text, bool weighted,
                                              const theory::Density& density) {
  const std::size_t begin = weighted ? text.find('*') + 1 : 0, open = text.find('(', begin);
  Part part{1, 0, Family::normal, 0, 1};
  if (weighted) record::parse_number(text.substr(0, begin - 1), part.upto);
  constexpr std::pair<const char*, Family> kFamilies[] = {{"normal", Family::normal},
                                                          {"uniform", Family::uniform},
                                                          {"laplace", Family::laplace},
                                                          {"exponential", Family::exponential},
                                                          {"logistic", Family::logistic}};
  const std::string name = text.substr(begin, open == std::string::npos ? open : open - begin);
  const auto found = std::ranges::find(kFamilies, name, [](const auto& row) { return row.first; });
  if (found == std::end(kFamilies)) {
    part.family = Family::table;
    part.table = std::make_shared<QuantileTable>(density);
    part.place = part.table->median();
    return part;
  }
  double a = 0, b = 0;
  const std::string inside = text.substr(open + 1, text.size() - open - 2);
  const std::size_t comma = inside.find(',');
  record::parse_number(inside.substr(0, comma), a);
  if (comma != std::string::npos) record::parse_number(inside.substr(comma + 1), b);
  part.family = found->second;
  if (part.family == Family::exponential) b = 1 / std::exchange(a, 0.0);
  if (part.family == Family::uniform) b -= a;
  part.place = static_cast<float>(a);
  part.spread = static_cast<float>(b);
  return part;
}

DensitySource::DensitySource(const LabelledDistribution& law, const random::Stream& stream, double shift,
                             double scale)
    : stream_(stream),
      labels_(law.densities.size()),
      shift_(static_cast<float>(shift)),
      per_scale_(static_cast<float>(1 / scale)) {
  require(std::isfinite(shift) && std::isfinite(scale) && scale > 0, "scale ", scale,
          ", expected a positive number");
  double upto = 0;
  for (std::size_t y = 0; y < labels_; ++y) {
    const theory::Density& density = *law.densities[y];
    const std::vector<theory::Component> parts = density.components();
    const std::vector<std::string> texts =
        parts.empty() ? std::vector<std::string>{density.spec()} : split(density.spec(), '+');
    ensure(parts.empty() || parts.size() == texts.size(), "a mixture's text has its parts");
    for (std::size_t k = 0; k < texts.size(); ++k) {
      Part part = parse_part(texts[k], !parts.empty(), parts.empty() ? density : *parts[k].density);
      upto += law.shares[y] * part.upto;
      part.upto = upto;
      part.label = y;
      parts_.push_back(std::move(part));
    }
  }
  parts_.back().upto = 1;
}

void DensitySource::fill(std::uint64_t step, Batch batch) {
  const MatrixView<float> out = batch.x;
  ensure(out.cols == 1, "one column for x");
  for (auto* draws : {&choice_, &uniform_, &normal_}) draws->resize(out.rows);
  stream_.uniforms(4 * step, choice_);
  stream_.uniforms(4 * step + 1, uniform_);
  stream_.normals(4 * step + 2, normal_);
  for (std::size_t i = 0; i < out.rows; ++i) {
    const auto choice = static_cast<double>(choice_[i]);
    const Part& part = *std::ranges::find_if(parts_, [=](const Part& p) { return choice < p.upto; });
    const float u = uniform_[i];
    float standard = normal_[i];
    switch (part.family) {
      case Family::normal: break;
      case Family::uniform: standard = u; break;
      case Family::table: standard = part.table->offset(u); break;
      case Family::exponential: standard = -simd::log(u); break;
      case Family::logistic: standard = simd::log(u) - simd::log(1 - u); break;
      case Family::laplace:
        standard = u < 0.5F ? simd::log(2 * u) : -simd::log(2 * (1 - u));
        break;
    }
    out(i, 0) = (part.place + part.spread * standard - shift_) * per_scale_;
    if (!batch.labels.empty()) batch.labels[i] = static_cast<Label>(part.label);
  }
}

}  // namespace verigan::data
