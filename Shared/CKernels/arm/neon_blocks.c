/// The decoder's entries for every ARMv8-A core.
#if defined(__aarch64__)
#include <float.h>
#include <string.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

#define TARGET
#define BLOCK_ROWS 2
INLINE int block_width(int rows) { return rows == 1 ? 8 : 4; }

INLINE int8x16_t broadcast_quad(const int8_t *q) {
    int32_t quad;
    memcpy(&quad, q, 4);
    return vreinterpretq_s8_s32(vdupq_n_s32(quad));
}

/// dot[rows, width], each of 4 columns, from `column` of the block at `bytes` on. Of bytes, two products of at most 128 * 127 fit a 16-bit
/// sum; of nibbles, the eight that a lane gets from the whole block.
INLINE void block_dots(
    const uint8_t *bytes, size_t column, const int8_t *x, size_t q_stride, const int rows, const int width, const int bits,
    int32x4_t *dot) {
    const int8_t *w = (const int8_t *)bytes + column * KN_QUAD;
    if (bits == 4) {
        int16x8_t low[8], high[8];
        UNROLL for (int i = 0; i < rows * width; i++) low[i] = high[i] = vdupq_n_s16(0);
        UNROLL for (int group = 0; group < 4; group++, w += KN_PANEL * KN_QUAD) {
            int8x16_t a[2][2];
            UNROLL for (int r = 0; r < rows; r++)
                UNROLL for (int half = 0; half < 2; half++)
                    a[r][half] = broadcast_quad(x + (size_t)r * q_stride + half * KN_BLOCK / 2 + group * KN_QUAD);
            UNROLL for (int j = 0; j < width; j++) {
                uint8x16_t pairs = vreinterpretq_u8_s8(vld1q_s8(w + 16 * j));
                int8x16_t b[2];
                b[0] = vreinterpretq_s8_u8(vandq_u8(pairs, vdupq_n_u8(15)));
                b[1] = vreinterpretq_s8_u8(vshrq_n_u8(pairs, 4));
                UNROLL for (int r = 0; r < rows; r++)
                    UNROLL for (int half = 0; half < 2; half++) {
                        int i = r * width + j;
                        low[i] = vmlal_s8(low[i], vget_low_s8(b[half]), vget_low_s8(a[r][half]));
                        high[i] = vmlal_high_s8(high[i], b[half], a[r][half]);
                    }
            }
        }
        UNROLL for (int i = 0; i < rows * width; i++) dot[i] = vpaddq_s32(vpaddlq_s16(low[i]), vpaddlq_s16(high[i]));
        return;
    }
    int32x4_t low[8], high[8];
    UNROLL for (int i = 0; i < rows * width; i++) low[i] = high[i] = vdupq_n_s32(0);
    UNROLL for (int group = 0; group < 8; group += 2, w += 2 * KN_PANEL * KN_QUAD) {
        int8x16_t a[2][2];
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int i = 0; i < 2; i++) a[r][i] = broadcast_quad(x + (size_t)r * q_stride + (group + i) * KN_QUAD);
        UNROLL for (int j = 0; j < width; j++) {
            int8x16_t first = vld1q_s8(w + 16 * j), second = vld1q_s8(w + KN_PANEL * KN_QUAD + 16 * j);
            UNROLL for (int r = 0; r < rows; r++) {
                int i = r * width + j;
                int16x8_t lower = vmull_s8(vget_low_s8(first), vget_low_s8(a[r][0])), upper = vmull_high_s8(first, a[r][0]);
                low[i] = vpadalq_s16(low[i], vmlal_s8(lower, vget_low_s8(second), vget_low_s8(a[r][1])));
                high[i] = vpadalq_s16(high[i], vmlal_high_s8(upper, second, a[r][1]));
            }
        }
    }
    UNROLL for (int i = 0; i < rows * width; i++) dot[i] = vpaddq_s32(low[i], high[i]);
}

#include "blocks.h"

TARGET void kn_neon_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    const block_task t = {m, q, q_stride, block, block_stride, y, y_stride};
    linear_blocks(&t, panel_begin, panel_end, rows);
}

void kn_neon_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride) {
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride, block += block_stride)
        for (size_t k = 0; k < depth; k += KN_BLOCK) {
            float32x4_t v[8];
            uint32x4_t tops = vdupq_n_u32(0);
            UNROLL for (int i = 0; i < 8; i++) {
                v[i] = vld1q_f32(x + k + 4 * i);
                // As integers, so that a NaN is larger than all else.
                tops = vmaxq_u32(tops, vreinterpretq_u32_f32(vabsq_f32(v[i])));
            }
            uint32_t top = vmaxvq_u32(tops);
            float largest;
            memcpy(&largest, &top, 4);
            if (!(largest > 127 * FLT_MIN && largest <= FLT_MAX)) {
                memset(q + k, 0, KN_BLOCK);
                block[k / KN_BLOCK] = (kn_block){0, 0};
                continue;
            }
            float scale = largest / 127, inverse = 127 / largest;
            int32x4_t n[8], sum = vdupq_n_s32(0);
            UNROLL for (int i = 0; i < 8; i++) {
                n[i] = vcvtnq_s32_f32(vmulq_n_f32(v[i], inverse));
                sum = vaddq_s32(sum, n[i]);
            }
            UNROLL for (int i = 0; i < 8; i += 4) {
                int16x8_t first = vcombine_s16(vmovn_s32(n[i]), vmovn_s32(n[i + 1]));
                int16x8_t second = vcombine_s16(vmovn_s32(n[i + 2]), vmovn_s32(n[i + 3]));
                vst1q_s8(q + k + 4 * i, vcombine_s8(vmovn_s16(first), vmovn_s16(second)));
            }
            block[k / KN_BLOCK] = (kn_block){scale, scale * (float)vaddvq_s32(sum)};
        }
}
#endif
