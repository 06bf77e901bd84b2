// SPDX-License-Identifier: MIT
// The elementary functions, written once over "lanes": one float (ScalarLanes) or one vector of them
// (WideLanes of each SIMD target). Every operation below is exact IEEE-754, so the lanes do not show
// in the bits. Included inside a namespace, once for each kind of lanes; hence no include guard.
// Where a function of it returns NaN, it is the quiet NaN 7fc00000.
//
// The polynomials are minimax (Remez in 50-digit arithmetic, then each coefficient rounded to float).

#ifndef VERIGAN_LANES
#define VERIGAN_LANES inline
#endif

/// Σ c[i] xⁱ by Horner's rule, one fused multiply–add per coefficient.
template <class L, int N>
VERIGAN_LANES typename L::V polynomial(L l, typename L::V x, const float (&c)[N]) {
  auto y = l.set(c[N - 1]);
  for (int i = N - 2; i >= 0; --i) y = l.fma(y, x, l.set(c[i]));
  return y;
}

template <class L>
VERIGAN_LANES typename L::V magnitude(L l, typename L::V x) {
  return l.value(l.bit_and(l.bits(x), l.integer(0x7fffffff)));
}
template <class L>
VERIGAN_LANES typename L::I sign_bit(L l, typename L::V x) {
  return l.bit_and(l.bits(x), l.integer(0x80000000));
}
template <class L>
VERIGAN_LANES typename L::V flip_sign(L l, typename L::V x, typename L::I sign) {
  return l.value(l.bit_xor(l.bits(x), sign));
}
/// `y` where x is a number, the quiet NaN 7fc00000 where it is not.
template <class L>
VERIGAN_LANES typename L::V unless_nan(L l, typename L::V x, typename L::V y) {
  return l.select(l.equal(x, x), y, l.value(l.integer(0x7fc00000)));
}
/// 2ⁿ for −126 ≤ n ≤ 127.
template <class L>
VERIGAN_LANES typename L::V power_of_two(L l, typename L::I n) {
  return l.value(l.template shift_left<23>(l.add(n, l.integer(127))));
}
/// The nearest integer (ties to even) of a·b, |a·b| ≤ 2²²: as a float, and in the low bits of `shifted`.
template <class L>
VERIGAN_LANES typename L::V round_product(L l, typename L::V a, float b, typename L::V& shifted) {
  const auto magic = l.set(0x1.8p23f);
  shifted = l.fma(a, l.set(b), magic);
  return l.sub(shifted, magic);
}

/// eˣ = 2ⁿ · y, √½ ≤ y ≤ √2, |x| ≤ 104; n also as the float k. 1 + r is kept in two floats until the
/// last addition.
template <class L>
VERIGAN_LANES typename L::V exp_parts(L l, typename L::V x, typename L::V& k, typename L::I& n) {
  constexpr float q[] = {0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558f2p-5f, 0x1.1239d4p-7f,
                         0x1.6a2446p-10f};
  auto shifted = x;
  k = round_product(l, x, 0x1.715476p+0f, shifted);
  n = l.sub(l.bits(shifted), l.integer(0x4b400000));
  auto r = l.nfma(k, l.set(0x1.62e43p-1f), x);
  r = l.nfma(k, l.set(-0x1.05c61p-29f), r);
  const auto upper = l.add(l.set(1.0f), r);
  const auto lower = l.sub(r, l.sub(upper, l.set(1.0f)));
  return l.add(upper, l.fma(l.mul(r, r), polynomial(l, r, q), lower));
}
/// eˣ for −104 ≤ x ≤ 89. The last step rounds once, and only to a denormal: by the instruction that
/// scales by 2ᵏ where there is one, else by two factors, of which only the second can round.
template <class L>
VERIGAN_LANES typename L::V exp_bounded(L l, typename L::V x) {
  auto n = l.integer(0);
  auto k = x;
  const auto y = exp_parts(l, x, k, n);
  if constexpr (requires { l.scale(y, k); }) return l.scale(y, k);
  const auto half = l.template shift_right<1>(n);
  return l.mul(l.mul(y, power_of_two(l, half)), power_of_two(l, l.sub(n, half)));
}
template <class L>
VERIGAN_LANES typename L::V exp_lanes(L l, typename L::V x) {
  const auto bounded = l.min(l.max(x, l.set(-104.0f)), l.set(89.0f));
  return unless_nan(l, x, exp_bounded(l, bounded));
}

/// ln(1 + f) + e ln 2, −0.293 ≤ f ≤ 0.5.
template <class L>
VERIGAN_LANES typename L::V log1p_plus(L l, typename L::V f, typename L::V e) {
  constexpr float p[] = {0x1.55554cp-2f,  -0x1.0000b6p-2f, 0x1.99a2f4p-3f,
                         -0x1.5512f6p-3f, 0x1.232540p-3f,  -0x1.02cf1ap-3f,
                         0x1.f0d5c2p-4f,  -0x1.ac3edcp-4f, 0x1.899416p-5f};
  const auto z = l.mul(f, f);
  const auto tail = l.fma(l.mul(f, z), polynomial(l, f, p), l.mul(e, l.set(-0x1.05c61p-29f)));
  const auto y = l.add(f, l.nfma(z, l.set(0.5f), tail));
  return l.fma(e, l.set(0x1.62e43p-1f), y);
}
/// ln x of a positive normal number.
template <class L>
VERIGAN_LANES typename L::V log_normal(L l, typename L::V x, typename L::V more) {
  const auto half_root = l.integer(0x3f3504f3);  // √½: the mantissa is taken from [√½, √2)
  const auto i = l.sub(l.bits(x), half_root);
  const auto e = l.add(l.to_float(l.template shift_right<23>(i)), more);
  const auto m = l.value(l.add(l.bit_and(i, l.integer(0x007fffff)), half_root));
  return log1p_plus(l, l.sub(m, l.set(1.0f)), e);
}
template <class L>
VERIGAN_LANES typename L::V log_lanes(L l, typename L::V x) {
  const auto zero = l.set(0.0f), infinity = l.value(l.integer(0x7f800000));
  const auto tiny = l.less(x, l.set(0x1p-126f));
  const auto y = log_normal(l, l.select(tiny, l.mul(x, l.set(0x1p25f)), x),
                            l.select(tiny, l.set(-25.0f), zero));
  const auto finite = l.select(l.less(x, infinity), y, infinity);
  const auto positive = l.select(l.less(x, zero), l.value(l.integer(0x7fc00000)), finite);
  return unless_nan(l, x, l.select(l.equal(x, zero), l.sub(zero, infinity), positive));
}

/// max(x, 0) + ln(1 + e^−|x|).
template <class L>
VERIGAN_LANES typename L::V softplus_lanes(L l, typename L::V x) {
  const auto zero = l.set(0.0f), half = l.set(0.5f);
  const auto t = exp_bounded(l, l.max(l.sub(zero, magnitude(l, x)), l.set(-104.0f)));
  const auto large = l.less(half, t);  // 1 + t = 2 · (1 + f)
  const auto f = l.select(large, l.fma(t, half, l.set(-0.5f)), t);
  const auto y = log1p_plus(l, f, l.select(large, l.set(1.0f), zero));
  return unless_nan(l, x, l.add(l.select(l.less(zero, x), x, zero), y));
}

/// With t = e^−|x|: 1 / (1 + t) for x ≥ 0, and t − t² / (1 + t) below, which keeps t's digits.
template <class L>
VERIGAN_LANES typename L::V sigmoid_lanes(L l, typename L::V x) {
  const auto zero = l.set(0.0f), one = l.set(1.0f);
  const auto t = exp_bounded(l, l.max(l.sub(zero, magnitude(l, x)), l.set(-104.0f)));
  const auto negative = l.less(x, zero);
  const auto y = l.div(l.select(negative, t, one), l.add(one, t));
  return unless_nan(l, x, l.select(negative, l.nfma(t, y, t), y));
}

/// Odd: x + x³ P(x²) below 0.625, 1 − 2 / (e^2|x| + 1) above; ±1 from 10 on.
template <class L>
VERIGAN_LANES typename L::V tanh_lanes(L l, typename L::V x) {
  constexpr float p[] = {-0x1.555532p-2f, 0x1.110726p-3f, -0x1.b83c58p-5f, 0x1.52268ep-6f,
                         -0x1.75e192p-8f};
  const auto one = l.set(1.0f), two = l.set(2.0f);
  const auto a = l.min(magnitude(l, x), l.set(10.0f));
  const auto z = l.mul(a, a);
  const auto small = l.fma(l.mul(polynomial(l, z, p), z), a, a);
  auto n = l.integer(0);
  auto k = a;
  const auto e = exp_parts(l, l.add(a, a), k, n);
  const auto large = l.sub(one, l.div(two, l.fma(e, power_of_two(l, n), one)));
  const auto y = l.select(l.less(a, l.set(0.625f)), small, large);
  return unless_nan(l, x, flip_sign(l, y, sign_bit(l, x)));
}

/// The sine of q·π/2 + r, |r| ≤ π/4 and a little.
template <class L>
VERIGAN_LANES typename L::V sine_of_parts(L l, typename L::I q, typename L::V r) {
  constexpr float s[] = {-0x1.555546p-3f, 0x1.110736p-7f, -0x1.994222p-13f};
  constexpr float c[] = {0x1.55554ap-5f, -0x1.6c0c2ep-10f, 0x1.99ea04p-16f};
  const auto z = l.mul(r, r);
  const auto sine = l.fma(l.mul(polynomial(l, z, s), z), r, r);
  const auto cosine = l.fma(l.mul(z, z), polynomial(l, z, c), l.nfma(z, l.set(0.5f), l.set(1.0f)));
  const auto odd = l.equal_bits(l.bit_and(q, l.integer(1)), l.integer(1));
  return flip_sign(l, l.select(odd, cosine, sine),
                   l.template shift_left<30>(l.bit_and(q, l.integer(2))));
}
/// |x| ≤ 2¹⁶: x = n π/2 + r with π/2 in three floats.
template <class L>
VERIGAN_LANES typename L::V reduce_angle(L l, typename L::V x, typename L::I& n) {
  auto shifted = x;
  const auto k = round_product(l, x, 0x1.45f306p-1f, shifted);
  n = l.bits(shifted);
  auto r = l.nfma(k, l.set(0x1.921fb6p+0f), x);
  r = l.nfma(k, l.set(-0x1.777a5cp-25f), r);
  return l.nfma(k, l.set(-0x1.ee59dap-50f), r);
}
template <class L>
VERIGAN_LANES typename L::V sin_lanes(L l, typename L::V x) {
  auto n = l.integer(0);
  const auto r = reduce_angle(l, magnitude(l, x), n);
  return unless_nan(l, x, flip_sign(l, sine_of_parts(l, n, r), sign_bit(l, x)));
}
template <class L>
VERIGAN_LANES typename L::V cos_lanes(L l, typename L::V x) {
  auto n = l.integer(0);
  const auto r = reduce_angle(l, magnitude(l, x), n);
  return unless_nan(l, x, sine_of_parts(l, l.add(n, l.integer(1)), r));
}

/// A 32-bit word to the open interval (0, 1): (k + ½)/2²³, k its upper 23 bits.
template <class L>
VERIGAN_LANES typename L::V uniform_lanes(L l, typename L::I word) {
  const auto k = l.to_float(l.template shift_right_logical<9>(word));
  return l.fma(k, l.set(0x1p-23f), l.set(0x1p-24f));
}
/// Box–Muller: two words to two independent standard normals, |value| ≤ 6.67.
template <class L>
VERIGAN_LANES void normal_lanes(L l, typename L::I word0, typename L::I word1,
                                typename L::V& normal0, typename L::V& normal1) {
  const auto k = l.to_float(l.template shift_right_logical<1>(word0));
  const auto u = l.fma(k, l.set(0x1p-31f), l.set(0x1p-32f));  // (0, 1]
  const auto radius = l.sqrt(l.mul(l.set(-2.0f), log_normal(l, u, l.set(0.0f))));
  const auto turned = l.add(word1, l.integer(0x20000000));  // angle: word1 / 2³² turns
  const auto quadrant = l.template shift_right_logical<30>(turned);
  const auto rest = l.sub(word1, l.template shift_left<30>(quadrant));
  const auto r = l.mul(l.to_float(rest), l.set(0x1.921fb6p-30f));  // 2π / 2³²
  normal0 = l.mul(radius, sine_of_parts(l, l.add(quadrant, l.integer(1)), r));
  normal1 = l.mul(radius, sine_of_parts(l, quadrant, r));
}

/// x, or 0 where |x| < 2⁻⁹⁵.
template <class L>
VERIGAN_LANES typename L::V without_tiny(L l, typename L::V x) {
  const auto upper_exponent = l.bit_and(l.bits(x), l.integer(0x70000000));
  return l.select(l.equal_bits(upper_exponent, l.integer(0)), l.set(0.0f), x);
}

/// slope·x where `negative`, else x; slope 0 gives 0, also for infinities.
template <class L, class M>
VERIGAN_LANES typename L::V scale_where(L l, M negative, typename L::V x, float slope) {
  const auto scaled = slope == 0.0f ? l.set(0.0f) : l.mul(l.set(slope), x);
  return l.select(negative, scaled, x);
}
template <class L>
VERIGAN_LANES typename L::V leaky_relu_lanes(L l, typename L::V x, float slope) {
  if (slope == 0.0f) return l.rectify(x);
  return scale_where(l, l.less(x, l.set(0.0f)), x, slope);
}
// Gradients with respect to the input, from the output y: dy·f′.
template <class L>
VERIGAN_LANES typename L::V leaky_relu_gradient(L l, typename L::V y, typename L::V dy,
                                                float slope) {
  const auto zero = l.set(0.0f);
  return l.select(l.less(zero, y), dy, scale_where(l, l.equal(zero, zero), dy, slope));
}
template <class L>
VERIGAN_LANES typename L::V tanh_gradient(L l, typename L::V y, typename L::V dy) {
  return l.mul(dy, l.nfma(y, y, l.set(1.0f)));
}
template <class L>
VERIGAN_LANES typename L::V sigmoid_gradient(L l, typename L::V y, typename L::V dy) {
  return l.mul(l.mul(dy, y), l.sub(l.set(1.0f), y));
}
