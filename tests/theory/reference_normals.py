#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reference values for normal laws, to 20 digits, by mpmath: MMD and its statistics, the loss that
descent against the best discriminator sees, and how far a discriminator is from the best.

    pip install mpmath gmpy2
    python3 tests/theory/reference_normals.py > tests/theory/reference_normals.csv

Integrals straight from the definitions at 50 digits, none from the closed forms under test: means
over normals by the trapezoidal rule, whose error for these analytic integrands falls like
exp(-const/step^2) and is shown to be below 1e-25 by halving the step; slopes by differentiating
under the integral. Columns: quantity, arguments (separated by semicolons), value.
"""
from mpmath import mp, mpf

mp.dps = 50


def grid(step, reach=17):
    count = int(mp.ceil(reach / step))
    return [step * k for k in range(-count, count + 1)]


def mean(f, step):
    """E f(Z), Z standard normal."""
    return mp.fsum(mp.npdf(z) * f(z) for z in grid(step)) * step


def settled(f, step):
    coarse, fine = mean(f, step), mean(f, step / 2)
    assert abs(coarse - fine) <= mpf(10) ** -25 * abs(fine) or fine == 0, (coarse, fine)
    return fine


def kernel(d, s):
    return mp.exp(-(d / s) ** 2 / 2)


def difference(a, b):
    """Mean and sd of Y - X, X of law a and Y of law b, independent."""
    return b[0] - a[0], mp.sqrt(a[1] ** 2 + b[1] ** 2)


def kernel_mean(a, b, s):
    delta, sd = difference(a, b)
    # Around the peak of kernel times density, so that far tails keep their digits.
    total = s ** 2 + sd ** 2
    peak, spread = delta * s ** 2 / total, s * sd / mp.sqrt(total)
    if sd == 0:
        return kernel(delta, s)

    def f(z):
        d = peak + spread * z
        return kernel(d, s) * mp.npdf(d, delta, sd) * spread / mp.npdf(z)

    return settled(f, mpf(1) / 8)


def kernel_slopes(a, b, s):
    """Slopes of E k in b's mean and sd: E k'(D) and E k'(D) (D - delta) sd_b/sd^2, D = Y - X."""
    delta, sd = difference(a, b)
    total = s ** 2 + sd ** 2
    peak, spread = delta * s ** 2 / total, s * sd / mp.sqrt(total)

    def weighted(g):
        def f(z):
            d = peak + spread * z
            return -d / s ** 2 * kernel(d, s) * g(d) * mp.npdf(d, delta, sd) * spread / mp.npdf(z)
        coarse, fine = mean(f, mpf(1) / 8), mean(f, mpf(1) / 16)
        assert abs(coarse - fine) < mpf(10) ** -25 * (abs(fine) + mpf(10) ** -12)
        return fine

    return (weighted(lambda d: mpf(1)),
            weighted(lambda d: (d - delta) * b[1] / sd ** 2))


def average(values):
    values = list(values)
    return mp.fsum(values) / len(values)


def mmd2(p, q, widths):
    return average(kernel_mean(p, p, s) + kernel_mean(q, q, s) - 2 * kernel_mean(p, q, s)
                   for s in widths)


def slopes(p, q, widths):
    def of(s):
        # E k(Y, Y') does not move with the mean, and twice as fast with both sds as with one.
        own, cross = kernel_slopes(q, q, s), kernel_slopes(p, q, s)
        return -2 * cross[0], 2 * own[1] - 2 * cross[1]
    found = [of(s) for s in widths]
    return average(f[0] for f in found), average(f[1] for f in found)


def null_second(law, widths, step):
    """E of the squared centred kernel."""
    zs = grid(step, 14)
    weights = [mp.npdf(z) * step for z in zs]
    table = {}

    def k(i, j):
        d = abs(i - j)
        if d not in table:
            table[d] = average(kernel(d * step * law[1], s) for s in widths)
        return table[d]

    n = len(zs)
    means = [mp.fsum(weights[j] * k(i, j) for j in range(n)) for i in range(n)]
    whole = mp.fsum(w * m for w, m in zip(weights, means))
    return mp.fsum(weights[i] * mp.fsum(weights[j] * (k(i, j) - means[i] - means[j] + whole) ** 2
                                        for j in range(n)) for i in range(n))


def null_variance(law, widths, n):
    coarse = null_second(law, widths, mpf(1) / 8)
    second = null_second(law, widths, mpf(1) / 12)
    assert abs(coarse - second) < mpf(10) ** -20 * second
    return 4 * second * (1 / mpf(n * (n - 1)) + 1 / mpf(n) ** 2)


def panels(f, points):
    return mp.quad(f, points, maxdegree=8)


def adversarial(p, q):
    def jsd(x):
        a, b = mp.npdf(x, *p), mp.npdf(x, *q)
        return sum(y * mp.log(2 * y / (a + b)) for y in (a, b) if y > 0)
    reach = [law[0] + law[1] * k for law in (p, q) for k in (-16, -8, -4, -2, 0, 2, 4, 8, 16)]
    return panels(jsd, sorted(set(reach)))


def gap(p, q, on_true, on_generated, flip, slope, bias):
    """D = sigmoid(slope x + bias); loss, optimum, excess, square."""
    def parts(x):
        a, b = on_true * mp.npdf(x, *p), on_generated * mp.npdf(x, *q)
        return (1 - flip) * a + flip * b, flip * a + (1 - flip) * b

    def on(g):
        reach = [law[0] + law[1] * k for law in (p, q) for k in (-15, -8, -4, -2, 0, 2, 4, 8, 15)]
        return panels(lambda x: g(*parts(x), slope * x + bias), sorted(set(reach)))

    loss = on(lambda u, v, l: u * mp.log1p(mp.exp(-l)) + v * mp.log1p(mp.exp(l)))
    best = on(lambda u, v, l: -u * mp.log(u / (u + v)) - v * mp.log(v / (u + v)))
    square = on(lambda u, v, l: (u + v) * (1 / (1 + mp.exp(-l)) - u / (u + v)) ** 2)
    return loss, best, loss - best, square


def show(quantity, arguments, value):
    print(f"{quantity},{';'.join(repr(float(a)) for a in arguments)},{mp.nstr(value, 20)}", flush=True)


PAIRS = [((0, 1), (1.5, 0.5)), ((0, 1), (1e-9, 1)), ((0, 1), (0, 1.0000001)), ((0, 1), (25, 2)),
         ((-3, 0.01), (3, 10)), ((1000, 1), (1001, 1.5)), ((0, 1e-3), (2e-3, 1e-3))]
WIDTHS = [(0.8,), (0.5, 2), (0.01, 1, 30)]


def main():
    print("quantity,arguments,value")
    for p, q in PAIRS:
        p, q = tuple(map(mpf, map(float, p))), tuple(map(mpf, map(float, q)))
        for widths in WIDTHS:
            s = tuple(map(mpf, map(float, widths)))
            show("kernel_mean", (*p, *q, s[0]), kernel_mean(p, q, s[0]))
            show("mmd2", (*p, *q, *s), mmd2(p, q, s))
            a, b = slopes(p, q, s)
            show("slope_mean", (*p, *q, *s), a)
            show("slope_sd", (*p, *q, *s), b)
            bias = average(2 - kernel_mean(p, p, w) - kernel_mean(q, q, w) for w in s) / 7
            show("bias", (7, *p, *q, *s), bias)
    for law, widths, n in (((0, 1), (0.8, 2), 6), ((0, 1), (0.5,), 50), ((5, 3), (1, 4, 20), 2),
                           ((0, 0.1), (10,), 1000)):
        law = tuple(map(mpf, map(float, law)))
        widths = tuple(map(mpf, map(float, widths)))
        show("null_variance", (n, *law, *widths), null_variance(law, widths, n))
    for p, q in (((0, 1), (1, 1)), ((0, 1), (0, 1)), ((0, 1), (0.001, 1)), ((0, 1), (9, 1)),
                 ((2, 1), (-1, 5)), ((2, 1), (3, 0.2)), ((0, 1), (30, 4))):
        p, q = tuple(map(mpf, map(float, p))), tuple(map(mpf, map(float, q)))
        show("adversarial", (*p, *q), adversarial(p, q))
    for case in ((0, 1, 1, 1, 0.5, 0.5, 0, -1, 0.5), (0, 1, 1, 1, 0.3, 0.7, 0, -0.7, 0.2),
                 (0, 1, 3, 0.5, 0.1, 0.9, 0.2, -2, 1), (0, 1, 0, 1, 0.5, 0.5, 0, 0.1, 0),
                 (-1, 2, 2, 1, 0.25, 0.25, 0.4, 0.3, -0.1), (0, 1, 6, 1, 0.5, 0.5, 0, -6, 18)):
        case = tuple(map(mpf, map(float, case)))
        p, q = case[:2], case[2:4]
        names = ("gap_loss", "gap_optimum", "gap_excess", "gap_square")
        for name, value in zip(names, gap(p, q, *case[4:])):
            show(name, case, value)


if __name__ == "__main__":
    main()
