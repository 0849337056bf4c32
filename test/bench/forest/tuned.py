"""The best leaf size of scikit-learn's forest, chosen by inner cross-validation, on the folds of a suite.

Writes scores by fold with the columns of scores.csv, so that `occam-tab bench SUITE --models forest --reference FILE`
lays them beside our forest. Tables are taken from the smallest on while there is time.

    python3 test/bench/forest/tuned.py data --folds 0,1 --seconds 300 --out tuned.csv
"""

import argparse
import csv
import json
import pathlib
import time

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.model_selection import KFold, StratifiedKFold

LEAF_SIZES = (1, 3, 5, 10, 20)
INNER_FOLDS = 5
MOST_LEVELS = 60
CLIP = 1e-3  # of the probability of the true class, as in our headline


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", type=pathlib.Path)
    parser.add_argument("--folds", default="0")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--trees", type=int, default=500)
    parser.add_argument("--inner-trees", type=int, default=100)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("tuned.csv"))
    return parser.parse_args()


def encode(frame, train):
    """Numbers with medians for gaps, a column for each level; both learnt from the training rows."""
    parts = []
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column):
            values = column.to_numpy(dtype=float)
            known = values[train][np.isfinite(values[train])]
            parts.append(np.where(np.isfinite(values), values, np.median(known) if known.size else 0.0)[:, None])
            continue
        texts = column.astype(object).where(column.notna(), "(missing)").astype(str).to_numpy()
        levels = pd.Series(texts[train]).value_counts().index[:MOST_LEVELS]
        parts.append((texts[:, None] == np.array(levels, dtype=object)[None, :]).astype(float))
    return np.hstack(parts)


def forest(is_regression, leaf, trees, seed):
    kind = RandomForestRegressor if is_regression else RandomForestClassifier
    return kind(n_estimators=trees, min_samples_leaf=leaf, random_state=seed, n_jobs=1)


def loss_of(model, x, y, is_regression):
    if is_regression:
        return float(np.sqrt(np.mean((model.predict(x) - y) ** 2)))
    said = model.predict_proba(x)
    place = {name: i for i, name in enumerate(model.classes_)}
    chance = np.array([said[i, place[label]] if label in place else 0.0 for i, label in enumerate(y)])
    return float(np.mean(-np.log(np.clip(chance, CLIP, 1.0))))


def best_leaf(x, y, is_regression, trees):
    """The size of the lowest mean loss on inner folds; they see training rows alone."""
    fewest = INNER_FOLDS if is_regression else min(INNER_FOLDS, int(pd.Series(y).value_counts().min()))
    stratified = not is_regression and fewest >= 2
    split = (StratifiedKFold if stratified else KFold)(max(2, fewest), shuffle=True, random_state=0)
    losses = {leaf: [] for leaf in LEAF_SIZES}
    for train, test in split.split(x, y if stratified else None):
        for leaf in LEAF_SIZES:
            model = forest(is_regression, leaf, trees, 0).fit(x[train], y[train])
            losses[leaf].append(loss_of(model, x[test], y[test], is_regression))
    return min(LEAF_SIZES, key=lambda leaf: float(np.mean(losses[leaf])))


def main():
    options = arguments()
    began = time.monotonic()
    manifest = json.loads((options.suite / "datasets.json").read_text())
    sets = sorted(manifest["datasets"], key=lambda one: one["rows"])
    with options.out.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["dataset", "task", "model", "fold", "log_loss_clip3", "rmse", "fit_cpu_seconds", "leaf"])
        for one in sets:
            frame = pd.read_csv(options.suite / one["file"], low_memory=False, keep_default_na=False, na_values=[""])
            dealt = pd.read_csv(options.suite / "folds" / f"{one['name']}.csv").set_index("row")["fold"]
            is_regression = one["task"] == "regression"
            target = frame.pop(one["target"]).to_numpy()
            y = target.astype(float) if is_regression else target.astype(str)
            for fold in (int(text) for text in options.folds.split(",")):
                if time.monotonic() - began > options.seconds:
                    print(f"out of time before {one['name']}, fold {fold}")
                    return
                test = dealt.index[dealt == fold].to_numpy()
                train = dealt.index[(dealt != fold) & (dealt >= 0)].to_numpy()
                cpu = time.process_time()
                x = encode(frame, train)
                leaf = best_leaf(x[train], y[train], is_regression, options.inner_trees)
                model = forest(is_regression, leaf, options.trees, 1).fit(x[train], y[train])
                cpu = time.process_time() - cpu
                loss = loss_of(model, x[test], y[test], is_regression)
                scores = ["", loss] if is_regression else [loss, ""]
                writer.writerow([one["name"], one["task"], "scikit-learn tuned", fold, *scores, round(cpu, 3), leaf])
                file.flush()
                print(f"{one['name']} fold {fold}: leaf {leaf}, {loss:.4f}, {cpu:.1f} s", flush=True)


if __name__ == "__main__":
    main()
