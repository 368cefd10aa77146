"""The promise on CLINC150, through the operator's verb: trained with its own train split, thresholds from validation, scored on the visible test."""
import json
import os
import subprocess
import sys
import unittest

from support import BINARIES, MODEL
from fleet import ROOT

DATA = os.path.join(os.environ.get("WEIR_SHARED", os.path.join(ROOT, "..", "shared")), "data", "clinc150")


class Clinc150Tests(unittest.TestCase):
    def test_in_scope_accuracy_and_out_of_scope_auroc(self):
        if not os.path.isdir(DATA):
            print(f"\nSKIPPED test_clinc150: {DATA} is absent", file=sys.stderr)
            self.skipTest("the shared data is absent")
        files = [argument for name in ("train", "validation", "test") for argument in
                 ("--" + name, os.path.join(DATA, {"train": "train.tsv", "validation": "val.tsv", "test": "test_visible.tsv"}[name]))]
        result = subprocess.run([os.path.join(ROOT, BINARIES, "weir-control"), "workflow", "evaluate", "--model", MODEL, *files, "--oos-label", "oos", "--json"],
                                capture_output=True, text=True, timeout=900)
        self.assertEqual(result.returncode, 0, result.stderr)
        report = json.loads(result.stdout)
        print("\n" + result.stdout.strip(), file=sys.stderr)
        self.assertGreaterEqual(report["in_scope_accuracy"], 0.95)
        self.assertGreaterEqual(report["oos_auroc"], 0.96)


if __name__ == "__main__":
    unittest.main()
