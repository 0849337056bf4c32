"""The theory's curve of `study size --made linear` or `random-features`, computed once more and beside simulated data.

    python3 test/study/size/theory.py reports/linear-size/study.csv [simulations, 40]

Needs numpy. Nothing of the program is used: the covariance is written out whole, the ridge comes from its eigenvalues
and a bisection, and least squares from numpy on data that are drawn here. Random features have other directions than in
the study, which differ by little at these sizes. Prints the largest difference for each level and method, in percent.
"""

import csv
import sys
from collections import defaultdict

import numpy as np

ROWS, NOISE = 200, 0.3
rng = np.random.default_rng(1)


def linear(correlation, width):
    """Covariance, E[x·y] and E[y²] of the first `width` features, and a sampler of data."""
    scale = np.where(np.arange(1024) < 80, 5.0, 1.0)
    whole = np.full((1024, 1024), correlation)
    np.fill_diagonal(whole, 1.0)
    whole *= np.outer(scale, scale)
    beta = np.zeros(1024)
    beta[:80] = 1
    beta /= np.sqrt(beta @ whole @ beta)

    def sample(rows):
        shared = np.sqrt(correlation) * rng.standard_normal((rows, 1))
        x = scale * (shared + np.sqrt(1 - correlation) * rng.standard_normal((rows, 1024)))
        return x[:, :width], x @ beta + np.sqrt(NOISE) * rng.standard_normal(rows)

    return whole[:width, :width], (whole @ beta)[:width], sample


def random_features(inputs, width):
    """ReLU features of Gaussian inputs: the second moments of their Gaussian equivalent, and a sampler of real ones."""
    directions = rng.standard_normal((width, inputs))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    beta = rng.standard_normal(inputs)
    beta /= np.linalg.norm(beta)
    covariance = directions @ directions.T / 4 + (1 / 4 - 1 / (2 * np.pi)) * np.eye(width)

    def sample(rows):
        a = rng.standard_normal((rows, inputs))
        x = np.maximum(a @ directions.T, 0) - 1 / np.sqrt(2 * np.pi)
        return x, a @ beta + np.sqrt(NOISE) * rng.standard_normal(rows)

    return covariance, directions @ beta / 2, sample


def prune(theta, size):
    kept = np.zeros_like(theta)
    best = np.argsort(-np.abs(theta), kind="stable")[:size]
    kept[best] = theta[best]
    return kept


def theory(covariance, cross, sizes):
    """Asymptotic risk of least squares, and of its `size` largest coefficients (arXiv:2012.08749)."""
    values, vectors = np.linalg.eigh(covariance)
    tau = 0.0
    if len(values) > ROWS:
        low, high = 0.0, 1e6
        while high - low > 1e-13 * high:
            tau = (low + high) / 2
            low, high = (tau, high) if np.sum(values / (values + tau)) > ROWS else (low, tau)
    along = vectors.T @ cross
    mean = along / (values + tau)
    bias = 1 + NOISE - 2 * along @ mean + mean @ (values * mean)
    risk = bias / (1 - np.sum((values / (values + tau)) ** 2) / ROWS)
    spread = np.sqrt(risk / ROWS) * np.sqrt(values) / (values + tau)
    draws = [vectors @ (mean + spread * rng.standard_normal(len(values))) for _ in range(200)]
    error = lambda theta: 1 + NOISE - 2 * cross @ theta + theta @ covariance @ theta
    return {None: risk} | {size: np.mean([error(prune(draw, size)) for draw in draws]) for size in sizes}


def simulated(sample, sizes, times):
    found = defaultdict(list)
    for _ in range(times):
        x, y = sample(ROWS)
        theta = np.linalg.lstsq(x, y, rcond=None)[0]
        test_x, test_y = sample(1000)
        for size in [None, *sizes]:
            kept = theta if size is None else prune(theta, size)
            found[size].append(np.mean((test_y - test_x @ kept) ** 2))
    return {size: np.mean(errors) for size, errors in found.items()}


def main():
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    cells = defaultdict(list)
    with open(sys.argv[1], newline="") as file:
        for row in csv.DictReader(file):
            if row["theory"] and row["method"] in ("large", "pruned"):
                size = int(row["size"]) if row["size"] else None
                cells[float(row["level"]), int(row["width"]), size].append(float(row["theory"]))
    worst = {}
    for level, width in sorted({key[:2] for key in cells}):
        covariance, cross, sample = random_features(int(level), width) if level > 1 else linear(level, width)
        sizes = [size for (a, b, size) in cells if (a, b) == (level, width) and size is not None]
        here = theory(covariance, cross, sizes)
        near = abs(width - ROWS) < 20  # where the risk itself varies by half and more
        drawn = simulated(sample, sizes, 0 if near else times)
        for size in [None, *sizes]:
            study = np.mean(cells[level, width, size])
            name = "large" if size is None else "pruned"
            apart = [abs(study / here[size] - 1), 0.0 if near else abs(drawn[size] / study - 1)]
            worst.setdefault((level, name), []).append((*apart, width))
    print("level  method  from numpy's theory  from simulated data (median; both in %, the largest with its width)")
    for (level, name), found in sorted(worst.items()):
        parts = [max(found, key=lambda one: one[i]) for i in (0, 1)]
        columns = [f"{100 * part[i]:6.2f} at {part[2]:4d}" for i, part in enumerate(parts)]
        middle = 100 * np.median([one[1] for one in found if one[1] > 0])
        print(f"{level:5g}  {name:6}  {columns[0]:19}  {columns[1]} ({middle:.2f})")


main()
