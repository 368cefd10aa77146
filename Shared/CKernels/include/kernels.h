/// The compute kernels of the encoder: plain C, no allocation, no threads, no writable globals, no errno.
///
/// One table of function pointers per instruction set. `ref/reference.c` is written to be read and says what every entry means; the others
/// replace it and are held to it by Tests/KernelCheck. Callers split the work (panels, rows, heads) over threads; a kernel sees a range.
///
/// Rules for all entries: sizes may be zero; output never overlaps input unless an entry says so; pointers need only the alignment of their
/// element type, faster when aligned to 64 bytes. Shapes were checked when the model was loaded, so there is nothing to report.
#ifndef WEIR_KERNELS_H
#define WEIR_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Output channels that share one panel of packed weights. Outputs are written in whole panels.
#define KN_PANEL 64
/// Neighbours along the depth that sit in one 32-bit lane of a panel, in the tables whose `depth_group` it is.
#define KN_QUAD 4
/// Channels mixed by one rotation, and the channels that a row's rotations cover at a time: see `quantize_rows`.
#define KN_ROTATION 16
#define KN_ROTATION_SPAN 128

/// How a quantised activation row reads back: x[i] = scale * q[i] + offset, with q[i] as stored.
typedef struct kn_row {
    float scale;
    float offset;
} kn_row;

/// A weight matrix [columns, depth] in panels: for each panel, for each group of the depth (the table's `depth_group` neighbours), KN_PANEL
/// columns of that many consecutive signed bytes.
/// Bytes are in -127...127 (-128 would overflow the 16-bit sums of AVX2). Columns past the last real one are zero in all four arrays.
typedef struct kn_matrix {
    const int8_t *packed; ///< columns * depth bytes
    const float *scale;   ///< [columns] w = scale * packed
    const float *sum;     ///< [columns] scale * the sum of the column's bytes: undoes the rows' offset
    const float *bias;    ///< [columns]
    size_t columns;       ///< multiple of KN_PANEL
    size_t depth;         ///< multiple of the table's `depth_group`
} kn_matrix;

/// Neighbours along the depth that share a scale in a `kn_block_matrix`, and in the activations that it multiplies.
#define KN_BLOCK 32

/// A weight matrix [columns, depth] that keeps the block scales of its file, for the decoder: w = scale * value - minimum, with a half as
/// scale (and one as minimum, or none) for every block of every column. The depth is a multiple of KN_BLOCK, the columns of KN_PANEL.
///
/// One record a panel and block, in the order [panel, block]: KN_PANEL scales; KN_PANEL minima if there are any; then the values, so that a
/// token's matrix is read as a single stream. With g the table's `depth_group`:
///   bits 8: values -128...127 plus the table's `block_bias`, [32 / g, KN_PANEL, g].
///   bits 4: [16 / g, KN_PANEL, g], low nibbles for the first half of the block and high ones for the second. A nibble is the value
///           (0...15) if there are minima, else the value (-8...7) plus 8.
/// Bits read per weight: 4.5, or 5 with minima; 8.5, or 9. `kn_pack_block_row` fills it.
typedef struct kn_block_matrix {
    const uint8_t *packed; ///< columns / KN_PANEL * (depth / KN_BLOCK) records
    size_t columns, depth;
    int bits;
    bool has_minimum;
} kn_block_matrix;

/// Bytes of one record: 1152, 1280, 2176 or 2304, whole cache lines.
static inline size_t kn_block_record(int bits, bool has_minimum) {
    return KN_PANEL * ((size_t)bits * (KN_BLOCK / 8) + (has_minimum ? 4 : 2));
}

/// How a block of a quantised activation row reads back: x[i] = scale * q[i]; sum is scale times the sum of q.
typedef struct kn_block {
    float scale;
    float sum;
} kn_block;

typedef enum kn_activation { KN_IDENTITY = 0, KN_GELU = 1 } kn_activation;

/// One attention head of one text: `tokens` rows of q, k and v, each `stride` floats apart, `head_dim` wide.
/// Queries `query_begin..<query_end` are answered into rows of `out`, `out_stride` apart.
typedef struct kn_head {
    const float *q, *k, *v;
    size_t stride;
    size_t tokens;
    size_t head_dim;
    size_t query_begin, query_end;
    float *out;
    size_t out_stride;
    float *scratch; ///< kn_head_scratch(tokens, head_dim) floats
} kn_head;

/// Room for the keys and values of a head, as 16-bit integers or the keys as floats, and for the scores and weights of 16 queries.
static inline size_t kn_head_scratch(size_t tokens, size_t head_dim) {
    size_t padded = (tokens + 15) / 16 * 16, width = (head_dim + 31) / 32 * 32;
    return padded * (width + 24) + 8 * width + 64;
}

#define KN_VALUE_RANGE 16383
#define KN_WEIGHT_RANGE 32767

/// 12 bits and a sign, fewer for heads wider than 128, so that the sum of `head_dim` products fits 32 bits.
static inline int32_t kn_score_range(size_t head_dim) {
    int64_t range = 4095;
    while (range * range * (int64_t)head_dim > INT32_MAX) range /= 2;
    return (int32_t)range;
}

/// Storage of a row of floats in a model file, numbered as in GGUF (`enum ggml_type`).
typedef enum kn_storage { KN_F32 = 0, KN_F16 = 1, KN_Q8_0 = 8, KN_BF16 = 30 } kn_storage;

/// Storage of a row that `kn_pack_block_row` takes, numbered likewise.
typedef enum kn_block_storage {
    KN_BLOCKS_F32 = 0,
    KN_BLOCKS_Q4_0 = 2,
    KN_BLOCKS_Q8_0 = 8,
    KN_BLOCKS_Q4_K = 12,
    KN_BLOCKS_Q5_K = 13,
    KN_BLOCKS_Q6_K = 14,
} kn_block_storage;

typedef struct kn_table {
    const char *name;
    /// Added to a quantised activation (-127...127) before it is stored: 128 where the multiply wants unsigned bytes, else 0.
    int32_t activation_bias;
    /// Neighbours along the depth that this table's `linear` and `linear_blocks` want side by side in a panel: 4 or 8.
    size_t depth_group;
    /// Added to an 8-bit weight of a `kn_block_matrix` before it is stored: 128 where the multiply wants unsigned bytes, else 0.
    int32_t block_bias;

    /// Quantises `rows` rows of `depth` floats, each with its own scale and offset over its own smallest and largest value.
    /// With `rotate` (depth a multiple of KN_ROTATION_SPAN) each row is first mixed by unnormalised 16-point Hadamard transforms: in every
    /// span of 128 channels, over the channels j, j + 8, j + 16 ... j + 120. One outlier then no longer spends the whole range. Weights
    /// get the inverse at load (`kn_rotate_row`). Exact in every table: same additions, same order. A row that is constant, or not
    /// finite, gets scale 0.
    void (*quantize_rows)(
        const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row);

    /// y[r, c] = activation(row[r].scale * m.scale[c] * dot(q[r], m.packed[c]) + row[r].offset * m.sum[c] + m.bias[c])
    /// for all rows and the columns of panels `panel_begin..<panel_end`. The dot product is exact (depth up to 60,000).
    void (*linear)(
        const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
        kn_activation activation, float *y, size_t y_stride);

    /// y = (s - mean(s)) / sqrt(variance(s) + epsilon) * gamma + beta over each row of s = x + residual. `residual` may be NULL.
    /// `y` may be `x` or `residual`.
    void (*add_norm)(
        const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
        const float *beta, float epsilon, float *y, size_t y_stride);

    /// out = softmax base 2 of (q . k) over the tokens, times v. The caller has folded log2(e) / sqrt(head_dim) into q.
    /// A table may work on 16-bit integers: the head's q and k each rounded to `kn_score_range` steps of their largest element, v to
    /// KN_VALUE_RANGE, the weights to KN_WEIGHT_RANGE steps of their sum. That is closer than bfloat16 would be.
    /// Where exact arithmetic gives no finite number, because q, k or v hold none, a table gives none either.
    void (*attention)(const kn_head *head);

    /// One row of `count` stored elements (whole blocks) to floats.
    void (*dequantize)(kn_storage storage, const void *source, size_t count, float *y);

    /// Quantises one output channel: q = round(w / scale) in -127...127, scale = max |w| / 127, *sum = scale * the sum of q.
    void (*quantize_channel)(const float *w, size_t depth, int8_t *q, float *scale, float *sum);

    // For the decoder, which is still to come: nothing calls these two yet.

    /// Quantises `rows` rows of `depth` floats (a multiple of KN_BLOCK), each block with its own scale: q = round(x * (127 / max |x|)).
    /// Exact in every table. A block that holds an infinity or a NaN, or nothing as large as 127 normal floats, gets scale 0 and zeros.
    void (*quantize_blocks)(
        const float *x, size_t x_stride, size_t rows, size_t depth, int8_t *q, size_t q_stride, kn_block *block, size_t block_stride);

    /// y[r, c] = sum over blocks b of block[r, b].scale * m.scale[b, c] * dot(q[r, b], value[b, c]) - block[r, b].sum * m.minimum[b, c]
    /// for all rows and the columns of panels `panel_begin..<panel_end`. Each dot product is exact; the blocks are summed in floats.
    void (*linear_blocks)(
        const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
        size_t block_stride, size_t rows, float *y, size_t y_stride);
} kn_table;

/// Instruction-set levels, lowest first. A level that this build or this machine lacks falls to the next lower one.
typedef enum kn_level {
    KN_LEVEL_REFERENCE = 0,
    KN_LEVEL_NEON,
    KN_LEVEL_NEON_DOTPROD,
    KN_LEVEL_NEON_I8MM,
    KN_LEVEL_AVX2,
    KN_LEVEL_AVXVNNI,
    KN_LEVEL_AVX512VNNI,
    KN_LEVEL_BEST,
} kn_level;

/// The highest table that this machine can run and that is not above `ceiling`. Never NULL; the tables are constants.
const kn_table *kn_select(kn_level ceiling);
/// The table of exactly this level, or NULL where this build or this machine lacks it.
const kn_table *kn_exact(kn_level level);

/// The inverse of the rotation in `quantize_rows`, in place, for one row of weights: mixes and divides by KN_ROTATION.
void kn_rotate_row(float *w, size_t depth);
/// Places one quantised channel as column `column` of packed weights; `group` is the table's `depth_group`.
void kn_pack_channel(const int8_t *q, size_t depth, size_t group, size_t column, int8_t *packed);
/// How a stored type is packed: Q4_0 in 4 bits, Q4_K in 4 with minima, Q5_K in 8 with minima, the others in 8.
kn_block_matrix kn_block_matrix_of(kn_block_storage storage, size_t columns, size_t depth);
/// Places one stored row (whole blocks of its type) as column `column` of `packed`, which has the form of `m`; `m->packed` is not read.
/// Columns that no row fills must be zero bytes. False if a scale or minimum is not finite as a half.
///
/// Q4_0 and Q8_0 keep every bit. Q4_K and Q5_K multiply two scales into one half: off by at most 2^-11 of scale * value and of the minimum,
/// or by 2^-25 in the scale and in the minimum where that is more. Q6_K has a scale for every 16: where the two of a block agree it is as
/// exact; elsewhere the block is rounded anew to 255 steps, off by up to 1/254 of its largest weight, as is every block of floats.
/// In a MiniLM by llama.cpp that is, root mean square against that of the weights, 0.07 % for Q4_K and 0.6 % for Q6_K.
bool kn_pack_block_row(
    const kn_table *table, kn_block_storage storage, const void *row, const kn_block_matrix *m, size_t column, uint8_t *packed);
/// Places one block: `value` and halves as they are described at kn_block_matrix.
void kn_pack_block(
    const kn_table *table, const kn_block_matrix *m, size_t column, size_t block, const int8_t value[KN_BLOCK], uint16_t scale,
    uint16_t minimum, uint8_t *packed);
/// Whether no element is infinite or NaN.
bool kn_all_finite(const float *x, size_t count);
/// y[i] += sum over rows of x[r, i]
void kn_add_rows(const float *x, size_t x_stride, size_t rows, size_t dim, float *y);
/// Scales y to unit length; a zero or non-finite vector becomes all zeros and gives false.
bool kn_normalize(float *y, size_t dim);
/// Pause of a spinning thread.
static inline void kn_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#ifdef __cplusplus
}
#endif
#endif
