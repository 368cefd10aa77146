"""The node's HTTP API as applications use it: the official OpenAI client, hostile input, probes, metrics, a clean stop."""
import base64
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import unittest

from support import HERE, FleetTestCase
from fleet import HELPDESK, call, until

NODE = "api-node"
# Planted in every hostile body: must appear in no answer and no log.
CANARY = "canary.of.the.test@example.com"


class NodeAPITests(FleetTestCase):
    nodes = [NODE]
    workflow = HELPDESK

    def raw(self, method, path, body=b"", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.fleet.node_ports[NODE], timeout=60)
        try:
            connection.request(method, path, body=body, headers={"Content-Type": "application/json", **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def test_the_official_openai_client_works_unchanged(self):
        python = os.environ.get("WEIR_OPENAI_PYTHON")
        self.assertTrue(python, "WEIR_OPENAI_PYTHON names no Python with the openai package; run scripts/test.sh")
        result = subprocess.run([python, os.path.join(HERE, "openai_client.py"), self.fleet.node_urls[NODE] + "/v1"],
                                capture_output=True, text=True, timeout=120)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_bad_input_is_a_clear_4xx_and_never_quoted(self):
        def chat(**fields):
            return json.dumps({"model": "auto", "messages": [{"role": "user", "content": CANARY}], **fields}).encode()
        path = "/v1/chat/completions"
        cases = [
            ("an empty body", "POST", path, b""),
            ("not JSON", "POST", path, b"hello " + CANARY.encode()),
            ("cut JSON", "POST", path, chat()[:-5]),
            ("invalid UTF-8", "POST", path, b'{"model":"auto","messages":[{"role":"user","content":"\xff\xfe ' + CANARY.encode() + b'"}]}'),
            ("a lone surrogate", "POST", path, b'{"model":"auto","messages":[{"role":"user","content":"\\ud800 ' + CANARY.encode() + b'"}]}'),
            ("JSON 100,000 deep", "POST", path, b'{"messages":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
            ("1 MB of text", "POST", path, chat(messages=[{"role": "user", "content": CANARY + " x" * 500_000}])),
            ("20 MB", "POST", path, b'{"a":"' + b"x" * 20_000_000 + b'"}'),
            ("an array", "POST", path, b"[]"),
            ("a number", "POST", path, b"5"),
            ("no messages", "POST", path, b'{"model":"auto"}'),
            ("empty messages", "POST", path, chat(messages=[])),
            ("messages of the wrong type", "POST", path, chat(messages=CANARY)),
            ("a message that is a string", "POST", path, chat(messages=[CANARY])),
            ("an unknown role", "POST", path, chat(messages=[{"role": CANARY, "content": "x"}])),
            ("content of the wrong type", "POST", path, chat(messages=[{"role": "user", "content": 5}])),
            ("empty content", "POST", path, chat(messages=[{"role": "user", "content": ""}])),
            ("white space alone", "POST", path, chat(messages=[{"role": "user", "content": " \n\t"}])),
            ("an unknown model", "POST", path, chat(model=CANARY)),
            ("a model of the wrong type", "POST", path, chat(model=7)),
            ("stream of the wrong type", "POST", path, chat(stream="yes")),
            ("a temperature out of range", "POST", path, chat(temperature=99)),
            ("a temperature of the wrong type", "POST", path, chat(temperature="warm")),
            ("max_tokens below zero", "POST", path, chat(max_tokens=-1)),
            ("n above 1", "POST", path, chat(n=3)),
            ("tools", "POST", path, chat(tools=[{"type": "function", "function": {"name": CANARY}}])),
            ("embeddings without input", "POST", "/v1/embeddings", b'{"model":"local"}'),
            ("embeddings of a number", "POST", "/v1/embeddings", b'{"model":"local","input":5}'),
            ("embeddings of an unknown form", "POST", "/v1/embeddings", json.dumps({"model": "local", "input": CANARY, "encoding_format": "hex"}).encode()),
            ("embeddings of an unknown model", "POST", "/v1/embeddings", json.dumps({"model": "nobody", "input": CANARY}).encode()),
            ("classify without text", "POST", "/v1/classify", b"{}"),
            ("mask of the wrong type", "POST", "/v1/mask", b'{"text":[]}'),
            ("an unknown path", "POST", "/v1/" + "x" * 50, b"{}"),
            ("a wrong method", "GET", path, b""),
            ("an unknown request", "GET", "/v1/requests/req-" + "0" * 32, b""),
            ("no request's id", "GET", "/v1/requests/..%2f..%2fetc", b""),
        ]
        for name, method, where, body in cases:
            with self.subTest(name):
                status, answer = self.raw(method, where, body)
                self.assertTrue(400 <= status < 500, f"{status}: {answer[:200]}")
                error = json.loads(answer)["error"]
                self.assertEqual({"message", "type", "param", "code"}, set(error))
                self.assertTrue(error["message"])
                self.assertNotIn(CANARY.encode(), answer)
        self.assertTrue(self.fleet.alive())
        with open(self.fleet.path("log", NODE + ".log"), "rb") as log:
            self.assertNotIn(CANARY.encode(), log.read())

    def test_garbage_on_the_socket_does_not_stop_the_node(self):
        import socket
        for garbage in (b"\x00" * 4096, b"GET / HTTP/1.1\r\n" * 1000, b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                        os.urandom(65536), b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"):
            with socket.create_connection(("127.0.0.1", self.fleet.node_ports[NODE]), 5) as connection:
                connection.sendall(garbage)
        self.assertEqual(self.raw("GET", "/healthz")[0], 200)

    def test_probes_and_page(self):
        self.assertEqual(self.raw("GET", "/healthz")[0], 200)
        status, body = self.raw("GET", "/readyz")
        self.assertEqual((status, json.loads(body)["ready"]), (200, True))
        status, page = self.raw("GET", "/")
        self.assertEqual(status, 200)
        self.assertIn(b"<!doctype html", page[:200].lower())
        self.assertNotRegex(page, rb'(?:src|href)="https?://')

    def test_metrics_pass_promtool_on_both_sides(self):
        self.fleet.ask(NODE, "The printer on floor 3 has a paper jam", model="local")
        promtool = shutil.which("promtool")
        self.assertTrue(promtool, "promtool is missing: apt-get install prometheus")
        for name, url in (("node", self.fleet.node_urls[NODE]), ("plane", self.fleet.plane_url)):
            with self.subTest(name):
                text = call(url + "/metrics").body
                self.assertGreater(text.count(b"\n"), 20)
                checked = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True)
                self.assertEqual((checked.returncode, checked.stderr), (0, b""), checked.stderr.decode())

    def test_a_masked_text_is_restored_exactly(self):
        text = 'Write to anna.k@example.com or "+1 202-555-0143"; card 4111 1111 1111 1111.'
        masked = call(self.fleet.node_urls[NODE] + "/v1/mask", {"text": text}).json()
        for value in ("anna.k@example.com", "555-0143", "4111"):
            self.assertNotIn(value, masked["masked"])
        restored = call(self.fleet.node_urls[NODE] + "/v1/restore", {"conversation_id": masked["conversation_id"], "text": masked["masked"]}).json()
        self.assertEqual(restored["text"], text)

    def test_sigterm_ends_cleanly_and_loses_nothing(self):
        reply = call(self.fleet.node_urls[NODE] + "/v1/chat/completions",
                     {"model": "upstream", "messages": [{"role": "user", "content": "The printer on floor 3 is out of toner"}]})
        decision = reply.headers["weir-decision-id"]
        self.assertEqual(self.fleet.stop(NODE, signal.SIGTERM), 0)
        self.fleet.start_node(NODE)
        self.fleet.ready("the node with its release", self.fleet.node_urls[NODE] + "/readyz")
        state = until("the answer", lambda: (lambda s: s if s["status"] == "answered" else None)(self.fleet.record(NODE, decision)))
        self.assertIn("[stand-in]", state["answer"]["text"])

    def test_a_second_instance_on_the_same_data_is_refused(self):
        result = subprocess.run([self.fleet.node_binary, "run", "--config", self.fleet.path(NODE, "node.toml"), "--set", "api.port=0"],
                                capture_output=True, text=True, timeout=30)
        self.assertNotEqual(result.returncode, 0)
        self.assertRegex(result.stderr, re.compile("another|in use|already", re.I))


if __name__ == "__main__":
    unittest.main()
