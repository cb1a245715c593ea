"""send.py NUMBER TEXT: sends a text and waits until it is delivered."""

import sys
import time
import uuid

from handset import call

to, text = sys.argv[1:3]
# The same key at each attempt: a call that was lost on its way back sends nothing twice.
message = call("POST", "/send", {"to": to, "message": text}, idempotency_key=str(uuid.uuid4()))
print(message["id"], "queued")

for _ in range(60):
    message = call("GET", f"/messages/{message['id']}")
    if message["status"] in ("delivered", "failed", "expired", "canceled"):
        break
    time.sleep(1)
print(message["id"], message["status"])
sys.exit(message["status"] != "delivered")
