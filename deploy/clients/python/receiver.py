#!/usr/bin/env python3
"""Takes what a center's web hook delivers (docs/hooks.md) and prints the entries, each once.

usage: receiver.py PORT SECRET-FILE [LAST-SEEN-FILE]
"""
import hashlib
import hmac
import http.server
import json
import os
import sys
import time


def genuine(header, body, secret, now):
    """Tells whether somebody who knows the secret signed this body within five minutes."""
    parts = [part.partition("=")[::2] for part in header.split(",")]
    at = next((value for name, value in parts if name == "t"), "")
    want = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    fits = any([hmac.compare_digest(value, want) for name, value in parts if name == "v1"])
    return fits and at.isdigit() and abs(now - int(at)) < 300


class Receiver(http.server.BaseHTTPRequestHandler):
    secret, seen, file = b"", {}, ""

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 1 << 20))
        if not genuine(self.headers.get("Motcua-Signature", ""), body, self.secret, time.time()):
            self.send_error(403)
            return
        delivery = json.loads(body)
        for entry in delivery["events"]:
            if entry["seq"] > self.seen.get(delivery["epoch"], 0):  # an entry may come twice
                print(entry["seq"], entry["type"], flush=True)
        if not delivery.get("test"):
            self.seen[delivery["epoch"]] = max(self.seen.get(delivery["epoch"], 0), delivery["to"])
            self.keep()
        self.send_response(204)  # only now that it is stored
        self.end_headers()

    def keep(self):
        if self.file:
            with open(self.file + ".new", "w", encoding="utf-8") as file:
                json.dump(self.seen, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(self.file + ".new", self.file)

    def log_message(self, *_):
        pass


def main(port, secret_file, seen_file=""):
    with open(secret_file, "rb") as file:
        Receiver.secret = file.read().strip()
    Receiver.file = seen_file
    if seen_file and os.path.exists(seen_file):
        with open(seen_file, encoding="utf-8") as file:
            Receiver.seen = json.load(file)
    server = http.server.HTTPServer(("127.0.0.1", int(port)), Receiver)
    print("listening", server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
