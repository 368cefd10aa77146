/// Everything for registers of 8 floats that does not depend on how integers are multiplied, with lanes8_linear.h and lanes8_attention.h.
/// avx2.c and avxvnni.c include the three after they have set the target and defined INLINE, ACTIVATION_BIAS, `weights`, load_weights,
/// add_quads, add_pairs, LINEAR_ROWS, linear_rows and linear_vectors.

static const int32_t mask_words[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

/// Ones in the first `count` lanes, all of them from 8 on.
INLINE __m256i tail_mask(size_t count) { return _mm256_loadu_si256((const __m256i *)(mask_words + 8 - (count < 8 ? count : 8))); }

/// Up to 8 floats, missing ones as zero. Masked stores are microcoded on some CPUs, so whole vectors take the plain path.
INLINE __m256 load_up_to(const float *x, size_t count) { return count >= 8 ? _mm256_loadu_ps(x) : _mm256_maskload_ps(x, tail_mask(count)); }
INLINE void store_up_to(float *x, __m256 v, size_t count) {
    if (count >= 8)
        _mm256_storeu_ps(x, v);
    else
        _mm256_maskstore_ps(x, tail_mask(count), v);
}

INLINE float reduce_add(__m256 v) {
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}

INLINE float reduce_max(__m256 v) {
    __m128 s = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_max_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_max_ss(s, _mm_movehdup_ps(s)));
}

INLINE float reduce_min(__m256 v) {
    __m128 s = _mm_min_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_min_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_min_ss(s, _mm_movehdup_ps(s)));
}

INLINE int32_t reduce_add_words(__m256i v) {
    __m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    s = _mm_add_epi32(s, _mm_unpackhi_epi64(s, s));
    return _mm_cvtsi128_si32(_mm_add_epi32(s, _mm_shuffle_epi32(s, 1)));
}

INLINE float reduce_add_four(const __m256 v[4]) {
    return reduce_add(_mm256_add_ps(_mm256_add_ps(v[0], v[1]), _mm256_add_ps(v[2], v[3])));
}

INLINE __m256 absolute(__m256 v) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), v); }

/// Four bytes, or a pair of 16-bit integers, in every lane.
INLINE __m256i broadcast(const void *x) {
    int32_t word;
    memcpy(&word, x, 4);
    return _mm256_set1_epi32(word);
}

/// Bytes in the order of the words that two packs made them of: packs work within 128-bit lanes and leave the words of a lane together.
INLINE __m256i in_order(__m256i bytes) { return _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)); }

// Quantiser

#define SPAN_VECTORS (KN_ROTATION_SPAN / 8)

/// One span, mixed: the channels of a rotation lie 8 apart, one in each vector.
INLINE void load_rotated(const float *x, __m256 v[SPAN_VECTORS]) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SPAN_VECTORS; i++) v[i] = _mm256_loadu_ps(x + 8 * i);
#pragma clang loop unroll(full)
    for (int half = 1; half < SPAN_VECTORS; half *= 2)
#pragma clang loop unroll(full)
        for (int i = 0; i < SPAN_VECTORS; i++)
            if ((i & half) == 0) {
                __m256 a = v[i], b = v[i + half];
                v[i] = _mm256_add_ps(a, b);
                v[i + half] = _mm256_sub_ps(a, b);
            }
}

/// The smallest and largest of four vectors join those so far.
INLINE void widen_range(const __m256 v[4], __m256 *smallest, __m256 *largest) {
    *smallest = _mm256_min_ps(*smallest, _mm256_min_ps(_mm256_min_ps(v[0], v[1]), _mm256_min_ps(v[2], v[3])));
    *largest = _mm256_max_ps(*largest, _mm256_max_ps(_mm256_max_ps(v[0], v[1]), _mm256_max_ps(v[2], v[3])));
}

INLINE __m256i quantized(__m256 v, __m256 low, __m256 inverse) {
    return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_sub_ps(v, low), inverse));
}

/// Four vectors as bytes: round((x - low) / scale) - 127, and the bias.
INLINE __m256i quantized_bytes(const __m256 v[4], __m256 low, __m256 inverse) {
    __m256i a = _mm256_packs_epi32(quantized(v[0], low, inverse), quantized(v[1], low, inverse));
    __m256i b = _mm256_packs_epi32(quantized(v[2], low, inverse), quantized(v[3], low, inverse));
    return _mm256_add_epi8(in_order(_mm256_packus_epi16(a, b)), _mm256_set1_epi8((char)(ACTIVATION_BIAS - 127)));
}


static void quantize_rows(
    const float *x, size_t x_stride, size_t rows, size_t depth, bool rotate, uint8_t *q, size_t q_stride, kn_row *row) {
    const size_t step = rotate ? KN_ROTATION_SPAN : 32, whole = depth / step * step;
    float kept[KN_KEPT_DEPTH];
    for (size_t r = 0; r < rows; r++, x += x_stride, q += q_stride) {
        __m256 smallest = _mm256_set1_ps(INFINITY), largest = _mm256_set1_ps(-INFINITY), v[SPAN_VECTORS];
        for (size_t at = 0; at < whole; at += step) {
            if (rotate) {
                load_rotated(x + at, v);
#pragma clang loop unroll(full)
                for (int i = 0; i < SPAN_VECTORS; i += 4) widen_range(v + i, &smallest, &largest);
                if (depth <= KN_KEPT_DEPTH)
#pragma clang loop unroll(full)
                    for (int i = 0; i < SPAN_VECTORS; i++) _mm256_storeu_ps(kept + at + 8 * i, v[i]);
            } else {
                for (int i = 0; i < 4; i++) v[i] = _mm256_loadu_ps(x + at + 8 * i);
                widen_range(v, &smallest, &largest);
            }
        }
        for (size_t i = whole; i < depth; i += 8) {
            __m256 tail = load_up_to(x + i, depth - i), keep = _mm256_castsi256_ps(tail_mask(depth - i));
            smallest = _mm256_min_ps(smallest, _mm256_blendv_ps(smallest, tail, keep));
            largest = _mm256_max_ps(largest, _mm256_blendv_ps(largest, tail, keep));
        }
        float low = reduce_min(smallest), range = reduce_max(largest) - low;
        if (!(range > 254 * FLT_MIN && range <= FLT_MAX)) {
            row[r] = (kn_row){0, range == 0 ? low : 0};
            memset(q, ACTIVATION_BIAS, depth);
            continue;
        }
        float scale = range / 254;
        row[r] = (kn_row){scale, low + (127 - ACTIVATION_BIAS) * scale};
        __m256 lows = _mm256_set1_ps(low), inverse = _mm256_set1_ps(254 / range);
        if (rotate && depth > KN_KEPT_DEPTH) {
            for (size_t at = 0; at < whole; at += step) {
                load_rotated(x + at, v);
                for (int i = 0; i < SPAN_VECTORS; i += 4)
                    _mm256_storeu_si256((__m256i *)(q + at + 8 * i), quantized_bytes(v + i, lows, inverse));
            }
            continue;
        }
        const float *from = rotate ? kept : x;
        for (size_t at = 0; at < whole; at += 32) {
            for (int i = 0; i < 4; i++) v[i] = _mm256_loadu_ps(from + at + 8 * i);
            _mm256_storeu_si256((__m256i *)(q + at), quantized_bytes(v, lows, inverse));
        }
        if (whole < depth) {
            uint8_t bytes[32];
            for (size_t i = 0; i < 4; i++) v[i] = whole + 8 * i < depth ? load_up_to(x + whole + 8 * i, depth - whole - 8 * i) : lows;
            _mm256_storeu_si256((__m256i *)bytes, quantized_bytes(v, lows, inverse));
            memcpy(q + whole, bytes, depth - whole);
        }
    }
}

// Norm

static void add_norm(
    const float *x, size_t x_stride, const float *residual, size_t residual_stride, size_t rows, size_t dim, const float *gamma,
    const float *beta, float epsilon, float *y, size_t y_stride) {
    float share = 1 / (float)dim;
    size_t whole = dim / 32 * 32;
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
        const float *other = residual ? residual + r * residual_stride : NULL;
        // Four sums each: one alone would wait for the latency of its own additions.
        __m256 total[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
        __m256 squares[4] = {total[0], total[0], total[0], total[0]};
        for (size_t i = 0; i < whole; i += 32)
            for (size_t j = 0; j < 4; j++) {
                __m256 s = _mm256_loadu_ps(x + i + 8 * j);
                if (other) s = _mm256_add_ps(s, _mm256_loadu_ps(other + i + 8 * j));
                _mm256_storeu_ps(y + i + 8 * j, s);
                total[j] = _mm256_add_ps(total[j], s);
            }
        for (size_t i = whole; i < dim; i += 8) {
            __m256 s = load_up_to(x + i, dim - i);
            if (other) s = _mm256_add_ps(s, load_up_to(other + i, dim - i));
            store_up_to(y + i, s, dim - i);
            total[0] = _mm256_add_ps(total[0], s);
        }
        __m256 mean = _mm256_set1_ps(reduce_add_four(total) * share);
        for (size_t i = 0; i < whole; i += 32)
            for (size_t j = 0; j < 4; j++) {
                __m256 d = _mm256_sub_ps(_mm256_loadu_ps(y + i + 8 * j), mean);
                squares[j] = _mm256_fmadd_ps(d, d, squares[j]);
            }
        for (size_t i = whole; i < dim; i += 8) {
            __m256 d = _mm256_and_ps(_mm256_sub_ps(load_up_to(y + i, dim - i), mean), _mm256_castsi256_ps(tail_mask(dim - i)));
            squares[0] = _mm256_fmadd_ps(d, d, squares[0]);
        }
        __m256 inverse = _mm256_set1_ps(1 / sqrtf(reduce_add_four(squares) * share + epsilon));
        for (size_t i = 0; i < whole; i += 8) {
            __m256 d = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(y + i), mean), inverse);
            _mm256_storeu_ps(y + i, _mm256_fmadd_ps(d, _mm256_loadu_ps(gamma + i), _mm256_loadu_ps(beta + i)));
        }
        for (size_t i = whole; i < dim; i += 8) {
            __m256 d = _mm256_mul_ps(_mm256_sub_ps(load_up_to(y + i, dim - i), mean), inverse);
            store_up_to(y + i, _mm256_fmadd_ps(d, load_up_to(gamma + i, dim - i), load_up_to(beta + i, dim - i)), dim - i);
        }
    }
}

// Loading

static void dequantize(kn_storage storage, const void *source, size_t count, float *y) {
    const uint8_t *bytes = source;
    if (storage == KN_Q8_0) {
        for (size_t i = 0; i + 32 <= count; i += 32, bytes += 34) {
            uint16_t half;
            memcpy(&half, bytes, 2);
            __m256 scale = _mm256_set1_ps(_cvtsh_ss(half));
            for (size_t j = 0; j < 32; j += 8) {
                __m256i n = _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(bytes + 2 + j)));
                _mm256_storeu_ps(y + i + j, _mm256_mul_ps(_mm256_cvtepi32_ps(n), scale));
            }
        }
    } else if (storage == KN_F16) {
        size_t i = 0;
        for (; i + 8 <= count; i += 8) _mm256_storeu_ps(y + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(bytes + 2 * i))));
        kn_dequantize_reference(storage, bytes + 2 * i, count - i, y + i);
    } else {
        kn_dequantize_reference(storage, source, count, y);
    }
}

static void quantize_channel(const float *w, size_t depth, int8_t *q, float *scale, float *sum) {
    size_t whole = depth / 32 * 32;
    __m256 tops[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t i = 0; i < whole; i += 32)
        for (size_t j = 0; j < 4; j++) tops[j] = _mm256_max_ps(tops[j], absolute(_mm256_loadu_ps(w + i + 8 * j)));
    for (size_t i = whole; i < depth; i += 8) tops[0] = _mm256_max_ps(tops[0], absolute(load_up_to(w + i, depth - i)));
    float largest = reduce_max(_mm256_max_ps(_mm256_max_ps(tops[0], tops[1]), _mm256_max_ps(tops[2], tops[3])));
    float inverse = largest > 127 * FLT_MIN && largest <= FLT_MAX ? 127 / largest : 0;
    __m256 inverses = _mm256_set1_ps(inverse);
    __m256i total = _mm256_setzero_si256(), n[4];
    for (size_t i = 0; i < depth; i += 32) {
        for (size_t j = 0; j < 4; j++) {
            __m256 v = _mm256_maskload_ps(w + i + 8 * j, tail_mask(depth > i + 8 * j ? depth - i - 8 * j : 0));
            n[j] = _mm256_cvtps_epi32(_mm256_mul_ps(v, inverses));
            total = _mm256_add_epi32(total, n[j]);
        }
        __m256i bytes = in_order(_mm256_packs_epi16(_mm256_packs_epi32(n[0], n[1]), _mm256_packs_epi32(n[2], n[3])));
        if (i < whole) {
            _mm256_storeu_si256((__m256i *)(q + i), bytes);
        } else {
            int8_t tail[32];
            _mm256_storeu_si256((__m256i *)tail, bytes);
            memcpy(q + i, tail, depth - i);
        }
    }
    *scale = inverse == 0 ? 0 : largest / 127;
    *sum = *scale * (float)reduce_add_words(total);
}
