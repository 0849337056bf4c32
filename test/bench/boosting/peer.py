"""Trains LightGBM in one thread each time a line comes in, and answers with the CPU seconds: see bench.mjs."""
import json
import os
import sys
import time

import lightgbm
import numpy as np

folder = sys.argv[1]
with open(os.path.join(folder, "case.json")) as file:
    case = json.load(file)
read = lambda name: np.fromfile(os.path.join(folder, name + ".f64"))
x = np.stack([read(str(i)) for i in range(case["columns"])], axis=1)
y = read("target")
params = {
    "objective": {0: "regression", 2: "binary"}.get(case["classes"], "multiclass"),
    "num_leaves": case["leaves"],
    "learning_rate": case["learningRate"],
    "max_bin": 255,
    "min_data_in_leaf": case["leastRows"],
    "min_sum_hessian_in_leaf": 1e-3,
    "lambda_l2": 1.0,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
}
if case["classes"] > 2:
    params["num_class"] = case["classes"]
for _ in sys.stdin:
    start = time.process_time()
    data = lightgbm.Dataset(x, y, params=params).construct()
    binned = time.process_time()
    model = lightgbm.train(params, data, num_boost_round=case["rounds"])
    trained = time.process_time()
    leaves = sum(tree["num_leaves"] for tree in model.dump_model()["tree_info"])
    said = model.predict(x[:1000], num_threads=1)
    if case["classes"] == 0:
        loss = float(np.sqrt(np.mean((said - y[:1000]) ** 2)))
    else:
        truth = y[:1000].astype(int)
        chance = np.where(truth == 1, said, 1 - said) if case["classes"] == 2 else said[np.arange(1000), truth]
        loss = float(-np.mean(np.log(chance)))
    print(json.dumps({"code": binned - start, "train": trained - binned, "leaves": leaves, "loss": loss}), flush=True)
