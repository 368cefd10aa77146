/// Every ARMv8-A core, without dot product (Cortex-A53, A72). Two byte products of at most 127 * 127 fit a 16-bit sum, so each pair of
/// quads is multiplied into 16 bits and then added pairwise into 32: six instructions for 32 products.
#if defined(__aarch64__)
#include <string.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

/// Partial sums of one row and four columns: two lanes a column.
typedef struct partial {
    int32x4_t low, high;
} partial;

INLINE int8x16_t broadcast_quad(const uint8_t *q) {
    int32_t quad;
    memcpy(&quad, q, 4);
    int8x16_t a = vreinterpretq_s8_s32(vdupq_n_s32(quad));
    // Unseen, or clang multiplies by the equal lower half and moves the upper half of the weights down first: an instruction more.
    __asm__("" : "+w"(a));
    return a;
}

/// Adds `depth` products for `count` rows and 4 * `width` columns (both constants at each call) to sums[count, width]. 2 by 4, or 1 by 8,
/// are 16 registers of sums; 4 products are under way while the weights of the next 4 are loaded.
INLINE void accumulate(
    const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, const int count, const int width, partial *sums) {
    const int step = 2 / count;
    partial s[8];
    UNROLL for (int i = 0; i < count * width; i++) s[i] = sums[i];
    size_t k = 0;
    for (; k + 2 * KN_QUAD <= depth; k += 2 * KN_QUAD, w += 2 * KN_PANEL * KN_QUAD) {
        int8x16_t a[2][2], b[2][2], next[2][2];
        UNROLL for (int r = 0; r < count; r++)
            UNROLL for (int i = 0; i < 2; i++) a[r][i] = broadcast_quad(q + (size_t)r * q_stride + k + (size_t)i * KN_QUAD);
        UNROLL for (int i = 0; i < 2 * step; i++) next[i % 2][i / 2] = vld1q_s8(w + i % 2 * KN_PANEL * KN_QUAD + 16 * (i / 2));
        UNROLL for (int j = 0; j < width; j += step) {
            UNROLL for (int i = 0; i < 2 * step; i++) {
                b[i % 2][i / 2] = next[i % 2][i / 2];
                if (j + step < width) next[i % 2][i / 2] = vld1q_s8(w + i % 2 * KN_PANEL * KN_QUAD + 16 * (j + step + i / 2));
            }
            UNROLL for (int i = 0; i < 2; i++) {
                const int r = i / step, c = i % step;
                partial *at = s + r * width + j + c;
                int16x8_t low = vmull_s8(vget_low_s8(a[r][0]), vget_low_s8(b[0][c])), high = vmull_high_s8(a[r][0], b[0][c]);
                low = vmlal_s8(low, vget_low_s8(a[r][1]), vget_low_s8(b[1][c]));
                high = vmlal_high_s8(high, a[r][1], b[1][c]);
                at->low = vpadalq_s16(at->low, low);
                at->high = vpadalq_s16(at->high, high);
                IN_ORDER(at->low, at->high);
            }
        }
    }
    if (k < depth)
        UNROLL for (int r = 0; r < count; r++) {
            int8x16_t a = broadcast_quad(q + (size_t)r * q_stride + k);
            UNROLL for (int j = 0; j < width; j++) {
                partial *at = s + r * width + j;
                int8x16_t b = vld1q_s8(w + 16 * j);
                at->low = vpadalq_s16(at->low, vmull_s8(vget_low_s8(a), vget_low_s8(b)));
                at->high = vpadalq_s16(at->high, vmull_high_s8(a, b));
            }
        }
    UNROLL for (int i = 0; i < count * width; i++) sums[i] = s[i];
}

/// Two rows of 16 columns.
static void two_rows(const int8_t *w, const uint8_t *q, size_t q_stride, size_t depth, int32_t *dot) {
    partial s[8] = {0};
    accumulate(w, q, q_stride, depth, 2, 4, s);
    for (int i = 0; i < 8; i++) vst1q_s32(dot + 4 * i, vpaddq_s32(s[i].low, s[i].high));
}

/// One row of a whole panel. The sums of 64 columns are all the registers there are, so each half of the columns takes its turn over a
/// piece of the depth short enough that the panel is read in order through the nearest cache.
static void one_row(const int8_t *w, const uint8_t *q, size_t depth, int32_t *dot) {
    const size_t piece = 128;
    partial s[2][8] = {0};
    for (size_t k = 0; k < depth; k += piece)
        for (size_t half = 0; half < 2; half++)
            accumulate(w + k * KN_PANEL + half * KN_PANEL * KN_QUAD / 2, q + k, 0, depth - k < piece ? depth - k : piece, 1, 8, s[half]);
    for (int i = 0; i < 16; i++) vst1q_s32(dot + 4 * i, vpaddq_s32(s[i / 8][i % 8].low, s[i / 8][i % 8].high));
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    int32_t dot[KN_PANEL];
    for (size_t panel = panel_begin; panel < panel_end; panel++) {
        const int8_t *w = m->packed + panel * KN_PANEL * m->depth;
        size_t column = panel * KN_PANEL, paired = rows / 2 * 2;
        for (size_t c = 0; c < KN_PANEL; c += KN_TILE)
            for (size_t r = 0; r < paired; r += 2) {
                two_rows(w + c * KN_QUAD, q + r * q_stride, q_stride, m->depth, dot);
                kn_neon_output(m, column + c, KN_TILE, dot, row + r, 2, activation, y + r * y_stride, y_stride);
            }
        if (paired < rows) {
            one_row(w, q + paired * q_stride, m->depth, dot);
            kn_neon_output(m, column, KN_PANEL, dot, row + paired, 1, activation, y + paired * y_stride, y_stride);
        }
    }
}

const kn_table kn_table_neon = {
    .name = "neon",
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
    .linear_blocks = kn_neon_linear_blocks,
};
#endif
