#!/usr/bin/env python3
"""Runs a fleet and shows request after request going through it. Called by demo.sh, which builds what it needs; standard library only."""
import argparse
import collections
import concurrent.futures
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Tests", "Support"))
from fleet import HELPDESK, Fleet, FleetError, call, until  # noqa: E402

NODES = ["desk-berlin", "desk-lisbon", "desk-osaka"]
BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


def say(text):
    print(f"\n{BOLD}== {text}{PLAIN}", flush=True)


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


def quantile(values, q):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


class Sent:
    """One ticket and what became of it."""

    def __init__(self, ticket, node, reply):
        self.ticket, self.node, self.reply = ticket, node, reply
        self.decision = reply.headers.get("weir-decision-id")
        self.route, self.reason = reply.headers.get("weir-route", f"HTTP {reply.status}"), reply.headers.get("weir-reason", "")
        self.model = reply.headers.get("weir-model", "")
        self.full = None

    def text(self):
        choices = self.reply.json().get("choices") or []
        return choices[0]["message"]["content"] if choices else ""


class Demo:
    def __init__(self, fleet, tickets):
        self.fleet, self.tickets = fleet, tickets
        self.sent, self.claims = [], []
        self.capture_path = fleet.path("wire.log")

    def claim(self, text, holds, detail=""):
        self.claims.append((text, bool(holds), detail))

    # ------------------------------------------------------------ the wire, as a bystander sees it

    def start_tap(self):
        """Everything that crosses the broker, in hexadecimal, read with the tap's own broker account. Started again with the broker."""
        if "weir-tap" not in self.fleet.broker_users:
            self.tap_password, _ = self.fleet.secret("tap", "broker.password")
            self.fleet.add_broker_user("weir-tap", self.tap_password)
        # The password goes through mosquitto_sub's configuration file: an argument could be read by every user of the machine.
        options = self.fleet.write(f"-u weir-tap\n-P {self.tap_password}\n-i weir-tap\n", "tap", "mosquitto_sub")
        shutil.copy(options, self.fleet.path("tap", "config", "mosquitto_sub"))
        command = ["mosquitto_sub", "-V", "mqttv5", "-p", str(self.fleet.broker_port), "-q", "1", "-t", "weir/v1/#", "-F", "%t %x"]
        with open(self.capture_path, "ab") as capture:
            self.tap = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=capture, stderr=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, "XDG_CONFIG_HOME": os.path.dirname(self.fleet.path("tap", "config", "mosquitto_sub"))})
        self.fleet.processes["tap"] = self.tap

    def wire(self):
        """All payloads seen so far, and how many bytes each kind of topic carried."""
        payloads, sizes = [], collections.Counter()
        with open(self.capture_path) as capture:
            for line in capture:
                topic, _, digits = line.rstrip("\n").partition(" ")
                payload = bytes.fromhex(digits) if len(digits) % 2 == 0 else b""
                payloads.append(payload)
                sizes[topic.split("/", 4)[-1] if "/nodes/" in topic else topic] += len(payload)
        return payloads, sizes

    # ------------------------------------------------------------ sending

    def send(self, tickets, show):
        """Each node gets every third ticket, one after the other; nodes work side by side. Lines are printed in order."""
        def lane(index):
            return [(number, self.send_one(ticket, NODES[index])) for number, ticket in list(enumerate(tickets))[index::len(NODES)]]
        with concurrent.futures.ThreadPoolExecutor(len(NODES)) as pool:
            results = dict(pair for lane_results in pool.map(lane, range(len(NODES))) for pair in lane_results)
        for number in range(len(tickets)):
            self.sent.append(results[number])
            if show:
                self.show(results[number])
        return [results[number] for number in range(len(tickets))]

    def send_one(self, ticket, node):
        sent = Sent(ticket, node, self.fleet.ask(node, ticket["text"]))
        if sent.decision:
            sent.full = self.fleet.record(node, sent.decision)
        return sent

    def show(self, sent):
        if sent.full is None:
            print(f"{sent.node:12s} HTTP {sent.reply.status} {sent.reply.body[:200]!r}")
            return
        record = sent.full["record"]
        masked = " ".join(record["turns"][-1]["masked_text"].split())
        if sent.full["uplink"]:
            left = f"{sent.full['uplink']['bytes']} B: {json.dumps(sent.full['uplink']['message'], ensure_ascii=False)}"
        else:
            left = "nothing"
        upstream = self.fleet.upstream_model
        model = {"escalate": f" by {sent.model}", "hold": f", drafted by {upstream}", "wait": f", for {upstream}"}.get(sent.route, "")
        print(f"{sent.node[5:]:6s} | {masked} | {BOLD}{record['intent'] or '-'} {record['confidence'] or 0:.2f} → {sent.route} ({sent.reason})"
              f"{model}{PLAIN} | {milliseconds(sent.reply.seconds)} | left: {DIM}{left}{PLAIN}", flush=True)

    # ------------------------------------------------------------ acts

    def act_tickets(self):
        say(f"{len(self.tickets)} tickets through the nodes' HTTP API: masked text, intent, confidence, route, reason, latency, what left the device")
        sent = self.send(self.tickets, show=True)
        self.claim("at least 80 tickets were sent", len(sent) >= 80, f"{len(sent)}")
        self.claim("every ticket has a decision record", all(s.full for s in sent))
        self.claim("every answer is 200, every hold 202", all(s.reply.status == (202 if s.route == "hold" else 200) for s in sent),
                   f"{collections.Counter((s.route, s.reply.status) for s in sent)}")
        local = [s for s in sent if s.route == "local"]
        self.claim("locally answered tickets sent no content byte", local and all(s.full["uplink"] is None and s.reply.headers["weir-uplink-bytes"] == "0" for s in local))
        risky = [s for s in sent if s.ticket["kind"] == "risky"]
        self.claim("no class of high risk was answered on the device", not any(s.route == "local" and s.full["record"]["risk"] == "high" for s in sent))
        print(f"\nof {len(risky)} tickets written as risky, {sum(s.route == 'hold' for s in risky)} are held for a person, "
              f"{sum(s.route == 'escalate' for s in risky)} escalated, {sum(s.route == 'local' for s in risky)} answered here because they were taken for another class")
        escalated = [s for s in sent if s.route == "escalate"]
        answered = [s for s in escalated if s.reply.status == 200]
        restored = [s for s in answered if any(canary in s.text() for canary in s.ticket["canaries"])]
        # A real model need not quote any; the stand-in quotes all it saw.
        self.claim("escalated answers carry the values back that only the node knows", restored or not self.fleet.stand_in_url,
                   f"{len(restored)} of {len(answered)} quote one")
        # Secrets are masked one way: their placeholder stays, by design.
        self.claim("no answer shows a placeholder it could have restored", not any("[[" in s.text().replace("[[SECRET", "") for s in answered))
        if self.fleet.stand_in_url:
            self.claim("every answer of the stand-in says so", answered and all(s.model == "stand-in" and "[stand-in]" in s.text() for s in answered))

    def act_person(self):
        say("a person releases one held draft and rejects another")
        held = [s for s in self.sent if s.route == "hold"]
        drafts = until("two drafts in the approval queue", lambda: (lambda a: a if len(a) >= 2 else None)(
            json.loads(self.fleet.control("approvals", "list", "--output", "json"))["approvals"]), 30)
        print(self.fleet.control("approvals", "list"), end="")
        self.fleet.control("approvals", "approve", str(drafts[0]["approval"]), show=True)
        self.fleet.control("approvals", "reject", str(drafts[1]["approval"]), "--reason", "call the requester back first", show=True)

        def outcomes():
            found = [self.fleet.record(s.node, s.decision)["answer"] for s in held]
            words = collections.Counter(answer["outcome"] for answer in found if answer)
            return words if words["approved"] >= 1 and words["rejected"] >= 1 else None
        self.claim("the approved and the rejected draft reached their nodes", until("both decisions on the nodes", outcomes, 30))

    def act_threshold(self):
        say("one threshold changes from the command line while traffic flows; no node restarts")
        ticket, intent = self.confident_ticket()
        pids = {name: self.fleet.processes[name].pid for name in NODES}
        stop, flow = threading.Event(), {name: [] for name in NODES}

        def traffic(name):
            while not stop.is_set():
                reply = self.fleet.ask(name, ticket["text"])
                flow[name].append((int(reply.headers["weir-policy"]), reply.headers["weir-route"], reply.headers["weir-reason"]))
                self.sent.append(Sent(ticket, name, reply))
        threads = [threading.Thread(target=traffic, args=(name,)) for name in NODES]
        for thread in threads:
            thread.start()
        try:
            until("traffic on every node", lambda: all(len(seen) >= 3 for seen in flow.values()))
            print(f"$ weir-control policy set --intent {intent} --threshold 1.0 --wait")
            self.fleet.control("policy", "set", "--intent", intent, "--threshold", "1.0", "--wait", show=True)
            version = max(node["policy_version"] for node in json.loads(self.fleet.control("nodes", "list", "--output", "json"))["nodes"])
            until("requests under the new policy on every node", lambda: all(sum(seen[0] >= version for seen in seen_all) >= 2 for seen_all in flow.values()))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        for name, seen in flow.items():
            before = collections.Counter(f"{route} ({reason})" for policy, route, reason in seen if policy < version)
            after = collections.Counter(f"{route} ({reason})" for policy, route, reason in seen if policy >= version)
            print(f"{name:12s} policy < {version}: {dict(before)}   policy {version}: {dict(after)}")
        changed = all({route for policy, route, _ in seen if policy < version} == {"local"}
                      and {route for policy, route, _ in seen if policy >= version} == {"escalate"} for seen in flow.values())
        self.claim("the new threshold changed the route on every node", changed)
        self.claim("no node restarted", pids == {name: self.fleet.processes[name].pid for name in NODES} and self.fleet.alive())
        self.fleet.control("policy", "set", "--intent", intent, "--reset", "--wait")

    def confident_ticket(self):
        sent = max((s for s in self.sent if s.route == "local" and s.full["record"]["answer"]["kind"] == "template"),
                   key=lambda s: s.full["record"]["confidence"])
        return sent.ticket, sent.full["record"]["intent"]

    def act_broker(self):
        say("the broker stops, tickets go on, the broker comes back")
        self.fleet.stop("broker", signal.SIGKILL)
        self.fleet.stop("tap")
        for name in NODES:
            until(f"{name} to notice", lambda: call(self.fleet.node_urls[name] + "/readyz").json()["link"] != "up")
        # One ticket of every kind of route, on every node.
        picks = [ticket for kind in ("complex", "out_of_scope", "risky", "in_scope") for ticket in [t for t in self.tickets if t["kind"] == kind][:6]]
        sent = self.send(picks, show=False)
        for (route, reason), count in sorted(collections.Counter((s.route, s.reason) for s in sent).items()):
            print(f"{count:3d} × {route} ({reason})")
        waiting = [s for s in sent if s.reply.status == 202]
        self.claim("with the link down, nothing failed", all(s.reply.status in (200, 202, 503) and s.route != "escalate" for s in sent))
        self.claim("with the link down, escalations were accepted and wait", waiting, f"{len(waiting)}")
        # The nodes stand still until the tap listens again, so that nothing they send now goes by unseen.
        for name in NODES:
            self.fleet.processes[name].send_signal(signal.SIGSTOP)
        try:
            self.fleet.start_broker()
            seen = os.path.getsize(self.capture_path)
            self.start_tap()
            until("the tap to hear the plane again", lambda: os.path.getsize(self.capture_path) > seen)
        finally:
            for name in NODES:
                self.fleet.processes[name].send_signal(signal.SIGCONT)

        def count(holds):
            return sum(holds(self.fleet.record(s.node, s.decision)) for s in waiting)

        def comes(what, holds, expected):
            try:
                until(what, lambda: count(holds) == expected, 60)
            except FleetError:
                self.fleet.alive()
            return count(holds)
        unheld = sum(s.full["record"]["cause"] != "high_risk" for s in waiting)
        reached = comes("every waiting ticket on the plane", lambda r: r["uplink"]["state"] in ("received", "answered"), len(waiting))
        answered = comes("every answer that needs no person", lambda r: r["status"] == "answered" and r["record"]["cause"] != "high_risk", unheld)
        print(f"{reached} of {len(waiting)} waiting tickets reached the plane; {answered} of the {unheld} that need no person are answered")
        self.claim("after the broker's return nothing was lost", (reached, answered) == (len(waiting), unheld))

    def act_summary(self):
        say("summary")
        escalations = sum(1 for s in self.sent if s.full and s.full["uplink"])
        routes = collections.defaultdict(list)
        for s in self.sent:
            routes[s.route].append(s.reply.seconds)
        total = sum(len(seconds) for seconds in routes.values())
        summary = until("the last metrics windows", lambda: (lambda got: got if got["requests"] >= total else None)(self.fleet.plane("/api/v1/summary")), 30)
        print(f"requests                 {total} (plane counts {summary['requests']} through the nodes' metrics)")
        print(f"kept local               {summary['share_local'] * 100:.1f} %")
        for route, seconds in sorted(routes.items()):
            print(f"  {route:9s} {len(seconds):5d}   p50 {milliseconds(quantile(seconds, 0.5)):>9s}   p99 {milliseconds(quantile(seconds, 0.99)):>9s}")
        records = [s.full["record"] for s in self.sent if s.full]
        local = [r for r in records if r["route"] == "local"]
        beside = [(sum(v for k, v in r["stage_us"].items() if k != "encode")) / 1000 for r in local]
        encode = [r["stage_us"].get("encode", 0) / 1000 for r in local]
        whole = [s.reply.seconds * 1000 for s in self.sent if s.full and s.route == "local"]
        http = [w - sum(r["stage_us"].values()) / 1000 for w, r in zip(whole, local)]
        print(f"local path               encoder p50 {quantile(encode, 0.5):.2f} ms; every other stage together p50 {quantile(beside, 0.5):.2f} ms, p99 {quantile(beside, 0.99):.2f} ms;")
        print(f"                         HTTP and this client, on the same two cores, p50 {quantile(http, 0.5):.2f} ms")
        uplink, baseline = sum(summary["uplink_bytes"].values()), summary["baseline_bytes"]
        content = summary["uplink_bytes"].get("escalation", 0)
        print(f"uplink                   {content / total:.0f} B of content a request (sending everything: {baseline / total:.0f} B), metrics {(uplink - content) / total:.0f} B")
        print(f"tokens                   {summary['prompt_tokens']} prompt, {summary['completion_tokens']} completion")
        cost, calls = summary["cost_micro_usd"], sum(summary["answers"].values())
        per_call = cost / calls if calls else 0
        print(f"money                    ${cost / 1e6:.6f} for {calls} answers; at that price every request would have been ${per_call * total / 1e6:.6f}")
        print("masked                   " + ", ".join(f"{count} {name}" for name, count in sorted(summary["masked_entities"].items())))
        print(f"upstream                 {self.fleet.upstream_model}" + (" (a stand-in: no model wrote these answers)" if self.fleet.stand_in_url else f" at {self.fleet.upstream}"))
        self.claim("the plane merged a count of every request", summary["requests"] == total, f"{summary['requests']} of {total}")
        self.claim("some content stayed and some left", 0 < escalations < total)
        for name in NODES:
            with open(f"/proc/{self.fleet.processes[name].pid}/status") as status:
                resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
            print(f"resident, {name:14s} {resident / 1000 * 1.024:.1f} MB with the model")
            self.claim(f"{name} stays within 80 MB", resident * 1024 <= 80_000_000, f"{resident * 1024} bytes")

    def act_leaks(self):
        """Looks for every personal value of every ticket wherever it must not be."""
        say("looking for personal values where they must not be")
        canaries = sorted({canary for ticket in self.tickets for canary in ticket["canaries"]})
        needles = [canary.encode() for canary in canaries] + [json.dumps(canary)[1:-1].encode() for canary in canaries]
        payloads, sizes = self.wire()
        places = {"the wire": payloads, "the logs": [], "the plane's database": [], "the nodes' decision records": [], "what the upstream received": []}
        for path in glob.glob(self.fleet.path("log", "*.log")):
            with open(path, "rb") as log:
                places["the logs"].append(log.read())
        for path in glob.glob(self.fleet.path("plane", "data", "*.sqlite*")):
            with open(path, "rb") as database:
                places["the plane's database"].append(database.read())
        for s in self.sent:
            if s.full:
                places["the nodes' decision records"].append(json.dumps(s.full["record"], ensure_ascii=False).encode())
        if self.fleet.stand_in_url:
            places["what the upstream received"].append(call(self.fleet.stand_in_url + "/received").body)
        for place, contents in places.items():
            found = sorted({needle.decode() for needle in needles for content in contents if needle in content})
            print(f"{place:28s} {sum(map(len, contents)):9d} bytes, {len(found)} of {len(canaries)} values")
            self.claim(f"no personal value in {place}", not found and (contents or place == "what the upstream received"), f"{len(found)} found")
        secrets = [s.encode() for s in self.fleet.secrets]
        self.claim("no generated secret in a log", not any(secret in log for secret in secrets for log in places["the logs"]))
        seen = ", ".join(f"{topic} {size} B" for topic, size in sorted(sizes.items()))
        print(f"{DIM}payload bytes on the wire by topic: {seen}{PLAIN}")
        self.claim("the tap saw escalations", sizes["up/escalation"] > 0)

    def verdict(self):
        say("the demo's own claims")
        for text, holds, detail in self.claims:
            print(f"{'holds ' if holds else 'FAILS '} {text}{': ' + detail if detail else ''}")
        failed = sum(not holds for _, holds, _ in self.claims)
        print(f"\n{len(self.claims) - failed} hold, {failed} fail")
        return failed == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--once", action="store_true")
    arguments = parser.parse_args()
    # A plain SIGTERM must clean up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open(os.path.join(HELPDESK, "demo", "tickets.jsonl")) as file:
        tickets = [json.loads(line) for line in file]
    began = time.monotonic()
    with Fleet(arguments.binaries, arguments.model, NODES, upstream_arguments=["--latency-ms", "150"]) as fleet:
        try:
            demo = Demo(fleet, tickets)
            say("starting broker, control plane, three nodes and the upstream on loopback")
            fleet.start_all()
            demo.start_tap()
            print(f"upstream: {fleet.upstream_model}" + (" — a stand-in that speaks the OpenAI protocol; set OPENAI_API_KEY for a real model" if fleet.stand_in_url else ""))
            say("building and signing a release from firmware-config/helpdesk, pushing it, rolling it out")
            fleet.roll_out(fleet.build_release(HELPDESK, show=True), show=True)
            demo.act_tickets()
            demo.act_person()
            demo.act_threshold()
            demo.act_broker()
            demo.act_summary()
            demo.act_leaks()
            held = demo.verdict()
            print(f"took {time.monotonic() - began:.0f} s from a warm build", flush=True)
            if not arguments.once:
                say("the pages stay open until Ctrl-C")
                print(f"plane        {fleet.plane_url}/")
                for name in NODES:
                    print(f"{name:12s} {fleet.node_urls[name]}/")
                while fleet.alive():
                    time.sleep(1)
            return 0 if held else 1
        except KeyboardInterrupt:
            print("\nending", flush=True)
            return 0 if not arguments.once else 130
        except FleetError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
