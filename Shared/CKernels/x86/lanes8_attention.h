/// `attention` for registers of 8 lanes, see lanes8.h. On 16-bit integers: a multiply-add of pairs does twice the work of a float one, and
/// its sums are exact.

/// Where the parts of one head lie in its scratch, see kn_head_scratch. Queries stand in lanes, 16 at a time, so that the largest score
/// and the sum of the weights need no reduction across a register. Two 16-bit integers in a lane are a pair.
typedef struct packed_head {
    size_t pairs;       ///< pairs of channels, to a whole number of 8; in a block of 16 channels, i goes with i + 8
    int32_t *keys;      ///< [tokens, pairs]
    int32_t *values;    ///< [tokens / 2, 2 pairs] a channel of two neighbouring tokens
    int32_t *queries;   ///< [pairs, 16]
    int32_t *scores;    ///< [tokens, 16], then as floats the weights before they are scaled
    int32_t *weights;   ///< [tokens / 2, 16] those of two neighbouring tokens
    __m256 query_steps; ///< per unit
    float score_unit;   ///< what one step of a score is worth, times 2^23
    float value_unit;
} packed_head;

/// Rows of the largest tile, which is two vectors wide: 12 sums, two operands, a broadcast and a product.
#define TILE_ROWS 6

/// Rows of the next tile where `left` are left.
INLINE size_t tile_rows(size_t left) { return left <= TILE_ROWS ? left : left == 8 ? 4 : left == 7 || left == 10 ? 5 : TILE_ROWS; }

/// Steps per unit for elements of at most `top`; 0 where a step would be no normal float.
INLINE __m256 steps(float top, float range) { return _mm256_set1_ps(top > range * FLT_MIN && top <= FLT_MAX ? range / top : 0); }

/// The mask of the 8 channels from `at` on.
INLINE __m256i channel_mask(const kn_head *h, size_t at) { return tail_mask(h->head_dim > at ? h->head_dim - at : 0); }

INLINE float largest_of(const kn_head *h, const float *x, size_t rows) {
    __m256i top[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (size_t d = 0; d < h->head_dim; d += 16) {
        __m256i first = channel_mask(h, d), second = channel_mask(h, d + 8);
        for (size_t r = 0; r < rows; r++) {
            __m256 a = _mm256_maskload_ps(x + r * h->stride + d, first), b = _mm256_maskload_ps(x + r * h->stride + d + 8, second);
            top[0] = _mm256_max_epi32(top[0], _mm256_castps_si256(absolute(a)));
            top[1] = _mm256_max_epi32(top[1], _mm256_castps_si256(absolute(b)));
        }
    }
    int32_t lanes[8], most = 0;
    _mm256_storeu_si256((__m256i *)lanes, _mm256_max_epi32(top[0], top[1]));
    for (int i = 0; i < 8; i++) most = lanes[i] > most ? lanes[i] : most;
    float largest;
    memcpy(&largest, &most, 4);
    return largest;
}

INLINE __m256i paired(__m256i a, __m256i b) { return _mm256_blend_epi16(a, _mm256_slli_epi32(b, 16), 0xaa); }

/// Whole steps in the low half of each lane: adding 1.5 * 2^23 rounds to a whole number and leaves it there.
INLINE __m256i rounded(__m256 v, __m256 steps) { return _mm256_castps_si256(_mm256_fmadd_ps(v, steps, _mm256_set1_ps(0x1.8p23f))); }

INLINE __m256i channel_pairs(const float *x, __m256i first, __m256i second, __m256 steps) {
    return paired(rounded(_mm256_maskload_ps(x, first), steps), rounded(_mm256_maskload_ps(x + 8, second), steps));
}

INLINE void transpose8(__m256i v[8]) {
    __m256i t[8];
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i += 4) { // within 128-bit lanes: 4x4 blocks of rows i...i+3
        __m256i a = _mm256_unpacklo_epi32(v[i], v[i + 1]), b = _mm256_unpackhi_epi32(v[i], v[i + 1]);
        __m256i c = _mm256_unpacklo_epi32(v[i + 2], v[i + 3]), d = _mm256_unpackhi_epi32(v[i + 2], v[i + 3]);
        t[i] = _mm256_unpacklo_epi64(a, c);
        t[i + 1] = _mm256_unpackhi_epi64(a, c);
        t[i + 2] = _mm256_unpacklo_epi64(b, d);
        t[i + 3] = _mm256_unpackhi_epi64(b, d);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) { // lanes across the two blocks
        v[i] = _mm256_permute2x128_si256(t[i], t[i + 4], 0x20);
        v[i + 4] = _mm256_permute2x128_si256(t[i], t[i + 4], 0x31);
    }
}

/// Rounds keys and values, and settles the steps of all three.
INLINE void pack_head(const kn_head *h, packed_head *p) {
    float range = (float)kn_score_range(h->head_dim);
    float q_top = largest_of(h, h->q + h->query_begin * h->stride, h->query_end - h->query_begin);
    float k_top = largest_of(h, h->k, h->tokens), v_top = largest_of(h, h->v, h->tokens);
    p->query_steps = steps(q_top, range);
    p->score_unit = q_top / range * (k_top / range) * 0x1p23f;
    p->value_unit = v_top / KN_VALUE_RANGE;
    __m256 key_steps = steps(k_top, range), value_steps = steps(v_top, KN_VALUE_RANGE);
    for (size_t d = 0; d < h->head_dim; d += 16) {
        __m256i first = channel_mask(h, d), second = channel_mask(h, d + 8);
        for (size_t j = 0; j < h->tokens; j++)
            _mm256_storeu_si256(
                (__m256i *)(p->keys + j * p->pairs + d / 2), channel_pairs(h->k + j * h->stride + d, first, second, key_steps));
    }
    for (size_t d = 0; d < 2 * p->pairs; d += 8) {
        __m256i mask = channel_mask(h, d);
        const float *v = h->v + d;
        for (size_t j = 0; j < h->tokens; j += 2, v += 2 * h->stride) {
            __m256i a = rounded(_mm256_maskload_ps(v, mask), value_steps), b = _mm256_setzero_si256();
            if (j + 1 < h->tokens) b = rounded(_mm256_maskload_ps(v + h->stride, mask), value_steps);
            _mm256_storeu_si256((__m256i *)(p->values + j * p->pairs + d), paired(a, b));
        }
    }
}

/// Up to 16 queries into lanes; the last one also fills those of its vector that are left.
INLINE void pack_queries(const kn_head *h, const packed_head *p, size_t query, size_t count) {
    for (size_t d = 0; d < h->head_dim; d += 16) {
        __m256i first = channel_mask(h, d), second = channel_mask(h, d + 8);
        for (size_t lane = 0; lane < count; lane += 8) {
            __m256i v[8];
#pragma clang loop unroll(full)
            for (size_t i = 0; i < 8; i++) {
                size_t row = query + (lane + i < count ? lane + i : count - 1);
                v[i] = channel_pairs(h->q + row * h->stride + d, first, second, p->query_steps);
            }
            transpose8(v);
#pragma clang loop unroll(full)
            for (size_t i = 0; i < 8; i++) _mm256_storeu_si256((__m256i *)(p->queries + (d / 2 + i) * 16 + lane), v[i]);
        }
    }
}

/// `rows` rows against `vectors` times 8 columns, both constants at each call: [rows, pairs] times [pairs, columns]. The pairs of a are
/// `a_step` apart and its rows `a_stride`; those of b are `b_step` apart.
INLINE void multiply_pairs(
    const int32_t *a, size_t a_stride, size_t a_step, const int rows, const int32_t *b, size_t b_step, const int vectors, size_t pairs,
    __m256i sum[TILE_ROWS][2]) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();
    for (size_t i = 0; i < pairs; i++, a += a_step, b += b_step) {
        __m256i b0 = _mm256_loadu_si256((const __m256i *)b), b1 = b0;
        if (vectors > 1) b1 = _mm256_loadu_si256((const __m256i *)(b + 8));
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            __m256i pair = broadcast(a + (size_t)r * a_stride);
            sum[r][0] = add_pairs(sum[r][0], pair, b0);
            if (vectors > 1) sum[r][1] = add_pairs(sum[r][1], pair, b1);
        }
    }
}

/// Scores of `rows` keys, which join the largest so far.
INLINE void score_tile(const packed_head *p, size_t key, const int rows, const int vectors, __m256i largest[2]) {
    __m256i sum[TILE_ROWS][2];
    multiply_pairs(p->keys + key * p->pairs, p->pairs, 1, rows, p->queries, 16, vectors, p->pairs, sum);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            largest[j] = _mm256_max_epi32(largest[j], sum[r][j]);
            _mm256_storeu_si256((__m256i *)(p->scores + 16 * (key + (size_t)r) + 8 * j), sum[r][j]);
        }
}

INLINE void score(const packed_head *p, size_t tokens, const int vectors, __m256i largest[2]) {
    largest[0] = largest[1] = _mm256_set1_epi32(INT32_MIN);
    for (size_t j = 0, rows; j < tokens; j += rows) {
        rows = tile_rows(tokens - j);
        switch (rows) {
        case 1: score_tile(p, j, 1, vectors, largest); break;
        case 2: score_tile(p, j, 2, vectors, largest); break;
        case 3: score_tile(p, j, 3, vectors, largest); break;
        case 4: score_tile(p, j, 4, vectors, largest); break;
        case 5: score_tile(p, j, 5, vectors, largest); break;
        default: score_tile(p, j, 6, vectors, largest); break;
        }
    }
}

/// 2^(m - 1) for m in 1..<2, relative error 2.7e-6, lowest power first.
static const float exp2_poly[5] = {0.509964228f, 0.31201604f, 0.166613385f, -0.00212521106f, 0.0135341678f};

/// 2^x for x at most about 0 and in steps of 2^-23; all one below 2^-100, of which nothing is left beside a largest of 1.
INLINE __m256 exp2_of_steps(__m256 x) {
    // What is too small for the conversion becomes the smallest integer.
    __m256i n = _mm256_max_epi32(_mm256_cvtps_epi32(x), _mm256_set1_epi32(-100 * (1 << 23)));
    __m256i fraction = _mm256_and_si256(n, _mm256_set1_epi32(0x7fffff));
    __m256 m = _mm256_castsi256_ps(_mm256_or_si256(fraction, _mm256_set1_epi32(0x3f800000))), p = _mm256_set1_ps(exp2_poly[4]);
#pragma clang loop unroll(full)
    for (int i = 3; i >= 0; i--) p = _mm256_fmadd_ps(p, m, _mm256_set1_ps(exp2_poly[i]));
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(p), _mm256_sub_epi32(n, fraction)));
}

/// Softmax over the tokens in each of the 8 lanes from `lane` on; gives what turns a sum of weighted values into their mean.
INLINE __m256 soften(const packed_head *p, size_t tokens, size_t lane, __m256i largest) {
    int32_t *scores = p->scores + lane;
    __m256 unit = _mm256_set1_ps(p->score_unit), top = _mm256_mul_ps(_mm256_cvtepi32_ps(largest), unit), total = _mm256_setzero_ps();
    for (size_t j = 0; j < tokens; j++) {
        __m256 score = _mm256_cvtepi32_ps(_mm256_loadu_si256((const __m256i *)(scores + 16 * j)));
        __m256 e = exp2_of_steps(_mm256_fmsub_ps(score, unit, top));
        total = _mm256_add_ps(total, e);
        _mm256_storeu_ps((float *)scores + 16 * j, e);
    }
    __m256 share = _mm256_div_ps(_mm256_set1_ps(KN_WEIGHT_RANGE), total);
    __m256i sum = _mm256_setzero_si256();
    for (size_t j = 0; j < tokens; j += 2) {
        const float *e = (const float *)scores + 16 * j;
        __m256i a = rounded(_mm256_loadu_ps(e), share), b = _mm256_setzero_si256();
        if (j + 1 < tokens) b = rounded(_mm256_loadu_ps(e + 16), share);
        __m256i pairs = paired(a, b);
        sum = add_pairs(sum, pairs, _mm256_set1_epi16(1));
        _mm256_storeu_si256((__m256i *)(p->weights + 8 * j + lane), pairs);
    }
    // The second term is zero, or NaN where a query or key was not finite.
    __m256 mean = _mm256_div_ps(_mm256_set1_ps(p->value_unit), _mm256_cvtepi32_ps(sum));
    return _mm256_add_ps(mean, _mm256_sub_ps(unit, unit));
}

/// Weighted values of `rows` queries, the first of them in lane `lane`.
INLINE void weigh(const kn_head *h, const packed_head *p, size_t query, size_t lane, const int rows, const float *unit) {
    for (size_t d = 0; d < h->head_dim; d += 16) {
        __m256i sum[TILE_ROWS][2];
        multiply_pairs(p->weights + lane, 1, 16, rows, p->values + d, 2 * p->pairs, 2, (h->tokens + 1) / 2, sum);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            __m256 factor = _mm256_set1_ps(unit[lane + (size_t)r]);
            __m256 y0 = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[r][0]), factor), y1 = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[r][1]), factor);
            float *out = h->out + (query + lane + (size_t)r) * h->out_stride + d;
            if (d + 16 <= h->head_dim) {
                _mm256_storeu_ps(out, y0);
                _mm256_storeu_ps(out + 8, y1);
            } else {
                store_up_to(out, y0, h->head_dim - d);
                if (d + 8 < h->head_dim) store_up_to(out + 8, y1, h->head_dim - d - 8);
            }
        }
    }
}

static void attention(const kn_head *h) {
    if (h->tokens == 0) return;
    packed_head p = {.pairs = (h->head_dim + 15) / 16 * 8};
    size_t padded = (h->tokens + 15) / 16 * 16;
    p.keys = (int32_t *)h->scratch;
    p.values = p.keys + padded * p.pairs;
    p.queries = p.values + padded * p.pairs;
    p.scores = p.queries + 16 * p.pairs;
    p.weights = p.scores + 16 * padded;
    pack_head(h, &p);
    for (size_t query = h->query_begin; query < h->query_end; query += 16) {
        size_t count = h->query_end - query < 16 ? h->query_end - query : 16;
        __m256i largest[2];
        float unit[16];
        pack_queries(h, &p, query, count);
        if (count > 8)
            score(&p, h->tokens, 2, largest);
        else
            score(&p, h->tokens, 1, largest);
        for (size_t lane = 0; lane < count; lane += 8) _mm256_storeu_ps(unit + lane, soften(&p, h->tokens, lane, largest[lane / 8]));
        for (size_t lane = 0, rows; lane < count; lane += rows) {
            rows = tile_rows(count - lane);
            switch (rows) {
            case 1: weigh(h, &p, query, lane, 1, unit); break;
            case 2: weigh(h, &p, query, lane, 2, unit); break;
            case 3: weigh(h, &p, query, lane, 3, unit); break;
            case 4: weigh(h, &p, query, lane, 4, unit); break;
            case 5: weigh(h, &p, query, lane, 5, unit); break;
            default: weigh(h, &p, query, lane, 6, unit); break;
            }
        }
    }
}
