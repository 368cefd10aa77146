#!/usr/bin/env python3
"""What the node adds to the encoder on the local path: request to response over HTTP, one caller, kept connection.

    python3 Tests/Benchmarks/node_latency.py MODEL.gguf [--requests 1000] [--beside-long] [--json]

Starts a real fleet of one node from the release executables. The time of the encode stage comes from each request's decision record;
everything else (client, socket, HTTP, masking, classification, retrieval, routing, the record in SQLite) counts as added.
"""
import argparse
import http.client
import json
import os
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Support"))
from fleet import HELPDESK, Fleet  # noqa: E402


def quantile(values, q):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


class LongTexts:
    """A caller that sends texts of 60,000 bytes, one after another, until it is stopped."""

    def __init__(self, port, texts):
        self.port, self.done, self.over = port, 0, threading.Event()
        self.text = (" ".join(texts) * 20)[:60_000]
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = json.dumps({"model": "local", "messages": [{"role": "user", "content": self.text}]})
        while not self.over.is_set():
            connection.request("POST", "/v1/chat/completions", body=body, headers={"Content-Type": "application/json"})
            connection.getresponse().read()
            self.done += 1

    def stop(self):
        self.over.set()
        self.thread.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--beside-long", action="store_true", help="meanwhile another caller sends texts of 60,000 bytes without pause")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with open(os.path.join(HELPDESK, "demo", "tickets.jsonl")) as file:
        texts = [json.loads(line)["text"] for line in file]
    with Fleet(arguments.binaries, arguments.model, ["bench-node"]) as fleet:
        fleet.start_all()
        fleet.roll_out(fleet.build_release(HELPDESK))
        connection = http.client.HTTPConnection("127.0.0.1", fleet.node_ports["bench-node"])

        def request(method, path, body=None):
            connection.request(method, path, body=None if body is None else json.dumps(body), headers={"Content-Type": "application/json"})
            response = connection.getresponse()
            return response, response.read()

        def ask(text):
            began = time.perf_counter()
            response, _ = request("POST", "/v1/chat/completions", {"model": "local", "messages": [{"role": "user", "content": text}]})
            return response, time.perf_counter() - began
        local = [text for text in texts if ask(text)[0].headers["weir-route"] == "local"]
        whole, encode = [], []
        long = LongTexts(fleet.node_ports["bench-node"], texts) if arguments.beside_long else None
        for number in range(arguments.requests):
            response, seconds = ask(local[number % len(local)])
            record = json.loads(request("GET", "/v1/requests/" + response.headers["weir-decision-id"])[1])["record"]
            whole.append(seconds * 1000)
            encode.append(record["stage_us"]["encode"] / 1000)
        if long:
            long.stop()
            print(f"{long.done} long texts meanwhile", file=sys.stderr)
    added = [w - e for w, e in zip(whole, encode)]
    figures = {name: {"p50_ms": round(quantile(values, 0.5), 3), "p99_ms": round(quantile(values, 0.99), 3)}
               for name, values in (("whole", whole), ("encode", encode), ("added", added))}
    if arguments.json:
        print(json.dumps({"requests": len(whole), **figures}))
    else:
        for name, row in figures.items():
            print(f"{name:7s} p50 {row['p50_ms']:.2f} ms   p99 {row['p99_ms']:.2f} ms")


if __name__ == "__main__":
    main()
