#!/usr/bin/env python3
"""Writes gguf_blocks.csv: rows of 32 numbers, and what the Python package gguf makes of them.

    python3 make_gguf_blocks.py > gguf_blocks.csv        (gguf 0.19.0, numpy 2.4.6)

All bytes in hexadecimal, little endian. Columns: name, the 32 floats, the block in each format, and the 32 floats that
the package reads back from it.
"""
import warnings

import numpy as np
from gguf import GGMLQuantizationType as T
from gguf import quants

warnings.simplefilter("ignore")  # adversarial rows overflow on purpose
FORMATS = [("f16", T.F16), ("q8_0", T.Q8_0), ("q4_1", T.Q4_1), ("q4_0", T.Q4_0)]


def rows():
    random = np.random.Generator(np.random.PCG64(20240607))
    for index in range(40):
        yield f"normal {index}", random.normal(0, 10.0 ** random.integers(-6, 4), 32)
    for index in range(8):
        yield f"uniform {index}", random.uniform(-1, 1, 32)
    yield "zeros", np.zeros(32)
    yield "negative zeros", np.full(32, -0.0)
    yield "one number", np.eye(1, 32, 7)[0] * 3.25
    yield "one negative number", np.eye(1, 32, 30)[0] * -3.25
    yield "all equal", np.full(32, 0.7)
    yield "all equal and negative", np.full(32, -0.7)
    yield "negative largest", np.concatenate([random.uniform(-1, 1, 31), [-1.5]])
    yield "largest twice, plus first", np.concatenate([[2, -2], random.uniform(-1, 1, 30)])
    yield "largest twice, minus first", np.concatenate([[-2, 2], random.uniform(-1, 1, 30)])
    yield "ties of q8_0", np.concatenate([[127], np.arange(-15.5, 15.5)])
    yield "ties of q4_0", np.concatenate([[-8], np.arange(-7.5, 8, 0.5)])
    yield "ties of q4_1", np.concatenate([[0, 15], np.arange(0, 15, 0.5)])
    yield "ties of f16", 1 + np.arange(32) * 2.0**-11
    yield "half denormals", random.uniform(-1, 1, 32) * 6e-5
    yield "half denormal ties", (np.arange(32) - 16) * 2.0**-25
    yield "below half denormals", random.uniform(-1, 1, 32) * 1e-8
    yield "float denormals", random.uniform(-1, 1, 32) * 1e-39
    yield "smallest float denormals", (np.arange(32) - 16) * 1.4e-45
    yield "scale just normal", random.uniform(-1, 1, 32) * 1.2e-36
    yield "beyond half", random.uniform(-1, 1, 32) * 1e7
    yield "around the largest half", 65504 + np.arange(32.0)
    yield "huge", random.uniform(-1, 1, 32) * 3e38
    yield "huge range", np.concatenate([[3e38, -3e38], random.uniform(-1, 1, 30)])
    yield "all sizes", np.where(np.arange(32) % 2 == 0, 1, -1) * 10.0 ** np.arange(-20, 12)


print("name,weights," + ",".join(f"{name},{name} decoded" for name, _ in FORMATS))
for name, row in rows():
    weights = row.astype("<f4").reshape(1, 32)
    fields = [f'"{name}"', weights.tobytes().hex()]
    for _, kind in FORMATS:
        block = quants.quantize(weights, kind)
        fields += [block.tobytes().hex(), quants.dequantize(block, kind).astype("<f4").tobytes().hex()]
    print(",".join(fields))
