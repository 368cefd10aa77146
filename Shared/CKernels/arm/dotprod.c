/// ARMv8.2 dot product (Cortex-A55, A76 and later, Neoverse N1): one instruction multiplies a quad of a row, chosen by lane, with the
/// quads of four columns.
#if defined(__aarch64__)
#include <string.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

/// The one spelling that gcc and clang both take.
#define DOTPROD __attribute__((target("arch=armv8.2-a+dotprod")))

/// s += the four-byte products of each lane of w with quad `lane` of a; the lane must be a literal, so the caller's constant picks one.
INLINE DOTPROD int32x4_t add_quad(int32x4_t s, int8x16_t w, int8x16_t a, const int lane) {
    switch (lane) {
    case 0: return vdotq_laneq_s32(s, w, a, 0);
    case 1: return vdotq_laneq_s32(s, w, a, 1);
    case 2: return vdotq_laneq_s32(s, w, a, 2);
    default: return vdotq_laneq_s32(s, w, a, 3);
    }
}

/// dot[count, 4 * width] of `count` rows and 4 * `width` columns (both constants at each call). 6 by 4 is 24 sums, 6 registers of 16
/// activations each, and the last 2 for weights.
INLINE DOTPROD void tile(
    const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, const int count, const int width, int32_t *dot) {
    int32x4_t s[24];
    UNROLL for (int i = 0; i < count * width; i++) s[i] = vdupq_n_s32(0);
    size_t k = 0;
    for (; k + 4 * KN_QUAD <= depth; k += 4 * KN_QUAD, w += 4 * KN_PANEL * KN_QUAD) {
        int8x16_t a[6];
        UNROLL for (int r = 0; r < count; r++) a[r] = vld1q_s8((const int8_t *)q + (size_t)r * q_stride + k);
        UNROLL for (int lane = 0; lane < 4; lane++)
            UNROLL for (int j = 0; j < width; j++) {
                int8x16_t b = vld1q_s8(w + lane * KN_PANEL * KN_QUAD + 16 * j);
                UNROLL for (int r = 0; r < count; r++) s[r * width + j] = add_quad(s[r * width + j], b, a[r], lane);
            }
    }
    for (; k < depth; k += KN_QUAD, w += KN_PANEL * KN_QUAD)
        UNROLL for (int r = 0; r < count; r++) {
            int32_t quad;
            memcpy(&quad, q + (size_t)r * q_stride + k, 4);
            int8x16_t a = vreinterpretq_s8_s32(vdupq_n_s32(quad));
            UNROLL for (int j = 0; j < width; j++) s[r * width + j] = vdotq_s32(s[r * width + j], vld1q_s8(w + 16 * j), a);
        }
    UNROLL for (int i = 0; i < count * width; i++) vst1q_s32(dot + 4 * i, s[i]);
}

/// One row of 64 columns (a panel from first byte to last), two rows of 32, or three to six of 16.
static DOTPROD void rows_by_columns(const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, size_t rows, int32_t *dot) {
    switch (rows) {
    case 1: tile(w, q, q_stride, depth, 1, 16, dot); break;
    case 2: tile(w, q, q_stride, depth, 2, 8, dot); break;
    case 3: tile(w, q, q_stride, depth, 3, 4, dot); break;
    case 4: tile(w, q, q_stride, depth, 4, 4, dot); break;
    case 5: tile(w, q, q_stride, depth, 5, 4, dot); break;
    default: tile(w, q, q_stride, depth, 6, 4, dot); break;
    }
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    // Equal tiles of at most 6 rows: 8 are 4 and 4. More than 6 never leave a tile of less than 3, so all have the same width.
    size_t tiles = (rows + 5) / 6, width = rows == 1 ? KN_PANEL : rows == 2 ? KN_PANEL / 2 : KN_TILE;
    int32_t dot[6 * KN_TILE];
    for (size_t c = panel_begin * KN_PANEL; c < panel_end * KN_PANEL; c += width) {
        const int8_t *w = m->packed + c / KN_PANEL * KN_PANEL * m->depth + c % KN_PANEL * KN_QUAD;
        for (size_t i = 0, r = 0; i < tiles; i++) {
            size_t count = rows / tiles + (i < rows % tiles);
            rows_by_columns(w, q + r * q_stride, q_stride, m->depth, count, dot);
            kn_neon_output(m, c, width, dot, row + r, count, activation, y + r * y_stride, y_stride);
            r += count;
        }
    }
}

const kn_table kn_table_neon_dotprod = {
    .name = "neon-dotprod",
    .activation_bias = 0,
    .depth_group = KN_QUAD,
    .block_bias = 0,
    .quantize_rows = kn_neon_quantize_rows,
    .linear = linear,
    .add_norm = kn_neon_add_norm,
    .attention = kn_neon_attention,
    .dequantize = kn_neon_dequantize,
    .quantize_channel = kn_neon_quantize_channel,
    .quantize_blocks = kn_neon_quantize_blocks,
    .linear_blocks = kn_neon_dotprod_linear_blocks,
};
#endif
