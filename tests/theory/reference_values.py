#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reference values of every quantity of `verigan theory`, to 20 digits, by mpmath.

    pip install mpmath gmpy2
    python3 tests/theory/reference_values.py > tests/theory/reference_values.csv

Shares nothing with verigan's sources: composite Gauss-Legendre rules of 24 and 48 nodes at 40
digits, bisected until they agree to 1e-17 (where the integrand is smooth the 48-point rule is then
good to about twice as many digits), straight from the definitions, which at 40 digits need no care
about cancellation. Columns: p, q, alpha, quantity, value, smooth (1: the bound is 1e-10, 0: 1e-8,
times max(1, |value|)).
"""
import os
import random
import re
import sys
from multiprocessing import Pool

from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre

mp.dps = 40
ZERO, ONE, HALF = mpf(0), mpf(1), mpf(1) / 2
INF = mp.inf
HERE = os.path.dirname(os.path.abspath(__file__))
NODES = {n: GaussLegendre(mp).calc_nodes(n, mp.prec) for n in (4, 5)}  # 24 and 48 nodes
GAUSS = [mpf(k) for k in (1, 2, 3.5, 5, 7, 9.5, 12, 14.5)]
EXPONENTIAL = [mpf(k) for k in (0.5, 1, 2, 4, 8, 16, 32, 64, 100)]


class Located:
    smooth, power = True, 1

    def __init__(self, mean, scale):
        self.mean, self.scale = mpf(mean), mpf(scale)

    def cuts(self):
        return [self.mean] + [self.mean + s * k * self.scale for k in self.reach for s in (-1, 1)]

    def support(self):
        return [(-INF, INF)]

    def ends(self):
        return []


class Normal(Located):
    reach = GAUSS

    def log(self, x):
        return -((x - self.mean) / self.scale) ** 2 / 2 - mp.log(self.scale * mp.sqrt(2 * mp.pi))

    def tails(self, x):
        z = (x - self.mean) / self.scale / mp.sqrt(2)
        return mp.erfc(-z) / 2, mp.erfc(z) / 2

    def quantile(self, lower, upper):
        tail = min(lower, upper)
        z = -mp.sqrt(max(-2 * mp.log(2 * tail), ZERO))
        for _ in range(100):  # Newton on ln Phi, concave: monotone after the first step
            phi, density = mp.erfc(-z / mp.sqrt(2)) / 2, mp.npdf(z)
            step = mp.log(tail / phi) * phi / density
            z += step
            if abs(step) < mpf(10) ** -32 * (1 + abs(z)):
                break
        return self.mean + self.scale * (z if lower <= upper else -z)


class Logistic(Located):
    reach = EXPONENTIAL

    def log(self, x):
        t = abs(x - self.mean) / self.scale
        return -t - 2 * mp.log1p(mp.exp(-t)) - mp.log(self.scale)

    def tails(self, x):
        t = (x - self.mean) / self.scale
        return 1 / (1 + mp.exp(-t)), 1 / (1 + mp.exp(t))

    def quantile(self, lower, upper):
        return self.mean + self.scale * mp.log(lower / upper)


class Laplace(Located):
    smooth, reach = False, EXPONENTIAL

    def log(self, x):
        return -abs(x - self.mean) / self.scale - mp.log(2 * self.scale)

    def tails(self, x):
        t = (x - self.mean) / self.scale
        half = mp.exp(-abs(t)) / 2
        return (half, 1 - half) if t < 0 else (1 - half, half)

    def quantile(self, lower, upper):
        if lower <= upper:
            return self.mean + self.scale * mp.log(2 * lower)
        return self.mean - self.scale * mp.log(2 * upper)


class Exponential:
    smooth, power = False, 1

    def __init__(self, rate):
        self.rate = mpf(rate)

    def log(self, x):
        return mp.log(self.rate) - self.rate * x if x >= 0 else -INF

    def tails(self, x):
        return (-mp.expm1(-self.rate * x), mp.exp(-self.rate * x)) if x > 0 else (ZERO, ONE)

    def quantile(self, lower, upper):
        return (-mp.log1p(-lower) if lower < upper else -mp.log(upper)) / self.rate

    def cuts(self):
        return [ZERO] + [k / self.rate for k in EXPONENTIAL]

    def support(self):
        return [(ZERO, INF)]

    def ends(self):
        return [(ZERO, 1, ONE)]


class Uniform:
    smooth, power = False, 1

    def __init__(self, lower, upper):
        self.lower, self.upper = mpf(lower), mpf(upper)

    def log(self, x):
        return -mp.log(self.upper - self.lower) if self.lower <= x <= self.upper else -INF

    def tails(self, x):
        u = min(max((x - self.lower) / (self.upper - self.lower), ZERO), ONE)
        return u, 1 - u

    def quantile(self, lower, upper):
        return self.lower * upper + self.upper * lower

    def cuts(self):
        return [self.lower, self.upper]

    def support(self):
        return [(self.lower, self.upper)]

    def ends(self):
        return [(self.lower, 1, ONE), (self.upper, -1, ONE)]


class Beta:
    smooth = False

    def __init__(self, a, b):
        self.a, self.b = mpf(a), mpf(b)
        self.log_beta = mp.log(mp.beta(self.a, self.b))

    def log(self, x):
        if not 0 < x < 1:
            return -INF
        return (self.a - 1) * mp.log(x) + (self.b - 1) * mp.log1p(-x) - self.log_beta

    def tails(self, x):
        if x <= 0:
            return ZERO, ONE
        if x >= 1:
            return ONE, ZERO
        if x <= self.a / (self.a + self.b):
            lower = self.series(self.a, self.b, x)
            return lower, 1 - lower
        upper = self.series(self.b, self.a, 1 - x)
        return 1 - upper, upper

    def series(self, a, b, x):
        leading = mp.exp(a * mp.log(x) + b * mp.log1p(-x) - self.log_beta) / a
        return leading * mp.hyp2f1(a + b, 1, a + 1, x)

    def cuts(self):
        mean = self.a / (self.a + self.b)
        sd = mp.sqrt(mean * (1 - mean) / (self.a + self.b + 1))
        around = [mean + s * 2 ** k * sd for k in range(12) for s in (-1, 1)]
        return [ZERO, mean, ONE] + [x for x in around if 0 < x < 1]

    def support(self):
        return [(ZERO, ONE)]

    def ends(self):
        return [(ZERO, 1, self.a), (ONE, -1, self.b)]


class Tabulated:
    smooth = False

    def __init__(self, name):
        self.x, self.y = [], []
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            for line in file:
                try:
                    x, y = (mpf(float(word)) for word in line.split(","))
                except ValueError:
                    continue
                self.x.append(x)
                self.y.append(y)
        pieces = list(zip(self.x, self.x[1:], self.y, self.y[1:]))
        mass = sum((b - a) * (c + d) / 2 for a, b, c, d in pieces)
        self.y = [y / mass for y in self.y]
        self.pieces = list(zip(self.x, self.x[1:], self.y, self.y[1:]))

    def log(self, x):
        for a, b, c, d in self.pieces:
            if a <= x <= b:
                y = (c * (b - x) + d * (x - a)) / (b - a)
                return mp.log(y) if y > 0 else -INF
        return -INF

    def tails(self, x):
        lower = upper = ZERO
        for a, b, c, d in self.pieces:
            at = min(max(x, a), b)
            y = (c * (b - at) + d * (at - a)) / (b - a)
            lower += (at - a) * (c + y) / 2
            upper += (b - at) * (y + d) / 2
        return lower, upper

    def quantile(self, lower, upper):
        total = ZERO
        for a, b, c, d in self.pieces:
            mass = (b - a) * (c + d) / 2
            if mass > 0 and total + mass >= lower:
                slope, m = (d - c) / (b - a), lower - total
                if m <= 0:
                    return a
                return min(a + 2 * m / (c + mp.sqrt(max(c * c + 2 * slope * m, ZERO))), b)
            total += mass
        return self.x[-1]

    def cuts(self):
        return list(self.x)

    def support(self):
        return [(a, b) for a, b, c, d in self.pieces if c > 0 or d > 0]

    def ends(self):
        found = []
        for i, (x, y) in enumerate(zip(self.x, self.y)):
            if i in (0, len(self.x) - 1) or y == 0:
                found += [(x, 1, ONE + (y == 0)), (x, -1, ONE + (y == 0))]
        return found


class Mixture:
    def __init__(self, weights, parts):
        total = sum(weights)
        self.weights, self.parts = [w / total for w in weights], parts
        self.smooth = all(part.smooth for part in parts)

    def log(self, x):
        terms = [mp.log(w) + part.log(x) for w, part in zip(self.weights, self.parts)]
        high = max(terms)
        return high if high == -INF else high + mp.log(sum(mp.exp(t - high) for t in terms))

    def tails(self, x):
        both = [part.tails(x) for part in self.parts]
        return tuple(sum(w * t[i] for w, t in zip(self.weights, both)) for i in (0, 1))

    def cuts(self):
        return [x for part in self.parts for x in part.cuts()]

    def support(self):
        return [piece for part in self.parts for piece in part.support()]

    def ends(self):
        return [end for part in self.parts for end in part.ends()]


def bracketed_quantile(density, lower, upper):
    """By bisection and Newton on the logarithm of the smaller tail."""
    if not hasattr(density, "sorted_cuts"):
        density.sorted_cuts = sorted(density.cuts())
        density.cut_tails = [density.tails(x) for x in density.sorted_cuts]

    def excess(tails):
        return tails[0] - lower if lower <= upper else upper - tails[1]

    low, high = density.sorted_cuts[0], density.sorted_cuts[-1]
    for x, tails in zip(density.sorted_cuts, density.cut_tails):
        if excess(tails) <= 0:
            low = x
        else:
            high = x
            break
    x = (low + high) / 2
    for _ in range(400):
        tails = density.tails(x)
        e = excess(tails)
        if e == 0:
            return x
        if e < 0:
            low = x
        else:
            high = x
        log_density = density.log(x)
        step = INF
        if log_density > -INF:
            p = mp.exp(log_density)
            if lower <= upper:
                step = mp.log(lower / tails[0]) * tails[0] / p if tails[0] > 0 else INF
            else:
                step = mp.log(tails[1] / upper) * tails[1] / p if tails[1] > 0 else INF
        target = x + step
        if not low < target < high:
            target = (low + high) / 2
        if abs(target - x) <= mpf(10) ** -34 * abs(x) or high - low <= mpf(10) ** -34 * abs(x):
            return target
        x = target
    return x


def quantile(density, lower, upper):
    if hasattr(density, "quantile"):
        return density.quantile(lower, upper)
    return bracketed_quantile(density, lower, upper)


FAMILIES = {"normal": Normal, "logistic": Logistic, "laplace": Laplace, "exponential": Exponential,
            "uniform": Uniform, "beta": Beta}


def parse(spec):
    if spec.startswith("csv:"):
        return Tabulated(spec[4:])
    weights, parts = [], []
    for term in spec.replace(")+", ")|").split("|"):
        weight, _, rest = term.rpartition("*")
        name, _, arguments = rest.partition("(")
        weights.append(mpf(float(weight or 1)))
        parts.append(FAMILIES[name](*(float(a) for a in arguments.rstrip(")").split(","))))
    return parts[0] if len(parts) == 1 else Mixture(weights, parts)


def panels_of(densities, extra=()):
    """Pieces (x of t, dx/dt, from, to); next to singular ends x = end ± e^t."""
    cuts = sorted(set(x for d in densities for x in d.cuts()) | set(extra))
    ends = [end for d in densities for end in d.ends()]
    panels = []
    for a, b in zip(cuts, cuts[1:]):
        right = [power for x, side, power in ends if x == a and side == 1]
        left = [power for x, side, power in ends if x == b and side == -1]
        middle = (a + b) / 2
        if right or left:
            if right:
                panels += graded(a, 1, middle if left else b, min(right), max(right))
            if left:
                panels += graded(b, -1, middle if right else a, min(left), max(left))
            if not (right and left):
                continue
            continue
        near = [(end, 1) for end, side, _ in ends
                if side == 1 and end < a and b - end > 4 * (a - end)]
        near += [(end, -1) for end, side, _ in ends
                 if side == -1 and b < end and end - a > 4 * (end - b)]
        if near:  # far more than its distance to a singular end: keep that end's coordinate
            end, side = min(near, key=lambda pair: abs(pair[0] - middle))
            lo, hi = sorted((mp.log(abs(a - end)), mp.log(abs(b - end))))
            pieces = int(mp.ceil((hi - lo) / 4))
            for i in range(pieces):
                panels.append((lambda t, end=end, side=side: end + side * mp.exp(t), mp.exp,
                               lo + (hi - lo) * i / pieces, lo + (hi - lo) * (i + 1) / pieces))
            continue
        panels.append((lambda t: t, lambda t: ONE, a, b))
    return panels


def graded(end, side, other, slow, fast):
    top = mp.log(abs(other - end))
    bottom = top - 75 / min(slow, ONE)
    pieces, upper, reach = [], top, 2 / max(fast, ONE)
    x, jacobian = (lambda t: end + side * mp.exp(t)), mp.exp
    while upper > bottom:
        lower = max(upper - reach, bottom)
        pieces.append((x, jacobian, lower, upper))
        upper, reach = lower, reach * mpf(1.7)
    return pieces


def integrate(panels, f, floor=mpf(10) ** -12):
    """Sum of f (a list of integrands) over the panels; the panels' own accuracy is relative to the
    whole of each integral, or to 1e-17 floor where that is larger."""

    def rule(panel, degree):
        x, jacobian, a, b = panel
        half, middle = (b - a) / 2, (a + b) / 2
        sums = None
        for node, weight in NODES[degree]:
            t = middle + half * node
            scale = weight * half * jacobian(t)
            values = [scale * v for v in f(x(t))]
            sums = values if sums is None else [s + v for s, v in zip(sums, values)]
        return sums

    done = [(panel, rule(panel, 4), rule(panel, 5)) for panel in panels]
    for _ in range(60):
        totals = [sum(abs(d[2][i]) for d in done) for i in range(len(done[0][2]))]
        bad = [d for d in done
               if any(abs(u - v) > mpf(10) ** -17 * (t + floor)
                      for u, v, t in zip(d[1], d[2], totals))]
        if not bad:
            break
        good = [d for d in done if not any(d is other for other in bad)]
        for (x, jacobian, a, b), _, _ in bad:
            middle = (a + b) / 2
            for piece in ((x, jacobian, a, middle), (x, jacobian, middle, b)):
                good.append((piece, rule(piece, 4), rule(piece, 5)))
        done = good
    return [mp.fsum(d[2][i] for d in done) for i in range(len(done[0][2]))]


def sign_changes(panels, g, scan):
    found = []
    for x, _, a, b in panels:
        last_t, last = None, None
        shares = [mpf(10) ** -k for k in (12, 9, 6, 4, 3)]
        shares += [1 - s for s in shares] + [(mpf(i) + mpf(1) / 7) / scan for i in range(scan)]
        for share in sorted(shares):
            t = a + (b - a) * share
            value = g(x(t))
            if mp.isnan(value) or value == 0:
                continue
            if last is not None and value * last < 0 and abs(value) < INF and abs(last) < INF:
                low, high = last_t, t
                for _ in range(140):
                    middle = (low + high) / 2
                    if g(x(middle)) * value > 0:
                        high = middle
                    else:
                        low = middle
                found.append(x(high))
            last_t, last = t, value
    return found


def split(panels, points):
    out = []
    for x, jacobian, a, b in panels:
        xa, xb = sorted((x(a), x(b)))
        inside = sorted(p for p in points if xa < p < xb)
        ts = []
        for p in inside:
            if jacobian(a) == ONE and x(a) == a:
                ts.append(p)
            else:  # x = end ± e^t
                end = x(a) - mp.exp(a) if x(b) > x(a) else x(a) + mp.exp(a)
                ts.append(mp.log(abs(p - end)))
        stops = [a] + sorted(ts) + [b]
        out += [(x, jacobian, s, e) for s, e in zip(stops, stops[1:])]
    return out


def has_mass_outside(p, q):
    holes = sorted(q.support())
    for a, b in p.support():
        start = a
        for c, d in holes:
            if d <= start or c >= b:
                continue
            if c > start:
                return True
            start = max(start, d)
        if start < b:
            return True
    return False


def divergences(p, q, alpha):
    def ratio(x):
        a, b = p.log(x), q.log(x)
        return mp.nan if a == -INF and b == -INF else a - b

    panels = panels_of([p, q])
    panels = split(panels, sign_changes(panels, ratio, 24))

    def terms(x):
        a, b = p.log(x), q.log(x)
        u, v = mp.exp(a), mp.exp(b)
        if u == 0 and v == 0:
            return [ZERO] * 8
        half, m = (u + v) / 2, alpha * u + (1 - alpha) * v
        side = lambda y, l, other: y * (l - mp.log(other)) if y > 0 else ZERO
        return [u * (a - b) if u > 0 and v > 0 else ZERO,
                v * (b - a) if u > 0 and v > 0 else ZERO,
                (side(u, a, half) + side(v, b, half)) / 2,
                alpha * side(u, a, m) + (1 - alpha) * side(v, b, m),
                abs(u - v) / 2,
                (mp.sqrt(u) - mp.sqrt(v)) ** 2 / 2,
                side(u, a, u + v) + side(v, b, u + v),
                min(u, v) / 2]

    kl_pq, kl_qp, jsd, js, tv, h2, value, absolute = integrate(panels, terms)
    entropy = -alpha * mp.log(alpha) - (1 - alpha) * mp.log(1 - alpha)
    return {"kl_pq": INF if has_mass_outside(p, q) else kl_pq,
            "kl_qp": INF if has_mass_outside(q, p) else kl_qp,
            "jsd": jsd, "js_alpha": js, "tv": tv, "hellinger2": h2, "value": value,
            "value_alpha": js - entropy, "error_absolute": absolute, "entropy_alpha": entropy}


def wasserstein1(p, q):
    def gap(x):
        (a, b), (c, d) = p.tails(x), q.tails(x)
        return a - c if a < HALF else d - b

    panels = panels_of([p, q])
    panels = split(panels, sign_changes(panels, gap, 24))
    return integrate(panels, lambda x: [abs(gap(x))])[0]


def wasserstein2(p, q):
    if hasattr(p, "quantile") and not hasattr(q, "quantile"):
        p, q = q, p
    pulled = []
    for x in q.cuts():
        lower, upper = q.tails(x)
        if min(lower, upper) > mpf(10) ** -30:
            pulled.append(quantile(p, lower, upper))

    def cost(x):
        log_p = p.log(x)
        if log_p < -85:
            return [ZERO]
        lower, upper = p.tails(x)
        if min(lower, upper) < mpf(10) ** -31:
            return [ZERO]
        return [mp.exp(log_p) * (x - quantile(q, lower, upper)) ** 2]

    return mp.sqrt(integrate(panels_of([p], pulled), cost)[0])


AWKWARD = [
    ("normal(0,1)", "normal(1,2)", 0.3),
    ("normal(0,1)", "normal(1e-9,1)", 0.3),
    ("normal(0,1)", "normal(0,1.0000001)", 0.9),
    ("normal(0,1)", "normal(60,1)", 0.5),
    ("normal(0,1)", "normal(1e6,1)", 0.1),
    ("normal(0,1e-3)", "normal(0,1e3)", 0.3),
    ("normal(5,1e-3)", "normal(-700,1e3)", 0.7),
    ("normal(1e6,1)", "normal(1000001,1)", 0.5),
    ("normal(1e9,1e-3)", "normal(1e9,2e-3)", 0.5),
    ("normal(0,1)", "normal(0,1)", 0.25),
    ("normal(0,1)", "0.999999*normal(0,1)+0.000001*normal(50,0.001)", 0.5),
    ("normal(0,1)", "0.999999*normal(0,1)+1e-6*normal(0.3,1e-6)", 0.5),
    ("0.5*normal(-2,1)+0.5*normal(2,0.5)", "normal(0,2)", 0.2),
    ("0.5*normal(-10,1)+0.5*normal(10,1)",
     "0.5*normal(-10.001,1)+0.5*normal(10,1)", 0.4),
    ("0.3*normal(-3,1)+0.5*normal(1,0.02)+0.2*normal(9,3)",
     "0.25*normal(-3,1)+0.75*logistic(2,0.5)", 0.6),
    ("0.5*normal(0,1e-3)+0.5*normal(0,1e3)", "normal(0,1)", 0.5),
    ("logistic(0,1)", "normal(0,1.6)", 0.3),
    ("logistic(0,1e-3)", "logistic(0.5,1e3)", 0.3),
    ("logistic(0,1)", "logistic(1e-7,1)", 0.5),
    ("logistic(0,1)", "normal(300,0.01)", 0.5),
    ("laplace(0,1)", "normal(0,1)", 0.3),
    ("normal(0,1)", "laplace(0,1e-3)", 0.3),
    ("laplace(0,1)", "laplace(1e-8,1)", 0.5),
    ("laplace(0,1e-3)", "laplace(3,1e3)", 0.8),
    ("laplace(-1,1)", "logistic(2,3)", 0.45),
    ("uniform(0,1)", "normal(0.5,0.3)", 0.3),
    ("uniform(0,1)", "uniform(0.5,2)", 0.3),
    ("uniform(0,1)", "uniform(1,2)", 0.3),
    ("uniform(0,1)", "uniform(3,4)", 0.6),
    ("uniform(0,1)", "uniform(0.999999,2)", 0.5),
    ("uniform(0,1)", "uniform(0,1.000001)", 0.5),
    ("uniform(-1e3,1e3)", "uniform(0,1e-3)", 0.5),
    ("uniform(-1e3,1e3)", "normal(0.2,1e-3)", 0.5),
    ("exponential(1)", "exponential(2)", 0.3),
    ("exponential(1e3)", "exponential(1e-3)", 0.3),
    ("exponential(1)", "exponential(1.0000001)", 0.5),
    ("exponential(1)", "normal(1,1)", 0.35),
    ("exponential(2)", "laplace(0,0.5)", 0.5),
    ("exponential(1)", "uniform(0,2)", 0.5),
    ("beta(0.5,0.5)", "beta(2,5)", 0.3),
    ("beta(0.5,0.5)", "uniform(0,1)", 0.5),
    ("beta(0.01,3)", "uniform(0,1)", 0.5),
    ("beta(0.02,0.5)", "beta(0.3,0.7)", 0.5),
    ("beta(1.5,2)", "beta(1.5000001,2)", 0.5),
    ("beta(2,5)", "normal(0.3,0.2)", 0.65),
    ("beta(200,30)", "beta(0.5,0.5)", 0.5),
    ("beta(0.7,1)", "exponential(3)", 0.5),
    ("beta(1,1)", "uniform(0,1)", 0.5),
    ("beta(5,1)", "0.5*uniform(0.2,0.5)+0.5*uniform(0.7,1.3)", 0.5),
    ("0.5*uniform(0,1)+0.5*uniform(2,3)", "0.5*uniform(0.5,1)+0.5*uniform(2,3.5)", 0.5),
    ("0.4*beta(0.5,0.5)+0.6*normal(0,1)", "normal(0.2,1)", 0.5),
    ("0.5*laplace(0,1)+0.5*exponential(1)", "normal(1,2)", 0.15),
    ("csv:triangle.csv", "normal(0.3,0.8)", 0.3),
    ("csv:triangle.csv", "uniform(-1,2)", 0.5),
    ("csv:steps.csv", "csv:triangle.csv", 0.5),
    ("csv:steps.csv", "uniform(0,2)", 0.25),
    ("csv:steps.csv", "beta(2,2)", 0.25),
    ("normal(0,1)", "uniform(-40,40)", 0.05),
    ("normal(0,1)", "exponential(1e-3)", 0.95),
]


def random_pairs(count):
    source = random.Random(20260101)

    def number(low, high):
        return float(f"{source.uniform(low, high):.3g}")

    def scale():
        return float(f"{10 ** source.uniform(-2, 1.5):.3g}")

    def simple(smooth):
        kind = source.choice(["normal", "logistic"] if smooth else list(FAMILIES))
        if kind == "exponential":
            return f"exponential({scale()})"
        if kind == "beta":
            a, b = (float(f"{10 ** source.uniform(-1, 1):.3g}") for _ in range(2))
            return f"beta({a},{b})"
        if kind == "uniform":
            low = number(-3, 3)
            return f"uniform({low},{float(f'{low + scale():.5g}')})"
        return f"{kind}({number(-5, 5)},{scale()})"

    def density(smooth):
        if source.random() < 0.55:
            return simple(smooth)
        cut = float(f"{10 ** source.uniform(-4, -0.31):.3g}")
        return f"{cut}*{simple(smooth)}+{1 - cut:.17g}*{simple(smooth)}"

    def resolved(spec):
        # x = 1 - d has 40 digits: too few for the mass d^b next to 1 when b is small.
        return all(float(b) > 0.45 for b in re.findall(r"beta\([^,]*,([^)]*)\)", spec))

    produced = i = 0
    while produced < count:
        smooth, i = i % 2 == 0, i + 1
        pair = density(smooth), density(smooth), round(source.uniform(0.02, 0.98), 2)
        if resolved(pair[0]) and resolved(pair[1]):
            produced += 1
            yield pair


def reference(pair):
    spec_p, spec_q, alpha = pair
    p, q = parse(spec_p), parse(spec_q)
    found = divergences(p, q, mpf(alpha))
    found["w1"] = wasserstein1(p, q)
    found["w2"] = wasserstein2(p, q)
    smooth = int(p.smooth and q.smooth)
    rows = []
    for key, value in found.items():
        text = "inf" if value == INF else mp.nstr(value, 20)
        rows.append(f'"{spec_p}","{spec_q}",{alpha!r},{key},{text},{smooth}')
    print(spec_p, spec_q, file=sys.stderr, flush=True)
    return rows


def main():
    random_count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    pairs = AWKWARD + list(random_pairs(random_count))
    print("p,q,alpha,quantity,value,smooth", flush=True)
    with Pool(processes) as pool:
        for rows in pool.imap(reference, pairs):
            print("\n".join(rows), flush=True)


if __name__ == "__main__":
    main()
