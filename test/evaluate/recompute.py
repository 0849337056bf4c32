"""Recomputes what a report of two classes says about decisions, from the table and predictions.csv alone, with pandas:

python test/evaluate/recompute.py TABLE.csv RUN

RUN is the folder of `fit TABLE.csv --cost … --repeats 1`. Compares costs of rules, the cost at every threshold of the
curves, confusion with thresholds chosen on the other folds, the gain of calling the likeliest rows, and the errors of
segments; ends with 1 where a number differs by more than probabilities of seven digits explain.
"""
import json
import sys

import numpy as np
import pandas as pd

table, folder = sys.argv[1:3]
results = json.load(open(f"{folder}/results.json", encoding="utf-8"))
told = pd.read_csv(f"{folder}/predictions.csv", keep_default_na=False)
rows = pd.read_csv(table, na_values=["NA", "?"], keep_default_na=True)
decision = results["decision"]
positive = decision["positive"]
classes = decision["classes"]
negative = next(name for name in classes if name != positive)
cost = {(each["truth"], each["predicted"]): each["cost"] for each in decision["costs"]}
target = results["data"]["target"]
truth = told[target].astype(str)
worst, compared = 0.0, 0


def compare(what, expected, stated, tolerance=0.002):
    global worst, compared
    compared += 1
    worst = max(worst, abs(expected - stated))
    if not abs(expected - stated) <= tolerance:
        sys.exit(f"{what}: {expected} by pandas, {stated} in the results")


def costs_of(called):
    predicted = np.where(called, positive, negative)
    return pd.Series([cost[pair] for pair in zip(truth, predicted)])


def mean_of_folds(values, chosen=None):
    kept = values if chosen is None else values[chosen]
    return kept.groupby(told["fold"] if chosen is None else told["fold"][chosen]).mean().mean()


def cheapest(probability, seen):
    """The threshold of least cost on rows that are seen, halfway between two probabilities, nearest to one half."""
    order = np.argsort(-probability[seen].to_numpy(), kind="stable")
    sorted_probability = probability[seen].to_numpy()[order]
    is_positive = (truth[seen] == positive).to_numpy()[order]
    called = np.where(is_positive, cost[positive, positive], cost[negative, positive])
    left = np.where(is_positive, cost[positive, negative], cost[negative, negative])
    totals = left.sum() + np.concatenate([[0], np.cumsum(called - left)])
    ends = np.concatenate([[1], (sorted_probability[:-1] + sorted_probability[1:]) / 2, [0]])
    possible = np.concatenate([[True], sorted_probability[:-1] > sorted_probability[1:], [True]])
    best = totals[possible].min()
    among = ends[possible & (totals <= best + 1e-9)]
    return among[np.argmin(np.abs(among - 0.5))]


for model in decision["models"]:
    name = model["model"]
    if f"{name}:{positive}" not in told:
        continue
    probability = told[f"{name}:{positive}"]
    stated = {each["rule"]: each["cost"]["mean"] for each in model["rules"]}
    expected_if_called = probability * cost[positive, positive] + (1 - probability) * cost[negative, positive]
    expected_if_left = probability * cost[positive, negative] + (1 - probability) * cost[negative, negative]
    chosen = pd.Series(False, index=told.index)
    for fold in told["fold"].unique():
        own = told["fold"] == fold
        chosen[own] = probability[own] >= cheapest(probability, ~own)
    rules = {
        "chosen": chosen,
        "expected": expected_if_called < expected_if_left,
        "likeliest": told[name].astype(str) == positive,
        "nobody": probability > 2,
        "everybody": probability >= 0,
    }
    for rule, called in rules.items():
        compare(f"{name}, rule {rule}", mean_of_folds(costs_of(called)), stated[rule])
    for point in model["curve"]:
        called = probability >= point["threshold"]
        compare(f"{name}, threshold {point['threshold']}", mean_of_folds(costs_of(called)), point["cost"]["mean"])
    for i, true in enumerate(classes):
        for j, predicted in enumerate(classes):
            count = ((truth == true) & (np.where(chosen, positive, negative) == predicted)).sum()
            compare(f"{name}, {true} as {predicted}", count / len(told), model["confusion"][i][j] / len(told))
    for point in model["likeliest"]:
        precision, recall = [], []
        for _, own in told.groupby("fold"):
            top = own.assign(p=probability[own.index]).sort_values("p", ascending=False, kind="stable")
            top = top.head(int(np.floor(point["share"] * len(own) + 0.5)))
            hits = (top[target].astype(str) == positive).sum()
            precision.append(hits / len(top))
            recall.append(hits / (own[target].astype(str) == positive).sum())
        compare(f"{name}, precision at {point['share']}", np.mean(precision), point["precision"]["mean"], 0.02)
        compare(f"{name}, recall at {point['share']}", np.mean(recall), point["recall"]["mean"], 0.02)

for segment in results["weaknesses"]["segments"]:
    column, label = rows.loc[told["row"], segment["column"]].reset_index(drop=True), segment["label"]
    if label == "missing":
        inside = column.isna()
    elif label == "other levels":
        continue
    elif not pd.api.types.is_numeric_dtype(column):
        inside = column.astype(str) == label
    else:
        # Labels are rounded to four digits, so ranges are cut again where the report cuts them.
        ends = [float(word) for word in label.removeprefix("up to ").removeprefix("above ").split(" to ")]
        if label.startswith("up to"):
            inside = column <= ends[0]
        else:
            inside = (column > ends[0]) & (column <= ends[1])
        if inside.sum() != segment["rows"]:
            continue
    compare(f"rows of {segment['column']} {label}", inside.sum(), segment["rows"], 0)
    for each in segment["errors"]:
        wrong = (told[each["model"]].astype(str) != truth).astype(float)
        compare(f"{segment['column']} {label}", mean_of_folds(wrong, inside), each["error"]["mean"])

print(f"{compared} numbers agree; the largest difference is {worst:.2g}")
