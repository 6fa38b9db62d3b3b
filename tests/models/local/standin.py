"""Stands for server_process.py where no weights are needed: the same lines in and out, and a server that knows the key.

The "model" says what to do: serve, tell an error, end without a word, or take its time to load.
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

request = json.loads(sys.stdin.readline())
model = Path(request["path"]).read_text()
if model == "broken":
    print(json.dumps({"error": "not a model"}), flush=True)
    sys.exit()
if model == "crashing":
    os._exit(9)
if model == "slow":
    sys.stdin.read()
    os._exit(0)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        right = self.headers.get("Authorization") == f"Bearer {request['api_key']}"
        self.send_response(200 if right else 401)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
time.sleep(0.05)
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()
os._exit(0)
