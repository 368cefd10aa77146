/// The decoder's product for AVX2 with AVX-VNNI.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avxvnni"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#include "blocks8.h"

typedef __m256i weights;

INLINE weights load_bytes(const uint8_t *at) { return _mm256_loadu_si256((const __m256i *)at); }
INLINE void load_nibbles(const uint8_t *at, weights *low, weights *high) {
    const __m256i nibble = _mm256_set1_epi8(15), pairs = load_bytes(at);
    *low = _mm256_and_si256(pairs, nibble);
    *high = _mm256_and_si256(_mm256_srli_epi16(pairs, 4), nibble);
}

INLINE integers add_bytes(integers sum, weights w, integers a) { return _mm256_dpbusd_avx_epi32(sum, w, a); }
INLINE integers add_nibbles(integers sum, weights w, integers a) { return _mm256_dpbusd_avx_epi32(sum, w, a); }
INLINE floats bytes_dot(integers sum) { return _mm256_cvtepi32_ps(sum); }
INLINE floats nibbles_dot(integers sum) { return _mm256_cvtepi32_ps(sum); }

enum { BYTE_BIAS = 128, FETCH_AHEAD = 8192 };
#define BLOCK_ROWS 6
INLINE int block_vectors(int rows) { return rows == 1 ? 8 : 2; }
/// Of those, the ones taken at once: the 8 of a single row leave no registers to split nibbles in.
#define BLOCK_PART(vectors, bits) ((vectors) == 8 && (bits) == 4 ? 4 : (vectors))

#include "blocks.h"

void kn_avxvnni_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    linear_blocks(m, panel_begin, panel_end, q, q_stride, block, block_stride, rows, y, y_stride);
}

#pragma clang attribute pop
#endif
