/// What the three AArch64 tables share. Only the byte multiply differs between them: everything else is compiled once, for every ARMv8-A
/// core.
#ifndef WEIR_NEON_H
#define WEIR_NEON_H

#include <arm_neon.h>

#include "../tables.h"

#define INLINE static inline __attribute__((always_inline))

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

/// Keeps the two values, and the loads before it, where the source has them. Left alone, clang moves loads and sums about for latency until
/// a tile no longer fits the registers.
#define IN_ORDER(a, b) __asm__ volatile("" : "+w"(a), "+w"(b) : : "memory")

/// Columns that share a tile of several rows: the 64 bytes of one quad, a cache line.
#define KN_TILE 16

void kn_neon_quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row);
void kn_neon_quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum);
void kn_neon_dequantize(kn_storage storage, const void *source, size_t count, float *y);
void kn_neon_add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride);
void kn_neon_attention(const kn_head *head);

/// The last step of `linear`: dot products [rows, columns] of a tile, dense, to outputs y[0..<rows, column..<column + columns].
/// `columns` is a multiple of KN_TILE.
void kn_neon_output(
    const kn_matrix *m, size_t column, size_t columns, const int32_t *dot, const kn_row *row, size_t rows, kn_activation activation,
    float *y, size_t y_stride);

/// What `linear_blocks` was called with, but for panels and rows.
typedef struct block_task {
    const kn_block_matrix *m;
    const int8_t *q;
    size_t q_stride;
    const kn_block *block;
    size_t block_stride;
    float *y;
    size_t y_stride;
} block_task;

INLINE float32x4_t load_halves(const uint8_t *at) { return vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8(at))); }

#endif
