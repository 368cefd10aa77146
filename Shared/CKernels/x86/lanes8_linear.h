/// `linear` for registers of 8 lanes, see lanes8.h.

/// As gelu_pieces in avx512vnni.c, with a cubic for each of as many pieces as a register has lanes: errs by at most 3.8e-5.
#define GELU_PIECES 8
#define GELU_PIECES_PER_UNIT 1.62f
static const float gelu_pieces[4][GELU_PIECES] = {
    {4.44183343e-06f, 0.00351521f, -0.0348207541f, -0.32619983f, -0.587031603f, -0.444181621f, -0.174468234f, -0.0566923581f},
    {-0.500464737f, -0.528795123f, -0.42504704f, 0.139587432f, 0.517562926f, 0.368983626f, 0.128429189f, 0.0380182005f},
    {0.406548262f, 0.486209512f, 0.395118445f, 0.0281561408f, -0.154781729f, -0.103277661f, -0.0316706337f, -0.00852745119f},
    {-0.0399964042f, -0.119453348f, -0.0938711539f, -0.013885716f, 0.0156790577f, 0.00972896069f, 0.00261493446f, 0.000639565405f},
};

/// max(x, 0) plus the piece that |x| falls in.
INLINE __m256 gelu(__m256 x) {
    __m256 size = _mm256_min_ps(absolute(x), _mm256_set1_ps((GELU_PIECES - 1) / GELU_PIECES_PER_UNIT));
    // Adding 2^23 rounds to a whole number and leaves it in the low bits.
    __m256i piece = _mm256_castps_si256(_mm256_fmadd_ps(size, _mm256_set1_ps(GELU_PIECES_PER_UNIT), _mm256_set1_ps(0x1p23f)));
    __m256 p = _mm256_permutevar8x32_ps(_mm256_loadu_ps(gelu_pieces[3]), piece);
    p = _mm256_fmadd_ps(p, size, _mm256_permutevar8x32_ps(_mm256_loadu_ps(gelu_pieces[2]), piece));
    p = _mm256_fmadd_ps(p, size, _mm256_permutevar8x32_ps(_mm256_loadu_ps(gelu_pieces[1]), piece));
    p = _mm256_fmadd_ps(p, size, _mm256_permutevar8x32_ps(_mm256_loadu_ps(gelu_pieces[0]), piece));
    return _mm256_add_ps(_mm256_max_ps(_mm256_setzero_ps(), x), p);
}

/// `rows` rows of `vectors` times 8 columns of a panel; both are constants at each call. From 4 rows on, weights `ahead` bytes further on
/// are fetched meanwhile: those of a layer exceed the second-level cache. Fewer rows read as fast as the memory gives, and only lose by it.
INLINE void tile(
    const kn_matrix *m, size_t column, const uint8_t *q, size_t q_stride, const kn_row *row, const int rows, const int vectors,
    const kn_activation activation, size_t ahead, float *y, size_t y_stride) {
    const int8_t *w = m->packed + column / KN_PANEL * KN_PANEL * m->depth + column % KN_PANEL * KN_QUAD;
    __m256i sum[LINEAR_ROWS][8];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) sum[r][j] = _mm256_setzero_si256();
    for (size_t k = 0; k < m->depth; k += KN_QUAD, w += KN_PANEL * KN_QUAD) {
        __m256i a[LINEAR_ROWS];
        weights v[8];
        // The fewer operands stay in registers and the others pass through one.
        if (rows < vectors) {
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) a[r] = broadcast(q + (size_t)r * q_stride + k);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) {
                v[0] = load_weights(w + 32 * j);
#pragma clang loop unroll(full)
                for (int r = 0; r < rows; r++) sum[r][j] = add_quads(sum[r][j], a[r], v[0]);
            }
        } else {
            _mm_prefetch((const char *)w + ahead, _MM_HINT_T1);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) v[j] = load_weights(w + 32 * j);
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                a[0] = broadcast(q + (size_t)r * q_stride + k);
#pragma clang loop unroll(full)
                for (int j = 0; j < vectors; j++) sum[r][j] = add_quads(sum[r][j], a[0], v[j]);
            }
        }
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++, column += 8) {
        __m256 scale = _mm256_loadu_ps(m->scale + column), correction = _mm256_loadu_ps(m->sum + column);
        __m256 bias = _mm256_loadu_ps(m->bias + column);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            __m256 base = _mm256_fmadd_ps(_mm256_set1_ps(row[r].offset), correction, bias);
            __m256 dot = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[r][j]), scale);
            __m256 value = _mm256_fmadd_ps(_mm256_set1_ps(row[r].scale), dot, base);
            if (activation == KN_GELU) value = gelu(value);
            _mm256_storeu_ps(y + (size_t)r * y_stride + column, value);
        }
    }
}

/// All tiles of `rows` rows of one panel.
INLINE void panel_tiles(
    const kn_matrix *m, size_t panel, const uint8_t *q, size_t q_stride, const kn_row *row, const int rows, const kn_activation activation,
    size_t ahead, float *y, size_t y_stride) {
    const int vectors = linear_vectors(rows);
    for (size_t c = panel * KN_PANEL; c < (panel + 1) * KN_PANEL; c += 8 * (size_t)vectors)
        tile(m, c, q, q_stride, row, rows, vectors, activation, ahead, y, y_stride);
}

INLINE void linear_panels(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    const kn_activation activation, float *y, size_t y_stride) {
    for (size_t panel = panel_begin; panel < panel_end; panel++)
        for (size_t r = 0, count; r < rows; r += count) {
            const uint8_t *from = q + r * q_stride;
            float *to = y + r * y_stride;
            size_t ahead = r == 0 ? KN_PANEL * m->depth : 0; // the first tile fetches the next panel for all
            count = linear_rows(rows - r);
            switch (count) {
            case 1: panel_tiles(m, panel, from, q_stride, row + r, 1, activation, ahead, to, y_stride); break;
            case 2: panel_tiles(m, panel, from, q_stride, row + r, 2, activation, ahead, to, y_stride); break;
            case 3: panel_tiles(m, panel, from, q_stride, row + r, 3, activation, ahead, to, y_stride); break;
            case 4: panel_tiles(m, panel, from, q_stride, row + r, 4, activation, ahead, to, y_stride); break;
            case 5: panel_tiles(m, panel, from, q_stride, row + r, 5, activation, ahead, to, y_stride); break;
            case 6: panel_tiles(m, panel, from, q_stride, row + r, 6, activation, ahead, to, y_stride); break;
#if LINEAR_ROWS > 6
            case 7: panel_tiles(m, panel, from, q_stride, row + r, 7, activation, ahead, to, y_stride); break;
            case 8: panel_tiles(m, panel, from, q_stride, row + r, 8, activation, ahead, to, y_stride); break;
#endif
            }
        }
}

static void linear(
    const kn_matrix *m, size_t panel_begin, size_t panel_end, const uint8_t *q, size_t q_stride, const kn_row *row, size_t rows,
    kn_activation activation, float *y, size_t y_stride) {
    if (activation == KN_GELU)
        linear_panels(m, panel_begin, panel_end, q, q_stride, row, rows, KN_GELU, y, y_stride);
    else
        linear_panels(m, panel_begin, panel_end, q, q_stride, row, rows, KN_IDENTITY, y, y_stride);
}
