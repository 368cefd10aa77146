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

INLINE float reduce_four(const __m512 v[4]) {
    return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(v[0], v[1]), _mm512_add_ps(v[2], v[3])));
}

// Quantiser

#define SPAN_VECTORS (KN_ROTATION_SPAN / 16)

/// One span, mixed: the channels of a rotation lie 8 apart, so the first stage is between the halves of each register, the others between
/// registers.
INLINE void load_rotated(const float *x, __m512 v[SPAN_VECTORS]) {
    const __m512 sign = _mm512_mask_blend_ps(0xff00, _mm512_set1_ps(1), _mm512_set1_ps(-1));
#pragma clang loop unroll(full)
    for (int i = 0; i < SPAN_VECTORS; i++) {
        __m512 own = _mm512_loadu_ps(x + 16 * i), other = _mm512_shuffle_f32x4(own, own, 0x4e);
        v[i] = _mm512_fmadd_ps(own, sign, other); // a product with 1 or -1 is exact: low + high, low - high
    }
#pragma clang loop unroll(full)
    for (int half = 1; half < SPAN_VECTORS; half *= 2)
#pragma clang loop unroll(full)
        for (int i = 0; i < SPAN_VECTORS; i++)
            if ((i & half) == 0) {
                __m512 a = v[i], b = v[i + half];
                v[i] = _mm512_add_ps(a, b);
                v[i + half] = _mm512_sub_ps(a, b);
            }
}

/// The smallest and largest of four vectors join those so far.
INLINE void widen_range(const __m512 v[4], __m512 *smallest, __m512 *largest) {
    *smallest = _mm512_min_ps(*smallest, _mm512_min_ps(_mm512_min_ps(v[0], v[1]), _mm512_min_ps(v[2], v[3])));
    *largest = _mm512_max_ps(*largest, _mm512_max_ps(_mm512_max_ps(v[0], v[1]), _mm512_max_ps(v[2], v[3])));
}

INLINE __m512i quantized(__m512 v, __m512 low, __m512 inverse) {
    return _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_sub_ps(v, low), inverse));
}

/// Stored with the bias of 128: round((x - low) / scale) - 127 + 128.
INLINE void store_quantized(uint8_t *q, const __m512 v[4], __m512 low, __m512 inverse) {
    // The packs work within 128-bit lanes and leave the words of a lane side by side.
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m512i a = _mm512_packs_epi32(quantized(v[0], low, inverse), quantized(v[1], low, inverse));
    __m512i b = _mm512_packs_epi32(quantized(v[2], low, inverse), quantized(v[3], low, inverse));
    __m512i bytes = _mm512_permutexvar_epi32(order, _mm512_packus_epi16(a, b));
    _mm512_storeu_si512(q, _mm512_adds_epu8(bytes, _mm512_set1_epi8(1)));
}

static void quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    float kept[KN_KEPT_DEPTH];
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride) {
        __m512 smallest = _mm512_set1_ps(INFINITY), largest = _mm512_set1_ps(-INFINITY), v[SPAN_VECTORS];
        size_t whole = rotate ? depth : depth / 64 * 64, step = rotate ? KN_ROTATION_SPAN : 64;
        for (size_t at = 0; at < whole; at += step) {
            if (rotate) {
                load_rotated(x + at, v);
                if (depth <= KN_KEPT_DEPTH)
                    for (int i = 0; i < SPAN_VECTORS; i++) _mm512_storeu_ps(kept + at + 16 * i, v[i]);
                widen_range(v + 4, &smallest, &largest);
            } else {
                for (int i = 0; i < 4; i++) v[i] = _mm512_loadu_ps(x + at + 16 * i);
            }
            widen_range(v, &smallest, &largest);
        }
        for (size_t i = whole; i < depth; i += 16) {
            __mmask16 mask = tail_mask(depth - i);
            __m512 tail = _mm512_maskz_loadu_ps(mask, x + i);
            smallest = _mm512_mask_min_ps(smallest, mask, smallest, tail);
            largest = _mm512_mask_max_ps(largest, mask, largest, tail);
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
        for (size_t at = 0; at < whole; at += step) {
            if (rotate) {
                if (depth <= KN_KEPT_DEPTH)
                    for (int i = 0; i < SPAN_VECTORS; i++) v[i] = _mm512_loadu_ps(kept + at + 16 * i);
                else
                    load_rotated(x + at, v);
                store_quantized(q + at + 64, v + 4, lows, inverse);
            } else {
                for (int i = 0; i < 4; i++) v[i] = _mm512_loadu_ps(x + at + 16 * i);
            }
            store_quantized(q + at, v, lows, inverse);
        }
        for (size_t i = whole; i < depth; i += 16) {
            __mmask16 mask = tail_mask(depth - i);
            __m512i n = quantized(_mm512_maskz_loadu_ps(mask, x + i), lows, inverse);
            _mm_mask_storeu_epi8(q + i, mask, _mm512_cvtusepi32_epi8(_mm512_add_epi32(n, _mm512_set1_epi32(1))));
        }
    }
}

// Linear

/// gelu(x) = max(x, 0) + P_k(|x|) with k = round(GELU_PIECES_PER_UNIT |x|), at most GELU_PIECES - 1: a minimax parabola for each
/// piece, [power][k]. Errs by at most 9.8e-5, some hundredths of the step to which the result is rounded next.
#define GELU_PIECES 16
#define GELU_PIECES_PER_UNIT 3.45f
static const float gelu_pieces[3][GELU_PIECES] = {
    {0, -0.00111382245f, -0.0181301683f, -0.0762596577f, -0.181288585f, -0.304814488f, -0.399641335f, -0.430181861f, -0.391981065f,
     -0.308354259f, -0.212239221f, -0.129043564f, -0.0697973073f, -0.0337638408f, -0.0146682253f, 0},
    {-0.499867707f, -0.488000333f, -0.412126571f, -0.252547771f, -0.0449619666f, 0.145734385f, 0.266053587f, 0.299442887f, 0.264766842f,
     0.196965903f, 0.12704432f, 0.0722142383f, 0.0365367197f, 0.0165640377f, 0.00676046871f, 0},
    {0.396750063f, 0.365319759f, 0.280051023f, 0.170173377f, 0.0674297884f, -0.00624045217f, -0.0444283262f, -0.0535514019f,
     -0.0456810109f, -0.0319346599f, -0.0192151759f, -0.0101796063f, -0.00480765942f, -0.00203970773f, -0.000781311595f, 0},
};

/// max(x, 0) plus the piece of gelu_pieces that |x| falls in: 9 instructions where the polynomial for erf takes 15.
INLINE __m512 gelu(__m512 x) {
    // The smaller size of the two, without its sign.
    __m512 size = _mm512_range_ps(x, _mm512_set1_ps((GELU_PIECES - 1) / GELU_PIECES_PER_UNIT), 0xa);
    // Adding 2^23 rounds to a whole number and leaves it in the low bits.
    __m512i piece = _mm512_castps_si512(_mm512_fmadd_ps(size, _mm512_set1_ps(GELU_PIECES_PER_UNIT), _mm512_set1_ps(0x1p23f)));
    __m512 p = _mm512_permutexvar_ps(piece, _mm512_loadu_ps(gelu_pieces[2]));
    p = _mm512_fmadd_ps(p, size, _mm512_permutexvar_ps(piece, _mm512_loadu_ps(gelu_pieces[1])));
    p = _mm512_fmadd_ps(p, size, _mm512_permutexvar_ps(piece, _mm512_loadu_ps(gelu_pieces[0])));
    return _mm512_add_ps(_mm512_max_ps(x, _mm512_setzero_ps()), p);
}

/// `count` rows (a constant at each call) of one panel: 4 weight registers against `count` broadcasts a quad, 4 * count sums. Lines
/// `ahead_begin..<ahead_end` of the four that a quad of the next panel takes are fetched meanwhile: the weights of a layer exceed the
/// second-level cache, and the hardware's own fetching stops at pages.
INLINE void tile(
    const kn_matrix *m, size_t panel, const uint8_t *q, size_t q_stride, const kn_row *row, const int count, kn_activation activation,
    size_t ahead_begin, size_t ahead_end, float *y, size_t y_stride) {
    const int8_t *w = m->packed + panel * KN_PANEL * m->depth, *ahead = w + KN_PANEL * m->depth;
    __m512i sum[6][4];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
        for (int j = 0; j < 4; j++) sum[r][j] = _mm512_setzero_si512();
    for (size_t k = 0; k < m->depth; k += KN_QUAD, w += KN_PANEL * KN_QUAD, ahead += KN_PANEL * KN_QUAD) {
        for (size_t line = ahead_begin; line < ahead_end; line++) _mm_prefetch((const char *)ahead + 64 * line, _MM_HINT_T1);
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
            // Fewer rows than 4 read the weights as fast as they come, and the hardware's own fetching does best alone.
            size_t count = base + (i < longer), begin = 4 * i / tiles, end = count < 4 ? begin : 4 * (i + 1) / tiles;
            const uint8_t *from = q + r * q_stride;
            float *to = y + r * y_stride;
            switch (count) {
            case 1: tile(m, panel, from, q_stride, row + r, 1, activation, begin, end, to, y_stride); break;
            case 2: tile(m, panel, from, q_stride, row + r, 2, activation, begin, end, to, y_stride); break;
            case 3: tile(m, panel, from, q_stride, row + r, 3, activation, begin, end, to, y_stride); break;
            case 4: tile(m, panel, from, q_stride, row + r, 4, activation, begin, end, to, y_stride); break;
            case 5: tile(m, panel, from, q_stride, row + r, 5, activation, begin, end, to, y_stride); break;
            default: tile(m, panel, from, q_stride, row + r, 6, activation, begin, end, to, y_stride); break;
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
    size_t whole = dim / 64 * 64;
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
        const float *other = residual ? residual + r * residual_stride : NULL;
        // Four sums at a time: one alone waits for its own last addition.
        __m512 total[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
        for (size_t i = 0; i < whole; i += 64)
            for (size_t j = 0; j < 4; j++) {
                __m512 s = _mm512_loadu_ps(x + i + 16 * j);
                if (other) s = _mm512_add_ps(s, _mm512_loadu_ps(other + i + 16 * j));
                _mm512_storeu_ps(y + i + 16 * j, s);
                total[j] = _mm512_add_ps(total[j], s);
            }
        for (size_t i = whole; i < dim; i += 16) {
            __mmask16 mask = tail_mask(dim - i);
            __m512 s = _mm512_maskz_loadu_ps(mask, x + i);
            if (other) s = _mm512_add_ps(s, _mm512_maskz_loadu_ps(mask, other + i));
            _mm512_mask_storeu_ps(y + i, mask, s);
            total[0] = _mm512_add_ps(total[0], s);
        }
        __m512 mean = _mm512_set1_ps(reduce_four(total) * share);
        __m512 squares[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
        for (size_t i = 0; i < whole; i += 64)
            for (size_t j = 0; j < 4; j++) {
                __m512 d = _mm512_sub_ps(_mm512_loadu_ps(y + i + 16 * j), mean);
                squares[j] = _mm512_fmadd_ps(d, d, squares[j]);
            }
        for (size_t i = whole; i < dim; i += 16) {
            __mmask16 mask = tail_mask(dim - i);
            __m512 d = _mm512_maskz_sub_ps(mask, _mm512_maskz_loadu_ps(mask, y + i), mean);
            squares[0] = _mm512_fmadd_ps(d, d, squares[0]);
        }
        __m512 inverse = _mm512_set1_ps(1 / sqrtf(reduce_four(squares) * share + epsilon));
        for (size_t i = 0; i < whole; i += 16) {
            __m512 d = _mm512_mul_ps(_mm512_sub_ps(_mm512_loadu_ps(y + i), mean), inverse);
            _mm512_storeu_ps(y + i, _mm512_fmadd_ps(d, _mm512_loadu_ps(gamma + i), _mm512_loadu_ps(beta + i)));
        }
        for (size_t i = whole; i < dim; i += 16) {
            __mmask16 mask = tail_mask(dim - i);
            __m512 d = _mm512_mul_ps(_mm512_sub_ps(_mm512_maskz_loadu_ps(mask, y + i), mean), inverse);
            __m512 g = _mm512_maskz_loadu_ps(mask, gamma + i), b = _mm512_maskz_loadu_ps(mask, beta + i);
            _mm512_mask_storeu_ps(y + i, mask, _mm512_fmadd_ps(d, g, b));
        }
    }
}

// Attention, on 16-bit integers: a multiply-add of pairs does twice the work of a float one, and its sums are exact.

/// Where the parts of one head lie in its scratch, see kn_head_scratch. Queries stand in lanes, 16 at a time, so that the largest score
/// and the sum of the weights need no reduction across a register.
typedef struct packed_head {
    size_t pairs;      ///< pairs of channels, to a whole number of 16
    int32_t *keys;     ///< [tokens, pairs] two neighbouring channels
    int32_t *values;   ///< [tokens / 2, 2 pairs] a channel of two neighbouring tokens
    int32_t *queries;  ///< [pairs, 16]
    float *scores;     ///< [tokens, 16]
    int32_t *weights;  ///< [tokens / 2, 16] those of two neighbouring tokens
    __m512 score_unit; ///< what one step of a score is worth
    __m512 query_steps;
    float value_unit;
} packed_head;

/// 2^f for f in -0.5...0.5, relative error 2.6e-6, lowest power first: enough where the result is rounded to 15 bits.
#define EXP2_TERMS 5
static const float exp2_poly[EXP2_TERMS] = {
    0.9999992614457122f, 0.6931218147366892f, 0.2402474482786378f, 0.05591786031938822f, 0.009570101911165462f,
};

/// 2^x for x at most 0, to 18 bits.
INLINE __m512 exp2_nonpositive(__m512 x) {
    __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), f = _mm512_sub_ps(x, whole);
    __m512 p = _mm512_set1_ps(exp2_poly[EXP2_TERMS - 1]);
#pragma clang loop unroll(full)
    for (int i = EXP2_TERMS - 2; i >= 0; i--) p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(exp2_poly[i]));
    return _mm512_scalef_ps(p, whole);
}

/// Steps per unit for elements of at most `top`; 0 where a step would be no normal float.
INLINE float steps(float top, float range) { return top > range * FLT_MIN && top <= FLT_MAX ? range / top : 0; }

/// The largest size of an element; not finite if one is not: as integers, infinity and NaN are larger than all others.
INLINE float largest_of(const float *x, size_t stride, size_t rows, size_t columns) {
    __m512i tops[2] = {_mm512_setzero_si512(), _mm512_setzero_si512()};
    for (size_t d = 0; d < columns; d += 32) {
        __mmask16 first = tail_mask(columns - d), second = columns > d + 16 ? tail_mask(columns - d - 16) : 0;
        for (size_t r = 0; r < rows; r++) {
            __m512 a = _mm512_maskz_loadu_ps(first, x + r * stride + d), b = _mm512_maskz_loadu_ps(second, x + r * stride + d + 16);
            tops[0] = _mm512_max_epi32(tops[0], _mm512_castps_si512(_mm512_abs_ps(a)));
            tops[1] = _mm512_max_epi32(tops[1], _mm512_castps_si512(_mm512_abs_ps(b)));
        }
    }
    int32_t top = _mm512_reduce_max_epi32(_mm512_max_epi32(tops[0], tops[1]));
    float largest;
    memcpy(&largest, &top, 4);
    return largest;
}

INLINE __m512i rounded(const float *x, __mmask16 mask, __m512 steps) {
    return _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_maskz_loadu_ps(mask, x), steps));
}

/// 32 channels of one row as 16 pairs. Which channels make a pair does not matter as long as queries and keys agree.
INLINE __m512i channel_pairs(const float *x, __mmask16 first, __mmask16 second, __m512 steps) {
    return _mm512_packs_epi32(rounded(x, first, steps), rounded(x + 16, second, steps));
}

INLINE void transpose16(__m512i v[16]) {
    __m512i t[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 4) { // within 128-bit lanes: 4x4 blocks of rows i...i+3
        __m512i a = _mm512_unpacklo_epi32(v[i], v[i + 1]), b = _mm512_unpackhi_epi32(v[i], v[i + 1]);
        __m512i c = _mm512_unpacklo_epi32(v[i + 2], v[i + 3]), d = _mm512_unpackhi_epi32(v[i + 2], v[i + 3]);
        t[i] = _mm512_unpacklo_epi64(a, c);
        t[i + 1] = _mm512_unpackhi_epi64(a, c);
        t[i + 2] = _mm512_unpacklo_epi64(b, d);
        t[i + 3] = _mm512_unpackhi_epi64(b, d);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) { // lanes across the four blocks
        __m512i a = _mm512_shuffle_i32x4(t[i], t[i + 4], 0x88), b = _mm512_shuffle_i32x4(t[i], t[i + 4], 0xdd);
        __m512i c = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0x88), d = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0xdd);
        v[i] = _mm512_shuffle_i32x4(a, c, 0x88);
        v[i + 8] = _mm512_shuffle_i32x4(a, c, 0xdd);
        v[i + 4] = _mm512_shuffle_i32x4(b, d, 0x88);
        v[i + 12] = _mm512_shuffle_i32x4(b, d, 0xdd);
    }
}

/// Rounds keys and values, and settles the steps of all three.
INLINE void pack_head(const kn_head *h, packed_head *p) {
    float range = (float)kn_score_range(h->head_dim);
    float q_top = largest_of(h->q + h->query_begin * h->stride, h->stride, h->query_end - h->query_begin, h->head_dim);
    float k_top = largest_of(h->k, h->stride, h->tokens, h->head_dim), v_top = largest_of(h->v, h->stride, h->tokens, h->head_dim);
    p->query_steps = _mm512_set1_ps(steps(q_top, range));
    p->score_unit = _mm512_set1_ps(q_top / range * (k_top / range));
    p->value_unit = v_top / KN_VALUE_RANGE;
    __m512 key_steps = _mm512_set1_ps(steps(k_top, range)), value_steps = _mm512_set1_ps(steps(v_top, KN_VALUE_RANGE));
    for (size_t d = 0; d < h->head_dim; d += 32) {
        __mmask16 first = tail_mask(h->head_dim - d), second = h->head_dim > d + 16 ? tail_mask(h->head_dim - d - 16) : 0;
        for (size_t j = 0; j < h->tokens; j++)
            _mm512_storeu_si512(p->keys + j * p->pairs + d / 2, channel_pairs(h->k + j * h->stride + d, first, second, key_steps));
        for (size_t j = 0; j < h->tokens; j += 2) {
            const float *even = h->v + j * h->stride + d, *odd = even + h->stride;
            int32_t *to = p->values + j * p->pairs + d;
            bool last = j + 1 == h->tokens;
            __m512i high0 = rounded(odd, last ? 0 : first, value_steps), high1 = rounded(odd + 16, last ? 0 : second, value_steps);
            __m512i low0 = rounded(even, first, value_steps), low1 = rounded(even + 16, second, value_steps);
            _mm512_storeu_si512(to, _mm512_mask_blend_epi16(0xaaaaaaaa, low0, _mm512_slli_epi32(high0, 16)));
            _mm512_storeu_si512(to + 16, _mm512_mask_blend_epi16(0xaaaaaaaa, low1, _mm512_slli_epi32(high1, 16)));
        }
    }
}

/// Rounds queries `query` to `query + count - 1` into lanes.
INLINE void pack_queries(const kn_head *h, const packed_head *p, size_t query, size_t count) {
    for (size_t d = 0; d < h->head_dim; d += 32) {
        __mmask16 first = tail_mask(h->head_dim - d), second = h->head_dim > d + 16 ? tail_mask(h->head_dim - d - 16) : 0;
        const float *q = h->q + query * h->stride + d;
        __m512i v[16];
#pragma clang loop unroll(full)
        for (size_t i = 0; i < 16; i++)
            v[i] = i < count ? channel_pairs(q + i * h->stride, first, second, p->query_steps) : _mm512_setzero_si512();
        transpose16(v);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < 16; i++) _mm512_storeu_si512(p->queries + (d / 2 + i) * 16, v[i]);
    }
}

/// Scores of 16 queries against `count` keys (a constant at each call), and the largest so far.
INLINE __m512i score(const packed_head *p, size_t key, const int count, __m512i largest) {
    const int32_t *keys = p->keys + key * p->pairs, *queries = p->queries;
    size_t pairs = p->pairs;
    __m512i sum[8];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) sum[r] = _mm512_setzero_si512();
    for (size_t i = 0; i < pairs; i++) {
        __m512i q = _mm512_loadu_si512(queries + 16 * i);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) sum[r] = _mm512_dpwssd_epi32(sum[r], q, _mm512_set1_epi32(keys[(size_t)r * pairs + i]));
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
        largest = _mm512_max_epi32(largest, sum[r]);
        _mm512_storeu_ps(p->scores + 16 * (key + (size_t)r), _mm512_cvtepi32_ps(sum[r]));
    }
    return largest;
}

/// Softmax over the tokens in each lane; returns what turns a sum of weighted values into their mean.
INLINE __m512 soften(const packed_head *p, size_t tokens, __m512i largest) {
    __m512 top = _mm512_mul_ps(_mm512_cvtepi32_ps(largest), p->score_unit), total = _mm512_setzero_ps();
    float *scores = p->scores;
    for (size_t j = 0; j < tokens; j++) {
        __m512 e = exp2_nonpositive(_mm512_fmsub_ps(_mm512_loadu_ps(scores + 16 * j), p->score_unit, top));
        total = _mm512_add_ps(total, e);
        _mm512_storeu_ps(scores + 16 * j, e);
    }
    __m512 share = _mm512_div_ps(_mm512_set1_ps(KN_WEIGHT_RANGE), total);
    __m512i sum = _mm512_setzero_si512();
    for (size_t j = 0; j < tokens; j += 2) {
        __m512i even = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(scores + 16 * j), share)), odd = _mm512_setzero_si512();
        if (j + 1 < tokens) odd = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(scores + 16 * j + 16), share));
        sum = _mm512_add_epi32(sum, _mm512_add_epi32(even, odd));
        _mm512_storeu_si512(p->weights + 8 * j, _mm512_or_si512(even, _mm512_slli_epi32(odd, 16)));
    }
    // The second term is zero, or NaN where a query or key was not finite.
    __m512 mean = _mm512_div_ps(_mm512_set1_ps(p->value_unit), _mm512_cvtepi32_ps(sum));
    return _mm512_add_ps(mean, _mm512_sub_ps(p->score_unit, p->score_unit));
}

/// Weighted values of `count` queries (a constant at each call), the first of them in lane `lane`.
INLINE void weigh(const kn_head *h, const packed_head *p, size_t query, size_t lane, const int count, const float *unit) {
    for (size_t d = 0; d < h->head_dim; d += 32) {
        __m512i sum[8][2];
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) sum[r][0] = sum[r][1] = _mm512_setzero_si512();
        const int32_t *v = p->values + d, *weights = p->weights + lane;
        for (size_t j = 0; j < h->tokens; j += 2, v += 2 * p->pairs, weights += 16) {
            __m512i v0 = _mm512_loadu_si512(v), v1 = _mm512_loadu_si512(v + 16);
#pragma clang loop unroll(full)
            for (int r = 0; r < count; r++) {
                __m512i weight = _mm512_set1_epi32(weights[r]);
                sum[r][0] = _mm512_dpwssd_epi32(sum[r][0], weight, v0);
                sum[r][1] = _mm512_dpwssd_epi32(sum[r][1], weight, v1);
            }
        }
        __mmask16 first = tail_mask(h->head_dim - d), second = h->head_dim > d + 16 ? tail_mask(h->head_dim - d - 16) : 0;
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            __m512 factor = _mm512_set1_ps(unit[lane + (size_t)r]);
            float *out = h->out + (query + lane + (size_t)r) * h->out_stride + d;
            _mm512_mask_storeu_ps(out, first, _mm512_mul_ps(_mm512_cvtepi32_ps(sum[r][0]), factor));
            _mm512_mask_storeu_ps(out + 16, second, _mm512_mul_ps(_mm512_cvtepi32_ps(sum[r][1]), factor));
        }
    }
}

static void attention(const kn_head *h) {
    if (h->tokens == 0) return;
    packed_head p = {.pairs = (h->head_dim + 31) / 32 * 16};
    size_t padded = (h->tokens + 15) / 16 * 16;
    p.keys = (int32_t *)h->scratch;
    p.values = p.keys + padded * p.pairs;
    p.queries = p.values + padded * p.pairs;
    p.scores = (float *)(p.queries + 16 * p.pairs);
    p.weights = (int32_t *)(p.scores + 16 * padded);
    pack_head(h, &p);
    for (size_t query = h->query_begin; query < h->query_end; query += 16) {
        size_t count = h->query_end - query < 16 ? h->query_end - query : 16, j = 0, lane = 0;
        pack_queries(h, &p, query, count);
        __m512i largest = _mm512_set1_epi32(INT32_MIN);
        for (size_t i = 0, tiles = (h->tokens + 7) / 8; i < tiles; i++) {
            size_t next = h->tokens * (i + 1) / tiles;
            switch (next - j) {
            case 1: largest = score(&p, j, 1, largest); break;
            case 2: largest = score(&p, j, 2, largest); break;
            case 3: largest = score(&p, j, 3, largest); break;
            case 4: largest = score(&p, j, 4, largest); break;
            case 5: largest = score(&p, j, 5, largest); break;
            case 6: largest = score(&p, j, 6, largest); break;
            case 7: largest = score(&p, j, 7, largest); break;
            default: largest = score(&p, j, 8, largest); break;
            }
            j = next;
        }
        float unit[16];
        _mm512_storeu_ps(unit, soften(&p, h->tokens, largest));
        for (size_t i = 0, tiles = (count + 7) / 8; i < tiles; i++) {
            size_t next = count * (i + 1) / tiles;
            switch (next - lane) {
            case 1: weigh(h, &p, query, lane, 1, unit); break;
            case 2: weigh(h, &p, query, lane, 2, unit); break;
            case 3: weigh(h, &p, query, lane, 3, unit); break;
            case 4: weigh(h, &p, query, lane, 4, unit); break;
            case 5: weigh(h, &p, query, lane, 5, unit); break;
            case 6: weigh(h, &p, query, lane, 6, unit); break;
            case 7: weigh(h, &p, query, lane, 7, unit); break;
            default: weigh(h, &p, query, lane, 8, unit); break;
            }
            lane = next;
        }
    }
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
    .block_bias = 128,
    .quantize_rows = quantize_rows,
    .linear = linear,
    .add_norm = add_norm,
    .attention = attention,
    .dequantize = dequantize,
    .quantize_channel = quantize_channel,
    .quantize_blocks = kn_avx512vnni_quantize_blocks,
    .linear_blocks = kn_avx512vnni_linear_blocks,
};

#pragma clang attribute pop
#endif
