"""What the cross-process tests share. They drive the release executables over real sockets, as users do; the modules' own tests are in Swift."""
import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
# A plain SIGTERM must clean up as Ctrl-C does.
signal.signal(signal.SIGTERM, signal.default_int_handler)
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Support"))
from fleet import Fleet  # noqa: E402

BINARIES = os.environ.get("WEIR_BINARIES", ".build/release")
MODEL = os.environ.get("WEIR_MODEL")


class RecordingProxy:
    """A TCP proxy on loopback that keeps every byte that goes through it, each direction of each connection for itself."""

    def __init__(self, target_port, with_replies=True):
        self.target_port, self.with_replies = target_port, with_replies
        self.requests, self.replies = [], []
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target_port), 10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            threading.Thread(target=self.serve, args=(near, far), daemon=True).start()

    def serve(self, near, far):
        with near, far:
            for end in (near, far):
                # Without it a small message waits for the acknowledgement of the one before.
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self.pump, args=(far, near, self.replies if self.with_replies else None), daemon=True)
            back.start()
            self.pump(near, far, self.requests)
            back.join()

    def pump(self, source, sink, kept):
        record = bytearray()
        if kept is not None:
            with self.lock:
                kept.append(record)
        try:
            while data := source.recv(65536):
                if kept is not None:
                    with self.lock:
                        record += data
                sink.sendall(data)
        except OSError:
            pass
        # A process that was killed ends both ways at once; none of ours uses a connection that is half open.
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def seen(self):
        """Copies of what went to the target and of what came back, one after the other of the connections."""
        with self.lock:
            return b"".join(self.requests), b"".join(self.replies)

    def close(self):
        # Closing alone would leave the thread that waits in accept. A second time there is nothing to close.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()


class RecordedFleet(Fleet):
    """A fleet all of whose lines are listened to: a recording proxy between each two processes, a subscriber to every topic, and logs at their
    most talkative.
    """

    LISTENER = "leak-test"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.lines = {
            "node to broker": RecordingProxy(self.broker_port), "plane to broker": RecordingProxy(self.broker_port),
            # What comes back is the release, which the plane's folder holds.
            "node to plane": RecordingProxy(self.plane_port, with_replies=False), "plane to large model": RecordingProxy(self.upstream_port),
        }
        self.temporary = self.path("temporary", "")
        self.settings = {
            "TMPDIR": self.temporary, "WEIR_NODE_LOG_LEVEL": "trace", "WEIR_CONTROL_LOG_LEVEL": "trace",
            "WEIR_NODE_BROKER_PORT": str(self.lines["node to broker"].port), "WEIR_CONTROL_BROKER_PORT": str(self.lines["plane to broker"].port),
            "WEIR_CONTROL_API_PUBLIC_BASE_URL": f"http://127.0.0.1:{self.lines['node to plane'].port}",
        }

    def start(self, name, arguments, environment=None):
        return super().start(name, arguments, {**self.settings, **(environment or {})})

    def start_upstream(self):
        super().start_upstream()
        self.upstream = f"http://127.0.0.1:{self.lines['plane to large model'].port}/v1"

    def start_broker(self):
        super().start_broker()
        if self.LISTENER not in self.broker_users:
            self.listener_password, _ = self.secret("listener", "broker.password")
            self.broker_users[self.LISTENER] = self.listener_password
        with open(self.path("broker", "weir.acl"), "a") as rules:
            rules.write(f"\nuser {self.LISTENER}\ntopic readwrite #\n")
        # Also tells the broker to read its rules again.
        self.add_broker_user(self.LISTENER, self.listener_password)
        self.listen()

    def mosquitto(self, program, *arguments, **options):
        """A client of the broker's own package. The password goes through its configuration file: an argument could be read by every user."""
        self.write(f"-u {self.LISTENER}\n-P {self.listener_password}\n-V mqttv5\n-q 1\n", "listener", "config", program)
        environment = {**os.environ, "XDG_CONFIG_HOME": os.path.dirname(self.path("listener", "config", program))}
        return subprocess.Popen([program, *arguments], stdin=subprocess.DEVNULL, env=environment, **options)

    def listen(self):
        """Everything that crosses the broker, topic and payload in hexadecimal, into one file."""
        if "listener" in self.processes:
            self.stop("listener")
        self.heard = self.path("listener", "heard")
        with open(self.heard, "ab") as heard:
            self.processes["listener"] = self.mosquitto(
                "mosquitto_sub", "-p", str(self.broker_port), "-t", "#", "-F", "%t %x", stdout=heard, stderr=subprocess.DEVNULL,
                start_new_session=True)

    def messages(self):
        """Topics and payloads heard so far."""
        with open(self.heard) as heard:
            for line in heard:
                topic, _, digits = line.rstrip("\n").rpartition(" ")
                yield topic, bytes.fromhex(digits) if len(digits) % 2 == 0 else b""

    def retained(self):
        """What the broker would hand to whoever came now."""
        process = self.mosquitto("mosquitto_sub", "-p", str(self.broker_port), "-t", "#", "-F", "%t %x", "--retained-only", "-W", "2",
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for line in process.communicate()[0].decode().splitlines():
            topic, _, digits = line.rpartition(" ")
            yield topic.encode() + b" " + bytes.fromhex(digits)

    def end(self):
        super().end()
        for line in self.lines.values():
            line.close()

class FleetTestCase(unittest.TestCase):
    """One fleet for all tests of a class, without a release unless `workflow` names one."""

    nodes = ["node-one"]
    upstream_arguments = ()
    workflow = None
    kind = Fleet

    @classmethod
    def setUpClass(cls):
        if not MODEL:
            raise RuntimeError("WEIR_MODEL names no model file; run these tests through scripts/test.sh")
        # The environment's upstream would cost money and give no counts.
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            os.environ.pop(name, None)
        cls.fleet = cls.kind(BINARIES, MODEL, cls.nodes, upstream_arguments=cls.upstream_arguments)
        cls.addClassCleanup(cls.fleet.end)
        # unittest runs no class cleanup after Ctrl-C.
        atexit.register(cls.fleet.end)
        cls.fleet.start_all()
        if cls.workflow:
            cls.fleet.roll_out(cls.fleet.build_release(cls.workflow))
