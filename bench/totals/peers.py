"""Predicts whole networks from sums of plain features, with scikit-learn; errors on stdout.

In: one JSON document with `cases` (for every scenario and split `us`, what each network took, null where it was not measured, and
`test`, whether it is held out), `size` (rows of FLOPs and bytes) and `features` (rows of summed features). Out: for every peer `mape`,
mean absolute errors in percent, one a case, and `fitSeconds`, CPU time of a fit: the median.
"""

import json
import sys
import time

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression


class Relative:
    """Least squares of relative errors."""

    def fit(self, features, us):
        self.model = LinearRegression().fit(features, us, sample_weight=us**-2.0)
        return self

    def predict(self, features):
        return self.model.predict(features)


def main():
    document = json.load(sys.stdin)
    peers = {
        "FLOPs and size": (Relative, np.array(document["size"])),
        "scikit-learn boosting": (
            lambda: GradientBoostingRegressor(random_state=0),
            np.array(document["features"]),
        ),
    }
    result = {name: {"mape": [], "fitSeconds": []} for name in peers}
    for case in document["cases"]:
        us = np.array([np.nan if each is None else each for each in case["us"]])
        test = np.array(case["test"]) & ~np.isnan(us)
        train = ~np.array(case["test"]) & ~np.isnan(us)
        for name, (make, features) in peers.items():
            begun = time.process_time()
            model = make().fit(features[train], us[train])
            result[name]["fitSeconds"].append(time.process_time() - begun)
            off = np.abs(model.predict(features[test]) / us[test] - 1)
            result[name]["mape"].append(100 * float(off.mean()))
    json.dump(
        {name: {**own, "fitSeconds": float(np.median(own["fitSeconds"]))} for name, own in result.items()}, sys.stdout
    )


main()
