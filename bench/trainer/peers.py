"""Fits scikit-learn's and XGBoost's gradient-boosted trees, as they come, to the rows and folds on stdin; errors on stdout.

One model for each type of operation, on raw microseconds and plain features. In: one JSON document with `features` (rows of numbers),
`operation`, `network` and `us` (one a row) and `folds` (for every seed, the fold of each row). Out: for every peer a list
with one entry a seed: modelSumMape, within10 and operationMape in percent, and fitSeconds, CPU time of one fold's fits.
"""

import json
import sys
import time

import numpy as np
import xgboost
from sklearn.ensemble import GradientBoostingRegressor

PEERS = {
    "scikit-learn": lambda seed: GradientBoostingRegressor(random_state=seed),
    "XGBoost": lambda seed: xgboost.XGBRegressor(n_jobs=1, random_state=seed),
}


def predict_held_out(make, data, folds):
    predicted = np.zeros(len(data["us"]))
    fit_seconds = 0.0
    for fold in np.unique(folds):
        held_out = folds == fold
        for operation in np.unique(data["operation"][held_out]):
            same = data["operation"] == operation
            learn, judge = same & ~held_out, same & held_out
            if not learn.any():
                learn = ~held_out
            begun = time.process_time()
            model = make().fit(data["features"][learn], data["us"][learn])
            fit_seconds += time.process_time() - begun
            predicted[judge] = model.predict(data["features"][judge])
    return predicted, fit_seconds / len(np.unique(folds))


def errors(data, predicted):
    sums = []
    for network in np.unique(data["network"]):
        own = data["network"] == network
        sums.append(abs(predicted[own].sum() / data["us"][own].sum() - 1))
    return {
        "modelSumMape": 100 * float(np.mean(sums)),
        "within10": 100 * float(np.mean(np.array(sums) <= 0.1)),
        "operationMape": 100 * float(np.mean(np.abs(predicted / data["us"] - 1))),
    }


def main():
    document = json.load(sys.stdin)
    data = {name: np.array(document[name]) for name in ("features", "operation", "network", "us")}
    result = {}
    for name, make in PEERS.items():
        result[name] = []
        for seed, folds in enumerate(document["folds"]):
            predicted, fit_seconds = predict_held_out(lambda: make(seed), data, np.array(folds))
            result[name].append({**errors(data, predicted), "fitSeconds": fit_seconds})
    json.dump(result, sys.stdout)


main()
