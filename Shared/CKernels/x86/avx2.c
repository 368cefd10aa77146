/// AVX2 without VNNI. Bytes are multiplied as |w| times a signed by w: two products of at most 127 * 127 fit the 16-bit sum of `maddubs`.
#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

static const int32_t mask_words[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

/// Ones in the first `count` lanes, all of them from 8 on.
INLINE __m256i tail_mask(size_t count) { return _mm256_loadu_si256((const __m256i *)(mask_words + 8 - (count < 8 ? count : 8))); }

/// Up to 8 floats, missing ones as zero. Masked stores are microcoded on some CPUs, so whole vectors take the plain path.
INLINE __m256 load_up_to(const float *x, size_t count) { return count >= 8 ? _mm256_loadu_ps(x) : _mm256_maskload_ps(x, tail_mask(count)); }
INLINE void store_up_to(float *x, __m256 v, size_t count) {
    if (count >= 8)
        _mm256_storeu_ps(x, v);
    else
        _mm256_maskstore_ps(x, tail_mask(count), v);
}

INLINE float reduce_add(__m256 v) {
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}

INLINE float reduce_max(__m256 v) {
    __m128 s = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_max_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_max_ss(s, _mm_movehdup_ps(s)));
}

// Quantiser

/// The 16 vectors of one span, mixed: the channels of a rotation lie 8 apart, one in each vector.
INLINE void load_rotated(const float *x, __m256 v[KN_ROTATION]) {
#pragma clang loop unroll(full)
    for (int i = 0; i < KN_ROTATION; i++) v[i] = _mm256_loadu_ps(x + 8 * i);
#pragma clang loop unroll(full)
    for (int half = 1; half < KN_ROTATION; half *= 2)
#pragma clang loop unroll(full)
        for (int i = 0; i < KN_ROTATION; i++)
            if ((i & half) == 0) {
                __m256 a = v[i], b = v[i + half];
                v[i] = _mm256_add_ps(a, b);
                v[i + half] = _mm256_sub_ps(a, b);
            }
}

INLINE void store_quantized(uint8_t *q, __m256 v, __m256 low, __m256 inverse, size_t count) {
    __m256i n = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_sub_ps(v, low), inverse));
    n = _mm256_sub_epi32(n, _mm256_set1_epi32(127));
    __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(n), _mm256_extracti128_si256(n, 1));
    __m128i bytes = _mm_packs_epi16(words, words);
    if (count >= 8) {
        _mm_storel_epi64((__m128i *)q, bytes);
    } else {
        uint64_t tail = (uint64_t)_mm_cvtsi128_si64(bytes);
        memcpy(q, &tail, count);
    }
}

static void quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride) {
        // Both are kept as maxima (of -x and of x), so that one masked step serves both.
        __m256 negated = _mm256_set1_ps(-INFINITY), largest = negated, zero = _mm256_setzero_ps(), none = negated;
        size_t step = rotate ? KN_ROTATION_SPAN : 8, width = step / 8;
        for (size_t at = 0; at < depth; at += step) {
            __m256i mask = tail_mask(depth - at);
            __m256 keep = _mm256_castsi256_ps(mask), v[KN_ROTATION];
            if (rotate)
                load_rotated(x + at, v);
            else
                v[0] = _mm256_maskload_ps(x + at, mask);
            for (size_t i = 0; i < width; i++) {
                negated = _mm256_max_ps(negated, _mm256_blendv_ps(none, _mm256_sub_ps(zero, v[i]), keep));
                largest = _mm256_max_ps(largest, _mm256_blendv_ps(none, v[i], keep));
            }
        }
        float low = -reduce_max(negated), range = reduce_max(largest) - low;
        if (!(range > 254 * FLT_MIN && range <= FLT_MAX)) {
            row[r] = (kn_row){0, range == 0 ? low : 0};
            memset(q, 0, depth);
            continue;
        }
        float scale = range / 254;
        row[r] = (kn_row){scale, low + 127 * scale};
        __m256 lows = _mm256_set1_ps(low), inverse = _mm256_set1_ps(254 / range);
        for (size_t at = 0; at < depth; at += step) {
            __m256 v[KN_ROTATION];
            if (rotate)
                load_rotated(x + at, v);
            else
                v[0] = _mm256_maskload_ps(x + at, tail_mask(depth - at));
            for (size_t i = 0; i < width; i++) store_quantized(q + at + 8 * i, v[i], lows, inverse, depth - at - 8 * i);
        }
    }
}

// Linear

INLINE __m256 gelu(__m256 x) {
    __m256 z = _mm256_min_ps(_mm256_max_ps(x, _mm256_set1_ps(-KN_GELU_CLAMP)), _mm256_set1_ps(KN_GELU_CLAMP));
    __m256 t = _mm256_mul_ps(z, z), p = _mm256_set1_ps(kn_gelu_poly[0]);
#pragma clang loop unroll(full)
    for (int i = 1; i < KN_GELU_TERMS; i++) p = _mm256_fmadd_ps(p, t, _mm256_set1_ps(kn_gelu_poly[i]));
    __m256 half = _mm256_mul_ps(x, _mm256_set1_ps(0.5f));
    return _mm256_fmadd_ps(half, _mm256_mul_ps(z, p), half);
}

/// `count` rows (a constant at each call) of 16 columns of a panel.
INLINE void tile(
    const kn_matrix *m, size_t column, const uint8_t *q, size_t q_stride, const kn_row *row, const int count, kn_activation activation,
    float *y, size_t y_stride) {
    const int8_t *w = m->packed + column / KN_PANEL * KN_PANEL * m->depth + column % KN_PANEL * KN_QUAD;
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i sum[4][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();
    for (size_t k = 0; k < m->depth; k += KN_QUAD, w += KN_PANEL * KN_QUAD) {
        __m256i w0 = _mm256_loadu_si256((const __m256i *)w), w1 = _mm256_loadu_si256((const __m256i *)(w + 32));
        __m256i size0 = _mm256_abs_epi8(w0), size1 = _mm256_abs_epi8(w1);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            int32_t quad;
            memcpy(&quad, q + (size_t)r * q_stride + k, 4);
            __m256i a = _mm256_set1_epi32(quad);
            __m256i p0 = _mm256_maddubs_epi16(size0, _mm256_sign_epi8(a, w0));
            __m256i p1 = _mm256_maddubs_epi16(size1, _mm256_sign_epi8(a, w1));
            sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(p0, ones));
            sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(p1, ones));
        }
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 2; j++, column += 8) {
        __m256 scale = _mm256_loadu_ps(m->scale + column), correction = _mm256_loadu_ps(m->sum + column);
        __m256 bias = _mm256_loadu_ps(m->bias + column);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            __m256 base = _mm256_fmadd_ps(_mm256_set1_ps(row[r].offset), correction, bias);
            __m256 dot = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[r][j]), scale);
            __m256 value = _mm256_fmadd_ps(_mm256_set1_ps(row[r].scale), dot, base);
            if (activation == KN_GELU) value = gelu(value);
            _mm256_storeu_ps(y + (size_t)r * y_stride + column, value);
        }
    }
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    for (size_t c = panel_begin * KN_PANEL; c < panel_end * KN_PANEL; c += 16) {
        size_t r = 0;
        for (; r + 4 <= rows; r += 4) tile(m, c, q + r * q_stride, q_stride, row + r, 4, activation, y + r * y_stride, y_stride);
        switch (rows - r) {
        case 3: tile(m, c, q + r * q_stride, q_stride, row + r, 3, activation, y + r * y_stride, y_stride); break;
        case 2: tile(m, c, q + r * q_stride, q_stride, row + r, 2, activation, y + r * y_stride, y_stride); break;
        case 1: tile(m, c, q + r * q_stride, q_stride, row + r, 1, activation, y + r * y_stride, y_stride); break;
        default: break;
        }
    }
}

// Norm

static void add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride) {
    float share = 1 / (float)dim;
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
        const float *other = residual ? residual + r * residual_stride : NULL;
        __m256 total = _mm256_setzero_ps();
        for (size_t i = 0; i < dim; i += 8) {
            __m256 s = load_up_to(x + i, dim - i);
            if (other) s = _mm256_add_ps(s, load_up_to(other + i, dim - i));
            store_up_to(y + i, s, dim - i);
            total = _mm256_add_ps(total, s);
        }
        __m256 mean = _mm256_set1_ps(reduce_add(total) * share), squares = _mm256_setzero_ps();
        for (size_t i = 0; i < dim; i += 8) {
            __m256 d = _mm256_and_ps(_mm256_sub_ps(load_up_to(y + i, dim - i), mean), _mm256_castsi256_ps(tail_mask(dim - i)));
            squares = _mm256_fmadd_ps(d, d, squares);
        }
        __m256 inverse = _mm256_set1_ps(1 / sqrtf(reduce_add(squares) * share + epsilon));
        for (size_t i = 0; i < dim; i += 8) {
            __m256 d = _mm256_mul_ps(_mm256_sub_ps(load_up_to(y + i, dim - i), mean), inverse);
            store_up_to(y + i, _mm256_fmadd_ps(d, load_up_to(gamma + i, dim - i), load_up_to(beta + i, dim - i)), dim - i);
        }
    }
}

// Attention

INLINE __m256 exp2_nonpositive(__m256 x) {
    x = _mm256_max_ps(x, _mm256_set1_ps(-126));
    __m256 whole = _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), f = _mm256_sub_ps(x, whole);
    __m256 p = _mm256_set1_ps(kn_exp2_poly[KN_EXP2_TERMS - 1]);
#pragma clang loop unroll(full)
    for (int i = KN_EXP2_TERMS - 2; i >= 0; i--) p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(kn_exp2_poly[i]));
    __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(whole), _mm256_set1_epi32(127)), 23);
    return _mm256_mul_ps(p, _mm256_castsi256_ps(power));
}

INLINE void attend(const kn_head *h, size_t query, const int count, const float *keys, size_t padded, float *scores) {
    const float *q = h->q + query * h->stride;
    __m256 largest[4];
    float inverse[4];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) largest[r] = _mm256_set1_ps(-INFINITY);
    for (size_t j = 0; j < padded; j += 8) {
        __m256 sum[4], keep = _mm256_castsi256_ps(tail_mask(h->tokens > j ? h->tokens - j : 0));
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) sum[r] = _mm256_setzero_ps();
        for (size_t d = 0; d < h->head_dim; d++) {
            __m256 k = _mm256_loadu_ps(keys + d * padded + j);
#pragma clang loop unroll(full)
            for (int r = 0; r < count; r++) sum[r] = _mm256_fmadd_ps(_mm256_set1_ps(q[(size_t)r * h->stride + d]), k, sum[r]);
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            __m256 s = _mm256_blendv_ps(_mm256_set1_ps(-INFINITY), sum[r], keep);
            largest[r] = _mm256_max_ps(largest[r], s);
            _mm256_storeu_ps(scores + (size_t)r * padded + j, s);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
        __m256 top = _mm256_set1_ps(reduce_max(largest[r])), total = _mm256_setzero_ps();
        for (size_t j = 0; j < padded; j += 8) {
            float *at = scores + (size_t)r * padded + j;
            __m256 keep = _mm256_castsi256_ps(tail_mask(h->tokens > j ? h->tokens - j : 0));
            __m256 e = _mm256_and_ps(exp2_nonpositive(_mm256_sub_ps(_mm256_loadu_ps(at), top)), keep);
            total = _mm256_add_ps(total, e);
            _mm256_storeu_ps(at, e);
        }
        inverse[r] = 1 / reduce_add(total);
    }
    for (size_t d = 0; d < h->head_dim; d += 16) {
        size_t first = h->head_dim - d, second = first > 8 ? first - 8 : 0;
        __m256 sum[4][2];
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) sum[r][0] = sum[r][1] = _mm256_setzero_ps();
        const float *v = h->v + d;
        for (size_t j = 0; j < h->tokens; j++, v += h->stride) {
            __m256 v0 = load_up_to(v, first), v1 = load_up_to(v + 8, second);
#pragma clang loop unroll(full)
            for (int r = 0; r < count; r++) {
                __m256 p = _mm256_set1_ps(scores[(size_t)r * padded + j]);
                sum[r][0] = _mm256_fmadd_ps(p, v0, sum[r][0]);
                sum[r][1] = _mm256_fmadd_ps(p, v1, sum[r][1]);
            }
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            float *out = h->out + (query + (size_t)r) * h->out_stride + d;
            store_up_to(out, _mm256_mul_ps(sum[r][0], _mm256_set1_ps(inverse[r])), first);
            store_up_to(out + 8, _mm256_mul_ps(sum[r][1], _mm256_set1_ps(inverse[r])), second);
        }
    }
}

static void attention(const kn_head *h) {
    size_t padded = (h->tokens + 15) / 16 * 16;
    float *keys = h->scratch, *scores = keys + h->head_dim * padded;
    for (size_t d = 0; d < h->head_dim; d++) {
        for (size_t j = 0; j < h->tokens; j++) keys[d * padded + j] = h->k[j * h->stride + d];
        for (size_t j = h->tokens; j < padded; j++) keys[d * padded + j] = 0;
    }
    size_t i = h->query_begin;
    for (; i + 4 <= h->query_end; i += 4) attend(h, i, 4, keys, padded, scores);
    for (; i < h->query_end; i++) attend(h, i, 1, keys, padded, scores);
}

// Loading

static void dequantize(kn_storage storage, const void *source, size_t count, float *y) {
    const uint8_t *bytes = source;
    if (storage == KN_Q8_0) {
        for (size_t i = 0; i + 32 <= count; i += 32, bytes += 34) {
            uint16_t half;
            memcpy(&half, bytes, 2);
            __m256 scale = _mm256_set1_ps(_cvtsh_ss(half));
            for (size_t j = 0; j < 32; j += 8) {
                __m256i n = _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(bytes + 2 + j)));
                _mm256_storeu_ps(y + i + j, _mm256_mul_ps(_mm256_cvtepi32_ps(n), scale));
            }
        }
    } else if (storage == KN_F16) {
        size_t i = 0;
        for (; i + 8 <= count; i += 8) _mm256_storeu_ps(y + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(bytes + 2 * i))));
        kn_dequantize_reference(storage, bytes + 2 * i, count - i, y + i);
    } else {
        kn_dequantize_reference(storage, source, count, y);
    }
}

static void quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum) {
    __m256 tops = _mm256_setzero_ps(), sign = _mm256_set1_ps(-0.0f);
    for (size_t i = 0; i < depth; i += 8)
        tops = _mm256_max_ps(tops, _mm256_andnot_ps(sign, _mm256_maskload_ps(w + i, tail_mask(depth - i))));
    float largest = reduce_max(tops);
    float inverse = largest > 127 * FLT_MIN && largest <= FLT_MAX ? 127 / largest : 0;
    int32_t total = 0;
    for (size_t i = 0; i < depth; i += 8) {
        __m256i n = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_maskload_ps(w + i, tail_mask(depth - i)), _mm256_set1_ps(inverse)));
        int32_t lanes[8];
        _mm256_storeu_si256((__m256i *)lanes, n);
        for (size_t j = 0; j < 8 && i + j < depth; j++) {
            q[i + j] = (int8_t)lanes[j];
            total += lanes[j];
        }
    }
    *scale = inverse == 0 ? 0 : largest / 127;
    *sum = *scale * (float)total;
}

const kn_table kn_table_avx2 = {
    .name = "avx2",
    .activation_bias = 0,
    .depth_group = KN_QUAD,
    .quantize_rows = quantize_rows,
    .linear = linear,
    .add_norm = add_norm,
    .attention = attention,
    .dequantize = dequantize,
    .quantize_channel = quantize_channel,
};

#pragma clang attribute pop
#endif
