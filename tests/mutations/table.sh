# SPDX-License-Identifier: MIT
# One change of the library a line: its set (check: run by ./check; slow: ctest -L slow), the file of
# src, the change as a sed -E expression, and what must go red: rows of the theorem catalogue, or
# 'test_ROOM: NAME' of a unit test where that is the place (a comma of its name is written \,).

# The statistics that results are judged by.
alter check metrics/mmd.cpp 's/\(n \* \(n - 1\)\)/(n * n)/' T34
alter check metrics/inception_score.cpp \
  's/span<const double>\(found\.split_scores\)\)/span<const double>(found.split_scores), 0)/' T38
alter check metrics/modes.cpp 's/reverse_kl = reverse_kl\(quality\.points/reverse_kl = 2 * reverse_kl(quality.points/' T68
alter check metrics/moments.cpp 's/static_cast<double>\(found\.count\) - 1;/static_cast<double>(found.count);/' \
  'test_metrics: moments: by hand*'
alter check metrics/kernel_distance.cpp 's/own \&\& i == j \? 0 : //' T72
alter check metrics/frechet.cpp 's/sum - 2 \* common/sum - common/' T70 T71
alter slow theory/mmd.cpp 's/return 4 \* second \*/return 2 * second */' T34

# The losses and their weights: minimax without 1 − α, non-saturating with it.
alter check theory/game_loss.cpp 's/negated<minus_log_one_minus_d>, true/negated<minus_log_one_minus_d>, false/' \
  T07 T10 T16 T17 T60 T63
alter check theory/game_loss.cpp 's/minus_log_d, false/minus_log_d, true/' \
  T10 T16 T17 T60 T63
alter slow gan/adversary.cpp \
  's/const double weight = objective_\.generator_weight.*/const double weight = 1;/' \
  'test_gan: trainer: one step moves both players*'

# Penalties on the discriminator's slope, and spectral norms.
alter check nn/input_gradient.cpp 's/return -2 \* y \* \(1 - y \* y\)/return 2 * y * (1 - y * y)/' \
  'test_gan: gradients of R1*'
alter check gan/gradient_penalty.cpp 's/\(norm - 1\) \/ norm/norm/' 'test_gan: gradients of R1*'
alter check gan/spectral_norm.cpp 's/ - along \* one\.left\[i\] \* one\.right\[j\]//' 'test_gan: spectral normalisation*'

# Networks: running statistics, where training begins, and how it moves.
alter check nn/batch_norm.cpp 's/share \* unbiased/share * variance/' T60
alter slow nn/batch_norm.cpp 's/const double keep = first .*/const double keep = 1;/' T60
alter slow nn/batch_norm.cpp 's/const double share = \(1 - (.*)\) \//const double share = \1 \//' T60
alter check nn/initialise.cpp 's/tensor\.gain \/ in/tensor.gain \/ out/' \
  'test_nn: initialise: moments of each kind*'
alter check nn/optimiser.cpp 's/const double correction1 = .*/const double correction1 = 1;/' \
  'test_nn: Adam: three steps of the published algorithm'
alter slow nn/optimiser.cpp 's/const double root2 = .*/const double root2 = 1;/' \
  'test_nn: Adam: three steps of the published algorithm'

# Batches and labels.
alter check gan/batch_mix.cpp 's/ \+ 0\.5\)\)/))/' 'test_gan: composition: whole samples*'
alter check gan/adversary.cpp 's/uniforms_\[i\] < rate/uniforms_[i] < rate \&\& i < composition_.n_real/' T20 T64
alter slow nn/batch_norm.cpp 's/variance = squares\[c\] \/ values, /variance = squares[c] \/ (values - 1), /' T60 T76
alter check random/transform.cpp \
  's/quantile\((stream\.uniform_double\(step, index\))\)/quantile(std::clamp(\1, 0.0012, 0.9988))/' T35

# Games: R2's weight, the sign of the gradient penalty, players who forget, the hinge.
alter check theory/dirac.cpp '/Regulariser::r2/s/generated_weight/real_weight/' T46
alter check theory/dirac.cpp \
  '/gradient_penalty: losses/s/\+=/-=/
   s/v\[1\] -= (options_\.gamma \* \(psi - sign)/v[1] += \1/
   s/j\[1\]\[1\] -= options_\.gamma;/j[1][1] += options_.gamma;/' T45
alter check games/learning.cpp \
  's/(table\.row_payoff\[i\]) \+= payoffs\(i, column\)/\1 = 0.9 * \1 + payoffs(i, column)/' T48
alter slow theory/game_loss.cpp 's/hinge_generated\(double t\) \{ return t > -1/hinge_generated(double t) { return t > 1/' \
  T69

# What rows themselves are made of: JSD for 2 JSD, held-out samples seen in training, Pinsker's 2.
alter check theory/normal_matching.cpp 's/weight = kStep/weight = kStep \/ 2/
  s/result\.loss \+= kLn4/result.loss += kLn4 \/ 2/' T37
alter slow theory/theorems/lower_bound.cpp 's/double seen = 0;/double seen = 1.0 \/ 3;/' T19
alter slow theory/theorems/trained.cpp 's/double pinsker = 2;/double pinsker = 2.003;/' T62

# The statistics library: intervals, p-values, survival, verdicts.
alter slow statistics/exact.cpp 's/const double tail = \(1 - confidence\) \/ 2;/const double tail = 1 - confidence;/' \
  'test_statistics: the exact interval of a proportion'
alter slow statistics/exact.cpp 's/2 \* k \+ 2/2 * k + 1/' 'test_statistics: Garwood*'
alter slow statistics/exact.cpp 's/left = 1 - d;/left = 1;/' \
  'test_statistics: Kolmogorov*' 'test_statistics: three zeros are no certainty*'
alter slow statistics/interval.cpp 's/squares \/ \(count - 1\) \/ count/squares \/ count \/ count/' \
  'test_statistics: Student*' 'test_statistics: two one-sided tests*'
alter check statistics/interval.cpp 's/return \{\*least, kInfinity,/return {*least, 0,/' \
  'test_statistics: three zeros are no certainty*'
alter slow statistics/interval.cpp 's/\(part\(a\) \+ part\(b\)\)/std::max(part(a), part(b))/' \
  'test_statistics: Welch*'
alter slow statistics/interval.cpp 's/result\.p = std::max/result.p = std::min/' \
  'test_statistics: two one-sided tests*'
alter check statistics/multiple.cpp 's/\(order\.size\(\) - k\)/(order.size())/' 'test_statistics: Holm*'
alter slow statistics/multiple.cpp 's/std::max\(largest, (.*)\);/\1;/' 'test_statistics: Holm*'
alter slow statistics/power.cpp '/const double t = /s/\(1 \+ options\.confidence\) \/ 2/options.confidence/' \
  'test_statistics: the smallest effects*'
alter slow statistics/rank.cpp 's/2 \* std::min\(less, greater\)/std::min(less, greater)/' \
  'test_statistics: the Mann-Whitney test: permeability*' 'test_statistics: the signed-rank*'
alter slow statistics/rank.cpp 's/untied_variance - m \* n \/ 12 \* tie_sum.*/untied_variance;/' \
  'test_statistics: the normal distribution takes over*'
alter slow statistics/rank.cpp 's/if \(x == 0\) continue;//' 'test_statistics: the signed-rank*'
alter slow statistics/rank.cpp 's/less = 1, greater = 1;/less = 0, greater = 0;/' 'test_statistics: Spearman*'
alter check statistics/rank_distribution.cpp \
  's/\(first - sorted\.begin\(\)\) \+ \(end - sorted\.begin\(\)\) \+ 1/2 * (first - sorted.begin()) + 2 + 0 * (end - first)/' \
  'test_statistics: the Mann-Whitney test with ties*'
alter slow statistics/survival.cpp 's/run\.step >= step; \}/run.step > step; }/' 'test_statistics: the Kaplan-Meier*'
alter slow statistics/survival.cpp 's/if \(run\.arrived\) all\[run\.step\]/all[run.step]/' \
  'test_statistics: the Kaplan-Meier*' 'test_statistics: runs that never arrive*'
alter slow statistics/survival.cpp 's/ \* \(n - d\) \/ \(n - 1\);/;/' 'test_statistics: the log-rank test'
alter slow statistics/two_by_two.cpp 's/one <= here \* kEqual/one < here/' 'test_statistics: Fisher*'
alter slow statistics/two_by_two.cpp 's/return std::min\(1\.0, std::max\(most.*/return std::min(1.0, chance(0.5));/' \
  'test_statistics: Fisher*'
alter check statistics/verdict.cpp 's/effect\.low >= band\.low \&\& effect\.high <=/effect.value >= band.low \&\& effect.value <=/' \
  'test_statistics: a verdict by an interval*' 'test_statistics: what cannot be said*'
alter slow statistics/verdict.cpp 's/question\.seeds < question\.fewest/question.seeds == 0/' \
  'test_statistics: what cannot be said*'
alter slow statistics/verdict.cpp \
  's/if \(found\.low >= needed\.low \&\& found\.high <= needed\.high\)/if (!(found.low < needed.low) \&\& !(found.high > needed.high))/' \
  'test_statistics: a strong discriminator*'
alter slow statistics/bootstrap.cpp 's/a = acceleration\(values, statistic\);/a = 0 * acceleration(values, statistic);/' \
  "test_statistics: the bootstrap*"
