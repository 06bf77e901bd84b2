#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reference values for laws with power tails and on the half-line, by mpmath, to 20 digits.

    pip install mpmath
    python3 tests/theory/reference_laws.py > tests/theory/reference_laws.csv

Straight from the definitions: densities and distribution functions in closed form, integrals by
Gauss-Legendre quadrature between cuts at growing distances from the centres of both laws, cut again where
p = q (or F = G). Which are infinite is written down here by hand, from the exponents of the tails. Columns
as in reference_values.csv.
"""
from mpmath import mp, mpf

mp.dps = 30
INF = mp.inf


class Law:
    lower, upper = -INF, INF

    def pdf(self, x):
        return mp.exp(self.log(x)) if self.lower < x < self.upper else mpf(0)


class Student(Law):
    def __init__(self, nu, m=0, s=1):
        self.nu, self.m, self.s = mpf(nu), mpf(m), mpf(s)
        self.c = (mp.loggamma((self.nu + 1) / 2) - mp.loggamma(self.nu / 2)
                  - mp.log(self.nu * mp.pi) / 2 - mp.log(self.s))

    def log(self, x):
        z = (x - self.m) / self.s
        return self.c - (self.nu + 1) / 2 * mp.log1p(z * z / self.nu)

    def above(self, x):
        z = (x - self.m) / self.s
        if self.nu == 1:
            tail = mp.atan2(1, abs(z)) / mp.pi
        else:
            y = self.nu / (self.nu + z * z)
            tail = mp.betainc(self.nu / 2, mpf(1) / 2, 0, y, regularized=True) / 2
        return tail if z > 0 else 1 - tail

    def centre(self):
        return self.m, self.s


class Normal(Law):
    def __init__(self, m, s):
        self.m, self.s = mpf(m), mpf(s)

    def log(self, x):
        z = (x - self.m) / self.s
        return -z * z / 2 - mp.log(self.s) - mp.log(2 * mp.pi) / 2

    def above(self, x):
        return mp.erfc((x - self.m) / self.s / mp.sqrt(2)) / 2

    def centre(self):
        return self.m, self.s


class Gamma(Law):
    lower = mpf(0)

    def __init__(self, k, rate):
        self.k, self.r = mpf(k), mpf(rate)

    def log(self, x):
        return self.k * mp.log(self.r) - mp.loggamma(self.k) + (self.k - 1) * mp.log(x) - self.r * x

    def above(self, x):
        return mp.gammainc(self.k, self.r * x, INF, regularized=True) if x > 0 else mpf(1)

    def centre(self):
        return mpf(0), self.k / self.r


class Weibull(Law):
    lower = mpf(0)

    def __init__(self, k, s):
        self.k, self.s = mpf(k), mpf(s)

    def log(self, x):
        return mp.log(self.k / self.s) + (self.k - 1) * mp.log(x / self.s) - (x / self.s) ** self.k

    def above(self, x):
        return mp.exp(-(x / self.s) ** self.k) if x > 0 else mpf(1)

    def centre(self):
        return mpf(0), self.s


class LogNormal(Law):
    lower = mpf(0)

    def __init__(self, m, s):
        self.m, self.s = mpf(m), mpf(s)

    def log(self, x):
        z = (mp.log(x) - self.m) / self.s
        return -z * z / 2 - mp.log(self.s) - mp.log(2 * mp.pi) / 2 - mp.log(x)

    def above(self, x):
        return mp.erfc((mp.log(x) - self.m) / self.s / mp.sqrt(2)) / 2 if x > 0 else mpf(1)

    def centre(self):
        return mpf(0), mp.exp(self.m)


class Pareto(Law):
    def __init__(self, m, a):
        self.lower, self.a = mpf(m), mpf(a)

    def log(self, x):
        return mp.log(self.a / self.lower) - (self.a + 1) * mp.log(x / self.lower)

    def above(self, x):
        return (self.lower / x) ** self.a if x > self.lower else mpf(1)

    def centre(self):
        return self.lower, self.lower


class Gumbel(Law):
    def __init__(self, m, s):
        self.m, self.s = mpf(m), mpf(s)

    def log(self, x):
        z = (x - self.m) / self.s
        return -z - mp.exp(-z) - mp.log(self.s)

    def above(self, x):
        return -mp.expm1(-mp.exp(-(x - self.m) / self.s))

    def centre(self):
        return self.m, self.s


PAIRS = [  # p, q, the keys that are infinite
    ("cauchy(0,1)", "cauchy(2,3)", Student(1, 0, 1), Student(1, 2, 3), "w1 w2"),
    ("cauchy(0,1)", "normal(0.5,1)", Student(1), Normal("0.5", 1), "kl_pq chi2_pq renyi:2 jeffreys w1 w2"),
    ("student(3,0,1)", "normal(0,1)", Student(3), Normal(0, 1), "chi2_pq renyi:2"),
    ("student(5,0,1)", "student(2.5,1,2)", Student(5), Student("2.5", 1, 2), ""),
    ("student(2.5,1,2)", "student(5,0,1)", Student("2.5", 1, 2), Student(5), "chi2_pq renyi:2"),
    ("gamma(2,1)", "gamma(3.5,1.5)", Gamma(2, 1), Gamma("3.5", "1.5"), ""),
    ("gamma(0.5,1)", "weibull(0.75,2)", Gamma("0.5", 1), Weibull("0.75", 2), ""),
    ("weibull(2,1)", "weibull(1.5,2)", Weibull(2, 1), Weibull("1.5", 2), ""),
    ("lognormal(0,1)", "gamma(2,1)", LogNormal(0, 1), Gamma(2, 1), "chi2_pq renyi:2"),
    ("lognormal(0,0.5)", "weibull(0.5,1)", LogNormal(0, "0.5"), Weibull("0.5", 1), "chi2_pq renyi:2"),
    ("pareto(1,3)", "pareto(1,2.5)", Pareto(1, 3), Pareto(1, "2.5"), ""),
    ("pareto(1,1.5)", "lognormal(1,1)", Pareto(1, "1.5"), LogNormal(1, 1), "kl_qp chi2_pq renyi:2 jeffreys w2"),
    ("gumbel(0,1)", "normal(0.5,1.25)", Gumbel(0, 1), Normal("0.5", "1.25"), "kl_qp chi2_pq renyi:2 jeffreys"),
    ("gumbel(0,1)", "gumbel(1,2)", Gumbel(0, 1), Gumbel(1, 2), ""),
]


def cuts(p, q):
    places = set()
    for law in (p, q):
        c, s = law.centre()
        places.add(c)
        for end in (law.lower, law.upper):
            if abs(end) != INF:
                places.add(end)
        for k in range(-4, 200):
            for sign in (-1, 1):
                x = c + sign * s * mp.exp(mpf(k) / 2)
                if max(a.pdf(x) * (abs(x) + 1) ** 3 for a in (p, q)) > mpf(10) ** -26 or k < 2:
                    places.add(x)
        if law.lower == 0:
            for k in range(2, 200):
                places.add(s * mp.exp(-mpf(k)))
    lowest = min(p.lower, q.lower)
    return sorted(x for x in places if x >= lowest)


def split(places, f):
    """The cuts, and a root of f in each interval where it changes sign."""
    fine = []
    for a, b in zip(places, places[1:]):
        fine.append(a)
        nodes = [a + (b - a) * (mpf(2 * i + 1) / 16) for i in range(8)]
        nodes = [a + (b - a) * mpf(10) ** -6] + nodes + [b - (b - a) * mpf(10) ** -6]
        for x, y in zip(nodes, nodes[1:]):
            if f(x) * f(y) < 0:
                for _ in range(100):
                    m = (x + y) / 2
                    if f(x) * f(m) <= 0:
                        y = m
                    else:
                        x = m
                fine.append(x)
    return fine + [places[-1]]


def integral(f, places):
    return mp.fsum(mp.quad(f, [a, b], method="gauss-legendre") for a, b in zip(places, places[1:]))


def main():
    print("p,q,alpha,quantity,value,smooth")
    for p_name, q_name, p, q, infinite in PAIRS:
        infinite = infinite.split()
        places = cuts(p, q)
        crossed = split(places, lambda x: p.pdf(x) - q.pdf(x))
        inside = [x for x in crossed if x >= max(p.lower, q.lower)]

        def both(f):
            return integral(lambda x: f(p.pdf(x), q.pdf(x)), crossed)

        def common(f):
            return integral(lambda x: f(p.log(x), q.log(x)), inside)

        q_covers, p_covers = q.lower <= p.lower, p.lower <= q.lower

        def half(a, b):
            return a * mp.log(2 * a / (a + b)) if a > 0 else mpf(0)

        rows = {
            "jsd": lambda: both(lambda a, b: (half(a, b) + half(b, a)) / 2),
            "tv": lambda: both(lambda a, b: abs(a - b) / 2),
            "hellinger2": lambda: both(lambda a, b: (mp.sqrt(a) - mp.sqrt(b)) ** 2 / 2),
            "triangular": lambda: both(lambda a, b: (a - b) ** 2 / (a + b) if a + b > 0 else mpf(0)),
            # Over the common support, and the mass of the one that goes further.
            "kl_pq": lambda: common(lambda a, b: mp.exp(a) * (a - b) - mp.exp(a) + mp.exp(b))
            + below(q, p.lower) if q_covers else INF,
            "kl_qp": lambda: common(lambda a, b: mp.exp(b) * (b - a) - mp.exp(b) + mp.exp(a))
            + below(p, q.lower) if p_covers else INF,
            "chi2_pq": lambda: common(lambda a, b: (mp.exp(a - b / 2) - mp.exp(b / 2)) ** 2)
            + below(q, p.lower) if q_covers else INF,
            "renyi:2": lambda: mp.log(common(lambda a, b: mp.exp(2 * a - b))) if q_covers else INF,
            "w1": lambda: integral(lambda x: abs(p.above(x) - q.above(x)),
                                   split(places, lambda x: p.above(x) - q.above(x))),
            "energy": lambda: integral(lambda x: 2 * (p.above(x) - q.above(x)) ** 2, places),
        }
        rows["jeffreys"] = lambda: rows["kl_pq"]() + rows["kl_qp"]()
        for key, of in rows.items():
            value = INF if key in infinite else of()
            text = "inf" if value == INF else mp.nstr(value, 18)
            print(f'"{p_name}","{q_name}",0.5,{key},{text},1', flush=True)
        for key in infinite:
            if key not in rows:
                print(f'"{p_name}","{q_name}",0.5,{key},inf,1', flush=True)


def below(law, x):
    return 1 - law.above(x) if x > law.lower else mpf(0)


if __name__ == "__main__":
    main()
