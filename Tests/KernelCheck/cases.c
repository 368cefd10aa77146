#include "cases.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const kc_pattern_names[KC_PATTERNS] = {"zeros", "ones", "extremes", "alternating", "denormals", "random", "outlier", "halves"};

uint64_t kc_random(kc_run *run) { // splitmix64
    uint64_t z = run->state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

float kc_uniform(kc_run *run) { return (float)((int64_t)kc_random(run) >> 40) * 0x1p-23f; }

void kc_fill_floats(kc_run *run, kc_pattern pattern, float *x, size_t count) {
    for (size_t i = 0; i < count; i++) switch (pattern) {
        case KC_ZEROS: x[i] = 0; break;
        case KC_ONES: x[i] = 1; break;
        case KC_EXTREMES: x[i] = kc_random(run) & 1 ? 1e9f : -1e9f; break;
        case KC_ALTERNATING: x[i] = i & 1 ? -3 : 3; break;
        case KC_DENORMALS: x[i] = kc_uniform(run) * FLT_MIN; break;
        case KC_OUTLIER: x[i] = i == count / 3 ? 100 : kc_uniform(run); break;
        // In each 16 the ends of a range, then values half-way between two of its 254 steps: whoever computes otherwise rounds otherwise.
        case KC_HALVES: x[i] = i % 16 < 2 ? 3.3f - 6.6f * (float)(i % 16) : ((float)(kc_random(run) % 254) - 126.5f) * (3.3f / 127); break;
        default: x[i] = 4 * kc_uniform(run); break;
        }
}

void kc_fill_bytes(kc_run *run, kc_pattern pattern, int8_t *x, size_t count) {
    for (size_t i = 0; i < count; i++) switch (pattern) {
        case KC_ZEROS: x[i] = 0; break;
        case KC_ONES: x[i] = 127; break;
        case KC_EXTREMES: x[i] = kc_random(run) & 1 ? 127 : -127; break;
        case KC_ALTERNATING: x[i] = i & 1 ? -127 : 127; break;
        case KC_DENORMALS: x[i] = kc_random(run) & 1 ? 1 : -1; break;
        case KC_OUTLIER: x[i] = i == count / 3 ? -127 : (int8_t)(kc_random(run) % 3) - 1; break;
        default: x[i] = (int8_t)((int)(kc_random(run) % 255) - 127); break;
        }
}

enum { GUARD = 256, MARK = 0xa5 };
typedef struct header {
    void *block;
    size_t bytes, total;
} header;

void *kc_guarded(size_t bytes, size_t shift) {
    size_t total = sizeof(header) + 2 * GUARD + 64 + shift + bytes;
    char *block = malloc(total);
    if (!block) abort();
    memset(block, MARK, total);
    uintptr_t data = ((uintptr_t)block + sizeof(header) + GUARD + 63) / 64 * 64 + shift;
    header h = {block, bytes, total};
    memcpy((char *)data - GUARD - sizeof h, &h, sizeof h);
    return (void *)data;
}

void kc_release(kc_run *run, void *memory, const char *op) {
    header h;
    memcpy(&h, (char *)memory - GUARD - sizeof h, sizeof h);
    const unsigned char *data = memory;
    for (size_t i = 0; i < GUARD; i++) {
        bool before = data[-(ptrdiff_t)GUARD + (ptrdiff_t)i] != MARK;
        bool after = (const char *)data + h.bytes + i < (const char *)h.block + h.total && data[h.bytes + i] != MARK;
        if (before || after) {
            kc_fail(run, op, before ? "guard before" : "guard after", h.bytes, KC_ZEROS, i, MARK, 0);
            break;
        }
    }
    free(h.block);
}

void kc_fail(kc_run *run, const char *op, const char *what, size_t size, kc_pattern pattern, size_t index, double expected, double found) {
    // A broken kernel fails everywhere; the first lines say enough.
    if (run->result.failures++ < run->lines)
        printf(
            "%s %s: %s, size %zu, %s, seed %llu, index %zu: expected %.9g, found %.9g\n", run->table->name, op, what, size,
            kc_pattern_names[pattern], (unsigned long long)run->seed, index, expected, found);
}
