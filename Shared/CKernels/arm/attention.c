/// Attention in floats: tiles of up to 6 queries by 16 keys, then 6 queries by 16 values, each with 24 sums in registers.
#if defined(__aarch64__)
#include "neon.h"

#pragma STDC FP_CONTRACT OFF

/// 2^f for f in -0.5...0.5, relative error 1.1e-7, lowest power first.
#define EXP2_TERMS 6
static const float exp2_poly[EXP2_TERMS] = {
    1.0000000754953495f, 0.6931472067106205f, 0.24022107355830055f, 0.05550327214208133f, 0.009676037097885356f, 0.0013400432165740805f,
};

/// s += x * a[lane]; the lane must be a literal, so the unrolled callers' constant picks one.
INLINE float32x4_t add_product(float32x4_t s, float32x4_t x, float32x4_t a, const int lane) {
    switch (lane) {
    case 0: return vfmaq_laneq_f32(s, x, a, 0);
    case 1: return vfmaq_laneq_f32(s, x, a, 1);
    case 2: return vfmaq_laneq_f32(s, x, a, 2);
    default: return vfmaq_laneq_f32(s, x, a, 3);
    }
}

/// Keys by 16: keys[block, d, 16], the last token repeated up to a whole block. Repeats change no maximum; their weights are zeroed.
static void pack_keys(const kn_head *h, size_t padded, float *keys) {
    for (size_t j = 0; j < padded; j += 4) {
        const float *k[4];
        for (size_t i = 0; i < 4; i++) k[i] = h->k + (j + i < h->tokens ? j + i : h->tokens - 1) * h->stride;
        float *to = keys + j / KN_TILE * KN_TILE * h->head_dim + j % KN_TILE;
        size_t d = 0;
        for (; d + 4 <= h->head_dim; d += 4, to += 4 * KN_TILE) {
            float32x4x2_t a = vtrnq_f32(vld1q_f32(k[0] + d), vld1q_f32(k[1] + d));
            float32x4x2_t b = vtrnq_f32(vld1q_f32(k[2] + d), vld1q_f32(k[3] + d));
            vst1q_f32(to, vcombine_f32(vget_low_f32(a.val[0]), vget_low_f32(b.val[0])));
            vst1q_f32(to + KN_TILE, vcombine_f32(vget_low_f32(a.val[1]), vget_low_f32(b.val[1])));
            vst1q_f32(to + 2 * KN_TILE, vcombine_f32(vget_high_f32(a.val[0]), vget_high_f32(b.val[0])));
            vst1q_f32(to + 3 * KN_TILE, vcombine_f32(vget_high_f32(a.val[1]), vget_high_f32(b.val[1])));
        }
        for (; d < h->head_dim; d++, to += KN_TILE)
            for (size_t i = 0; i < 4; i++) to[i] = k[i][d];
    }
}

/// scores[r, j..<j + 16] of `count` queries against one block of packed keys.
INLINE void score(const float *q, size_t stride, const int count, const float *keys, size_t head_dim, float *scores, size_t padded) {
    float32x4_t s[6][4];
    UNROLL for (int r = 0; r < count; r++)
        UNROLL for (int i = 0; i < 4; i++) s[r][i] = vdupq_n_f32(0);
    size_t d = 0;
    for (; d + 4 <= head_dim; d += 4, keys += 4 * KN_TILE) {
        float32x4_t a[6];
        UNROLL for (int r = 0; r < count; r++) a[r] = vld1q_f32(q + (size_t)r * stride + d);
        UNROLL for (int lane = 0; lane < 4; lane++)
            UNROLL for (int i = 0; i < 4; i++) {
                float32x4_t k = vld1q_f32(keys + lane * KN_TILE + 4 * i);
                UNROLL for (int r = 0; r < count; r++) s[r][i] = add_product(s[r][i], k, a[r], lane);
            }
    }
    for (; d < head_dim; d++, keys += KN_TILE)
        UNROLL for (int r = 0; r < count; r++)
            UNROLL for (int i = 0; i < 4; i++) s[r][i] = vfmaq_n_f32(s[r][i], vld1q_f32(keys + 4 * i), q[(size_t)r * stride + d]);
    UNROLL for (int r = 0; r < count; r++)
        UNROLL for (int i = 0; i < 4; i++) vst1q_f32(scores + (size_t)r * padded + 4 * i, s[r][i]);
}

/// 2^x for x <= 0. Below -126, where the result would be denormal, 2^-126; at -126 the polynomial is at least 1, so the sum of exponents
/// stays in range.
INLINE float32x4_t exp2_nonpositive(float32x4_t x) {
    x = vmaxq_f32(x, vdupq_n_f32(-126));
    float32x4_t whole = vrndnq_f32(x), f = vsubq_f32(x, whole), p = vdupq_n_f32(exp2_poly[EXP2_TERMS - 1]);
    UNROLL for (int i = EXP2_TERMS - 2; i >= 0; i--) p = vfmaq_f32(vdupq_n_f32(exp2_poly[i]), p, f);
    return vreinterpretq_f32_s32(vaddq_s32(vreinterpretq_s32_f32(p), vshlq_n_s32(vcvtq_s32_f32(whole), 23)));
}

/// Scores of one query to weights, not yet divided by their sum; gives the inverse of the sum.
static __attribute__((noinline)) float weigh(float *scores, size_t tokens, size_t padded) {
    static const uint32_t lane_index[KN_TILE] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    float32x4_t top[4];
    UNROLL for (int i = 0; i < 4; i++) top[i] = vdupq_n_f32(-__builtin_inff());
    for (size_t j = 0; j < padded; j += KN_TILE)
        UNROLL for (int i = 0; i < 4; i++) top[i] = vmaxq_f32(top[i], vld1q_f32(scores + j + 4 * i));
    float32x4_t largest = vdupq_n_f32(vmaxvq_f32(vmaxq_f32(vmaxq_f32(top[0], top[1]), vmaxq_f32(top[2], top[3]))));
    float32x4_t total[4];
    UNROLL for (int i = 0; i < 4; i++) total[i] = vdupq_n_f32(0);
    for (size_t j = 0; j < padded; j += KN_TILE) {
        float32x4_t e[4];
        UNROLL for (int i = 0; i < 4; i++) e[i] = exp2_nonpositive(vsubq_f32(vld1q_f32(scores + j + 4 * i), largest));
        if (tokens - j < KN_TILE)
            UNROLL for (int i = 0; i < 4; i++) {
                uint32x4_t keep = vcltq_u32(vld1q_u32(lane_index + 4 * i), vdupq_n_u32((uint32_t)(tokens - j)));
                e[i] = vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(e[i]), keep));
            }
        UNROLL for (int i = 0; i < 4; i++) {
            total[i] = vaddq_f32(total[i], e[i]);
            vst1q_f32(scores + j + 4 * i, e[i]);
        }
    }
    return 1 / vaddvq_f32(vaddq_f32(vaddq_f32(total[0], total[1]), vaddq_f32(total[2], total[3])));
}

/// out[r, 0..<4 * width] = inverse[r] * the sum over tokens of weights[r, j] * v[j].
INLINE void mix(
    const float *v, size_t stride, size_t tokens, const int count, const int width, const float *weights, size_t padded,
    const float *inverse, float *out, size_t out_stride) {
    float32x4_t s[6][4];
    UNROLL for (int r = 0; r < count; r++)
        UNROLL for (int i = 0; i < width; i++) s[r][i] = vdupq_n_f32(0);
    size_t j = 0;
    for (; j + 4 <= tokens; j += 4, v += 4 * stride) {
        float32x4_t p[6];
        UNROLL for (int r = 0; r < count; r++) p[r] = vld1q_f32(weights + (size_t)r * padded + j);
        UNROLL for (int lane = 0; lane < 4; lane++)
            UNROLL for (int i = 0; i < width; i++) {
                float32x4_t x = vld1q_f32(v + (size_t)lane * stride + 4 * i);
                UNROLL for (int r = 0; r < count; r++) s[r][i] = add_product(s[r][i], x, p[r], lane);
            }
    }
    for (; j < tokens; j++, v += stride)
        UNROLL for (int r = 0; r < count; r++)
            UNROLL for (int i = 0; i < width; i++) s[r][i] = vfmaq_n_f32(s[r][i], vld1q_f32(v + 4 * i), weights[(size_t)r * padded + j]);
    UNROLL for (int r = 0; r < count; r++)
        UNROLL for (int i = 0; i < width; i++)
            vst1q_f32(out + (size_t)r * out_stride + 4 * i, vmulq_n_f32(s[r][i], inverse[r]));
}

/// `count` queries (a constant at each call) from `query` on.
INLINE void attend(const kn_head *h, size_t query, const int count, const float *keys, size_t padded, float *scores) {
    const float *q = h->q + query * h->stride;
    for (size_t j = 0; j < padded; j += KN_TILE) score(q, h->stride, count, keys + j * h->head_dim, h->head_dim, scores + j, padded);
    float inverse[6];
    for (int r = 0; r < count; r++) inverse[r] = weigh(scores + (size_t)r * padded, h->tokens, padded);
    // The last step of a width that is no multiple repeats some outputs: the same values again.
    float *out = h->out + query * h->out_stride;
    size_t d = 0;
    for (; h->head_dim >= KN_TILE && d < h->head_dim; d += KN_TILE) {
        size_t at = d + KN_TILE <= h->head_dim ? d : h->head_dim - KN_TILE;
        mix(h->v + at, h->stride, h->tokens, count, 4, scores, padded, inverse, out + at, h->out_stride);
    }
    for (; d < h->head_dim; d += 4) {
        size_t at = d + 4 <= h->head_dim ? d : h->head_dim - 4;
        mix(h->v + at, h->stride, h->tokens, count, 1, scores, padded, inverse, out + at, h->out_stride);
    }
}

void kn_neon_attention(const kn_head *h) {
    if (h->head_dim < 4) {
        kn_table_reference.attention(h);
        return;
    }
    if (h->query_begin >= h->query_end) return;
    // In all (tokens rounded up to 16) * (head_dim + 6) floats of the scratch memory.
    size_t padded = (h->tokens + KN_TILE - 1) / KN_TILE * KN_TILE;
    float *keys = h->scratch, *scores = keys + h->head_dim * padded;
    pack_keys(h, padded, keys);
    // Equal tiles: 8 queries are 4 and 4, not 6 and 2.
    size_t queries = h->query_end - h->query_begin, tiles = (queries + 5) / 6, i = h->query_begin;
    for (size_t t = 0; t < tiles; t++) {
        size_t count = queries / tiles + (t < queries % tiles);
        switch (count) {
        case 1: attend(h, i, 1, keys, padded, scores); break;
        case 2: attend(h, i, 2, keys, padded, scores); break;
        case 3: attend(h, i, 3, keys, padded, scores); break;
        case 4: attend(h, i, 4, keys, padded, scores); break;
        case 5: attend(h, i, 5, keys, padded, scores); break;
        default: attend(h, i, 6, keys, padded, scores); break;
        }
        i += count;
    }
}
#endif
