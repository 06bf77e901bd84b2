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
alter check gan/objective.cpp 's/log_one_minus_d, true, entropy/log_one_minus_d, false, entropy/' \
  T07 T10 T17 T60 T63
alter check gan/objective.cpp 's/minus_log_d, false, entropy/minus_log_d, true, entropy/' \
  T10 T16 T17 T60 T63
alter slow gan/trainer.cpp \
  's/const double weight = objective_\.generator_weight.*/const double weight = 1;/' \
  'test_gan: trainer: one step moves both players*'

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
alter check gan/composition.cpp 's/ \+ 0\.5\)\)/))/' 'test_gan: composition: whole samples*'
alter check gan/fixed_pair.cpp 's/uniforms_\[i\] < rate/uniforms_[i] < rate \&\& i < n_true/' T20
alter check random/transform.cpp \
  's/quantile\((stream\.uniform_double\(step, index\))\)/quantile(std::clamp(\1, 0.0012, 0.9988))/' T35

# Games: R2's weight, the sign of the gradient penalty, players who forget, the hinge.
alter check games/dirac.cpp '/Regulariser::r2/s/generated_weight/true_weight/' T46
alter check games/dirac.cpp \
  '/gradient_penalty: losses/s/\+=/-=/
   s/v\[1\] -= (options_\.gamma \* \(psi - sign)/v[1] += \1/
   s/j\[1\]\[1\] -= options_\.gamma;/j[1][1] += options_.gamma;/' T45
alter check games/learning.cpp \
  's/(table\.row_payoff\[i\]) \+= payoffs\(i, column\)/\1 = 0.9 * \1 + payoffs(i, column)/' T48
alter slow games/dirac.cpp 's/hinge_generated\(double t\) \{ return t > -1/hinge_generated(double t) { return t > 1/' \
  T69

# What rows themselves are made of: JSD for 2 JSD, held-out samples seen in training, Pinsker's 2.
alter check theory/normal_matching.cpp 's/weight = kStep/weight = kStep \/ 2/
  s/result\.loss \+= kLn4/result.loss += kLn4 \/ 2/' T37
alter slow theory/theorems/lower_bound.cpp 's/double seen = 0;/double seen = 1.0 \/ 3;/' T19
alter slow theory/theorems/trained.cpp 's/double pinsker = 2;/double pinsker = 2.003;/' T62
