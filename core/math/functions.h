#pragma once
#include <array>
#include <concepts>
#include <limits>
#include <type_traits>

#include "vector.h"

/**
 * Elementary functions on four lanes, of + − × ÷ and integer operations alone, so that every build gives the same bits;
 * the library's differ from one system to the next. Within 4 units in the last place of the true value everywhere
 * (tested), except where a function says otherwise. NaN gives NaN, zeros keep their sign where the function is odd, and
 * results below the smallest normal number are zero where that is said. The last section has the same for one number.
 *
 * The polynomials are minimax fits of our own, by the exchange algorithm of Remez 1934 in 60 digits, over the interval
 * that remains after reduction of the argument, for the smallest relative error of the function.
 */
namespace nablab {

/** What the functions must know about a number format, and the coefficients that suit its precision, lowest first. */
template <class Real>
struct Format;

template <>
struct Format<float> {
  using Integer = std::uint32_t;
  static constexpr int mantissaBits = 23, bias = 127;
  /** Added to this, a number is rounded to a whole one, which then stands in the lowest bits. */
  static constexpr float rounder = 0x1.8p23f;
  /** Bit pattern of √½. */
  static constexpr Integer rootHalf = 0x3f3504f3;
  /** ln 2 in two parts; products of the first with an exponent are exact. */
  static constexpr float ln2High = 0x1.62e4p-1f, ln2Low = 0x1.7f7d1cp-20f;
  /** The greatest x with finite eˣ, and the least with normal eˣ. */
  static constexpr float largestPower = 0x1.62e42ep6f, smallestPower = -0x1.5d589ep6f;
  /** From here on tanh(x/2) rounds to 1, and e⁻ˣ − 1 to −1. */
  static constexpr float saturation = 20;
  /** (eʳ − 1 − r)/r² for |r| ≤ ln 2 / 2. */
  static constexpr std::array exponential{0.5f, 0.166665435f, 0.0416662805f, 0.00836661085f, 0.00139464962f};
  /** (2 artanh(s)/s − 2)/s² in powers of s², for |s| ≤ (√2 − 1)/(√2 + 1). */
  static constexpr std::array logarithm{0.666667759f, 0.399774969f, 0.298730731f};
  /** erf(x)/x − 1 in powers of x², for |x| ≤ 1. */
  static constexpr std::array errorInside{0.128379123f,   -0.376123264f,  0.112801812f,
                                          -0.0267113272f, 0.00491755784f, -0.000563141274f};
  /** ln(1 − erf x), for 1 ≤ x ≤ largestError, from where on erf rounds to 1. */
  static constexpr std::array errorOutside{-0.00261917259f, -1.11762127f,  -0.654240064f,
                                           -0.0887997137f,  0.0148318408f, -0.00115722016f};
  static constexpr float largestError = 3.95f;
};

template <>
struct Format<double> {
  using Integer = std::uint64_t;
  static constexpr int mantissaBits = 52, bias = 1023;
  static constexpr double rounder = 0x1.8p52;
  static constexpr Integer rootHalf = 0x3fe6a09e667f3bcd;
  static constexpr double ln2High = 0x1.62e42fefa2p-1, ln2Low = 0x1.9ef35793c7673p-41;
  static constexpr double largestPower = 0x1.62e42fefa39efp9, smallestPower = -0x1.6232bdd7abcd2p9;
  static constexpr double saturation = 40;
  static constexpr std::array exponential{0.5000000000000006,     0.16666666666666685,   0.04166666666657332,
                                          0.008333333333314543,   0.0013888888932484017, 0.00019841269903153337,
                                          2.4801504312420182e-05, 2.755722783184647e-06, 2.762638210532915e-07,
                                          2.511451511651381e-08};
  static constexpr std::array logarithm{0.6666666666666735,  0.3999999999941109, 0.2857142874326308, 0.2222219847595089,
                                        0.18183569741434888, 0.1531390320897987, 0.1479750805616728};
  static constexpr std::array errorInside{0.12837916709551257,    -0.37612638903183520,     0.11283791670944201,
                                          -0.026866170643113414,  0.0052239776061308422,    -0.00085483259297662443,
                                          0.00012055293586936950, -0.000014924712439534814, 1.6447132699786621e-6,
                                          -1.6206318752969209e-7, 1.3710988704190523e-8,    -7.7794629717615969e-10};
  static constexpr std::array errorOutside{
      -1.0633224501347771969e-6, -1.1283687146438677812,    -0.63666756854463442929,  -0.10263767600614326738,
      0.018865430044885808812,   0.00058400717580751033,    -0.0020987239259412990,   0.00091991000657112139909,
      -0.00023063248752923600,   0.000027992959582677180,   3.6122206006476966798e-6, -2.6732516813236336161e-6,
      6.8779918406688135139e-7,  -1.0822747530204172525e-7, 1.0903991985201357163e-8, -6.5185485144353956626e-10,
      1.7705392879898980719e-11};
  static constexpr double largestError = 5.95;
};

/** Σ coefficientᵢ·xⁱ, by Horner's rule; the coefficients are static constants. */
template <class Real, std::size_t Count>
NABLAB_INLINE Vec<Real> polynomial(Vec<Real> x, const std::array<Real, Count>& coefficients) {
  Vec<Real> total = stored<Real>(coefficients[Count - 1]);
#pragma GCC unroll 16
  for (std::size_t i = Count - 1; i > 0; --i) total = total * x + stored<Real>(coefficients[i - 1]);
  return total;
}

/** x = n·ln 2 + rest with whole n and |rest| ≤ ln 2 / 2. */
template <class Real>
struct ReducedPower {
  /** n, already where the exponent of a number stands. */
  Bits<Real> exponent;
  Vec<Real> rest;
  /** eʳᵉˢᵗ − 1. */
  NABLAB_INLINE Vec<Real> restMinusOne() const {
    return rest + rest * rest * polynomial<Real>(rest, Format<Real>::exponential);
  }
};

/** Reduces the argument of a power; what comes out is of no use for |n| beyond the format's exponents. */
template <class Real>
NABLAB_INLINE ReducedPower<Real> reducePower(Vec<Real> x) {
  using F = Format<Real>;
  const Vec<Real> rounder = stored<Real>(F::rounder);
  const Vec<Real> shifted = x * constant<Real>(Real(1.4426950408889634)) + rounder;
  const Vec<Real> n = shifted - rounder;
  const Vec<Real> rest = (x - n * stored<Real>(F::ln2High)) - n * stored<Real>(F::ln2Low);
  return {bitsOf<Real>(shifted) << F::mantissaBits, rest};
}

/** eˣ up to `largest` ≤ Format::largestPower, infinity above; zero where eˣ is below the normal numbers. */
template <class Real>
NABLAB_INLINE Vec<Real> exponentialUpTo(Vec<Real> x, Real largest) {
  const ReducedPower<Real> power = reducePower<Real>(x);
  const Vec<Real> near1 = constant<Real>(1) + power.restMinusOne();
  const Vec<Real> inside = fromBits<Real>(bitsOf<Real>(near1) + power.exponent);
  // The product is infinity, or NaN for NaN.
  const Vec<Real> below = select<Real>(x <= largest, inside, x * constant<Real>(std::numeric_limits<Real>::infinity()));
  return onlyWhere<Real>(~(x < Format<Real>::smallestPower), below);
}

/** eˣ; infinity above the range of the format, zero where the result is below its normal numbers. */
template <class Real>
NABLAB_INLINE Vec<Real> exponential(Vec<Real> x) {
  return exponentialUpTo<Real>(x, Format<Real>::largestPower);
}

/** eˣ − 1, with all digits for small x too. */
template <class Real>
NABLAB_INLINE Vec<Real> exponentialMinusOne(Vec<Real> x) {
  using F = Format<Real>;
  // The ends lie where the result is −1 and infinity.
  const Vec<Real> inside =
      maximum<Real>(minimum<Real>(x, constant<Real>(F::largestPower + Real(0.25))), constant<Real>(-F::saturation));
  const ReducedPower<Real> power = reducePower<Real>(inside);
  // 2ⁿ⁻¹, because 2ⁿ may be too large although eˣ is not.
  const Vec<Real> half = fromBits<Real>(power.exponent + (typename F::Integer{F::bias - 1} << F::mantissaBits));
  const Vec<Real> result = constant<Real>(2) * (half * power.restMinusOne() + (half - constant<Real>(Real(0.5))));
  return withSignOf<Real>(result, x);
}

/** The coefficients of 4·f(2x) from those of f(x). */
template <class Real, std::size_t Count>
constexpr std::array<Real, Count> ofDoubleArgument(std::array<Real, Count> coefficients) {
  Real factor = 4;
  for (Real& coefficient : coefficients) {
    coefficient *= factor;
    factor *= 2;
  }
  return coefficients;
}

/**
 * tanh x = 2PQ/(P² + Q²) with tanh(x/2) = P/Q, both polynomials: near the ends, where a unit in the last place is
 * small, errors of P/Q are hardly felt. The coefficients are a minimax fit of our own over |x| ≤ 8.8 (Lawson's
 * reweighted least squares in 113 bits), times 0.932…, with which rounding hurts least: within 3.5 units for every
 * float (all were tried), never beyond ±1, and just there at the ends.
 */
NABLAB_INLINE Vec<float> rationalTangent(Vec<float> x) {
  static constexpr std::array numerator{0.466222882f, 0.0146925123f, 7.48048551e-05f, 4.05072029e-08f};
  static constexpr std::array denominator{0.932445765f, 0.107088789f, 0.00130331633f, 2.5682325e-06f};
  static constexpr float end = 8.5f;
  const Vec<float> inside = maximum<float>(minimum<float>(x, stored(end)), -stored(end));
  const Vec<float> square = inside * inside;
  const Vec<float> p = inside * polynomial<float>(square, numerator), q = polynomial<float>(square, denominator);
  return (p + p) * q / (p * p + q * q);
}

/** tanh x: in double (e²ˣ − 1)/(e²ˣ + 1). */
template <class Real>
NABLAB_INLINE Vec<Real> hyperbolicTangent(Vec<Real> x) {
  if constexpr (sizeof(Real) == 4) return rationalTangent(x);
  using F = Format<Real>;
  static constexpr auto coefficients = ofDoubleArgument(F::exponential);
  const Vec<Real> size = minimum<Real>(absolute<Real>(x), constant<Real>(F::saturation / 2)), one = constant<Real>(1);
  const Vec<Real> rounder = constant<Real>(F::rounder);
  const Vec<Real> shifted = size * constant<Real>(Real(2 * 1.4426950408889634)) + rounder;
  // ln 2 needs no second part: where n counts, tanh is so flat that the error is not seen.
  const Vec<Real> rest = size - (shifted - rounder) * constant<Real>(Real(0.34657359027997264));
  const Vec<Real> restMinusOne = (rest + rest) + rest * rest * polynomial<Real>(rest, coefficients);
  const Vec<Real> scale = fromBits<Real>((bitsOf<Real>(shifted) << F::mantissaBits) + bitsOf<Real>(one));
  const Vec<Real> minusOne = scale * restMinusOne + (scale - one);
  return withSignOf<Real>(minusOne / (minusOne + constant<Real>(2)), x);
}

/** σ(x) = 1/(1 + e⁻ˣ), zero where that is below the normal numbers. */
template <class Real>
NABLAB_INLINE Vec<Real> sigmoid(Vec<Real> x) {
  return constant<Real>(1) / (constant<Real>(1) + exponentialUpTo<Real>(-x, -Format<Real>::smallestPower));
}

/** erf x = 2/√π · ∫₀ˣ e^(−t²) dt: an odd polynomial up to |x| = 1, from there 1 − e^p(|x|). */
template <class Real>
NABLAB_INLINE Vec<Real> errorFunction(Vec<Real> x) {
  using F = Format<Real>;
  const Vec<Real> one = constant<Real>(1), size = minimum<Real>(absolute<Real>(x), constant<Real>(F::largestError));
  const Vec<Real> inside = size + size * polynomial<Real>(size * size, F::errorInside);
  const Vec<Real> outside = one - exponential<Real>(polynomial<Real>(size, F::errorOutside));
  return withSignOf<Real>(select<Real>(size <= one, inside, outside), x);
}

/** ln u + n·ln 2 + correction of a normal, positive u, where the correction is far smaller than 1. */
template <class Real>
NABLAB_INLINE Vec<Real> logarithmOfNormal(Vec<Real> u, Vec<Real> n, Vec<Real> correction) {
  using F = Format<Real>;
  using Integer = typename F::Integer;
  constexpr Integer one = Integer{F::bias} << F::mantissaBits, mantissa = (Integer{1} << F::mantissaBits) - 1;
  // u = 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2; the number 2^mantissaBits + k has k in its lowest bits.
  const Bits<Real> raised = bitsOf<Real>(u) + (one - F::rootHalf);
  const Vec<Real> whole = constant<Real>(static_cast<Real>(mantissa + 1));
  const Vec<Real> k = fromBits<Real>((raised >> F::mantissaBits) | bitsOf<Real>(whole)) -
                      constant<Real>(static_cast<Real>(mantissa + 1 + F::bias)) + n;
  const Vec<Real> f = fromBits<Real>((raised & mantissa) + F::rootHalf) - constant<Real>(1);
  // ln(1 + f) = 2 artanh(s) = 2s + s·r, and 2s = f − s·f.
  const Vec<Real> s = f / (constant<Real>(2) + f), square = s * s;
  const Vec<Real> r = square * polynomial<Real>(square, F::logarithm);
  const Vec<Real> small = s * (f - r) - (k * stored<Real>(F::ln2Low) + correction);
  return k * stored<Real>(F::ln2High) + (f - small);
}

/** ln x; −∞ for zeros of either sign, NaN below. */
template <class Real>
NABLAB_INLINE Vec<Real> logarithm(Vec<Real> x) {
  constexpr Real infinity = std::numeric_limits<Real>::infinity(), raise = 0x1p60;
  const Vec<Real> zero = constant<Real>(0);
  const Mask<Real> subnormal = x < std::numeric_limits<Real>::min();
  const Vec<Real> u = select<Real>(subnormal, x * raise, x);
  const Vec<Real> regular = logarithmOfNormal<Real>(u, onlyWhere<Real>(subnormal, constant<Real>(-60)), zero);
  const Vec<Real> belowZero = select<Real>(x < zero, constant<Real>(std::numeric_limits<Real>::quiet_NaN()), x);
  const Vec<Real> special = select<Real>(x == zero, constant<Real>(-infinity), belowZero);
  return select<Real>((x > zero) & (x < infinity), regular, special);
}

/** ln(1 + x) of 0 ≤ x < ∞ and of NaN, with all digits for small x too. */
template <class Real>
NABLAB_INLINE Vec<Real> logarithmOnePlusPositive(Vec<Real> x) {
  const Vec<Real> one = constant<Real>(1), u = one + x;
  // What rounding took from 1 + x comes back as the first term of a Taylor series.
  return logarithmOfNormal<Real>(u, constant<Real>(0), (x - (u - one)) / u);
}

/** ln(1 + x), with all digits for small x too; −∞ for −1, NaN below. */
template <class Real>
NABLAB_INLINE Vec<Real> logarithmOnePlus(Vec<Real> x) {
  constexpr Real infinity = std::numeric_limits<Real>::infinity();
  const Vec<Real> zero = constant<Real>(0), u = constant<Real>(1) + x, regular = logarithmOnePlusPositive<Real>(x);
  const Vec<Real> belowZero = select<Real>(u < zero, constant<Real>(std::numeric_limits<Real>::quiet_NaN()), x);
  const Vec<Real> special = select<Real>(u == zero, constant<Real>(-infinity), belowZero);
  return select<Real>((u > zero) & (u < infinity) & (x != zero), regular, special);
}

/** Beyond ±2²⁰ sine and cosine are NaN: neighbouring numbers would soon lie whole periods apart. */
constexpr double largestAngle = 0x1p20;

/** sin(x + quarters·π/2) of x in radians; NaN for |x| > largestAngle. */
NABLAB_INLINE Vec<double> sineShifted(Vec<double> x, std::uint64_t quarters) {
  static constexpr std::array sine{-0.16666666666666632,   0.00833333333332237,     -0.00019841269829771154,
                                   2.7557313678661637e-06, -2.5050755960813578e-08, 1.5896666474653744e-10};
  static constexpr std::array cosine{0.0416666666666666,      -0.0013888888888874064, 2.4801587289443468e-05,
                                     -2.7557314340656437e-07, 2.0875721623369037e-09, -1.1359559314531084e-11};
  // π/2 in three parts, of which the first two have 33 bits: their products with n are exact (Cody & Waite 1980).
  const Vec<double> rounder = constant(Format<double>::rounder), shifted = x * constant(0.6366197723675814) + rounder,
                    n = shifted - rounder;
  const Vec<double> r =
      ((x - n * constant(0x1.921fb544p0)) - n * constant(0x1.0b4611a6p-34)) - n * constant(0x1.3198a2e037073p-69);
  const Vec<double> square = r * r;
  const Vec<double> sineOfRest = r + r * square * polynomial<double>(square, sine);
  const Vec<double> cosineOfRest =
      (constant(1.0) - constant(0.5) * square) + square * square * polynomial<double>(square, cosine);
  const Bits<double> quadrant = bitsOf<double>(shifted) + quarters;
  const Vec<double> size = select<double>((quadrant & 1) == 1, cosineOfRest, sineOfRest);
  const Vec<double> result = fromBits<double>(bitsOf<double>(size) ^ ((quadrant & 2) << 62));
  return select<double>(absolute<double>(x) <= largestAngle, result,
                        constant(std::numeric_limits<double>::quiet_NaN()));
}

/** sin x of x in radians; NaN for |x| > largestAngle. */
template <class Real>
NABLAB_INLINE Vec<Real> sine(Vec<Real> x) {
  const Vec<Real> result = __builtin_convertvector(sineShifted(__builtin_convertvector(x, Vec<double>), 0), Vec<Real>);
  return select<Real>(x == 0, x, result);
}

/** cos x of x in radians; NaN for |x| > largestAngle. */
template <class Real>
NABLAB_INLINE Vec<Real> cosine(Vec<Real> x) {
  return __builtin_convertvector(sineShifted(__builtin_convertvector(x, Vec<double>), 1), Vec<Real>);
}

// The same functions of one number.

/** eˣ; see above. */
template <std::floating_point Real>
Real exponential(Real x) {
  return exponential<Real>(splat(x))[0];
}
/** eˣ − 1; see above. */
template <std::floating_point Real>
Real exponentialMinusOne(Real x) {
  return exponentialMinusOne<Real>(splat(x))[0];
}
/** ln x; see above. */
template <std::floating_point Real>
Real logarithm(Real x) {
  return logarithm<Real>(splat(x))[0];
}
/** ln(1 + x) of 0 ≤ x < ∞; see above. */
template <std::floating_point Real>
Real logarithmOnePlusPositive(Real x) {
  return logarithmOnePlusPositive<Real>(splat(x))[0];
}
/** ln(1 + x); see above. */
template <std::floating_point Real>
Real logarithmOnePlus(Real x) {
  return logarithmOnePlus<Real>(splat(x))[0];
}
/** tanh x; see above. */
template <std::floating_point Real>
Real hyperbolicTangent(Real x) {
  return hyperbolicTangent<Real>(splat(x))[0];
}
/** σ(x); see above. */
template <std::floating_point Real>
Real sigmoid(Real x) {
  return sigmoid<Real>(splat(x))[0];
}
/** erf x; see above. */
template <std::floating_point Real>
Real errorFunction(Real x) {
  return errorFunction<Real>(splat(x))[0];
}
/** sin x; see above. */
template <std::floating_point Real>
Real sine(Real x) {
  return sine<Real>(splat(x))[0];
}
/** cos x; see above. */
template <std::floating_point Real>
Real cosine(Real x) {
  return cosine<Real>(splat(x))[0];
}

/** `number` if the lowest of these bits is set, else 1; by a mask, because a jump could not be foreseen. */
inline double ifLowestBit(std::uint64_t bits, double number) {
  constexpr auto one = __builtin_bit_cast(std::uint64_t, 1.0);
  return __builtin_bit_cast(double, one ^ ((__builtin_bit_cast(std::uint64_t, number) ^ one) & -(bits & 1)));
}

/** base^exponent by squaring, 1 for exponent 0; the relative error is at most about |exponent|·2⁻⁵³. */
template <std::integral Integer>
double power(double base, Integer exponent) {
  using Unsigned = std::make_unsigned_t<Integer>;
  double result = 1;
  for (Unsigned rest = exponent < 0 ? Unsigned{} - static_cast<Unsigned>(exponent) : static_cast<Unsigned>(exponent);
       rest != 0; rest >>= 1, base *= base)
    result *= ifLowestBit(rest, base);
  return exponent < 0 ? 1 / result : result;
}

/** The same of two bases, exponent not below 0, for hardly more time than one takes: its products wait for each other.
 */
inline std::array<double, 2> twoPowers(double first, double second, long exponent) {
  std::array<double, 2> result{1, 1};
  for (auto rest = static_cast<unsigned long>(exponent); rest != 0; rest >>= 1) {
    result = {result[0] * ifLowestBit(rest, first), result[1] * ifLowestBit(rest, second)};
    first *= first;
    second *= second;
  }
  return result;
}

/**
 * 1 − base^exponent of two bases from 0 to 1, exponent not below 0. Powers that are lost beside 1 are not computed:
 * they are below e^(−(1 − base)·exponent), and e⁻³⁸ is below 2⁻⁵⁴.
 */
inline std::array<double, 2> oneMinusPowers(double first, double second, long exponent) {
  const double greater = first > second ? first : second;
  if ((1 - greater) * static_cast<double>(exponent) > 38) return {1, 1};
  const auto [firstPower, secondPower] = twoPowers(first, second, exponent);
  return {1 - firstPower, 1 - secondPower};
}

/** base^exponent of a positive base; the relative error is at most about |exponent · ln base|·2⁻⁵². */
inline double power(double base, double exponent) { return exponential(exponent * logarithm(base)); }

}  // namespace nablab
