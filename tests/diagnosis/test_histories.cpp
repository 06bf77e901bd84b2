// SPDX-License-Identifier: MIT
// Histories of trainings elsewhere, made up from what both players' logits do, one kind after another, each in
// many random variants of length, batch and noise. What must be said of each is what a person who knows the
// logits would say.
#include <algorithm>
#include <map>

#include "diagnosis/histories.hpp"
#include "diagnosis/loss_verdict.hpp"
#include "diagnosis/series.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace verigan;
using namespace verigan::tests;
using namespace verigan::diagnosis;
using gan::Outcome;

namespace {

struct Kind {
  const char* name;
  std::vector<Outcome> expected;
  const char* words;  // that must be said
  std::function<std::string(Chance&)> text;
  std::string loss = "";
  double alpha = 0.5;
};

std::string losses(const Made& made) { return table({{"d_loss", made.d}, {"g_loss", made.g}}); }

/// The number of rows and the batch of a variant.
struct Size {
  std::size_t rows, batch;
};
Size size(Chance& chance) { return {chance.whole(120, 1500), chance.whole(16, 128)}; }

std::string game(Chance& chance, const CourseOf& course, const Scheme& scheme) {
  const Size s = size(chance);
  return losses(play(chance, s.rows, s.batch, course, scheme));
}

double rise(double t, double scale) { return 1 - std::exp(-t / scale); }

/// D learns fast, then the generator catches up to a balance of `end`.
CourseOf healthy(Chance& chance, double low = 0.3, double high = 1.2) {
  const double peak = chance.between(1.2, 2.2), end = chance.between(low, high), pace = chance.between(0.02, 0.06);
  const double lean = chance.between(-0.2, 0.2);
  return [=](double t) {
    const double m = rise(t, pace) * (end + (peak - end) * std::exp(-t / 0.2));
    return Course{m + lean, -m + lean, 0.8};
  };
}
CourseOf won(Chance& chance) {
  const double end = chance.between(5, 11), pace = chance.between(0.05, 0.4);
  return [=](double t) { return Course{end * rise(t, pace), -end * rise(t, pace), 1.0}; };
}
CourseOf swinging(Chance& chance, double slowest, double fastest) {
  const double periods = chance.between(slowest, fastest), size = chance.between(1.6, 3.5), phase = chance.between(0, 6);
  return [=](double t) {
    const double m = 1 + size * std::sin(6.28318 * periods * t + phase);
    return Course{std::max(m, -0.5), -m, 0.7};
  };
}
CourseOf still(double real, double fake, double spread) {
  return [=](double) { return Course{real, fake, spread}; };
}

std::string frozen_at(Chance& chance, double value, double d_value) {
  const Size s = size(chance);
  Made made = play(chance, s.rows, s.batch, won(chance), cross_entropy(1));
  const double share = chance.between(0.2, 0.6);
  for (std::size_t i = static_cast<std::size_t>(share * static_cast<double>(s.rows)); i < s.rows; ++i)
    made.g[i] = value, made.d[i] = d_value;
  return losses(made);
}

std::string critic(Chance& chance, const std::function<double(double)>& distance, double noise) {
  const std::size_t rows = chance.whole(150, 3000);
  std::vector<double> d, g;
  double drift = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const double w = distance(static_cast<double>(i) / static_cast<double>(rows));
    drift += 0.02 * w * chance.normal();
    d.push_back(-w + noise * chance.normal());
    g.push_back(w / 2 + drift + noise * chance.normal());
  }
  return table({{"d_loss", d}, {"g_loss", g}});
}

const std::vector<Outcome> kFine{Outcome::plausible}, kBad{Outcome::not_learnt}, kUnstable{Outcome::unstable};

std::vector<Kind> kinds() {
  const auto bce = [](double factor) { return cross_entropy(factor); };
  return {
      {"healthy, mean of halves", kFine, "balance", [=](Chance& c) { return game(c, healthy(c), bce(1)); }},
      {"healthy, sum of halves", kFine, "balance", [=](Chance& c) { return game(c, healthy(c), bce(2)); }},
      {"healthy, one row an epoch", kFine, "balance",
       [=](Chance& c) { return losses(play(c, c.whole(25, 100), 512, healthy(c), bce(1))); }},
      {"healthy, a DCGAN's D well ahead", kFine, "balance",
       [=](Chance& c) {
         const double end = c.between(1.6, 2.2), own = c.between(1.3, 1.8);
         return game(c, [=](double t) { return Course{end * rise(t, 0.05), -end * rise(t, 0.05), own}; }, bce(2));
       }},
      {"D too strong", kBad, "has won", [=](Chance& c) { return game(c, won(c), bce(1)); }},
      {"D too strong, sum", kBad, "has won", [=](Chance& c) { return game(c, won(c), bce(2)); }},
      {"D too strong, one row an epoch", kBad, "has won",
       [=](Chance& c) { return losses(play(c, c.whole(25, 100), 256, won(c), bce(1))); }},
      {"collapse to one mode, which D learns at once", {Outcome::collapsed}, "broke off",
       [=](Chance& c) {
         const double when = c.between(0.35, 0.75), after = c.between(3.5, 7);
         const CourseOf before = healthy(c);
         return game(c, [=](double t) { return t < when ? before(t) : Course{after, -after, 1}; }, bce(1));
       }},
      {"slow oscillation", kUnstable, "swings", [=](Chance& c) { return game(c, swinging(c, 5, 9), bce(1)); }},
      {"fast oscillation", kUnstable, "swings",
       [=](Chance& c) { return losses(play(c, c.whole(800, 2000), 64, swinging(c, 20, 40), bce(2))); }},
      {"ln 2 from a D that knows nothing", kBad, "blind",
       [=](Chance& c) { return game(c, still(0, 0, c.between(0.01, 0.15)), bce(1)); }},
      {"2 ln 2 from a D that knows nothing", kBad, "blind",
       [=](Chance& c) { return game(c, still(0, 0, c.between(0.01, 0.15)), bce(2)); }},
      {"back to ln 2", {Outcome::undecided}, "gone blind",
       [=](Chance& c) {
         const double pace = c.between(0.08, 0.15), peak = c.between(1.5, 2.5);
         return game(c, [=](double t) {
           const double m = peak * rise(t, 0.03) * std::exp(-t / pace);
           return Course{m, -m, 0.1 + 0.5 * m / peak};
         }, bce(1));
       }},
      {"frozen at 13.8 by clamping", kBad, "frozen", [=](Chance& c) { return frozen_at(c, 13.8155, 1e-6); }},
      {"frozen at 27.6 by clamping", kBad, "frozen", [=](Chance& c) { return frozen_at(c, 27.6310, 0); }},
      {"frozen at 16.118 by Keras' epsilon", kBad, "cut off", [=](Chance& c) { return frozen_at(c, 16.1181, 1e-7); }},
      {"frozen at 100 by PyTorch", kBad, "PyTorch", [=](Chance& c) { return frozen_at(c, 100, 0); }},
      {"frozen where nothing clamps", kBad, "frozen", [=](Chance& c) { return frozen_at(c, 1.9, 0.41); }},
      {"nan", {Outcome::broken}, "no number",
       [=](Chance& c) {
         Made made = play(c, 500, 32, healthy(c), bce(1));
         for (std::size_t i = c.whole(30, 480); i < 500; ++i) made.d[i] = made.g[i] = NAN;
         return losses(made);
       }},
      {"infinite", {Outcome::broken}, "no number",
       [=](Chance& c) {
         Made made = play(c, 300, 32, healthy(c), bce(1));
         made.g[c.whole(30, 290)] = INFINITY;
         return losses(made);
       }},
      {"a plateau of flipped labels", kBad, "floor",
       [=](Chance& c) {
         const double flipped = c.between(0.04, 0.2), best = std::log((1 - flipped) / flipped), pace = c.between(0.02, 0.1);
         const double factor = c.whole(0, 1) == 0 ? 1 : 2;
         return game(c, [=](double t) { return Course{best * rise(t, pace), -best * rise(t, pace), 0.2}; },
                     cross_entropy(factor, 1, flipped));
       }},
      {"real labels smoothed, healthy", kFine, "balance",
       [=](Chance& c) { return game(c, healthy(c, 0.3, 0.8), cross_entropy(1, 0.9)); }},
      {"real labels smoothed, D on its floor", kBad, "floor",
       [=](Chance& c) {
         const double end = c.between(5, 8), factor = c.whole(0, 1) == 0 ? 1 : 2;
         return game(c, [=](double t) { return Course{std::log(9.0) * rise(t, 0.05), -end * rise(t, 0.05), 0.25}; },
                     cross_entropy(factor, 0.9));
       }},
      {"Wasserstein critic that falls", kFine, "nearer to p",
       [](Chance& c) {
         const double top = std::exp(c.between(-2, 4)), end = c.between(0.1, 0.4), pace = c.between(0.1, 0.3);
         return critic(c, [=](double t) { return top * rise(t, 0.02) * (end + (1 - end) * std::exp(-t / pace)); }, 0.05 * top);
       }},
      {"Wasserstein critic without bound", kUnstable, "without bound",
       [](Chance& c) {
         const double rate = c.between(8, 14), top = std::exp(c.between(-2, 2));
         return critic(c, [=](double t) { return top * std::exp(rate * t); }, 0.05 * top);
       }},
      {"Wasserstein critic that sees nothing", kBad, "does not leave 0",
       [](Chance& c) { return critic(c, [](double) { return 0.0; }, std::exp(c.between(-6, 0))); }},
      {"Wasserstein critic that swings", kUnstable, "swings",
       [](Chance& c) {
         const double periods = c.between(6, 14), top = std::exp(c.between(-1, 3));
         return critic(c, [=](double t) { return top * std::sin(6.28318 * periods * t); }, 0.03 * top);
       }},
      {"hinge, healthy", kFine, "balance",
       [](Chance& c) { return game(c, healthy(c, 0.2, 0.6), hinge(c.whole(0, 1) == 0 ? 1 : 2)); },
       "hinge"},  // by its values alone it can be a fooled D's cross-entropy
      {"hinge, D has won", kBad, "has won", [](Chance& c) { return game(c, won(c), hinge(2)); }},
      {"least squares, healthy", kFine, "balance",
       [](Chance& c) {
         const double apart = c.between(0.08, 0.2);
         return game(c, [=](double t) {
           const double a = apart + 0.25 * std::exp(-t / 0.1);
           return Course{(0.5 + a) * rise(t, 0.01), (0.5 - a) * rise(t, 0.01), 0.15};
         }, least_squares(c.whole(0, 1) == 0 ? 1 : 2));
       }},
      {"least squares, D has won", kBad, "has won",
       [](Chance& c) {
         const double pace = c.between(0.03, 0.1);
         return game(c, [=](double t) { return Course{0.5 + 0.48 * rise(t, pace), 0.5 - 0.48 * rise(t, pace), 0.04}; },
                     least_squares(c.whole(0, 1) == 0 ? 1 : 2));
       }},
      {"too short", {Outcome::too_short}, "rows",
       [=](Chance& c) { return losses(play(c, c.whole(2, 19), 64, healthy(c), bce(1))); }},
      {"D's loss alone, healthy", {Outcome::undecided}, "only D's",
       [=](Chance& c) { return table({{"disc_loss", play(c, 600, 64, healthy(c), bce(1)).d}}); }},
      {"D's loss alone, won", kBad, "has won",
       [=](Chance& c) { return table({{"disc_loss", play(c, 600, 64, won(c), bce(1)).d}}); }},
      {"G's loss alone, D has won", kBad, "has won",
       [=](Chance& c) { return table({{"gen_loss", play(c, 600, 64, won(c), bce(1)).g}}); }},
      {"accuracy in per cent, D has won", kBad, "has won",
       [=](Chance& c) {
         Made made = play(c, 500, 64, won(c), bce(1));
         std::vector<double> acc;
         for (std::size_t i = 0; i < made.d.size(); ++i) acc.push_back(50 * (made.acc_real[i] + made.acc_fake[i]));
         return table({{"acc", acc}});
       }},
      {"D is fooled", kBad, "fooled",
       [=](Chance& c) {
         const double lean = c.between(1.3, 2.5);
         return game(c, [=](double t) { return Course{lean * rise(t, 0.05), lean * rise(t, 0.05), 1}; }, bce(1));
       }},
      {"α = 0.1, D that knows nothing", kBad, "blind",
       [](Chance& c) {
         const double logit = std::log(0.1 / 0.9);
         const Size s = size(c);
         Made made = play(c, s.rows, s.batch, still(logit, logit, 0.05), cross_entropy(1));
         for (std::size_t i = 0; i < made.d.size(); ++i)
           made.d[i] = 0.1 * softplus(-logit) + 0.9 * softplus(logit) + 0.002 * c.normal();
         return losses(made);
       }, "", 0.1},
      {"minimax, D has won", kBad, "has won",
       [](Chance& c) {
         Scheme saturating = cross_entropy(1);
         saturating.generator = [](double t) { return -softplus(t); };
         return game(c, won(c), saturating);
       }},
  };
}

struct Said {
  Outcome outcome;
  std::string headline, kind;
};
Said say(const Kind& kind, unsigned seed) {
  Chance chance(seed);
  const LossLog log = parse_losses(kind.text(chance), "made up");
  const LossKind loss = recognise(kind.loss, "", log.of(Role::d_loss), log.of(Role::g_loss), kind.alpha);
  const LossJudgement found = judge_losses(log, loss, kind.alpha);
  return {found.verdict.outcome, found.verdict.headline(), loss.text() + " (" + loss.how + ")"};
}
bool right(const Kind& kind, const Said& said) {
  return std::ranges::count(kind.expected, said.outcome) > 0 && contains(said.headline, kind.words);
}

}  // namespace

TEST_CASE("histories: each kind is judged right") {
  REQUIRE(kinds().size() >= 25);
  for (const Kind& kind : kinds()) {
    const Said said = say(kind, 1);
    INFO(kind.name << ": " << said.headline << " | " << said.kind);
    CHECK(right(kind, said));
  }
}

TEST_CASE("histories: of random variants of each kind, nineteen of twenty are judged right") {
  constexpr unsigned kVariants = 40;
  std::size_t all = 0, good = 0;
  for (const Kind& kind : kinds()) {
    std::size_t own = 0;
    std::string wrong;
    for (unsigned seed = 100; seed < 100 + kVariants; ++seed) {
      const Said said = say(kind, seed);
      const bool is = right(kind, said);
      own += is;
      if (!is && wrong.size() < 400) wrong += "\n  " + std::to_string(seed) + ": " + said.headline + " | " + said.kind;
    }
    INFO(kind.name << ": " << own << " of " << kVariants << wrong);
    CHECK(20 * own >= 19 * kVariants);
    all += kVariants, good += own;
  }
  INFO(good << " of " << all);
  CHECK(100 * good >= 98 * all);
}
