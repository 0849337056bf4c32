"""Fits and predicts the case in a folder with scikit-learn, one thread: see bench.mjs."""
import json
import os
import resource
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

folder, trees = sys.argv[1], int(sys.argv[2])
with open(os.path.join(folder, "case.json")) as file:
    case = json.load(file)
read = lambda name: np.fromfile(os.path.join(folder, "%s.f64" % name))
x = np.stack([read(i) for i in range(len(case["columns"]))], axis=1).astype(np.float32)
y = read("target")
test = np.arange(case["rows"]) % 5 == 0
kind = RandomForestRegressor if case["classes"] == 0 else RandomForestClassifier
model = kind(n_estimators=trees, n_jobs=1, random_state=1)
start = time.process_time()
model.fit(x[~test], y[~test])
grown = time.process_time()
if case["classes"] == 0:
    said = model.predict(x[test])
    score = float(np.sqrt(np.mean((said - y[test]) ** 2)))
else:
    said = model.predict_proba(x[test])
    score = float(np.mean(model.classes_[said.argmax(axis=1)] == y[test]))
end = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"fit": grown - start, "predict": end - grown, "peak": peak, "score": score}))
