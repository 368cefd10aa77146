/// What every kernel means, one loop at a time. Floats are summed in double; integers and the quantiser are exact in every table.
#include <float.h>
#include <math.h>
#include <string.h>

#include "../tables.h"

#pragma STDC FP_CONTRACT OFF

/// The 16 channels that lie `step` apart, mixed by four butterfly stages. Float additions in this order are part of the contract.
static void rotate_group(const float *x, size_t step, float y[KN_ROTATION]) {
    for (size_t i = 0; i < KN_ROTATION; i++) y[i] = x[i * step];
    for (size_t half = 1; half < KN_ROTATION; half *= 2)
        for (size_t i = 0; i < KN_ROTATION; i++)
            if ((i & half) == 0) {
                float a = y[i], b = y[i + half];
                y[i] = a + b;
                y[i + half] = a - b;
            }
}

static float rotated(const float *x, bool rotate, size_t index) {
    if (!rotate) return x[index];
    const size_t step = KN_ROTATION_SPAN / KN_ROTATION;
    size_t in_span = index % KN_ROTATION_SPAN;
    float group[KN_ROTATION];
    rotate_group(x + index - in_span + in_span % step, step, group);
    return group[in_span / step];
}

static void quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride) {
        float low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < depth; i++) {
            float value = rotated(x, rotate, i);
            if (value < low) low = value;
            if (value > high) high = value;
        }
        float range = high - low;
        if (!(range > 254 * FLT_MIN && range <= FLT_MAX)) {
            row[r] = (kn_row){0, range == 0 ? low : 0};
            memset(q, 0, depth);
            continue;
        }
        // Stored without bias: q = round((x - low) / scale) - 127, so x = scale q + low + 127 scale.
        float scale = range / 254, inverse = 254 / range;
        row[r] = (kn_row){scale, low + 127 * scale};
        for (size_t i = 0; i < depth; i++) {
            float value = (rotated(x, rotate, i) - low) * inverse;
            q[i] = (uint8_t)(int8_t)((int)nearbyintf(value < 254 ? value : 254) - 127);
        }
    }
}

static double gelu(double x) { return 0.5 * x * (1 + erf(x * 0.70710678118654752)); }

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    for (size_t r = 0; r < rows; r++)
        for (size_t c = panel_begin * KN_PANEL; c < panel_end * KN_PANEL; c++) {
            const int8_t *panel = m->packed + c / KN_PANEL * KN_PANEL * m->depth + c % KN_PANEL * KN_QUAD;
            int32_t dot = 0;
            for (size_t k = 0; k < m->depth; k++)
                dot += (int8_t)q[r * q_stride + k] * panel[k / KN_QUAD * KN_PANEL * KN_QUAD + k % KN_QUAD];
            double value = (double)row[r].scale * m->scale[c] * dot + (double)row[r].offset * m->sum[c] + m->bias[c];
            y[r * y_stride + c] = (float)(activation == KN_GELU ? gelu(value) : value);
        }
}

static void add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride) {
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
        const float *other = residual ? residual + r * residual_stride : NULL;
        double sum = 0, squares = 0;
        for (size_t i = 0; i < dim; i++) sum += (double)x[i] + (other ? other[i] : 0);
        double mean = sum / (double)dim;
        for (size_t i = 0; i < dim; i++) {
            double d = (double)x[i] + (other ? other[i] : 0) - mean;
            squares += d * d;
        }
        double inverse = 1 / sqrt(squares / (double)dim + epsilon);
        for (size_t i = 0; i < dim; i++) y[i] = (float)(((double)x[i] + (other ? other[i] : 0) - mean) * inverse * gamma[i] + beta[i]);
    }
}

static void attention(const kn_head *h) {
    for (size_t i = h->query_begin; i < h->query_end; i++) {
        const float *q = h->q + i * h->stride;
        double largest = -INFINITY, total = 0;
        for (size_t j = 0; j < h->tokens; j++) {
            double score = 0;
            for (size_t d = 0; d < h->head_dim; d++) score += (double)q[d] * h->k[j * h->stride + d];
            h->scratch[j] = (float)score;
            if (score > largest) largest = score;
        }
        for (size_t j = 0; j < h->tokens; j++) {
            double weight = exp2((double)h->scratch[j] - largest);
            h->scratch[j] = (float)weight;
            total += weight;
        }
        for (size_t d = 0; d < h->head_dim; d++) {
            double value = 0;
            for (size_t j = 0; j < h->tokens; j++) value += (double)h->scratch[j] * h->v[j * h->stride + d];
            h->out[i * h->out_stride + d] = (float)(value / total);
        }
    }
}

float kn_half_to_float(uint16_t half) {
    uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = (half >> 10) & 31, fraction = half & 1023;
    uint32_t bits;
    float value;
    if (exponent == 0) { // zero and denormals: the fraction counts in units of 2^-24
        value = (float)fraction * 0x1p-24f;
        memcpy(&bits, &value, 4);
    } else if (exponent == 31) {
        bits = 0x7f800000 | fraction << 13;
    } else {
        bits = (exponent + 112) << 23 | fraction << 13;
    }
    bits |= sign;
    memcpy(&value, &bits, 4);
    return value;
}

void kn_dequantize_reference(kn_storage storage, const void *source, size_t count, float *y) {
    const uint8_t *bytes = source;
    switch (storage) {
    case KN_F32: memcpy(y, bytes, count * 4); break;
    case KN_F16:
        for (size_t i = 0; i < count; i++) y[i] = kn_half_to_float((uint16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8));
        break;
    case KN_BF16:
        for (size_t i = 0; i < count; i++) {
            uint32_t bits = (uint32_t)bytes[2 * i] << 16 | (uint32_t)bytes[2 * i + 1] << 24;
            memcpy(y + i, &bits, 4);
        }
        break;
    case KN_Q8_0: // blocks of 32: half scale, 32 signed bytes
        for (size_t i = 0; i < count; i++) {
            const uint8_t *block = bytes + i / 32 * 34;
            y[i] = kn_half_to_float((uint16_t)(block[0] | block[1] << 8)) * (float)(int8_t)block[2 + i % 32];
        }
        break;
    }
}

static void quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum) {
    float largest = 0;
    for (size_t i = 0; i < depth; i++)
        if (fabsf(w[i]) > largest) largest = fabsf(w[i]);
    float inverse = largest > 127 * FLT_MIN && largest <= FLT_MAX ? 127 / largest : 0;
    int32_t total = 0;
    for (size_t i = 0; i < depth; i++) {
        q[i] = (int8_t)nearbyintf(w[i] * inverse);
        total += q[i];
    }
    *scale = inverse == 0 ? 0 : largest / 127;
    *sum = *scale * (float)total;
}

static void quantize_blocks(
    const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride) {
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride, block += block_stride)
        for (size_t k = 0; k < depth; k += KN_BLOCK) {
            // As integers, so that a NaN is larger than all else instead of being passed over.
            uint32_t top = 0;
            for (size_t i = k; i < k + KN_BLOCK; i++) {
                uint32_t bits;
                memcpy(&bits, x + i, 4);
                bits &= 0x7fffffff;
                if (bits > top) top = bits;
            }
            float largest;
            memcpy(&largest, &top, 4);
            if (!(largest > 127 * FLT_MIN && largest <= FLT_MAX)) {
                memset(q + k, 0, KN_BLOCK);
                block[k / KN_BLOCK] = (kn_block){0, 0};
                continue;
            }
            float scale = largest / 127, inverse = 127 / largest;
            int32_t sum = 0;
            for (size_t i = k; i < k + KN_BLOCK; i++) {
                q[i] = (int8_t)nearbyintf(x[i] * inverse);
                sum += q[i];
            }
            block[k / KN_BLOCK] = (kn_block){scale, scale * (float)sum};
        }
}

static double half_at(const uint8_t *halves, size_t index) {
    uint16_t half;
    memcpy(&half, halves + 2 * index, 2);
    return kn_half_to_float(half);
}

static void linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    const size_t blocks = m->depth / KN_BLOCK, record = kn_block_record(m->bits, m->has_minimum);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = panel_begin * KN_PANEL; c < panel_end * KN_PANEL; c++) {
            double total = 0;
            for (size_t b = 0; b < blocks; b++) {
                const uint8_t *scales = m->packed + (c / KN_PANEL * blocks + b) * record, *minima = scales + 2 * KN_PANEL;
                const uint8_t *bytes = (m->has_minimum ? minima + 2 * KN_PANEL : minima) + c % KN_PANEL * KN_QUAD;
                int32_t dot = 0;
                for (size_t i = 0; i < KN_BLOCK; i++) {
                    size_t at = m->bits == 8 ? i : i % (KN_BLOCK / 2);
                    uint8_t byte = bytes[at / KN_QUAD * KN_PANEL * KN_QUAD + at % KN_QUAD];
                    int value = (int8_t)byte;
                    if (m->bits == 4) value = (i < KN_BLOCK / 2 ? byte & 15 : byte >> 4) - (m->has_minimum ? 0 : KN_NIBBLE_BIAS);
                    dot += value * q[r * q_stride + b * KN_BLOCK + i];
                }
                const kn_block *x = block + r * block_stride + b;
                total += (double)x->scale * half_at(scales, c % KN_PANEL) * dot;
                if (m->has_minimum) total -= (double)x->sum * half_at(minima, c % KN_PANEL);
            }
            y[r * y_stride + c] = (float)total;
        }
}

const kn_table kn_table_reference = {
    .name = "reference",
    .activation_bias = 0,
    .depth_group = KN_QUAD,
    .block_bias = 0,
    .quantize_rows = quantize_rows,
    .linear = linear,
    .add_norm = add_norm,
    .attention = attention,
    .dequantize = kn_dequantize_reference,
    .quantize_channel = quantize_channel,
    .quantize_blocks = quantize_blocks,
    .linear_blocks = linear_blocks,
};
