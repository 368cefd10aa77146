/// The tables that dispatch.c chooses from, the entries of theirs that stand in files of their own, and what two of them share.
#ifndef WEIR_TABLES_H
#define WEIR_TABLES_H

#include "kernels.h"

/// The entries of `kn_table` by these names.
typedef void kn_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride);
typedef void kn_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);

extern const kn_table kn_table_reference;
#if defined(__x86_64__)
extern const kn_table kn_table_avx2;
extern const kn_table kn_table_avxvnni;
extern const kn_table kn_table_avx512vnni;
kn_quantize_blocks kn_avx2_quantize_blocks;
kn_linear_blocks kn_avx2_linear_blocks;
kn_linear_blocks kn_avxvnni_linear_blocks;
kn_quantize_blocks kn_avx512vnni_quantize_blocks;
kn_linear_blocks kn_avx512vnni_linear_blocks;
#elif defined(__aarch64__)
extern const kn_table kn_table_neon;
extern const kn_table kn_table_neon_dotprod;
extern const kn_table kn_table_neon_i8mm;
kn_quantize_blocks kn_neon_quantize_blocks;
kn_linear_blocks kn_neon_linear_blocks;
kn_linear_blocks kn_neon_dotprod_linear_blocks;
kn_linear_blocks kn_neon_i8mm_linear_blocks;
#endif

float kn_half_to_float(uint16_t half);
/// What is stored of the value of a 4-bit block without minima.
#define KN_NIBBLE_BIAS 8
void kn_dequantize_reference(kn_storage storage, const void *source, size_t count, float *y);

/// Rows up to this depth are mixed once and kept, which takes three quarters of the time of mixing them again to store them.
#define KN_KEPT_DEPTH 4096

#endif
