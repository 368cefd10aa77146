/// The float steps around the byte multiply: the end of `linear` with its activation, and the norm.
#if defined(__aarch64__)
#include <math.h>

#include "neon.h"

#pragma STDC FP_CONTRACT OFF

/// erf(x / sqrt 2) = z * P(z^2) with z = x clamped to +-GELU_CLAMP: a minimax fit of degree 9 in z^2, highest power first.
/// gelu(x) = x (0.5 + 0.5 erf(x / sqrt 2)) then errs by at most 2e-5 max(1, |x|); the usual tanh form errs by 5e-4.
#define GELU_CLAMP 4.5f
#define GELU_TERMS 10
static const float gelu_poly[GELU_TERMS] = {
    -2.8000679032358367e-12f, 3.3945446453742534e-10f, -1.8387247280315933e-08f, 5.917742669225845e-07f, -1.273044017580105e-05f,
    0.00019574214820750058f, -0.0022453542333096266f, 0.019666362553834915f, -0.13267409801483154f, 0.7977675795555115f,
};

/// The coefficients of the polynomial in three registers, used by lane.
typedef struct coefficients {
    float32x4_t high, middle, low;
} coefficients;

INLINE coefficients load_coefficients(void) {
    coefficients c = {vld1q_f32(gelu_poly), vld1q_f32(gelu_poly + 4), vld1q_f32(gelu_poly + 6)};
    // Unseen, or clang spreads them over ten registers.
    __asm__("" : "+w"(c.high), "+w"(c.middle), "+w"(c.low));
    return c;
}

/// The polynomial in t = z^2 is summed in blocks of three coefficients and t^3: 14 instructions, where Horner's rule needs 18 because every
/// multiply-add destroys its addend.
INLINE float32x4_t gelu(float32x4_t x, coefficients k) {
    float32x4_t z = vminq_f32(vmaxq_f32(x, vdupq_n_f32(-GELU_CLAMP)), vdupq_n_f32(GELU_CLAMP));
    float32x4_t t = vmulq_f32(z, z), square = vmulq_f32(t, t), cube = vmulq_f32(square, t);
    float32x4_t a = vfmaq_laneq_f32(vdupq_laneq_f32(k.high, 3), t, k.high, 2);
    float32x4_t b = vfmaq_laneq_f32(vdupq_laneq_f32(k.middle, 2), t, k.middle, 1);
    float32x4_t c = vfmaq_laneq_f32(vdupq_laneq_f32(k.low, 3), t, k.low, 2);
    a = vfmaq_laneq_f32(vfmaq_laneq_f32(a, square, k.high, 1), cube, k.high, 0);
    b = vfmaq_laneq_f32(b, square, k.middle, 0);
    c = vfmaq_laneq_f32(c, square, k.middle, 3);
    float32x4_t p = vfmaq_f32(c, vfmaq_f32(b, a, cube), cube), half = vmulq_n_f32(x, 0.5f);
    return vfmaq_f32(half, half, vmulq_f32(z, p));
}

void kn_neon_output(
    const kn_matrix *m, size_t column, size_t columns, const int32_t *dot, const kn_row *row, size_t rows, kn_activation activation,
    float *y, size_t y_stride) {
    const float *scale = m->scale, *sum = m->sum, *bias = m->bias;
    const coefficients k = load_coefficients();
    for (size_t r = 0; r < rows; r++) {
        float *out = y + r * y_stride;
        for (size_t c = column; c < column + columns; c += KN_TILE, dot += KN_TILE) {
            float32x4_t value[4];
            UNROLL for (int i = 0; i < 4; i++) {
                float32x4_t base = vfmaq_n_f32(vld1q_f32(bias + c + 4 * i), vld1q_f32(sum + c + 4 * i), row[r].offset);
                float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(vld1q_s32(dot + 4 * i)), vld1q_f32(scale + c + 4 * i));
                value[i] = vfmaq_n_f32(base, scaled, row[r].scale);
            }
            if (activation == KN_GELU)
                UNROLL for (int i = 0; i < 4; i += 2) { // two at a time: more would not fit the registers
                    value[i] = gelu(value[i], k);
                    value[i + 1] = gelu(value[i + 1], k);
                    IN_ORDER(value[i], value[i + 1]);
                }
            UNROLL for (int i = 0; i < 4; i++) vst1q_f32(out + c + 4 * i, value[i]);
        }
    }
}

void kn_neon_add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride) {
    float share = 1 / (float)dim;
    size_t whole = dim / 8 * 8;
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
        const float *other = residual ? residual + r * residual_stride : NULL;
        float32x4_t totals[2] = {vdupq_n_f32(0), vdupq_n_f32(0)};
        for (size_t i = 0; i < whole; i += 8)
            UNROLL for (size_t j = 0; j < 2; j++) {
                float32x4_t s = vld1q_f32(x + i + 4 * j);
                if (other) s = vaddq_f32(s, vld1q_f32(other + i + 4 * j));
                vst1q_f32(y + i + 4 * j, s);
                totals[j] = vaddq_f32(totals[j], s);
            }
        float total = vaddvq_f32(vaddq_f32(totals[0], totals[1]));
        for (size_t i = whole; i < dim; i++) {
            y[i] = x[i] + (other ? other[i] : 0);
            total += y[i];
        }
        float mean = total * share;
        float32x4_t means = vdupq_n_f32(mean), squares[2] = {vdupq_n_f32(0), vdupq_n_f32(0)};
        for (size_t i = 0; i < whole; i += 8)
            UNROLL for (size_t j = 0; j < 2; j++) {
                float32x4_t d = vsubq_f32(vld1q_f32(y + i + 4 * j), means);
                squares[j] = vfmaq_f32(squares[j], d, d);
            }
        float square = vaddvq_f32(vaddq_f32(squares[0], squares[1]));
        for (size_t i = whole; i < dim; i++) square += (y[i] - mean) * (y[i] - mean);
        float inverse = 1 / sqrtf(square * share + epsilon);
        for (size_t i = 0; i < whole; i += 4) {
            float32x4_t d = vmulq_n_f32(vsubq_f32(vld1q_f32(y + i), means), inverse);
            vst1q_f32(y + i, vfmaq_f32(vld1q_f32(beta + i), d, vld1q_f32(gamma + i)));
        }
        for (size_t i = whole; i < dim; i++) y[i] = (y[i] - mean) * inverse * gamma[i] + beta[i];
    }
}
#endif
