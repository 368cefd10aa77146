/// The tables that dispatch.c chooses from, and the few constants that two of them share.
#ifndef WEIR_TABLES_H
#define WEIR_TABLES_H

#include "kernels.h"

extern const kn_table kn_table_reference;
#if defined(__x86_64__)
extern const kn_table kn_table_avx2;
extern const kn_table kn_table_avx512vnni;
#elif defined(__aarch64__)
extern const kn_table kn_table_neon;
#endif

float kn_half_to_float(uint16_t half);
void kn_dequantize_reference(kn_storage storage, const void *source, size_t count, float *y);

/// erf(x / sqrt 2) = z * P(z^2) with z = x clamped to +-KN_GELU_CLAMP: a minimax fit of degree 9 in z^2, highest power first.
/// gelu(x) = x (0.5 + 0.5 erf(x / sqrt 2)) then errs by at most 2e-5 max(1, |x|); the usual tanh form errs by 5e-4.
#define KN_GELU_CLAMP 4.5f
#define KN_GELU_BOUND 2e-5f
#define KN_GELU_TERMS 10
static const float kn_gelu_poly[KN_GELU_TERMS] = {
    -2.8000679032358367e-12f, 3.3945446453742534e-10f, -1.8387247280315933e-08f, 5.917742669225845e-07f, -1.273044017580105e-05f,
    0.00019574214820750058f, -0.0022453542333096266f, 0.019666362553834915f, -0.13267409801483154f, 0.7977675795555115f,
};

/// 2^f for f in -0.5...0.5, relative error 1.1e-7, lowest power first.
#define KN_EXP2_TERMS 6
static const float kn_exp2_poly[KN_EXP2_TERMS] = {
    1.0000000754953495f, 0.6931472067106205f, 0.24022107355830055f, 0.05550327214208133f, 0.009676037097885356f, 0.0013400432165740805f,
};

#endif
