/// The decoder's product with the 8-bit matrix multiply of ARMv8.6: two rows and two columns at a time, eight neighbours deep.
#if defined(__aarch64__)
#include <string.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

#define TARGET __attribute__((target("arch=armv8.2-a+i8mm")))
enum { GROUP = 8 };
#define BLOCK_ROWS 4
/// Always 16 sums, of two rows and two columns each, or of one row and four columns.
INLINE int block_width(int rows) { return 16 / rows; }

INLINE int8x16_t first_halves(int8x16_t a, int8x16_t b) {
    return vreinterpretq_s8_s64(vzip1q_s64(vreinterpretq_s64_s8(a), vreinterpretq_s64_s8(b)));
}
INLINE int8x16_t second_halves(int8x16_t a, int8x16_t b) {
    return vreinterpretq_s8_s64(vzip2q_s64(vreinterpretq_s64_s8(a), vreinterpretq_s64_s8(b)));
}

/// dot[rows, width], each of 4 columns, from `column` of the block at `bytes` on. With zeros for the row that is missing, below for one
/// pair of columns and above for the next, a single row fills a sum as well.
INLINE TARGET void block_dots(
    const uint8_t *bytes, size_t column, const int8_t *x, size_t q_stride, const int rows, const int width, const int bits,
    int32x4_t *dot) {
    const int pairs = rows == 1 ? 2 : rows / 2, columns = rows == 1 ? width : 2 * width;
    int8x16_t a[2][4];
    UNROLL for (int p = 0; p < pairs; p++)
        UNROLL for (int half = 0; half < 2; half++) {
            const int8_t *from = x + half * KN_BLOCK / 2;
            int8x16_t upper = vdupq_n_s8(0), lower = upper;
            if (rows > 1 || p == 0) upper = vld1q_s8(from + (size_t)(2 * p) * q_stride);
            if (rows > 1) lower = vld1q_s8(from + (size_t)(2 * p + 1) * q_stride);
            if (rows == 1 && p == 1) lower = vld1q_s8(from);
            a[p][2 * half] = first_halves(upper, lower);
            a[p][2 * half + 1] = second_halves(upper, lower);
        }
    int32x4_t s[16];
    UNROLL for (int i = 0; i < 16; i++) s[i] = vdupq_n_s32(0);
    bytes += column * GROUP;
    UNROLL for (int group = 0; group < bits / 2; group++, bytes += KN_PANEL * GROUP)
        UNROLL for (int c = 0; c < 2 * width; c++) {
            uint8x16_t w = vld1q_u8(bytes + 16 * c);
            int8x16_t low = vreinterpretq_s8_u8(w), high = low;
            if (bits == 4) {
                low = vreinterpretq_s8_u8(vandq_u8(w, vdupq_n_u8(15)));
                high = vreinterpretq_s8_u8(vshrq_n_u8(w, 4));
            }
            if (rows == 1) {
                s[c / 2] = vmmlaq_s32(s[c / 2], a[c % 2][group], low);
                if (bits == 4) s[c / 2] = vmmlaq_s32(s[c / 2], a[c % 2][2 + group], high);
            } else {
                UNROLL for (int p = 0; p < pairs; p++) {
                    s[p * columns + c] = vmmlaq_s32(s[p * columns + c], a[p][group], low);
                    if (bits == 4) s[p * columns + c] = vmmlaq_s32(s[p * columns + c], a[p][2 + group], high);
                }
            }
        }
    if (rows == 1) {
        UNROLL for (int j = 0; j < 16; j++) dot[j] = s[j];
        return;
    }
    UNROLL for (int p = 0; p < pairs; p++)
        UNROLL for (int j = 0; j < width; j++) {
            int64x2_t left = vreinterpretq_s64_s32(s[p * columns + 2 * j]), right = vreinterpretq_s64_s32(s[p * columns + 2 * j + 1]);
            dot[2 * p * width + j] = vreinterpretq_s32_s64(vzip1q_s64(left, right));
            dot[(2 * p + 1) * width + j] = vreinterpretq_s32_s64(vzip2q_s64(left, right));
        }
}

#include "blocks.h"

TARGET void kn_neon_i8mm_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    const block_task t = {m, q, q_stride, block, block_stride, y, y_stride};
    linear_blocks(&t, panel_begin, panel_end, rows);
}
#endif
