// SPDX-License-Identifier: MIT
#include "toy/target.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "data/density_source.hpp"
#include "data/points.hpp"
#include "data/toy.hpp"
#include "metrics/curve_cells.hpp"
#include "metrics/kernel_cells.hpp"
#include "metrics/neighbours.hpp"
#include "random/addresses.hpp"
#include "run/point_quality.hpp"
#include "run/toy_quality.hpp"

namespace verigan::toy {

namespace {

class Curve final : public Target {
 public:
  explicit Curve(const std::string& name) : name_(name) {}
  std::size_t dimension() const override { return 2; }
  std::shared_ptr<data::Source> source(std::uint64_t seed, std::uint32_t run) const override {
    return std::make_shared<data::Toy>(name_, seed, run);
  }
  double fine_scale() const override { return static_cast<double>(data::Toy::kNoise); }
  std::optional<metrics::Cells> cells() const override { return metrics::curve_cells(data::Curve(name_)); }
  const run::Schema& quality_schema() const override { return run::ToyQuality::schema(); }
  std::unique_ptr<run::Quality> quality(run::Run& run, std::uint64_t seed) const override {
    return std::make_unique<run::ToyQuality>(run, name_, seed);
  }

 private:
  std::string name_;
};

class Density final : public Target {
 public:
  explicit Density(const std::string& spec) : law_(data::parse_law(spec)) {
    require(!law_.labelled(), "density '", spec, "' has labels, expected none");
    shift_ = quantile(0.5);
    scale_ = (quantile(0.75) - quantile(0.25)) / kQuartilesOfNormal;
    require(scale_ > 0, "density '", spec, "' has half of its mass in one place, expected a spread");
  }
  std::size_t dimension() const override { return 1; }
  std::shared_ptr<data::Source> source(std::uint64_t seed, std::uint32_t run) const override {
    return drawn_from(random::draws::kData.stream(seed, run));
  }
  double fine_scale() const override { return 0.1; }
  std::optional<metrics::Cells> cells() const override {
    return metrics::scaled_cells(metrics::line_cells(density(), quantile(0.002), quantile(0.998), 200), shift_,
                                 scale_);
  }
  const run::Schema& quality_schema() const override { return run::PointQuality::schema(); }
  std::unique_ptr<run::Quality> quality(run::Run& run, std::uint64_t seed) const override {
    Matrix<float> fresh(2000, 1);
    drawn_from(random::draws::kFreshData.stream(seed))->fill(0, fresh);
    return std::make_unique<run::PointQuality>(run, std::move(fresh), seed);
  }
  void unscale(MatrixView<float> rows) const override { data::Scaling{{shift_}, {scale_}}.undo(rows); }
  void describe(record::Object& summary) const override {
    summary["data_shift"] = std::vector<double>{shift_};
    summary["data_scale"] = std::vector<double>{scale_};
  }

 private:
  static constexpr double kQuartilesOfNormal = 1.3489795003921634;

  const theory::Density& density() const { return *law_.densities.front(); }
  double quantile(double mass) const {
    return density().quantile(mass <= 0.5 ? theory::Mass{0, mass} : theory::Mass{1, mass - 1}).value();
  }
  std::shared_ptr<data::Source> drawn_from(const random::Stream& stream) const {
    return std::make_shared<data::DensitySource>(law_, stream, shift_, scale_);
  }

  data::LabelledDistribution law_;
  double shift_ = 0, scale_ = 1;
};

class Points final : public Target {
 public:
  Points(const std::string& file, std::uint64_t seed)
      : file_(file), split_(data::read_points(file), seed),
        training_(std::make_shared<const Matrix<float>>(split_.training)) {
    // So few cells that the held-out points say something of each.
    const auto n = static_cast<double>(training_->rows());
    const double across = dimension() == 1 ? std::clamp(n / 10, 20.0, 200.0) : std::clamp(std::sqrt(n / 2), 16.0, 64.0);
    if (dimension() <= 2) estimate_ = metrics::kernel_cells(*training_, static_cast<std::size_t>(across));
  }
  std::size_t dimension() const override { return training_->cols(); }
  std::shared_ptr<data::Source> source(std::uint64_t seed, std::uint32_t run) const override {
    return std::make_shared<data::PointBatches>(training_, seed, run);
  }
  std::shared_ptr<data::Source> unseen(std::uint64_t seed, std::uint32_t run) const override {
    return std::make_shared<data::PointBatches>(std::make_shared<const Matrix<float>>(split_.held_out), seed, run);
  }
  std::size_t unseen_count() const override { return split_.held_out.rows(); }
  /// The median distance to the 5th nearest of other points.
  double fine_scale() const override {
    const std::size_t n = std::min<std::size_t>(training_->rows(), 1000);
    std::vector<double> fifth;
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<double> squares;
      for (std::size_t j = 0; j < n; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < dimension(); ++k) {
          const double apart = static_cast<double>((*training_)(i, k)) - static_cast<double>((*training_)(j, k));
          sum += apart * apart;
        }
        squares.push_back(sum);
      }
      std::ranges::nth_element(squares, squares.begin() + 5);  // itself is the nearest
      fifth.push_back(std::sqrt(squares[5]));
    }
    std::ranges::nth_element(fifth, fifth.begin() + static_cast<std::ptrdiff_t>(n / 2));
    return std::max(fifth[n / 2], 0.01);
  }
  std::optional<metrics::Cells> cells() const override {
    if (!estimate_) return std::nullopt;
    return estimate_->cells;
  }
  const run::Schema& quality_schema() const override { return run::PointQuality::schema(); }
  std::unique_ptr<run::Quality> quality(run::Run& run, std::uint64_t seed) const override {
    return std::make_unique<run::PointQuality>(run, split_.held_out, seed);
  }
  void unscale(MatrixView<float> rows) const override { split_.scaling.undo(rows); }
  void describe(record::Object& summary) const override {
    summary["data_points"] = static_cast<std::int64_t>(training_->rows());
    summary["data_shift"] = split_.scaling.shift;
    summary["data_scale"] = split_.scaling.scale;
    if (estimate_) summary["estimate_bandwidth"] = estimate_->bandwidth;
  }
  std::string note() const override {
    std::string text = message(file_, ": ", training_->rows(), " points of ", dimension(), " coordinates to train on, ",
                               split_.held_out.rows(), " held out; ");
    if (!estimate_) return text + "nothing is said of JSD, whose density estimate needs 1 or 2 coordinates";
    const auto& bandwidth = estimate_->bandwidth;
    text += message("p is a kernel density estimate of them, of bandwidth ", record::rounded_text(bandwidth[0], 3));
    if (bandwidth.size() > 1) text += message(" and ", record::rounded_text(bandwidth[1], 3));
    const Estimate own = metrics::counted_jsd(estimate_->cells.data,
                                              metrics::count(estimate_->cells, split_.held_out));
    return text + message(" standard deviations: JSD and D* are held against this estimate, not the data's "
                          "distribution; the held-out points' own JSD from it is ", record::rounded_text(own.value, 2),
                          " ± ", record::rounded_text(own.error, 2), " nats");
  }

 private:
  std::string file_;
  data::SplitPoints split_;
  std::shared_ptr<const Matrix<float>> training_;
  std::optional<metrics::KernelCells> estimate_;
};

}  // namespace

std::unique_ptr<Target> curve(const std::string& name) { return std::make_unique<Curve>(name); }
std::unique_ptr<Target> density(const std::string& spec) { return std::make_unique<Density>(spec); }
std::unique_ptr<Target> points(const std::string& file, std::uint64_t seed) {
  return std::make_unique<Points>(file, seed);
}

}  // namespace verigan::toy
