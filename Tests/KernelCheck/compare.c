#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

/// Bound of the functions that stand for GELU in the fast tables, per max(1, |x|); documented in Shared/CKernels/tables.h.
static const double gelu_bound = 1e-4;
/// The same for the shorter of the two polynomials that stand for 2^x.
static const double exp2_bound = 2 * 2.6e-6;

static const kn_table *reference(void) { return kn_exact(KN_LEVEL_REFERENCE); }

static void check_quantize(kc_run *run, size_t depth, size_t rows, kc_pattern pattern, bool rotate, size_t shift) {
    const char *op = rotate ? "quantize_rows rotated" : "quantize_rows";
    size_t stride = depth + 3;
    float *x = kc_guarded(rows * stride * 4 + 4, shift * 4);
    uint8_t *expected = kc_guarded(rows * stride, shift), *found = kc_guarded(rows * stride, shift);
    kn_row *expected_row = kc_guarded(rows * sizeof(kn_row), 0), *found_row = kc_guarded(rows * sizeof(kn_row), 0);
    kc_fill_floats(run, pattern, x, rows * stride);
    reference()->quantize_rows(x, stride, rows, depth, rotate, expected, stride, expected_row);
    run->table->quantize_rows(x, stride, rows, depth, rotate, found, stride, found_row);
    run->result.cases++;
    int bias = run->table->activation_bias;
    for (size_t r = 0; depth > 0 && r < rows; r++) {
        if (expected_row[r].scale != found_row[r].scale)
            kc_fail(run, op, "scale", depth, pattern, r, expected_row[r].scale, found_row[r].scale);
        double offset = (double)found_row[r].offset + (double)bias * found_row[r].scale;
        double size = fabs((double)expected_row[r].offset) + 254 * (double)expected_row[r].scale;
        if (fabs(offset - expected_row[r].offset) > 2 * FLT_EPSILON * size + FLT_TRUE_MIN)
            kc_fail(run, op, "offset", depth, pattern, r, expected_row[r].offset, offset);
        for (size_t i = 0; i < depth; i++) {
            int a = (int8_t)expected[r * stride + i];
            int b = bias ? (int)found[r * stride + i] - bias : (int8_t)found[r * stride + i];
            if (a != b) kc_fail(run, op, "byte", depth, pattern, r * depth + i, a, b);
        }
    }
    kc_release(run, x, op);
    kc_release(run, expected, op);
    kc_release(run, found, op);
    kc_release(run, expected_row, op);
    kc_release(run, found_row, op);
}

/// One matrix of `panels` panels against `rows` rows. With `exact` the scales are 1 and every sum stays below 2^24, so floats hold the
/// integers.
static void check_linear(
    kc_run *run, size_t depth, size_t panels, size_t rows, kc_pattern pattern, kn_activation activation, bool exact, size_t shift) {
    const char *op = exact ? "linear exact" : activation == KN_GELU ? "linear gelu" : "linear";
    size_t columns = panels * KN_PANEL, q_stride = depth + 5, y_stride = columns + 7;
    int8_t *weights = kc_guarded(columns * depth, 0), *q = kc_guarded(rows * q_stride, 0);
    int8_t *packed[2] = {kc_guarded(columns * depth, 0), kc_guarded(columns * depth, shift)};
    float *scale = kc_guarded(columns * 4, 0), *sum = kc_guarded(columns * 4, shift * 4), *bias = kc_guarded(columns * 4, 0);
    uint8_t *stored[2] = {kc_guarded(rows * q_stride, shift), kc_guarded(rows * q_stride, shift)};
    kn_row *row[2] = {kc_guarded(rows * sizeof(kn_row), 0), kc_guarded(rows * sizeof(kn_row), 0)};
    float *y[2] = {kc_guarded(rows * y_stride * 4, shift * 4), kc_guarded(rows * y_stride * 4, shift * 4)};
    kc_fill_bytes(run, pattern, weights, columns * depth);
    kc_fill_bytes(run, pattern, q, rows * q_stride);
    const kn_table *tables[2] = {reference(), run->table};
    if (exact && depth > 512)
        for (size_t i = 0; i < columns * depth; i++) weights[i] = (int8_t)(weights[i] % 8);
    for (size_t c = 0; c < columns; c++) {
        for (int t = 0; t < 2; t++) kn_pack_channel(weights + c * depth, depth, tables[t]->depth_group, c, packed[t]);
        int32_t total = 0;
        for (size_t k = 0; k < depth; k++) total += weights[c * depth + k];
        scale[c] = exact ? 1 : 0.01f * (1.5f + kc_uniform(run));
        sum[c] = scale[c] * (float)total;
        bias[c] = exact ? 0 : kc_uniform(run);
    }
    for (size_t r = 0; r < rows; r++) {
        float row_scale = exact ? 1 : 0.001f * (1.5f + kc_uniform(run)), offset = exact ? 0 : 0.1f * kc_uniform(run);
        for (int t = 0; t < 2; t++) {
            int add = tables[t]->activation_bias;
            row[t][r] = (kn_row){row_scale, offset - (float)add * row_scale};
            for (size_t k = 0; k < q_stride; k++) stored[t][r * q_stride + k] = (uint8_t)(q[r * q_stride + k] + add);
        }
    }
    // The last panel alone, then all: a range must not touch its neighbours.
    for (size_t begin = panels > 1 ? panels - 1 : 0;; begin = 0) {
        for (int t = 0; t < 2; t++) {
            memset(y[t], 0, rows * y_stride * 4);
            kn_matrix m = {packed[t], scale, sum, bias, columns, depth};
            tables[t]->linear(&m, begin, panels, stored[t], q_stride, row[t], rows, activation, y[t], y_stride);
        }
        run->result.cases++;
        for (size_t r = 0; r < rows; r++)
            for (size_t c = 0; c < y_stride; c++) {
                double expected = y[0][r * y_stride + c], found = y[1][r * y_stride + c], bound = 0;
                if (!exact && c < columns) {
                    double size = fabs((double)row[1][r].offset * sum[c]) + fabs((double)bias[c]);
                    for (size_t k = 0; k < depth; k++) {
                        double multiplied = (double)q[r * q_stride + k] + tables[1]->activation_bias;
                        size += fabs((double)row[1][r].scale * scale[c] * multiplied * weights[c * depth + k]);
                    }
                    bound = 4 * FLT_EPSILON * size;
                    // gelu's slope is at most 1.13, and |x| is at most `size`.
                    if (activation == KN_GELU) bound = 1.13 * bound + (gelu_bound + 4 * FLT_EPSILON) * fmax(1, size);
                }
                if (!(fabs(expected - found) <= bound)) kc_fail(run, op, "value", depth, pattern, r * y_stride + c, expected, found);
            }
        if (begin == 0) break;
    }
    for (int t = 0; t < 2; t++) {
        kc_release(run, stored[t], op);
        kc_release(run, row[t], op);
        kc_release(run, y[t], op);
    }
    kc_release(run, weights, op);
    kc_release(run, packed[0], op);
    kc_release(run, packed[1], op);
    kc_release(run, q, op);
    kc_release(run, scale, op);
    kc_release(run, sum, op);
    kc_release(run, bias, op);
}

static void check_norm(kc_run *run, size_t dim, size_t rows, kc_pattern pattern, bool with_residual, size_t shift) {
    const char *op = "add_norm";
    size_t stride = dim + 5;
    float *x = kc_guarded(rows * stride * 4, shift * 4), *other = kc_guarded(rows * stride * 4, 0);
    float *gamma = kc_guarded(dim * 4, shift * 4), *beta = kc_guarded(dim * 4, 0);
    float *expected = kc_guarded(rows * stride * 4, 0), *found = kc_guarded(rows * stride * 4, shift * 4);
    const float epsilon = 1e-12f;
    kc_fill_floats(run, pattern, x, rows * stride);
    kc_fill_floats(run, KC_RANDOM, other, rows * stride);
    kc_fill_floats(run, KC_RANDOM, gamma, dim);
    kc_fill_floats(run, KC_RANDOM, beta, dim);
    memset(expected, 0, rows * stride * 4);
    memset(found, 0, rows * stride * 4);
    const float *residual = with_residual ? other : NULL;
    reference()->add_norm(x, stride, residual, stride, rows, dim, gamma, beta, epsilon, expected, stride);
    run->table->add_norm(x, stride, residual, stride, rows, dim, gamma, beta, epsilon, found, stride);
    run->result.cases++;
    for (size_t r = 0; r < rows; r++) {
        double mean = 0, variance = 0, top = 0;
        for (size_t i = 0; i < dim; i++) {
            double s = (double)x[r * stride + i] + (with_residual ? other[r * stride + i] : 0);
            mean += s / (double)dim;
            top = fmax(top, fabs(s));
        }
        for (size_t i = 0; i < dim; i++) {
            double d = (double)x[r * stride + i] + (with_residual ? other[r * stride + i] : 0) - mean;
            variance += d * d / (double)dim;
        }
        // Sums of n floats in a float err by at most n epsilon of their size; that shifts the mean and, through it, the variance.
        double inverse = 1 / sqrt(variance + epsilon), error = FLT_EPSILON * ((double)dim + 4);
        for (size_t i = 0; i < stride; i++) {
            double a = expected[r * stride + i], b = found[r * stride + i], bound = 0;
            if (i < dim) {
                double d = fabs((double)x[r * stride + i] + (with_residual ? other[r * stride + i] : 0) - mean) * inverse;
                double shiftError = error * top * inverse;
                double g = fabs((double)gamma[i]);
                bound = g * (shiftError * (1 + d) + d * error) + 4 * FLT_EPSILON * (g * d + fabs((double)beta[i]));
            }
            if (!(fabs(a - b) <= bound)) kc_fail(run, op, "value", dim, pattern, r * stride + i, a, b);
        }
    }
    kc_release(run, x, op);
    kc_release(run, other, op);
    kc_release(run, gamma, op);
    kc_release(run, beta, op);
    kc_release(run, expected, op);
    kc_release(run, found, op);
}

static double largest(const float *x, size_t rows, size_t stride, size_t columns) {
    double top = 0;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) top = fmax(top, fabs((double)x[r * stride + c]));
    return top;
}

/// How far an element may be off that was rounded to `range` steps of `top`: half a step, or all of it where a step is no normal float.
static double half_step(double top, double range) { return top > range * FLT_MIN ? (0.5 + range * FLT_EPSILON) * top / range : top; }

static void check_attention(kc_run *run, size_t tokens, size_t head_dim, kc_pattern pattern, size_t shift) {
    const char *op = "attention";
    size_t stride = 3 * head_dim + 3, out_stride = head_dim + 2;
    float *input = kc_guarded(tokens * stride * 4, shift * 4);
    float *y[2] = {kc_guarded(tokens * out_stride * 4, shift * 4), kc_guarded(tokens * out_stride * 4, shift * 4)};
    float *scratch = kc_guarded(kn_head_scratch(tokens, head_dim) * 4, 0);
    kc_fill_floats(run, pattern, input, tokens * stride);
    // Scores of 1e18 say nothing: the extremes stay in the values.
    if (pattern == KC_EXTREMES)
        for (size_t i = 0; i < tokens * stride; i++)
            if (i % stride < 2 * head_dim) input[i] *= 3e-9f;
    const kn_table *tables[2] = {reference(), run->table};
    // Half a step of the rounding that the contract allows to q, k and v.
    double q_step = half_step(largest(input, tokens, stride, head_dim), kn_score_range(head_dim));
    double k_step = half_step(largest(input + head_dim, tokens, stride, head_dim), kn_score_range(head_dim));
    double v_step = half_step(largest(input + 2 * head_dim, tokens, stride, head_dim), KN_VALUE_RANGE);
    // All queries, then a middle range.
    for (size_t begin = 0; begin <= (tokens > 2 ? 1 : 0); begin++) {
        for (int t = 0; t < 2; t++) {
            memset(y[t], 0, tokens * out_stride * 4);
            kn_head head = {
                input, input + head_dim, input + 2 * head_dim, stride, tokens, head_dim, begin, tokens - begin, y[t], out_stride, scratch,
            };
            tables[t]->attention(&head);
        }
        run->result.cases++;
        for (size_t i = 0; i < tokens; i++) {
            double score_error = 0, top = -INFINITY, total = 0;
            double *weight = malloc((tokens + 1) * sizeof(double));
            if (!weight) abort();
            for (size_t j = 0; j < tokens; j++) {
                double score = 0, size = 0, rounding = 0;
                for (size_t d = 0; d < head_dim; d++) {
                    double q = input[i * stride + d], k = input[j * stride + head_dim + d];
                    score += q * k;
                    size += fabs(q * k);
                    rounding += fabs(q) * k_step + fabs(k) * q_step + q_step * k_step;
                }
                score_error = fmax(score_error, FLT_EPSILON * ((double)head_dim + 2) * size + rounding);
                weight[j] = score;
                top = fmax(top, score);
            }
            for (size_t j = 0; j < tokens; j++) total += weight[j] = exp2(weight[j] - top);
            for (size_t d = 0; d < out_stride; d++) {
                double expected = y[0][i * out_stride + d], found = y[1][i * out_stride + d], bound = 0;
                if (d < head_dim && i >= begin && i < tokens - begin) {
                    double size = 0, tiny = 0, absolute = 0;
                    for (size_t j = 0; j < tokens; j++) {
                        double v = fabs((double)input[j * stride + 2 * head_dim + d]);
                        absolute += v;
                        size += weight[j] / total * v;
                        tiny += FLT_MIN * v;
                    }
                    // Two scores and the top may be off; e^x - 1 grows with it; then the polynomial and the sums. Each weight is off by
                    // half a step of its sum, and so is their sum by half a step for each; v by half a step of its own.
                    double half_weight = 0.5 / KN_WEIGHT_RANGE;
                    bound = size * (2 * expm1(2 * score_error) + exp2_bound + FLT_EPSILON * ((double)tokens + 12)) + tiny + FLT_MIN;
                    bound += half_weight * (absolute + (double)tokens * size) + v_step * (1 + half_weight * (double)tokens);
                }
                if (!(fabs(expected - found) <= bound)) kc_fail(run, op, "value", tokens, pattern, i * out_stride + d, expected, found);
            }
            free(weight);
        }
    }
    kc_release(run, input, op);
    kc_release(run, y[0], op);
    kc_release(run, y[1], op);
    kc_release(run, scratch, op);
}

/// One number of q, k or v that is not finite: wherever exact arithmetic then gives none that is, the table must not either.
static void check_attention_not_finite(kc_run *run, size_t tokens, size_t head_dim, double bad) {
    const char *op = "attention, not finite";
    size_t stride = 3 * head_dim;
    float *input = kc_guarded(tokens * stride * 4, 0), *scratch = kc_guarded(kn_head_scratch(tokens, head_dim) * 4, 0);
    float *y[2] = {kc_guarded(tokens * head_dim * 4, 0), kc_guarded(tokens * head_dim * 4, 0)};
    const kn_table *tables[2] = {reference(), run->table};
    for (size_t part = 0; part < 3; part++) {
        kc_fill_floats(run, KC_RANDOM, input, tokens * stride);
        input[kc_random(run) % tokens * stride + part * head_dim + kc_random(run) % head_dim] = (float)bad;
        for (int t = 0; t < 2; t++) {
            kn_head head = {
                input, input + head_dim, input + 2 * head_dim, stride, tokens, head_dim, 0, tokens, y[t], head_dim, scratch,
            };
            tables[t]->attention(&head);
        }
        run->result.cases++;
        for (size_t i = 0; i < tokens * head_dim; i++)
            if (!isfinite(y[0][i]) && isfinite(y[1][i])) kc_fail(run, op, "value", tokens, KC_RANDOM, i, y[0][i], y[1][i]);
    }
    kc_release(run, input, op);
    kc_release(run, scratch, op);
    kc_release(run, y[0], op);
    kc_release(run, y[1], op);
}

static void check_dequantize(kc_run *run, kn_storage storage, size_t count, size_t shift) {
    const char *op = "dequantize";
    size_t block = storage == KN_Q8_0 ? 32 : 1;
    if (count % block) return;
    size_t bytes = count / block * (storage == KN_F32 ? 4 : storage == KN_Q8_0 ? 34 : 2);
    uint8_t *source = kc_guarded(bytes, shift);
    float *expected = kc_guarded(count * 4, 0), *found = kc_guarded(count * 4, shift * 4);
    for (size_t i = 0; i < bytes; i++) source[i] = (uint8_t)kc_random(run);
    reference()->dequantize(storage, source, count, expected);
    run->table->dequantize(storage, source, count, found);
    run->result.cases++;
    for (size_t i = 0; i < count; i++)
        // Random bits also make NaNs: two NaNs are equal, whatever their payload.
        if (expected[i] != found[i] && !(isnan(expected[i]) && isnan(found[i])))
            kc_fail(run, op, storage == KN_F16 ? "F16" : storage == KN_Q8_0 ? "Q8_0" : "value", count, KC_RANDOM, i, expected[i], found[i]);
    kc_release(run, source, op);
    kc_release(run, expected, op);
    kc_release(run, found, op);
}

static void check_channel(kc_run *run, size_t depth, kc_pattern pattern, size_t shift) {
    const char *op = "quantize_channel";
    float *w = kc_guarded(depth * 4, shift * 4), scale[2], sum[2];
    int8_t *q[2] = {kc_guarded(depth, shift), kc_guarded(depth, shift)};
    kc_fill_floats(run, pattern, w, depth);
    reference()->quantize_channel(w, depth, q[0], scale, sum);
    run->table->quantize_channel(w, depth, q[1], scale + 1, sum + 1);
    run->result.cases++;
    if (scale[0] != scale[1]) kc_fail(run, op, "scale", depth, pattern, 0, scale[0], scale[1]);
    if (sum[0] != sum[1]) kc_fail(run, op, "sum", depth, pattern, 0, sum[0], sum[1]);
    for (size_t i = 0; i < depth; i++)
        if (q[0][i] != q[1][i]) kc_fail(run, op, "byte", depth, pattern, i, q[0][i], q[1][i]);
    kc_release(run, w, op);
    kc_release(run, q[0], op);
    kc_release(run, q[1], op);
}

kc_result kc_compare(const kn_table *table, uint64_t seed, uint64_t lines) {
    kc_run run = {.table = table, .seed = seed, .state = seed, .lines = lines};
    static const size_t lengths[] = {0, 1, 3, 4, 15, 16, 17, 20, 24, 31, 32, 33, 48, 96, 127, 128, 129, 152, 256, 383, 384, 385, 1536};
    static const size_t row_counts[] = {0, 1, 2, 3, 4, 5, 6, 7, 11, 13, 16};
    for (kc_pattern pattern = 0; pattern < KC_PATTERNS; pattern++)
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
            for (size_t shift = 0; shift < 2; shift++) {
                size_t n = lengths[i];
                if (lines == 0 && run.result.failures) return run.result;
                check_quantize(&run, n, 3, pattern, false, shift);
                if (n % KN_ROTATION_SPAN == 0) check_quantize(&run, n, 3, pattern, true, shift);
                check_channel(&run, n, pattern, shift);
                if (n > 0) {
                    check_norm(&run, n, 2, pattern, false, shift);
                    check_norm(&run, n, 2, pattern, true, shift);
                }
                if (n % run.table->depth_group == 0)
                    for (size_t panels = 1; panels < (n > 512 ? 2 : 3); panels++) {
                        size_t rows = row_counts[(i + panels + pattern) % (sizeof row_counts / sizeof *row_counts)];
                        check_linear(&run, n, panels, rows, pattern, KN_IDENTITY, true, shift);
                        check_linear(&run, n, panels, rows, pattern, KN_IDENTITY, false, shift);
                        check_linear(&run, n, panels, rows, pattern, KN_GELU, false, shift);
                    }
            }
    for (size_t i = 0; i < sizeof row_counts / sizeof *row_counts; i++)
        check_linear(&run, 64, 2, row_counts[i], KC_RANDOM, KN_IDENTITY, true, 1);
    // Rows too deep to be kept once they are mixed.
    check_quantize(&run, 33 * KN_ROTATION_SPAN, 2, KC_RANDOM, true, 1);
    static const size_t tokens[] = {0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 64, 100}, head_dims[] = {1, 8, 15, 16, 17, 26, 32, 33, 64};
    for (kc_pattern pattern = 0; pattern < KC_PATTERNS; pattern++)
        for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
            for (size_t j = 0; j < sizeof head_dims / sizeof *head_dims; j++)
                check_attention(&run, tokens[i], head_dims[j], pattern, (i + j) & 1);
    for (size_t i = 1; i < sizeof tokens / sizeof *tokens; i++)
        for (size_t j = 0; j < sizeof head_dims / sizeof *head_dims; j++) {
            check_attention_not_finite(&run, tokens[i], head_dims[j], NAN);
            check_attention_not_finite(&run, tokens[i], head_dims[j], (i + j) & 1 ? INFINITY : -INFINITY);
        }
    static const kn_storage storages[] = {KN_F32, KN_F16, KN_BF16, KN_Q8_0};
    for (size_t s = 0; s < sizeof storages / sizeof *storages; s++)
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
            for (size_t shift = 0; shift < 2; shift++) check_dequantize(&run, storages[s], lengths[i], shift);
    kc_check_blocks(&run);
    return run.result;
}
