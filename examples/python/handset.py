"""A call of the API with the standard library alone: repeated when it was refused for a while, or got no answer."""

import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ.get("HANDSET_URL", "http://127.0.0.1:3000")
KEY = os.environ["HANDSET_KEY"]
ATTEMPTS = 5


def call(method, path, body=None, idempotency_key=None):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    data = None if body is None else json.dumps(body).encode()
    for attempt in range(ATTEMPTS):
        request = urllib.request.Request(f"{URL}/api/v1{path}", data, headers, method=method)
        wait = 2**attempt / 2
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            if attempt == ATTEMPTS - 1 or not (error.code == 429 or error.code >= 500):
                raise SystemExit(f"{problem['code']}: {problem['detail']}") from None
            wait = float(error.headers.get("Retry-After", wait))
        except urllib.error.URLError:
            if attempt == ATTEMPTS - 1:
                raise
        time.sleep(wait)
