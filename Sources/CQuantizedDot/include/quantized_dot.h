#ifndef QUANTIZED_DOT_H
#define QUANTIZED_DOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Integer dot products of GGML's blocks of 32 numbers.
//
// Integers add up to the same sum in any order, so the AVX2 and the SSE2 kernels agree to the bit and the answer
// never depends on the processor. What is rounded, the products of scales, is left to the caller.
//
// In every kernel `blocks` weight blocks lie one after the other, row after row, and each row has `blocks_per_row`:
// weight block i meets activation block i % blocks_per_row, and their dot product is stored in sums[i].

// Whether this processor runs the AVX2 kernels.
bool quantized_dot_uses_avx2(void);

// Weights of 8 bits, 32 bytes a block.
void quantized_dot_q8(
    const int8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums);

// Weights of 4 bits, 0 to 15, 16 bytes a block: weights 0..15 in the low halves of the bytes, 16..31 in the high ones.
void quantized_dot_q4(
    const uint8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums);

// The same with the instructions that every x86-64 processor has.
void quantized_dot_q8_baseline(
    const int8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums);
void quantized_dot_q4_baseline(
    const uint8_t *weights, const int8_t *activations, ptrdiff_t blocks, ptrdiff_t blocks_per_row, int32_t *sums);

// Quantizes activations as ggml's reference does for q8_0 and q8_1: scale = largest magnitude / 127, each number
// divided by it and rounded to the nearest integer, halves away from zero. `scales` are not yet rounded to half
// precision; `sums` are those of the 32 integers of each block. A block whose scale is below the smallest normal
// number is zero.
void quantize_activations(
    const float *values, ptrdiff_t blocks, int8_t *quants, float *scales, int32_t *sums);

#endif
