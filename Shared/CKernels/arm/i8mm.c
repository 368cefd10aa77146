/// The 8-bit matrix multiply of ARMv8.6 (Neoverse V1 and N2, Cortex-A510, A710 and later): one instruction takes two rows and two columns,
/// eight neighbours deep. Panels are packed in groups of eight for it.
#if defined(__aarch64__)
#include "neon.h"

#pragma STDC FP_CONTRACT OFF

#define I8MM __attribute__((target("arch=armv8.2-a+i8mm")))
enum { GROUP = 8 };

INLINE int8x16_t first_halves(int8x16_t a, int8x16_t b) {
    return vreinterpretq_s8_s64(vzip1q_s64(vreinterpretq_s64_s8(a), vreinterpretq_s64_s8(b)));
}
INLINE int8x16_t second_halves(int8x16_t a, int8x16_t b) {
    return vreinterpretq_s8_s64(vzip2q_s64(vreinterpretq_s64_s8(a), vreinterpretq_s64_s8(b)));
}

/// dot[2 * pairs, 16] of 2 * `pairs` rows (a constant at each call) and 16 columns. Each sum holds two rows by two columns: two pairs are
/// 16 sums. Three would fill the registers, for 2 % fewer instructions.
INLINE I8MM void tile(const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, const int pairs, int32_t *dot) {
    int32x4_t s[2][8];
    const int8_t *x = (const int8_t *)q;
    UNROLL for (int p = 0; p < pairs; p++)
        UNROLL for (int c = 0; c < 8; c++) s[p][c] = vdupq_n_s32(0);
    size_t k = 0;
    for (; k + 2 * GROUP <= depth; k += 2 * GROUP, w += 2 * KN_PANEL * GROUP) {
        int8x16_t a[2][2];
        UNROLL for (int p = 0; p < pairs; p++) {
            int8x16_t upper = vld1q_s8(x + (size_t)(2 * p) * q_stride + k), lower = vld1q_s8(x + (size_t)(2 * p + 1) * q_stride + k);
            a[p][0] = first_halves(upper, lower);
            a[p][1] = second_halves(upper, lower);
        }
        UNROLL for (int group = 0; group < 2; group++)
            UNROLL for (int c = 0; c < 8; c++) {
                int8x16_t b = vld1q_s8(w + group * KN_PANEL * GROUP + 16 * c);
                UNROLL for (int p = 0; p < pairs; p++) s[p][c] = vmmlaq_s32(s[p][c], a[p][group], b);
            }
    }
    if (k < depth)
        UNROLL for (int p = 0; p < pairs; p++) {
            int8x16_t a = vcombine_s8(vld1_s8(x + (size_t)(2 * p) * q_stride + k), vld1_s8(x + (size_t)(2 * p + 1) * q_stride + k));
            UNROLL for (int c = 0; c < 8; c++) s[p][c] = vmmlaq_s32(s[p][c], a, vld1q_s8(w + 16 * c));
        }
    UNROLL for (int p = 0; p < pairs; p++)
        UNROLL for (int j = 0; j < 4; j++) {
            int64x2_t left = vreinterpretq_s64_s32(s[p][2 * j]), right = vreinterpretq_s64_s32(s[p][2 * j + 1]);
            vst1q_s32(dot + 2 * p * KN_TILE + 4 * j, vreinterpretq_s32_s64(vzip1q_s64(left, right)));
            vst1q_s32(dot + (2 * p + 1) * KN_TILE + 4 * j, vreinterpretq_s32_s64(vzip2q_s64(left, right)));
        }
}

static I8MM void four_rows(const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, int32_t *dot) {
    tile(w, q, q_stride, depth, 2, dot);
}

static I8MM void two_rows(const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, int32_t *dot) {
    tile(w, q, q_stride, depth, 1, dot);
}

/// One row of a whole panel. With zeros for the row that is missing, above or below, two multiplies fill the four lanes of one sum with
/// four columns: 16 sums for 64 columns, so a panel is read from its first byte to its last.
static I8MM void one_row(const int8_t *w, const uint8_t *q, size_t depth, int32_t *dot) {
    const int8x8_t zero = vdup_n_s8(0);
    int32x4_t s[16];
    UNROLL for (int j = 0; j < 16; j++) s[j] = vdupq_n_s32(0);
    for (size_t k = 0; k < depth; k += GROUP, w += KN_PANEL * GROUP) {
        int8x8_t x = vld1_s8((const int8_t *)q + k);
        int8x16_t upper = vcombine_s8(x, zero), lower = vcombine_s8(zero, x), b[4], next[4];
        UNROLL for (int i = 0; i < 4; i++) next[i] = vld1q_s8(w + 16 * i);
        UNROLL for (int j = 0; j < 16; j += 2) {
            UNROLL for (int i = 0; i < 4; i++) {
                b[i] = next[i];
                if (j < 14) next[i] = vld1q_s8(w + 32 * (j + 2) + 16 * i);
            }
            s[j] = vmmlaq_s32(s[j], upper, b[0]);
            s[j + 1] = vmmlaq_s32(s[j + 1], upper, b[2]);
            s[j] = vmmlaq_s32(s[j], lower, b[1]);
            s[j + 1] = vmmlaq_s32(s[j + 1], lower, b[3]);
            IN_ORDER(s[j], s[j + 1]);
        }
    }
    UNROLL for (int j = 0; j < 16; j++) vst1q_s32(dot + 4 * j, s[j]);
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    int32_t dot[KN_PANEL];
    for (size_t panel = panel_begin; panel < panel_end; panel++) {
        const int8_t *w = m->packed + panel * KN_PANEL * m->depth;
        size_t column = panel * KN_PANEL;
        for (size_t c = 0; c < KN_PANEL; c += KN_TILE)
            for (size_t r = 0; r + 2 <= rows;) {
                size_t count = r + 4 <= rows ? 4 : 2;
                (count == 4 ? four_rows : two_rows)(w + c * GROUP, q + r * q_stride, q_stride, m->depth, dot);
                kn_neon_output(m, column + c, KN_TILE, dot, row + r, count, activation, y + r * y_stride, y_stride);
                r += count;
            }
        if (rows % 2) {
            one_row(w, q + (rows - 1) * q_stride, m->depth, dot);
            kn_neon_output(m, column, KN_PANEL, dot, row + rows - 1, 1, activation, y + (rows - 1) * y_stride, y_stride);
        }
    }
}

const kn_table kn_table_neon_i8mm = {
    .name = "neon-i8mm",
    .activation_bias = 0,
    .depth_group = GROUP,
    .block_bias = 0,
    .quantize_rows = kn_neon_quantize_rows,
    .linear = linear,
    .add_norm = kn_neon_add_norm,
    .attention = kn_neon_attention,
    .dequantize = kn_neon_dequantize,
    .quantize_channel = kn_neon_quantize_channel,
    .quantize_blocks = kn_neon_quantize_blocks,
    .linear_blocks = kn_neon_i8mm_linear_blocks,
};
#endif
