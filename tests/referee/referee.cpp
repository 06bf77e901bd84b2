// SPDX-License-Identifier: MIT
// Holds `verigan theory` to account:  referee PAIRS [SEED [KEY]]
// Of random and awkward pairs of densities, every quantity's value ± error must meet the ball that rigorous
// integration (Arb) puts around the true number, and what is said to be infinite must be.
#include <cmath>
#include <cstdio>
#include <map>
#include <random>

#include "core/check.hpp"
#include "core/program.hpp"
#include "referee/enclosure.hpp"
#include "theory/quantity.hpp"
#include "theory/spec.hpp"

namespace verigan::referee {
namespace {

class Pairs {
 public:
  explicit Pairs(std::uint64_t seed) : random_(seed) {}

  struct Pair {
    Law p, q;
    Decimal alpha, order;
  };

  Pair next() {
    const bool betas = below(6) == 0;
    std::vector<Part> p = parts(betas), q;
    const std::size_t kind = below(6);
    if (kind == 0 && p.size() == 1) {  // nearly, or exactly, the same
      q = p;
      const unsigned decimals = 2 + static_cast<unsigned>(below(9));
      if (below(5) != 0) nudge(q[0].a, decimals, p[0]);
      if (below(3) != 0 && p[0].kind != Kind::exponential) nudge(q[0].b, decimals, p[0]);
    } else if (kind == 1 && p.size() == 1) {  // of one family
      do q = parts(betas, static_cast<int>(p[0].kind));
      while (q.size() != 1);
    } else {
      q = parts(below(3) == 0);
    }
    static const Decimal alphas[] = {{5, 1}, {1, 1}, {3, 1}, {95, 2}, {2, 2}, {999, 3}};
    static const Decimal orders[] = {{5, 1}, {2, 0}, {25, 2}, {3, 0}, {15, 1}, {99, 2}, {11, 1}, {8, 0}};
    return {Law(p), Law(q), alphas[below(6)], orders[below(8)]};
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  Decimal place() {
    const auto decimals = static_cast<unsigned>(below(3));
    return {static_cast<long>(below(81)) - 40, decimals};
  }
  Decimal scale() {
    const auto decimals = static_cast<unsigned>(below(4));
    return {static_cast<long>(1 + below(40)), decimals};
  }
  void nudge(Decimal& x, unsigned decimals, const Part& part) {
    for (; x.decimals < decimals; ++x.decimals) x.numerator *= 10;
    x.numerator += static_cast<long>(below(9)) + 1;
    (void)part;
  }
  Part part(int kind, bool beta) {
    Part made{};
    made.kind = beta ? Kind::beta : kind >= 0 ? static_cast<Kind>(kind) : static_cast<Kind>(below(6));
    if (!beta && kind < 0 && made.kind == Kind::beta) made.kind = Kind::normal;
    switch (made.kind) {
      case Kind::uniform:
        do made.a = place(), made.b = place();
        while (made.a.ball().middle() >= made.b.ball().middle());
        break;
      case Kind::exponential: made.a = scale(); break;
      case Kind::beta:
        do made.a = {static_cast<long>(4 + below(60)), 1}, made.b = {static_cast<long>(4 + below(60)), 1};
        while (false);
        break;
      default: made.a = place(), made.b = scale();
    }
    return made;
  }
  std::vector<Part> parts(bool beta, int kind = -1) {
    const std::size_t count = beta || kind >= 0 || below(3) != 0 ? 1 : 2 + below(2);
    std::vector<Part> made;
    long left = 100;
    for (std::size_t i = 0; i < count; ++i) {
      made.push_back(part(kind, beta));
      const long share = i + 1 == count ? left : 1 + static_cast<long>(below(49));
      if (count > 1) made.back().weight = {share, 2};
      left -= share;
    }
    return made;
  }

  std::mt19937_64 random_;
};

struct Tally {
  int compared = 0, infinite = 0, undecided = 0, unknown = 0, wrong = 0;
  double widest = 0;  // relative error that verigan states
};

/// Whether value ± error has a point in common with the ball.
bool meets(const Estimate& estimate, const Ball& ball) {
  const Ball own = Ball(estimate.value).widened(Ball(estimate.error));
  return arb_overlaps(own.real(), ball.real()) != 0;
}

std::string shown(const Enclosure& found) {
  if (found.verdict == Enclosure::Verdict::infinite) return "infinity";
  char* const text = arb_get_str(found.value.real(), 25, ARB_STR_MORE);
  std::string out(text);
  flint_free(text);
  return out;
}

void compare(const std::string& key, const Pairs::Pair& pair, Tally& tally) {
  const Enclosure truth = enclose(key, pair.p, pair.q, pair.alpha, pair.order);
  if (truth.verdict == Enclosure::Verdict::undecided) {
    ++tally.undecided;
    if (std::getenv("REFEREE_UNDECIDED") != nullptr)
      std::printf("undecided %s: p = %s, q = %s\n", key.c_str(), pair.p.text().c_str(), pair.q.text().c_str());
    return;
  }
  const std::string name = key == "renyi" ? "renyi:" + pair.order.text() : key;
  const auto p = theory::parse_density(pair.p.text()), q = theory::parse_density(pair.q.text());
  const theory::Exact alpha = theory::parse_number(pair.alpha.text());
  const Estimate found = theory::quantity(name).of(*p, *q, alpha);
  if (!std::isfinite(found.error)) {
    ++tally.unknown;
    return;
  }
  const bool infinite = truth.verdict == Enclosure::Verdict::infinite;
  const bool right = infinite ? std::isinf(found.value) && found.error == 0
                              : std::isfinite(found.value) && meets(found, truth.value);
  ++(infinite ? tally.infinite : tally.compared);
  if (!infinite && found.value != 0 && std::isfinite(found.value))
    tally.widest = std::max(tally.widest, found.error / std::abs(found.value));
  if (right) return;
  ++tally.wrong;
  std::printf("DISAGREE %s of p = %s, q = %s, alpha = %s\n  verigan %.17g ± %.2g\n  referee %s\n", name.c_str(),
              pair.p.text().c_str(), pair.q.text().c_str(), pair.alpha.text().c_str(), found.value,
              found.error, shown(truth).c_str());
  std::fflush(stdout);
}

int run(int argc, char** argv) {
  require(argc >= 2, "usage: referee PAIRS [SEED [KEY]]");
  const int count = std::atoi(argv[1]);
  require(count > 0, "PAIRS = ", argv[1], ", expected a number above 0");
  Pairs pairs(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  std::map<std::string, Tally> tallies;
  for (int i = 0; i < count; ++i) {
    const Pairs::Pair pair = pairs.next();
    for (const std::string& key : keys())
      if (argc < 4 || key == argv[3]) compare(key, pair, tallies[key]);
  }
  int wrong = 0, compared = 0;
  std::printf("%-15s %9s %9s %10s %8s %9s %13s\n", "quantity", "enclosed", "infinite", "undecided",
              "unknown", "disagree", "widest error");
  for (const auto& [key, t] : tallies) {
    std::printf("%-15s %9d %9d %10d %8d %9d %13.1e\n", key.c_str(), t.compared, t.infinite, t.undecided,
                t.unknown, t.wrong, t.widest);
    wrong += t.wrong, compared += t.compared + t.infinite;
  }
  std::printf("%d pairs, %d comparisons, %d disagreements\n", count, compared, wrong);
  require(compared > 0, "nothing was compared");
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace verigan::referee

int main(int argc, char** argv) {
  return verigan::run_main("referee", [&] { return verigan::referee::run(argc, argv); });
}
