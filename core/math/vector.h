#pragma once
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

// How four doubles are passed depends on the machine; everything here is inlined. (g++ needs -Wno-psabi besides.)
#pragma GCC diagnostic ignored "-Wpsabi"

/** For what is so small that a call would cost more than the work. */
#define NABLAB_INLINE [[gnu::always_inline]] inline
/** The same, behind the parameters of a lambda. */
#define NABLAB_INLINE_LAMBDA __attribute__((always_inline))

/**
 * Four numbers that are computed together. Operators (+ - * / and comparisons) work lane by lane and round as those of
 * a single number do, in every build: with 128-bit registers, with others, or with none.
 */
namespace nablab {

/** Numbers in one vector, of either precision. */
constexpr int lanes = 4;

/** The vector types that belong to float and to double. */
template <class Real>
struct VectorTypes;
template <>
struct VectorTypes<float> {
  using Vec __attribute__((vector_size(16))) = float;
  using Mask __attribute__((vector_size(16))) = std::int32_t;
  using Bits __attribute__((vector_size(16))) = std::uint32_t;
};
template <>
struct VectorTypes<double> {
  using Vec __attribute__((vector_size(32))) = double;
  using Mask __attribute__((vector_size(32))) = std::int64_t;
  using Bits __attribute__((vector_size(32))) = std::uint64_t;
};

/** Four numbers. */
template <class Real>
using Vec = typename VectorTypes<Real>::Vec;
/** What a comparison gives: all bits of a lane set where it holds, none where it does not. */
template <class Real>
using Mask = typename VectorTypes<Real>::Mask;
/** The bit patterns of four numbers, as unsigned integers. */
template <class Real>
using Bits = typename VectorTypes<Real>::Bits;

/** `count`, or the next multiple of `lanes` above it. */
constexpr std::size_t roundUpToLanes(std::size_t count) { return (count + lanes - 1) / lanes * lanes; }

/** The same number in every lane. */
template <class Real>
NABLAB_INLINE Vec<Real> splat(Real x) {
  return Vec<Real>{x, x, x, x};
}

/**
 * The same known number in every lane, for formulas with many such. V8 builds a vector constant anew from two immediate
 * halves wherever it is used; hiding the number from the compiler makes it a splat, which is faster by a quarter.
 */
template <class Real>
NABLAB_INLINE Vec<Real> constant(Real x) {
#ifdef __wasm_simd128__
  asm("" : "+r"(x));
#endif
  return splat<Real>(x);
}

/**
 * The same known number in every lane, read where it is stored for good: a static constant. V8 knows that of a constant
 * in the code and makes it anew in every round of a loop; what comes from memory stays in a register.
 */
template <class Real>
NABLAB_INLINE Vec<Real> stored(const Real& number) {
#ifdef __wasm_simd128__
  if constexpr (sizeof(Real) == 4) {
    // Says nothing of memory, which it only reads and nobody writes, so that it is moved out of loops.
    Vec<Real> all;
    asm("local.get %1\n\tv128.load32_splat 0\n\tlocal.set %0" : "=r"(all) : "r"(&number));
    return all;
  }
#endif
  return splat(number);
}

/** Four numbers from memory, which need not be aligned. */
template <class Real>
NABLAB_INLINE Vec<Real> load(const Real* from) {
  Vec<Real> v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

/** Four numbers into memory, which need not be aligned. */
template <class Real>
NABLAB_INLINE void store(Real* to, Vec<Real> v) {
  __builtin_memcpy(to, &v, sizeof v);
}

/** The first `count` ≤ 4 numbers from memory, zero in the other lanes; reads nothing behind them. */
template <class Real>
inline Vec<Real> loadPartial(const Real* from, int count) {
  Real four[lanes] = {};
  for (int i = 0; i < count && i < lanes; ++i) four[i] = from[i];
  return load(four);
}

/** The first `count` ≤ 4 lanes into memory; what lies behind them stays. */
template <class Real>
inline void storePartial(Real* to, Vec<Real> v, int count) {
  for (int i = 0; i < count && i < lanes; ++i) to[i] = v[i];
}

/** The bit patterns of four numbers. */
template <class Real>
NABLAB_INLINE Bits<Real> bitsOf(Vec<Real> v) {
  return reinterpret_cast<Bits<Real>>(v);
}

/** The numbers that have these bit patterns. */
template <class Real>
NABLAB_INLINE Vec<Real> fromBits(Bits<Real> bits) {
  return reinterpret_cast<Vec<Real>>(bits);
}

/** Where the mask is set a, elsewhere b. */
template <class Real>
NABLAB_INLINE Vec<Real> select(Mask<Real> mask, Vec<Real> a, Vec<Real> b) {
  return reinterpret_cast<Vec<Real>>((mask & reinterpret_cast<Mask<Real>>(a)) |
                                     (~mask & reinterpret_cast<Mask<Real>>(b)));
}

/** v where the mask is set, elsewhere +0. */
template <class Real>
NABLAB_INLINE Vec<Real> onlyWhere(Mask<Real> mask, Vec<Real> v) {
  return reinterpret_cast<Vec<Real>>(mask & reinterpret_cast<Mask<Real>>(v));
}

/** The first `count` ≤ 4 lanes, and zero in the others, whatever stood there. */
template <class Real>
NABLAB_INLINE Vec<Real> firstLanes(Vec<Real> v, int count) {
  const Mask<Real> place = {0, 1, 2, 3};
  return onlyWhere<Real>(place < count, v);
}

/** b where b > a, else a: of zeros of either sign the first, and NaN if (and only if) the first is NaN. */
template <class Real>
NABLAB_INLINE Vec<Real> maximum(Vec<Real> a, Vec<Real> b) {
  return b > a ? b : a;
}

/** b where b < a, else a: of zeros of either sign the first, and NaN if (and only if) the first is NaN. */
template <class Real>
NABLAB_INLINE Vec<Real> minimum(Vec<Real> a, Vec<Real> b) {
  return b < a ? b : a;
}

/** |v|, by the sign bit alone. */
template <class Real>
NABLAB_INLINE Vec<Real> absolute(Vec<Real> v) {
  return fromBits<Real>(bitsOf<Real>(v) & ~bitsOf<Real>(splat<Real>(Real(-0.0))));
}

/** The size of the first with the sign bit of the second, for a first without a sign. */
template <class Real>
NABLAB_INLINE Vec<Real> withSignOf(Vec<Real> size, Vec<Real> sign) {
  return fromBits<Real>(bitsOf<Real>(size) | (bitsOf<Real>(sign) & bitsOf<Real>(splat<Real>(Real(-0.0)))));
}

/** √v, correctly rounded. */
template <class Real>
NABLAB_INLINE Vec<Real> squareRoot(Vec<Real> v) {
  for (int i = 0; i < lanes; ++i) v[i] = sizeof(Real) == 4 ? __builtin_sqrtf(v[i]) : __builtin_sqrt(v[i]);
  return v;
}

// Compilers do not see four square roots as one, so the machines that have one are told; nor WebAssembly's extremes.
#if defined(__SSE2__)
template <>
NABLAB_INLINE Vec<float> squareRoot<float>(Vec<float> v) {
  return _mm_sqrt_ps(v);
}
#elif defined(__wasm_simd128__)
template <>
NABLAB_INLINE Vec<float> squareRoot<float>(Vec<float> v) {
  return (Vec<float>)wasm_f32x4_sqrt((v128_t)v);
}
// Defined as a < b ? b : a and b < a ? b : a: what stands above, in one instruction.
template <>
NABLAB_INLINE Vec<float> maximum<float>(Vec<float> a, Vec<float> b) {
  return (Vec<float>)wasm_f32x4_pmax((v128_t)a, (v128_t)b);
}
template <>
NABLAB_INLINE Vec<float> minimum<float>(Vec<float> a, Vec<float> b) {
  return (Vec<float>)wasm_f32x4_pmin((v128_t)a, (v128_t)b);
}
#endif

/** The products of four pairs of 32-bit numbers, each 64 bits long, in two halves. */
struct LongProducts {
  Bits<float> high, low;
};

/** a·b, whole. */
NABLAB_INLINE LongProducts multiplyLong(Bits<float> a, Bits<float> b) {
#if defined(__SSE2__)
  const auto even = (Bits<float>)_mm_mul_epu32((__m128i)a, (__m128i)b);
  const auto odd = (Bits<float>)_mm_mul_epu32(_mm_srli_epi64((__m128i)a, 32), _mm_srli_epi64((__m128i)b, 32));
  return {__builtin_shufflevector(even, odd, 1, 5, 3, 7), __builtin_shufflevector(even, odd, 0, 4, 2, 6)};
#elif defined(__wasm_simd128__)
  // Compilers make it a product of numbers of 64 bits, for which V8 takes a dozen instructions.
  Bits<float> front, back;
  asm("local.get %1\n\tlocal.get %2\n\ti64x2.extmul_low_i32x4_u\n\tlocal.set %0" : "=r"(front) : "r"(a), "r"(b));
  asm("local.get %1\n\tlocal.get %2\n\ti64x2.extmul_high_i32x4_u\n\tlocal.set %0" : "=r"(back) : "r"(a), "r"(b));
  return {__builtin_shufflevector(front, back, 1, 3, 5, 7), __builtin_shufflevector(front, back, 0, 2, 4, 6)};
#else
  LongProducts products;
  for (int i = 0; i < lanes; ++i) {
    const std::uint64_t product = std::uint64_t{a[i]} * b[i];
    products.high[i] = static_cast<std::uint32_t>(product >> 32);
    products.low[i] = static_cast<std::uint32_t>(product);
  }
  return products;
#endif
}

/** Sum of the four lanes, always (0 + 2) + (1 + 3). */
template <class Real>
NABLAB_INLINE Real sum(Vec<Real> v) {
  return (v[0] + v[2]) + (v[1] + v[3]);
}

/** The sums of four vectors, each bit for bit what `sum` gives. */
template <class Real>
NABLAB_INLINE Vec<Real> sums(Vec<Real> a, Vec<Real> b, Vec<Real> c, Vec<Real> d) {
  const Vec<Real> ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Vec<Real> cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/** Rows into columns: afterwards lane i of vector j is what lane j of vector i was. */
template <class Real>
NABLAB_INLINE void transpose(Vec<Real>& a, Vec<Real>& b, Vec<Real>& c, Vec<Real>& d) {
  const Vec<Real> ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Vec<Real> cd = __builtin_shufflevector(c, d, 0, 4, 1, 5), cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  a = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  b = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  c = __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5);
  d = __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7);
}

}  // namespace nablab
