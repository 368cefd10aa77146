/// AArch64 NEON, which every ARMv8-A core has. Only the byte dot product is written in vectors so far; the rest is the reference.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF

/// One row against 16 columns: 16-bit products of byte pairs, at most 2 * 127 * 127, widened at once.
static void row_by_sixteen(const int8_t *w, const uint8_t *q, size_t depth, int32_t sum[16]) {
    int32x4_t s[4] = {vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)};
    for (size_t k = 0; k < depth; k += KN_QUAD, w += KN_PANEL * KN_QUAD) {
        uint32_t quad;
        memcpy(&quad, q + k, 4);
        int8x16_t a = vreinterpretq_s8_u32(vdupq_n_u32(quad));
        for (int j = 0; j < 4; j++) {
            int8x16_t b = vld1q_s8(w + 16 * j);
            int16x8_t low = vmull_s8(vget_low_s8(a), vget_low_s8(b)), high = vmull_high_s8(a, b);
            // Neighbouring pairs twice: 16 products become 4 columns.
            s[j] = vaddq_s32(s[j], vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
        }
    }
    for (int j = 0; j < 4; j++) vst1q_s32(sum + 4 * j, s[j]);
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    for (size_t c = panel_begin * KN_PANEL; c < panel_end * KN_PANEL; c += 16) {
        const int8_t *w = m->packed + c / KN_PANEL * KN_PANEL * m->depth + c % KN_PANEL * KN_QUAD;
        for (size_t r = 0; r < rows; r++) {
            int32_t sum[16];
            row_by_sixteen(w, q + r * q_stride, m->depth, sum);
            float *out = y + r * y_stride + c;
            for (size_t j = 0; j < 16; j++) {
                float value = row[r].scale * (m->scale[c + j] * (float)sum[j]) + (row[r].offset * m->sum[c + j] + m->bias[c + j]);
                if (activation == KN_GELU) {
                    float z = value < -KN_GELU_CLAMP ? -KN_GELU_CLAMP : value > KN_GELU_CLAMP ? KN_GELU_CLAMP : value, p = kn_gelu_poly[0];
                    for (int i = 1; i < KN_GELU_TERMS; i++) p = p * (z * z) + kn_gelu_poly[i];
                    value = 0.5f * value * (1 + z * p);
                }
                out[j] = value;
            }
        }
    }
}

static void quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    kn_table_reference.quantize_rows(x, x_stride, rows, depth, rotate, q, q_stride, row);
}

static void add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride) {
    kn_table_reference.add_norm(x, x_stride, residual, residual_stride, rows, dim, gamma, beta, epsilon, y, y_stride);
}

static void attention(const kn_head *head) { kn_table_reference.attention(head); }

static void quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum) {
    kn_table_reference.quantize_channel(w, depth, q, scale, sum);
}

const kn_table kn_table_neon = {
    .name = "neon",
    .activation_bias = 0,
    .depth_group = KN_QUAD,
    .quantize_rows = quantize_rows,
    .linear = linear,
    .add_norm = add_norm,
    .attention = attention,
    .dequantize = kn_dequantize_reference,
    .quantize_channel = quantize_channel,
};
#endif
