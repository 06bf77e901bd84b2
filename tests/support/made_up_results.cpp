// SPDX-License-Identifier: MIT
#include "support/made_up_results.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "core/matrix.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/manifest.hpp"
#include "record/npy.hpp"
#include "record/png.hpp"
#include "run/folder.hpp"
#include "run/options.hpp"
#include "support/draws.hpp"

namespace verigan::tests {
namespace {

namespace fs = std::filesystem;

constexpr double kAlphas[] = {0.1, 0.3, 0.5, 0.7, 0.9};

double entropy(double a) { return -(a * std::log(a) + (1 - a) * std::log(1 - a)); }

class Maker {
 public:
  Maker(fs::path out, const MadeUp& options) : out_(std::move(out)), options_(options) {}

  void make() {
    for (const char* dataset : {"circle", "line"})
      for (const double alpha : kAlphas) toy(dataset, alpha, "lc");
    toy("circle", 0.5, "equilibrium");
    for (const double alpha : kAlphas) mnist(alpha);
    optimal_discriminator();
    alpha_equilibrium();
    for (const int seed : {1, 2}) bilinear_game(seed);
    dirac_gan();
    finite_game();
    inverse_transform();
    direct_matching();
    for (const int seed : {1, 2}) direct_vs_indirect(seed);
    adversarial_intuition();
    for (const int seed : {1, 2})
      for (const char* loss : {"minimax", "non-saturating"})
        for (const double ahead : {1.0, 5.0}) saturating_gradient(loss, ahead, seed);
    for (const double alpha : kAlphas) learnt_discriminator(alpha, 0, "cross-entropy", 1);
    learnt_discriminator(0.5, 0.2, "cross-entropy", 1);
    learnt_discriminator(0.5, 0, "absolute-error", 1);
    learnt_discriminator(0.5, 0, "cross-entropy", 2);
    for (const int seed : {1, 2})
      for (const char* mixture : {"ring", "grid"}) {
        for (const char* loss : {"non-saturating", "minimax", "least-squares"})
          mode_collapse(mixture, loss, "none", seed);
        mode_collapse(mixture, "non-saturating", "generator", seed);
      }
    for (const int seed : {1, 2}) {
      for (const int d : {2, 8, 32, 128})
        for (const int g : {2, 8, 32}) discriminator_strength("non-saturating", 1, d, g, seed);
      for (const int updates : {4, 16}) discriminator_strength("non-saturating", updates, 32, 32, seed);
      for (const int updates : {1, 4, 16}) discriminator_strength("minimax", updates, 32, 32, seed);
      discriminator_strength("non-saturating", 1, 32, 32, seed, 16);
    }
    for (const int seed : {1, 2})
      for (const char* mixture : {"ring", "grid"})
        for (const int packing : {1, 2, 3, 4}) mode_protocols(mixture, packing, seed);
    for (const char* composition : {"fixed", "random"})
      for (const int seed : {1, 2}) random_alpha(composition, seed);
    for (const char* loss : {"non-saturating", "absolute-error"}) learning_process(loss);
    for (const char* loss : {"non-saturating", "absolute-error"})
      for (const double ahead : {1.0, 10.0}) absolute_error_gan(loss, ahead);
    for (const char* target : {"normal", "line", "circle", "images"})
      for (const char* statistic : {"moments", "mmd"}) gmmn(target, statistic);
    double frechet = 40;
    for (const char* model : {"kth-simple", "kth-intermediate", "kth-complete", "dcgan"})
      picture_gan("kth_models", model, frechet /= 2, {});
    picture_gan("kth_models", "kth-complete", 90, {}, {{"dataset", std::string("cifar10-horse")}});
    picture_gan("conditional", "cgan", 31, {{"class_agreement", 0.875}, {"class_frechet", 60.0}});
    picture_gan("conditional", "cdcgan", 6, {{"class_agreement", 0.975}, {"class_frechet", 20.0}});
    for (const char* output : {"tanh", "sigmoid"})
      picture_gan("kth_features", "kth-intermediate", 12, {},
                  {{"output", std::string(output)}, {"noise", std::string("normal")}, {"flip", 0.0},
                   {"dropout-d", 0.0}, {"dropout-g", 0.0}, {"d-updates", std::int64_t{1}}});
    for (const char* output : {"tanh", "sigmoid"})
      picture_gan("kth_features", "kth-intermediate", 80, {{"saturation", 0.3}},
                  {{"output", std::string(output)}, {"noise", std::string("normal")}, {"flip", 0.0},
                   {"dropout-d", 0.0}, {"dropout-g", 0.0}, {"d-updates", std::int64_t{1}},
                   {"dataset", std::string("cifar10-horse")}});
    for (const char* loss : {"minimax", "hinge"})
      for (const int trial : {1, 2, 3}) budget(loss, trial);
    for (const char* model : {"dcgan", "cdcgan"}) latent_space(model), nearest_neighbours(model);
    finish_plan();
    verification();
  }

 private:
  // Noise that is as large at the start as the signal, and pairs off exactly in every tail.
  void metrics(const fs::path& folder, double alpha, double epochs) {
    record::CsvWriter csv{"step", "epoch", "d_loss", "g_loss", "d_real", "d_fake"};
    for (std::size_t i = 0; i < options_.rows; ++i) {
      const double t = static_cast<double>(i) / static_cast<double>(options_.rows);
      const double decay = t < 0.85 ? std::exp(-9 * t) : 0;
      const double sign = i % 2 == 0 ? 1 : -1;
      const double size = t < 0.85 ? draw_.uniform() : 1;
      const double noise = sign * size * (0.015 + 0.1 * decay);
      csv.row(10 * (i + 1), epochs * (t + 1 / static_cast<double>(options_.rows)),
              entropy(alpha) + kDiscriminatorGap + noise - 0.3 * decay * std::cos(30 * t),
              -std::log(alpha) + kGeneratorGap + 2 * noise + 1.2 * decay * std::cos(25 * t),
              alpha + noise / 2 + 0.4 * decay * (1 - alpha),
              alpha - kOutputGap + noise / 2 - 0.5 * decay * alpha);
    }
    record::write_file(folder / "metrics.csv", csv.text());
  }

  static record::CsvWriter theory_table() {
    return {"step", "jsd", "jsd_error", "jsd_average", "jsd_average_error", "loss", "optimum", "gap",
            "gap_error", "blindness", "blindness_error", "rms", "rms_noise", "entropy_alpha",
            "minus_log_alpha"};
  }

  void toy(const std::string& dataset, double asked, const std::string& recipe) {
    const double n_true = std::round(256 * asked), alpha = n_true / 256;
    const fs::path folder = begin("alpha_toy", message(dataset, "-", asked, "-", recipe));
    const double part = recipe == "lc" ? 1 : 0.1;  // of JSD and blindness
    metrics(folder, alpha, 3000);
    record::CsvWriter quality{"step", "epoch", "mmd2", "near_share", "coverage", "distance_sd"};
    quality.row(10, 10, 10 * kMmd2, 0.5, 0.4, 0.2);
    quality.row(3000, 3000, kMmd2, kNearShare - asked / 100, kCoverage, kScatter);
    record::write_file(folder / "quality.csv", quality.text());
    record::CsvWriter theory = theory_table();
    for (int t = 150; t <= 3000; t += 150)
      theory.row(t, part * kJsd * 3000 / t, 0.005, part * kAveragedJsd * 3000 / t, 0.005,
                 entropy(alpha), entropy(alpha) - 0.002, 0.002, 0.0003,
                 t == 1500 ? NAN : part * kBlindness, t == 1500 ? NAN : 0.01, 0.03, 0.008,
                 entropy(alpha), -std::log(alpha));
    record::write_file(folder / "theory.csv", theory.text());
    std::vector<float> points;
    for (std::size_t i = 0; i < options_.samples; ++i) {
      const double u = draw_.uniform(), angle = 2 * std::numbers::pi * u, x = 3 * u - 1.5;
      points.push_back(
          static_cast<float>((dataset == "line" ? x : std::cos(angle)) + 0.05 * draw_.normal()));
      points.push_back(static_cast<float>((dataset == "line" ? x * x * x - x : std::sin(angle)) +
                                          0.05 * draw_.normal()));
    }
    record::write_npy(folder / "samples.npy", points,
                      std::vector<std::size_t>{options_.samples, 2});
    record::Object last{{"alpha", asked}, {"n_true", n_true}, {"batch", 256.0},
                        {"alpha_effective", alpha}};
    points_summary(last, kNearShare - asked / 100, kCoverage, part * kAveragedJsd);
    last["jsd"] = part * kJsd;
    last["blindness"] = part * kBlindness;
    last["fresh_jsd"] = 0.9 * part * kAveragedJsd;
    last["fresh_jsd_bound"] = 0.8 * part * kAveragedJsd;
    record::write_file(folder / "summary.json", record::json_text(last));
    end(folder, "alpha_toy", message(dataset, ", α = ", asked, ", ", recipe),
        {{"dataset", dataset}, {"alpha", asked}, {"recipe", recipe}}, "");
  }

  static void points_summary(record::Object& last, double near_share, double coverage, double jsd) {
    last["mmd2"] = kMmd2;
    last["near_share"] = near_share;
    last["coverage"] = coverage;
    last["distance_sd"] = kScatter;
    last["distance_sd_true"] = 0.05;
    last["jsd"] = last["jsd_average"] = jsd;
    last["jsd_average_error"] = 0.001;
    last["learnt"] = jsd < 0.011;
  }

  void mnist(double asked) {
    const double n_true = std::round(64 * asked);
    const fs::path folder = begin("alpha_mnist", message(asked));
    metrics(folder, n_true / 64, options_.epochs);
    for (int epoch = 1; epoch <= options_.epochs; ++epoch) grid(folder, epoch, asked);
    summary(folder, asked, n_true, 64);
    end(folder, "alpha_mnist", message("MNIST, α = ", asked),
        {{"alpha", asked}, {"epochs", std::int64_t{options_.epochs}}}, options_.dataset);
  }

  // Rings in place of digits: rounder by epoch, larger by α.
  void grid(const fs::path& folder, int epoch, double alpha) {
    Matrix<float> images(36, 28 * 28);
    for (std::size_t k = 0; k < 36; ++k) {
      const double radius = 4 + 6 * alpha + draw_.uniform(),
                   wobble = 3.0 / epoch * draw_.uniform();
      for (std::size_t i = 0; i < 28 * 28; ++i) {
        const double x = static_cast<double>(i % 28) - 13.5, y = static_cast<double>(i / 28) - 13.5;
        const double off = std::hypot(x, y) - radius - wobble * std::cos(3 * std::atan2(y, x));
        images(k, i) = static_cast<float>(std::exp(-off * off / 3) + 0.1 * draw_.uniform());
      }
    }
    char name[40];
    std::snprintf(name, sizeof name, "grid_%03d.png", epoch);
    record::write_png(folder / name, record::image_grid(images, {28, 28, 1}, 6, 6));
  }

  void rings(const fs::path& file, std::size_t rows, std::size_t columns) {
    Matrix<float> images(rows * columns, 28 * 28);
    for (std::size_t k = 0; k < images.rows(); ++k)
      for (std::size_t i = 0; i < 28 * 28; ++i) {
        const double x = static_cast<double>(i % 28) - 13.5, y = static_cast<double>(i / 28) - 13.5;
        const double off = std::hypot(x, y) - 4 - static_cast<double>(k % 7);
        images(k, i) = static_cast<float>(std::exp(-off * off / 3));
      }
    record::write_png(file, record::image_grid(images, {28, 28, 1}, rows, columns));
  }

  void latent_space(const std::string& model) {
    const fs::path folder = begin("latent_space", model);
    record::CsvWriter walk{"route", "way", "step", "distance", "pixel_distance"};
    for (const char* route : {"linear", "spherical"})
      for (int way = 0; way < 8; ++way)
        for (int step = 1; step <= 32; ++step)
          walk.row(route, way, step, 1 + draw_.uniform(), 0.3 * draw_.uniform());
    record::write_file(folder / "walk.csv", walk.text());
    record::CsvWriter sums{"attribute", "trial", "from_class", "of_class", "length", "before", "after",
                           "random", "kept", "kept_random"};
    for (const char* attribute : {"thick", "slanted"})
      for (int trial = 0; trial < 6; ++trial)
        sums.row(attribute, trial, 3, 4, 8.1, 0.1, 0.1 + 0.1 * draw_.uniform(), 0.1, 1, 0);
    record::write_file(folder / "arithmetic.csv", sums.text());
    record::Object numbers{{"pair_distance", 20.0}, {"classes", std::int64_t{10}},
                           {"classes_shown", std::int64_t{10}}};
    for (const std::string route : {"linear", "spherical"}) {
      numbers[route + "_length"] = 2.0, numbers[route + "_largest"] = 0.1;
      rings(folder / ("walk_" + route + ".png"), 8, 9);
    }
    for (const std::string attribute : {"thick", "slanted"}) {
      numbers[attribute + "_sd"] = 0.03, numbers[attribute + "_change"] = 2.0 + 0.1 * draw_.uniform();
      numbers[attribute + "_random"] = 0.2, numbers[attribute + "_more"] = 0.9;
      numbers[attribute + "_kept"] = 0.8, numbers[attribute + "_kept_random"] = 0.7;
      rings(folder / ("arithmetic_" + attribute + ".png"), 6, 5);
    }
    record::write_file(folder / "summary.json", record::json_text(numbers));
    end(folder, "latent_space", model, {{"model", model}, {"halvings", std::int64_t{5}}}, options_.dataset);
  }

  void nearest_neighbours(const std::string& model) {
    const fs::path folder = begin("nearest_neighbours", model);
    record::CsvWriter table{"kind", "image", "pixel_neighbour", "pixel_distance", "feature_neighbour",
                            "feature_distance"};
    for (const char* kind : {"generated", "test"})
      for (int i = 0; i < 100; ++i)
        table.row(kind, i, 7 * i, 4 + draw_.uniform(), 5 * i, 8 + draw_.uniform());
    record::write_file(folder / "neighbours.csv", table.text());
    record::Object numbers;
    for (const std::string what : {"pixel", "feature"}) {
      numbers[what + "_copy_rate"] = 0.01, numbers[what + "_copy_rate_low"] = 0.0018;
      numbers[what + "_copy_rate_high"] = 0.0545, numbers[what + "_ratio"] = 1.0;
      numbers[what + "_median"] = 4.5, numbers[what + "_median_of_test"] = 4.5;
      rings(folder / ("neighbours_" + what + "s.png"), 6, 6);
    }
    rings(folder / "closest.png", 6, 6);
    record::write_file(folder / "summary.json", record::json_text(numbers));
    end(folder, "nearest_neighbours", model, {{"model", model}, {"level", 0.01}}, options_.dataset);
  }

  static double density_p(double x) { return normal_density(x, 0, 1); }
  static double density_q(double x, double t) {
    return 0.5 * normal_density(x, -2 * t, 1 - 0.4 * t) +
           0.5 * normal_density(x, 2 * t, 1 - 0.4 * t);
  }
  static double normal_density(double x, double mean, double sd) {
    return std::exp(-(x - mean) * (x - mean) / (2 * sd * sd)) /
           (sd * std::sqrt(2 * std::numbers::pi));
  }

  void optimal_discriminator() {
    const fs::path folder = begin("optimal_discriminator", "only");
    record::CsvWriter curves{"x", "p", "q", "d_0.1", "d_0.3", "d_0.5", "d_0.7", "d_0.9"};
    for (int i = 0; i <= 200; ++i) {
      const double x = -5 + 0.05 * i, p = density_p(x), q = density_q(x, 1);
      const auto d = [&](double a) { return a * p / (a * p + (1 - a) * q); };
      curves.row(x, p, q, d(0.1), d(0.3), d(0.5), d(0.7), d(0.9));
    }
    record::write_file(folder / "curves.csv", curves.text());
    record::CsvWriter values{"t", "mean", "jsd", "value", "js_alpha", "value_alpha"};
    for (int k = 0; k <= 20; ++k) {
      double jsd = 0;  // by the trapezoidal rule, far into both tails
      for (int i = 0; i <= 2400; ++i) {
        const double x = -12 + 0.01 * i, p = density_p(x), q = density_q(x, 2 - 0.1 * k),
                     m = (p + q) / 2;
        jsd += 0.005 * ((p > 0 ? p * std::log(p / m) : 0) + (q > 0 ? q * std::log(q / m) : 0));
      }
      values.row(0.05 * k, 2 - 0.1 * k, jsd, -std::log(4.0) + 2 * jsd, jsd, -std::log(2.0) + jsd);
    }
    record::write_file(folder / "values.csv", values.text());
    end(folder, "optimal_discriminator", "Optimal discriminators",
        {{"p", std::string("normal(0,1)")},
         {"q", std::string("0.5*normal(-2,0.6)+0.5*normal(2,0.6)")}},
        "");
  }

  void alpha_equilibrium() {
    const fs::path folder = begin("alpha_equilibrium", "only");
    record::CsvWriter csv{"alpha",        "entropy_alpha", "d_loss",          "g_loss",
                          "c_alpha_near", "c_alpha_apart", "c_alpha_disjoint"};
    for (int i = 1; i < 100; ++i)
      csv.row(i / 100.0, entropy(i / 100.0), entropy(i / 100.0), -std::log(i / 100.0),
              -0.8 * entropy(i / 100.0), -0.2 * entropy(i / 100.0), 0.0);
    record::write_file(folder / "equilibrium.csv", csv.text());
    end(folder, "alpha_equilibrium", "The α game at equilibrium",
        {{"p", std::string("normal(0,1)")}, {"near", std::string("normal(1,1)")}}, "");
  }

  // Radii that grow or shrink by whole powers of ten; seeds differ in alternating play alone.
  void bilinear_game(int seed) {
    const fs::path folder = begin("bilinear_game", message("seed ", seed));
    const std::pair<const char*, double> methods[] = {{"simultaneous", kSimultaneousDecades},
                                                      {"alternating", 0.001 * (2 * seed - 3)},
                                                      {"extragradient", -6},
                                                      {"optimistic", -7},
                                                      {"proximal", -5},
                                                      {"consensus", -300}};
    std::vector<std::string> header{"step"};
    for (const auto& [name, decades] : methods) {
      header.push_back(name);
      header.push_back(std::string(name) + "_theory");
    }
    record::CsvWriter radius(header), orbits{"method", "step", "x", "y", "radius_theory"};
    for (int i = 0; i <= 50; ++i) {
      std::vector<std::string> row{std::to_string(200 * i)};
      for (const auto& [name, decades] : methods)
        row.insert(row.end(), 2, record::number_text(std::pow(10, decades * i / 50)));
      radius.add(row);
    }
    for (const auto& [name, decades] : methods)
      for (int t = 0; t <= 30; ++t) {
        const double r = std::pow(10, decades * t / 10000), angle = 0.3 * t;
        orbits.row(name, t, r * std::cos(angle), r * std::sin(angle), r);
      }
    record::write_file(folder / "radius.csv", radius.text());
    record::write_file(folder / "orbits.csv", orbits.text());
    record::Object ends{{"eta", 0.1}, {"steps", std::int64_t{10000}}};
    for (const auto& [name, decades] : methods)
      ends[std::string(name) + "_radius"] = std::pow(10, decades);
    record::write_file(folder / "summary.json", record::json_text(ends));
    end(folder, "bilinear_game", message("η = 0.1, seed ", seed),
        {{"eta", 0.1}, {"orbit", std::int64_t{30}}}, "", seed);
  }

  void dirac_gan() {
    const fs::path folder = begin("dirac_gan", "only");
    record::CsvWriter orbits{"orbit", "time", "theta", "psi"},
        shares{"alpha", "time", "theta", "psi", "bias"},
        eigenvalues{"alpha",         "loss",           "omega",
                    "omega_numeric", "pair_light",     "pair_heavy",
                    "settling_light", "settling_heavy"};
    for (const char* name : {"flow", "simultaneous", "alternating", "instance-noise", "r1",
                             "gradient-penalty"})
      for (int i = 0; i < 60; ++i) orbits.row(name, 0.2 * i, std::cos(0.2 * i), std::sin(0.2 * i));
    for (const double alpha : kAlphas)
      for (int i = 0; i < 60; ++i) {
        const double r = std::exp(-alpha * 0.1 * i);
        shares.row(alpha, 0.2 * i, r * std::cos(0.2 * i), r * std::sin(0.2 * i), 0.0);
      }
    for (int i = 1; i < 20; ++i)
      for (const char* loss : {"non-saturating", "non-saturating-weighted", "minimax"}) {
        const double a = i / 20.0, omega = a * (1 - a);
        eigenvalues.row(a, loss, omega, omega, a / 4, (1 - a) / 10, std::min(a / 4, omega),
                        std::min((1 - a) / 10, omega));
      }
    record::write_file(folder / "orbits.csv", orbits.text());
    record::write_file(folder / "alpha_orbits.csv", shares.text());
    record::write_file(folder / "eigenvalues.csv", eigenvalues.text());
    end(folder, "dirac_gan", "Dirac-GAN",
        {{"gamma", 1.0}, {"light", 0.5}, {"heavy", 20.0}, {"step", 0.4}}, "");
  }

  void finite_game() {
    const fs::path folder = begin("finite_game", "seed 1");
    record::CsvWriter learning{"game", "method", "iterations", "exploitability", "bound"},
        grid{"answers", "value_within", "theory_within", "value_beyond", "limit_beyond"};
    for (const char* game : {"random", "rock-paper-scissors"})
      for (int i = 0; i <= 20; ++i) {
        const double t = std::round(std::pow(10, 0.2 * i));
        learning.row(game, "fictitious-play", t, 1 / std::sqrt(t), std::nan(""));
        learning.row(game, "multiplicative-weights", t, i == 3 ? 0 : 0.5 / std::sqrt(t),
                     2 / std::sqrt(t));
      }
    for (int k = 1; k <= 32; k += k < 8 ? 1 : 8) {
      const double value = -std::log(4.0) + (k % 2 == 0 ? std::log1p(-1.0 / (k * k)) : 0);
      grid.row(k, value, value, -1.1 - 0.3 / (k * k), -1.1);
    }
    record::write_file(folder / "learning.csv", learning.text());
    record::write_file(folder / "grid.csv", grid.text());
    end(folder, "finite_game", "Finite games", {{"actions", std::int64_t{20}}}, "");
  }

  // A logistic law, whose quantile function is ln(u/(1−u)), and distances of 1/√n.
  void inverse_transform() {
    const fs::path folder = begin("inverse_transform", "only");
    record::CsvWriter map{"u", "x"}, histograms{"u", "u_density", "x", "x_density", "density"},
        distance{"law", "n", "distance", "bound"};
    for (int i = 1; i < 100; ++i) map.row(i / 100.0, std::log(i / (100.0 - i)));
    for (int k = 0; k < 20; ++k) {
      const double x = 0.6 * (k - 9.5), e = std::exp(-std::abs(x)), p = e / ((1 + e) * (1 + e));
      histograms.row((k + 0.5) / 20, 1 + 0.01 * (k % 3), x, p * (1 + 0.02 * (k % 2)), p);
    }
    for (const char* law : {"continuous", "die", "mixed", "rejection"})
      for (const double n : {10.0, 100.0, 1000.0, 10000.0})
        distance.row(law, n, (law[0] == 'd' ? 0.5 : 0.8) / std::sqrt(n),
                     std::sqrt(std::log(200) / (2 * n)));
    record::write_file(folder / "transform.csv", map.text());
    record::write_file(folder / "histograms.csv", histograms.text());
    record::write_file(folder / "distance.csv", distance.text());
    end(folder, "inverse_transform", "Any law", {{"law", std::string("logistic(0,1)")}}, "");
  }

  // A normal that moves in by halves on either route.
  void direct_matching() {
    const fs::path folder = begin("direct_matching", "only");
    record::CsvWriter curves{"route", "stage", "step", "x", "p", "q"},
        path{"route", "step", "mean", "sd", "loss", "tv"};
    for (const char* route : {"moments", "mmd"}) {
      for (int stage = 0; stage < 4; ++stage)
        for (int i = 0; i <= 60; ++i) {
          const double x = -4 + 0.2 * i, mean = stage == 3 ? 0 : 2.0 / (1 << stage);
          curves.row(route, stage, 10 * stage, x, normal_density(x, 0, 1),
                     normal_density(x, mean, 1));
        }
      for (int t = 0; t <= 30; ++t) {
        const double mean = t == 30 ? 0 : 2 * std::pow(0.5, t / 10.0);
        path.row(route, t, mean, 1.0, mean * mean, std::erf(mean / std::sqrt(8)));
      }
    }
    record::write_file(folder / "curves.csv", curves.text());
    record::write_file(folder / "path.csv", path.text());
    end(folder, "direct_matching", "Direct matching", {}, "");
  }

  // Moments arrive, MMD at one start alone, the adversary nowhere.
  void direct_vs_indirect(int seed) {
    const fs::path folder = begin("direct_vs_indirect", message("seed ", seed));
    record::write_file(folder / "summary.json",
                       record::json_text({{"tv_moments", 1e-4},
                                          {"tv_mmd", seed == 1 ? 0.0 : 0.5},
                                          {"tv_adversarial", 0.3 + 1e-4 * seed},
                                          {"trained_tv_moments", 0.02},
                                          {"trained_tv_mmd", 0.03 + 0.04 * (seed - 1)},
                                          {"trained_tv_adversarial", 0.2}}));
    end(folder, "direct_vs_indirect", message("seed ", seed), {}, "", seed);
  }

  // A normal that moves in by halves.
  void adversarial_intuition() {
    const fs::path folder = begin("adversarial_intuition", "only");
    record::CsvWriter curves{"stage", "step", "x", "p", "q", "confidence"},
        stages{"step", "mean", "sd", "tv", "two_jsd", "least_error"};
    for (int stage = 0; stage < 3; ++stage) {
      const double mean = stage == 2 ? 0 : 3.0 / (1 << stage);
      for (int i = 0; i <= 60; ++i) {
        const double x = -4 + 0.2 * i, p = normal_density(x, 0, 1),
                     q = normal_density(x, mean, 1);
        curves.row(stage, 10 * stage, x, p, q, std::max(p, q) / (p + q));
      }
    }
    for (int t = 0; t <= 20; ++t) {
      const double mean = t == 20 ? 0 : 3 * std::pow(0.5, t / 10.0);
      const double tv = std::erf(mean / std::sqrt(8));  // 2Φ(Δ/2) − 1
      stages.row(t, mean, 1.0, tv, tv * tv, (1 - tv) / 2);
    }
    record::write_file(folder / "curves.csv", curves.text());
    record::write_file(folder / "stages.csv", stages.text());
    end(folder, "adversarial_intuition", "Adversarial intuition", {}, "");
  }

  // Gradients in the ratio D/(1−D), D = 0.2 throughout. With equal rates the seeds disagree on which
  // loss is first; with the discriminator ahead the saturating one takes kSlowdown times as long.
  // The minimax generator has all its points in one mode, which changes every tenth measurement.
  void mode_collapse(const std::string& mixture, const std::string& loss,
                     const std::string& normalise, int seed) {
    const bool ring = mixture == "ring", lost = loss == "minimax";
    const int modes = ring ? 8 : 25;
    const fs::path folder =
        begin("mode_collapse", message(mixture, " ", loss, " ", normalise, " seed ", seed));
    record::CsvWriter table{"step",       "covered",  "covered_fairly", "high_quality_share",
                            "reverse_kl", "dominant", "dominant_share", "coincident_share"};
    record::CsvWriter counts{"step", "mode", "points", "good", "good_again"};
    for (int i = 1; i <= 40; ++i) {
      const int leading = i / 10 % modes;
      table.row(50 * i, lost ? 1 : modes, lost ? 1 : modes, 0.9, lost ? std::log(modes) : 0.01, leading,
                lost ? 1.0 : 1.0 / modes, lost ? 1.0 : 0.1);
      for (int mode = 0; mode < modes; ++mode) {
        const int points = lost ? (mode == leading ? 1000 : 0) : 1000 / modes;
        counts.row(50 * i, mode, points, points, points);
      }
    }
    record::write_file(folder / "modes.csv", table.text());
    record::write_file(folder / "counts.csv", counts.text());
    record::CsvWriter frames{"step", "x", "y"};
    for (int i = 1; i <= 6 && ring; ++i)
      for (int k = 0; k < 16; ++k) {
        const double angle = 2 * std::numbers::pi * (lost ? i : k) / modes;
        frames.row(300 * i, 2 * std::cos(angle), 2 * std::sin(angle) + 0.01 * k);
      }
    if (ring) record::write_file(folder / "frames.csv", frames.text());
    std::vector<float> points;
    for (std::size_t i = 0; i < options_.samples; ++i) {
      const int mode = lost ? 0 : static_cast<int>(i) % modes;
      const double angle = 2 * std::numbers::pi * mode / modes;
      points.push_back(static_cast<float>((ring ? 2 * std::cos(angle) : 2.0 * (mode % 5 - 2)) +
                                          0.05 * draw_.normal()));
      points.push_back(static_cast<float>((ring ? 2 * std::sin(angle) : 2.0 * (mode / 5 - 2)) +
                                          0.05 * draw_.normal()));
    }
    record::write_npy(folder / "samples.npy", points,
                      std::vector<std::size_t>{options_.samples, 2});
    record::write_file(
        folder / "summary.json",
        record::json_text({{"modes", std::int64_t{modes}},
                           {"covered_late", lost ? 1.0 : modes - 0.01 * seed},
                           {"high_quality_share", 0.9},
                           {"good_share_late", 0.9},
                           {"reverse_kl", lost ? std::log(modes) : 0.01},
                           {"leader_pairs", std::int64_t{lost ? 39 : 0}},
                           {"leader_changes", std::int64_t{lost ? 3 : 0}},
                           {"rest_pairs", std::int64_t{lost ? 40 : 0}},
                           {"rest_changes", std::int64_t{0}},
                           {"collapsed_measurements", std::int64_t{lost ? 40 : 0}}}));
    diagnosis_ = {{}, "gradient 1"};
    if (lost) diagnosis_->findings = {{"lost modes", 500, 2000, true, "1 of 8 modes covered"},
                                      {"dead units", 60, 80, false, "70 % of the units"}};
    end(folder, "mode_collapse", message(mixture, " ", loss),
        {{"mixture", mixture}, {"loss", loss}, {"normalise", normalise}, {"radius", 2.0},
         {"deviation", 0.05}, {"spacing", 2.0}, {"side", std::int64_t{5}}},
        "", seed);
  }

  // 16 updates divide the non-saturating gradient by e and multiply MMD² by e, but multiply the minimax
  // gradient; of a wide D the seeds disagree. Weak players have a large MMD² that stays, D = ½.
  void discriminator_strength(const std::string& loss, int updates, int d, int g, int seed,
                              int frozen = 0) {
    const fs::path folder = begin("discriminator_strength",
                                  message(loss, " ", updates, " ", d, " ", g, " ", frozen, " seed ", seed));
    const double exact = seed == 1 ? 0.99 : 1.01, other = seed == 1 ? 1 : -1;
    double ln_gradient = 0, ln_mmd2 = 0;
    if (updates == 16) ln_gradient = loss == "minimax" ? exact : -exact, ln_mmd2 = exact;
    if (d == 128) ln_gradient = -exact, ln_mmd2 = 0.5 * other;
    if (d == 2 || d == 8) ln_mmd2 = kWeakPlayer * exact;
    if (g == 2 || g == 8) ln_mmd2 = kWeakPlayer * exact;
    record::CsvWriter strength{"step", "accuracy", "d_generated", "norm_saturating",
                               "norm_non_saturating"};
    for (int i = 1; i <= 50; ++i)
      strength.row(30 * i, 0.5 + 0.4 / i, 0.5 - 0.4 / i, 0.2, 1.0 / i);
    record::write_file(folder / "strength.csv", strength.text());
    if (frozen > 0)  // the saturating gradient falls, the other grows
      record::write_file(folder / "frozen.csv",
                         "updates,accuracy,d_generated,norm_saturating,norm_non_saturating\n"
                         "1,0.6,0.4,4,1\n4,0.8,0.2,2,1.5\n16,0.97,0.01,1,2\n");
    record::write_file(folder / "summary.json",
                       record::json_text({{"accuracy", updates == 16 ? 0.95 : 0.5},
                                          {"mmd2_half", 0.01 * std::exp(ln_mmd2)},
                                          {"mmd2", 0.01 * std::exp(ln_mmd2)},
                                          {"gradient_norm", std::exp(ln_gradient)},
                                          {"d_real", 0.5},
                                          {"d_fake", 0.5 - 1e-4 * exact}}));
    end(folder, "discriminator_strength", message(loss, " D ", d, " G ", g, " ×", updates),
        {{"loss", loss}, {"d-steps", std::int64_t{updates}}, {"d-width", std::int64_t{d}},
         {"g-width", std::int64_t{g}}, {"frozen", std::int64_t{frozen}}},
        "", seed);
  }

  // The ring by the published protocol, the grid for ten epochs at a falling rate. Two seeds that
  // differ in the modes of the plain GAN alone, whose reverse KL is that of a single mode.
  void mode_protocols(const std::string& mixture, int packing, int seed) {
    const bool ring = mixture == "ring", plain = packing == 1;
    const fs::path folder =
        begin("mode_protocols", message(mixture, " packing ", packing, " seed ", seed));
    record::CsvWriter table{"step",            "covered",  "high_quality_share", "reverse_kl",
                            "reverse_kl_good", "dominant", "dominant_share"};
    table.row(1000, 1, 0.1, std::log(8), std::log(8), 0, 1.0);
    const double apart = seed == 1 ? -1e-4 : 1e-4;  // equal trials would say nothing
    table.row(2000, plain ? 5 + seed : ring ? 8 : 25, 0.5 + apart,
              (plain ? std::log(8) : 0.07) + apart,
              plain && !ring ? std::nan("") : 0.07 + apart, 0, plain ? 0.9 : 0.2);
    record::write_file(folder / "modes.csv", table.text());
    record::write_file(folder / "summary.json",
                       record::json_text({{"modes", std::int64_t{ring ? 8 : 25}},
                                          {"batch", std::int64_t{200}}}));  // real and generated
    end(folder, "mode_protocols", message(mixture, " packing ", packing),
        {{"mixture", mixture},
         {"packing", std::int64_t{packing}},
         {"epochs", std::int64_t{ring ? 400 : 10}},
         {"training-set", std::int64_t{100000}},
         {"batch", std::int64_t{100}},
         {"generator-width", std::int64_t{400}},
         {"discriminator-width", std::int64_t{200}},
         {"pieces", std::int64_t{5}},
         {"learning-rate", 1e-4},
         {"schedule", std::string(ring ? "constant" : "linear")},
         {"beta1", 0.8}},
        "", seed);
  }

  void saturating_gradient(const std::string& loss, double ahead, int seed) {
    const bool saturating = loss == "minimax";
    const fs::path folder =
        begin("saturating_gradient", message(loss, " ", ahead, " seed ", seed));
    record::CsvWriter table{"step", "d_generated", "norm_saturating", "norm_non_saturating",
                            "mmd2"};
    for (int i = 1; i <= 50; ++i)
      table.row(10 * i, 0.2, 0.25 * 8 / i, 8.0 / i, 0.3 * std::exp(-0.1 * i * (saturating ? 1 : 2)));
    record::write_file(folder / "gradient.csv", table.text());
    const double factor = ahead == 1 ? (seed == 1 ? 2 : 0.5) : kSlowdown * (1 + 0.01 * seed);
    record::write_file(folder / "summary.json",
                       record::json_text({{"steps", std::int64_t{500}},
                                          {"arrival_step", saturating ? 100 * factor : 100.0},
                                          {"reached", true}}));
    end(folder, "saturating_gradient", message(loss, " ×", ahead),
        {{"loss", loss}, {"d-lr-ratio", ahead}, {"target", 0.02}}, "", seed);
  }

  // The random share's batches vary a tenth more than they should.
  void random_alpha(const std::string& composition, int seed) {
    const fs::path folder = begin("random_alpha", message(composition, " seed ", seed));
    metrics(folder, 0.3, 5);
    record::write_file(folder / "summary.json",
                       record::json_text({{"alpha_effective", 0.3},
                                          {"mmd2", 0.002 * seed},
                                          {"jsd_average", 0.1},
                                          {"variance_fixed", 1e-5},
                                          {"variance_fixed_theory", 1e-5},
                                          {"variance_random", 2.2e-4},
                                          {"variance_random_theory", 2e-4}}));
    end(folder, "random_alpha", message("circle ", composition),
        {{"dataset", std::string("circle")}, {"alpha", 0.3}, {"composition", composition}}, "", seed);
  }

  // A discriminator that comes nearer by halves, and ends farther off at α = 0.9.
  void learnt_discriminator(double alpha, double flip, const std::string& loss, int labels) {
    const fs::path folder =
        begin("learnt_discriminator", message(loss, " ", alpha, " ", flip, " ", labels));
    const double last = alpha == 0.9 ? 0.02 : 1e-4;
    record::CsvWriter quality{"step", "loss", "optimum", "gap", "excess", "rms", "sup", "error"},
        curves{"step", "label", "x", "p", "q", "optimal", "d"};
    for (int t = 1; t <= 1000; t *= 10) {
      const double gap = t == 1000 ? last : 0.1 / t;
      quality.row(t, 0.6 + gap, 0.6, gap, gap, std::sqrt(gap / 2), 0.5 / t, 1e-8);
      for (int label = 0; label < labels; ++label)
        for (int i = 0; i <= 60; ++i) {
          const double x = -3 + 0.1 * i, p = normal_density(x, label, 1), q = normal_density(x, 1.5, 1);
          double best = alpha * p / (alpha * p + (1 - alpha) * q);
          if (loss == "absolute-error") best = best >= 0.5 ? 1 : 0;
          best = flip + (1 - 2 * flip) * best;
          curves.row(t, label, x, p, q, best, best + (0.5 - best) / t);
        }
    }
    record::write_file(folder / "quality.csv", quality.text());
    record::write_file(folder / "curves.csv", curves.text());
    record::write_file(folder / "summary.json",
                       record::json_text({{"gap", last},
                                          {"excess", last},
                                          {"rms", std::sqrt(last / 2)},
                                          {"sup", 0.05},
                                          {"loss_optimal", 0.6},
                                          {"bound_held", true}}));
    const std::string p = labels > 1 ? "normal(0,1) | normal(1,1)" : "normal(0,1)";
    end(folder, "learnt_discriminator", message(loss, " α = ", alpha),
        {{"alpha", alpha}, {"flip", flip}, {"loss", loss}, {"p", p},
         {"q", labels > 1 ? p : std::string("normal(1.5,1)")}},
        "");
  }

  // A normal that moves in by halves at steps 1, 20, 40 and 80; with the absolute error it stays.
  void learning_process(const std::string& loss) {
    const fs::path folder = begin("learning_process", loss);
    metrics(folder, 0.5, 80);
    const double stays = loss == "absolute-error" ? 1 : 0;
    record::CsvWriter curves{"step", "x", "p", "generated", "optimal", "d"},
        theory = theory_table();
    for (const double step : {1.0, 20.0, 40.0, 80.0}) {
      const double mean = step == 80 ? stays : 2 / step + stays, jsd = 0.1 * mean + 0.001;
      for (int i = 0; i <= 60; ++i) {
        const double x = -3 + 0.1 * i, p = normal_density(x, 0, 1), q = normal_density(x, mean, 1);
        curves.row(step, x, p, q, p / (p + q), 0.5 + (p / (p + q) - 0.5) * (1 - 1 / step));
      }
      theory.row(step, jsd, 0.0004, jsd, 0.0004, entropy(0.5) - jsd + 0.002, entropy(0.5) - jsd, 0.002,
                 0.0003, 0.002 / (0.002 + jsd), 0.1, 0.03, 0.008, entropy(0.5), std::log(2));
    }
    record::write_file(folder / "curves.csv", curves.text());
    record::write_file(folder / "theory.csv", theory.text());
    record::write_file(folder / "summary.json",
                       record::json_text({{"jsd", 0.001},
                                          {"jsd_error", 0.0004},
                                          {"gap", 0.002},
                                          {"gap_error", 0.0003},
                                          {"blindness", 0.7},
                                          {"blindness_error", 0.1},
                                          {"moments", std::vector<double>{1, 20, 40, 80}}}));
    end(folder, "learning_process", message("loss ", loss),
        {{"loss", loss}, {"alpha", 0.5}, {"data-density", std::string("normal(0,1)")}}, "");
  }

  // A total variation that halves every 100 steps; with the absolute error it stops at step 200.
  void absolute_error_gan(const std::string& loss, double ahead) {
    const fs::path folder = begin("absolute_error_gan", message(loss, " ", ahead));
    const bool stops = loss == "absolute-error";
    record::CsvWriter path{"step", "mean", "sd", "tv", "loss", "least", "gradient_norm", "answer"};
    double tv = 0, pull = 0;
    for (int t = 0; t <= 1000; t += 20) {
      tv = 0.7 * std::pow(0.5, (stops ? std::min(t, 200) : t) / 100.0);
      pull = stops && t >= 200 ? (ahead > 1 ? 0 : 1e-6) : tv;
      path.row(std::max(t, 1), 2 - 2 * tv, 1.0, tv, 0.5, (1 - tv) / 2, pull, 0.5);
    }
    record::write_file(folder / "path.csv", path.text());
    record::write_file(folder / "summary.json",
                       record::json_text({{"final_tv", tv}, {"final_gradient_norm", pull}}));
    end(folder, "absolute_error_gan", message(loss, " ×", ahead),
        {{"loss", loss}, {"d-lr-ratio", ahead}, {"mean", 2.0}, {"sd", 1.0}}, "");
  }

  // MMD comes to every target but the images; moments to the normal alone.
  void gmmn(const std::string& target, const std::string& statistic) {
    const fs::path folder = begin("gmmn", message(target, " ", statistic));
    const bool there = target == "normal" || (target != "images" && statistic == "mmd");
    record::Object last{{"p_value", there ? 0.4 : 0.005}};
    record::CsvWriter metrics{"step", "epoch", "loss"};
    for (int t = 1; t <= 100; ++t) metrics.row(t, t, 1.0 / t);
    record::write_file(folder / "metrics.csv", metrics.text());
    if (target == "normal") {
      record::CsvWriter quality{"step", "mean", "sd", "tv", "population_loss"};
      for (int t = 5; t <= 100; t += 5) quality.row(t, 1.0, 0.5, 0.2 / t, 0.1 / t);
      record::write_file(folder / "quality.csv", quality.text());
      last["tv"] = 0.002;
    } else if (target == "images") {
      for (const char* name : {"grid", "grid_true"}) {
        grid(folder, 1, 0.5);
        fs::rename(folder / "grid_001.png", folder / message(name, ".png"));
      }
      last["mmd2"] = 0.01;
      last["mmd2_of_true"] = 0.0;
    } else {
      record::CsvWriter quality{"step", "epoch", "mmd2", "near_share", "coverage", "distance_sd"},
          theory{"step", "jsd", "jsd_error", "jsd_average", "jsd_average_error"};
      for (int t = 5; t <= 100; t += 5) {
        quality.row(t, t, there ? kMmd2 : 0.07, there ? 0.95 : 0.2, there ? 1.0 : 0.8, kScatter);
        theory.row(t, there ? 2.0 / t : 0.5, 0.01, there ? 1.0 / t : 0.4, 0.01);
      }
      points_summary(last, there ? 0.95 : 0.2, there ? 1.0 : 0.8, there ? 0.01 : 0.4);
      record::write_file(folder / "quality.csv", quality.text());
      record::write_file(folder / "theory.csv", theory.text());
      std::vector<float> points;
      for (std::size_t i = 0; i < 2 * options_.samples; ++i)
        points.push_back(static_cast<float>(draw_.normal()));
      record::write_npy(folder / "samples.npy", points,
                        std::vector<std::size_t>{options_.samples, 2});
    }
    record::write_file(folder / "summary.json", record::json_text(last));
    const std::string dataset = target == "images" ? options_.dataset : "";
    end(folder, "gmmn", message(target, " by ", statistic),
        {{"target", target}, {"statistic", statistic}, {"order", std::int64_t{2}}}, dataset);
  }

  /// A GAN of images whose scores come to `frechet` and an inception score of 10 − frechet/10, half of
  /// the way at the first of four readings.
  void picture_gan(const std::string& experiment, const std::string& model, double frechet,
                   const record::Object& more, record::Object config = {}) {
    const auto text = [&](const char* key, const std::string& otherwise) {
      return config.contains(key) ? std::get<std::string>(config[key]) : otherwise;
    };
    const std::string dataset = text("dataset", options_.dataset),
                      name = message(model, text("output", ""), text("dataset", ""));
    const fs::path folder = begin(experiment, name);
    metrics(folder, 0.5, 2);
    record::CsvWriter scores{"step", "epoch", "frechet", "inception_score", "class_agreement", "saturation"},
        timing{"step", "epoch", "steps", "seconds"};
    const double score = 10 - frechet / 10;
    for (int k = 1; k <= 4; ++k) {
      const double part = (1 - std::pow(0.5, k)) / (1 - std::pow(0.5, 4));
      scores.row(100 * k, (k + 1) / 2, frechet / part, 1 + part * (score - 1), NAN, NAN);
      timing.row(100 * k, (k + 1) / 2, 100, 0.5);
    }
    record::write_file(folder / "scores.csv", scores.text());
    record::write_file(folder / "timing.csv", timing.text());
    for (int epoch = 1; epoch <= 2; ++epoch) grid(folder, epoch, 0.5);
    record::Object last{{"alpha", 0.5},          {"n_true", 32.0},
                        {"batch", 64.0},         {"alpha_effective", 0.5},
                        {"frechet", frechet},    {"inception_score", score},
                        {"model", model},        {"dataset", dataset},
                        {"samples", std::int64_t{2000}}};
    for (const auto& [key, value] : more) last[key] = value;
    record::write_file(folder / "summary.json", record::json_text(last));
    const record::Object rest{{"model", model},           {"dataset", dataset},
                              {"epochs", std::int64_t{2}}, {"images", std::int64_t{60000}},
                              {"width", 0.25}};
    config.insert(rest.begin(), rest.end());
    end(folder, experiment, name, config, dataset);
  }

  void budget(const std::string& loss, int trial) {
    const std::string name = message(loss, trial);
    const fs::path folder = begin("budget", name);
    metrics(folder, 0.5, 2);
    record::write_file(folder / "summary.json",
                       record::json_text({{"frechet", 20.0 + 10 * trial + (loss == "hinge" ? 3 : 0)},
                                          {"dataset", options_.dataset}}));
    end(folder, "budget", name, {{"loss", loss}, {"trial", std::int64_t{trial}}}, options_.dataset);
  }

  static void summary(const fs::path& folder, double alpha, double n_true, double batch) {
    record::write_file(folder / "summary.json",
                       record::json_text({{"alpha", alpha},
                                          {"n_true", n_true},
                                          {"batch", batch},
                                          {"alpha_effective", n_true / batch}}));
  }

  fs::path begin(const std::string& experiment, const std::string& name) const {
    const fs::path folder = out_ / experiment / record::sha256(name).substr(0, 12);
    record::make_folder(folder);
    return folder;
  }

  void end(const fs::path& folder, const std::string& experiment, const std::string& title,
           record::Object config, const std::string& dataset, std::int64_t seed = 1) {
    config["seed"] = seed;
    const std::string toml = run::toml_text(config);
    record::write_file(folder / "config.toml", toml);
    record::Manifest manifest;
    manifest.experiment = experiment;
    manifest.preset = options_.preset;
    manifest.title = title;
    manifest.finished = true;
    manifest.config = std::move(config);
    manifest.seed = seed;
    manifest.files = record::hash_files(folder);
    for (const auto& [name, hash] : manifest.files)
      if (!name.ends_with(".png") && name != "config.toml") manifest.result_files.push_back(name);
    manifest.result_hash = record::result_hash(manifest.files, manifest.result_files);
    manifest.seconds = 12.5;
    manifest.started = "2026-01-01T00:00:00Z";
    manifest.provenance = {{"version", std::string("0.1.0")},
                           {"compiler", std::string("made up")},
                           {"threads", std::int64_t{1}}};
    manifest.dataset = dataset;
    manifest.diagnosis = std::exchange(diagnosis_, std::nullopt);
    record::write_manifest(folder, manifest);
    const std::string place = run::folder_name(experiment, toml);
    fs::rename(folder, out_ / place);
    auto& list = plan_[experiment];
    const char* comma = list.folders.empty() ? "" : ", ";
    list.folders += message(comma, "\"", place, "\"");
    list.labels += message(comma, "\"", title, "\"");
  }

  void finish_plan() const {
    std::string text;
    for (const auto& [experiment, list] : plan_)
      text += message(text.empty() ? "{" : ",\n", "\"", experiment, "\": {\"preset\": \"",
                      options_.preset, "\", \"folders\": [", list.folders, "], \"labels\": [",
                      list.labels, "]}");
    record::write_file(out_ / "plan.json", text + "}\n");
  }

  void verification() const {
    const auto row = [](const char* id, const char* residual, const char* verdict) {
      return message(
          "{\"id\": \"", id, "\", \"title\": \"Title of ", id,
          "\", \"statement\": \"KL(p‖q) ≥ 0 for p < q, named ", id,
          "\", \"source\": \"LC (3)\", \"chosen\": \"δ of ", id,
          "\", \"instances\": 1000, \"largest_residual\": ", residual,
          ", \"tolerance\": 1e-12, \"largest_tolerance\": 2e-11, \"smallest_slack\": 3e-10, \"verdict\": \"", verdict, "\", \"seconds\": 0.5}");
    };
    record::write_file(out_ / "verify.json", "{\"seed\": 1, \"instances\": 1000, \"theorems\": [" +
                                                 row("T01", "0", "holds") + ", " +
                                                 row("T04", "3.1e-14", "holds") + ", " +
                                                 row("T08", "0.25", "fails") + "]}\n");
  }

  fs::path out_;
  std::optional<record::RecordedDiagnosis> diagnosis_;  // of the run that ends next
  MadeUp options_;
  Draws draw_{7};
  struct Listed {
    std::string folders, labels;  // JSON, without the brackets
  };
  std::map<std::string, Listed> plan_;
};

}  // namespace

void make_up_results(const fs::path& out, const MadeUp& options) { Maker(out, options).make(); }

}  // namespace verigan::tests
