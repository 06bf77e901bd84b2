#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reference values of the divergences beyond those of reference_values.py, to 20 digits, by mpmath.

    pip install mpmath gmpy2
    python3 tests/theory/reference_divergences.py > tests/theory/reference_divergences.csv

With the densities, panels and quadrature of reference_values.py, and likewise straight from the
definitions at 40 digits: every row of the table of f-divergences (f:NAME), chi2 both ways, the
overlap, Renyi divergences (renyi:ORDER), and the quantities that depend on alpha for alpha within
1e-12 of 0 and 1. Whether a chi2 or Renyi divergence is finite is decided here from the tails and
ends of the families. Where both densities are normals, the closed forms of chi2 and Renyi (Gil,
Alajaji & Linder 2013) must agree with the quadrature to 1e-17; of two betas they are taken. Values are
good to 1e-17 of themselves or, but for chi2, Renyi and the overlap, to 1e-28 (1e-21 where there is a
beta, of which 1 - x has but 40 digits). Columns as in reference_values.csv.
"""
import sys
from multiprocessing import Pool

from mpmath import mp, mpf

import reference_values as base
from reference_values import INF, ONE, ZERO, Mixture, Normal

ORDERS = ["0.01", "0.5", "0.999", "1.001", "2", "7"]
EXTREME = ["1e-12", "1e-6", "0.999999", "0.999999999999"]

PAIRS = [
    # plain, and p = q
    ("normal(0,1)", "normal(1,2)", 0.3),
    ("normal(1,2)", "normal(0,1)", 0.3),
    ("normal(0,1)", "normal(0,1)", 0.25),
    ("logistic(0,1)", "normal(0,1.6)", 0.3),
    ("laplace(0,1)", "laplace(0.5,1.5)", 0.4),
    ("exponential(1)", "exponential(2)", 0.3),
    ("exponential(1)", "normal(1,1)", 0.35),
    # nearly equal
    ("normal(0,1)", "normal(1e-9,1)", 0.3),
    ("normal(0,1)", "normal(0,1.0000001)", 0.9),
    ("logistic(0,1)", "logistic(1e-7,1)", 0.5),
    ("exponential(1)", "exponential(1.0000001)", 0.5),
    ("beta(1.5,2)", "beta(1.5000001,2)", 0.5),
    ("uniform(0,1)", "uniform(0,1.000001)", 0.5),
    # nearly disjoint, far tails
    ("normal(0,1)", "normal(12,1)", 0.3),
    ("normal(0,1)", "normal(60,1)", 0.5),
    ("logistic(0,1)", "logistic(90,1)", 0.5),
    ("laplace(0,1)", "laplace(70,2)", 0.5),
    ("uniform(0,1)", "uniform(0.999999,2)", 0.5),
    ("uniform(0,1)", "uniform(1,2)", 0.3),
    ("uniform(0,1)", "uniform(3,4)", 0.6),
    ("0.5*normal(-10,1)+0.5*normal(10,1)",
     "0.5*normal(-10.001,1)+0.5*normal(10,1)", 0.4),
    # very narrow next to very wide
    ("normal(0,1e-3)", "normal(0,1e3)", 0.3),
    ("normal(5,1e-3)", "normal(-700,1e3)", 0.7),
    ("normal(0,1)", "0.999999*normal(0,1)+1e-6*normal(0.3,1e-6)", 0.5),
    ("uniform(-1e3,1e3)", "normal(0.2,1e-3)", 0.5),
    ("laplace(0,1e-3)", "laplace(3,1e3)", 0.8),
    # at the edge of a finite chi2: p's variance is just below twice q's, or just above
    ("normal(0,1.41)", "normal(0,1)", 0.5),
    ("normal(0,1.42)", "normal(0,1)", 0.5),
    ("exponential(1)", "exponential(1.99)", 0.5),
    ("exponential(1)", "exponential(2.01)", 0.5),
    ("laplace(0,1.99)", "laplace(0,1)", 0.5),
    # mixtures, mixed families, ends
    ("0.5*normal(-2,1)+0.5*normal(2,0.5)", "normal(0,2)", 0.2),
    ("normal(0,2)", "0.5*normal(-2,1)+0.5*normal(2,0.5)", 0.2),
    ("0.3*normal(-3,1)+0.5*normal(1,0.02)+0.2*normal(9,3)",
     "0.25*normal(-3,1)+0.75*logistic(2,0.5)", 0.6),
    ("laplace(0,1)", "normal(0,1)", 0.3),
    ("normal(0,1)", "laplace(0,1)", 0.3),
    ("uniform(0,1)", "normal(0.5,0.3)", 0.3),
    ("beta(0.5,0.5)", "beta(2,5)", 0.3),
    ("beta(2,5)", "beta(0.5,0.5)", 0.3),
    ("beta(0.6,0.7)", "uniform(0,1)", 0.5),
    ("uniform(0,1)", "beta(1.9,1.5)", 0.5),
    ("0.5*uniform(0,1)+0.5*uniform(2,3)", "0.5*uniform(0.5,1)+0.5*uniform(2,3.5)", 0.5),
    ("csv:triangle.csv", "normal(0.3,0.8)", 0.3),
    ("csv:steps.csv", "csv:triangle.csv", 0.5),
    ("normal(0,1)", "exponential(1e-3)", 0.95),
]


def parts(density):
    return density.parts if isinstance(density, Mixture) else [density]


def decay(density, side):
    """(quadratic, linear) with ln p ~ -quadratic x^2 + linear |x|; None where it has an end."""
    slowest = None
    for part in parts(density):
        if isinstance(part, Normal):
            found = (1 / (2 * part.scale ** 2), side * part.mean / part.scale ** 2)
        elif isinstance(part, (base.Logistic, base.Laplace)):
            found = (ZERO, -1 / part.scale)
        elif isinstance(part, base.Exponential) and side == 1:
            found = (ZERO, -part.rate)
        else:
            continue
        if slowest is None or (found[0], -found[1]) < (slowest[0], -slowest[1]):
            slowest = found
    return slowest


def combined(p, q, order, side):
    a, b = decay(p, side), decay(q, side)
    if a is None or b is None:
        return None
    return order * a[0] + (1 - order) * b[0], order * a[1] + (1 - order) * b[1]


def powers(density, x, side):
    """Least d - 1 with p ~ distance^(d - 1) at the end x; 0 inside; None where p vanishes."""
    tiny = mpf(10) ** -30
    if density.log(x + side * tiny) == -INF:
        return None
    found = [power - 1 for end, s, power in density.ends() if end == x and s == side]
    inside = any(part.log(x + side * tiny) > -INF and
                 not any(end == x and s == side for end, s, _ in part.ends())
                 for part in parts(density))
    return min(found + ([ZERO] if inside else [])) if found or inside else ZERO


def power_finite(p, q, order):
    if base.has_mass_outside(p, q):
        return False
    for side in (-1, 1):
        tail = combined(p, q, order, side)
        if tail is not None and not (tail[0] > 0 or (tail[0] == 0 and tail[1] < 0)):
            return False
        for x, s, _ in p.ends() + q.ends():
            a, b = powers(p, x, side), powers(q, x, side)
            if a is not None and b is not None and order * a + (1 - order) * b <= -1:
                return False
    return True


def power_cuts(p, q, order):
    found = []
    for side in (-1, 1):
        tail = combined(p, q, order, side)
        if tail is None:
            continue
        quadratic, linear = tail
        if quadratic > 0:
            centre, scale = side * linear / (2 * quadratic), mp.sqrt(1 / (2 * quadratic))
            found += [centre + s * k * scale for k in [ZERO] + base.GAUSS for s in (-1, 1)]
        elif quadratic == 0 and linear < 0:
            found += [side * k / -linear for k in base.EXPONENTIAL]
    return found


def power(p, q, order):
    """The integral of p^order q^(1-order) where both are positive."""
    if order > 1 and not power_finite(p, q, order):
        return INF
    both = closed_power(p, q, order)
    if both is not None and not isinstance(p, Normal):
        return both
    extra = power_cuts(p, q, order)
    low, high = min(p.cuts() + q.cuts() + extra), max(p.cuts() + q.cuts() + extra)
    for part in parts(p) + parts(q):  # far out the integrand may be much wider than either density
        if isinstance(part, base.Located):
            reach = part.scale
            while reach < high - low:
                extra += [x for s in (-1, 1) if low < (x := part.mean + s * reach) < high]
                reach *= 2

    def term(x):
        a, b = p.log(x), q.log(x)
        return [ZERO if a == -INF or b == -INF else mp.exp(order * a + (1 - order) * b)]

    value = base.integrate(base.panels_of([p, q], extra), term, ZERO)[0]
    assert both is None or abs(value - both) < mpf(10) ** -17 * both, (order, value, both)
    return value


def closed_power(p, q, order):
    """Of two normals; of two betas, or beta(1,1) under its other name."""
    if isinstance(p, Normal) and isinstance(q, Normal):
        s = order * q.scale ** 2 + (1 - order) * p.scale ** 2
        return mp.exp(-order * (1 - order) * (p.mean - q.mean) ** 2 / (2 * s)) * \
            p.scale ** (1 - order) * q.scale ** order / mp.sqrt(s)
    shapes = []
    for density in (p, q):
        if isinstance(density, base.Uniform) and (density.lower, density.upper) == (0, 1):
            density = base.Beta(1, 1)
        if not isinstance(density, base.Beta):
            return None
        shapes.append(density)
    a, b = (order * getattr(shapes[0], name) + (1 - order) * getattr(shapes[1], name)
            for name in "ab")
    return mp.beta(a, b) / mp.exp(order * shapes[0].log_beta + (1 - order) * shapes[1].log_beta)


def f_divergences(p, q, alpha):
    def ratio(x):
        a, b = p.log(x), q.log(x)
        return mp.nan if a == -INF and b == -INF else a - b

    panels = base.panels_of([p, q])
    panels = base.split(panels, base.sign_changes(panels, ratio, 24))

    def terms(x):
        a, b = p.log(x), q.log(x)
        u, v = mp.exp(a), mp.exp(b)
        if u == 0 and v == 0:
            return [ZERO] * 9
        s, h, m = u + v, (u + v) / 2, alpha * u + (1 - alpha) * v
        side = lambda y, l, other: y * (l - mp.log(other)) if y > 0 else ZERO
        js = alpha * side(u, a, m) + (1 - alpha) * side(v, b, m)
        return [u * (a - b) if u > 0 and v > 0 else ZERO,
                v * (b - a) if u > 0 and v > 0 else ZERO,
                (mp.sqrt(u) - mp.sqrt(v)) ** 2 / 2,
                (side(u, a, h) + side(v, b, h)) / 2,
                side(u, a, s) + side(v, b, s),
                -u * v / s,
                abs(u - v) / 2,
                js,
                alpha * u * (1 - alpha) * v / m / 2]

    names = ["kl", "reverse_kl", "hellinger2", "jsd", "gan", "lsgan", "tv", "js_alpha",
             "least_squares"]
    values = base.integrate(panels, terms)
    values.append(base.integrate(panels, lambda x: [mp.exp(min(p.log(x), q.log(x)))], ZERO)[0])
    found = {"f:" + name: value for name, value in zip(names, values)}
    found["least_squares"] = found.pop("f:least_squares")
    if base.has_mass_outside(p, q):
        found["f:kl"] = INF
    if base.has_mass_outside(q, p):
        found["f:reverse_kl"] = INF
    entropy = -alpha * mp.log(alpha) - (1 - alpha) * mp.log(1 - alpha)
    found["f:alpha_gan"] = found["f:js_alpha"] - entropy
    found["overlap"] = values[-1]
    found["f:absolute_error"] = -values[-1]
    return found


def extremes(p, q):
    """What depends on alpha, near its ends."""
    panels = base.panels_of([p, q])
    alphas = [mpf(float(text)) for text in EXTREME]

    def terms(x):
        a, b = p.log(x), q.log(x)
        u, v = mp.exp(a), mp.exp(b)
        found = []
        for alpha in alphas:
            m = alpha * u + (1 - alpha) * v
            found.append((alpha * u * (a - mp.log(m)) if u > 0 else ZERO) +
                         ((1 - alpha) * v * (b - mp.log(m)) if v > 0 else ZERO))
            found.append(alpha * u * (1 - alpha) * v / m / 2 if m > 0 else ZERO)
        return found

    rows = []
    values = base.integrate(panels, terms)
    for text, alpha, js, squares in zip(EXTREME, alphas, values[::2], values[1::2]):
        entropy = -alpha * mp.log(alpha) - (1 - alpha) * mp.log(1 - alpha)
        rows += [(text, "js_alpha", js), (text, "f:js_alpha", js),
                 (text, "value_alpha", js - entropy), (text, "f:alpha_gan", js - entropy),
                 (text, "least_squares", squares), (text, "entropy_alpha", entropy)]
    return rows


def reference(pair):
    spec_p, spec_q, alpha = pair
    p, q = base.parse(spec_p), base.parse(spec_q)
    rows = [(repr(alpha), key, value) for key, value in f_divergences(p, q, mpf(alpha)).items()]
    for key, a, b in (("chi2_pq", p, q), ("chi2_qp", q, p)):
        value = power(a, b, mpf(2))
        rows.append((repr(alpha), key, INF if value == INF else value - 1))
    for text in ORDERS:
        order = mpf(float(text))
        value = power(p, q, order)
        if value == ZERO:
            value = INF
        elif value < INF:
            value = mp.log(value) / (order - 1)
        rows.append((repr(alpha), "renyi:" + text, value))
    rows += extremes(p, q)
    smooth = int(p.smooth and q.smooth)
    print(spec_p, spec_q, file=sys.stderr, flush=True)
    return [f'"{spec_p}","{spec_q}",{a},{key},{"inf" if v == INF else mp.nstr(v, 20)},{smooth}'
            for a, key, v in rows]


def main():
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print("p,q,alpha,quantity,value,smooth", flush=True)
    with Pool(processes) as pool:
        for rows in pool.imap(reference, PAIRS + list(base.random_pairs(40))):
            print("\n".join(rows), flush=True)


if __name__ == "__main__":
    main()
