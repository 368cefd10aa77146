"""The leak test: values of every entity type in every field of every call, through every path; then nothing of them may be found anywhere but with
the caller: not on the wire, in a log, in the plane's files, metrics or answers, nor in clear in the node's own files.
"""
import collections
import glob
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import time
import unittest

import canaries
from canaries import Canaries, Canary, Draw
from leak_search import Search
from leak_traffic import ATTRIBUTED, CHAT, CLASSES, EXAMPLES, HELD, NODE, ONE_WAY, PATIENCE, SEED, SQLITE, Place, Traffic
from support import MODEL, FleetTestCase, RecordedFleet
from fleet import HELPDESK, ROOT, call, until

TAGGER = os.path.join(ROOT, "firmware-config", "tagger", "names.gguf")

Finding = collections.namedtuple("Finding", "place hit")


class LeakTests(FleetTestCase):
    nodes = [NODE]
    kind = RecordedFleet
    upstream_arguments = ["--latency-ms", "20"]

    @classmethod
    def setUpClass(cls):
        began = time.monotonic()
        super().setUpClass()
        cls.examples = Canaries(SEED + " examples")
        workflow, has_policy = cls.small_workflow()
        release = cls.fleet.build_release(workflow)
        cls.fleet.roll_out(release)
        with_tagger = os.path.exists(os.path.join(release, "files", "tagger.gguf"))
        missing = {entity for entity in canaries.YOUNG if not cls.finds(entity)}
        for types, what in (
            (set() if with_tagger else canaries.BY_TAGGER, "THE RELEASE CARRIES NO TAGGER"), (missing, "THE NODE HAS NO RECOGNIZER"),
            (set() if has_policy else canaries.BY_POLICY, "THE POLICY HAS NO [privacy]"),
        ):
            if types:
                print(f"\nLEAK TEST: {what}: NOT LOOKED FOR: {', '.join(sorted(types))}", flush=True)
        cls.made = Canaries(SEED, with_tagger, has_policy, missing)
        cls.traffic = Traffic(cls.fleet, cls.made, workflow, {"SECRET", *((*ONE_WAY, ATTRIBUTED) if has_policy else ())})
        before = cls.distinct(cls.traffic.places())
        cls.traffic.samples = []
        started = time.monotonic()
        cls.traffic.run()
        cls.planted = cls.plant()
        cls.places = cls.distinct(cls.traffic.places())
        sent = time.monotonic()
        search = Search(cls.made.made + cls.traffic.kept + [canary for canary, _ in cls.planted], set(canaries.NAMES), set(canaries.BEHIND_A_WORD))
        search.forget(b"\n".join(place.data for place in before))
        cls.findings = [Finding(place, hit) for place in cls.places for hit in search.hits(place.data)]
        values = [finding for finding in cls.findings if finding.hit.canary.entity not in ("PLANTED", "KEPT")]
        cls.outside = [finding for finding in values if not finding.place.is_the_nodes_own]
        own = [finding for finding in values if finding.place.is_the_nodes_own]
        # A text that is answered on the device is read once, and what stays there may hold a name that the tagger did not see.
        missed = [finding for finding in own if finding.hit.canary.entity in canaries.BY_TAGGER
                  and finding.place.name in ("the node's decision records", "answer to classify")]
        cls.missed = {finding.hit.canary for finding in missed}
        cls.inside = [finding for finding in own if finding not in missed and not (
            finding.hit.canary in cls.missed and finding.place.name.startswith("the node's file decisions.db"))]
        ended = time.monotonic()
        print(f"\n{len(cls.made.made)} values of {len({c.entity for c in cls.made.made})} types in {len({c.path for c in cls.made.made})} fields and "
              f"{len(cls.traffic.paths)} conversations; {sum(len(place.data) for place in cls.places) / 1e6:.1f} MB in {len(cls.places)} places; "
              f"{len(cls.missed)} names missed in texts that stayed on the device; start {started - began:.0f} s, traffic {sent - started:.0f} s, search {ended - sent:.0f} s", flush=True)
        if os.environ.get("WEIR_LEAK_TIMES"):
            print(", ".join(f"{path} {seconds:.1f} s" for path, seconds in cls.traffic.seconds.items()), flush=True)

    @classmethod
    def finds(cls, entity):
        probe = Canaries(SEED + " probe").make("probe", entity)
        found = call(cls.fleet.node_urls[NODE] + "/v1/mask", {"text": probe.sentence}).json()
        return any(span["type"] == entity for span in found["spans"])

    @classmethod
    def small_workflow(cls):
        """Of the helpdesk the classes that the paths need, so that it is trained in a moment; with a deny list and with operators that are not
        restored, where a policy can say so. The second value tells.
        """
        folder = shutil.copytree(HELPDESK, cls.fleet.path("workflow"))
        for file in ("workflow.toml", "policy.toml"):
            with open(os.path.join(folder, file), "r+") as handle:
                head, *intents = re.split(r"(?m)^(?=\[\[intent\]\])", handle.read())
                handle.seek(0)
                handle.truncate()
                handle.write(head + "".join(intent for intent in intents if re.search(r'name = "(.*?)"', intent)[1] in CLASSES))
        with open(os.path.join(folder, "workflow.toml"), "r+") as handle:
            text = handle.read()
            named = re.search(r'(?m)^file = "(.*)"', text)
            if named:
                text = text.replace(named[0], f'file = "{os.path.join(HELPDESK, named[1])}"')
            elif "--tagger" in cls.fleet.control("release", "build", "--help"):
                text += f'\n[tagger]\nfile = "{TAGGER}"\n'
            handle.seek(0)
            handle.truncate()
            handle.write(text)
        for path in glob.glob(os.path.join(folder, "examples", "*.tsv")):
            if os.path.basename(path)[:-4] not in (*CLASSES, "out_of_scope"):
                os.remove(path)
        with open(os.path.join(folder, "examples", "admin_access_request.tsv"), "r+") as handle:
            header, *rows = handle.readlines()
            made = [f"I need local admin rights. {cls.examples.make('example', entity).sentence}\tadmin_access_request\n" for entity in EXAMPLES]
            handle.seek(0)
            handle.writelines([header, *made, *rows])
        if "--privacy-from" not in cls.fleet.control("policy", "set", "--help"):
            return folder, False
        denied = ", ".join(f'{{ term = "{term}", entity = "CUSTOM" }}' for term in canaries.DENIED_TERMS)
        with open(os.path.join(folder, "policy.toml"), "a") as handle:
            handle.write(f"\n[privacy]\ndeny = [{denied}]\n")
            for entity, operator in ONE_WAY.items():
                handle.write(f'\n[[privacy.entity]]\nname = "{entity}"\noperator = "{operator}"\n')
            handle.write(f'\n[[privacy.entity]]\nname = "{ATTRIBUTED}"\nattributes = true\n')
        return folder, True

    @classmethod
    def distinct(cls, places):
        """Each content once. The model and the tagger are left out where they are the very files the test was given, there before any value was."""
        seen, kept = set(), []
        for path in filter(os.path.exists, (MODEL, TAGGER)):
            with open(path, "rb") as model:
                seen.add(hashlib.sha256(model.read()).digest())
        for place in places:
            digest = hashlib.sha256(place.data).digest()
            if digest not in seen:
                seen.add(digest)
                kept.append(place)
        return kept

    @classmethod
    def plant(cls):
        """A value of its own in each place, the way a leak would get there. Canary and the places where it must be found."""
        draw, fleet, planted = Draw(SEED + " planted"), cls.fleet, []

        def value(*places):
            canary = Canary("planted: " + places[0], "PLANTED", f"{draw.word()}.{draw.word()}.{draw.word()}", "")
            planted.append((canary, places))
            return canary.value

        for line in ("node", "plane"):
            text = value("what a subscriber to every topic heard", "retained messages", f"bytes from the {line} to the broker",
                         f"bytes from the broker to the {line}")
            # The listener hears through the broker; the first subscriber on the line is one more, so that the way back is searched as well.
            port = str(fleet.lines[f"{line} to broker"].port)
            fleet.mosquitto("mosquitto_pub", "-p", port, "-r", "-t", f"weir/v1/leak-test/{line}", "-m", text).wait(PATIENCE)
            fleet.mosquitto("mosquitto_sub", "-p", port, "-t", f"weir/v1/leak-test/{line}", "-C", "1", stdout=-3).wait(PATIENCE)
            # After a restart of the broker the listener may still be on its way back.
            until("the listener to hear", lambda: any(text.encode() in payload for _, payload in fleet.messages()), PATIENCE)
        port = fleet.lines["plane to large model"].port
        text = value("bytes from the plane to the large model", "bytes from the large model to the plane", "what the large model's stand-in received")
        call(f"http://127.0.0.1:{port}{CHAT}", {"model": text, "messages": [{"role": "user", "content": "x"}]})
        call(f"http://127.0.0.1:{fleet.lines['node to plane'].port}/releases/{value('bytes from the node to the plane')}")
        draft = json.loads(fleet.control("approvals", "list", "--state", "all", "--output", "json"))["approvals"]
        pending = [entry for entry in draft if entry["state"] == "pending"]
        if not pending:
            cls.traffic.post("planted", CHAT, {"model": "auto", "messages": [{"role": "user", "content": HELD}]})
            pending = until("a draft", lambda: json.loads(fleet.control("approvals", "list", "--output", "json"))["approvals"], PATIENCE)
        number = pending[0]["approval"]
        fleet.control("approvals", "reject", str(number), "--reason", value(f"the plane's /api/v1/approvals/{number}"))
        for path in glob.glob(fleet.path("log", "*.log")):
            with open(path, "a") as log:
                log.write(value(f"log of {os.path.basename(path)[:-4]}") + "\n")
        for kind, folder in (("the plane's file", "plane"), ("the node's file", NODE), ("file of releases:", "releases"),
                             ("file of temporary:", "temporary")):
            with open(fleet.path(folder, "planted"), "wb") as file:
                file.write(random.Random(SEED).randbytes(5000) + value(f"{kind} planted").encode() + random.Random(SEED).randbytes(5000))
            for path in glob.glob(fleet.path(folder, "**", "*.*"), recursive=True):
                with open(path, "rb") as file:
                    if file.read(16) != SQLITE:
                        continue
                name = f"{kind} {os.path.relpath(path, fleet.path(folder, ''))}"
                with sqlite3.connect(path, timeout=PATIENCE) as database:
                    # Longer than a page of the database, so that reading row by row has a part.
                    database.execute("CREATE TABLE planted (text TEXT)")
                    database.execute("INSERT INTO planted VALUES (?)", ("x" * 4090 + value(f"{name}, row by row"),))
                database.close()
        for kind in ("metrics of the node", "metrics of the plane"):
            # No call can put a text there; this shows that the page is searched.
            page = next(place for place in reversed(cls.traffic.samples) if place.name == kind)
            cls.traffic.samples.append(Place(kind, page.data + b'x{label="' + value(kind).encode() + b'"} 1\n'))
        cls.traffic.answers.append(Place("error answer to planted", value("error answer to planted").encode(), True))
        return planted

    # ------------------------------------------------------------ claims

    def fail_with(self, found, sentence):
        if not found:
            return
        lines = []
        for place, count in collections.Counter(finding.place.name for finding in found).most_common():
            here = [finding.hit for finding in found if finding.place.name == place]
            lines.append(f"{count} in {place}")
            lines += [f"    {hit.canary.entity} of '{hit.canary.path}' {hit.form}: {hit.canary.value!r}" for hit in here[:8]]
        self.fail(f"{len(found)} {sentence}:\n" + "\n".join(lines))

    def test_every_path_was_taken_and_answered(self):
        self.assertEqual(self.traffic.problems, [], "\n" + "\n".join(self.traffic.problems))

    def test_no_value_is_found_outside_the_node(self):
        self.fail_with(self.outside, "values got out")

    def test_no_value_is_in_clear_in_the_nodes_own_files_and_records(self):
        self.fail_with(self.inside, "values lie on the node in clear")

    def test_the_tagger_missed_next_to_no_plain_name_in_what_stayed(self):
        names = sum(canary.entity in canaries.BY_TAGGER for canary in self.made.made)
        self.assertLessEqual(len(self.missed), names // 500, "\n" + "\n".join(canary.sentence for canary in self.missed))

    def test_no_word_left_of_what_was_to_stay_on_the_device(self):
        kept = [f for f in self.findings if f.hit.canary.entity == "KEPT" and not f.place.is_the_nodes_own]
        self.fail_with(kept, "words of kept conversations got out")

    def test_what_is_planted_in_each_place_is_found_there(self):
        found = {(finding.hit.canary.value, finding.place.name) for finding in self.findings}
        missed = [f"{place}: {canary.value}" for canary, places in self.planted for place in places if (canary.value, place) not in found]
        self.assertEqual(missed, [], "\n" + "\n".join(missed))
        self.assertGreater(len(self.planted), 15)

    def test_no_value_of_an_example_is_in_a_release(self):
        """A release goes to every device, and an example may be somebody's real ticket."""
        search = Search(self.examples.made)
        releases = [place for place in self.places if "/files/" in place.name]
        self.assertTrue(releases)
        self.fail_with([Finding(place, hit) for place in releases for hit in search.hits(place.data)], "values of examples are in a release")

    def test_every_type_was_masked_in_what_left(self):
        for entity in self.made.types:
            with self.subTest(entity):
                self.assertGreater(self.traffic.masked[entity], 0)


if __name__ == "__main__":
    unittest.main()
