#include "quantized_dot.h"

#include <float.h>
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define AVX2 __attribute__((target("avx2")))

bool quantized_dot_uses_avx2(void) { return __builtin_cpu_supports("avx2"); }

// MARK: SSE2, which every x86-64 processor has

// Adds up the four lanes.
static inline int32_t sum_lanes(__m128i lanes) {
  lanes = _mm_add_epi32(lanes, _mm_shuffle_epi32(lanes, 0x4E));
  lanes = _mm_add_epi32(lanes, _mm_shuffle_epi32(lanes, 0xB1));
  return _mm_cvtsi128_si32(lanes);
}

// Sixteen signed products, added up in pairs and pairs of pairs to four lanes.
static inline __m128i dot_sixteen(__m128i weights, __m128i activations) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i weight_signs = _mm_cmpgt_epi8(zero, weights);
  const __m128i activation_signs = _mm_cmpgt_epi8(zero, activations);
  const __m128i low = _mm_madd_epi16(
      _mm_unpacklo_epi8(weights, weight_signs), _mm_unpacklo_epi8(activations, activation_signs));
  const __m128i high = _mm_madd_epi16(
      _mm_unpackhi_epi8(weights, weight_signs), _mm_unpackhi_epi8(activations, activation_signs));
  return _mm_add_epi32(low, high);
}

void quantized_dot_q8_baseline(
    const int8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums) {
  ptrdiff_t column = 0;
  for (ptrdiff_t block = 0; block < blocks; block++) {
    const __m128i *w = (const __m128i *)(weights + 32 * block);
    const __m128i *x = (const __m128i *)(activations + 32 * column);
    const __m128i first = dot_sixteen(_mm_loadu_si128(w), _mm_loadu_si128(x));
    const __m128i second = dot_sixteen(_mm_loadu_si128(w + 1), _mm_loadu_si128(x + 1));
    sums[block] = sum_lanes(_mm_add_epi32(first, second));
    if (++column == blocks_per_row) column = 0;
  }
}

void quantized_dot_q4_baseline(
    const uint8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums) {
  const __m128i low_half = _mm_set1_epi8(0x0F);
  ptrdiff_t column = 0;
  for (ptrdiff_t block = 0; block < blocks; block++) {
    const __m128i packed = _mm_loadu_si128((const __m128i *)(weights + 16 * block));
    const __m128i *x = (const __m128i *)(activations + 32 * column);
    const __m128i first = dot_sixteen(_mm_and_si128(packed, low_half), _mm_loadu_si128(x));
    const __m128i second =
        dot_sixteen(_mm_and_si128(_mm_srli_epi16(packed, 4), low_half), _mm_loadu_si128(x + 1));
    sums[block] = sum_lanes(_mm_add_epi32(first, second));
    if (++column == blocks_per_row) column = 0;
  }
}

// MARK: AVX2, eight blocks at a time

// The sum of each of eight vectors, as one vector.
AVX2 static inline __m256i sum_eight(const __m256i v[8]) {
  const __m256i a = _mm256_hadd_epi32(_mm256_hadd_epi32(v[0], v[1]), _mm256_hadd_epi32(v[2], v[3]));
  const __m256i b = _mm256_hadd_epi32(_mm256_hadd_epi32(v[4], v[5]), _mm256_hadd_epi32(v[6], v[7]));
  return _mm256_add_epi32(_mm256_permute2x128_si256(a, b, 0x20), _mm256_permute2x128_si256(a, b, 0x31));
}

// 32 products of an unsigned and a signed byte. A pair stays within 16 bits: 2 * 128 * 127 < 32768.
AVX2 static inline __m256i dot_block(__m256i unsigned_bytes, __m256i signed_bytes) {
  return _mm256_madd_epi16(_mm256_maddubs_epi16(unsigned_bytes, signed_bytes), _mm256_set1_epi16(1));
}

AVX2 static void dot_q8_avx2(
    const int8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums) {
  ptrdiff_t column = 0;
  for (ptrdiff_t block = 0; block < blocks; block += 8) {
    __m256i partial[8];
    for (int i = 0; i < 8; i++) {
      const __m256i w = _mm256_loadu_si256((const __m256i *)(weights + 32 * (block + i)));
      const __m256i x = _mm256_loadu_si256((const __m256i *)(activations + 32 * column));
      // |w| * (x with the sign of w); x is never -128, so its sign can always be turned.
      partial[i] = dot_block(_mm256_abs_epi8(w), _mm256_sign_epi8(x, w));
      if (++column == blocks_per_row) column = 0;
    }
    _mm256_storeu_si256((__m256i *)(sums + block), sum_eight(partial));
  }
}

AVX2 static void dot_q4_avx2(
    const uint8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums) {
  const __m256i low_half = _mm256_set1_epi8(0x0F);
  ptrdiff_t column = 0;
  for (ptrdiff_t block = 0; block < blocks; block += 8) {
    __m256i partial[8];
    for (int i = 0; i < 8; i++) {
      const __m128i packed = _mm_loadu_si128((const __m128i *)(weights + 16 * (block + i)));
      const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(packed), _mm_srli_epi16(packed, 4), 1);
      const __m256i x = _mm256_loadu_si256((const __m256i *)(activations + 32 * column));
      partial[i] = dot_block(_mm256_and_si256(both, low_half), x);
      if (++column == blocks_per_row) column = 0;
    }
    _mm256_storeu_si256((__m256i *)(sums + block), sum_eight(partial));
  }
}

// MARK: whichever the processor has; what does not fill eight blocks goes the plain way

void quantized_dot_q8(
    const int8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums) {
  // Eights must end where a row ends, so that the rest begins at activation block 0.
  const ptrdiff_t wide = blocks_per_row * 8;
  const ptrdiff_t eights = quantized_dot_uses_avx2() ? blocks / wide * wide : 0;
  if (eights > 0) dot_q8_avx2(weights, activations, eights, blocks_per_row, sums);
  quantized_dot_q8_baseline(
      weights + 32 * eights, activations, blocks - eights, blocks_per_row, sums + eights);
}

void quantized_dot_q4(
    const uint8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums) {
  const ptrdiff_t wide = blocks_per_row * 8;
  const ptrdiff_t eights = quantized_dot_uses_avx2() ? blocks / wide * wide : 0;
  if (eights > 0) dot_q4_avx2(weights, activations, eights, blocks_per_row, sums);
  quantized_dot_q4_baseline(
      weights + 16 * eights, activations, blocks - eights, blocks_per_row, sums + eights);
}

// MARK: activations

void quantize_activations(
    const float *values, ptrdiff_t blocks, int8_t *quants, float *scales, int32_t *sums) {
  const __m128 sign_bit = _mm_set1_ps(-0.0f);
  for (ptrdiff_t block = 0; block < blocks; block++) {
    const float *x = values + 32 * block;
    __m128 largest = _mm_setzero_ps();
    for (int i = 0; i < 32; i += 4) largest = _mm_max_ps(largest, _mm_andnot_ps(sign_bit, _mm_loadu_ps(x + i)));
    largest = _mm_max_ps(largest, _mm_movehl_ps(largest, largest));
    largest = _mm_max_ss(largest, _mm_shuffle_ps(largest, largest, 1));
    const float scale = _mm_cvtss_f32(largest) / 127.0f;
    // Below the smallest normal number the inverse may overflow: such a block is zero.
    const __m128 inverse = _mm_set1_ps(scale < FLT_MIN ? 0 : 1.0f / scale);
    __m128i total = _mm_setzero_si128();
    __m128i rounded[8];
    for (int i = 0; i < 8; i++) {
      const __m128 scaled = _mm_mul_ps(_mm_loadu_ps(x + 4 * i), inverse);
      const __m128 magnitude = _mm_andnot_ps(sign_bit, scaled);
      const __m128i whole = _mm_cvttps_epi32(magnitude);
      // The rest is exact; a comparison that holds is -1, so subtracting it adds one.
      const __m128 rest = _mm_sub_ps(magnitude, _mm_cvtepi32_ps(whole));
      const __m128i up = _mm_castps_si128(_mm_cmpge_ps(rest, _mm_set1_ps(0.5f)));
      const __m128i nearest = _mm_sub_epi32(whole, up);
      const __m128i negative = _mm_srai_epi32(_mm_castps_si128(scaled), 31);
      rounded[i] = _mm_sub_epi32(_mm_xor_si128(nearest, negative), negative);
      total = _mm_add_epi32(total, rounded[i]);
    }
    for (int i = 0; i < 2; i++) {
      const __m128i low = _mm_packs_epi32(rounded[4 * i], rounded[4 * i + 1]);
      const __m128i high = _mm_packs_epi32(rounded[4 * i + 2], rounded[4 * i + 3]);
      _mm_storeu_si128((__m128i *)(quants + 32 * block + 16 * i), _mm_packs_epi16(low, high));
    }
    scales[block] = scale;
    sums[block] = sum_lanes(total);
  }
}
