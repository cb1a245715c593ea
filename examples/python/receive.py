"""receive.py: takes webhooks and prints what happened, once it is proved who sent them."""

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["HANDSET_WEBHOOK_SECRET"].removeprefix("whsec_"))
PORT = int(os.environ.get("PORT", "8000"))


def is_genuine(headers, body):
    try:
        age = time.time() - int(headers["webhook-timestamp"])
    except (TypeError, ValueError):
        return False
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(KEY, signed, hashlib.sha256)).decode()
    signatures = (headers["webhook-signature"] or "").split(" ")
    return abs(age) <= 300 and any(hmac.compare_digest(expected, each) for each in signatures)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not is_genuine(self.headers, body):
            self.send_response(400)
            self.end_headers()
            return
        # Events come at least once: keep `id` to know one that came before.
        event = json.loads(body)
        print(event["type"], event["id"], flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", PORT), Receiver)
print(f"listening on {PORT}", flush=True)
server.serve_forever()
