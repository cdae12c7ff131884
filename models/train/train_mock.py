#!/usr/bin/env python3
"""Trains the networks of the mock language model. Deterministic: the same CSV gives the same files.

    python3 train_mock.py --features features.csv --out ../mock [--held-out-rows 1500 --held-out-csv FILE]

Made with Python 3.11 and numpy 2.4.6. One BLAS thread, BLAS kernels and numpy's vector code pinned to AVX2, so that
every x86-64 processor with AVX2 and FMA rounds alike. Another numpy may give other last bits: the committed weights
count, with the hashes in SHA256SUMS.

The CSV has one row a tick, all before the first window of every shipped scenario:

    time        ISO-8601, rising within a series
    instrument  BTCUSD, ...
    timeframe   1h, ...
    f0 .. f31   what the mock reads from the tick's prompt
    target      how far the mean close of the next 24 bars lay from the prompt's 20-bar average, in units of the
                forecast volatility over 24 bars

How it is trained:

- The label is BUY or SELL where the target is beyond +-THRESHOLD, else HOLD: whether a trend goes on.
- The newest 15 % of each series are held out, 24 bars away from the rest; they set the temperature, the balance and
  the fixture of the tests, never a gradient.
- Each tick is also shown upside down: directional features, target and label with the opposite sign. A market
  that happened to rise teaches no love of BUY.
- Position, result and last decision are drawn at random, because the exporting run knows only its own; an open
  position needs less of an edge to be kept than to be entered (KEEPING), which is all that they teach.
- Timeframes are left out at random, as in scenarios that have fewer.
- Little weight decay: the larger network is meant to be a little sharper than its data, as large models are.
- At the end the biases are moved so that on held-out ticks BUY and SELL come equally often, each a SHARE of all.
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["OPENBLAS_CORETYPE"] = "Haswell"
os.environ["NPY_DISABLE_CPU_FEATURES"] = "X86_V4 AVX512_ICL AVX512_SPR"

import argparse
import csv
import hashlib
import struct
import sys
from pathlib import Path

import numpy as np

FEATURES = 32
THRESHOLD = 0.45
KEEPING = 0.30
SHARE = 0.27
HORIZON = 24
SIZES = {"mock-3b": [32, 256, 256, 3], "mock-1b": [32, 128, 128, 3]}
EPOCHS = {"mock-3b": 12, "mock-1b": 8}
MEMBERS = 5
BATCH = 512
LEARNING_RATE = 1e-3
WEIGHT_DECAY = 0.1
BUY, SELL, HOLD = 0, 1, 2

# Features that change sign when the market is turned upside down: all but ADX, volatility and volume.
DIRECTIONAL = np.array([index not in (5, 13, 21, 27, 28) for index in range(FEATURES)])
POSITION, RESULT, LAST = 29, 30, 31


def read(path):
    """The features, the targets and the series of each row."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    x = np.array([[float(row[f"f{index}"]) for index in range(FEATURES)] for row in rows], dtype=np.float32)
    target = np.array([float(row["target"]) for row in rows], dtype=np.float32)
    series = np.array([f"{row['instrument']} {row['timeframe']}" for row in rows])
    times = [row["time"] for row in rows]
    for name in sorted(set(series)):
        own = [time for time, other in zip(times, series) if other == name]
        if own != sorted(own):
            sys.exit(f"{path}: the times of {name} do not rise")
    if not (np.isfinite(x).all() and np.isfinite(target).all()):
        sys.exit(f"{path}: a feature or target is not a finite number")
    return x, target, series


def split(series):
    """Row numbers for training and held out, and how often each training row is drawn."""
    training, held_out, weight = [], [], []
    for name in sorted(set(series)):
        rows = np.flatnonzero(series == name)
        cut = int(len(rows) * 0.85)
        training.append(rows[: cut - HORIZON])
        held_out.append(rows[cut:])
        # A series ten times as long counts three times as much.
        weight.append(np.full(len(training[-1]), len(training[-1]) ** -0.5))
    weight = np.concatenate(weight)
    return np.concatenate(training), np.concatenate(held_out), weight / weight.sum()


def vary(x, target, random):
    """Random state of the account, random missing timeframes, half of the ticks upside down; and the labels."""
    x, target = x.copy(), target.copy()
    count = len(x)
    down = random.random(count) < 0.5
    x[np.ix_(down, DIRECTIONAL)] *= -1
    target[down] *= -1
    x[:, POSITION] = random.choice([-1, 0, 0, 1], count)
    result = random.normal(0, 0.8, count)
    x[:, RESULT] = np.where(x[:, POSITION] == 0, 0, np.clip(result, -3, 3))
    decided = random.choice([-1, 0, 0, 1], count)
    x[:, LAST] = decided * random.uniform(0.34, 0.75, count)
    drop_second = random.random(count) < 0.05
    drop_third = drop_second | (random.random(count) < 0.15)
    x[np.ix_(drop_second, np.arange(8, 16))] = 0
    x[np.ix_(drop_third, np.arange(16, 24))] = 0
    shifted = target + KEEPING * THRESHOLD * x[:, POSITION]
    label = np.where(shifted > THRESHOLD, BUY, np.where(shifted < -THRESHOLD, SELL, HOLD))
    return x.astype(np.float32), label


def forward_pass(layers, x):
    """The activations of each layer, inputs first, logits last."""
    values = [x]
    for depth, (weights, biases) in enumerate(layers):
        y = values[-1] @ weights.T + biases
        values.append(np.maximum(y, 0) if depth < len(layers) - 1 else y)
    return values


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def train(sizes, epochs, x, target, weight, seed):
    """One network, by Adam with decoupled weight decay (Loshchilov, Hutter 2019), cosine learning rate."""
    random = np.random.Generator(np.random.PCG64(seed))
    layers = [
        [
            random.normal(0, np.sqrt(2 / columns), (rows, columns)).astype(np.float32),
            np.zeros(rows, dtype=np.float32),
        ]
        for columns, rows in zip(sizes, sizes[1:])
    ]
    layers[-1][0] *= np.float32(0.1)
    first = [[np.zeros_like(part) for part in layer] for layer in layers]
    second = [[np.zeros_like(part) for part in layer] for layer in layers]
    steps = epochs * (len(x) // BATCH)
    step = 0
    for _ in range(epochs):
        drawn = random.choice(len(x), len(x), p=weight)
        seen, label = vary(x[drawn], target[drawn], random)
        for start in range(0, len(x) - BATCH + 1, BATCH):
            step += 1
            values = forward_pass(layers, seen[start : start + BATCH])
            slope = probabilities(values[-1])
            slope[np.arange(BATCH), label[start : start + BATCH]] -= 1
            slope /= BATCH
            rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for depth in reversed(range(len(layers))):
                gradients = [slope.T @ values[depth], slope.sum(axis=0)]
                if depth > 0:
                    slope = (slope @ layers[depth][0]) * (values[depth] > 0)
                for part in range(2):
                    m, v = first[depth][part], second[depth][part]
                    m += 0.1 * (gradients[part] - m)
                    v += 0.001 * (gradients[part] ** 2 - v)
                    change = (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
                    if part == 0:
                        change = change + WEIGHT_DECAY * layers[depth][0]
                    layers[depth][part] -= (rate * change).astype(np.float32)
    return layers


def balance(layers, x):
    """Moves the last biases until BUY and SELL are each the likeliest on SHARE of the ticks."""
    logits = forward_pass(layers, x)[-1].astype(np.float64)
    shift = np.zeros(3)
    target = np.array([SHARE, SHARE, 1 - 2 * SHARE])
    for round in range(400):
        shares = np.bincount((logits + shift).argmax(axis=1), minlength=3) / len(x)
        shift += logits.std() * (target - shares) / (1 + round / 20)
    layers[-1][1] += shift.astype(np.float32)


def temperature(logits, label):
    """What logits are divided by to make the held-out likelihood largest (Guo et al. 2017): golden section on its log."""

    def loss(log_temperature):
        p = probabilities(logits.astype(np.float64) / np.exp(log_temperature))
        return -np.log(p[np.arange(len(label)), label]).mean()

    low, high, golden = -2.0, 3.0, (np.sqrt(5) - 1) / 2
    for _ in range(60):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if loss(a) < loss(b) else (a, high)
    return float(np.exp((low + high) / 2))


def approximation(layers, x):
    """Rows BUY, SELL, HOLD: the logits as a linear function of the features, least squares, the constant left out."""
    logits = forward_pass(layers, x)[-1].astype(np.float64)
    design = np.hstack([x, np.ones((len(x), 1))]).astype(np.float64)
    gram = design.T @ design + 1e-3 * len(x) * np.eye(FEATURES + 1)
    return np.linalg.solve(gram, design.T @ logits)[:FEATURES].T


def content_hash(data):
    """The hash that the program checks: FNV-1a over 64-bit words, the length, SplitMix64's finalizer."""
    mask = (1 << 64) - 1
    value = 0xCBF29CE484222325
    padded = data + bytes(-len(data) % 8)
    for (word,) in struct.iter_unpack("<Q", padded):
        value = ((value ^ word) * 0x100000001B3) & mask
    value = ((value ^ len(data)) * 0x100000001B3) & mask
    value = (value + 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return value ^ (value >> 31)


def weights_file(sizes, members):
    """The bytes that MockWeights.swift reads."""
    data = b"TDWEIGHT" + struct.pack("<3I", 1, len(members), len(sizes)) + struct.pack(f"<{len(sizes)}I", *sizes)
    for heat, layers, linear in members:
        data += struct.pack("<f", heat)
        for weights, biases in layers:
            data += weights.astype("<f4").tobytes() + biases.astype("<f4").tobytes()
        data += linear.astype("<f4").tobytes()
    return data + struct.pack("<Q", content_hash(data))


def main():
    parser = argparse.ArgumentParser(description="Train the mock language model's networks.")
    parser.add_argument("--features", required=True, type=Path, help="CSV of ticks, as told above")
    parser.add_argument("--out", required=True, type=Path, help="folder for the weights and SHA256SUMS")
    parser.add_argument("--held-out-csv", type=Path, help="also write held-out ticks here, for the tests")
    parser.add_argument("--held-out-rows", type=int, default=1500)
    options = parser.parse_args()

    x, target, series = read(options.features)
    training, held_out, weight = split(series)
    random = np.random.Generator(np.random.PCG64(1))
    judged, label = vary(x[held_out], target[held_out], random)
    sums = []
    options.out.mkdir(parents=True, exist_ok=True)
    for kind, (name, sizes) in enumerate(SIZES.items()):
        members = []
        for member in range(MEMBERS):
            layers = train(sizes, EPOCHS[name], x[training], target[training], weight, 1000 * (kind + 1) + member)
            balance(layers, judged)
            logits = forward_pass(layers, judged)[-1]
            heat = temperature(logits, label)
            members.append((heat, layers, approximation(layers, judged)))
            p = probabilities(logits / heat)
            shares = np.bincount(p.argmax(axis=1), minlength=3) / len(p)
            right = (p.argmax(axis=1) == label).mean()
            quantiles = np.quantile(p.max(axis=1), [0.05, 0.5, 0.8, 0.95]).round(3)
            sure = np.round(100 * p.max(axis=1)) * (p.argmax(axis=1) != HOLD)
            acting = {c: round(float((sure >= c).mean()), 3) for c in (55, 58, 60, 62, 65)}
            print(f"{name} member {member + 1}: BUY, SELL, HOLD {shares.round(3)}, right {right:.3f}, "
                  f"temperature {heat:.3f}, confidence at 5, 50, 80, 95 % {quantiles}, "
                  f"share that acts by minimum confidence {acting}", file=sys.stderr)
        data = weights_file(sizes, members)
        (options.out / f"{name}.weights").write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}.weights\n")
    (options.out / "SHA256SUMS").write_text("".join(sorted(sums, key=lambda line: line.split()[1])))
    if options.held_out_csv:
        chosen = np.sort(random.permutation(len(held_out))[: options.held_out_rows])
        with open(options.held_out_csv, "w", newline="") as file:
            file.write(",".join(f"f{index}" for index in range(FEATURES)) + "\n")
            for row in judged[chosen]:
                file.write(",".join(f"{value:.3f}" for value in row) + "\n")


if __name__ == "__main__":
    main()
