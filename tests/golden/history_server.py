"""Starts afterglow-history on a folder of logs and asks it."""

import http.client
import json
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path


class ServerFailure(Exception):
    pass


class Client:
    """Asks a server that runs at `netloc`."""

    def __init__(self, netloc):
        self.connection = http.client.HTTPConnection(netloc, timeout=60)

    def said(self):
        return ""

    def check_that_it_runs(self, error):
        """Raises ServerFailure when it is known to have ended."""

    def answer_to(self, url, headers={}):
        try:
            self.connection.request("GET", url, headers=headers)
            return self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it was idle for too long: once more
            self.connection.close()
            self.connection.request("GET", url, headers=headers)
            return self.connection.getresponse()

    def fetch(self, url, headers={}):
        """Status, headers and bytes."""
        answer = self.answer_to(url, headers)
        return answer.status, answer.headers, answer.read()

    def get(self, url):
        """The answer in the form of the recorded ones (crawl.py)."""
        try:
            answer = self.answer_to(url)
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            time.sleep(0.2)
            self.check_that_it_runs(error)
            return {"url": url, "status": 0, "type": "", "body": f"no answer: {error!r}"}
        kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
        body = data.decode("utf-8", "replace")
        if answer.status == 200 and kind == "application/json":
            try:
                body = json.loads(body)
            except ValueError as error:
                body = f"not JSON: {error}"
        return {"url": url, "status": answer.status, "type": kind, "body": body}

    def wait_until_read(self, attempts, seconds=20):
        """Waits until so many application attempts are listed and read."""
        for _ in range(int(seconds * 20)):
            answer = self.get("/api/dashboard/applications?length=1000")["body"]
            listed = answer["applications"] if isinstance(answer, dict) else []
            if len(listed) >= attempts and all(one["progress"] == 1 for one in listed):
                return
            time.sleep(0.05)
        raise ServerFailure("the logs are not read" + self.said())


class HistoryServer(Client):
    """The server for as long as the with block lasts, with a store of its own unless one is given."""

    def __init__(self, program, logs, conf=(), store=None):
        self.own_store = None if store else tempfile.TemporaryDirectory(prefix="golden-store-")
        store = store or self.own_store.name
        command = [str(program), "--dir", str(logs), "--store", store, "--port", "0"]
        for pair in conf:
            command += ["--conf", pair]
        # Neither this user's configuration nor Spark's.
        environment = {"HOME": store, "PATH": "/usr/bin:/bin", "TZ": "UTC"}
        self.output = []
        try:
            self.process = subprocess.Popen(
                command,
                env=environment,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise ServerFailure(f"cannot start {program}: {error}") from error
        self.ready = threading.Event()
        self.reader = threading.Thread(target=self._read_output, daemon=True)
        self.reader.start()
        if not self.ready.wait(20) or self.process.poll() is not None:
            self.process.kill()
            raise ServerFailure("the server does not start" + self.said())
        super().__init__(f"127.0.0.1:{self.port}")

    def _read_output(self):
        for line in self.process.stdout:
            self.output.append(line)
            found = re.search(r"serving http://\S+?:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                self.ready.set()
        self.ready.set()

    def said(self):
        return "; it said:\n" + "".join(self.output)

    def check_that_it_runs(self, error):
        if self.process.poll() is not None:
            ended = f"the server ended with {self.process.returncode}"
            raise ServerFailure(ended + self.said()) from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.own_store:
            self.own_store.cleanup()


def program_in(folder):
    return Path(folder) / "afterglow-history"
