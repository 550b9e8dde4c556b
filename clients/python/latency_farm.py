"""Asks a latency farm over HTTP: one file, on Python's standard library (3.9 or later).

    from latency_farm import Farm

    farm = Farm("http://127.0.0.1:8080", token)
    for row in farm.predict_all(["mobilenetv2_w1", "resnet10"], "1large-t1-float32-builtin-2.15"):
        print(row["network"], row["latencyUs"], row["lowUs"], row["highUs"])

Latencies are in microseconds. A network that is not known whole has the latency None, and says in "unknown" what is left out;
one that is wrong says so in "errorCode" and "error". The farm describes all that it answers at /openapi.json.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Iterable, Iterator, Optional, Union

#: The name of an architecture, or {"name": ..., "operations": [...]}.
Network = Union[str, dict]


class FarmProblem(Exception):
    """What a farm refused. `code` is one of docs/reference/errors.md, `remedy` says what to do about it."""

    def __init__(self, message: str, code: str, remedy: str, status: Optional[int] = None) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy
        self.status = status


class Farm:
    """A farm that `farm serve` or `farm up` serves. URL and token default to FARM_API_URL and FARM_API_TOKEN."""

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None, timeout_s: float = 300.0) -> None:
        self._url = (url or _given("FARM_API_URL")).rstrip("/")
        self._token = token or _given("FARM_API_TOKEN")
        self._timeout_s = timeout_s

    def predict(self, network: Network, scenario: str, **place: str) -> dict:
        """One network, operation by operation. `place`: device, gpu."""
        return self._ask("POST", "/v1/prediction", {"network": network, "scenario": scenario, **place})

    def predict_all(
        self, networks: Iterable[Network], scenario: str, batch: int = 500, **place: str
    ) -> Iterator[dict]:
        """A row for each network, in their order; asked for `batch` at a time. `place`: device, gpu."""
        remaining = iter(networks)
        while some := list(itertools.islice(remaining, batch)):
            body = {"networks": some, "scenarios": [scenario], **place}
            yield from self._ask("POST", "/v1/predictions", body)["predictions"]

    def predict_model(self, model: bytes, scenario: str, name: str = "model", **place: str) -> dict:
        """The network of a .tflite file, operation by operation. `place`: device, gpu."""
        query = urllib.parse.urlencode({"scenario": scenario, "name": name, **place})
        return self._ask("POST", f"/v1/prediction/model?{query}", model)

    def campaigns(self, limit: int = 50, after: str | None = None) -> dict:
        """How campaigns stand, the latest first: a page of them, and the id that the next begins behind."""
        behind = {} if after is None else {"after": after}
        query = urllib.parse.urlencode({"limit": limit, **behind})
        return self._ask("GET", f"/v1/campaigns?{query}")

    def phones(self) -> list:
        """All phones, why one does not measure, and what to do about it."""
        return self._ask("GET", "/v1/phones")

    def releases(self) -> list:
        """All releases with their accuracy, the latest first within each device model and scenario."""
        return self._ask("GET", "/v1/releases")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"}
        data: Optional[bytes] = None
        if isinstance(body, bytes):
            headers["Content-Type"], data = "application/octet-stream", body
        elif body is not None:
            headers["Content-Type"], data = "application/json", json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise _problem_of(refused) from None
        except (OSError, http.client.HTTPException) as lost:
            raise _unreachable(f"{self._url} does not answer: {getattr(lost, 'reason', lost)}") from lost
        except ValueError as other:
            raise _unreachable(f"{self._url} answers with what is no document: it is no farm.") from other


def _given(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise FarmProblem(f"{name} is not set.", "REMOTE_FARM_INCOMPLETE", "Set FARM_API_URL and FARM_API_TOKEN, or pass both.")
    return value


def _problem_of(refused: urllib.error.HTTPError) -> FarmProblem:
    try:
        document = json.load(refused)
        return FarmProblem(document["detail"], document["code"], document["title"], refused.code)
    except (ValueError, KeyError, TypeError):
        return _unreachable(f"The answer has the status {refused.code} and is none of a farm.")


def _unreachable(message: str) -> FarmProblem:
    return FarmProblem(message, "FARM_UNREACHABLE", 'Check that "farm serve" runs there, and that the URL is its own.')
