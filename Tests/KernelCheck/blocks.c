/// The decoder's two entries, which multiply by weights with a scale for every block.
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

static const kn_table *reference(void) { return kn_exact(KN_LEVEL_REFERENCE); }

/// `odd` is put into each second row: an infinity, a NaN, or 0 for nothing.
static void check_quantize(kc_run *run, size_t depth, size_t rows, kc_pattern pattern, float odd, size_t shift) {
    const char *op = "quantize_blocks";
    size_t stride = depth + 3, blocks = depth / KN_BLOCK, block_stride = blocks + 1;
    float *x = kc_guarded(rows * stride * 4, shift * 4);
    int8_t *q[2] = {kc_guarded(rows * stride, shift), kc_guarded(rows * stride, shift)};
    const size_t block_bytes = rows * block_stride * sizeof(kn_block);
    kn_block *block[2] = {kc_guarded(block_bytes, 0), kc_guarded(block_bytes, shift * 4)};
    kc_fill_floats(run, pattern, x, rows * stride);
    // In a block of its own, the largest far from the others.
    if (pattern == KC_OUTLIER)
        for (size_t r = 0; r < rows; r++)
            for (size_t b = 0; b < blocks; b++) x[r * stride + b * KN_BLOCK + kc_random(run) % KN_BLOCK] *= 1000;
    if (odd != 0 && depth > 0)
        for (size_t r = 0; r < rows; r += 2) x[r * stride + kc_random(run) % depth] = odd;
    const kn_table *tables[2] = {reference(), run->table};
    for (int t = 0; t < 2; t++) {
        memset(q[t], 0, rows * stride);
        memset(block[t], 0, rows * block_stride * sizeof(kn_block));
        tables[t]->quantize_blocks(x, stride, rows, depth, q[t], stride, block[t], block_stride);
    }
    run->result.cases++;
    for (size_t i = 0; i < rows * block_stride; i++) {
        if (block[0][i].scale != block[1][i].scale) kc_fail(run, op, "scale", depth, pattern, i, block[0][i].scale, block[1][i].scale);
        if (block[0][i].sum != block[1][i].sum) kc_fail(run, op, "sum", depth, pattern, i, block[0][i].sum, block[1][i].sum);
    }
    for (size_t i = 0; i < rows * stride; i++)
        if (q[0][i] != q[1][i]) kc_fail(run, op, "byte", depth, pattern, i, q[0][i], q[1][i]);
    for (int t = 0; t < 2; t++) {
        kc_release(run, q[t], op);
        kc_release(run, block[t], op);
    }
    kc_release(run, x, op);
}

/// Values of the whole range of their type, beyond what kc_fill_bytes knows.
static void fill_values(kc_run *run, kc_pattern pattern, int low, int high, int8_t *value, size_t count) {
    for (size_t i = 0; i < count; i++) switch (pattern) {
        case KC_ZEROS: value[i] = 0; break;
        case KC_ONES: value[i] = (int8_t)high; break;
        case KC_EXTREMES: value[i] = (int8_t)(kc_random(run) & 1 ? high : low); break;
        case KC_ALTERNATING: value[i] = (int8_t)(i & 1 ? low : high); break;
        case KC_DENORMALS: value[i] = (int8_t)(low + (int)(kc_random(run) & 1)); break;
        case KC_OUTLIER: value[i] = (int8_t)(i == count / 3 ? low : (int)(kc_random(run) % 2)); break;
        default: value[i] = (int8_t)(low + (int)(kc_random(run) % (uint64_t)(high - low + 1))); break;
        }
}

/// A half between 2^-9 and 2^-5, for one scale in eight far smaller or denormal.
static uint16_t random_half(kc_run *run) {
    uint64_t bits = kc_random(run), exponent = bits >> 32 & 7 ? 6 + (bits >> 40) % 4 : (bits >> 40) % 3;
    return (uint16_t)(exponent << 10 | (bits & 1023));
}

/// With `exact` all scales are 1 and every sum stays below 2^24, so floats hold the integers.
static void check_linear(
    kc_run *run, size_t depth, size_t panels, size_t rows, int bits, bool has_minimum, kc_pattern pattern, bool exact, size_t shift) {
    const char *op = exact ? "linear_blocks exact" : "linear_blocks";
    const uint16_t one = 0x3c00;
    size_t columns = panels * KN_PANEL, blocks = depth / KN_BLOCK, bytes = panels * blocks * kn_block_record(bits, has_minimum);
    size_t q_stride = depth + 5, block_stride = blocks + 1, y_stride = columns + 7;
    int8_t *value = kc_guarded(columns * depth, 0), *q = kc_guarded(rows * q_stride, shift);
    uint8_t *packed[2] = {kc_guarded(bytes, 0), kc_guarded(bytes, shift)};
    float *scale = kc_guarded(columns * blocks * 4, 0), *minimum = kc_guarded(columns * blocks * 4, 0);
    kn_block *block = kc_guarded(rows * block_stride * sizeof(kn_block), shift * 4);
    float *y[2] = {kc_guarded(rows * y_stride * 4, 0), kc_guarded(rows * y_stride * 4, shift * 4)};
    int low = bits == 8 ? -128 : has_minimum ? 0 : -8, high = bits == 8 ? 127 : low + 15;
    fill_values(run, pattern, low, high, value, columns * depth);
    kc_fill_bytes(run, pattern, q, rows * q_stride);
    const kn_table *tables[2] = {reference(), run->table};
    for (size_t c = 0; c < columns; c++)
        for (size_t b = 0; b < blocks; b++) {
            uint16_t half[2] = {exact ? one : random_half(run), exact ? (kc_random(run) & 1 ? one : 0) : random_half(run)};
            for (int t = 0; t < 2; t++) {
                const kn_block_matrix m = {NULL, columns, depth, bits, has_minimum};
                kn_pack_block(tables[t], &m, c, b, value + c * depth + b * KN_BLOCK, half[0], half[1], packed[t]);
            }
            float read[2];
            reference()->dequantize(KN_F16, half, 2, read);
            scale[c * blocks + b] = read[0];
            minimum[c * blocks + b] = has_minimum ? read[1] : 0;
        }
    for (size_t r = 0; r < rows; r++)
        for (size_t b = 0; b < block_stride; b++) {
            int sum = 0;
            for (size_t k = 0; k < KN_BLOCK && b < blocks; k++) sum += q[r * q_stride + b * KN_BLOCK + k];
            float step = exact ? 1 : pattern == KC_DENORMALS ? 2 * FLT_MIN : 0.01f * (1.5f + kc_uniform(run));
            block[r * block_stride + b] = (kn_block){step, step * (float)sum};
        }
    // The last panel alone, then all: a range must not touch its neighbours.
    for (size_t begin = panels > 1 ? panels - 1 : 0;; begin = 0) {
        for (int t = 0; t < 2; t++) {
            memset(y[t], 0, rows * y_stride * 4);
            kn_block_matrix m = {packed[t], columns, depth, bits, has_minimum};
            tables[t]->linear_blocks(&m, begin, panels, q, q_stride, block, block_stride, rows, y[t], y_stride);
        }
        run->result.cases++;
        for (size_t r = 0; r < rows; r++)
            for (size_t c = 0; c < y_stride; c++) {
                double expected = y[0][r * y_stride + c], found = y[1][r * y_stride + c], bound = 0;
                if (!exact && c < columns) {
                    // What is added, with the bias that a table may have stored with the value; each of it is rounded once or twice, and
                    // again with every block that follows.
                    double size = 0, bias = bits == 8 ? tables[1]->block_bias : has_minimum ? 0 : 8;
                    for (size_t b = 0; b < blocks; b++) {
                        const kn_block *x = block + r * block_stride + b;
                        double products = 0;
                        for (size_t k = b * KN_BLOCK; k < (b + 1) * KN_BLOCK; k++)
                            products += fabs((double)q[r * q_stride + k]) * (abs(value[c * depth + k]) + bias);
                        size += (double)x->scale * scale[c * blocks + b] * products + fabs((double)x->sum * minimum[c * blocks + b]);
                    }
                    bound = FLT_EPSILON * ((double)blocks + 4) * size + (double)blocks * FLT_MIN;
                }
                if (!(fabs(expected - found) <= bound)) kc_fail(run, op, "value", depth, pattern, r * y_stride + c, expected, found);
            }
        if (begin == 0) break;
    }
    for (int t = 0; t < 2; t++) {
        kc_release(run, packed[t], op);
        kc_release(run, y[t], op);
    }
    kc_release(run, value, op);
    kc_release(run, q, op);
    kc_release(run, scale, op);
    kc_release(run, minimum, op);
    kc_release(run, block, op);
}

void kc_check_blocks(kc_run *run) {
    static const size_t depths[] = {0, 32, 64, 96, 160, 256, 512, 1504}, row_counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 16};
    const size_t counts = sizeof row_counts / sizeof *row_counts;
    for (kc_pattern pattern = 0; pattern < KC_PATTERNS; pattern++)
        for (size_t i = 0; i < sizeof depths / sizeof *depths; i++)
            for (size_t shift = 0; shift < 2; shift++) {
                if (run->lines == 0 && run->result.failures) return;
                check_quantize(run, depths[i], 3, pattern, 0, shift);
                check_quantize(run, depths[i], 3, pattern, shift ? INFINITY : NAN, shift);
                for (int form = 0; form < 4; form++) {
                    size_t rows = row_counts[(3 * i + (size_t)form + 5 * shift + pattern) % counts];
                    size_t panels = depths[i] > 512 ? 1 : 1 + (i + shift) % 2;
                    int bits = form & 1 ? 4 : 8;
                    check_linear(run, depths[i], panels, rows, bits, form & 2, pattern, false, shift);
                    if (depths[i] <= 512) check_linear(run, depths[i], panels, rows, bits, form & 2, pattern, true, shift);
                }
            }
    for (int form = 0; form < 4; form++)
        for (size_t rows = 0; rows < 20; rows++) check_linear(run, 64, 2, rows, form & 1 ? 4 : 8, form & 2, KC_RANDOM, rows & 1, rows & 1);
}
