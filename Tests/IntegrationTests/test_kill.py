"""kill -9 of node, plane and broker in the middle of 200 escalations: every accepted one is answered once and billed once."""
import concurrent.futures
import glob
import re
import signal
import sqlite3
import threading
import unittest
import urllib.error

from support import FleetTestCase
from fleet import call, until

ESCALATIONS = 200
NODE = "kill-node"


class KillTests(FleetTestCase):
    nodes = [NODE]
    # Slow enough that kills hit escalations in every state, from queued to answered.
    upstream_arguments = ["--latency-ms", "40"]

    def test_every_accepted_escalation_is_answered_once_and_billed_once(self):
        accepted, lock = {}, threading.Lock()
        killed = {"node": threading.Event(), "plane": threading.Event(), "broker": threading.Event()}

        def send(number):
            """Sends until the node says it accepted. A connection that died leaves open whether it did: such a one may be there twice, under two ids."""
            body = {"model": "upstream", "messages": [{"role": "user", "content": f"Ticket number {number}: please answer."}]}

            def attempt():
                try:
                    reply = call(self.fleet.node_urls[NODE] + "/v1/chat/completions", body)
                except (OSError, urllib.error.URLError, ValueError):
                    return None
                return reply if reply.status in (200, 202) else None
            reply = until(f"escalation {number} to be accepted", attempt, 60)
            with lock:
                accepted[reply.headers["weir-decision-id"]] = number
                self.strike(len(accepted), killed)

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(send, range(ESCALATIONS)))
        self.assertTrue(all(event.is_set() for event in killed.values()), "all three were killed on the way")

        decisions = list(accepted)
        def answered():
            states = [self.fleet.record(NODE, decision) for decision in decisions]
            return states if all(state["status"] == "answered" for state in states) else None
        states = until("every accepted escalation to be answered", answered, 120)

        for state in states:
            self.assertEqual(state["answer"]["outcome"], "answered")
            self.assertIn("[stand-in]", state["answer"]["text"])
        ids = {(state["uplink"]["message"]["id"]["boot"], state["uplink"]["message"]["id"]["sequence"]) for state in states}
        self.assertEqual(len(ids), ESCALATIONS, "every accepted request has an id of its own")

        # The node's outbox has drained, so nothing is under way when the plane's books are read.
        until("the outbox to drain", lambda: re.search(rb"^weir_node_outbox_depth\S* 0$", call(self.fleet.node_urls[NODE] + "/metrics").body, re.M))
        database, = glob.glob(self.fleet.path("plane", "data", "*.sqlite")) or glob.glob(self.fleet.path("plane", "data", "*.db"))
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as plane:
            rows, open_rows = plane.execute("SELECT count(*), count(*) FILTER (WHERE answer IS NULL) FROM escalations").fetchone()
            bills, attempts = plane.execute("SELECT sum(completions), sum(attempts) FROM costs").fetchone()
        stats = call(self.fleet.stand_in_url + "/stats").json()
        print(f"\n{len(decisions)} accepted, {rows} on the plane, {bills} bills in {attempts} attempts, upstream billed {stats['billed']} of {stats['requests']} requests")
        self.assertGreaterEqual(rows, ESCALATIONS)
        self.assertEqual(open_rows, 0)
        self.assertEqual(bills, rows, "one bill for each escalation on the plane")
        self.assertEqual(stats["billed"], rows, "the upstream billed each once, though it was asked again after kills")

    def strike(self, count, killed):
        """Runs under the lock, so the kill lands while the other senders wait for their replies."""
        if count == 40:
            self.fleet.stop(NODE, signal.SIGKILL)
            self.fleet.start_node(NODE)
            killed["node"].set()
        elif count == 90:
            self.fleet.stop("plane", signal.SIGKILL)
            self.fleet.start_plane()
            killed["plane"].set()
        elif count == 140:
            self.fleet.stop("broker", signal.SIGKILL)
            self.fleet.start_broker()
            killed["broker"].set()


if __name__ == "__main__":
    unittest.main()
