/// `linear_blocks` for every x86 table. The including file has set the target and defined INLINE, UNROLL; LANES and the types `floats` and
/// `integers` of that many lanes, with set_floats, madd, msub, nmadd, multiply, load_halves, store_floats; `weights`, with load_bytes,
/// load_nibbles, broadcast, add_bytes, add_nibbles, bytes_dot and nibbles_dot; BYTE_BIAS; BLOCK_ROWS, block_vectors, BLOCK_PART
/// and FETCH_AHEAD.

typedef struct block_task {
    const kn_block_matrix *m;
    const int8_t *q;
    size_t q_stride;
    const kn_block *block;
    size_t block_stride;
    float *y;
    size_t y_stride;
} block_task;

/// `rows` rows of LANES * `vectors` columns, from `column` of a panel on. These three are constants at each call, as are `bits` and
/// `has_minimum`. With every block, `lines` cache lines are fetched from `ahead` bytes further on: those that a single row is about to read
/// into the first level, those of the next panel into the second. The hardware's own fetching stops at pages.
INLINE void block_tile(
    const block_task *t, size_t panel, size_t column, const int rows, const int vectors, const int bits, const bool has_minimum,
    size_t ahead, size_t lines) {
    const size_t record = kn_block_record(bits, has_minimum), blocks = t->m->depth / KN_BLOCK;
    const uint8_t *at = t->m->packed + panel * blocks * record;
    const int part = BLOCK_PART(vectors, bits);
    floats total[BLOCK_ROWS][8];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int j = 0; j < vectors; j++) total[r][j] = set_floats(0);
    for (size_t b = 0; b < blocks; b++, at += record) {
        const int8_t *x = t->q + b * KN_BLOCK;
        if (rows == 1)
            for (size_t line = 0; line < record / 64; line++) _mm_prefetch((const char *)at + ahead + 64 * line, _MM_HINT_T0);
        else
            for (size_t line = 0; line < lines; line++) _mm_prefetch((const char *)at + ahead + 64 * line, _MM_HINT_T1);
        // All vectors at once if the registers hold them, else in parts, with the sums in memory.
        _Pragma("clang loop unroll(disable)") for (int first = 0; first < vectors; first += part) {
            const uint8_t *bytes = at + (has_minimum ? 4 : 2) * KN_PANEL + (column + LANES * (size_t)first) * KN_QUAD;
            integers dot[BLOCK_ROWS][8];
            UNROLL for (int r = 0; r < rows; r++)
                UNROLL for (int j = 0; j < part; j++) dot[r][j] = (integers){0};
            UNROLL for (int group = 0; group < bits; group++, bytes += KN_PANEL * KN_QUAD) {
                weights low[8], high[8];
                UNROLL for (int j = 0; j < part; j++)
                    if (bits == 8)
                        low[j] = load_bytes(bytes + 4 * LANES * j);
                    else
                        load_nibbles(bytes + 4 * LANES * j, low + j, high + j);
                UNROLL for (int r = 0; r < rows; r++) {
                    integers a = broadcast(x + (size_t)r * t->q_stride + group * KN_QUAD);
                    UNROLL for (int j = 0; j < part; j++)
                        dot[r][j] = bits == 8 ? add_bytes(dot[r][j], low[j], a) : add_nibbles(dot[r][j], low[j], a);
                }
                if (bits == 4)
                    UNROLL for (int r = 0; r < rows; r++) {
                        integers a = broadcast(x + (size_t)r * t->q_stride + KN_BLOCK / 2 + group * KN_QUAD);
                        UNROLL for (int j = 0; j < part; j++) dot[r][j] = add_nibbles(dot[r][j], high[j], a);
                    }
            }
            // What is stored beyond the value was multiplied too.
            const float bias = bits == 8 ? BYTE_BIAS : has_minimum ? 0 : KN_NIBBLE_BIAS;
            UNROLL for (int j = 0; j < part; j++) {
                const uint8_t *half = at + 2 * (column + LANES * (size_t)(first + j));
                floats scale = load_halves(half), minimum = has_minimum ? load_halves(half + 2 * KN_PANEL) : scale;
                UNROLL for (int r = 0; r < rows; r++) {
                    const kn_block *own = t->block + (size_t)r * t->block_stride + b;
                    floats step = set_floats(own->scale), value = bits == 8 ? bytes_dot(dot[r][j]) : nibbles_dot(dot[r][j]);
                    value = bias > 0 ? msub(value, step, set_floats(bias * own->sum)) : multiply(value, step);
                    total[r][first + j] = madd(value, scale, total[r][first + j]);
                    if (has_minimum) total[r][first + j] = nmadd(set_floats(own->sum), minimum, total[r][first + j]);
                }
            }
        }
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int j = 0; j < vectors; j++)
            store_floats(t->y + (size_t)r * t->y_stride + panel * KN_PANEL + column + LANES * (size_t)j, total[r][j]);
}

/// A whole panel for `rows` rows, which fetch lines `begin..<end` of each record of the next panel.
INLINE void block_panel(
    const block_task *t, size_t panel, const int rows, const int bits, const bool has_minimum, size_t begin, size_t end) {
    const int vectors = block_vectors(rows);
    const size_t tiles = KN_PANEL / (LANES * (size_t)vectors);
    size_t ahead = rows == 1 ? FETCH_AHEAD : t->m->depth / KN_BLOCK * kn_block_record(bits, has_minimum);
    for (size_t i = 0; i < tiles; i++) {
        size_t from = begin + i * (end - begin) / tiles, to = begin + (i + 1) * (end - begin) / tiles;
        block_tile(t, panel, i * KN_PANEL / tiles, rows, vectors, bits, has_minimum, ahead + 64 * from, to - from);
    }
}

INLINE void block_panels(
    const block_task *whole, size_t panel_begin, size_t panel_end, size_t rows, const int bits, const bool has_minimum) {
    if (rows == 0) return;
    size_t tiles = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS, base = rows / tiles, longer = rows % tiles;
    const size_t lines = kn_block_record(bits, has_minimum) / 64;
    for (size_t panel = panel_begin; panel < panel_end; panel++) {
        block_task t = *whole;
        for (size_t i = 0; i < tiles; i++) {
            size_t count = base + (i < longer), begin = i * lines / tiles, end = (i + 1) * lines / tiles;
            switch (count) {
            case 1: block_panel(&t, panel, 1, bits, has_minimum, begin, end); break;
            case 2: block_panel(&t, panel, 2, bits, has_minimum, begin, end); break;
            case 3: block_panel(&t, panel, 3, bits, has_minimum, begin, end); break;
            case 4: block_panel(&t, panel, 4, bits, has_minimum, begin, end); break;
#if BLOCK_ROWS > 4
            case 5: block_panel(&t, panel, 5, bits, has_minimum, begin, end); break;
            case 6: block_panel(&t, panel, 6, bits, has_minimum, begin, end); break;
#endif
            }
            t.q += count * t.q_stride;
            t.block += count * t.block_stride;
            t.y += count * t.y_stride;
        }
    }
}

INLINE void linear_blocks(
    const kn_block_matrix *m, size_t panel_begin, size_t panel_end, const int8_t *q, size_t q_stride, const kn_block *block,
    size_t block_stride, size_t rows, float *y, size_t y_stride) {
    const block_task t = {m, q, q_stride, block, block_stride, y, y_stride};
    if (m->bits == 4 && m->has_minimum)
        block_panels(&t, panel_begin, panel_end, rows, 4, true);
    else if (m->bits == 4)
        block_panels(&t, panel_begin, panel_end, rows, 4, false);
    else if (m->has_minimum)
        block_panels(&t, panel_begin, panel_end, rows, 8, true);
    else
        block_panels(&t, panel_begin, panel_end, rows, 8, false);
}
