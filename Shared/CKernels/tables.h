/// The tables that dispatch.c chooses from, and the few constants that two of them share.
#ifndef WEIR_TABLES_H
#define WEIR_TABLES_H

#include "kernels.h"

extern const kn_table kn_table_reference;
#if defined(__x86_64__)
extern const kn_table kn_table_avx2;
extern const kn_table kn_table_avxvnni;
extern const kn_table kn_table_avx512vnni;
void kn_avx2_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride);
void kn_avx2_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);
void kn_avxvnni_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);
void kn_avx512vnni_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride);
void kn_avx512vnni_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);
#elif defined(__aarch64__)
extern const kn_table kn_table_neon;
extern const kn_table kn_table_neon_dotprod;
extern const kn_table kn_table_neon_i8mm;
void kn_neon_quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride);
void kn_neon_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);
void kn_neon_dotprod_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);
void kn_neon_i8mm_linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride);
#endif

float kn_half_to_float(uint16_t half);
/// What is stored of the value of a 4-bit block without minima.
#define KN_NIBBLE_BIAS 8
void kn_dequantize_reference(kn_storage storage, const void *source, size_t count, float *y);

/// Rows up to this depth are mixed once and kept, which takes three quarters of the time of mixing them again to store them.
#define KN_KEPT_DEPTH 4096

/// erf(x / sqrt 2) = z * P(z^2) with z = x clamped to +-KN_GELU_CLAMP: a minimax fit of degree 9 in z^2, highest power first.
/// gelu(x) = x (0.5 + 0.5 erf(x / sqrt 2)) then errs by at most 2e-5 max(1, |x|); the usual tanh form errs by 5e-4.
#define KN_GELU_CLAMP 4.5f
#define KN_GELU_TERMS 10
static const float kn_gelu_poly[KN_GELU_TERMS] = {
    -2.8000679032358367e-12f, 3.3945446453742534e-10f, -1.8387247280315933e-08f, 5.917742669225845e-07f, -1.273044017580105e-05f,
    0.00019574214820750058f, -0.0022453542333096266f, 0.019666362553834915f, -0.13267409801483154f, 0.7977675795555115f,
};

/// gelu(x) = max(x, 0) + P_k(|x|) with k = round(KN_GELU_PIECES_PER_UNIT |x|), at most KN_GELU_PIECES - 1: a minimax parabola for each
/// piece, [power][k]. Errs by at most 9.8e-5, some hundredths of the step to which the result is rounded next.
#define KN_GELU_PIECES 16
#define KN_GELU_PIECES_PER_UNIT 3.45f
static const float kn_gelu_pieces[3][KN_GELU_PIECES] = {
    {0, -0.00111382245f, -0.0181301683f, -0.0762596577f, -0.181288585f, -0.304814488f, -0.399641335f, -0.430181861f, -0.391981065f,
     -0.308354259f, -0.212239221f, -0.129043564f, -0.0697973073f, -0.0337638408f, -0.0146682253f, 0},
    {-0.499867707f, -0.488000333f, -0.412126571f, -0.252547771f, -0.0449619666f, 0.145734385f, 0.266053587f, 0.299442887f, 0.264766842f,
     0.196965903f, 0.12704432f, 0.0722142383f, 0.0365367197f, 0.0165640377f, 0.00676046871f, 0},
    {0.396750063f, 0.365319759f, 0.280051023f, 0.170173377f, 0.0674297884f, -0.00624045217f, -0.0444283262f, -0.0535514019f,
     -0.0456810109f, -0.0319346599f, -0.0192151759f, -0.0101796063f, -0.00480765942f, -0.00203970773f, -0.000781311595f, 0},
};

/// 2^f for f in -0.5...0.5, relative error 2.6e-6, lowest power first: enough where the result is rounded to 15 bits.
#define KN_SHORT_EXP2_TERMS 5
static const float kn_short_exp2_poly[KN_SHORT_EXP2_TERMS] = {
    0.9999992614457122f, 0.6931218147366892f, 0.2402474482786378f, 0.05591786031938822f, 0.009570101911165462f,
};

/// 2^f for f in -0.5...0.5, relative error 1.1e-7, lowest power first.
#define KN_EXP2_TERMS 6
static const float kn_exp2_poly[KN_EXP2_TERMS] = {
    1.0000000754953495f, 0.6931472067106205f, 0.24022107355830055f, 0.05550327214208133f, 0.009676037097885356f, 0.0013400432165740805f,
};

#endif
