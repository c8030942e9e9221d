"""Starts a history server, Spark's or ours, asks it, and tells what it used."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A server that takes more is stopped, for the sake of the machine: half of it.
MEMORY_LIMIT = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
TICKS = os.sysconf("SC_CLK_TCK")
API = "/api/v1"
ANSWER_TIMEOUT = 900  # seconds
# Spark's server keeps everything, as ours does, and has the memory for it.
RETAINED = {
    "spark.ui.retainedTasks": 100_000_000,
    "spark.ui.retainedStages": 10_000_000,
    "spark.ui.retainedJobs": 10_000_000,
    "spark.sql.ui.retainedExecutions": 10_000_000,
}


class ServerFailure(Exception):
    pass


@dataclass
class Usage:
    cpu: float  # seconds
    peak_memory: int  # bytes
    memory: int


class Server:
    """A running server with a work folder of its own, for as long as the with block lasts."""

    def __init__(self, command, environment, work, port):
        self.work, self.port = Path(work), port
        self.output = open(self.work / "output.txt", "ab")
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output,
        )
        self.connection = None
        self.answered = None  # seconds after the start, the last answer

    def seconds(self):
        return time.monotonic() - self.started

    def _fetch(self, path, headers):
        """The status and the body; status 0 while nobody listens."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=ANSWER_TIMEOUT
                )
            target = path if path.startswith("/api/") else API + path
            self.connection.request("GET", target, headers=headers or {})
            answer = self.connection.getresponse()
            data = answer.read()
            self.answered = time.monotonic() - self.started
            return answer.status, data
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            if self.process.poll() is not None:
                raise self.failure(f"it ended with {self.process.returncode}")
            return 0, b""

    def get(self, path, headers=None):
        """The status and the parsed body; status 0 while nobody listens."""
        status, data = self._fetch(path, headers)
        if status != 200:
            return status, None
        try:
            return 200, json.loads(data)
        except ValueError:  # Spark's server, before it is all there
            return 0, None

    def time_of(self, path):
        """Seconds until the whole answer is there, over the connection that is kept alive."""
        begin = time.monotonic()
        status, data = self._fetch(path, None)
        passed = time.monotonic() - begin
        if status != 200:
            raise self.failure(f"{path}: status {status}: {data[:500]!r}")
        return passed

    def read_long(self, path, count):
        """Seconds and bytes of a long answer, of which nothing is kept, and how often the bytes
        `count` stand in it."""
        request = f"GET {API}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        begin = time.monotonic()
        size, found, tail = 0, 0, b""
        with socket.create_connection(("127.0.0.1", self.port), ANSWER_TIMEOUT) as connection:
            connection.sendall(request.encode())
            while part := connection.recv(1 << 20):
                if size == 0 and b" 200 " not in part[:20]:
                    raise self.failure(f"{path}: {part[:500]!r}")
                size += len(part)
                text = tail + part
                found += text.count(count)
                tail = text[-len(count) + 1 :]
        return time.monotonic() - begin, size, found

    def wait_for(self, path, accept, every=0.005, timeout=1800, headers=None):
        """Asks until `accept` likes the body; answers it."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            status, body = self.get(path, headers)
            if status == 200 and accept(body):
                return body
            time.sleep(every)
            self.check_memory()
        raise self.failure(f"{path}: not the right answer within {timeout} s; status {status}")

    def failure(self, what):
        said = (self.work / "output.txt").read_text(errors="replace")[-2000:]
        return ServerFailure(f"{what}; the server said:\n{said}")

    def check_memory(self):
        used = self.usage().memory
        if used > MEMORY_LIMIT:
            raise self.failure(f"it takes {used >> 20} MiB of memory")

    def usage(self):
        folder = Path("/proc") / str(self.process.pid)
        times = (folder / "stat").read_text().rsplit(")", 1)[1].split()[11:15]
        status = (folder / "status").read_text()

        def memory(name):
            found = re.search(name + r":\s+(\d+) kB", status)  # not of a process that has ended
            return int(found.group(1)) * 1024 if found else 0

        return Usage(sum(map(int, times)) / TICKS, memory("VmHWM"), memory("VmRSS"))

    def store_bytes(self):
        found = subprocess.run(
            ["du", "-sB1", str(self.work / "store")], capture_output=True, text=True
        )
        return int(found.stdout.split()[0]) if found.returncode == 0 else 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.connection:
            self.connection.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output.close()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class WorkFolder:
    """A folder for the stores and the output of servers."""

    def __init__(self, parent):
        parent.mkdir(parents=True, exist_ok=True)
        self.path = tempfile.mkdtemp(prefix="server-", dir=parent)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class Afterglow:
    name = "Afterglow"

    def __init__(self, program):
        self.program = Path(program).resolve()
        if not self.program.exists():
            sys.exit(f"{program} is not built")

    def start(self, logs, work, store=True):
        port = free_port()
        command = [str(self.program), "--dir", str(logs), "--store", str(Path(work) / "store")]
        environment = {"HOME": str(work), "PATH": "/usr/bin:/bin"}
        return Server(command + ["--port", str(port)], environment, work, port)


class Spark:
    """Spark's own server, as its users start it. `store`: with a store on disk for its listing."""

    name = "Spark"

    def __init__(self, home, memory):
        self.home, self.memory = Path(home), memory

    def start(self, logs, work, store=False):
        port = free_port()
        conf = RETAINED | {
            "spark.history.fs.logDirectory": f"file://{Path(logs).resolve()}",
            "spark.history.ui.port": port,
            "spark.history.fs.cleaner.enabled": "false",
        }
        if store:
            conf["spark.history.store.path"] = str(Path(work) / "store")
        environment = spark_environment(self.home, work) | {
            "SPARK_HISTORY_OPTS": " ".join(f"-D{key}={value}" for key, value in conf.items()),
            "SPARK_DAEMON_MEMORY": self.memory,
        }
        command = [str(self.home / "bin/spark-class")]
        command.append("org.apache.spark.deploy.history.HistoryServer")
        return Server(command, environment, work, port)


def find_spark_home():
    home = os.environ.get("SPARK_HOME")
    found = [home] if home else sorted(ROOT.glob(".venv/lib/python3*/site-packages/pyspark"))
    if not found:
        sys.exit("no Spark: set SPARK_HOME")
    return Path(found[0])


def spark_environment(home, work):
    python = ROOT / ".venv/bin/python3"
    names = {
        "HOME": str(work),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "localhost",
        "PYSPARK_PYTHON": str(python) if python.exists() else sys.executable,
    }
    return names | {key: os.environ[key] for key in ("JAVA_HOME",) if key in os.environ}
