"""What the leak test sends: values in every field of every call, along every path a request can take; and where it looks afterwards."""
import collections
import glob
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

from canaries import BEHIND_A_WORD, Canary
from support import MODEL
from fleet import call, until

NODE = "leak-node"
# Another one draws other values; this one makes a failure come again.
SEED = os.environ.get("WEIR_LEAK_SEED", "weir")
CHAT = "/v1/chat/completions"
SQLITE = b"SQLite format 3\0"
# Tickets whose class the workflow knows for certain. What is asked decides the path; what else stands in the conversation is the canaries'.
LOW, HELD, UNKNOWN, REFUSED_OFFLINE = (
    "I forgot my password, how can I reset it?", "I got a strange mail asking for my password, it must be phishing.",
    "What does a new router cost these days?", "I need local admin rights on my laptop.")
WAITS_OFFLINE = "I have a new phone and the authenticator app is empty."
CLASSES = ("password_reset", "phishing_report", "admin_access_request", "mfa_reset", "vpn_connection", "wifi")
LOCAL_ONLY = {"weir-local-only": "true"}
# Of the examples from which the release is trained, some hold these.
EXAMPLES = ("EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "URL", "US_SSN", "DATE_OF_BIRTH", "UK_NHS", "PL_PESEL")
# What the policy under test replaces for good, each by another operator.
ONE_WAY = {"US_NPI": "redact", "PL_NIP": "hash"}
# Tokens of this type carry an attribute, and the stand-in does not quote such tokens.
ATTRIBUTED = "PHONE_NUMBER"
# Seconds for anything that has to happen; several other things may be running on the machine.
PATIENCE = 180


class Place:
    """Where bytes were found: `name` for people. `is_the_nodes_own`: on the device, where masked text may lie and a kept word as well."""

    def __init__(self, name, data, is_the_nodes_own=False):
        self.name, self.data, self.is_the_nodes_own = name, data, is_the_nodes_own


class Traffic:
    """Everything the test sends, and what came of it."""

    def __init__(self, fleet, made, workflow, one_way):
        self.fleet, self.made, self.workflow, self.one_way = fleet, made, workflow, one_way
        self.problems, self.samples, self.kept, self.paths = [], [], [], []
        self.answers, self.masked, self.seconds = [], collections.Counter(), {}
        with open(fleet.operator_token_file) as file:
            self.token = file.read().strip()

    # ------------------------------------------------------------ calls

    def raw(self, port, method, path, body=b"", headers=None):
        """A call that no client library had a say in."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def post(self, path, where, body, headers=None, expected=None):
        """JSON to the node. Errors are kept: what a refusal quotes, an application logs."""
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=self.made.draw.random() < 0.5).encode()
        status, fields, answer = self.raw(self.fleet.node_ports[NODE], "POST", where, data, headers)
        if status >= 400:
            self.answers.append(Place(f"error answer to {path}", str(fields).encode() + answer, True))
        if expected and status not in expected:
            self.problems.append(f"{path}: HTTP {status}, expected {expected}: {answer[:300]!r}")
        return status, fields, answer

    def conversation(self, path, question, few=3):
        """Every type in every kind of turn; only a few in the last one, whose class decides the way."""
        text, value = self.made.text, self.made.value
        last = self.made.few(f"{path}, last turn", few)
        return [
            {"role": "system", "name": value(f"{path}, name of the system turn", "SECRET"), "content": text(f"{path}, system turn")},
            {"role": "user", "name": value(f"{path}, name of the user"), "content": text(f"{path}, first user turn")},
            {"role": "assistant", "content": [{"type": "text", "text": text(f"{path}, assistant turn")}]},
            {"role": "user", "content": [{"type": "text", "text": question}, {"type": "text", "text": last}]},
        ]

    def chat(self, path, question, model="auto", route=None, status=(200,), headers=None, marked=False, few=3, **fields):
        """One conversation. `marked`: it stays on the device, so a word that is nobody's name stands in it and must be found nowhere else."""
        messages = fields.pop("messages", None) or self.conversation(path, question, few)
        self.paths.append(path)
        if marked:
            word = self.made.draw.word(5)
            self.kept.append(Canary(path, "KEPT", word, ""))
            messages[-1]["content"].append({"type": "text", "text": f"We call it {word} here."})
        got, found, answer = self.post(path, CHAT, {"model": model, "messages": messages, **fields}, headers, status)
        if route and found.get("weir-route") != route:
            self.problems.append(f"{path}: route {found.get('weir-route')} ({found.get('weir-reason')}), expected {route}")
        if marked and found.get("weir-uplink-bytes") != "0":
            self.problems.append(f"{path}: {found.get('weir-uplink-bytes')} bytes were sent, although it was to stay")
        if got == 200 and found.get("weir-route") == "escalate":
            self.whole(path, answer.decode())
        return got, found, answer

    def whole(self, path, answer):
        """The values went out as placeholders and came back as themselves: the stand-in quotes every placeholder of the last turn."""
        if answer.startswith("data:"):
            chunks = [json.loads(line[6:]) for line in answer.splitlines() if line.startswith("data: {")]
            text = "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])
        else:
            text = json.loads(answer)["choices"][0]["message"]["content"]
        self.restored(path, f"{path}, last turn", text)

    def restored(self, call, path, text):
        """Of names a tagger may leave a word, such as a company's legal form, where it was."""
        for canary in self.made.made:
            exact = canary.entity in self.made.by_pattern and canary.entity not in {*self.one_way, *BEHIND_A_WORD}
            if canary.path == path and exact and canary.value not in text:
                self.problems.append(f"{call}: the {canary.entity} did not come back")

    def answered(self, decision):
        """Polls until the answer is there, in whichever way it ended."""
        def state():
            found = self.fleet.record(NODE, decision)
            return found if found["status"] != "pending" else None
        return until(f"the answer to {decision}", state, PATIENCE)

    def stand_in(self, **control):
        call(self.fleet.stand_in_url + "/control", control)

    def received(self):
        return call(self.fleet.stand_in_url + "/stats").json()["requests"]

    # ------------------------------------------------------------ paths

    def run(self):
        for path in (
            self.answered_here, self.escalated, self.fields_of_a_chat, self.other_calls, self.commands, self.broken_calls, self.calls_to_the_plane,
            self.held, self.failing_upstream, self.killed, self.offline, self.kept_here, self.policy_changed, self.policy_keeps, self.rolled_back,
        ):
            began = time.monotonic()
            try:
                path()
            except Exception as error:
                self.problems.append(f"{path.__name__}: {type(error).__name__}: {error}")
            self.sample_pages()
            self.seconds[path.__name__] = time.monotonic() - began

    def answered_here(self):
        self.chat("answered here", LOW, route="local", marked=True)
        self.chat("answered here because asked to", LOW, model="local", route="local", marked=True)
        self.chat("answered here in a stream", LOW, model="local", route="local", marked=True, stream=True)
        self.chat("refused here", HELD, model="local", route="refuse", status=(422,), marked=True)

    def escalated(self):
        self.chat("escalated", LOW, model="upstream", route="escalate", few=8)
        self.chat("escalated for its class", UNKNOWN, route="escalate")
        self.chat("streamed", LOW, model="upstream", route="escalate", few=8, stream=True, stream_options={"include_usage": True})
        # Whatever class so many numbers in the last turn make.
        path = "escalated, all in the last turn"
        messages = [{"role": "user", "content": self.made.text(path)}]
        self.post(path, CHAT, {"model": "upstream", "messages": messages}, expected=(200, 202))

    def fields_of_a_chat(self):
        """One field at a time, each with all types. Some of them the node honours, some it lets pass, most it refuses: none may carry a value on."""
        text, value = self.made.text, self.made.value

        def tool(path):
            return {"type": "function", "function": {"name": "look_up", "description": text(path), "parameters": {
                "type": "object", "properties": {value(path): {"type": "string", "description": text(path), "enum": [text(path)]}}}}}
        arguments = json.dumps({"customer": text("tool call arguments")})
        fields = {
            **{name: text(name) for name in (
                "user", "safety_identifier", "prompt_cache_key", "service_tier", "reasoning_effort", "verbosity", "store", "seed", "top_p",
                "temperature", "max_tokens", "max_completion_tokens", "stream", "n", "presence_penalty", "frequency_penalty", "logprobs",
                "top_logprobs", "parallel_tool_calls", "prompt_cache_retention")},
            "metadata": {value("key of metadata"): text("metadata")}, "logit_bias": {value("logit_bias"): 1}, "stop": [text("stop")],
            "stream_options": {"include_usage": text("stream_options")},
            "response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": {"description": text("response_format")}}},
            "tools": [tool("tools")], "tool_choice": {"type": "function", "function": {"name": value("tool_choice")}},
            "functions": [tool("functions")["function"]], "function_call": {"name": value("function_call")},
            "audio": {"voice": text("audio")}, "prediction": {"type": "content", "content": text("prediction")},
            "web_search_options": {"user_location": text("web_search_options")}, "modalities": [text("modalities")],
            "unknown_field": text("unknown field"), value("name of an unknown field", "URL"): text("unknown field"),
            "weir": {"note": text("weir")}, "documents": [{"text": text("documents")}],
        }
        messages = [{"role": "user", "content": LOW}]
        for name, content in fields.items():
            path = f"field {name}" if name.replace("_", "").isalpha() else "field whose name is a value"
            self.post(path, CHAT, {"model": "upstream", "messages": messages, name: content}, expected=(200, 202, 400, 404, 422))
        self.post("model", CHAT, {"model": value("model"), "messages": messages}, expected=(400, 404))
        turns = {
            "role": {"role": value("role"), "content": "x"},
            "content of the wrong type": {"role": "user", "content": {"text": text("content")}},
            "unknown part": {"role": "user", "content": [{"type": value("type of a part"), "text": text("unknown part")}]},
            "image": {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://" + value("image", "URL")}}]},
            "audio part": {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": text("audio part")}}]},
            "refusal": {"role": "assistant", "content": None, "refusal": text("refusal")},
            "tool turn": {"role": "tool", "tool_call_id": value("tool_call_id"), "content": text("tool turn")},
            "function turn": {"role": "function", "name": "look_up", "content": text("function turn")},
            "tool call": {"role": "assistant", "content": None, "tool_calls": [
                {"id": value("id of a tool call"), "type": "function", "function": {"name": "look_up", "arguments": arguments}}]},
            "unknown member": {"role": "user", "content": "x", value("name of an unknown member"): text("unknown member")},
        }
        for name, turn in turns.items():
            body = {"model": "upstream", "messages": [messages[0], turn, messages[0]]}
            self.post(f"turn: {name}", CHAT, body, expected=(200, 202, 400, 422))
        # The whole of an exchange with tools, as it would look if the node took them.
        self.post("tools together", CHAT, {"model": "upstream", "tools": [tool("tools together")], "messages": [
            messages[0], turns["tool call"], turns["tool turn"], messages[0]]}, expected=(200, 202, 400, 422))

    def other_calls(self):
        text, value = self.made.text, self.made.value
        def shown(path, where, body, expected=(200,)):
            """An answer that shows masked text alone."""
            _, _, answer = self.post(path, where, body, expected=expected)
            self.answers.append(Place(f"answer to {path}", answer, True))
            return json.loads(answer)
        shown("classify", "/v1/classify", {"text": text("classify")})
        masked = shown("mask", "/v1/mask", {"text": text("mask")})
        shown("mask again", "/v1/mask", {"text": text("mask again"), "conversation_id": masked["conversation_id"]})
        # Not every release takes these forms; none may answer with a value.
        for path, body in (
            ("mask texts", {"texts": [text("mask texts"), text("mask texts")]}),
            ("mask, explained", {"text": text("mask, explained"), "explain": True}),
            ("mask messages", {"messages": [{"role": role, "content": text("mask messages")} for role in ("system", "user", "tool")]}),
            ("mask a named message", {"messages": [{"role": "user", "name": value("mask a named message"), "content": "x"}]}),
        ):
            shown(path, "/v1/mask", body, (200, 400))
        conversation = {"conversation_id": masked["conversation_id"]}
        _, _, answer = self.post("restore", "/v1/restore", {"text": masked["masked"], **conversation}, expected=(200,))
        restored = json.loads(answer)["text"]
        self.restored("restore", "mask", restored)
        self.post("restore, style", "/v1/restore", {"text": "x", **conversation, "style": value("restore, style")}, expected=(400,))
        self.post("restore of raw text", "/v1/restore", {"text": text("restore"), **conversation}, expected=(200,))
        self.post("embeddings", "/v1/embeddings", {"model": "local", "input": [text("embeddings")] * 2, "user": text("user of embeddings")},
                  expected=(200,))
        for where in ("/v1/classify", "/v1/mask", "/v1/restore", "/v1/embeddings"):
            self.post(f"{where}: conversation", where, {"text": text(where), "conversation_id": value(where)}, expected=(400, 404))
            self.post(f"{where}: unknown field", where, {"text": text(where), value(where): text(where)}, expected=(400,))
            self.post(f"{where}: wrong type", where, {"text": [text(where)], "input": {"x": text(where)}, "model": value(where)}, expected=(400, 404))
        for path, body in (("embeddings: model", {"model": value("embeddings: model"), "input": text("embeddings: model")}),
                           ("embeddings: format", {"model": "local", "input": "x", "encoding_format": text("embeddings: format")}),
                           ("embeddings: upstream", {"model": "upstream", "input": text("embeddings: upstream")})):
            self.post(path, "/v1/embeddings", body, expected=(400, 404))

    def commands(self):
        """The verbs that read texts from a pipe: what is wrong with a line is said without the line."""
        def text(path):
            return self.made.text(path, self.made.by_pattern)
        model = ("--model", MODEL)
        for command, line in (
            (("mask", "--json"), json.dumps({"text": text("mask --json")})), (("mask", "--json"), json.dumps({"text": [text("mask --json")]})),
            (("mask", "--json"), text("mask --json").replace("\n", " ")), (("mask",), text("mask of lines")),
            (("tokenize", *model), '"' + text("tokenize").replace("\n", " ")), (("tokenize", *model), json.dumps([text("tokenize")])),
            (("embed", *model), '"' + text("embed").replace("\n", " ") + '\\x"'), (("embed", *model), json.dumps({self.made.value("embed"): 1})),
        ):
            result = subprocess.run([self.fleet.node_binary, *command], input=line + "\n", capture_output=True, text=True, timeout=PATIENCE)
            self.output(f"weir-node {command[0]}", result.stderr + (result.stdout if command[0] == "mask" else ""))

    def broken_calls(self):
        """What does not parse is somebody's text all the same."""
        def body(path):
            return json.dumps({"model": "upstream", "messages": [{"role": "user", "content": self.made.text(path)}]}).encode()
        for name, broken in {
            "cut JSON": body("cut JSON")[:-4],
            "no JSON": self.made.text("no JSON").encode(),
            "two documents": body("two documents") * 2,
            "invalid UTF-8": body("invalid UTF-8").replace(b"upstream", b"\xff\xfe"),
            "a lone surrogate": body("a lone surrogate").replace(b"upstream", b"\\ud800"),
            "too deep": b'{"messages":' + b"[" * 5_000 + body("too deep") + b"]" * 5_000 + b"}",
            "a string": json.dumps(self.made.text("a string")).encode(),
            "too large": body("too large")[:-4] + b" x" * 400_000 + b'"}]}',
            "a NUL": body("a NUL").replace(b"upstream", b"up\0stream"),
            "a name twice": b'{"model":"upstream",' + body("a name twice")[1:],
        }.items():
            self.post(f"broken: {name}", CHAT, broken, expected=(200, 202, 400, 413))
        port, value = self.fleet.node_ports[NODE], self.made.value

        def quoted(path, entity="URL"):
            return value(path, entity).replace(" ", "%20")

        def header(path, name, entity="EMAIL_ADDRESS", prefix="", method="GET", where="/v1/models"):
            return path, method, where, {name: prefix + value(path, entity)}
        for path, method, where, headers in (
            ("path", "GET", "/v1/" + quoted("path"), {}),
            ("id of a request", "GET", "/v1/requests/" + quoted("id of a request"), {}),
            ("name of a model", "GET", "/v1/models/" + quoted("name of a model"), {}),
            ("end of a conversation", "DELETE", "/v1/conversations/" + quoted("end of a conversation"), {}),
            ("end of a request's map", "DELETE", "/v1/requests/" + quoted("end of a request's map") + "/map", {}),
            ("query", "GET", "/v1/requests?limit=" + quoted("query", "EMAIL_ADDRESS"), {}),
            ("query of a page", "GET", "/?next=" + quoted("query of a page", "IBAN_CODE"), {}),
            ("query of metrics", "GET", "/metrics?" + quoted("query of metrics", "EMAIL_ADDRESS"), {}),
            ("fragment", "GET", "/readyz#" + quoted("fragment", "EMAIL_ADDRESS"), {}),
            ("method", value("method", "CRYPTO"), "/v1/models", {}),
            ("name of a header", "GET", "/v1/models", {value("name of a header", "CRYPTO"): "1"}),
            header("bearer", "Authorization", "CRYPTO", "Bearer "),
            header("basic authorization", "Authorization", "CRYPTO", "Basic "),
            header("cookie", "Cookie", "CRYPTO", "session="),
            header("agent", "User-Agent"),
            header("referer", "Referer", "URL", "https://"),
            header("origin", "Origin", "URL", "https://"),
            header("host", "Host"),
            header("unknown header", "X-Customer", "PHONE_NUMBER"),
            header("content type", "Content-Type", method="POST", where=CHAT),
            header("conversation header", "weir-conversation-id", method="POST", where=CHAT),
            header("decision header", "weir-decision-id", method="POST", where=CHAT),
            header("local-only header", "weir-local-only", method="POST", where=CHAT),
            header("organization header", "OpenAI-Organization", method="POST", where=CHAT),
            header("idempotency header", "Idempotency-Key", method="POST", where=CHAT),
        ):
            try:
                data = body(path) if method == "POST" else b""
                status, fields, answer = self.raw(port, method, where, data, headers)
                if status >= 400:
                    self.answers.append(Place(f"error answer to {path}", str(fields).encode() + answer, True))
            except (OSError, http.client.HTTPException):
                # The node may close on what is no HTTP; what it wrote about it is looked at later.
                pass
        start = f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\n"
        for garbage in (value("no HTTP"), f"GET {value('no version')} HTTP/9.9\r\n\r\n", f"{start}{value('no header')}\r\n\r\n",
                        f"{start}Content-Length: 500\r\n\r\n{value('half a body')}",
                        f"{start}Content-Length: {value('length', 'US_BANK_NUMBER')}\r\n\r\n{value('body of that length')}"):
            with socket.create_connection(("127.0.0.1", port), 10) as connection:
                connection.sendall(garbage.encode() + b"\r\n")
        self.fleet.alive()

    def calls_to_the_plane(self):
        """An operator may paste a value, too. What is not stored on purpose must not be written down."""
        value = self.made.value
        bearer = {"Authorization": "Bearer " + self.token}

        def body(path, name, **others):
            return json.dumps({name: value(path), **others}).encode()
        for path, method, where, data, headers in (
            ("plane: path", "GET", "/api/v1/" + value("plane: path", "URL"), b"", bearer),
            ("plane: release", "GET", "/releases/" + value("plane: release", "URL"), b"", {}),
            ("plane: query", "GET", "/api/v1/approvals?state=" + value("plane: query"), b"", bearer),
            ("plane: node", "GET", "/api/v1/nodes/" + value("plane: node"), b"", bearer),
            ("plane: token", "GET", "/api/v1/policy", b"", {"Authorization": "Bearer " + value("plane: token", "CRYPTO")}),
            ("plane: no JSON", "POST", "/api/v1/approvals/1/approve", value("plane: no JSON").encode(), bearer),
            ("plane: wrong type", "PATCH", "/api/v1/policy", body("plane: wrong type", "threshold"), bearer),
            ("plane: no such approval", "POST", "/api/v1/approvals/999/approve", body("plane: no such approval", "text"), bearer),
            ("plane: no such intent", "PATCH", "/api/v1/policy", body("plane: no such intent", "intent", threshold=0.5), bearer),
            ("plane: command", "POST", f"/api/v1/nodes/{NODE}/commands", body("plane: command", "command"), bearer),
            ("plane: rollout", "POST", "/api/v1/rollouts", body("plane: rollout", "release"), bearer),
            ("plane: node's name", "POST", "/api/v1/nodes", body("plane: node's name", "node"), bearer),
        ):
            status, _, _ = self.raw(self.fleet.plane_port, method, where, data, headers)
            if not 400 <= status < 500:
                self.problems.append(f"{path}: HTTP {status}")

    def held(self):
        """A person looks at three drafts: one goes out as it is, one in other words, one not at all."""
        names = ["held, approved", "held, edited", "held, rejected"]
        decisions = [self.chat(name, HELD, route="hold", status=(202,))[1]["weir-decision-id"] for name in names]
        drafts = until("three drafts", lambda: (lambda a: a if len(a) >= 3 else None)(
            json.loads(self.fleet.control("approvals", "list", "--output", "json"))["approvals"]), PATIENCE)
        for draft in drafts:
            self.output(f"approvals show {draft['approval']}", self.fleet.control("approvals", "show", str(draft["approval"])))
        self.output("approvals list", self.fleet.control("approvals", "list"))
        self.sample_pages()
        self.sample_files()
        numbers = sorted(draft["approval"] for draft in drafts)[-3:]
        token = re.search(r"\[\[[A-Z]+_\d+\]\]", self.fleet.control("approvals", "show", str(numbers[1]))).group()
        self.fleet.control("approvals", "approve", str(numbers[0]))
        self.fleet.control("approvals", "approve", str(numbers[1]), "--text", f"We will call {token} back.")
        self.fleet.control("approvals", "reject", str(numbers[2]), "--reason", "call the requester back first")
        for name, decision in zip(names, decisions):
            state = self.answered(decision)
            outcome = state["answer"]["outcome"]
            if outcome != ("rejected" if name == "held, rejected" else "approved"):
                self.problems.append(f"{name}: {outcome}")
            if name == "held, edited" and "[[" in (state["answer"]["text"] or "[["):
                self.problems.append(f"{name}: the placeholder was not restored")
        self.output("approvals list of all", self.fleet.control("approvals", "list", "--state", "all"))

    def failing_upstream(self):
        self.stand_in(faults=[{"status": 500}, {"garbage": True}, {"half": True}])
        self.chat("upstream fails and recovers", LOW, model="upstream", route="escalate")
        self.stand_in(faults=[{"status": 400}])
        self.chat("upstream refuses", LOW, model="upstream", route="escalate", status=(502,))

    def killed(self):
        """kill -9 of node and plane while the large model has the question and nobody has the answer."""
        def trial_is_over():
            with open(self.fleet.path("log", NODE + ".log")) as log:
                return "from=trial" in log.read()
        # From the kill on trials are long, and a first release that were still on trial would stay so.
        until("the end of the first release's trial", trial_is_over, PATIENCE)
        self.stand_in(latency_ms=3000)
        before = self.received()

        def send(path, messages, streams):
            try:
                self.chat(path, LOW, model="upstream", messages=messages, stream=streams)
            except (OSError, http.client.HTTPException):
                # The node died under it, as it was meant to.
                pass
        # Drawn one after the other, so that the same seed draws the same values.
        threads = [threading.Thread(target=send, args=(path, self.conversation(path, LOW), streams))
                   for path, streams in (("killed while waiting", False), ("killed while streaming", True))]
        for thread in threads:
            thread.start()
        until("both at the large model", lambda: self.received() >= before + 2, PATIENCE)
        self.fleet.stop(NODE, signal.SIGKILL)
        self.fleet.stop("plane", signal.SIGKILL)
        for thread in threads:
            thread.join()
        self.sample_files()
        self.stand_in(latency_ms=20)
        self.fleet.start_plane()
        # The release that comes later shall still be on trial when the node is killed again.
        self.fleet.settings["WEIR_NODE_UPDATE_TRIAL_S"] = "600"
        self.fleet.start_node(NODE)
        newest = [record["id"] for record in call(self.fleet.node_urls[NODE] + "/v1/requests?limit=2").json()["data"]]
        for decision in newest:
            state = self.answered(decision)
            if state["answer"]["outcome"] != "answered":
                self.problems.append(f"killed: {state['answer']['outcome']}")

    def offline(self):
        """The broker is gone: what waits, waits through a kill -9 of the node."""
        self.fleet.stop("broker", signal.SIGKILL)
        url = self.fleet.node_urls[NODE]
        until("the node to notice", lambda: call(url + "/readyz").json()["link"] != "up", PATIENCE)
        waiting = [
            self.chat("offline, waits", WAITS_OFFLINE, model="upstream", route="wait", status=(202,))[1],
            self.chat("offline, waits in a stream", WAITS_OFFLINE, model="upstream", route="wait", status=(202,), stream=True)[1],
        ]
        self.chat("offline, answered", LOW, model="upstream", route="local", marked=True)
        self.chat("offline, refused", REFUSED_OFFLINE, route="refuse", status=(503,), marked=True)
        self.chat("offline, header", WAITS_OFFLINE, model="upstream", status=(200, 422), headers=LOCAL_ONLY, marked=True)
        self.fleet.stop(NODE, signal.SIGKILL)
        self.sample_files()
        self.fleet.start_broker()
        self.fleet.start_node(NODE)
        for fields in waiting:
            state = self.answered(fields["weir-decision-id"])
            if state["answer"]["outcome"] != "answered":
                self.problems.append(f"offline: {state['answer']['outcome']}")

    def kept_here(self):
        """The header keeps everything on the device, masked or not, whatever else the caller asks for."""
        self.chat("header, upstream", LOW, model="upstream", status=(200, 422), headers=LOCAL_ONLY, marked=True)
        self.chat("header, streamed", LOW, model="upstream", status=(200, 422), headers=LOCAL_ONLY, marked=True, stream=True)
        self.chat("header, unknown", UNKNOWN, status=(200, 422), headers=LOCAL_ONLY, marked=True)
        self.chat("header, high risk", HELD, status=(422,), headers=LOCAL_ONLY, marked=True)

    def policy_changed(self):
        self.fleet.control("policy", "set", "--intent", "password_reset", "--threshold", "1.01", "--wait")
        self.chat("escalated by the policy", LOW, route="escalate")
        self.fleet.control("policy", "set", "--intent", "password_reset", "--reset", "--wait")
        self.chat("answered here again", LOW, route="local", marked=True)

    def policy_keeps(self):
        """The same by policy, for every request, for a class, and from a level of sensitivity on."""
        for path, setting, back in (
            ("policy keeps everything", ["--local-only", "true"], ["--local-only", "false"]),
            ("policy keeps the class", ["--intent", "password_reset", "--local-only", "true"], ["--intent", "password_reset", "--reset"]),
            ("policy keeps personal data", ["--local-only-from", "personal"], ["--local-only-from", "never"]),
        ):
            self.fleet.control("policy", "set", *setting, "--wait")
            try:
                self.chat(path, LOW, model="upstream", status=(200, 422), marked=True)
            finally:
                self.fleet.control("policy", "set", *back, "--wait")

    def rolled_back(self):
        """A second release takes over; the node is killed until it gives it up and goes back to the first."""
        first = call(self.fleet.node_urls[NODE] + "/readyz").json()["release"]
        folder = shutil.copytree(self.workflow, self.fleet.path("second-workflow"))
        with open(os.path.join(folder, "workflow.toml"), "r+") as file:
            text = file.read().replace("You can set a new password yourself:", "Set a new password yourself:")
            file.seek(0)
            file.truncate()
            file.write(text)
        # Trained sooner, and a release that carries less than the one before.
        shutil.rmtree(os.path.join(folder, "sensitivity"), ignore_errors=True)
        second = self.fleet.build_release(folder)
        self.fleet.control("release", "push", second, "--key", self.fleet.path("keys", "release.pub"))
        self.fleet.control("rollout", "start", os.path.basename(second))

        def ready():
            return call(self.fleet.node_urls[NODE] + "/readyz").json()

        def serves(release):
            return until("the release to serve", lambda: self.fleet.alive() and ready()["release"] == release, PATIENCE)
        serves(os.path.basename(second))
        self.chat("on trial", LOW, model="upstream", route="escalate")
        self.chat("on trial, answered here", LOW, model="local", route="local", marked=True)
        for _ in range(4):
            self.fleet.stop(NODE, signal.SIGKILL)
            self.fleet.start_node(NODE)
        serves(first)
        until("the link", lambda: ready()["link"] == "up", PATIENCE)
        self.chat("after the rollback", LOW, model="upstream", route="escalate")

    # ------------------------------------------------------------ looking

    def output(self, name, text):
        self.samples.append(Place(f"output of {name}", text.encode()))

    def sample_pages(self):
        """What would be gone later: pages that count from a start, answers of an API whose rows come and go."""
        fleet = self.fleet
        self.samples.append(Place("metrics of the node", call(fleet.node_urls[NODE] + "/metrics").body))
        self.samples.append(Place("metrics of the plane", call(fleet.plane_url + "/metrics").body))
        paths = ["summary", "nodes", f"nodes/{NODE}", "policy", "escalations?limit=1000", "approvals?state=all", "releases", "rollouts"]
        approvals = call(f"{fleet.plane_url}/api/v1/approvals?state=all", token=self.token).json()["approvals"]
        for path in [*paths, *(f"approvals/{approval['approval']}" for approval in approvals)]:
            self.samples.append(Place(f"the plane's /api/v1/{path}", call(f"{fleet.plane_url}/api/v1/{path}", token=self.token).body))

    def sample_files(self):
        """Before they are tidied: a killed process leaves its write-ahead log behind, an answer ends a wait."""
        self.samples += self.files("the plane's file", "plane", False) + self.files("the node's file", NODE, True)

    def records(self):
        """What the node shows of what it decided and sent: masked, as it was sent."""
        records = call(self.fleet.node_urls[NODE] + "/v1/requests?limit=200").json()["data"]
        for record in records:
            self.samples.append(Place("the node's decision records", json.dumps(record, ensure_ascii=False).encode(), True))
            uplink = self.fleet.record(NODE, record["id"])["uplink"]
            if uplink:
                self.masked.update(record["masked_entities"])
                self.samples.append(Place("the node's copy of what it sent", json.dumps(uplink, ensure_ascii=False).encode(), True))

    def files(self, kind, folder, is_the_nodes_own):
        """Raw bytes of every file, and every column of every row of the databases among them: SQLite cuts a long value into pages."""
        places, names, root = [], [], self.fleet.path(folder, "")
        for path in sorted(glob.glob(os.path.join(root, "**"), recursive=True)):
            name = f"{kind} {os.path.relpath(path, root)}"
            names.append(os.fsencode(name))
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                data = file.read()
            places.append(Place(name, data, is_the_nodes_own))
            if data.startswith(SQLITE):
                places.append(Place(name + ", row by row", self.rows(path), is_the_nodes_own))
        return [*places, Place(f"names of {kind}", b"\n".join(names), is_the_nodes_own)]

    @staticmethod
    def rows(path):
        values = []
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            for table, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    values += [value if isinstance(value, bytes) else str(value).encode() for value in row if value is not None]
        return b"\n".join(values)

    def places(self):
        """Everything there is to search, at the end."""
        fleet = self.fleet
        self.sample_pages()
        self.sample_files()
        self.records()
        places = self.samples + self.answers
        heard = b"\n".join(topic.encode() + b" " + payload for topic, payload in fleet.messages())
        places.append(Place("what a subscriber to every topic heard", heard))
        places.append(Place("retained messages", b"\n".join(fleet.retained())))
        for name, line in fleet.lines.items():
            there, back = line.seen()
            near, far = name.split(" to ")
            places += [Place(f"bytes from the {near} to the {far}", there), Place(f"bytes from the {far} to the {near}", back)]
            # A stream of a few letters an event would hide a value from the search.
            pieces = re.findall(rb'"content":"((?:[^"\\]|\\.)*)"', back)
            places.append(Place(f"events from the {far} to the {near}, joined", b"".join(pieces)))
        places.append(Place("what the large model's stand-in received", call(fleet.stand_in_url + "/received").body))
        for path in glob.glob(fleet.path("log", "*.log")):
            with open(path, "rb") as log:
                places.append(Place(f"log of {os.path.basename(path)[:-4]}", log.read()))
        for folder in ("releases", "broker", "keys", "temporary"):
            places += self.files(f"file of {folder}:", folder, False)
        return places
