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

/// A matrix of a small encoder (384 by 384, 1152 or 1536), 16 rows, and room for everything an entry needs.
typedef struct bench {
    const kn_table *table;
    kn_matrix m;
    float *x, *y, *gamma, *beta, *scratch;
    uint8_t *q;
    kn_row *row;
    size_t rows, depth, columns;
    kn_activation activation;
} bench;

static void run_linear(bench *b) {
    b->table->linear(&b->m, 0, b->columns / KN_PANEL, b->q, b->depth, b->row, b->rows, b->activation, b->y, b->columns);
}
static void run_quantize(bench *b) { b->table->quantize_rows(b->x, b->depth, b->rows, b->depth, true, b->q, b->depth, b->row); }
static void run_norm(bench *b) {
    b->table->add_norm(b->x, b->depth, b->x, b->depth, b->rows, b->depth, b->gamma, b->beta, 1e-12f, b->y, b->depth);
}
static void run_attention(bench *b) {
    for (size_t h = 0; h < 12; h++) {
        const float *x = b->x + 32 * h;
        kn_head head = {x, x + 384, x + 768, 1152, b->rows, 32, 0, b->rows, b->y + 32 * h, 384, b->scratch};
        b->table->attention(&head);
    }
}

static double best(const kn_table *table, void (*run)(bench *), bench *b) {
    b->table = table;
    // The reference stores other bytes; any bytes cost the same.
    double least = 1e9, start = now();
    for (int i = 0; i < 5 || now() - start < 0.05; i++) {
        double t = now();
        run(b);
        t = now() - t;
        if (t < least) least = t;
    }
    return least;
}

static void line(const kn_table *table, const char *op, void (*run)(bench *), bench *b, double macs, double bytes) {
    double slow = best(kn_exact(KN_LEVEL_REFERENCE), run, b), fast = best(table, run, b);
    printf("%-10s %-34s %10.0f ns", table->name, op, fast * 1e9);
    if (macs > 0)
        printf(" %7.1f GMAC/s", macs / fast * 1e-9);
    else
        printf(" %7.1f GB/s  ", bytes / fast * 1e-9);
    printf("  %6.1f x reference\n", slow / fast);
}

void kc_time(const kn_table *table) {
    static const size_t shapes[][2] = {{1152, 384}, {384, 384}, {1536, 384}, {384, 1536}};
    static const size_t rows[] = {1, 8, 16, 32};
    kc_run random = {.table = table, .seed = 1, .state = 1};
    const size_t floats = 1 << 18, bytes = 1 << 20;
    bench b = {.x = malloc(floats * 4), .y = malloc(floats * 4), .gamma = malloc(8192), .beta = malloc(8192), .scratch = malloc(1 << 20)};
    int8_t *packed = malloc(bytes);
    float *scale = malloc(3 * 2048 * 4);
    b.q = malloc(bytes);
    b.row = malloc(64 * sizeof(kn_row));
    if (!b.x || !b.y || !b.gamma || !b.beta || !b.scratch || !packed || !scale || !b.q || !b.row) abort();
    kc_fill_floats(&random, KC_RANDOM, b.x, floats);
    kc_fill_floats(&random, KC_RANDOM, b.gamma, 2048);
    kc_fill_floats(&random, KC_RANDOM, b.beta, 2048);
    kc_fill_floats(&random, KC_RANDOM, scale, 3 * 2048);
    kc_fill_bytes(&random, KC_RANDOM, packed, bytes);
    kc_fill_bytes(&random, KC_RANDOM, (int8_t *)b.q, bytes);
    for (size_t i = 0; i < 64; i++) b.row[i] = (kn_row){0.01f, -1};
    char name[64];
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            b.columns = shapes[i][0], b.depth = shapes[i][1], b.rows = rows[j];
            b.m = (kn_matrix){packed, scale, scale + 2048, scale + 4096, b.columns, b.depth};
            b.activation = b.columns == 1536 ? KN_GELU : KN_IDENTITY;
            snprintf(name, sizeof name, "linear %zux%zu%s, %zu rows", b.columns, b.depth, b.activation ? " gelu" : "", b.rows);
            line(table, name, run_linear, &b, (double)(b.columns * b.depth * b.rows), 0);
        }
    b.rows = 16;
    for (size_t depth = 384; depth <= 1536; depth *= 4) {
        b.depth = depth;
        snprintf(name, sizeof name, "quantize_rows rotated %zu, 16 rows", depth);
        line(table, name, run_quantize, &b, 0, (double)(16 * depth * 4));
    }
    b.depth = 384;
    line(table, "add_norm 384, 16 rows", run_norm, &b, 0, 16 * 384 * 4 * 2);
    for (b.rows = 16; b.rows <= 128; b.rows *= 8) {
        snprintf(name, sizeof name, "attention 12 heads, %zu tokens", b.rows);
        line(table, name, run_attention, &b, (double)(2 * b.rows * b.rows * 384), 0);
    }
    free(b.x), free(b.y), free(b.gamma), free(b.beta), free(b.scratch), free(b.q), free(b.row), free(packed), free(scale);
    kc_time_blocks(table);
}
