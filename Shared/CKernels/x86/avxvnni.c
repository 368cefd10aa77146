/// AVX2 with AVX-VNNI: Intel from Alder Lake on (whose desktop parts lack AVX-512), AMD from Zen 5 on.
#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avxvnni"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

/// The multiply takes unsigned activations.
enum { ACTIVATION_BIAS = 128 };

typedef __m256i weights;

INLINE weights load_weights(const int8_t *w) { return _mm256_loadu_si256((const __m256i *)w); }

/// Quads of activations times quads of weights, added to 8 sums.
INLINE __m256i add_quads(__m256i sum, __m256i a, weights w) { return _mm256_dpbusd_avx_epi32(sum, a, w); }

/// Pairs of 16-bit integers, multiplied and added to 8 sums.
INLINE __m256i add_pairs(__m256i sum, __m256i a, __m256i b) { return _mm256_dpwssd_avx_epi32(sum, a, b); }

/// Rows of the largest tile of `linear`, and of the next where `left` are left. 4 is avoided: its 8 sums just cover the latency of the
/// multiply, and 16 have no room.
#define LINEAR_ROWS 6
INLINE size_t linear_rows(size_t left) { return left <= 6 ? left : left == 7 ? 4 : left == 8 || left == 10 ? 5 : 6; }
/// Vectors in a tile of `rows` rows: 8 to 12 sums, as many as the latency wants and the registers hold.
INLINE int linear_vectors(int rows) { return rows == 1 ? 8 : rows <= 3 ? 4 : 2; }

#include "lanes8.h"
#include "lanes8_attention.h"
#include "lanes8_linear.h"

const kn_table kn_table_avxvnni = {
    .name = "avxvnni",
    .activation_bias = ACTIVATION_BIAS,
    .depth_group = KN_QUAD,
    .block_bias = 128,
    .quantize_rows = quantize_rows,
    .linear = linear,
    .add_norm = add_norm,
    .attention = attention,
    .dequantize = dequantize,
    .quantize_channel = quantize_channel,
    .quantize_blocks = kn_avx2_quantize_blocks,
    .linear_blocks = kn_avxvnni_linear_blocks,
};

#pragma clang attribute pop
#endif
