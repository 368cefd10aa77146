/// Inputs, guarded outputs and failure lines that the checks share.
#ifndef WEIR_KERNEL_CASES_H
#define WEIR_KERNEL_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel_check.h"

/// What fills an input.
typedef enum kc_pattern { KC_ZEROS, KC_ONES, KC_EXTREMES, KC_ALTERNATING, KC_DENORMALS, KC_RANDOM, KC_OUTLIER, KC_HALVES, KC_PATTERNS } kc_pattern;

extern const char *const kc_pattern_names[KC_PATTERNS];

typedef struct kc_run {
    const kn_table *table;
    uint64_t seed;
    uint64_t state;
    uint64_t lines;
    kc_result result;
} kc_run;

uint64_t kc_random(kc_run *run);
/// Uniform in -1..<1.
float kc_uniform(kc_run *run);
void kc_fill_floats(kc_run *run, kc_pattern pattern, float *x, size_t count);
/// Bytes in -127...127.
void kc_fill_bytes(kc_run *run, kc_pattern pattern, int8_t *x, size_t count);

/// Memory for `bytes` bytes with guards on both sides, `shift` bytes off a 64-byte boundary, filled with a marker.
void *kc_guarded(size_t bytes, size_t shift);
/// Frees it and counts a failure if a guard was written.
void kc_release(kc_run *run, void *memory, const char *op);

void kc_fail(kc_run *run, const char *op, const char *what, size_t size, kc_pattern pattern, size_t index, double expected, double found);

/// The checks of `quantize_blocks` and `linear_blocks`.
void kc_check_blocks(kc_run *run);
/// Their times at the shapes of a decoder.
void kc_time_blocks(const kn_table *table);

#endif
