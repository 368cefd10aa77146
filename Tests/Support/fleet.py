"""Real processes for the demo and the integration tests: one broker, one plane, nodes, and an LLM upstream, each on its own port.

Everything a fleet starts lives in one temporary folder and ends with it. Standard library only.
"""
import collections
import getpass
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HELPDESK = os.path.join(ROOT, "firmware-config", "helpdesk")


class FleetError(Exception):
    """Something that had to happen did not; the text says what and where to look."""




class Reply:
    def __init__(self, status, headers, body, seconds):
        self.status, self.headers, self.body, self.seconds = status, headers, body, seconds

    def json(self):
        return json.loads(self.body)


def call(url, body=None, token=None, method=None, timeout=120):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method or ("POST" if body is not None else "GET"))
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return Reply(response.status, response.headers, response.read(), time.monotonic() - began)
    except urllib.error.HTTPError as error:
        return Reply(error.code, error.headers, error.read(), time.monotonic() - began)


def until(what, condition, seconds=60):
    """Polls `condition` until it returns something true; the bound is a failure, not a wait that is always served."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            got = condition()
        except OSError:
            got = None
        if got:
            return got
        if time.monotonic() > deadline:
            raise FleetError(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)


def free_ports(count):
    """Ports nobody listens on now; held all at once, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for s in sockets:
            s.bind(("127.0.0.1", 0))
        return [s.getsockname()[1] for s in sockets]
    finally:
        for s in sockets:
            s.close()


class Fleet:
    """Started in order, ended in reverse. `model` is the encoder's GGUF, `nodes` the node ids."""

    def __init__(self, binaries, model, nodes, upstream_arguments=(), enrolment="closed"):
        self.node_binary = os.path.join(ROOT, binaries, "weir-node")
        self.control_binary = os.path.join(ROOT, binaries, "weir-control")
        self.stand_in_binary = os.path.join(ROOT, binaries, "weir-stand-in")
        self.model, self.nodes, self.upstream_arguments, self.enrolment = os.path.abspath(model), list(nodes), upstream_arguments, enrolment
        self.folder = tempfile.mkdtemp(prefix="weir-fleet-")
        self.processes = collections.OrderedDict()
        self.broker_users, self.secrets = {}, []
        ports = free_ports(3 + len(self.nodes))
        self.broker_port, self.plane_port, self.upstream_port, *node_ports = ports
        self.node_ports = dict(zip(self.nodes, node_ports))
        self.plane_url = f"http://127.0.0.1:{self.plane_port}"
        self.node_urls = {name: f"http://127.0.0.1:{port}" for name, port in self.node_ports.items()}
        self.operator_token_file = self.path("plane", "operator.token")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    # ------------------------------------------------------------ files and processes

    def path(self, *parts):
        path = os.path.join(self.folder, *parts)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        return path

    def write(self, text, *parts):
        path = self.path(*parts)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        return path

    def secret(self, *parts):
        """A generated secret: in a file and in memory, never on the screen."""
        value = secrets.token_urlsafe(24)
        self.secrets.append(value)
        return value, self.write(value + "\n", *parts)

    def start(self, name, arguments, environment=None):
        with open(self.path("log", name + ".log"), "ab") as log:
            self.processes[name] = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
                env={**os.environ, **(environment or {})})
        return self.processes[name]

    def stop(self, name, how=signal.SIGTERM, seconds=20):
        """Ends one process and waits for it; its exit status, negative for a signal."""
        process = self.processes.pop(name)
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise FleetError(f"{name} did not end within {seconds} s of signal {how}; its log ends:\n{self.log_tail(name)}")
        return process.returncode

    def end(self):
        for name in reversed(list(self.processes)):
            try:
                self.stop(name)
            except FleetError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)

    def log_tail(self, name, lines=15):
        with open(self.path("log", name + ".log"), errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def alive(self):
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise FleetError(f"{name} ended with status {process.returncode}; its log ends:\n{self.log_tail(name)}")
        return True

    def ready(self, what, url, seconds=60):
        until(what, lambda: self.alive() and call(url, timeout=5).status == 200, seconds)

    def control(self, *arguments, show=False, check=True):
        """One verb of weir-control, from another process, as an operator would; its standard output."""
        result = subprocess.run(
            [self.control_binary, *arguments], stdin=subprocess.DEVNULL, text=True, stdout=None if show else subprocess.PIPE,
            stderr=None if show else subprocess.PIPE, env={**os.environ, "WEIR_PLANE": self.plane_url, "WEIR_TOKEN_FILE": self.operator_token_file})
        if check and result.returncode != 0:
            raise FleetError(f"weir-control {' '.join(arguments)} exited {result.returncode}: {result.stderr or ''}")
        return result.stdout

    def plane(self, path):
        with open(self.operator_token_file) as file:
            return call(self.plane_url + path, token=file.read().strip()).json()

    # ------------------------------------------------------------ broker

    def start_broker(self):
        folder = self.path("broker", "")
        with open(os.path.join(ROOT, "firmware-config", "mosquitto", "weir.conf")) as template:
            text = template.read()
        values = {"@ADDRESS@": "127.0.0.1", "@PORT@": str(self.broker_port), "@DIRECTORY@": folder.rstrip("/"), "@USER@": getpass.getuser()}
        for key, value in values.items():
            text = text.replace(key, value)
        shutil.copy(os.path.join(ROOT, "firmware-config", "mosquitto", "weir.acl"), folder)
        configuration = self.write(text, "broker", "mosquitto.conf")
        self.start("broker", [shutil.which("mosquitto") or "/usr/sbin/mosquitto", "-c", configuration])

        def listening():
            self.alive()
            with socket.create_connection(("127.0.0.1", self.broker_port), 1):
                return True
        until("the broker's port", listening)

    def add_broker_user(self, name, password):
        """Plain for a moment in a file only we read, then hashed by the broker's own tool; a running broker reads it again."""
        self.broker_users[name] = password
        path = self.write("".join(f"{user}:{word}\n" for user, word in self.broker_users.items()), "broker", "passwords")
        subprocess.run([shutil.which("mosquitto_passwd") or "/usr/bin/mosquitto_passwd", "-U", path], check=True, stdout=subprocess.DEVNULL)
        if "broker" in self.processes:
            self.processes["broker"].send_signal(signal.SIGHUP)

    # ------------------------------------------------------------ plane, upstream, nodes

    def start_upstream(self):
        """The real model where the environment names one; otherwise the stand-in, over a real socket."""
        if os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"):
            self.upstream = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1")
            self.upstream_model, self.stand_in_url = os.environ.get("OPENAI_MODEL", "gpt-4o-mini"), None
            return
        self.stand_in_url = f"http://127.0.0.1:{self.upstream_port}"
        self.upstream, self.upstream_model = self.stand_in_url + "/v1", "stand-in"
        self.start("stand-in", [self.stand_in_binary, "--port", str(self.upstream_port), *self.upstream_arguments])
        self.ready("the LLM stand-in", self.upstream + "/models")

    def prepare_plane(self):
        """Keys, the broker's first users and the plane's configuration."""
        self.control("keys", "new", "--kind", "release", "--out", self.path("keys"))
        self.control("keys", "new", "--kind", "director", "--out", self.path("keys"))
        password, password_file = self.secret("plane", "broker.password")
        self.add_broker_user("weir-control", password)
        self.plane_configuration = self.write(f"""
[plane]
data_dir = "{self.path("plane", "data")}"

[api]
port = {self.plane_port}
operator_token_file = "{self.operator_token_file}"

[broker]
port = {self.broker_port}
password_file = "{password_file}"
reconnect_first_ms = 100
reconnect_maximum_ms = 1000

[llm]
base_url = "{self.upstream}"
model = "{self.upstream_model}"
retry_first_ms = 200

[[llm.price]]
model = "{self.upstream_model}"
prompt_usd_per_million = 0.15
completion_usd_per_million = 0.60

[keys]
director_private = "{self.path("keys", "director.key")}"
release_public = "{self.path("keys", "release.pub")}"

[fleet]
enrolment = "{self.enrolment}"
answer_resend_ms = 500
""", "plane", "control.toml")

    def start_plane(self):
        self.start("plane", [self.control_binary, "serve", "--config", self.plane_configuration])
        self.ready("the control plane", self.plane_url + "/healthz")

    def enrol(self, name):
        password_file = self.path(name, "broker.password")
        self.control("nodes", "enrol", name, "--label", "site=demo", "--password-file", password_file)
        with open(password_file) as file:
            password = file.read().strip()
        self.secrets.append(password)
        self.add_broker_user(name, password)

    def start_node(self, name):
        configuration = self.write(f"""
[node]
id = "{name}"
data_dir = "{self.path(name, "data")}"
labels = {{ site = "demo" }}

[api]
port = {self.node_ports[name]}

[broker]
port = {self.broker_port}
password_file = "{self.path(name, "broker.password")}"
reconnect_first_ms = 100
reconnect_maximum_ms = 1000

[keys]
release_public = "{self.path("keys", "release.pub")}"
director_public = "{self.path("keys", "director.pub")}"

[inference]
threads = 1

[metrics]
window_s = 2

[outbox]
retry_least_ms = 1000
retry_greatest_ms = 5000

[update]
trial_s = 5
""", name, "node.toml")
        self.start(name, [self.node_binary, "run", "--config", configuration])
        self.ready(name, self.node_urls[name] + "/healthz")

    def start_all(self):
        """Everything but a release, in the order in which an operator would start it."""
        self.start_upstream()
        self.prepare_plane()
        self.start_broker()
        self.start_plane()
        for name in self.nodes:
            self.enrol(name)
        for name in self.nodes:
            self.start_node(name)

    def build_release(self, workflow, show=False):
        self.control("release", "build", workflow, "--model", self.model, "--key", self.path("keys", "release.key"),
                     "--out", self.path("releases"), show=show)
        folders = [os.path.join(self.path("releases"), name) for name in os.listdir(self.path("releases")) if not name.startswith(".")]
        return max(folders, key=os.path.getmtime)

    def roll_out(self, release_folder, show=False):
        self.control("release", "push", release_folder, "--key", self.path("keys", "release.pub"), show=show)
        self.control("rollout", "start", os.path.basename(release_folder), "--wait", show=show)
        for name in self.nodes:
            self.ready(f"{name} with its release", self.node_urls[name] + "/readyz")

    # ------------------------------------------------------------ requests

    def ask(self, node, text, model="auto", timeout=120):
        """One chat completion; 200 with an answer, 202 with an id to poll, or an error."""
        return call(self.node_urls[node] + "/v1/chat/completions", {"model": model, "messages": [{"role": "user", "content": text}]}, timeout=timeout)

    def record(self, node, decision):
        return call(f"{self.node_urls[node]}/v1/requests/{decision}").json()
