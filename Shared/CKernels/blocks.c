/// Rows of a GGUF file to the records of a `kn_block_matrix`. Runs once per load.
#include <math.h>
#include <string.h>

#include "tables.h"

#pragma STDC FP_CONTRACT OFF

/// Rounded to nearest even, as the processors do; too large, or a NaN, becomes infinity.
static uint16_t half_from_float(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    uint32_t size = bits & 0x7fffffff;
    if (size >= 0x47800000) return sign | 0x7c00;
    if (size < 0x38800000) { // a denormal half: its fraction counts in units of 2^-24
        float magnitude;
        memcpy(&magnitude, &size, 4);
        return sign | (uint16_t)nearbyintf(magnitude * 0x1p24f);
    }
    return sign | (uint16_t)((size - 0x38000000 + 0xfff + (size >> 13 & 1)) >> 13);
}

static uint16_t word_at(const uint8_t *bytes) { return (uint16_t)(bytes[0] | bytes[1] << 8); }
static float half_at(const uint8_t *bytes) { return kn_half_to_float(word_at(bytes)); }

/// One block of a column: w = scale * value - minimum.
typedef struct decoded {
    int8_t value[KN_BLOCK];
    uint16_t scale, minimum;
} decoded;

/// Floats to 255 steps of their largest. The steps are those of the scale as it is stored.
static void quantize(const float *w, decoded *d) {
    float largest = 0;
    for (size_t i = 0; i < KN_BLOCK; i++) largest = fmaxf(largest, isnan(w[i]) ? INFINITY : fabsf(w[i]));
    d->scale = half_from_float(largest / 127);
    d->minimum = 0;
    float scale = kn_half_to_float(d->scale);
    for (size_t i = 0; i < KN_BLOCK; i++) {
        float steps = scale > 0 && scale < INFINITY ? nearbyintf(w[i] / scale) : 0;
        // A scale that was rounded down, among the denormals by up to a half, leaves the largest outside.
        d->value[i] = (int8_t)fmaxf(-127, fminf(127, steps));
    }
}

/// Six-bit scale and minimum of group 0 to 7 out of the twelve bytes at `packed`, times the two halves of the super-block at `halves`.
static void scale_and_minimum(const uint8_t *halves, const uint8_t *packed, size_t group, decoded *d) {
    int scale, minimum;
    if (group < 4) {
        scale = packed[group] & 63;
        minimum = packed[group + 4] & 63;
    } else {
        scale = (packed[group + 4] & 15) | packed[group - 4] >> 6 << 4;
        minimum = packed[group + 4] >> 4 | packed[group] >> 6 << 4;
    }
    d->scale = half_from_float(half_at(halves) * (float)scale);
    d->minimum = half_from_float(half_at(halves + 2) * (float)minimum);
}

static void decode_q4_k(const uint8_t *super, size_t group, decoded *d) {
    scale_and_minimum(super, super + 4, group, d);
    const uint8_t *pairs = super + 16 + group / 2 * 32;
    for (size_t i = 0; i < KN_BLOCK; i++) d->value[i] = (int8_t)(group % 2 ? pairs[i] >> 4 : pairs[i] & 15);
}

static void decode_q5_k(const uint8_t *super, size_t group, decoded *d) {
    scale_and_minimum(super, super + 4, group, d);
    const uint8_t *high = super + 16, *pairs = super + 48 + group / 2 * 32;
    for (size_t i = 0; i < KN_BLOCK; i++) {
        int low = group % 2 ? pairs[i] >> 4 : pairs[i] & 15;
        d->value[i] = (int8_t)(low | (high[i] >> group & 1) << 4);
    }
}

static void decode_q6_k(const uint8_t *super, size_t group, decoded *d) {
    size_t part = group / 4, run = group % 4;
    const uint8_t *low = super + part * 64 + run % 2 * 32, *high = super + 128 + part * 32;
    const int8_t *scales = (const int8_t *)super + 192 + part * 8 + run * 2;
    float unit = half_at(super + 208);
    for (size_t i = 0; i < KN_BLOCK; i++) {
        int nibble = run < 2 ? low[i] & 15 : low[i] >> 4;
        d->value[i] = (int8_t)((nibble | (high[i] >> (2 * run) & 3) << 4) - 32);
    }
    d->scale = half_from_float(unit * (float)scales[0]);
    d->minimum = 0;
    if (scales[0] == scales[1]) return;
    float w[KN_BLOCK];
    for (size_t i = 0; i < KN_BLOCK; i++) w[i] = unit * (float)scales[i / 16] * (float)d->value[i];
    quantize(w, d);
}

static void decode(kn_block_storage storage, const uint8_t *row, size_t block, decoded *d) {
    switch (storage) {
    case KN_BLOCKS_F32: {
        float w[KN_BLOCK];
        memcpy(w, row + block * sizeof w, sizeof w);
        quantize(w, d);
        break;
    }
    case KN_BLOCKS_Q4_0: {
        const uint8_t *at = row + block * 18;
        *d = (decoded){.scale = word_at(at)};
        for (size_t i = 0; i < KN_BLOCK; i++) d->value[i] = (int8_t)((i < 16 ? at[2 + i] & 15 : at[2 + i - 16] >> 4) - KN_NIBBLE_BIAS);
        break;
    }
    case KN_BLOCKS_Q8_0: {
        const uint8_t *at = row + block * 34;
        *d = (decoded){.scale = word_at(at)};
        memcpy(d->value, at + 2, KN_BLOCK);
        break;
    }
    case KN_BLOCKS_Q4_K: decode_q4_k(row + block / 8 * 144, block % 8, d); break;
    case KN_BLOCKS_Q5_K: decode_q5_k(row + block / 8 * 176, block % 8, d); break;
    case KN_BLOCKS_Q6_K: decode_q6_k(row + block / 8 * 210, block % 8, d); break;
    }
}

void kn_pack_block(
    const kn_table *table, const kn_block_matrix *m, size_t column, size_t block, const int8_t value[KN_BLOCK], uint16_t scale,
    uint16_t minimum, uint8_t *packed) {
    size_t in_panel = column % KN_PANEL, group = table->depth_group;
    uint8_t *at = packed + (column / KN_PANEL * (m->depth / KN_BLOCK) + block) * kn_block_record(m->bits, m->has_minimum);
    memcpy(at + 2 * in_panel, &scale, 2);
    at += 2 * KN_PANEL;
    if (m->has_minimum) {
        memcpy(at + 2 * in_panel, &minimum, 2);
        at += 2 * KN_PANEL;
    }
    uint8_t bytes[KN_BLOCK];
    int bias = m->bits == 8 ? table->block_bias : m->has_minimum ? 0 : KN_NIBBLE_BIAS;
    for (size_t i = 0; i < KN_BLOCK; i++) bytes[i] = (uint8_t)(value[i] + bias);
    size_t count = KN_BLOCK;
    if (m->bits == 4) {
        count /= 2;
        for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)((bytes[i] & 15) | bytes[count + i] << 4);
    }
    at += in_panel * group;
    for (size_t i = 0; i < count; i += group, at += KN_PANEL * group) memcpy(at, bytes + i, group);
}

kn_block_matrix kn_block_matrix_of(kn_block_storage storage, size_t columns, size_t depth) {
    return (kn_block_matrix){
        .columns = columns,
        .depth = depth,
        .bits = storage == KN_BLOCKS_Q4_0 || storage == KN_BLOCKS_Q4_K ? 4 : 8,
        .has_minimum = storage == KN_BLOCKS_Q4_K || storage == KN_BLOCKS_Q5_K,
    };
}

bool kn_pack_block_row(
    const kn_table *table, kn_block_storage storage, const void *row, const kn_block_matrix *m, size_t column, uint8_t *packed) {
    bool finite = true;
    for (size_t block = 0; block < m->depth / KN_BLOCK; block++) {
        decoded d = {.scale = 0x7c00}; // which a type unknown here leaves: not finite
        decode(storage, row, block, &d);
        finite &= (d.scale & 0x7c00) != 0x7c00 && (d.minimum & 0x7c00) != 0x7c00;
        kn_pack_block(table, m, column, block, d.value, d.scale, d.minimum, packed);
    }
    return finite;
}
