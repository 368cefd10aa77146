/// AVX2 without VNNI: Intel from Haswell on, AMD from Excavator and Zen on.
/// Bytes are multiplied as |w| times a signed by w: two products of at most 127 * 127 fit the 16-bit sum of `maddubs`.
#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

enum { ACTIVATION_BIAS = 0 };

typedef struct weights {
    __m256i bytes, sizes;
} weights;

INLINE weights load_weights(const int8_t *w) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)w);
    return (weights){bytes, _mm256_abs_epi8(bytes)};
}

/// Quads of activations times quads of weights, added to 8 sums.
INLINE __m256i add_quads(__m256i sum, __m256i a, weights w) {
    __m256i pairs = _mm256_maddubs_epi16(w.sizes, _mm256_sign_epi8(a, w.bytes));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

/// Pairs of 16-bit integers, multiplied and added to 8 sums.
INLINE __m256i add_pairs(__m256i sum, __m256i a, __m256i b) { return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b)); }

/// Rows of the largest tile of `linear`, and of the next where `left` are left: as equal as they come.
#define LINEAR_ROWS 8
INLINE size_t linear_rows(size_t left) { return left <= 8 ? left : left < 16 ? (left + 1) / 2 : 8; }
/// Vectors in a tile of `rows` rows: each takes two registers, so a wide tile pays for few rows only.
INLINE int linear_vectors(int rows) { return rows == 1 ? 8 : rows == 2 ? 4 : rows <= 4 ? 2 : 1; }

#include "lanes8.h"
#include "lanes8_attention.h"
#include "lanes8_linear.h"

const kn_table kn_table_avx2 = {
    .name = "avx2",
    .activation_bias = ACTIVATION_BIAS,
    .depth_group = KN_QUAD,
    .block_bias = 0,
    .quantize_rows = quantize_rows,
    .linear = linear,
    .add_norm = add_norm,
    .attention = attention,
    .dequantize = dequantize,
    .quantize_channel = quantize_channel,
    .quantize_blocks = kn_avx2_quantize_blocks,
    .linear_blocks = kn_avx2_linear_blocks,
};

#pragma clang attribute pop
#endif
