/// Quantisers of activations and weights, and the stored formats that a load converts most of.
#if defined(__aarch64__)
#include <float.h>
#include <string.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

enum { STEP = KN_ROTATION_SPAN / KN_ROTATION, HALVES = STEP / 4 };

/// 1 to 4 floats; missing lanes repeat the first, so that minima and maxima need no mask.
INLINE float32x4_t load_up_to(const float *x, size_t count) {
    if (count >= 4) return vld1q_f32(x);
    float32x4_t v = vdupq_n_f32(x[0]);
    if (count > 1) v = vsetq_lane_f32(x[1], v, 1);
    if (count > 2) v = vsetq_lane_f32(x[2], v, 2);
    return v;
}

/// Four neighbours out of each 8 of a span, after the four butterfly stages of the reference.
INLINE void load_rotated(const float *x, float32x4_t v[KN_ROTATION]) {
    UNROLL for (int i = 0; i < KN_ROTATION; i++) v[i] = vld1q_f32(x + STEP * i);
    UNROLL for (int half = 1; half < KN_ROTATION; half *= 2)
        UNROLL for (int i = 0; i < KN_ROTATION; i++)
            if ((i & half) == 0) {
                float32x4_t a = v[i], b = v[i + half];
                v[i] = vaddq_f32(a, b);
                v[i + half] = vsubq_f32(a, b);
            }
}

/// Smallest and largest so far. FMIN and FMAX keep a NaN, so a row that holds one gets a range that is not a number.
typedef struct extent {
    float32x4_t low, high;
} extent;

/// `count` is a power of two.
INLINE void widen(extent *e, const float32x4_t *v, const int count) {
    float32x4_t low[KN_ROTATION], high[KN_ROTATION];
    UNROLL for (int i = 0; i < count; i++) low[i] = high[i] = v[i];
    UNROLL for (int half = count / 2; half > 0; half /= 2)
        UNROLL for (int i = 0; i < half; i++) {
            low[i] = vminq_f32(low[i], low[i + half]);
            high[i] = vmaxq_f32(high[i], high[i + half]);
        }
    e->low = vminq_f32(e->low, low[0]);
    e->high = vmaxq_f32(e->high, high[0]);
}

/// round((v - low) * inverse) - 127 of 16 floats; the rounded values are in 0...254.
INLINE int8x16_t quantized(const float32x4_t v[4], float32x4_t low, float32x4_t inverse) {
    int16x8_t n[4];
    UNROLL for (int i = 0; i < 4; i++) n[i] = vreinterpretq_s16_s32(vcvtnq_s32_f32(vmulq_f32(vsubq_f32(v[i], low), inverse)));
    int16x8_t first = vuzp1q_s16(n[0], n[1]), second = vuzp1q_s16(n[2], n[3]);
    int8x16_t bytes = vuzp1q_s8(vreinterpretq_s8_s16(first), vreinterpretq_s8_s16(second));
    return vsubq_s8(bytes, vdupq_n_s8(127));
}

/// One span, mixed and quantised.
INLINE void quantize_rotated(const float *x, uint8_t *q, float32x4_t low, float32x4_t inverse) {
    int32x4_t words[HALVES][KN_ROTATION / 4];
    UNROLL for (int h = 0; h < HALVES; h++) {
        float32x4_t v[KN_ROTATION];
        load_rotated(x + 4 * h, v);
        UNROLL for (int i = 0; i < KN_ROTATION / 4; i++) words[h][i] = vreinterpretq_s32_s8(quantized(v + 4 * i, low, inverse));
        IN_ORDER(words[h][0], words[h][1]);
        IN_ORDER(words[h][2], words[h][3]);
    }
    UNROLL for (int i = 0; i < KN_ROTATION / 4; i++) {
        int32x4_t left = vzip1q_s32(words[0][i], words[1][i]), right = vzip2q_s32(words[0][i], words[1][i]);
        IN_ORDER(left, right);
        vst1q_s8((int8_t *)q + 32 * i, vreinterpretq_s8_s32(left));
        vst1q_s8((int8_t *)q + 32 * i + 16, vreinterpretq_s8_s32(right));
    }
}

void kn_neon_quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    size_t whole = rotate ? depth : depth / 16 * 16;
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride) {
        extent e = {vdupq_n_f32(__builtin_inff()), vdupq_n_f32(-__builtin_inff())};
        float32x4_t v[KN_ROTATION];
        if (rotate)
            for (size_t at = 0; at < depth; at += KN_ROTATION_SPAN)
                for (int h = 0; h < HALVES; h++) {
                    load_rotated(x + at + 4 * h, v);
                    widen(&e, v, KN_ROTATION);
                    IN_ORDER(e.low, e.high);
                            }
        else
            for (size_t at = 0; at < whole; at += 16) {
                UNROLL for (int i = 0; i < 4; i++) v[i] = vld1q_f32(x + at + 4 * i);
                widen(&e, v, 4);
            }
        for (size_t at = whole; at < depth; at += 4) {
            v[0] = load_up_to(x + at, depth - at);
            widen(&e, v, 1);
        }
        float low = vminvq_f32(e.low), range = vmaxvq_f32(e.high) - low;
        if (!(range > 254 * FLT_MIN && range <= FLT_MAX)) {
            row[r] = (kn_row){0, range == 0 ? low : 0};
            memset(q, 0, depth);
            continue;
        }
        float scale = range / 254;
        row[r] = (kn_row){scale, low + 127 * scale};
        float32x4_t lows = vdupq_n_f32(low), inverse = vdupq_n_f32(254 / range);
        if (rotate)
            for (size_t at = 0; at < depth; at += KN_ROTATION_SPAN) quantize_rotated(x + at, q + at, lows, inverse);
        else
            for (size_t at = 0; at < whole; at += 16) {
                UNROLL for (int i = 0; i < 4; i++) v[i] = vld1q_f32(x + at + 4 * i);
                vst1q_s8((int8_t *)q + at, quantized(v, lows, inverse));
            }
        if (whole < depth) {
            int8_t bytes[16];
            UNROLL for (size_t i = 0; i < 4; i++) {
                size_t at = whole + 4 * i;
                v[i] = at < depth ? load_up_to(x + at, depth - at) : lows;
            }
            vst1q_s8(bytes, quantized(v, lows, inverse));
            memcpy(q + whole, bytes, depth - whole);
        }
    }
}

void kn_neon_quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum) {
    float32x4_t tops = vdupq_n_f32(0);
    size_t whole = depth / 16 * 16;
    for (size_t i = 0; i < whole; i += 16) {
        float32x4_t a = vmaxq_f32(vabsq_f32(vld1q_f32(w + i)), vabsq_f32(vld1q_f32(w + i + 4)));
        float32x4_t b = vmaxq_f32(vabsq_f32(vld1q_f32(w + i + 8)), vabsq_f32(vld1q_f32(w + i + 12)));
        tops = vmaxq_f32(tops, vmaxq_f32(a, b));
    }
    for (size_t i = whole; i < depth; i += 4) tops = vmaxq_f32(tops, vabsq_f32(load_up_to(w + i, depth - i)));
    float largest = vmaxvq_f32(tops);
    float inverse = largest > 127 * FLT_MIN && largest <= FLT_MAX ? 127 / largest : 0;
    int32x4_t totals = vdupq_n_s32(0);
    for (size_t i = 0; i < whole; i += 16) {
        int16x8_t n[4];
        UNROLL for (int j = 0; j < 4; j++)
            n[j] = vreinterpretq_s16_s32(vcvtnq_s32_f32(vmulq_n_f32(vld1q_f32(w + i + 4 * j), inverse)));
        int16x8_t first = vuzp1q_s16(n[0], n[1]), second = vuzp1q_s16(n[2], n[3]);
        vst1q_s8(q + i, vuzp1q_s8(vreinterpretq_s8_s16(first), vreinterpretq_s8_s16(second)));
        totals = vpadalq_s16(totals, vaddq_s16(first, second));
    }
    int32_t total = vaddvq_s32(totals);
    for (size_t i = whole; i < depth; i++) {
        q[i] = (int8_t)vcvtns_s32_f32(w[i] * inverse);
        total += q[i];
    }
    *scale = inverse == 0 ? 0 : largest / 127;
    *sum = *scale * (float)total;
}

void kn_neon_dequantize(kn_storage storage, const void *source, size_t count, float *y) {
    const uint8_t *bytes = source;
    if (storage == KN_Q8_0) {
        for (size_t i = 0; i + 32 <= count; i += 32, bytes += 34) {
            uint16_t half;
            memcpy(&half, bytes, 2);
            float32x4_t scale = vcvt_f32_f16(vreinterpret_f16_u16(vdup_n_u16(half)));
            UNROLL for (int j = 0; j < 32; j += 16) {
                int8x16_t n = vld1q_s8((const int8_t *)bytes + 2 + j);
                int16x8_t first = vmovl_s8(vget_low_s8(n)), second = vmovl_high_s8(n);
                vst1q_f32(y + i + j, vmulq_f32(vcvtq_f32_s32(vmovl_s16(vget_low_s16(first))), scale));
                vst1q_f32(y + i + j + 4, vmulq_f32(vcvtq_f32_s32(vmovl_high_s16(first)), scale));
                vst1q_f32(y + i + j + 8, vmulq_f32(vcvtq_f32_s32(vmovl_s16(vget_low_s16(second))), scale));
                vst1q_f32(y + i + j + 12, vmulq_f32(vcvtq_f32_s32(vmovl_high_s16(second)), scale));
            }
        }
    } else if (storage == KN_F16) {
        size_t i = 0;
        for (; i + 8 <= count; i += 8) {
            float16x8_t half = vreinterpretq_f16_u8(vld1q_u8(bytes + 2 * i));
            vst1q_f32(y + i, vcvt_f32_f16(vget_low_f16(half)));
            vst1q_f32(y + i + 4, vcvt_high_f32_f16(half));
        }
        kn_dequantize_reference(storage, bytes + 2 * i, count - i, y + i);
    } else {
        kn_dequantize_reference(storage, source, count, y);
    }
}
#endif
