/// The decoder's product with the dot product of ARMv8.2: one instruction takes a quad of a row, chosen by lane, and those of four columns.
#if defined(__aarch64__)
#include <string.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#define BLOCK_ROWS 4
/// Always 16 sums.
INLINE int block_width(int rows) { return 16 / rows; }

/// The lane must be a literal, so the caller's constant picks one.
INLINE TARGET int32x4_t add_quad(int32x4_t s, int8x16_t w, int8x16_t a, const int lane) {
    switch (lane) {
    case 0: return vdotq_laneq_s32(s, w, a, 0);
    case 1: return vdotq_laneq_s32(s, w, a, 1);
    case 2: return vdotq_laneq_s32(s, w, a, 2);
    default: return vdotq_laneq_s32(s, w, a, 3);
    }
}

/// dot[rows, width], each of 4 columns, from `column` of the block at `bytes` on.
INLINE TARGET void block_dots(
    const uint8_t *bytes, size_t column, const int8_t *x, size_t q_stride, const int rows, const int width, const int bits,
    int32x4_t *dot) {
    int8x16_t a[4][2];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int half = 0; half < 2; half++) a[r][half] = vld1q_s8(x + (size_t)r * q_stride + half * KN_BLOCK / 2);
    UNROLL for (int i = 0; i < 16; i++) dot[i] = vdupq_n_s32(0);
    bytes += column * KN_QUAD;
    UNROLL for (int group = 0; group < bits; group++, bytes += KN_PANEL * KN_QUAD)
        UNROLL for (int j = 0; j < width; j++) {
            uint8x16_t w = vld1q_u8(bytes + 16 * j);
            if (bits == 8) {
                UNROLL for (int r = 0; r < rows; r++)
                    dot[r * width + j] = add_quad(dot[r * width + j], vreinterpretq_s8_u8(w), a[r][group / 4], group % 4);
            } else {
                int8x16_t low = vreinterpretq_s8_u8(vandq_u8(w, vdupq_n_u8(15))), high = vreinterpretq_s8_u8(vshrq_n_u8(w, 4));
                UNROLL for (int r = 0; r < rows; r++) {
                    dot[r * width + j] = add_quad(dot[r * width + j], low, a[r][0], group);
                    dot[r * width + j] = add_quad(dot[r * width + j], high, a[r][1], group);
                }
            }
        }
}

#include "blocks.h"

TARGET void kn_neon_dotprod_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    const block_task t = {m, q, q_stride, block, block_stride, y, y_stride};
    linear_blocks(&t, panel_begin, panel_end, rows);
}
#endif
