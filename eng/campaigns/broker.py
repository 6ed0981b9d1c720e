"""A real `weir serve` process: started, killed, frozen and stopped as operators, power cuts and kernels do it."""

import email.utils
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def program():
    """The program to run: WEIR_BIN, or the newest build of the repository."""
    named = os.environ.get("WEIR_BIN")
    if named:
        return ["dotnet", named] if named.endswith(".dll") else [named]
    built = [f"{ROOT}/src/Weir/bin/{kind}/net10.0/weir" for kind in ("Release", "Debug")]
    built = [path for path in built if os.path.exists(path + ".dll")]
    if not built:
        raise SystemExit("build src/Weir first, or set WEIR_BIN to the program")
    return [max(built, key=lambda path: os.path.getmtime(path + ".dll"))]


def free_ports(count):
    """Ports to bind again and again: below those that the system gives to clients, which would take them meanwhile."""
    first, end = (int(n) for n in os.environ.get("WEIR_PORTS", "20000-32000").split("-"))
    ports = []
    for port in random.sample(range(first, end + 1), end + 1 - first):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise SystemExit(f"no {count} free ports from {first} to {end}")


class Broker:
    """One data directory and its ports; processes come and go on it."""

    def __init__(self, data, settings=(), environment=None, log=None):
        self.data = data
        self.settings = list(settings)
        self.environment = environment or {}
        self.kafka_port, self.amqp_port, self.http_port = free_ports(3)
        self.kafka = f"127.0.0.1:{self.kafka_port}"
        self.lines = []
        self.process = None
        self.starts = 0
        self._log = open(log, "a", encoding="utf-8") if log else None

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def launch(self):
        """Starts a process and does not wait for it to serve."""
        self.starts += 1
        arguments = [
            *program(), "serve", "--data", self.data, "--kafka", self.kafka,
            "--amqp", f"127.0.0.1:{self.amqp_port}", "--http", f"127.0.0.1:{self.http_port}"]
        for setting in self.settings:
            arguments += ["--set", setting]
        # What configures a campaign is no setting of the broker, which refuses names that it does not know.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WEIR_")} | self.environment
        self.lines = []
        self.process = subprocess.Popen(
            arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace")
        threading.Thread(target=self._read, args=(self.process, self.lines), daemon=True).start()

    def start(self, seconds=60):
        self.launch()
        self.wait_ready(seconds)

    def wait_ready(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.is_running:
                time.sleep(0.2)
                raise RuntimeError(f"the broker ended with {self.process.returncode}:\n{self.tail()}")
            try:
                if urllib.request.urlopen(self.url("/health/ready"), timeout=2).status == 200:
                    return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.05)
        raise RuntimeError(f"the broker is not ready after {seconds} s:\n{self.tail()}")

    def url(self, path):
        return f"http://127.0.0.1:{self.http_port}{path}"

    def metrics(self):
        """Every sample of /metrics without labels, by name."""
        text = urllib.request.urlopen(self.url("/metrics"), timeout=5).read().decode()
        return {m[1]: float(m[2]) for m in re.finditer(r"^(\w+) (\S+)$", text, re.M)}

    def clock(self):
        """Its wall clock, Unix seconds, as its answers are dated."""
        date = urllib.request.urlopen(self.url("/health/live"), timeout=5).headers["Date"]
        return email.utils.parsedate_to_datetime(date).timestamp()

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def freeze(self):
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.pid, signal.SIGCONT)

    def stop(self, seconds=30):
        """SIGTERM; gives the exit code."""
        self.process.terminate()
        return self.process.wait(seconds)

    def end(self):
        if self.is_running:
            self.thaw()
            self.kill9()
        if self._log:
            self._log.close()
            self._log = None

    def tail(self, count=30):
        return "\n".join(self.lines[-count:])

    def _read(self, process, lines):
        for line in process.stdout:
            lines.append(line.rstrip())
            if self._log and not self._log.closed:
                self._log.write(line)
                self._log.flush()
