// SPDX-License-Identifier: MIT
#include "diagnosis/loss_verdict.hpp"

#include <optional>

#include "core/numeric.hpp"
#include "diagnosis/series.hpp"

namespace verigan::diagnosis {
namespace {

using gan::Outcome;
using gan::Verdict;

constexpr std::size_t kLeast = 20, kTurns = 6;
constexpr double kWon = 0.1, kLost = 1.25, kAt = 0.05, kJump = 1.5, kSure = 0.98,
                 kMargin = 1.5;  // of a hinge, whose answers are counted in its margins

constexpr const char* kSlower = "Try a slower discriminator (a smaller learning rate, fewer updates), noise on its "
                                "inputs or a gradient penalty, and the non-saturating loss.";
constexpr const char* kStronger = "Try a larger learning rate of the discriminator, more updates of it, or a wider "
                                  "one; look whether it is trained at all.";
constexpr const char* kCalmer = "Try a tenth of both learning rates, or a gradient penalty (R1).";
constexpr const char* kSamples = "Look at the samples: --real and --generated compare them.";

/// What the rules look at.
struct Game {
  const LossLog& log;
  const LossKind& kind;
  double alpha;
  std::vector<double> d, g, accuracy;  // in the units of the log; the rows before the first that is no number
  std::optional<double> d_balance, g_balance;

  bool known(const std::vector<double>& values) const { return !values.empty(); }
  /// D's loss over that of a constant answer.
  std::optional<double> x(double d_loss) const {
    return d_balance ? std::optional(d_loss / *d_balance) : std::nullopt;
  }
  std::optional<double> x_late() const { return known(d) ? x(median(late(d))) : std::nullopt; }
  /// G is rejected: D gives generated samples at most a tenth of the odds of equilibrium.
  bool rejected() const {
    if (!known(g) || !g_balance) return !known(g);
    const double y = median(late(g));
    if (kind.bounded()) return y > 3 * *g_balance;
    if (kind.saturating()) return y > 0.2 * *g_balance;  // ln(1 − D) near 0
    return y > *g_balance + std::log(10.0);
  }
};

using Found = std::optional<Verdict>;

Found broken(const Game& game) {
  std::size_t first = game.log.rows;
  std::string which;
  for (const auto& column : game.log.columns) {
    if (column.role == Role::unused) continue;
    const std::size_t good = finite_part(column.values).size();
    if (good < column.values.size() && good < first) first = good, which = column.name;
  }
  if (which.empty()) return {};
  return Verdict{Outcome::broken, message(which, " is no number from row ", first + 1, " on"),
                 "Try a tenth of the learning rates; if that does not help, look for a logarithm or a root of 0 in "
                 "the loss, and clip gradients."};
}

Found too_short(const Game& game) {
  const std::size_t n = std::max({game.d.size(), game.g.size(), game.accuracy.size()});
  if (n >= kLeast) return {};
  return Verdict{Outcome::too_short, message(n, " rows, expected at least ", kLeast), "Log more often, or train longer."};
}

/// All block means from a share of the rows on lie within `off` of `value`, but for their noise.
bool stays_at(const std::vector<double>& values, double from, double value, double off) {
  const std::vector<double> rest = part(values, from, 1);
  const std::size_t size = std::max<std::size_t>(rest.size() / 20, 1);
  const double spare = 3 * noise(rest) / std::sqrt(static_cast<double>(size));
  if (spare > 4 * off * std::abs(value)) return false;  // too noisy to say so
  return std::ranges::all_of(block_means(rest, size), [&](double mean) {
    return std::abs(mean - value) <= off * std::abs(value) + spare;
  });
}

std::string at_equilibrium(const Game& game) {
  return "D's loss " + shown(median(late(game.d))) + " is that of a constant answer, " + shown(*game.d_balance) +
         (game.known(game.g) ? ", and G's " + shown(median(late(game.g))) + " goes with it" : "");
}

Found blind_from_the_start(const Game& game) {
  if (!game.known(game.d) || !game.d_balance) return {};
  const bool g_too = !game.known(game.g) || !game.g_balance || stays_at(game.g, 0.05, *game.g_balance, 2 * kAt);
  if (!g_too || !stays_at(game.d, 0.05, *game.d_balance, kAt)) return {};
  return Verdict{Outcome::not_learnt,
                 "blind discriminator: " + at_equilibrium(game) +
                     ", from the start: it never told anything apart, so the generator was never taught",
                 kStronger};
}

/// "−ln 1e-6, a clamp", where that is what a frozen loss stands at.
std::string clamp_name(double value) {
  constexpr double kClamps[] = {1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 0x1p-23, 0x1p-24};
  if (std::abs(value - 100) < 0.5) return "100, where PyTorch cuts off −ln 0";
  for (const double epsilon : kClamps)
    if (std::abs(value + std::log(epsilon)) < 0.01 * value)
      return shown(value) + " = −ln " + formatted("%.2g", epsilon) + ", where logarithms are cut off";
  return "";
}

Found frozen(const Game& game) {
  for (const auto* values : {&game.g, &game.d}) {
    if (values->size() < kLeast) continue;
    const std::vector<double> end = late(*values);
    const double low = *std::ranges::min_element(end), high = *std::ranges::max_element(end);
    const std::string clamp = clamp_name(median(end));
    const bool still = high - low <= 1e-6 * std::max(std::abs(low), 1e-3);
    const bool clamped = !clamp.empty() && high - low < 0.02 * high && !game.kind.critic();
    if (!still && !clamped) continue;
    if (values == &game.d && std::abs(high) < 1e-6 && !game.kind.critic()) continue;  // nothing left to lose: it has won
    const char* whose = values == &game.g ? "G's" : "D's";
    std::size_t since = values->size();
    while (since > 0 && std::abs((*values)[since - 1] - median(end)) <= 0.02 * std::max(std::abs(high), 1e-3)) --since;
    return Verdict{Outcome::not_learnt,
                   message("frozen: ", whose, " loss stands at ", clamp.empty() ? shown(median(end)) : clamp,
                           " since row ", since + 1, ": no gradient comes through"),
                   clamp.empty() ? "Look whether both players are still trained, and try smaller learning rates."
                                 : std::string("Take the loss from logits (BCEWithLogitsLoss, from_logits=True). ") + kSlower};
  }
  return {};
}

/// Whether a series turns often and far, in block means of some length.
std::optional<std::size_t> swings(const std::vector<double>& all, double least) {
  const std::vector<double> values = part(all, 0.1, 1);
  for (std::size_t size = 1; 12 * size <= values.size(); size *= 2) {
    const double own = noise(values) / std::sqrt(static_cast<double>(size));
    const std::size_t turns = reversals(block_means(values, size), std::max(least, 6 * own));
    const std::vector<double> end = part(values, 0.5, 1);
    const bool lasts = !end.empty() && reversals(block_means(end, std::min(size, end.size())), least) >= 2;
    if (turns >= kTurns && lasts) return turns;
  }
  return {};
}

Found unstable(const Game& game) {
  const auto say = [](const char* whose, std::size_t turns, const std::vector<double>& values) {
    return Verdict{Outcome::unstable,
                   message(whose, " loss swings: ", turns, " turns between ", shown(quantile(values, 0.05)), " and ",
                           shown(quantile(values, 0.95)),
                           "; a generator that goes from mode to mode looks like this too"),
                   std::string(kCalmer) + " " + kSamples};
  };
  if (game.known(game.g) && !game.kind.critic()) {
    const double level = std::abs(median(part(game.g, 0.1, 1)));
    const double least = game.kind.cross_entropy() && !game.kind.saturating()
                             ? std::max(kJump, 0.5 * level)
                             : std::max(0.5 * level, game.g_balance ? std::abs(*game.g_balance) : kMargin);
    if (const auto turns = swings(game.g, least)) return say("G's", *turns, game.g);
  }
  if (game.known(game.d)) {
    const double level = std::abs(median(part(game.d, 0.1, 1)));
    const double least = game.d_balance ? std::max(0.7 * *game.d_balance, 0.5 * level) : 0.75 * level;
    if (const auto turns = swings(game.d, least)) return say("D's", *turns, game.d);
  }
  return {};
}

/// A step up of G's loss that stays.
Found broke_off(const Game& game) {
  if (!game.known(game.g) || !game.g_balance || game.kind.critic() || game.kind.saturating()) return {};
  const std::size_t pieces = 40, size = std::max<std::size_t>(game.g.size() / pieces, 1);
  const std::vector<double> y = block_means(game.g, size);
  const double least = game.kind.bounded() ? *game.g_balance : kJump;
  for (std::size_t k = y.size() / 6; k + 2 < y.size(); ++k) {
    const std::vector<double> before(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(k)),
        after(y.begin() + static_cast<std::ptrdiff_t>(k + 2), y.end());
    const double was = median(part(before, 0.3, 1));
    const double scatter = std::max(0.7413 * (quantile(part(before, 0.3, 1), 0.75) - quantile(part(before, 0.3, 1), 0.25)), 1e-3);
    const double is = quantile(after, 0.1), last = y[k - 1], next = y[k + 1];
    const std::vector<double> settled = part(before, 0.3, 1);
    const double wandered = quantile(settled, 0.95) - quantile(settled, 0.05);
    if (is - was < std::max(least, 4 * scatter) || wandered > 0.35 * (is - was)) continue;
    if (next - last < 0.6 * (is - was)) continue;  // gradual
    return Verdict{Outcome::collapsed,
                   message("the game broke off at about row ", k * size + 1, ": G's loss jumped from ", shown(was), " to ",
                           shown(median(after)), " and stayed",
                           game.known(game.d) ? ", D's is " + shown(median(late(game.d))) + " now" : "",
                           ". That is what D learning to know a collapsed generator looks like; samples prove it"),
                   message("Take the weights of before row ", k * size + 1, "; try a discriminator that judges several "
                           "samples together (packing, minibatch standard deviation). ", kSamples)};
  }
  return {};
}

/// Where label noise holds D's loss though it is right on everything: in words.
std::string floor_text(const Game& game) {
  if (!game.kind.cross_entropy() || !game.known(game.d) || !game.known(game.g)) return "";
  const double d = median(late(game.d)) / game.kind.factor, y = median(late(game.g));
  const auto near = [](double value, double expected, double off) { return std::abs(value - expected) < off * expected; };
  const std::size_t size = std::max<std::size_t>(late(game.d).size() / 10, 1);
  const std::vector<double> means = block_means(late(game.d), size);
  const double spread = *std::ranges::max_element(means) - *std::ranges::min_element(means);
  // On its floor D gives all generated samples one answer, so that G's loss has hardly any noise.
  if (spread > 0.1 * d * game.kind.factor || noise(late(game.g)) > 0.05 * y) return "";
  const double epsilon = std::exp(-y), counted = d * game.kind.factor;
  for (const double factor : {game.kind.factor, 3 - game.kind.factor})  // how it is counted may be a guess
    if (epsilon < 0.35 && near(counted / factor, binary_entropy(epsilon), 0.06))
      return message("D's loss stands on its floor of labels flipped or smoothed by ", shown(epsilon), ", H(",
                     shown(epsilon), ") = ", shown(binary_entropy(epsilon)), factor == 1 ? "" : " for each half",
                     ", and G's at −ln ", shown(epsilon));
  for (const double factor : {game.kind.factor, 3 - game.kind.factor})
    for (const double smooth : {0.95, 0.9, 0.85, 0.8, 0.75, 0.7})
      if (game.rejected() && near(counted / factor, binary_entropy(smooth) / 2, 0.06))
        return message("D's loss stands on its floor of real labels smoothed to ", smooth, ", ",
                       shown(factor * binary_entropy(smooth) / 2));
  return "";
}

Found d_won(const Game& game) {
  if (game.kind.critic()) return {};
  const auto x = game.x_late();
  std::string why;
  if (x && *x < kWon && (game.rejected() || *x < 0.3 * kWon))
    why = message("the discriminator has won: its loss is ", shown(median(late(game.d))), ", a constant answer's ",
                  shown(*game.d_balance),
                  game.kind.cross_entropy() && game.alpha == 0.5
                      ? message("; it sees a JSD of ", shown((1 - *x) * std::log(2)), " of at most 0.693 nats")
                      : "",
                  game.known(game.g) ? "; G's is " + shown(median(late(game.g))) : "");
  if (why.empty() && game.known(game.accuracy) && median(late(game.accuracy)) >= kSure)
    why = message("the discriminator has won: it is right on ", shown(100 * median(late(game.accuracy))),
                  " % of the samples: total variation is at least ", shown(2 * median(late(game.accuracy)) - 1),
                  " on what it has seen");
  if (why.empty())
    if (const std::string floor = floor_text(game); !floor.empty()) why = "the discriminator has won: " + floor;
  if (why.empty() && !game.known(game.d) && game.known(game.g) && game.g_balance && game.rejected() &&
      median(late(game.g)) > *game.g_balance + 4 && game.kind.cross_entropy())
    why = message("the discriminator has won: G's loss is ", shown(median(late(game.g))),
                  ", so D gives its samples a chance of e^−", shown(median(late(game.g))), " of being real");
  if (why.empty()) return {};
  return Verdict{Outcome::not_learnt, why, kSlower};
}

Found d_lost(const Game& game) {
  const auto x = game.x_late();
  if (!x || *x < kLost || game.kind.critic()) return {};
  if (game.known(game.g) && game.rejected()) return {};
  return Verdict{Outcome::not_learnt,
                 message("the discriminator is fooled: its loss is ", shown(median(late(game.d))), ", a constant answer's ",
                         shown(*game.d_balance), ": what it says is worse than nothing, and it teaches nothing"),
                 kStronger};
}

Found critic(const Game& game) {
  if (!game.kind.critic() || !game.known(game.d)) return {};
  const std::size_t size = std::max<std::size_t>(game.d.size() / 50, 1);
  std::vector<double> size_of;
  for (const double m : block_means(game.d, size)) size_of.push_back(std::abs(m));
  const double begin = median(part(size_of, 0.3, 0.5)), end = median(part(size_of, 0.9, 1)),
               most = quantile(size_of, 0.98), error = noise(game.d) / std::sqrt(static_cast<double>(size));
  if (end > 10 * std::max(begin, 1e-12) && end > 6 * error && end >= 0.5 * most)
    return Verdict{Outcome::unstable,
                   message("the critic's loss grows without bound: from ", shown(begin), " halfway to ", shown(end), " in size"),
                   "Try a gradient penalty or a larger weight of it, smaller weight clipping, and a tenth of the "
                   "learning rates."};
  if (most < 4 * error || most < 1e-6)
    return Verdict{Outcome::not_learnt,
                   message("the critic's loss does not leave 0 (", shown(median(late(game.d))), ", of noise ",
                           shown(noise(game.d)), "): it tells nothing apart"),
                   "Try more updates of the critic a step, weaker clipping or a smaller penalty."};
  const std::string moved = message("the critic's loss went from at most ", shown(most), " to ", shown(end), " in size");
  if (end < 0.7 * most)
    return Verdict{Outcome::plausible, moved + ", as it does where p_g comes nearer to p; it has no scale, so how near "
                                               "it cannot say", kSamples};
  return Verdict{Outcome::undecided, moved + ": by the critic p_g has not come nearer to p", kSamples};
}

Found balanced(const Game& game) {
  if (!game.known(game.d) && !game.known(game.g))
    return Verdict{Outcome::undecided, message("only D's accuracy is known, ", shown(100 * median(late(game.accuracy))),
                                               " % late: neither won nor lost"), kSamples};
  if (!game.known(game.d) || !game.known(game.g))
    return Verdict{Outcome::undecided,
                   message("only ", game.known(game.d) ? "D's" : "G's", " loss is known, ",
                           shown(median(late(game.known(game.d) ? game.d : game.g))),
                           " late: nothing wrong shows in it, and one loss alone says little"), kSamples};
  const auto x = game.x_late();
  if (x && std::abs(*x - 1) < kAt && (!game.g_balance || std::abs(median(late(game.g)) - *game.g_balance) <= 2 * kAt * std::abs(*game.g_balance)))
    return Verdict{Outcome::undecided, at_equilibrium(game) + ": p_g = p has these losses, and so has a discriminator "
                                                              "gone blind; losses cannot tell which",
                   kSamples};
  return Verdict{Outcome::plausible,
                 message("the losses are those of a game in balance: D's ", shown(median(late(game.d))),
                         game.d_balance ? " of at most about " + shown(*game.d_balance) : "", ", G's ",
                         shown(median(late(game.g))), "; how good samples are they cannot tell"),
                 kSamples};
}

std::string course(const char* whose, const std::vector<double>& values, std::optional<double> balance) {
  return message(whose, " ", shown(median(first_part(values))), " at first, ", shown(median(part(values, 0.4, 0.6))),
                 " halfway, ", shown(median(late(values))), " late",
                 balance ? "; " + shown(*balance) + " at equilibrium" : "");
}

}  // namespace

LossJudgement judge_losses(const LossLog& log, const LossKind& kind, double alpha) {
  const auto good = [&](Role role) { return finite_part(log.of(role)); };
  Game game{log, kind, alpha, good(Role::d_loss), good(Role::g_loss), good(Role::d_accuracy), kind.d_balance(alpha),
            kind.g_balance(alpha)};
  LossJudgement out;
  for (const auto rule : {broken, too_short, critic, blind_from_the_start, frozen, unstable, broke_off, d_won, d_lost}) {
    Found found = rule(game);
    if (!found) continue;
    // A critic that swings is unstable whatever its level does.
    if (rule == critic && found->outcome != Outcome::unstable) {
      const Found still = frozen(game), swung = gan::failed(found->outcome) ? std::nullopt : unstable(game);
      if (still || swung) found = still ? still : swung;
    }
    out.verdict = *found;
    break;
  }
  if (out.verdict.reason.empty()) out.verdict = *balanced(game);
  if (game.known(game.d)) out.numbers.push_back(course("D's loss", game.d, game.d_balance));
  if (game.known(game.g)) out.numbers.push_back(course("G's loss", game.g, game.g_balance));
  if (game.known(game.accuracy)) out.numbers.push_back(course("D's accuracy", game.accuracy, 0.5));
  return out;
}

}  // namespace verigan::diagnosis
