#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reference values of pairs that agree to more digits than a double has, or are told apart by the
decimals of their parameters alone: to 20 digits, by mpmath.

    pip install mpmath gmpy2
    python3 tests/theory/reference_near.py > tests/theory/reference_near.csv

With the densities, panels and quadrature of reference_values.py, straight from the definitions at
60 digits. Unlike there, parameters and alpha are the decimals as written, not the doubles next to
them. Columns as in reference_values.csv.
"""
import sys
from multiprocessing import Pool

import reference_values as base
from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre
from reference_values import FAMILIES, INF, ZERO, Mixture

mp.dps = 60
base.NODES = {n: GaussLegendre(mp).calc_nodes(n, mp.prec) for n in (4, 5)}
HALF = mpf(1) / 2

PAIRS = [
    ("normal(0,1)", "normal(1e-17,1)"),
    ("normal(0,1000)", "normal(1e-14,1000)"),
    ("laplace(0,1)", "laplace(1e-17,1)"),
    ("uniform(0,0.3)", "uniform(0,0.30000000000000000001)"),
    ("uniform(0.999999,2)", "uniform(0,1)"),
    ("uniform(0,0.1)", "uniform(0.09999999999999999999,1)"),
    ("normal(0,1)", "1*normal(0,1)+1e-17*normal(30,1)"),
    ("normal(0,1)", "1e-20*laplace(3,1)+1*normal(0,1)"),
]
ALPHAS = ["0.3", "0.999999999999"]


def parse(text):
    weights, parts = [], []
    for part in text.split("+"):
        weight, _, family = part.rpartition("*")
        name, _, arguments = family.rstrip(")").partition("(")
        weights.append(mpf(weight or 1))
        parts.append(FAMILIES[name](*arguments.split(",")))
    return parts[0] if len(parts) == 1 and weights[0] == 1 else Mixture(weights, parts)


def covered(p, q):
    """Whether p is 0 where q is; no pair here has gaps."""
    ends = [(min(a for a, _ in d.support()), max(b for _, b in d.support())) for d in (p, q)]
    return ends[0][0] >= ends[1][0] and ends[0][1] <= ends[1][1]


def rows(p, q):
    """Of every alpha at once: (alpha, key, value)."""
    alphas = [mpf(text) for text in ALPHAS]

    def ratio(x):
        a, b = p.log(x), q.log(x)
        return mp.nan if a == -INF and b == -INF else a - b

    def terms(x):
        a, b = p.log(x), q.log(x)
        u, v = mp.exp(a), mp.exp(b)
        if u == 0 and v == 0:
            return [ZERO] * 11

        def js(alpha):
            m = alpha * u + (1 - alpha) * v
            return ((alpha * u * (a - mp.log(m)) if u > 0 else ZERO)
                    + ((1 - alpha) * v * (b - mp.log(m)) if v > 0 else ZERO))

        def squares(alpha):
            return alpha * u * (1 - alpha) * v / (alpha * u + (1 - alpha) * v) / 2

        both = u > 0 and v > 0
        return [u * (a - b) - u + v if both else v, v * (b - a) - v + u if both else u,
                (u - v) ** 2 / v if v > 0 else ZERO,
                js(HALF), abs(u - v) / 2, (mp.sqrt(u) - mp.sqrt(v)) ** 2 / 2, min(u, v) / 2,
                *(js(alpha) for alpha in alphas), *(squares(alpha) for alpha in alphas)]

    panels = base.panels_of([p, q])
    panels = base.split(panels, base.sign_changes(panels, ratio, 24))
    found = base.integrate(panels, terms, ZERO)
    names = ["kl_pq", "kl_qp", "chi2_pq", "jsd", "tv", "hellinger2", "error_absolute"]
    for name, value in zip(names, found):
        if name == "kl_qp":
            value = value if covered(q, p) else INF
        elif name in ("kl_pq", "chi2_pq"):
            value = value if covered(p, q) else INF
        yield ALPHAS[0], name, value
    for text, alpha, js, squares in zip(ALPHAS, alphas, found[7:9], found[9:]):
        yield text, "js_alpha", js
        yield text, "least_squares", squares
        yield text, "entropy_alpha", -alpha * mp.log(alpha) - (1 - alpha) * mp.log(1 - alpha)


def reference(pair):
    p, q = pair
    return [f'"{p}","{q}",{alpha},{key},{mp.nstr(value, 20)},0'
            for alpha, key, value in rows(parse(p), parse(q))]


def main():
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print("p,q,alpha,quantity,value,smooth")
    with Pool(processes) as pool:
        for found in pool.imap(reference, PAIRS, 1):
            print("\n".join(found), flush=True)


if __name__ == "__main__":
    main()
