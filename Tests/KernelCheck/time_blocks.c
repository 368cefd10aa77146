#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cases.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// Several times the third-level cache: copies of a matrix that take turns come from memory.
enum { POOL = 160 << 20, ROWS = 32 };

typedef struct bench {
    const kn_table *table;
    kn_block_matrix m;
    uint8_t *pool;
    size_t bytes, copies, turn, rows;
    int8_t *q;
    kn_block *block;
    float *x, *y;
} bench;

static const uint8_t *next_copy(bench *b) { return b->pool + b->turn++ % b->copies * b->bytes; }

static void run_linear(bench *b) {
    b->m.packed = next_copy(b);
    b->table->linear_blocks(
        &b->m, 0, b->m.columns / KN_PANEL, b->q, b->m.depth, b->block, b->m.depth / KN_BLOCK, b->rows, b->y, b->m.columns);
}

static void run_quantize(bench *b) {
    b->table->quantize_blocks(b->x, b->m.depth, b->rows, b->m.depth, b->q, b->m.depth, b->block, b->m.depth / KN_BLOCK);
}

/// What nothing that reads the matrix can beat by much.
static void run_read(bench *b) {
    const uint8_t *at = next_copy(b);
    uint64_t sum[8] = {0}, words[8];
    for (size_t i = 0; i + 64 <= b->bytes; i += 64) {
        __builtin_prefetch(at + i + 4096);
        memcpy(words, at + i, 64);
        for (size_t j = 0; j < 8; j++) sum[j] |= words[j];
    }
    for (size_t j = 0; j < 8; j++) b->y[j] = (float)sum[j];
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// One run, in turn over `copies` of the matrix: the median of each copy's least time, because a copy or two may stay cached.
static double best(bench *b, void (*run)(bench *), size_t copies, double seconds) {
    static double least[POOL >> 20];
    double start = now();
    b->copies = copies, b->turn = 0;
    for (size_t i = 0; i < copies; i++) least[i] = 1e9;
    for (size_t i = 0; i < 5 * copies || now() - start < seconds; i++) {
        double t = now();
        run(b);
        t = now() - t;
        if (t < least[i % copies]) least[i % copies] = t;
    }
    qsort(least, copies, sizeof *least, ascending);
    return least[copies / 2];
}

void kc_time_blocks(const kn_table *table) {
    static const size_t shapes[][2] = {{2048, 2048}, {2048, 5632}, {4096, 4096}};
    const size_t deepest = 5632;
    kc_run random = {.table = table, .seed = 1, .state = 1};
    bench b = {
        .table = table,
        .pool = malloc(POOL),
        .q = malloc(ROWS * deepest),
        .block = malloc(ROWS * deepest / KN_BLOCK * sizeof(kn_block)),
        .x = malloc(ROWS * deepest * 4),
        .y = malloc(ROWS * deepest * 4),
    };
    if (!b.pool || !b.q || !b.block || !b.x || !b.y) abort();
    kc_fill_floats(&random, KC_RANDOM, b.x, ROWS * deepest);
    // Any bytes cost the same, but for halves that are no numbers or denormal.
    for (size_t i = 0; i < POOL; i += 8) {
        uint64_t halves = (kc_random(&random) & 0x3fff3fff3fff3fff) | 0x1000100010001000;
        memcpy(b.pool + i, &halves, 8);
    }
    for (size_t i = 0; i < 3; i++)
        for (int bits = 4; bits <= 8; bits += 4)
            for (int has_minimum = 0; has_minimum < (bits == 4 ? 2 : 1); has_minimum++) {
                size_t columns = shapes[i][0], depth = shapes[i][1];
                b.m = (kn_block_matrix){NULL, columns, depth, bits, has_minimum};
                b.bytes = columns / KN_PANEL * (depth / KN_BLOCK) * kn_block_record(bits, has_minimum);
                b.rows = ROWS;
                run_quantize(&b);
                printf("%-10s linear_blocks %zux%zu, %d bits%s", table->name, columns, depth, bits, has_minimum ? ", minima" : "");
                b.rows = 1;
                double size = 1e-9 * (double)b.bytes;
                printf("  1 row: cached %6.1f GB/s", size / best(&b, run_linear, 1, 0.1));
                printf(" (read %6.1f)", size / best(&b, run_read, 1, 0.1));
                printf(", memory %5.1f GB/s", size / best(&b, run_linear, POOL / b.bytes, 0.3));
                printf(" (read %5.1f)", size / best(&b, run_read, POOL / b.bytes, 0.3));
                for (b.rows = 4; b.rows <= ROWS; b.rows *= 8) {
                    double macs = 1e-9 * (double)(b.rows * columns * depth);
                    printf("  %zu rows: %6.1f GMAC/s", b.rows, macs / best(&b, run_linear, 1, 0.2));
                }
                printf("\n");
            }
    b.rows = 1, b.m.depth = 4096;
    printf("%-10s quantize_blocks 4096, 1 row: %.0f ns\n", table->name, 1e9 * best(&b, run_quantize, 1, 0.02));
    free(b.pool), free(b.q), free(b.block), free(b.x), free(b.y);
}
