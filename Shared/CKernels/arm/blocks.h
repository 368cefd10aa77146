/// `linear_blocks` for the three AArch64 tables. The including file has defined TARGET, BLOCK_ROWS (2 or 4), block_width and block_dots.

/// `rows` rows of one panel; all but `t` and `panel` are constants at each call. The dot products of a block are in registers, 4 * width
/// columns of every row at a time; the float sums, which are added to but once a block, are not.
INLINE TARGET void block_panel(const block_task *t, size_t panel, const int rows, const int bits, const bool has_minimum) {
    const size_t record = kn_block_record(bits, has_minimum), blocks = t->m->depth / KN_BLOCK;
    const int width = block_width(rows);
    // A nibble is stored with 8 above its value, which was multiplied too.
    const float bias = bits == 4 && !has_minimum ? KN_NIBBLE_BIAS : 0;
    const uint8_t *at = t->m->packed + panel * blocks * record;
    float total[BLOCK_ROWS][KN_PANEL] = {0};
    for (size_t b = 0; b < blocks; b++, at += record) {
        const uint8_t *bytes = at + (has_minimum ? 4 : 2) * KN_PANEL;
        for (size_t c = 0; c < KN_PANEL; c += 4 * (size_t)width) {
            int32x4_t dot[16];
            block_dots(bytes, c, t->q + b * KN_BLOCK, t->q_stride, rows, width, bits, dot);
            UNROLL for (int j = 0; j < width; j++) {
                size_t column = c + 4 * (size_t)j;
                float32x4_t scale = load_halves(at + 2 * column), minimum = scale;
                if (has_minimum) minimum = load_halves(at + 2 * (KN_PANEL + column));
                UNROLL for (int r = 0; r < rows; r++) {
                    const kn_block *x = t->block + (size_t)r * t->block_stride + b;
                    float32x4_t value = vcvtq_f32_s32(dot[r * width + j]), sum = vld1q_f32(total[r] + column);
                    value = bias > 0 ? vfmaq_n_f32(vdupq_n_f32(-bias * x->sum), value, x->scale) : vmulq_n_f32(value, x->scale);
                    sum = vfmaq_f32(sum, value, scale);
                    if (has_minimum) sum = vfmsq_n_f32(sum, minimum, x->sum);
                    vst1q_f32(total[r] + column, sum);
                }
            }
        }
    }
    for (size_t r = 0; r < (size_t)rows; r++) memcpy(t->y + r * t->y_stride + panel * KN_PANEL, total[r], sizeof total[r]);
}

INLINE TARGET void block_panels(
    const block_task *whole, size_t panel_begin, size_t panel_end, size_t rows, const int bits, const bool has_minimum) {
    for (size_t panel = panel_begin; panel < panel_end; panel++) {
        block_task t = *whole;
        for (size_t left = rows, count; left > 0; left -= count) {
            count = left >= BLOCK_ROWS ? BLOCK_ROWS : left >= 2 ? 2 : 1;
            if (count == 1)
                block_panel(&t, panel, 1, bits, has_minimum);
            else if (count == 2)
                block_panel(&t, panel, 2, bits, has_minimum);
            else
                block_panel(&t, panel, BLOCK_ROWS, bits, has_minimum);
            t.q += count * t.q_stride;
            t.block += count * t.block_stride;
            t.y += count * t.y_stride;
        }
    }
}

INLINE TARGET void linear_blocks(const block_task *t, size_t panel_begin, size_t panel_end, size_t rows) {
    if (t->m->bits == 4 && t->m->has_minimum)
        block_panels(t, panel_begin, panel_end, rows, 4, true);
    else if (t->m->bits == 4)
        block_panels(t, panel_begin, panel_end, rows, 4, false);
    else if (t->m->has_minimum)
        block_panels(t, panel_begin, panel_end, rows, 8, true);
    else
        block_panels(t, panel_begin, panel_end, rows, 8, false);
}
