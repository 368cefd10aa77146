/// The decoder's entries for AVX-512 with VNNI. A block's weights are the unsigned bytes of the multiply, the activations its signed ones.
#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#define LANES 16
typedef __m512 floats;
typedef __m512i integers;
typedef __m512i weights;

INLINE floats set_floats(float x) { return _mm512_set1_ps(x); }
INLINE floats madd(floats a, floats b, floats c) { return _mm512_fmadd_ps(a, b, c); }
INLINE floats msub(floats a, floats b, floats c) { return _mm512_fmsub_ps(a, b, c); }
INLINE floats nmadd(floats a, floats b, floats c) { return _mm512_fnmadd_ps(a, b, c); }
INLINE floats multiply(floats a, floats b) { return _mm512_mul_ps(a, b); }
INLINE floats load_halves(const uint8_t *at) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)at)); }
INLINE void store_floats(float *at, floats x) { _mm512_storeu_ps(at, x); }

INLINE weights load_bytes(const uint8_t *at) { return _mm512_loadu_si512(at); }
INLINE void load_nibbles(const uint8_t *at, weights *low, weights *high) {
    const __m512i nibble = _mm512_set1_epi8(15), pairs = _mm512_loadu_si512(at);
    *low = _mm512_and_si512(pairs, nibble);
    *high = _mm512_and_si512(_mm512_srli_epi16(pairs, 4), nibble);
}

/// Four activations in every lane.
INLINE integers broadcast(const int8_t *q) {
    int32_t quad;
    memcpy(&quad, q, 4);
    return _mm512_set1_epi32(quad);
}

INLINE integers add_bytes(integers sum, weights w, integers a) { return _mm512_dpbusd_epi32(sum, w, a); }
INLINE integers add_nibbles(integers sum, weights w, integers a) { return _mm512_dpbusd_epi32(sum, w, a); }
INLINE floats bytes_dot(integers sum) { return _mm512_cvtepi32_ps(sum); }
INLINE floats nibbles_dot(integers sum) { return _mm512_cvtepi32_ps(sum); }

enum { BYTE_BIAS = 128, FETCH_AHEAD = 8192 };
/// 6 rows of 2 vectors: 12 integer and 12 float sums, 2 weights and a broadcast.
#define BLOCK_ROWS 6
INLINE int block_vectors(int rows) { return rows == 1 ? 4 : 2; }
#define BLOCK_PART(vectors, bits) (vectors)

#include "blocks.h"

void kn_avx512vnni_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    linear_blocks(m, panel_begin, panel_end, q, q_stride, block, block_stride, rows, y, y_stride);
}

void kn_avx512vnni_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride) {
    const __m512i magnitude = _mm512_set1_epi32(0x7fffffff);
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride, block += block_stride)
        for (size_t k = 0; k < depth; k += KN_BLOCK) {
            __m512 low = _mm512_loadu_ps(x + k), high = _mm512_loadu_ps(x + k + 16);
            __m512i sizes = _mm512_max_epu32(
                _mm512_and_si512(_mm512_castps_si512(low), magnitude), _mm512_and_si512(_mm512_castps_si512(high), magnitude));
            uint32_t top = _mm512_reduce_max_epu32(sizes);
            float largest;
            memcpy(&largest, &top, 4);
            bool usable = largest > 127 * FLT_MIN && largest <= FLT_MAX;
            if (!usable) low = high = _mm512_setzero_ps();
            __m512 inverse = _mm512_set1_ps(usable ? 127 / largest : 0);
            __m512i a = _mm512_cvtps_epi32(_mm512_mul_ps(low, inverse)), b = _mm512_cvtps_epi32(_mm512_mul_ps(high, inverse));
            _mm_storeu_si128((__m128i *)(q + k), _mm512_cvtepi32_epi8(a));
            _mm_storeu_si128((__m128i *)(q + k + 16), _mm512_cvtepi32_epi8(b));
            float scale = usable ? largest / 127 : 0;
            block[k / KN_BLOCK] = (kn_block){scale, scale * (float)_mm512_reduce_add_epi32(_mm512_add_epi32(a, b))};
        }
}

#pragma clang attribute pop
#endif
