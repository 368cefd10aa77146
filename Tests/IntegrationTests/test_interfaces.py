"""The command-line interfaces that are fixed for measuring from outside."""
import json
import os
import subprocess
import tempfile
import unittest

from support import BINARIES, MODEL
from fleet import ROOT


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

    def test_bench_prints_json(self):
        row, = self.lines("bench", "--model", MODEL, "--json", text="")
        self.assertIn(16, [entry["tokens"] for entry in row["latency"]])

    def test_bad_lines_and_files_are_clear_errors(self):
        for arguments, text in ((("tokenize", "--model", MODEL), "not json\n"), (("embed", "--model", "/nowhere.gguf"), "x\n"),
                                (("mask", "--json"), '{"no":1}\n'), (("embed",), "x\n")):
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
