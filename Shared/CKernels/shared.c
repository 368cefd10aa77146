/// Steps that need no table: they run once per load, or once per text, and the compiler vectorises them well enough.
#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma STDC FP_CONTRACT OFF

void kn_rotate_row(float *w, size_t depth) {
    const size_t step = KN_ROTATION_SPAN / KN_ROTATION;
    for (float *span = w; span < w + depth; span += KN_ROTATION_SPAN)
        for (size_t half = 1; half < KN_ROTATION; half *= 2)
            for (size_t i = 0; i < KN_ROTATION; i++) {
                if (i & half) continue;
                float *a = span + i * step, *b = span + (i + half) * step;
                for (size_t j = 0; j < step; j++) {
                    float sum = a[j] + b[j], difference = a[j] - b[j];
                    a[j] = sum;
                    b[j] = difference;
                }
            }
    for (size_t j = 0; j < depth; j++) w[j] *= 1.0f / KN_ROTATION;
}

void kn_pack_channel(const int8_t *q, size_t depth, size_t group, size_t column, int8_t *packed) {
    int8_t *at = packed + column / KN_PANEL * KN_PANEL * depth + column % KN_PANEL * group;
    if (group == KN_QUAD) // the common case, as single words
        for (size_t k = 0; k < depth; k += KN_QUAD, at += KN_PANEL * KN_QUAD) memcpy(at, q + k, KN_QUAD);
    else
        for (size_t k = 0; k < depth; k += group, at += KN_PANEL * group) memcpy(at, q + k, group);
}

bool kn_all_finite(const float *x, size_t count) {
    uint32_t bad = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, 4);
        bad |= (bits & 0x7f800000) == 0x7f800000;
    }
    return bad == 0;
}

void kn_add_rows(const float *x, size_t x_stride, size_t rows, size_t dim, float *y) {
    for (size_t r = 0; r < rows; r++, x += x_stride)
        for (size_t i = 0; i < dim; i++) y[i] += x[i];
}

bool kn_normalize(float *y, size_t dim) {
    double squares = 0;
    for (size_t i = 0; i < dim; i++) squares += (double)y[i] * y[i];
    bool usable = squares > 0 && squares < INFINITY;
    float inverse = usable ? (float)(1 / sqrt(squares)) : 0;
    for (size_t i = 0; i < dim; i++) y[i] = usable ? y[i] * inverse : 0;
    return usable;
}
