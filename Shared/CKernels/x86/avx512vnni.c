/// AVX-512 with VNNI: Intel from Cascade Lake and Ice Lake on, AMD from Zen 4 on.
#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

/// Ones for the first `count` lanes, all of them from 16 on.
INLINE __mmask16 tail_mask(size_t count) { return count >= 16 ? (__mmask16)0xffff : (__mmask16)((1u << count) - 1); }

// Quantiser

/// Butterflies over 16 registers: the Hadamard transform of 16 channels in each lane.
INLINE void rotate16(__m512 v[KN_ROTATION]) {
#pragma clang loop unroll(full)
    for (int half = 1; half < KN_ROTATION; half *= 2)
#pragma clang loop unroll(full)
        for (int i = 0; i < KN_ROTATION; i++)
            if ((i & half) == 0) {
                __m512 a = v[i], b = v[i + half];
                v[i] = _mm512_add_ps(a, b);
                v[i + half] = _mm512_sub_ps(a, b);
            }
}

INLINE void load_rotated(const float *x, size_t step, size_t at, __mmask16 mask, __m512 v[KN_ROTATION]) {
#pragma clang loop unroll(full)
    for (int i = 0; i < KN_ROTATION; i++) v[i] = _mm512_maskz_loadu_ps(mask, x + (size_t)i * step + at);
    rotate16(v);
}

INLINE void store_quantized(uint8_t *q, __m512 v, __m512 low, __m512 inverse, __mmask16 mask) {
    __m512i n = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_sub_ps(v, low), inverse));
    // Stored with the bias of 128: round((x - low) / scale) - 127 + 128.
    __m128i bytes = _mm512_cvtusepi32_epi8(_mm512_add_epi32(n, _mm512_set1_epi32(1)));
    if (mask == 0xffff) // a masked byte store is slow, and tails are rare
        _mm_storeu_si128((__m128i *)q, bytes);
    else
        _mm_mask_storeu_epi8(q, mask, bytes);
}

static void quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride) {
        __m512 smallest = _mm512_set1_ps(INFINITY), largest = _mm512_set1_ps(-INFINITY);
        size_t step = depth / KN_ROTATION;
        if (rotate) {
            for (size_t at = 0; at < step; at += 16) {
                __mmask16 mask = tail_mask(step - at);
                __m512 v[KN_ROTATION];
                load_rotated(x, step, at, mask, v);
                __m512 lows = v[0], highs = v[0];
#pragma clang loop unroll(full)
                for (int i = 1; i < KN_ROTATION; i++) {
                    lows = _mm512_min_ps(lows, v[i]);
                    highs = _mm512_max_ps(highs, v[i]);
                }
                smallest = _mm512_mask_min_ps(smallest, mask, smallest, lows);
                largest = _mm512_mask_max_ps(largest, mask, largest, highs);
            }
        } else {
            for (size_t i = 0; i < depth; i += 16) {
                __mmask16 mask = tail_mask(depth - i);
                __m512 v = _mm512_maskz_loadu_ps(mask, x + i);
                smallest = _mm512_mask_min_ps(smallest, mask, smallest, v);
                largest = _mm512_mask_max_ps(largest, mask, largest, v);
            }
        }
        float low = _mm512_reduce_min_ps(smallest), range = _mm512_reduce_max_ps(largest) - low;
        if (!(range > 254 * FLT_MIN && range <= FLT_MAX)) {
            row[r] = (kn_row){0, range == 0 ? low : 0};
            memset(q, 128, depth);
            continue;
        }
        float scale = range / 254;
        row[r] = (kn_row){scale, low - scale};
        __m512 lows = _mm512_set1_ps(low), inverse = _mm512_set1_ps(254 / range);
        if (rotate) {
            for (size_t at = 0; at < step; at += 16) {
                __mmask16 mask = tail_mask(step - at);
                __m512 v[KN_ROTATION];
                load_rotated(x, step, at, mask, v);
#pragma clang loop unroll(full)
                for (int i = 0; i < KN_ROTATION; i++) store_quantized(q + (size_t)i * step + at, v[i], lows, inverse, mask);
            }
        } else {
            for (size_t i = 0; i < depth; i += 16) {
                __mmask16 mask = tail_mask(depth - i);
                store_quantized(q + i, _mm512_maskz_loadu_ps(mask, x + i), lows, inverse, mask);
            }
        }
    }
}

// Linear

INLINE __m512 gelu(__m512 x) {
    __m512 z = _mm512_min_ps(_mm512_max_ps(x, _mm512_set1_ps(-KN_GELU_CLAMP)), _mm512_set1_ps(KN_GELU_CLAMP));
    __m512 t = _mm512_mul_ps(z, z), p = _mm512_set1_ps(kn_gelu_poly[0]);
#pragma clang loop unroll(full)
    for (int i = 1; i < KN_GELU_TERMS; i++) p = _mm512_fmadd_ps(p, t, _mm512_set1_ps(kn_gelu_poly[i]));
    __m512 half = _mm512_mul_ps(x, _mm512_set1_ps(0.5f));
    return _mm512_fmadd_ps(half, _mm512_mul_ps(z, p), half);
}

/// `count` rows (a constant at each call) of one panel: 4 weight registers against `count` broadcasts a quad, 4 * count sums.
INLINE void tile(
    const kn_matrix *m, size_t panel, const uint8_t *q, size_t q_stride, const kn_row *row, const int count, kn_activation activation,
    float *y, size_t y_stride) {
    const int8_t *w = m->packed + panel * KN_PANEL * m->depth;
    __m512i sum[6][4];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
        for (int j = 0; j < 4; j++) sum[r][j] = _mm512_setzero_si512();
    for (size_t k = 0; k < m->depth; k += KN_QUAD, w += KN_PANEL * KN_QUAD) {
        __m512i w0 = _mm512_loadu_si512(w), w1 = _mm512_loadu_si512(w + 64);
        __m512i w2 = _mm512_loadu_si512(w + 128), w3 = _mm512_loadu_si512(w + 192);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            int32_t quad;
            memcpy(&quad, q + (size_t)r * q_stride + k, 4);
            __m512i a = _mm512_set1_epi32(quad);
            sum[r][0] = _mm512_dpbusd_epi32(sum[r][0], a, w0);
            sum[r][1] = _mm512_dpbusd_epi32(sum[r][1], a, w1);
            sum[r][2] = _mm512_dpbusd_epi32(sum[r][2], a, w2);
            sum[r][3] = _mm512_dpbusd_epi32(sum[r][3], a, w3);
        }
    }
    size_t c = panel * KN_PANEL;
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++, c += 16) {
        __m512 scale = _mm512_loadu_ps(m->scale + c), correction = _mm512_loadu_ps(m->sum + c), bias = _mm512_loadu_ps(m->bias + c);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            __m512 base = _mm512_fmadd_ps(_mm512_set1_ps(row[r].offset), correction, bias);
            __m512 dot = _mm512_mul_ps(_mm512_cvtepi32_ps(sum[r][j]), scale);
            __m512 value = _mm512_fmadd_ps(_mm512_set1_ps(row[r].scale), dot, base);
            if (activation == KN_GELU) value = gelu(value);
            _mm512_storeu_ps(y + (size_t)r * y_stride + c, value);
        }
    }
}

INLINE void linear_panels(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    const kn_activation activation, float *y, size_t y_stride) {
    if (rows == 0) return;
    // Rows in equal tiles of at most 6: 24 sums, 4 weights and a broadcast fill the 32 registers.
    size_t tiles = (rows + 5) / 6, base = rows / tiles, longer = rows % tiles;
    for (size_t panel = panel_begin; panel < panel_end; panel++)
        for (size_t i = 0, r = 0; i < tiles; i++) {
            size_t count = base + (i < longer);
            const uint8_t *from = q + r * q_stride;
            float *to = y + r * y_stride;
            switch (count) {
            case 1: tile(m, panel, from, q_stride, row + r, 1, activation, to, y_stride); break;
            case 2: tile(m, panel, from, q_stride, row + r, 2, activation, to, y_stride); break;
            case 3: tile(m, panel, from, q_stride, row + r, 3, activation, to, y_stride); break;
            case 4: tile(m, panel, from, q_stride, row + r, 4, activation, to, y_stride); break;
            case 5: tile(m, panel, from, q_stride, row + r, 5, activation, to, y_stride); break;
            default: tile(m, panel, from, q_stride, row + r, 6, activation, to, y_stride); break;
            }
            r += count;
        }
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    if (activation == KN_GELU)
        linear_panels(m, panel_begin, panel_end, q, q_stride, row, rows, KN_GELU, y, y_stride);
    else
        linear_panels(m, panel_begin, panel_end, q, q_stride, row, rows, KN_IDENTITY, y, y_stride);
}

// Norm

static void add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride) {
    float share = 1 / (float)dim;
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
        const float *other = residual ? residual + r * residual_stride : NULL;
        __m512 total = _mm512_setzero_ps();
        for (size_t i = 0; i < dim; i += 16) {
            __mmask16 mask = tail_mask(dim - i);
            __m512 s = _mm512_maskz_loadu_ps(mask, x + i);
            if (other) s = _mm512_add_ps(s, _mm512_maskz_loadu_ps(mask, other + i));
            _mm512_mask_storeu_ps(y + i, mask, s);
            total = _mm512_add_ps(total, s);
        }
        __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(total) * share), squares = _mm512_setzero_ps();
        for (size_t i = 0; i < dim; i += 16) {
            __mmask16 mask = tail_mask(dim - i);
            __m512 d = _mm512_maskz_sub_ps(mask, _mm512_maskz_loadu_ps(mask, y + i), mean);
            squares = _mm512_fmadd_ps(d, d, squares);
        }
        __m512 inverse = _mm512_set1_ps(1 / sqrtf(_mm512_reduce_add_ps(squares) * share + epsilon));
        for (size_t i = 0; i < dim; i += 16) {
            __mmask16 mask = tail_mask(dim - i);
            __m512 d = _mm512_mul_ps(_mm512_sub_ps(_mm512_maskz_loadu_ps(mask, y + i), mean), inverse);
            __m512 g = _mm512_maskz_loadu_ps(mask, gamma + i), b = _mm512_maskz_loadu_ps(mask, beta + i);
            _mm512_mask_storeu_ps(y + i, mask, _mm512_fmadd_ps(d, g, b));
        }
    }
}

// Attention

INLINE __m512 exp2_nonpositive(__m512 x) {
    x = _mm512_max_ps(x, _mm512_set1_ps(-150));
    __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), f = _mm512_sub_ps(x, whole);
    __m512 p = _mm512_set1_ps(kn_exp2_poly[KN_EXP2_TERMS - 1]);
#pragma clang loop unroll(full)
    for (int i = KN_EXP2_TERMS - 2; i >= 0; i--) p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(kn_exp2_poly[i]));
    return _mm512_scalef_ps(p, whole);
}

/// Scores, softmax and weighted values of `count` queries (a constant at each call); `keys` is [head_dim, padded] and `scores` [count,
/// padded].
INLINE void attend(const kn_head *h, size_t query, const int count, const float *keys, size_t padded, float *scores) {
    const float *q = h->q + query * h->stride;
    __m512 largest[8], total[8];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
        largest[r] = _mm512_set1_ps(-INFINITY);
        total[r] = _mm512_setzero_ps();
    }
    for (size_t j = 0; j < padded; j += 16) {
        __m512 sum[8];
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) sum[r] = _mm512_setzero_ps();
        for (size_t d = 0; d < h->head_dim; d++) {
            __m512 k = _mm512_loadu_ps(keys + d * padded + j);
#pragma clang loop unroll(full)
            for (int r = 0; r < count; r++) sum[r] = _mm512_fmadd_ps(_mm512_set1_ps(q[(size_t)r * h->stride + d]), k, sum[r]);
        }
        __mmask16 mask = tail_mask(h->tokens - j);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            largest[r] = _mm512_mask_max_ps(largest[r], mask, largest[r], sum[r]);
            _mm512_storeu_ps(scores + (size_t)r * padded + j, sum[r]);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
        __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(largest[r]));
        for (size_t j = 0; j < padded; j += 16) {
            float *at = scores + (size_t)r * padded + j;
            __m512 e = exp2_nonpositive(_mm512_sub_ps(_mm512_loadu_ps(at), top));
            e = _mm512_maskz_mov_ps(tail_mask(h->tokens - j), e);
            total[r] = _mm512_add_ps(total[r], e);
            _mm512_storeu_ps(at, e);
        }
    }
    for (size_t d = 0; d < h->head_dim; d += 32) {
        __mmask16 first = tail_mask(h->head_dim - d), second = h->head_dim > d + 16 ? tail_mask(h->head_dim - d - 16) : 0;
        __m512 sum[8][2];
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) sum[r][0] = sum[r][1] = _mm512_setzero_ps();
        const float *v = h->v + d;
        for (size_t j = 0; j < h->tokens; j++, v += h->stride) {
            __m512 v0 = _mm512_maskz_loadu_ps(first, v), v1 = _mm512_maskz_loadu_ps(second, v + 16);
#pragma clang loop unroll(full)
            for (int r = 0; r < count; r++) {
                __m512 p = _mm512_set1_ps(scores[(size_t)r * padded + j]);
                sum[r][0] = _mm512_fmadd_ps(p, v0, sum[r][0]);
                sum[r][1] = _mm512_fmadd_ps(p, v1, sum[r][1]);
            }
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            __m512 inverse = _mm512_set1_ps(1 / _mm512_reduce_add_ps(total[r]));
            float *out = h->out + (query + (size_t)r) * h->out_stride + d;
            _mm512_mask_storeu_ps(out, first, _mm512_mul_ps(sum[r][0], inverse));
            _mm512_mask_storeu_ps(out + 16, second, _mm512_mul_ps(sum[r][1], inverse));
        }
    }
}

/// Writes 16 rows (missing ones as zeros) of 16 floats as columns: y[d, row].
INLINE void transpose16(const float *x, size_t stride, size_t rows, __mmask16 mask, float *y, size_t y_stride, size_t columns) {
    __m512 v[16], t[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) v[i] = (size_t)i < rows ? _mm512_maskz_loadu_ps(mask, x + (size_t)i * stride) : _mm512_setzero_ps();
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 4) { // within 128-bit lanes: 4x4 blocks of rows i...i+3
        __m512 a = _mm512_unpacklo_ps(v[i], v[i + 1]), b = _mm512_unpackhi_ps(v[i], v[i + 1]);
        __m512 c = _mm512_unpacklo_ps(v[i + 2], v[i + 3]), d = _mm512_unpackhi_ps(v[i + 2], v[i + 3]);
        t[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(c)));
        t[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(c)));
        t[i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(b), _mm512_castps_pd(d)));
        t[i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(b), _mm512_castps_pd(d)));
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) { // lanes across the four blocks
        __m512 a = _mm512_shuffle_f32x4(t[i], t[i + 4], 0x88), b = _mm512_shuffle_f32x4(t[i], t[i + 4], 0xdd);
        __m512 c = _mm512_shuffle_f32x4(t[i + 8], t[i + 12], 0x88), d = _mm512_shuffle_f32x4(t[i + 8], t[i + 12], 0xdd);
        v[i] = _mm512_shuffle_f32x4(a, c, 0x88);
        v[i + 8] = _mm512_shuffle_f32x4(a, c, 0xdd);
        v[i + 4] = _mm512_shuffle_f32x4(b, d, 0x88);
        v[i + 12] = _mm512_shuffle_f32x4(b, d, 0xdd);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++)
        if ((size_t)i < columns) _mm512_storeu_ps(y + (size_t)i * y_stride, v[i]);
}

static void attention(const kn_head *h) {
    size_t padded = (h->tokens + 15) / 16 * 16;
    float *keys = h->scratch, *scores = keys + h->head_dim * padded;
    for (size_t j = 0; j < h->tokens; j += 16)
        for (size_t d = 0; d < h->head_dim; d += 16)
            transpose16(
                h->k + j * h->stride + d, h->stride, h->tokens - j, tail_mask(h->head_dim - d), keys + d * padded + j, padded,
                h->head_dim - d);
    size_t i = h->query_begin;
    for (; i + 8 <= h->query_end; i += 8) attend(h, i, 8, keys, padded, scores);
    if (i + 4 <= h->query_end) {
        attend(h, i, 4, keys, padded, scores);
        i += 4;
    }
    if (i + 2 <= h->query_end) {
        attend(h, i, 2, keys, padded, scores);
        i += 2;
    }
    if (i < h->query_end) attend(h, i, 1, keys, padded, scores);
}

// Loading

static void dequantize(kn_storage storage, const void *source, size_t count, float *y) {
    const uint8_t *bytes = source;
    if (storage == KN_Q8_0) {
        for (size_t i = 0; i + 32 <= count; i += 32, bytes += 34) {
            uint16_t half;
            memcpy(&half, bytes, 2);
            __m512 scale = _mm512_set1_ps(_cvtsh_ss(half));
            __m256i q = _mm256_loadu_si256((const __m256i *)(bytes + 2));
            __m512i low = _mm512_cvtepi8_epi32(_mm256_castsi256_si128(q)), high = _mm512_cvtepi8_epi32(_mm256_extracti128_si256(q, 1));
            _mm512_storeu_ps(y + i, _mm512_mul_ps(_mm512_cvtepi32_ps(low), scale));
            _mm512_storeu_ps(y + i + 16, _mm512_mul_ps(_mm512_cvtepi32_ps(high), scale));
        }
    } else if (storage == KN_F16) {
        for (size_t i = 0; i < count; i += 16) {
            __mmask16 mask = tail_mask(count - i);
            _mm512_mask_storeu_ps(y + i, mask, _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, bytes + 2 * i)));
        }
    } else {
        kn_dequantize_reference(storage, source, count, y);
    }
}

static void quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum) {
    __m512 tops = _mm512_setzero_ps();
    for (size_t i = 0; i < depth; i += 16) tops = _mm512_max_ps(tops, _mm512_abs_ps(_mm512_maskz_loadu_ps(tail_mask(depth - i), w + i)));
    float largest = _mm512_reduce_max_ps(tops);
    float inverse = largest > 127 * FLT_MIN && largest <= FLT_MAX ? 127 / largest : 0;
    __m512i total = _mm512_setzero_si512();
    for (size_t i = 0; i < depth; i += 16) {
        __mmask16 mask = tail_mask(depth - i);
        __m512i n = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_maskz_loadu_ps(mask, w + i), _mm512_set1_ps(inverse)));
        total = _mm512_add_epi32(total, n);
        _mm512_mask_cvtsepi32_storeu_epi8(q + i, mask, n);
    }
    *scale = inverse == 0 ? 0 : largest / 127;
    *sum = *scale * (float)_mm512_reduce_add_epi32(total);
}

const kn_table kn_table_avx512vnni = {
    .name = "avx512vnni",
    .activation_bias = 128,
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
