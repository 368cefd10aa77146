"""The command-line interfaces that are fixed for measuring from outside."""
import fcntl
import json
import os
import pathlib
import re
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import unittest

from support import BINARIES, MODEL
from fleet import ROOT, until


def run(binary, *arguments, text=""):
    return subprocess.run([os.path.join(ROOT, BINARIES, binary), *arguments], input=text, capture_output=True, text=True, timeout=300)


class InterfaceTests(unittest.TestCase):
    def lines(self, *arguments, text):
        result = run("weir-node", *arguments, text=text)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_embed_gives_a_unit_vector_a_line(self):
        rows = self.lines("embed", "--model", MODEL, "--threads", "2", text="one text\n\nZürich, 東京\n")
        self.assertEqual(len(rows), 3)
        for row in rows:
            self.assertEqual(len(row["embedding"]), 384)
            self.assertAlmostEqual(sum(x * x for x in row["embedding"]), 1, places=3)

    def test_tokenize_leaves_special_tokens_out_unless_asked(self):
        self.assertEqual(self.lines("tokenize", "--model", MODEL, text='"hello world"\n"a\\nb"\n'),
                         [{"ids": [7592, 2088]}, {"ids": [1037, 1038]}])
        self.assertEqual(self.lines("tokenize", "--model", MODEL, "--add-special", text='"hello"\n'), [{"ids": [101, 7592, 102]}])

    def test_mask_gives_offsets_in_unicode_scalars(self):
        row, = self.lines("mask", "--model", MODEL, "--json", text=json.dumps({"text": "🙂 an anna@example.com"}) + "\n")
        self.assertEqual(row["masked"], "🙂 an [[EMAIL_1]]")
        span, = row["spans"]
        self.assertEqual((span["type"], span["start"], span["end"]), ("EMAIL_ADDRESS", 5, 21))
        self.assertTrue(0 < span["score"] <= 1 and span["rule"])

    def mask(self, *arguments, text):
        result = run("weir-node", "mask", "--no-names", *arguments, text=text)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_mask_reads_a_text_whole_and_json_lines_by_their_first_line(self):
        # A value over a line end is one value.
        letter = "mail ada@example.org, card 4111 1111\n1111 1111; ada@example.org again\n"
        self.assertEqual(self.mask(text=letter), "mail [[EMAIL_1]], card [[CARD_1]]; [[EMAIL_1]] again\n")
        self.assertEqual(self.mask(text="no line end a@example.org"), "no line end [[EMAIL_1]]")
        self.assertEqual(self.mask(text=""), "")
        line = json.dumps({"text": "a@example.org"})
        self.assertEqual(json.loads(self.mask(text=line))["masked"], "[[EMAIL_1]]")
        self.assertEqual(self.mask("--text", text=line), '{"text": "[[EMAIL_1]]"}')
        self.assertEqual(self.mask("--lines", text="a@example.org\nb@example.org a@example.org\n"), "[[EMAIL_1]]\n[[EMAIL_2]] [[EMAIL_1]]\n")

    def test_mask_cuts_a_long_text_where_no_value_is(self):
        card = "4111 1111\n1111 1111 "
        # Each line's length differs, so that the end of a block falls on every place of a value sooner or later.
        text = "".join(f"{'x' * (number % 7)} card {card}and user{number % 9}@example.org\n" for number in range(30_000))
        result = run("weir-node", "mask", "--no-names", text=text)
        self.assertEqual(result.returncode, 0)
        self.assertIn("longer than 1 MiB", result.stderr)
        self.assertEqual((result.stdout.count("[[CARD_1]]"), result.stdout.count("@"), result.stdout.count("1111")), (30_000, 0, 0))

    def test_mask_keeps_the_order_of_json_lines_and_shares_the_map_of_a_conversation(self):
        lines = [{"text": f"{number} user{number % 5}@example.org", "conversation": f"c{number % 2}"} for number in range(2_000)]
        rows = [json.loads(row) for row in self.mask("--json", "--threads", "4", text="".join(json.dumps(line) + "\n" for line in lines)).splitlines()]
        self.assertEqual([row["masked"].split()[0] for row in rows], [str(number) for number in range(2_000)])
        for number, row in enumerate(rows):
            self.assertEqual((row["conversation"], row["masked"]), (f"c{number % 2}", rows[number % 10]["masked"].replace(str(number % 10), str(number), 1)))

    def test_mask_explains(self):
        row = json.loads(self.mask("--json", "--explain", text='{"text":"card 4111 1111 1111 1111"}'))
        self.assertEqual((row["sensitivity"], row["kept"], row["spans"][0]["replacement"]), ("personal", [], "[[CARD_1]]"))
        plain = self.mask("--explain", text="card 4111 1111 1111 1111\n")
        self.assertIn("‹4111 1111 1111 1111›", plain)
        self.assertNotIn("\x1b", plain)
        self.assertTrue(plain.endswith("1 found: 1 CREDIT_CARD\nsensitivity: personal (CREDIT_CARD)\n"), plain)
        colored = self.mask("--explain", "--color", "always", text="card 4111 1111 1111 1111 \x1b[31m\n")
        self.assertIn("\x1b[4;33m4111 1111 1111 1111\x1b[0m", colored)
        self.assertNotIn("\x1b[31m", colored)

    def test_mask_takes_operators_lists_and_thresholds(self):
        text = "a@example.org b@example.org 4111 1111 1111 1111 blue whale"
        self.assertEqual(
            self.mask("--operator", "CREDIT_CARD=mask", "--allow", "B@example.org", "--deny", "Blue Whale=ORGANIZATION", text=text),
            "[[EMAIL_1]] b@example.org ****1111 [[ORG_1]]")
        self.assertEqual(self.mask("--operator", "EMAIL_ADDRESS=keep", "--threshold", "CREDIT_CARD=1", text=text), text)
        for arguments in (("--operator", "SECRET=keep"), ("--operator", "PERSON=hide"), ("--threshold", "PERSN=0.5"), ("--threshold", "PERSON=2"),
                          ("--deny", " "), ("--tagger", "x"), ("--json", "--text"), ("--hash-key", "/nowhere")):
            result = run("weir-node", "mask", *arguments, text="a@example.org\n")
            self.assertEqual((result.returncode, result.stdout), (2, ""), arguments)
            self.assertTrue(result.stderr.strip(), arguments)

    def refused(self, *arguments, says, text="a@example.org\n", code=2):
        result = run("weir-node", "mask", "--no-names", *arguments, text=text)
        self.assertEqual((result.returncode, result.stdout), (code, ""), arguments)
        for part in says:
            self.assertIn(part, result.stderr, arguments)

    def test_mask_knows_types_in_any_case_and_refuses_mistyped_ones(self):
        self.assertEqual(self.mask("--deny", "blue whale=organization", text="Blue Whale"), "[[ORG_1]]")
        self.assertEqual(self.mask("--operator", "email_address=redact", text="a@example.org"), "[[EMAIL]]")
        self.assertEqual(self.mask("--threshold", "Credit_Card=1", text="4111 1111 1111 1111"), "4111 1111 1111 1111")
        for arguments in (("--deny", "x=FOO"), ("--deny", "a="), ("--operator", "FOO=keep"), ("--threshold", "FOO=1"), ("--attributes", "FOO")):
            self.refused(*arguments, says=(" ".join(arguments), "there is no type", "the nearest is"))
        self.refused("--deny", "x=PERSN", says=("PERSON", "'x=PERSN=CUSTOM'"))

    def test_mask_takes_a_term_with_an_equals_sign_when_its_type_is_named(self):
        self.assertEqual(self.mask("--deny", "alpha=beta=custom", text="say alpha=beta"), "say [[CUSTOM_1]]")

    def test_mask_takes_one_operator_for_all_types_but_those_named(self):
        text = "a@example.org 4111 1111 1111 1111 password: hunter2x"
        for first, second in (("ALL=redact", "CREDIT_CARD=mask"), ("CREDIT_CARD=mask", "all=redact")):
            self.assertEqual(
                self.mask("--operator", first, "--operator", second, text=text), "[[EMAIL]] ****1111 password: [[SECRET]]")
        self.assertEqual(self.mask("--operator", "ALL=keep", text=text), "a@example.org 4111 1111 1111 1111 password: [[SECRET_1]]")

    def test_mask_leaves_a_term_that_is_both_allowed_and_denied(self):
        self.assertEqual(self.mask("--allow", "Falcon", "--deny", "falcon", text="a falcon"), "a falcon")

    def test_mask_refuses_a_hash_key_that_others_may_read(self):
        with tempfile.TemporaryDirectory() as folder:
            key = os.path.join(folder, "key")
            with open(key, "wb") as file:
                file.write(bytes(32))
            hashed = ("--operator", "EMAIL_ADDRESS=hash", "--hash-key", key)
            os.chmod(key, 0o640)
            self.refused(*hashed, says=(key, "chmod 600"))
            os.chmod(key, 0o600)
            self.assertRegex(self.mask(*hashed, text="a@example.org"), r"^\[\[EMAIL #[0-9a-f]{16}\]\]$")

    def test_mask_skips_blank_json_lines_and_a_byte_order_mark_and_refuses_a_key_twice(self):
        line = json.dumps({"text": "a@example.org"})
        for arguments in ((), ("--json",)):
            rows = self.mask(*arguments, text=f"\ufeff{line}\n\n \t\r\n{line}\n\n").splitlines()
            self.assertEqual([json.loads(row)["masked"] for row in rows], ["[[EMAIL_1]]"] * 2)
        self.assertEqual(self.mask("--json", text="\ufeff\n"), "")
        self.assertEqual(self.mask(text="\ufeffa@example.org"), "\ufeff[[EMAIL_1]]")
        nested = '{"text": "a", "more": {"text": ["text", {"text": 1}]}, "x": ",\\"text\\":"}'
        twice = ('{"text": "a@example.org", "text": "b"}', '{"text": "a", "x": {"a": 1}, "te\\u0078t": "b"}', '{"text": "a", "x": "{", "x": "\\\\"}')
        result = run("weir-node", "mask", "--no-names", "--json", text="\n".join([nested, *twice, line]))
        rows = [json.loads(row) for row in result.stdout.splitlines()]
        self.assertEqual((result.returncode, ["error" in row for row in rows]), (1, [False, True, True, True, False]), result.stdout)
        self.assertNotIn("example", result.stdout + result.stderr)

    def keeping(self, folder):
        return [os.path.join(folder, name) for name in ("map", "key")]

    def restored(self, map_file, key, text):
        result = run("weir-node", "restore", "--map", map_file, "--map-key", key, text=text)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_mask_writes_the_map_when_its_reader_goes_away_or_the_input_breaks_off(self):
        text = "".join(f"user{number}@example.org\n" for number in range(120_000)).encode()
        for form in ((), ("--explain",), ("--json",)):
            lines = text
            if form == ("--json",):
                lines = b"".join(json.dumps({"text": line.decode()}).encode() + b"\n" for line in text.split(b"\n")[:20_000])
            with tempfile.TemporaryDirectory() as folder:
                map_file, key = self.keeping(folder)
                process = subprocess.Popen(
                    [os.path.join(ROOT, BINARIES, "weir-node"), "mask", "--no-names", *form, "--map", map_file, "--map-key", key],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                writer = threading.Thread(target=self.feed, args=(process.stdin, lines))
                writer.start()
                self.assertTrue(process.stdout.readline())
                process.stdout.close()
                self.assertEqual(process.wait(timeout=300), 128 + signal.SIGPIPE)
                writer.join()
                self.assertNotIn(b"Error", process.stderr.read())
                process.stderr.close()
                self.assertEqual(self.restored(map_file, key, "[[EMAIL_1]] [[EMAIL_9]]"), "user0@example.org user8@example.org")
        with tempfile.TemporaryDirectory() as folder:
            map_file, key = self.keeping(folder)
            result = subprocess.run(
                [os.path.join(ROOT, BINARIES, "weir-node"), "mask", "--no-names", "--map", map_file, "--map-key", key],
                input=text + b"\xff", capture_output=True, timeout=300)
            self.assertEqual((result.returncode, bool(result.stdout)), (1, True))
            self.assertEqual(self.restored(map_file, key, "[[EMAIL_1]]"), "user0@example.org")

    @staticmethod
    def take_signals():
        """Who runs the tests in the background had them ignored, and what is ignored stays so."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    def test_mask_writes_the_map_when_a_signal_stops_it(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # A line whose answer is there, then silence; an input without an end; the same while nobody reads.
            for endless, is_read in ((False, True), (True, True), (True, False)):
                with self.subTest(number=number, endless=endless, is_read=is_read), tempfile.TemporaryDirectory() as folder:
                    map_file, key = self.keeping(folder)
                    line = b'{"text": "user0@example.org"}\n'
                    with open(os.path.join(folder, "errors"), "wb") as errors, subprocess.Popen(
                            [os.path.join(ROOT, BINARIES, "weir-node"), "mask", "--no-names", "--json", "--map", map_file, "--map-key", key],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, preexec_fn=self.take_signals) as process:
                        process.stdin.write(line)
                        process.stdin.flush()
                        self.assertIn(b"[[EMAIL_1]]", process.stdout.readline())
                        threads = []
                        if endless:
                            threads = [threading.Thread(target=self.feed, args=(process.stdin, line * 5_000_000))]
                            if is_read:
                                threads.append(threading.Thread(target=process.stdout.read))
                            for thread in threads:
                                thread.start()
                        if not is_read:
                            until("a full pipe", lambda: self.waiting(process.stdout) > 60_000, 60)
                        process.send_signal(number)
                        self.assertEqual(process.wait(timeout=300), -number)
                        for thread in threads:
                            thread.join()
                    self.assertEqual(os.path.getsize(os.path.join(folder, "errors")), 0)
                    self.assertEqual(self.restored(map_file, key, "[[EMAIL_1]]"), "user0@example.org")

    def test_mask_prints_no_part_of_a_text_that_a_signal_cut(self):
        for start in ("Card 4111 1111 1111 ", '{"text": "Card 4111 1111 '):
            with self.subTest(start=start), tempfile.TemporaryDirectory() as folder:
                map_file, key = self.keeping(folder)
                with subprocess.Popen(
                        [os.path.join(ROOT, BINARIES, "weir-node"), "mask", "--no-names", "--map", map_file, "--map-key", key],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                        preexec_fn=self.take_signals) as process:
                    process.stdin.write(start)
                    process.stdin.flush()
                    # Once the key is there, the signals are taken; the pipe is read or not, nothing may come out.
                    until("the signals to be taken", lambda: int(
                        re.search(r"SigCgt:\s*(\w+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1], 16) >> signal.SIGTERM - 1 & 1, 60)
                    process.send_signal(signal.SIGTERM)
                    self.assertEqual((process.stdout.read(), process.stderr.read()), ("", ""))
                    self.assertEqual(process.wait(timeout=60), -signal.SIGTERM)

    @staticmethod
    def waiting(pipe):
        """Bytes that are there to be read."""
        return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]

    @staticmethod
    def feed(pipe, lines):
        for step in (lambda: pipe.write(lines), pipe.close):
            try:
                step()
            except BrokenPipeError:
                pass

    def test_a_full_disk_is_told_and_leaves_the_map(self):
        with tempfile.TemporaryDirectory() as folder, open("/dev/full", "w") as full:
            map_file, key = self.keeping(folder)
            kept = ("--map", map_file, "--map-key", key)
            for command in (("mask", "--no-names"), ("mask", "--no-names", *kept), ("restore", *kept)):
                result = subprocess.run(
                    [os.path.join(ROOT, BINARIES, "weir-node"), *command], input="a@example.org", stdout=full, stderr=subprocess.PIPE,
                    text=True, timeout=60)
                self.assertEqual((result.returncode, result.stderr), (1, "Error: standard output: No space left on device\n"), command)
            self.assertEqual(self.restored(map_file, key, "[[EMAIL_1]]"), "a@example.org")

    def test_standard_error_that_takes_nothing_stops_no_masking(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run(
                [os.path.join(ROOT, BINARIES, "weir-node"), "mask", "--model", MODEL], input="a@example.org", stdout=subprocess.PIPE,
                stderr=full, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stdout), (0, "[[EMAIL_1]]"))

    def test_a_map_is_a_regular_file_and_links_to_it_are_followed(self):
        with tempfile.TemporaryDirectory() as folder:
            map_file, key = self.keeping(folder)
            pipe, link, loop = (os.path.join(folder, name) for name in ("pipe", "link", "loop"))
            os.mkfifo(pipe)
            for path in (pipe, folder):
                self.refused("--map", path, "--map-key", key, says=(path, "not a regular file"))
                result = run("weir-node", "restore", "--map", path, "--map-key", key, text="[[EMAIL_1]]")
                self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.refused("--map", os.path.join(folder, "none", "map"), "--map-key", key, says=("none",))
            os.symlink("loop", loop)
            self.refused("--map", loop, "--map-key", key, says=(loop, "symbolic links"))
            # The second time the link leads to a file.
            os.mkdir(os.path.join(folder, "inside"))
            os.symlink("inside/map", link)
            for text in ("a@example.org", "b@example.org"):
                self.mask("--map", link, "--map-key", key, text=text)
            self.assertTrue(os.path.islink(link))
            self.assertEqual(os.listdir(os.path.join(folder, "inside")), ["map"])
            self.assertEqual(self.restored(link, key, "[[EMAIL_1]] [[EMAIL_2]]"), "a@example.org b@example.org")
            other = os.path.join(folder, "other-key")
            os.symlink("key", other)
            self.refused("--map", map_file, "--map-key", other, says=("other-key", "this is a link"))

    def test_a_map_that_was_cut_off_while_written_is_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            map_file, key = self.keeping(folder)
            with open(map_file + ".new", "w") as file:
                file.write("cut off")
            self.mask("--map", map_file, "--map-key", key, text="a@example.org")
            self.assertEqual(sorted(os.listdir(folder)), ["key", "map"])

    def test_the_samples_of_the_privacy_page_are_what_mask_prints(self):
        with open(os.path.join(ROOT, "docs", "privacy.md"), encoding="utf-8") as file:
            sample = file.read().split("```\n$ cat letter.txt\n", 1)[1].split("```", 1)[0]
        letter, *samples = sample.split("\n\n$ weir-node ")
        self.assertEqual(len(samples), 2)
        for command, output in (sample.split("\n", 1) for sample in samples):
            arguments = command.removesuffix(" < letter.txt").split()
            result = run("weir-node", *arguments, text=letter + "\n")
            self.assertEqual((result.returncode, result.stderr, result.stdout.strip()), (0, "", output.strip()), command)

    def test_restore_puts_back_what_mask_took_out(self):
        with tempfile.TemporaryDirectory() as folder:
            name = lambda file: os.path.join(folder, file)
            kept = ("--map", name("map"), "--map-key", name("key"))
            text = "mail ada@example.org, password: hunter2x, typed [[EMAIL_1]]\n"
            self.assertEqual(self.mask(*kept, text=text), "mail [[EMAIL_1]], password: [[SECRET_1]], typed [[CUSTOM_1]]\n")
            line = json.loads(self.mask(*kept, "--json", text=json.dumps({"text": 'ada@example.org and "a b"@example.org'})))
            self.assertEqual(line["masked"], "[[EMAIL_1]] and [[EMAIL_2]]")
            for file in ("map", "key"):
                self.assertEqual(os.stat(name(file)).st_mode & 0o777, 0o600)
            with open(name("map"), "rb") as file:
                self.assertNotIn(b"example", file.read())
            result = run("weir-node", "restore", *kept, text="é [[ email-1 ]] [[EMAIL_9]] [[SECRET_1]] [[CUSTOM_1]]")
            self.assertEqual((result.returncode, result.stdout), (0, "é ada@example.org [[EMAIL_9]] [[SECRET_1]] [[EMAIL_1]]"))
            result = run("weir-node", "restore", *kept, "--style", "json", text='{"to":"[[EMAIL_2]]"}')
            self.assertEqual(json.loads(result.stdout), {"to": '"a b"@example.org'})
            self.mask("--map", name("other"), "--map-key", name("other-key"), text="b@example.org")
            for arguments, code in (((), 2), (("--map", name("map")), 2), (("--map", name("map"), "--map-key", name("none")), 2),
                                    (("--map", name("map"), "--map-key", name("other-key")), 1), (("--map", name("none"), "--map-key", name("key")), 1)):
                result = run("weir-node", "restore", *arguments, text="[[EMAIL_1]]")
                self.assertEqual((result.returncode, result.stdout), (code, ""), arguments)
                self.assertTrue(result.stderr.strip(), arguments)
            self.assertFalse(os.path.exists(name("none")))

    def test_bench_prints_json(self):
        row, = self.lines("bench", "--model", MODEL, "--json", text="")
        self.assertIn(16, [entry["tokens"] for entry in row["latency"]])

    def test_bad_lines_and_files_are_clear_errors(self):
        for arguments, text in ((("tokenize", "--model", MODEL), "not json\n"), (("embed", "--model", "/nowhere.gguf"), "x\n"),
                                (("mask", "--json"), '{"no":1}\n'),
                                (("mask", "--model", MODEL, "--tagger", MODEL), "x\n"), (("mask", "--model", "/nowhere.gguf"), "x\n"), (("embed",), "x\n")):
            result = run("weir-node", *arguments, text=text)
            self.assertNotEqual(result.returncode, 0)
            self.assertTrue(result.stderr.strip(), arguments)
            self.assertNotIn("Fatal error", result.stderr)

    def test_evaluate_prints_one_object_and_a_line_a_prediction(self):
        intents = {"lamp": ["turn on the lamp", "lights on please", "switch the light off", "dim the lamp", "make it brighter", "lamp off now"],
                   "music": ["play a song", "some jazz please", "next track", "louder music", "stop the music", "put on the radio"],
                   "oos": ["what is the capital of peru", "how tall is a giraffe", "write me a poem"]}
        rows = [f"{text}\t{intent}" for intent, texts in intents.items() for text in texts]
        with tempfile.TemporaryDirectory() as folder:
            table, predictions = os.path.join(folder, "rows.tsv"), os.path.join(folder, "predictions")
            with open(table, "w") as file:
                file.write("\n".join(["text\tintent", *rows]) + "\n")
            result = run("weir-control", "workflow", "evaluate", "--model", MODEL, "--train", table, "--validation", table, "--test", table,
                         "--oos-label", "oos", "--json", "--predictions", predictions)
            self.assertEqual(result.returncode, 0, result.stderr)
            report = json.loads(result.stdout)
            self.assertTrue({"in_scope_accuracy", "macro_f1", "oos_auroc", "ece", "coverage"} <= set(report))
            self.assertEqual(set(report["coverage"]), {"0.95", "0.97", "0.98", "0.99"})
            with open(predictions) as file:
                self.assertEqual(len(file.read().splitlines()), len(rows))


if __name__ == "__main__":
    unittest.main()
