"""Fits and predicts the case in a folder with scikit-learn, one thread: see bench.mjs."""
import json
import os
import resource
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

folder, trees, warm = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "warm"
with open(os.path.join(folder, "case.json")) as file:
    case = json.load(file)
read = lambda name: np.fromfile(os.path.join(folder, "%s.f64" % name))
x = np.stack([read(i) for i in range(len(case["columns"]))], axis=1).astype(np.float32)
y = read("target")
test = np.arange(case["rows"]) % 5 == 0
kind = RandomForestRegressor if case["classes"] == 0 else RandomForestClassifier
said = lambda model, rows: model.predict(rows) if case["classes"] == 0 else model.predict_proba(rows)
train_x, train_y, test_x = x[~test], y[~test], x[test]
for _ in range(2 if warm else 0):
    said(kind(n_estimators=100, n_jobs=1, random_state=2).fit(train_x[:2000], train_y[:2000]), test_x[:2000])
model = kind(n_estimators=trees, n_jobs=1, random_state=1)
start = time.process_time()
model.fit(train_x, train_y)
grown = time.process_time()
predict = float("inf")
for _ in range(5 if warm else 1):
    asked = time.process_time()
    values = said(model, test_x)
    predict = min(predict, time.process_time() - asked)
if case["classes"] == 0:
    score = float(np.sqrt(np.mean((values - y[test]) ** 2)))
else:
    score = float(np.mean(model.classes_[values.argmax(axis=1)] == y[test]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"fit": grown - start, "predict": predict, "peak": peak, "score": score}))
