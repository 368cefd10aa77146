/// The decoder's entries for AVX2 without VNNI. Sums of two products of at most 128 * 127 just fit the 16 bits of `maddubs`; those of
/// nibbles leave room for a whole block, 8 * 2 * 15 * 127, so only its end is widened.
#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#include "blocks8.h"

/// Signed bytes with their sizes, or nibbles.
typedef struct weights {
    __m256i bytes, sizes;
} weights;

INLINE weights load_bytes(const uint8_t *at) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)at);
    return (weights){bytes, _mm256_abs_epi8(bytes)};
}
INLINE void load_nibbles(const uint8_t *at, weights *low, weights *high) {
    const __m256i nibble = _mm256_set1_epi8(15), pairs = _mm256_loadu_si256((const __m256i *)at);
    low->bytes = _mm256_and_si256(pairs, nibble);
    high->bytes = _mm256_and_si256(_mm256_srli_epi16(pairs, 4), nibble);
}

INLINE integers widened(__m256i pairs) { return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)); }
INLINE integers add_bytes(integers sum, weights w, integers a) {
    return _mm256_add_epi32(sum, widened(_mm256_maddubs_epi16(w.sizes, _mm256_sign_epi8(a, w.bytes))));
}
INLINE integers add_nibbles(integers sum, weights w, integers a) { return _mm256_add_epi16(sum, _mm256_maddubs_epi16(w.bytes, a)); }
INLINE floats bytes_dot(integers sum) { return _mm256_cvtepi32_ps(sum); }
INLINE floats nibbles_dot(integers sum) { return _mm256_cvtepi32_ps(widened(sum)); }

enum { BYTE_BIAS = 0, FETCH_AHEAD = 8192 };
#define BLOCK_ROWS 4
INLINE int block_vectors(int rows) { return rows == 1 ? 8 : 2; }
/// Of those, the ones taken at once: the 8 of a single row leave no registers to split nibbles in.
#define BLOCK_PART(vectors, bits) ((vectors) == 8 && (bits) == 4 ? 4 : (vectors))

#include "blocks.h"

void kn_avx2_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    linear_blocks(m, panel_begin, panel_end, q, q_stride, block, block_stride, rows, y, y_stride);
}

INLINE __m256i sizes_of(__m256 x) { return _mm256_and_si256(_mm256_castps_si256(x), _mm256_set1_epi32(0x7fffffff)); }

void kn_avx2_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride) {
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride, block += block_stride)
        for (size_t k = 0; k < depth; k += KN_BLOCK) {
            __m256 v[4];
            UNROLL for (int i = 0; i < 4; i++) v[i] = _mm256_loadu_ps(x + k + 8 * i);
            __m256i tops = _mm256_max_epu32(
                _mm256_max_epu32(sizes_of(v[0]), sizes_of(v[1])), _mm256_max_epu32(sizes_of(v[2]), sizes_of(v[3])));
            __m128i top = _mm_max_epu32(_mm256_castsi256_si128(tops), _mm256_extracti128_si256(tops, 1));
            top = _mm_max_epu32(top, _mm_shuffle_epi32(top, 0x4e));
            top = _mm_max_epu32(top, _mm_shuffle_epi32(top, 0xb1));
            float largest = _mm_cvtss_f32(_mm_castsi128_ps(top));
            bool usable = largest > 127 * FLT_MIN && largest <= FLT_MAX;
            if (!usable) v[0] = v[1] = v[2] = v[3] = _mm256_setzero_ps();
            __m256 inverse = _mm256_set1_ps(usable ? 127 / largest : 0);
            __m256i n[4];
            UNROLL for (int i = 0; i < 4; i++) n[i] = _mm256_cvtps_epi32(_mm256_mul_ps(v[i], inverse));
            __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(n[0], n[1]), _mm256_packs_epi32(n[2], n[3]));
            // The packs work within 128-bit lanes and leave the words of a lane side by side.
            bytes = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
            _mm256_storeu_si256((__m256i *)(q + k), bytes);
            __m256i sums = _mm256_add_epi32(_mm256_add_epi32(n[0], n[1]), _mm256_add_epi32(n[2], n[3]));
            __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
            sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
            sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
            float scale = usable ? largest / 127 : 0;
            block[k / KN_BLOCK] = (kn_block){scale, scale * (float)_mm_cvtsi128_si32(sum)};
        }
}

#pragma clang attribute pop
#endif
