#!/usr/bin/env python3
"""Runs spark-submit and afterglow-submit in turn, against a standalone master of Spark's.

The master has no workers, so that drivers wait and the machine is free for the clients. Times are
those of whole processes, CPU what the system counted for them and their children, memory what
time(1) tells, where it is installed: what Python starts looks as large as Python itself."""

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from servers import ROOT, find_spark_home

OURS = ROOT / "build/bin/afterglow-submit"
HOST = "127.0.0.1"
TIME = shutil.which("time")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind((HOST, 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Master:
    """A master, with the options that reach it."""

    def __init__(self, home, folder):
        self.rpc, self.rest, ui = free_ports(3)
        options = f"-Dspark.master.rest.enabled=true -Dspark.master.rest.port={self.rest}"
        environment = dict(os.environ, SPARK_HOME=str(home), SPARK_MASTER_OPTS=options)
        words = ["--host", HOST, "--port", self.rpc, "--webui-port", ui]
        self.process = subprocess.Popen(
            [home / "bin/spark-class", "org.apache.spark.deploy.master.Master", *map(str, words)],
            env=environment,
            stdout=open(folder / "master.log", "w"),
            stderr=subprocess.STDOUT,
        )
        url = f"http://{HOST}:{self.rest}/v1/submissions/readyz"
        for _ in range(600):
            try:
                urllib.request.urlopen(url, timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit(f"the master did not start; see {folder}/master.log")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    @property
    def options(self):
        """For both programs: Spark's wants the REST port in the URL."""
        url = f"spark://{HOST}:{self.rest}"
        keys = (f"spark.master.rest.port={self.rest}", "spark.master.rest.enabled=true")
        return ["--master", url, *(word for key in keys for word in ("--conf", key))]


def run(command, environment):
    """Seconds, CPU seconds and KB (0: unknown) of one process and its children."""
    command = list(map(str, command))
    with tempfile.NamedTemporaryFile("r") as memory:
        if TIME:
            command = [TIME, "-f", "%M", "-o", memory.name, *command]
        begin = time.monotonic()
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.monotonic() - begin
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
        return taken, usage.ru_utime + usage.ru_stime, int(memory.read() or 0)


def show(what, spark, ours):
    print(f"| {what} | {spark} | {ours} |", flush=True)


def text(measures):
    seconds, cpu, memory = (statistics.median(column) for column in zip(*measures))
    shown_memory = f", {memory / 1000:.0f} MB" if memory else ""
    return f"{seconds * 1000:,.0f} ms, {cpu:.2f} CPU s{shown_memory}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5, help="of each single command")
    parser.add_argument("--submissions", type=int, default=100, help="of the last row")
    options = parser.parse_args()
    home = Path(find_spark_home())
    folder = Path(tempfile.mkdtemp(prefix="afterglow-bench-"))
    environment = dict(os.environ, SPARK_HOME=str(home), AFTERGLOW_STATE_DIR=str(folder / "state"))
    master = Master(home, folder)
    programs = {home / "bin/spark-submit": [], OURS: ["--no-wait"]}
    # A resource that the cluster reads itself, so that only the submission is measured.
    driver = ["--deploy-mode", "cluster", "--class", "Main", "http://127.0.0.1:9/app.jar"]
    known = subprocess.run(
        [OURS, "--no-wait", "--quiet", *master.options, *driver],
        env=environment, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout.strip()
    rows = {
        "`--version`": lambda more: ["--version"],
        "`--status` of a driver": lambda more: ["--status", known, *master.options],
        "cluster mode, until accepted": lambda more: [*more, *master.options, *driver],
    }
    try:
        print("| what | spark-submit | afterglow-submit |\n|---|---|---|")
        for what, words in rows.items():
            sides = []
            for program, more in programs.items():
                count = options.repetitions
                sides.append(
                    text([run([program, *words(more)], environment) for _ in range(count)])
                )
            show(what, *sides)
        sides = []
        for program, more in programs.items():
            command = [program, *rows["cluster mode, until accepted"](more)]
            begin = time.monotonic()
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda _: run(command, environment), range(options.submissions)))
            minutes = (time.monotonic() - begin) / 60
            sides.append(f"{options.submissions / minutes:,.0f} a minute")
        show(f"{options.submissions} submissions, 8 at a time", *sides)
    finally:
        master.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
