/// What avx2_blocks.c and avxvnni_blocks.c share besides blocks.h: lanes of 8, and all but the multiply. Both have set the target and
/// defined INLINE and UNROLL.

#define LANES 8
typedef __m256 floats;
typedef __m256i integers;

INLINE floats set_floats(float x) { return _mm256_set1_ps(x); }
INLINE floats madd(floats a, floats b, floats c) { return _mm256_fmadd_ps(a, b, c); }
INLINE floats msub(floats a, floats b, floats c) { return _mm256_fmsub_ps(a, b, c); }
INLINE floats nmadd(floats a, floats b, floats c) { return _mm256_fnmadd_ps(a, b, c); }
INLINE floats multiply(floats a, floats b) { return _mm256_mul_ps(a, b); }
INLINE floats load_halves(const uint8_t *at) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at)); }
INLINE void store_floats(float *at, floats x) { _mm256_storeu_ps(at, x); }

/// Four activations in every lane.
INLINE integers broadcast(const int8_t *q) {
    int32_t quad;
    memcpy(&quad, q, 4);
    return _mm256_set1_epi32(quad);
}
