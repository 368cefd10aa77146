"""What the cross-process tests share. They drive the release executables over real sockets, as users do; the modules' own tests are in Swift."""
import atexit
import os
import signal
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
# A plain SIGTERM must clean up as Ctrl-C does.
signal.signal(signal.SIGTERM, signal.default_int_handler)
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Support"))
from fleet import Fleet  # noqa: E402

BINARIES = os.environ.get("WEIR_BINARIES", ".build/release")
MODEL = os.environ.get("WEIR_MODEL")


class FleetTestCase(unittest.TestCase):
    """One fleet for all tests of a class, without a release unless `workflow` names one."""

    nodes = ["node-one"]
    upstream_arguments = ()
    workflow = None

    @classmethod
    def setUpClass(cls):
        if not MODEL:
            raise RuntimeError("WEIR_MODEL names no model file; run these tests through scripts/test.sh")
        # The environment's upstream would cost money and give no counts.
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            os.environ.pop(name, None)
        cls.fleet = Fleet(BINARIES, MODEL, cls.nodes, upstream_arguments=cls.upstream_arguments)
        cls.addClassCleanup(cls.fleet.end)
        # unittest runs no class cleanup after Ctrl-C.
        atexit.register(cls.fleet.end)
        cls.fleet.start_all()
        if cls.workflow:
            cls.fleet.roll_out(cls.fleet.build_release(cls.workflow))
